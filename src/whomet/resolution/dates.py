"""The date of an account's meeting, from the words that say when, the day they were said, and the day of publication.

The chain of anchors: publication, the day of the statement in which the words stand, the words. What the chain does
not settle stays open: no expression is counted from a day that nothing names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from whomet.knowledge.calendars import resolve_hijri
from whomet.knowledge.data import read_data
from whomet.knowledge.sides import home_side
from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Span
from whomet.resolution.lasting import all_days
from whomet.resolution.publication import Doubt
from whomet.resolution.said import Said
from whomet.values.edtf import bounds, format_day, interval, is_day, may_agree, one_of, weekdays_within, width
from whomet.values.times import Kind, Resolved, TimeValue, is_vague, needs_anchor, resolve, weekday_name

_LOOK_BACK = 1500  # code points before the words in which a statement's day or a day told of may stand
_MOST_AT_ONCE = 8  # expressions that one stretch of time words may hold
_SENTENCE = 300  # code points of a sentence between a saying's day and what was said
_BESIDE = 400  # code points between two days that together make an interval
_CUE_REACH = 90  # code points between "said" and the day it was said on
_OF_THE_REPORT = (0, -1)  # "later in the day", "the previous day": where no other day is told, from that of the report
_DAY_KINDS = (Kind.DAY, Kind.WEEKDAY, Kind.SHIFT)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A day to count from, how it is known, and the words that show it."""

    day: date | None
    basis: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    """An expression with the date it gives."""

    said: Said
    edtf: str
    basis: str
    spans: tuple[Span, ...]


def date_account(
    document: Document,
    everywhere: tuple[Said, ...],
    account: Account,
    doubt: Doubt | None = None,
    durations: tuple[Said, ...] = (),
) -> tuple[Account, tuple[Finding, ...]]:
    """The account with a date claim, if its words of time settle one, and findings on those that nothing settles.

    `everywhere` are the document's expressions of time (`said_in`); those inside the account's time claims count.
    `durations` are those of how long something took.
    `doubt` takes the publication date out of the chain.
    """
    told = (span for claim in account.all(Property.TIME_TEXT) for span in claim.spans)
    meant = tuple(sorted({s for span in told for s in _said_within(everywhere, span)}, key=lambda s: s.span))
    meant = _with_apposed(document.text, meant, everywhere)
    status = account.value(Property.STATUS)
    if status in ("postponed", "cancelled") and _is_scheduled(document.text, meant):
        status = "planned"
    times = (meant, everywhere, durations)
    claim = resolve_date(document, times, doubt, status) or guess_by_report(document, account, meant, doubt)
    if claim:
        kept = tuple(c for c in account.claims if c.property is not Property.DATE)
        return replace(account, claims=(*kept, claim)), ()
    open_words = [s for s in meant if not is_vague(s.value)]
    if not open_words:
        return account, ()
    words = ", ".join(s.shown for s in open_words)
    text = f"{words}: nothing that can be relied on says from which day this counts, so the meeting has no date."
    finding = Finding(FindingKind.DATE_UNRESOLVED, text, account.id, tuple(s.span for s in open_words))
    return account, (finding,)


def guess_by_report(document: Document, account: Account, meant: tuple[Said, ...], doubt: Doubt | None) -> Claim | None:
    """The day on which an office of one of the sides published the report of its own meeting, which names no time, or
    but an hour of it and days still to come.

    Of 33 such accounts in annotated reports of four offices 32 were of that day. Not of what such a report tells in
    passing, nor in a newspaper, which prints the day after.
    """
    published = _publication(document, doubt).day
    home = home_side(document.publisher.value) if document.publisher else None
    status = account.first(Property.STATUS)
    if not (published and home and account.main and status and status.value == "held"):
        return None
    if len(account.all(Property.TIME_TEXT)) > len(meant) or not all(_says_no_day(s) for s in meant):
        return None
    if home.name not in account.values(Property.PARTY):
        return None
    basis = (
        f"a guess: no day of it is named, and an office of {home.name} published its report on {format_day(published)}"
    )
    return Claim(Property.DATE, format_day(published), status.spans, basis)


def _says_no_day(said: Said) -> bool:
    """Of what has been held: an hour, or a day still to come."""
    ahead = said.value.kind is Kind.SHIFT and (said.value.amount or 0) > 0
    return ahead or said.value.kind is Kind.CLOCK


