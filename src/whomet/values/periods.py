"""Days on which something may have been, and the periods that a timeline counts them by.

`told` writes the possible days of a meeting in one line that sorts by its first day: "2024-08-21" for a day,
"2024-08-01/2024-08-31" for some day of these, and several of both, apart by a space, where sources differ; "" where
nobody says.

A period is named by what its days begin with: "2024-08-21", "2024-08", "2024", "202X" for ten years and "20XX" for a
hundred, as EDTF has it (level 1, unspecified digits).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum

from whomet.values.edtf import Bounds

UNDATED = "undated"
"""Stands for a period where the meetings without any date are meant."""

_MOST_PARTS = 20  # a longer list of possible days is told as all from its first to its last
_PERIOD = re.compile(r"\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}|\d{3}X|\d\dXX", re.ASCII)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Level(IntEnum):
    """How long a period is, by how many signs of a day name it."""

    CENTURY = 2
    DECADE = 3
    YEAR = 4
    MONTH = 7
    DAY = 10


def told(parts: Iterable[Bounds]) -> str:
    """The possible days of a meeting, in order, overlapping ones as one."""
    found: list[Bounds] = []
    for first, last in sorted(set(parts)):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    if len(found) > _MOST_PARTS:
        found = [(found[0][0], found[-1][1])]
    return " ".join(str(first) if first == last else f"{first}/{last}" for first, last in found)


def parts_of(days: str) -> list[tuple[str, str]]:
    """The first and the last day of each part of what `told` wrote."""
    return [(first, last or first) for first, _, last in (part.partition("/") for part in days.split())]


def is_period(name: str) -> bool:
    """Whether a name is one of a period: with a year, a month and a day that there are."""
    try:
        return bool(_PERIOD.fullmatch(name)) and bool(_first(name))
    except ValueError:
        return False


def days_of(period: str) -> tuple[str, str]:
    """The first and the last day of a period."""
    return _first(period).isoformat(), _last(period).isoformat()


def _first(period: str) -> date:
    year, month, day = (*map(int, period.replace("X", "0").split("-")), 1, 1)[:3]
    return date(max(year, 1), month, day)


def _last(period: str) -> date:
    year, month, day = (*map(int, period.replace("X", "9").split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def period_of(day: str, level: Level) -> str:
    """The period of a level that a day lies in."""
    return day[:level].ljust(4, "X")


def periods_between(first: str, last: str, level: Level) -> Iterator[str]:
    """Every period of a level from that of one day to that of another."""
    period, end = period_of(first, level), period_of(last, level)
    while period <= end:
        yield period
        following = _last(period).toordinal() + 1
        if following > date.max.toordinal():
            return
        period = period_of(date.fromordinal(following).isoformat(), level)


def level_of(first: str, last: str) -> Level:
    """By how long periods days from one to another are best counted: by some ten to some eighty of them."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    for level, most in ((Level.DAY, 70), (Level.MONTH, 7 * 366), (Level.YEAR, 65 * 366), (Level.DECADE, 650 * 366)):
        if days <= most:
            return level
    return Level.CENTURY


def finer(level: Level) -> Level | None:
    """The next shorter kind of period; None of days."""
    return {Level.CENTURY: Level.DECADE, Level.DECADE: Level.YEAR, Level.YEAR: Level.MONTH, Level.MONTH: Level.DAY}.get(
        level
    )


def in_words(period: str) -> str:
    """A period as a reader is told of it: "21 August 2024", "August 2024", "2024", "the 2020s", "2000 to 2099"."""
    if period == UNDATED:
        return "no date told"
    if period.endswith("XX"):
        return f"{period[:2]}00 to {period[:2]}99"
    if period.endswith("X"):
        return f"the {period[:3]}0s"
    year, *rest = period.split("-")
    words = [str(int(day)) for day in rest[1:]] + [_MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*words, year])
