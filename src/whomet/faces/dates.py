"""Dates as a reader takes them in: "one of" and "to" in the place of EDTF's brackets and slashes. Exports keep EDTF."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_MOST_LISTED = 3
"""Dates of a set that a table names; of more it gives the first, the last and how many."""


def plain(edtf: str) -> str:
    """ "2024-08-21/2024-08-23" is "2024-08-21 to 2024-08-23", "[a,b]" is "one of a, b", "2024-21" is "spring 2024"."""
    if edtf.startswith("[") and edtf.endswith("]"):
        return f"one of {', '.join(map(_one, _set(edtf)))}"
    first, slash, last = edtf.partition("/")
    return f"{_one(first)} to {_one(last)}" if slash else _one(edtf)


def short(edtf: str) -> str:
    """As `plain`, with long sets cut to "one of 5 dates from 2024-03-14 to 2024-04-11"."""
    dates = _set(edtf) if edtf.startswith("[") and edtf.endswith("]") else []
    if len(dates) <= _MOST_LISTED:
        return plain(edtf)
    return f"one of {len(dates)} dates from {_one(dates[0])} to {_one(dates[-1])}"


def either(dates: Sequence[str]) -> tuple[str, ...]:
    """What sources that differ give, each as `short`; of many days, how many, the first and the last."""
    if len(dates) > _MOST_LISTED and all(map(_DAY.fullmatch, dates)):
        return (f"{len(dates)} dates from {min(dates)} to {max(dates)}",)
    return tuple(map(short, dates))


def _set(edtf: str) -> list[str]:
    return [part.strip() for part in edtf[1:-1].split(",")]


def _one(date: str) -> str:
    year, _, month = date.partition("-")
    return f"{_SEASONS[month]} {year}" if month in _SEASONS else date