def _said_within(everywhere: tuple[Said, ...], span: Span) -> list[Said]:
    """The expressions that meet a span; they stand in text order, and none overlaps another."""
    at = max(0, bisect_left(everywhere, span.start, key=lambda s: s.span.start) - 1)
    return [s for s in everywhere[at : at + _MOST_AT_ONCE] if s.span.meets(span)]


def _is_scheduled(text: str, meant: tuple[Said, ...]) -> bool:
    """Whether what did not take place "was scheduled for" its time: a day still ahead when it was called off."""
    before = (text[max(0, s.span.start - 40) : s.span.start] for s in meant)
    return any(_words_of("scheduled").search(words) for words in before)


def _with_apposed(text: str, meant: tuple[Said, ...], everywhere: tuple[Said, ...]) -> tuple[Said, ...]:
    """With what a comma alone sets behind one of them to say more: "last month, on October 12"."""
    more = [
        then
        for first, then in pairwise(everywhere)
        if first in meant
        and first.value.kind is not then.value.kind
        and _APPOSED.fullmatch(text[first.span.end : then.span.start])
    ]
    return tuple(sorted({*meant, *more}, key=lambda s: s.span))


_APPOSED = re.compile(r"\s?[,(]\s{0,2}(?:on\s)?")
_Times = tuple[tuple[Said, ...], tuple[Said, ...], tuple[Said, ...]]


def resolve_date(document: Document, times: _Times, doubt: Doubt | None, status: str) -> Claim | None:
    """The date that the expressions meant (the first of `times`; the others are all of the text, and how long things
    took) give together, each counted from its own anchor; None if none does.

    The most precise one wins; of equally precise ones a date that needs no anchor, then the first. Two neighbouring
    days make an interval; so does a day on which it began or ended, with how many days it lasted.
    """
    meant, everywhere, durations = times
    published = _publication(document, doubt)
    dated = [
        d
        for said in _completed(meant)
        if (d := _dated(document.text, said, everywhere, (published, doubt), status == "planned"))
        and d.edtf
        and not _is_ruled_out(d, status, published.day)
    ]
    if not dated:
        return None
    best = min(dated, key=lambda d: (width(d.edtf), needs_anchor(d.said.value), d.said.span))
    beside = _neighbour(best, dated)
    edtf = interval(*sorted((best.edtf, beside.edtf))) if beside else best.edtf
    if not beside and (whole := all_days(document.text, best.said, best.edtf, durations)):
        edtf, lasted = whole
        best = replace(best, basis=f"{best.basis} and {lasted.shown}", spans=(*best.spans, lasted.span))
    agreeing = [
        d for d in dated if d is best or d is beside or (may_agree(d.edtf, best.edtf) and d.basis != best.basis)
    ]
    basis = " and ".join(dict.fromkeys(d.basis for d in agreeing))
    spans = dict.fromkeys(span for d in (best, *agreeing) for span in d.spans)
    return Claim(Property.DATE, edtf, tuple(spans), basis)


def _is_ruled_out(dated: _Dated, status: str, published: date | None) -> bool:
    """What has been held was not after the day of the report, nor is "yesterday" when what is planned will be."""
    days = bounds(dated.edtf)
    if status == "held":
        return bool(days and published and days[0] > published)
    value = dated.said.value
    return status == "planned" and value.kind is Kind.SHIFT and value.unit == "day" and (value.amount or 0) < 0


def _neighbour(best: _Dated, dated: list[_Dated]) -> _Dated | None:
    """Another expression of the same kind, close by, for the day before or after."""
    if not is_day(best.edtf):
        return None
    near = (d for d in dated if abs(d.said.span.start - best.said.span.start) <= _BESIDE)
    alike = (d for d in near if is_day(d.edtf) and d.said.value.kind is best.said.value.kind)
    day = date.fromisoformat(best.edtf)
    return next((d for d in alike if abs((date.fromisoformat(d.edtf) - day).days) == 1), None)


def _completed(meant: tuple[Said, ...]) -> tuple[Said, ...]:
    """ "Last year" and "in May" together are May of last year; the year alone then adds nothing."""
    years = [s for s in meant if s.value.kind is Kind.YEAR or (s.value.kind is Kind.SHIFT and s.value.unit == "year")]
    lacking = [s for s in meant if s.value.kind in (Kind.DAY, Kind.MONTH, Kind.SEASON) and _lacks_year(s.value)]
    if not years or not lacking:
        return meant
    year = years[0].value
    whole = {s: replace(s, value=replace(s.value, year=year.year, years=year.amount)) for s in lacking}
    return tuple(whole.get(s, s) for s in meant)


