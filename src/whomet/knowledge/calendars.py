"""Calendars other than the Gregorian one, through `hijridate` (the Umm al-Qura tables, 1343 to 1500 AH).

Where the new moon is sighted, months may begin a day earlier or later.
"""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from whomet.values.edtf import format_day, interval
from whomet.values.times import Kind, Resolved, TimeValue, is_vague, weekday_name

__all__ = ["islamic_month", "islamic_months", "ramadans_touching", "resolve_hijri", "weekday_name"]

_RAMADAN = 9
_YEARS = range(1343, 1501)


def islamic_month(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of an Islamic month; None outside of the tables."""
    if year not in _YEARS or not 1 <= month <= 12:
        return None
    first = Hijri(year, month, 1)
    begin = first.to_gregorian()
    start = date(begin.year, begin.month, begin.day)
    return start, start + timedelta(days=first.month_length() - 1)


def islamic_months(month: int, first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Every occurrence of one Islamic month that shares a day with the days from `first` to `last`."""
    years = range(max(_islamic_year(first), _YEARS.start), min(_islamic_year(last) + 1, _YEARS.stop - 1) + 1)
    found = (islamic_month(year, month) for year in years)
    return tuple(m for m in found if m and m[0] <= last and first <= m[1])


def ramadans_touching(first: date, last: date) -> tuple[tuple[date, date], ...]:
    """First and last day of each Ramadan that shares a day with the days from `first` to `last`, in order."""
    return islamic_months(_RAMADAN, first, last)


def _islamic_year(day: date) -> int:
    """The Islamic year of a day; the nearest one of the tables, or outside of them, for days that they lack."""
    if day < date(1924, 8, 1):
        return _YEARS.start - 1
    if day > date(2077, 11, 16):
        return _YEARS.stop
    return int(Gregorian(day.year, day.month, day.day).to_hijri().year)


def resolve_hijri(value: TimeValue, anchor: date | None, future: bool = False, words: str = "") -> Resolved:
    """What `whomet.values.times.resolve` is to the Gregorian calendar, for a value of kind hijri.

    A year from 1600 on is read as a Gregorian one ("Ramadan 2015"). A month becomes the interval of its days.
    """
    said = f'"{words}"' if words else str(value)
    if value.kind is not Kind.HIJRI or is_vague(value):
        return Resolved("", f"{said} names no date")
    month = _months(value, anchor, future)
    if not month:
        return Resolved("", f"{said} counts from a day that is not known")
    counted = "" if value.year or not anchor else f", counted from {weekday_name(anchor)} {format_day(anchor)}"
    day = month[0] + timedelta(days=value.day - 1) if value.day else None
    edtf = interval(format_day(month[0]), format_day(month[1]))
    if day:
        edtf = format_day(day) if day <= month[1] else ""
    return Resolved(edtf, f"{said} of the Islamic calendar{counted}")


def _months(value: TimeValue, anchor: date | None, future: bool) -> tuple[date, date] | None:
    number = value.month or _RAMADAN
    if value.year and value.year in _YEARS:
        return islamic_month(value.year, number)
    if value.year:
        return next(iter(islamic_months(number, date(value.year, 1, 1), date(value.year, 12, 31))), None)
    if anchor is None:
        return None
    around = islamic_months(number, anchor - timedelta(days=400), anchor + timedelta(days=400))
    if value.turn == "next" or (future and value.turn not in ("last", "past")):
        return next((m for m in around if m[0] > anchor or (m[1] >= anchor and value.turn != "next")), None)
    begun = [m for m in around if m[0] <= anchor and (m[1] < anchor or value.turn not in ("last", "past"))]
    return begun[-1] if begun else None
