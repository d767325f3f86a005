"""All days of a meeting of which the text tells one, and how many there were: "begins a four-day visit on Tuesday"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from whomet.knowledge.data import read_data
from whomet.model import Span
from whomet.resolution.said import Said
from whomet.values.edtf import format_day, interval, is_day
from whomet.values.times import Kind

_MOST_DAYS = 14
_REACH = 160  # code points between a day and how long it lasted, in one sentence
_NEAR = 60  # code points before a day in which a word of beginning may stand
_SENTENCE_ENDS = re.compile(r"[.!?;]\s|\n\s*\n")
_FOR = re.compile(r"\s{1,3}for\s{1,3}(?:(?:a|an|some|about)\s{1,3})?$")


def all_days(text: str, said: Said, edtf: str, durations: Iterable[Said]) -> tuple[str, Said] | None:
    """The days from the first to the last, and the words that say how many; None where nothing says that `said` is
    the first or the last of them.

    Of "ended on Saturday after two days of talks" that is the last; of "for two days from Monday" the first.
    """
    if not is_day(edtf) or said.value.until:
        return None
    day = date.fromisoformat(edtf)
    for lasted in durations:
        days = lasted.value.amount or 0
        if lasted.value.unit != "day" or lasted.value.tenths or lasted.value.until or not 2 <= days <= _MOST_DAYS:
            continue
        if not _in_one_sentence(text, said.span, lasted.span):
            continue
        if _is_last(text, said.span):
            return interval(format_day(day - timedelta(days=days - 1)), edtf), lasted
        if _is_first(text, said.span, lasted.span):
            return interval(edtf, format_day(day + timedelta(days=days - 1))), lasted
    return None


def lasting_in(durations: Iterable[Said]) -> tuple[Said, ...]:
    """Those durations that are of several days."""
    return tuple(d for d in durations if d.value.kind is Kind.DURATION and d.value.unit == "day")


def _in_one_sentence(text: str, one: Span, other: Span) -> bool:
    first, then = sorted((one, other))
    return 0 <= then.start - first.end <= _REACH and not _SENTENCE_ENDS.search(text, first.end, then.start)


def _is_last(text: str, day: Span) -> bool:
    return bool(_said_before("ends").search(text, max(0, day.start - _NEAR), day.start))


def _is_first(text: str, day: Span, lasted: Span) -> bool:
    """ "From Monday", "begins a two-day visit on Monday", "on Monday for two days"."""
    if _said_before("begins").search(text, max(0, day.start - _NEAR), day.start):
        return True
    if lasted.start < day.start:
        return bool(_said_before("begins").search(text, max(0, lasted.start - _NEAR), lasted.start))
    return bool(_FOR.search(text, day.end, lasted.start))


@cache
def _said_before(key: str) -> re.Pattern[str]:
    """Such a word, and at most two small ones behind it: "ended late on", "begins a"."""
    words = "|".join(map(re.escape, read_data("times")["lasting"][key]))
    small = "|".join(map(re.escape, read_data("times")["lasting"]["between"]))
    return re.compile(rf"\b(?:{words})(?:\s{{1,3}}(?:{small})){{0,2}}\s{{1,3}}$", re.IGNORECASE)
