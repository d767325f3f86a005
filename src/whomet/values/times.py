"""What a time expression says, before anyone knows from which day it counts; and the date it gives once that is known.

`TimeValue` keeps the words' content ("last night" is a shift of -1 day, at night) with a compact text form that
`str()` writes and `TimeValue.parse` reads: "shift unit=day amount=-1 part=night". `resolve` counts it from an anchor.
The approach, value and granularity kept apart from the anchor, is that of TIMEX3 (ISO-TimeML).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum

from whomet.values.edtf import format_day, format_month, interval, is_valid, one_of, one_of_dates, weekdays_within
from whomet.values.solar_calendar import solar_day, solar_month

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Kind(StrEnum):
    """How an expression tells the time."""

    DAY = "day"  # 21 August, with or without month and year
    NUMERIC = "numeric"  # 04/05/2024: day first or month first
    WEEKDAY = "weekday"
    MONTH = "month"
    SEASON = "season"  # month 21 to 24 as in EDTF; 33 to 36 are quarters, 40 and 41 halves of a year
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"  # `year` is its first: 1900 for the 20th
    SHIFT = "shift"  # so many units from the day of speaking: yesterday, last week, three months ago
    STEP = "step"  # so many units from the day just told of: the following day, a week earlier
    HIJRI = "hijri"  # a month of the Islamic calendar, 1 to 12
    SOLAR = "solar"  # of the Iranian solar calendar, year and month, with or without day
    CLOCK = "clock"  # an hour or a part of the day, of a day that other words name
    VAGUE = "vague"  # recently, for months, in the coming days
    DURATION = "duration"
    EACH = "each"  # every Friday


@dataclass(frozen=True, slots=True)
class TimeValue:
    """What one expression says; None and "" where it says nothing.

    `turn` is last, next, this or past; `share` early, mid or late in the period; `part` a part of the day; `years` a
    year counted from the anchor's (-1 in "October of last year"); `edge` since, until, before or after; `until` the
    end of a range that begins here. Of a duration `tenths` are those of its unit ("two and a half hours"), `about` is
    about, nearly, more, less, least or most, and `until` its most ("two to three hours") or what is added to it ("an
    hour and ten minutes"). A year below 100 is one of two figures.
    """

    kind: Kind
    year: int | None = None
    years: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # ISO: Monday is 1
    unit: str = ""
    amount: int | None = None
    turn: str = ""
    share: str = ""
    part: str = ""
    edge: str = ""
    tenths: int | None = None
    about: str = ""
    until: TimeValue | None = None

    def __str__(self) -> str:
        named = ((f.name, getattr(self, f.name)) for f in fields(self) if f.name not in ("kind", "until"))
        said = [f"{name}={value}" for name, value in named if value not in (None, "")]
        return " ".join([self.kind, *said, *(["until", str(self.until)] if self.until else [])])

    @classmethod
    def parse(cls, notation: str) -> TimeValue:
        """Read what `str` wrote. Raises ValueError for anything else."""
        head, _, tail = notation.partition(" until ")
        kind, *pairs = head.split(" ")
        said = dict(pair.split("=", 1) for pair in pairs)
        numbers = {name: int(said.pop(name)) for name in _NUMBERS if name in said}
        if not said.keys() <= _WORDS:
            raise ValueError(f"not a time value: {notation!r}")
        until = cls.parse(tail) if tail else None
        return cls(Kind(kind), **numbers, **said, until=until)  # type: ignore[arg-type]  # checked just above


_NO_DATE = frozenset((Kind.VAGUE, Kind.DURATION, Kind.EACH, Kind.CLOCK))
_SATURDAY = 5  # as date.weekday() counts
_NUMBERS = ("year", "years", "month", "day", "weekday", "amount", "tenths")
_WORDS = frozenset(("unit", "turn", "share", "part", "edge", "about"))


@dataclass(frozen=True, slots=True)
class Resolved:
    """The date that an expression gives, "" if it can't be told, and how it follows."""

    edtf: str
    basis: str


def weekday_name(day: date) -> str:
    """The English name of a day's weekday."""
    return _NAMES[day.weekday()]


def is_vague(value: TimeValue) -> bool:
    """Whether the expression names no date at all, whatever it is counted from."""
    return value.kind in _NO_DATE or value.edge in ("until", "before", "after")


def needs_anchor(value: TimeValue) -> bool:
    """Whether the date depends on the day from which the expression counts."""
    if value.kind in (Kind.SHIFT, Kind.STEP, Kind.WEEKDAY) or value.edge == "since":
        return True
    named = value.year is not None and value.year >= 100
    return not named and not is_vague(value)


def resolve(value: TimeValue, anchor: date | None, future: bool = False, words: str = "") -> Resolved:
    """The date `value` gives when it is said on the day `anchor`, of something still to come if `future`.

    Never more precise than the words: "late August" is the month. Without an anchor only a complete date resolves.
    Islamic months need a calendar (`whomet.knowledge.calendars`) and give "" here.
    """
    said = f'"{words}"' if words else str(value)
    if is_vague(value):
        return Resolved("", f"{said} names no date")
    counted = needs_anchor(value)
    if counted and anchor is None:
        return Resolved("", f"{said} counts from a day that is not known")
    try:
        value = with_full_year(value, anchor)
        edtf = _since(value, anchor, future) if value.edge == "since" else _range(value, anchor or date.min, future)
    except (ValueError, OverflowError):
        edtf = ""  # a day that the calendar lacks
    if not edtf or not is_valid(edtf):
        return Resolved("", f"{said} gives no date")
    if not counted or anchor is None:
        return Resolved(edtf, said)
    return Resolved(edtf, f"{said}, counted from {weekday_name(anchor)} {format_day(anchor)}")


def with_full_year(value: TimeValue, anchor: date | None) -> TimeValue:
    """The value with the century of its year, where two figures name it: the year nearest to the anchor's, from 90
    years back to 9 ahead. Nothing changes without an anchor."""
    until = with_full_year(value.until, anchor) if value.until else None
    if value.year is None or value.year >= 100 or anchor is None or value.kind is Kind.DURATION:
        return replace(value, until=until)
    first = anchor.year - 90
    return replace(value, year=first + (value.year - first) % 100, until=until)


def _since(value: TimeValue, anchor: date | None, future: bool) -> str:
    if anchor is None:
        return ""
    return interval(_range(replace(value, edge=""), anchor, future), format_day(anchor))


def _range(value: TimeValue, anchor: date, future: bool) -> str:
    if value.until is None:
        return _RULES[value.kind](value, anchor, future)
    first = _RULES[value.kind](value, anchor, future)
    start = date.fromisoformat(f"{first}-01-01"[:10] if len(first) == 4 else f"{first}-01"[:10]) if first else anchor
    return interval(first, _RULES[value.until.kind](value.until, start, True))


def _day_or_week(value: TimeValue, anchor: date, future: bool) -> str:
    """A day, or the week that it begins (`share` early) or lies in."""
    edtf = _day(value, anchor, future)
    if value.unit != "week" or len(edtf) != len("2026-05-04"):
        return edtf
    day = date.fromisoformat(edtf)
    first = day if value.share == "early" else day - timedelta(days=day.isoweekday() - 1)
    return interval(format_day(first), format_day(first + timedelta(days=6)))


def _day(value: TimeValue, anchor: date, future: bool) -> str:
    year = value.year if value.year is not None else _year_offset(value, anchor)
    if value.amount and value.weekday and value.month:
        years = [year] if year is not None else range(max(1, anchor.year - 2), anchor.year + 3)
        days = [_nth(value.amount, value.weekday, y, value.month) for y in years]
        return format_day(days[0]) if year is not None else _nearest(days, anchor, value.turn, future)
    if year is not None:
        return format_day(date(year, value.month or 1, value.day or 1)) if value.month else ""
    if value.month is None:
        months = ((anchor.year * 12 + anchor.month - 1 + n) for n in range(-2, 3))
        days = [d for m in months if (d := _date_or_none(m // 12, m % 12 + 1, value.day or 1))]
    else:
        days = [d for n in range(-8, 9) if (d := _date_or_none(anchor.year + n, value.month, value.day or 1))]
    if value.weekday:
        days = [d for d in days if d.isoweekday() == value.weekday]
        return format_day(min(days, key=lambda d: (abs((d - anchor).days), d))) if days else ""
    return _nearest(days, anchor, value.turn, future)


def _nth(number: int, weekday: int, year: int, month: int) -> date:
    """The first to fourth, or with 5 the last, of one weekday in a month. Raises ValueError for other numbers."""
    days = weekdays_within(weekday, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if number not in range(1, 6):
        raise ValueError(f"no {number}th weekday in a month")
    return days[-1] if number == 5 else days[number - 1]


def _nearest(days: list[date], anchor: date, turn: str, future: bool) -> str:
    """The nearest of these days on the right side of the anchor; "last" and "next" leave the anchor itself out.

    A past day may lie one day ahead of the anchor: where the meeting was, the day had already begun. And a day that
    would be most of a year past, but comes in the next weeks, is the one to come: nobody writes "2 January" on 31
    December of the one a year ago without its year.
    """
    if turn == "next" or (future and turn not in ("last", "past")):
        after = [d for d in days if d > anchor or (d == anchor and turn != "next")]
        return format_day(after[0]) if after else ""
    slack = timedelta(days=1 if not turn else -1 if turn in ("last", "past") else 0)
    before = [d for d in days if d <= anchor + slack]
    after = [d for d in days if anchor + slack < d <= anchor + _SOON]
    if not turn and after and before and before[-1] < anchor - _LONG_AGO:
        return format_day(after[0])
    return format_day(before[-1]) if before else ""


_SOON, _LONG_AGO = timedelta(days=60), timedelta(days=300)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_offset(value: TimeValue, anchor: date) -> int | None:
    return None if value.years is None else anchor.year + value.years


def _numeric(value: TimeValue, anchor: date, future: bool) -> str:
    pairs = ((value.day or 0, value.month or 0), (value.month or 0, value.day or 0))
    return one_of(d for day, month in pairs if (d := _date_or_none(value.year or 0, month, day)))


def _weekday(value: TimeValue, anchor: date, future: bool) -> str:
    weekday = value.weekday or 1
    monday = anchor - timedelta(days=anchor.weekday())
    if value.unit == "week":
        return format_day(monday + timedelta(weeks=value.amount or 0, days=weekday - 1))
    if value.turn == "this" and not future:
        return format_day(monday + timedelta(days=weekday - 1))
    back = (anchor.isoweekday() - weekday) % 7
    if value.turn == "next" or (future and value.turn not in ("last", "past")):
        ahead = (weekday - anchor.isoweekday()) % 7
        return format_day(anchor + timedelta(days=ahead or (7 if value.turn == "next" else 0)))
    return format_day(anchor - timedelta(days=back or (7 if value.turn in ("last", "past") else 0)))


def _month(value: TimeValue, anchor: date, future: bool) -> str:
    year = value.year if value.year is not None else _year_offset(value, anchor)
    if year is None:
        year = _year_near(anchor.year, _side(anchor.month, value.month or 1), value.turn, future)
    return format_month(date(year, value.month or 1, 1))


def _side(now: int, then: int) -> int:
    """-1, 0 or 1: whether `then` comes before, with or after `now` in the year."""
    return (then > now) - (then < now)


def _year_near(year: int, side: int, turn: str, future: bool) -> int:
    """The year of a period that comes earlier (-1), now (0) or later (1) in the anchor's year."""
    if turn == "this":
        return year
    if turn == "next" or (future and turn not in ("last", "past")):
        return year + (side < 0 or (side == 0 and turn == "next"))
    return year - (side > 0 or (side == 0 and turn in ("last", "past")))


def _season(value: TimeValue, anchor: date, future: bool) -> str:
    code = value.month or 21
    year = value.year if value.year is not None else _year_offset(value, anchor)
    if code >= 40:
        return _half(code - 40, year, value, anchor, future)
    if code > 24:
        return _quarter(code - 33, year, value, anchor, future)
    now = 21 + (anchor.month // 3 - 1) % 4  # March to May is spring
    begun = anchor.year - 1 if anchor.month < 3 else anchor.year  # in January it is still last year's winter
    return f"{year if year is not None else _year_near(begun, _side(now, code), value.turn, future):04}-{code}"


def _quarter(index: int, year: int | None, value: TimeValue, anchor: date, future: bool) -> str:
    if year is None:
        year = _year_near(anchor.year, _side((anchor.month - 1) // 3, index), value.turn, future)
    return _quarter_of(year, index)


def _half(index: int, year: int | None, value: TimeValue, anchor: date, future: bool) -> str:
    if year is None:
        year = _year_near(anchor.year, _side((anchor.month - 1) // 6, index), value.turn, future)
    return f"{year:04}-{6 * index + 1:02}/{year:04}-{6 * index + 6:02}"


def _quarter_of(year: int, index: int) -> str:
    return f"{year:04}-{3 * index + 1:02}/{year:04}-{3 * index + 3:02}"


def _year(value: TimeValue, anchor: date, future: bool) -> str:
    return f"{value.year:04}" if value.year else ""


def _decade(value: TimeValue, anchor: date, future: bool) -> str:
    return f"{value.year:04}/{value.year + 9:04}" if value.year else ""


def _century(value: TimeValue, anchor: date, future: bool) -> str:
    return f"{value.year:04}/{value.year + 99:04}" if value.year else ""


def _shift(value: TimeValue, anchor: date, future: bool) -> str:
    if value.amount is None:
        return ""
    if value.part == "overnight":  # between two days: one of them
        return one_of((anchor, anchor + timedelta(days=1 if future else -1)))
    # From Monday to Friday "the weekend" of what has been is the one before, of what is to come the next.
    before = value.unit == "weekend" and value.amount == 0 and not future and anchor.weekday() < _SATURDAY
    return shifted(anchor, value.unit, value.amount - before)


def shifted(anchor: date, unit: str, amount: int) -> str:
    """The day, week, weekend, month or year so many units from a day, no finer than the unit.

    A week is given as its month, or as one of the two months it touches: an interval would say that it all was taken.
    """
    monday = anchor - timedelta(days=anchor.weekday())
    if unit == "day":
        return format_day(anchor + timedelta(days=amount))
    if unit == "week":
        first = monday + timedelta(weeks=amount)
        return one_of_dates((format_month(first), format_month(first + timedelta(days=6))))
    if unit == "weekend":
        saturday = monday + timedelta(weeks=amount, days=_SATURDAY)
        return interval(format_day(saturday), format_day(saturday + timedelta(days=1)))
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + amount
        return format_month(date(months // 12, months % 12 + 1, 1))
    if unit == "quarter":
        quarters = anchor.year * 4 + (anchor.month - 1) // 3 + amount
        return _quarter_of(quarters // 4, quarters % 4)
    if unit == "year":
        return f"{date(anchor.year + amount, 1, 1).year:04}"
    if unit == "decade":
        return _decade(TimeValue(Kind.DECADE, year=(anchor.year // 10 + amount) * 10), anchor, False)
    if unit == "century":
        return _century(TimeValue(Kind.CENTURY, year=(anchor.year // 100 + amount) * 100), anchor, False)
    return ""  # hours and minutes: the day depends on the hour of speaking


def _needs_more(value: TimeValue, anchor: date, future: bool) -> str:
    return ""  # an Islamic month without its calendar, or a name for no date


def _solar(value: TimeValue, anchor: date, future: bool) -> str:
    if not value.year or not value.month:
        return ""
    if value.day:
        return format_day(solar_day(value.year, value.month, value.day))
    first, last = solar_month(value.year, value.month)
    return interval(format_day(first), format_day(last))


def _step(value: TimeValue, anchor: date, future: bool) -> str:
    if value.weekday:  # "the following Monday"
        return _weekday(replace(value, turn="next" if (value.amount or 0) > 0 else "last"), anchor, False)
    return "" if value.amount is None else shifted(anchor, value.unit, value.amount)


_RULES: dict[Kind, Callable[[TimeValue, date, bool], str]] = {
    Kind.DAY: _day_or_week,
    Kind.NUMERIC: _numeric,
    Kind.WEEKDAY: _weekday,
    Kind.MONTH: _month,
    Kind.SEASON: _season,
    Kind.YEAR: _year,
    Kind.DECADE: _decade,
    Kind.CENTURY: _century,
    Kind.SHIFT: _shift,
    Kind.STEP: _step,
    Kind.SOLAR: _solar,
    **dict.fromkeys((Kind.HIJRI, *_NO_DATE), _needs_more),
}
