"""The solar calendar of Iran and Afghanistan, by its 33-year cycle of leap years, which gives the days that the
observed equinox gave from 1300 to 1500 (1921 to 2122)."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST = (1403, date(2024, 3, 20))  # a year and its first day, from which the others are counted
_YEARS = range(1300, 1500)


def is_leap(year: int) -> bool:
    """Whether the last month of a solar year has 30 days."""
    return (25 * year + 11) % 33 < 8


def solar_month(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month of the solar calendar. Raises ValueError outside of the years 1300 to 1499."""
    if year not in _YEARS or not 1 <= month <= 12:
        raise ValueError(f"no month {month} of the solar year {year}")
    known, first = _FIRST
    between = range(min(year, known), max(year, known))
    days = sum(366 if is_leap(y) else 365 for y in between)
    start = first + timedelta(days=days if year > known else -days)
    start += timedelta(days=31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7))
    length = 31 if month <= 6 else 30 if month < 12 or is_leap(year) else 29
    return start, start + timedelta(days=length - 1)


def solar_day(year: int, month: int, day: int) -> date:
    """A day of the solar calendar. Raises ValueError for one that it does not have."""
    first, last = solar_month(year, month)
    found = first + timedelta(days=day - 1)
    if not first <= found <= last:
        raise ValueError(f"no day {day} in month {month} of the solar year {year}")
    return found
