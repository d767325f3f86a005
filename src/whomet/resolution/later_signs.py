"""Signs by what a text tells as past that lies after its stated date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from whomet.model import Mention
from whomet.resolution.signs import DatedText, Sign, full_day, phrases
from whomet.values.edtf import format_day
from whomet.values.times import Kind, TimeValue, weekday_name

_ZONES = timedelta(days=2)  # time zones and late datelines
_WEEK = timedelta(days=6)  # for so long a bare weekday means the last one
_NEAR = 60  # code points between a verb and its date
_CAPTION_ENDS = re.compile(r"[.)\]]{0,2}[^\S\n]*(?:\n|$)")


def signs_by_later_days(told: DatedText) -> Iterator[Sign]:
    """The first day well after the stated one that is told as past, or that a picture is dated by.

    Within the two days that time zones may explain it takes a second sign: that the weekday is told of as past too.
    """
    later = [
        (m, day, caption) for m, day in _later_days(told) if (caption := _dates_a_picture(told, m)) or _past(told, m)
    ]
    sure = next((one for one in later if one[1] > told.published + _ZONES), None)
    if sure or later:
        mention, day, caption = sure or later[0]
        how = "A line, as under a picture, is dated" if caption else "The text tells as past of"
        sentence = f"{how} “{told.words(mention.span)}”, which is after its stated date, {format_day(told.published)}."
        yield Sign("later day", sentence, (mention.span,), sure=sure is not None)
        yield from () if sure else _by_later_weekday(told, day)


def _later_days(told: DatedText) -> Iterator[tuple[Mention, date]]:
    for mention, value in told.days:
        day = full_day(value)
        if day and day > told.published:
            yield mention, day


def _past(told: DatedText, mention: Mention) -> bool:
    return not told.is_outside(mention.span) and _is_told_as_past(*told.around(mention.span))


def _dates_a_picture(told: DatedText, mention: Mention) -> bool:
    """Whether a day closes a line as under a picture: "..., left, talks to the press in Bern, Jan. 17, 2017"."""
    start, end = mention.span.start, mention.span.end
    if told.text[max(0, start - 2) : start] != ", " or not _CAPTION_ENDS.match(told.text[end : end + 8]):
        return False
    return not phrases("times", "publication", "ahead").search(told.around(mention.span)[0])


def _by_later_weekday(told: DatedText, day: date) -> Iterator[Sign]:
    """The first weekday told of as past that is the one of a later day."""
    for mention, value in told.days:
        fits = _is_bare(value) and value.weekday == day.isoweekday() and not told.is_outside(mention.span)
        if fits and _is_past(*told.around(mention.span)):
            said = f"It also tells as past of “{told.words(mention.span)}”"
            sentence = f"{said}, and {format_day(day)} was a {weekday_name(day)}."
            yield Sign("later weekday", sentence, (mention.span,), ((day, day + _WEEK),), sure=False)
            return


def _is_bare(value: TimeValue) -> bool:
    return value.kind is Kind.WEEKDAY and not value.turn and not value.unit


def _is_past(before: str, after: str) -> bool:
    past, ahead = phrases("times", "tense", "past"), phrases("times", "tense", "ahead")
    near = before[-_NEAR:], after[:_NEAR]
    return any(past.search(words) for words in near) and not any(ahead.search(words) for words in near)


def _is_told_as_past(before: str, after: str) -> bool:
    """Whether a verb in the past tense leads up to a date, and nothing in its sentence looks ahead."""
    verbs = list(phrases("times", "publication", "told").finditer(before[-_NEAR:]))
    if not verbs or phrases("times", "publication", "purpose").search(before[-_NEAR:], verbs[-1].end()):
        return False
    ahead = phrases("times", "publication", "ahead")
    return not ahead.search(before) and not ahead.search(after)
