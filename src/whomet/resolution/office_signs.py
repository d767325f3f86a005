"""Signs by lives and terms of office that a text's stated publication date can't be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from whomet.knowledge.incumbency import known_person, listed, told
from whomet.model import Account, Property, Span
from whomet.resolution.roles import Told, may_be_courtesy, people_told, surely_not_held
from whomet.resolution.signs import DatedText, Sign, Window
from whomet.values.edtf import bounds, format_day
from whomet.values.offices import Tenure

_YEARS = timedelta(days=400)  # terms that ended, or began, less far away are no sign
_MOURNED = timedelta(days=60)  # for so long news may tell of the dead as of the living
_OFTEN_TOLD = ("ongoing", "held", "planned")


def signs_by_offices(text: DatedText, accounts: Iterable[Account]) -> Iterator[Sign]:
    """Signs by the people of those accounts that the text is about, unless it names another year beside them.

    An office that somebody of that full name took up long after the stated date, or had left long before, is a sure
    sign; a surname, a bare title that may be a courtesy, and a death are signs only together with others.
    """
    people = {p.name.value: p for a in accounts if _is_news(text, a) for p in people_told(a)}
    gone = [sign for person in people.values() if (sign := _by_person(person, text.published))]
    for number, sign in enumerate(gone):
        yield sign if sign.sure else Sign(f"{sign.by} {number}", sign.sentence, sign.spans, sign.windows, sure=False)


def _is_news(text: DatedText, account: Account) -> bool:
    """Whether the text is about this meeting, and none of its words of time names a year."""
    said = [text.words(span) for claim in account.all(Property.TIME_TEXT) for span in claim.spans]
    dated = any(any(word.isdigit() and len(word) == 4 for word in words.replace(",", " ").split()) for words in said)
    return account.main and account.value(Property.STATUS) in _OFTEN_TOLD and not dated


def _by_person(person: Told, published: date) -> Sign | None:
    return (_by_office(person, published) or _by_life(person, published)) if person.tenures else None


def _by_office(person: Told, published: date) -> Sign | None:
    """That somebody was in office years before or after the stated date only."""
    then = person.understood.manner == "then"
    tenures = () if then else surely_not_held(person, published, published)
    windows = tuple(w for t in tenures if (w := _window(t)))
    if not windows or not _is_far(windows, published):
        return None
    holds = " and ".join(dict.fromkeys(told(t) for t in tenures))
    sentence = (
        f"It calls {' '.join(person.name.value.split())} “{' '.join(person.role.value.split())}”, and according to "
        f"{listed(tenures[-1])}, {tenures[-1].person.name} was {holds}: "
        f"not on its stated date, {format_day(published)}."
    )
    full_name = len(person.name.value.split()) > 1
    sure = full_name and not may_be_courtesy(person, tenures, published)
    return Sign("office", sentence, _spans(person), windows, sure)


def _by_life(person: Told, published: date) -> Sign | None:
    """That somebody of whom it tells as of the living had died."""
    dead = known_person(person.name.value)
    died = bounds(dead.died) if dead else None
    if dead is None or died is None or died[1] + _MOURNED >= published or person.understood.manner == "late":
        return None
    source = listed(person.tenures[-1])
    sentence = f"{dead.name}, of whom it tells as of the living, died on {dead.died}, according to {source}."
    return Sign("life", sentence, _spans(person), tuple(w for t in person.tenures if (w := _window(t))), sure=False)


def _spans(person: Told) -> tuple[Span, ...]:
    return (*person.role.spans, *person.name.spans)


def _window(tenure: Tenure) -> Window | None:
    first, last = bounds(tenure.first), bounds(tenure.last)
    end = last[1] if last else tenure.known_until
    return (first[0], end) if first and end and first[0] <= end else None


def _is_far(windows: tuple[Window, ...], published: date) -> bool:
    return all(last + _YEARS < published or published + _YEARS < first for first, last in windows)
