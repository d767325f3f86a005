"""Dates as EDTF strings, in the forms that the contract names, and how two of them compare.

Forms: "2024-08-21", "2024-08", "2024", the seasons "2024-21" (spring) to "2024-24" (winter), an interval "a/b" of such
dates, a set "[a,b,...]" of which one is meant, and "" for unknown. EDTF is ISO 8601-2:2019, here its levels 0 and 1 and
the one-of set of level 2. A season has no borders of its own: its bounds are those of the northern meteorological
season, winter counted to the year in which it begins.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}

Bounds = tuple[date, date]


def _date_bounds(part: str) -> Bounds | None:
    """First and last day of one date, None if it is none."""
    found = _DATE.fullmatch(part)
    if not found or found[1] == "0000":
        return None
    year, month, day = (int(n) if n else 0 for n in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month in _SEASON_STARTS:
            return _months(year, _SEASON_STARTS[month], 3)
        return _months(year, month or 1, 1 if found[2] else 12)
    except (ValueError, OverflowError):
        return None


def _months(year: int, first: int, count: int) -> Bounds:
    """The bounds of `count` months from month `first` on. Raises ValueError outside of 1-12 and of year 9999."""
    later, last = divmod(first + count - 2, 12)
    return date(year, first, 1), date(year + later, last + 1, monthrange(year + later, last + 1)[1])


def _parts(edtf: str) -> tuple[Bounds, ...] | None:
    """The bounds of each date that is meant or among which one is meant; None if `edtf` is not of our forms."""
    if edtf.startswith("[") and edtf.endswith("]"):
        found = [_date_bounds(part.strip()) for part in edtf[1:-1].split(",")]
    elif edtf.count("/") == 1:
        first, last = (_date_bounds(part) for part in edtf.split("/"))
        found = [(first[0], last[1]) if first and last and first[0] <= last[1] else None]
    else:
        found = [_date_bounds(edtf)]
    known = tuple(part for part in found if part)
    return known if len(known) == len(found) else None


def is_valid(edtf: str) -> bool:
    """Whether `edtf` is "" or one of the forms above, of days that exist."""
    return edtf == "" or _parts(edtf) is not None


def bounds(edtf: str) -> Bounds | None:
    """First and last possible day, both included; None for "" and for what is not valid."""
    parts = _parts(edtf)
    return (min(p[0] for p in parts), max(p[1] for p in parts)) if parts else None


def possible(edtf: str) -> tuple[Bounds, ...]:
    """The bounds of each date that is meant or among which one is meant; () for "" and for what is not valid."""
    return _parts(edtf) or ()


def may_agree(a: str, b: str) -> bool:
    """Whether both can be right: they share a possible day. What is unknown agrees with everything."""
    left, right = _parts(a), _parts(b)
    if left is None or right is None:
        return True
    return any(x[0] <= y[1] and y[0] <= x[1] for x in left for y in right)


def refines(a: str, b: str) -> bool:
    """Whether `a` says the same as `b`, more precisely: every day of `a` is one of `b`'s, and they are fewer."""
    left, right = _parts(a), _parts(b)
    if left is None or right is None:
        return left is not None
    within = all(any(y[0] <= x[0] and x[1] <= y[1] for y in right) for x in left)
    return within and width(a) < width(b)


def width(edtf: str) -> int:
    """How many days are possible; 0 for unknown."""
    return sum((last - first).days + 1 for first, last in _parts(edtf) or ())


def is_day(edtf: str) -> bool:
    """Whether it is one single day."""
    return len(edtf) == 10 and _date_bounds(edtf) is not None


def format_day(day: date) -> str:
    """One day, "2024-08-21"."""
    return day.isoformat()


def format_month(day: date) -> str:
    """The month that a day lies in, "2024-08"."""
    return day.isoformat()[:7]


def interval(first: str, last: str) -> str:
    """From one date to another; one date where both are the same; "" where either is unknown or the order is wrong."""
    if first == last:
        return first
    span = f"{first}/{last}"
    return span if first and last and is_valid(span) else ""


def one_of(days: Iterable[date]) -> str:
    """One of these days, "[2024-03-14,2024-03-21]"; a single day stands alone; none is ""."""
    return one_of_dates(map(format_day, days))


def one_of_dates(dates: Iterable[str]) -> str:
    """One of these dates of whatever precision, sorted, each once."""
    distinct = sorted(set(dates))
    return distinct[0] if len(distinct) == 1 else f"[{','.join(distinct)}]" if distinct else ""


def weekdays_within(weekday: int, first: date, last: date) -> tuple[date, ...]:
    """All days of one weekday (ISO: Monday is 1) from `first` to `last`, both included."""
    start = first + timedelta(days=(weekday - first.isoweekday()) % 7)
    return tuple(start + timedelta(days=n) for n in range(0, (last - start).days + 1, 7))
