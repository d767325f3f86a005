"""When movable and fixed holidays are, from `data/holidays.yaml`.

Easter: the tables of Meeus, "Astronomical Algorithms" (1991), chapter 8, for both churches. The Hebrew calendar: the
arithmetic of its molad and four postponements, as Dershowitz and Reingold ("Calendrical Calculations") write it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from whomet.knowledge.calendars import islamic_months
from whomet.knowledge.data import read_data

_HEBREW_EPOCH = -1373427  # proleptic Gregorian ordinal of the day before 1 Tishri 1
_TISHRI = 7
_YEARS = range(1900, 2100)  # for which the Gregorian year of an eastern Easter is simply 13 days on


def holiday_names() -> tuple[str, ...]:
    """All holidays that are known."""
    return tuple(read_data("holidays")["holidays"])


@lru_cache(maxsize=512)
def days_of_holiday(name: str, first: date, last: date) -> tuple[tuple[date, date], ...]:
    """First and last day of each occurrence that shares a day with the days from `first` to `last`, in order.

    Years outside of 1900 to 2099 have none. Raises KeyError for an unknown holiday.
    """
    entry = read_data("holidays")["holidays"][name]
    lasts = timedelta(days=entry.get("lasts", 1) - 1)
    years = range(max(first.year - 1, _YEARS.start), min(last.year + 1, _YEARS.stop - 1) + 1)
    starts = sorted({day for year in years for day in _first_days(entry, year)})
    return tuple((day, day + lasts) for day in starts if day <= last and first <= day + lasts)


def _first_days(entry: dict[str, Any], year: int) -> Iterator[date]:
    """Every first day of a holiday in a Gregorian year."""
    for month, day in entry.get("fixed", ()):
        yield date(year, month, day)
    for month, day in entry.get("islamic", ()):
        yield from _islamic(year, month, day)
    for month, day in entry.get("hebrew", ()):
        yield from (found for found in _hebrew(year, month, day) if found.year == year)
    if "easter" in entry:
        shift = timedelta(days=entry["easter"])
        yield from (found + shift for found in _easters(year)[1 if entry.get("eastern") else 0 :])
    if "weekday" in entry:
        month, weekday, nth = entry["weekday"]
        before = date(year, month, 1)
        yield before + timedelta(days=(weekday - before.isoweekday()) % 7 + 7 * (nth - 1))


def _islamic(year: int, month: int, day: int) -> Iterator[date]:
    for first, last in islamic_months(month, date(year, 1, 1), date(year, 12, 31)):
        found = first + timedelta(days=day - 1)
        if found <= last and found.year == year:
            yield found


def _easters(year: int) -> tuple[date, date]:
    """Easter Sunday of the western and of the eastern churches."""
    return western_easter(year), eastern_easter(year)


def western_easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    golden, century, of_century = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def eastern_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar, as a Gregorian date; for 1900 to 2099, when they are 13 days apart."""
    epact = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
    month, day = divmod(epact + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


# ------------------------------------------------------------------------------------------ the Hebrew calendar


def _hebrew(year: int, month: int, day: int) -> Iterator[date]:
    """A day of the Hebrew calendar in the two Hebrew years that a Gregorian one touches; Adar II in leap years only."""
    for hebrew in (year + 3760, year + 3761):
        if month == 13 and not _is_leap(hebrew):
            continue
        if month == 12 and _is_leap(hebrew):
            continue  # what is on 14 Adar is on 14 Adar II then
        yield _hebrew_day(hebrew, month, day)


@cache
def _hebrew_day(year: int, month: int, day: int) -> date:
    months = range(_TISHRI, 14 if _is_leap(year) else 13) if month < _TISHRI else range(_TISHRI, month)
    before = sum(_month_length(year, m) for m in months)
    before += sum(_month_length(year, m) for m in range(1, month)) if month < _TISHRI else 0
    return date.fromordinal(_new_year(year) + before + day - 1)


def _is_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _elapsed(year: int) -> int:
    """Days from the epoch to the mean new moon of a year's Tishri, with the first postponement."""
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // 25920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days


def _new_year(year: int) -> int:
    """The proleptic Gregorian ordinal of 1 Tishri."""
    before, here, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    late = 2 if after - here == 356 else 1 if here - before == 382 else 0
    return _HEBREW_EPOCH + here + late


def _month_length(year: int, month: int) -> int:
    length = _new_year(year + 1) - _new_year(year)
    short_heshvan, long_kislev = length % 10 != 5, length % 10 != 3
    if month in (2, 4, 6, 10, 13) or (month == 12 and not _is_leap(year)):
        return 29
    if (month == 8 and short_heshvan) or (month == 9 and not long_kislev):
        return 29
    return 30