def _lacks_year(value: TimeValue) -> bool:
    return value.year is None and value.years is None and not value.turn and value.month is not None


# --------------------------------------------------------------------------------- one expression, one anchor


def _dated(
    text: str, said: Said, everywhere: tuple[Said, ...], trust: tuple[_Anchor, Doubt | None], future: bool
) -> _Dated | None:
    published, doubt = trust
    anchor = _anchor(text, said, everywhere, published)
    if doubt and anchor.day is None and needs_anchor(said.value):
        return _within_windows(said, doubt)
    if anchor.day is None and _lacks_year(said.value):
        said, anchor = _with_only_year(said, everywhere)
    found = resolve_said(said, anchor.day, future)
    if not anchor.basis or (anchor.day and not needs_anchor(said.value)):
        return _Dated(said, found.edtf, said.shown, (said.span,))
    return _Dated(said, found.edtf, f"{said.shown}, {anchor.basis}", (said.span, *anchor.spans))


def resolve_said(said: Said, anchor: date | None, future: bool) -> Resolved:
    """`whomet.values.times.resolve` by the calendar that the words name."""
    rule = resolve_hijri if said.value.kind is Kind.HIJRI else resolve
    return rule(said.value, anchor, future, said.words)


def _publication(document: Document, doubt: Doubt | None) -> _Anchor:
    """The day of publication as an anchor; none where it is unknown or doubted."""
    claim = document.published
    if not claim or not is_day(claim.value) or doubt:
        return _Anchor(None)
    day = date.fromisoformat(claim.value)
    return _Anchor(day, f"published {_short(day)}", claim.spans)


def _short(day: date) -> str:
    return f"{weekday_name(day)[:3]} {format_day(day)}"


def _anchor(text: str, said: Said, everywhere: tuple[Said, ...], published: _Anchor) -> _Anchor:
    if said.value.kind is Kind.STEP:
        return _told_of(said, everywhere, published)
    return statement_day(text, said.span, everywhere, published.day, published) or published


def statement_day(
    text: str, span: Span, everywhere: tuple[Said, ...], published: date | None, base: _Anchor | None = None
) -> _Anchor | None:
    """The day on which the quotation around `span` was said, where the text names one before it.

    "The movement said in a statement on Thursday: '... last night ...'": Thursday, itself counted from publication; so
    too in what it is reported to have said, without quotation marks, in the same sentence. None elsewhere: a
    reporter's own "last night" counts from publication.
    """
    said = _quoted_on(text, span, everywhere) if _is_quoted(text, span.start) else _reported_on(text, span, everywhere)
    day = resolve_said(said, published, False).edtf if said else ""
    if said is None or not is_day(day):
        return None
    base = base or _Anchor(published)
    basis = ", ".join(b for b in (f"said {said.words} ({_short(date.fromisoformat(day))})", base.basis) if b)
    return _Anchor(date.fromisoformat(day), basis, (said.span, *base.spans))


def _quoted_on(text: str, span: Span, everywhere: tuple[Said, ...]) -> Said | None:
    """The last day before a quotation that a word of speech is told of."""
    at = bisect_left(everywhere, span, key=lambda s: s.span)
    near = (s for s in reversed(everywhere[max(0, at - 20) : at]) if span.start - s.span.end <= _LOOK_BACK)
    return next((s for s in near if s.value.kind in _DAY_KINDS and _is_speech_day(text, s.span)), None)


def _reported_on(text: str, span: Span, everywhere: tuple[Said, ...]) -> Said | None:
    """The day of the saying whose reported content holds `span`: "said on Tuesday that they met last night", or "they
    met last night, it said in a statement on Tuesday"."""
    at = bisect_left(everywhere, span, key=lambda s: s.span)
    for said in everywhere[max(0, at - 3) : at + 4]:
        first, then = sorted((said.span, span))
        if said.span == span or said.value.kind not in _DAY_KINDS or then.start - first.end > _SENTENCE:
            continue
        between = text[first.end : then.start]
        if _SENTENCE_ENDS.search(between) or not _is_day_of_saying(text, said.span):
            continue
        begins = _content_begins() if said.span < span else _content_ended()
        if begins.search(between):
            return said
    return None


