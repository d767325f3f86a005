"""Whether a text can have been published on the day it states.

Two signs, both in the text itself: it says that it is Ramadan now while the stated day is far from one, or it tells
in the past tense of a day after the stated one. In doubt the stated date is trusted: a false alarm costs a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from whomet.knowledge.calendars import ramadans_touching
from whomet.knowledge.data import read_data
from whomet.model import Mention, MentionKind, Region, RegionKind, Span
from whomet.values.edtf import format_day
from whomet.values.times import Kind, TimeValue

_FAR = timedelta(days=30)  # a text may speak of a Ramadan about to begin, or just over, as of this one
_ZONES = timedelta(days=2)  # time zones and late datelines
_SENTENCE = 300  # code points looked at on either side
_NEAR = 60  # code points between a verb and its date


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the stated date can't be right, the words that show it, and when the text may be from instead.

    `windows` are (first day, last day), both included; () where only the stated date is ruled out.
    """

    sentence: str
    spans: tuple[Span, ...]
    windows: tuple[tuple[date, date], ...] = ()


def doubt_publication(
    text: str, published: date | None, regions: tuple[Region, ...] = (), times: tuple[Mention, ...] = ()
) -> Doubt | None:
    """Why `published` can't be the day of this text; None where nothing speaks against it."""
    if published is None:
        return None
    return _doubt_by_ramadan(text, published, regions) or _doubt_by_later_day(text, published, regions, times)


def _doubt_by_ramadan(text: str, published: date, regions: tuple[Region, ...]) -> Doubt | None:
    span = next((s for s in _ramadan_now(text) if not _is_outside(s, regions)), None)
    if not span or ramadans_touching(published - _FAR, published + _FAR):
        return None
    earlier = ramadans_touching(published - timedelta(days=400), published)
    if not earlier:
        return None
    first, last = earlier[-1]
    sentence = (
        f'The text places itself in Ramadan ("{" ".join(span.of(text).split())}"), and the last one before the stated '
        f"date, {format_day(published)}, was from {format_day(first)} to {format_day(last)}."
    )
    return Doubt(sentence, (span,), (earlier[-1],))


def _ramadan_now(text: str) -> Iterator[Span]:
    """Where the text says that it is Ramadan, and nothing beside it speaks of another year."""
    now, other = _pattern("in_ramadan"), _pattern("other_time")
    if "ramadan" not in text.lower():
        return  # "this holy month" may be another religion's
    for found in now.finditer(text):
        span = Span(*found.span())
        before, after = _around(text, span)
        if not other.search(before) and not other.search(after):
            yield span


def _doubt_by_later_day(
    text: str, published: date, regions: tuple[Region, ...], times: tuple[Mention, ...]
) -> Doubt | None:
    for mention in times:
        day = _full_day(mention)
        if not day or day <= published + _ZONES or _is_outside(mention.span, regions):
            continue
        if _is_told_as_past(*_around(text, mention.span)):
            sentence = (
                f'The text tells of "{mention.span.of(text)}" as past, which is after its stated date, '
                f"{format_day(published)}."
            )
            return Doubt(sentence, (mention.span,))
    return None


def _is_told_as_past(before: str, after: str) -> bool:
    """Whether a verb in the past tense leads up to a date, and nothing in its sentence looks ahead."""
    verbs = list(_pattern("told").finditer(before[-_NEAR:]))
    if not verbs or _pattern("purpose").search(before[-_NEAR:], verbs[-1].end()):
        return False
    ahead = _pattern("ahead")
    return not ahead.search(before) and not ahead.search(after)


def _full_day(mention: Mention) -> date | None:
    """The day that a mention names with its year, None if it names none."""
    if mention.kind is not MentionKind.TIME:
        return None
    try:
        value = TimeValue.parse(mention.reads_as)
        plain = value.kind is Kind.DAY and not value.edge and not value.until
        return date(value.year, value.month, value.day) if plain and value.year and value.month and value.day else None
    except ValueError:
        return None


def _is_outside(span: Span, regions: tuple[Region, ...]) -> bool:
    """Whether the words stand in no running prose."""
    kinds = (RegionKind.BOILERPLATE, RegionKind.DATELINE)
    return any(region.kind in kinds and region.span.meets(span) for region in regions)


def _around(text: str, span: Span) -> tuple[str, str]:
    """The rest of the sentence before and after a span; a line's end also ends a sentence."""
    before = text[max(0, span.start - _SENTENCE) : span.start]
    after = text[span.end : span.end + _SENTENCE]
    return re.split(r"[.!?]\s|\n", before)[-1], re.split(r"[.!?](?:\s|$)|\n", after)[0]


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """Any of the phrases that `times.yaml` lists under one heading of its part on publication."""
    phrases = read_data("times")["publication"][key]
    spelled = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in phrases)
    years = r"|[12][0-9]{3}" if key == "other_time" else ""
    return re.compile(rf"\b(?:{spelled}{years})\b", re.IGNORECASE)