def _is_day_of_saying(text: str, day: Span) -> bool:
    """Whether nothing but where and how it was said stands between a word of speech and its day."""
    return bool(_saying().search(text[max(0, day.start - _CUE_REACH) : day.start]))


_SENTENCE_ENDS = re.compile(r"[.!?;]\s|\n")


@cache
def _saying() -> re.Pattern[str]:
    data = read_data("times")["saying"]
    words = "|".join(map(re.escape, data["between"]))
    return re.compile(rf"\b(?:{_spelled('statement')})(?:\s(?:{words}|[A-Z][\w’'-]*))*,?\s$")


@cache
def _content_begins() -> re.Pattern[str]:
    """What stands between the day of a saying and what was said."""
    return re.compile(rf"\bthat\b|:|\b(?:{_spelled('statement')})\b")


@cache
def _content_ended() -> re.Pattern[str]:
    """What stands between something said and the day on which it was said, from the comma on."""
    return re.compile(rf",(?:\s[\w’'.-]+){{1,8}}?\s(?:{_spelled('statement')})\b[^,]*$")


def _spelled(key: str) -> str:
    return "|".join(map(re.escape, read_data("times")[key]))


def _is_quoted(text: str, at: int) -> bool:
    """Whether a quotation is open at an offset, within its paragraph."""
    paragraph = text[max(0, at - _LOOK_BACK) : at].rsplit("\n", 1)[-1]
    return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1


def _is_speech_day(text: str, span: Span) -> bool:
    """Whether a word of speech stands shortly before a day, in its sentence and outside of quotation marks."""
    if _is_quoted(text, span.start):
        return False
    before = re.split(r"[.!?]\s|\n", text[max(0, span.start - _CUE_REACH) : span.start])[-1]
    return bool(_words_of("statement").search(before))


@cache
def _words_of(key: str) -> re.Pattern[str]:
    data = read_data("times")
    words = "|".join(map(re.escape, data["tense"]["scheduled"] if key == "scheduled" else data[key]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _told_of(said: Said, everywhere: tuple[Said, ...], published: _Anchor) -> _Anchor:
    """The last day told of before words like "the following day". "Later in the day" where none is told is the day of
    the report itself."""
    at = bisect_left(everywhere, said.span, key=lambda s: s.span)
    for earlier in reversed(everywhere[max(0, at - 20) : at]):
        if said.span.start - earlier.span.end > _LOOK_BACK:
            break
        day = resolve_said(earlier, published.day, False).edtf if earlier.value.kind in _DAY_KINDS else ""
        if is_day(day):
            spans = (earlier.span, *(published.spans if needs_anchor(earlier.value) else ()))
            return _Anchor(
                date.fromisoformat(day), f"counted from {earlier.shown}, {_short(date.fromisoformat(day))}", spans
            )
    return _Anchor(None) if said.value.amount not in _OF_THE_REPORT or said.value.unit != "day" else published


def _with_only_year(said: Said, everywhere: tuple[Said, ...]) -> tuple[Said, _Anchor]:
    """Without a publication date, the year of the text's other dates, if they all name the same one and one of them is
    a day: "in November 2021" alone tells of earlier times."""
    named = [s for s in everywhere if s.value.kind in (Kind.DAY, Kind.MONTH) and s.value.year]
    if not any(s.value.kind is Kind.DAY for s in named) or len({s.value.year for s in named}) != 1:
        return said, _Anchor(None)
    whole = replace(said, value=replace(said.value, year=named[0].value.year))
    return whole, _Anchor(None, f"the year from {named[0].shown}", (named[0].span,))


def _within_windows(said: Said, doubt: Doubt) -> _Dated | None:
    """What an expression leaves possible within the days that a doubted text may be from."""
    value = said.value
    days: list[date] = []
    for first, last in doubt.windows:
        if value.kind is Kind.WEEKDAY and not value.unit and not value.until:
            days += weekdays_within(value.weekday or 1, first, last)
        elif value.kind is Kind.DAY and _lacks_year(value):
            found = {bounds(resolve(value, anchor).edtf) for anchor in (first, last)}
            days += sorted(f[0] for f in found if f and first <= f[0] <= last)
    if not days:
        return None
    window = " or ".join(f"from {format_day(first)} to {format_day(last)}" for first, last in doubt.windows)
    return _Dated(said, one_of(days), f"{said.shown}, {window}: the stated date is doubted", (said.span, *doubt.spans))
