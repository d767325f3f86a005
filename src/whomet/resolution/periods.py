"""The period that each time expression of a text names, one after the other, each from what was told before it.

Where `dates.py` asks when a meeting took place, this asks what the words name: "last week" is the week itself, from its
Monday to its Sunday, and "a year earlier" in a report on a quarter is that quarter of the year before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import takewhile

from whomet.knowledge.data import read_data
from whomet.resolution.dates import resolve_said, statement_day
from whomet.resolution.said import Said
from whomet.values.edtf import bounds, format_day, interval, is_day
from whomet.values.times import Kind, TimeValue, needs_anchor, with_full_year

_LOOK_BACK = 2000  # code points before an expression in which the period may be told that it counts from
_SENTENCE = 250  # code points before an expression that may belong to its sentence
_SAME_DAY = 300  # code points before "in the morning" in which its day may be told
_CLEARLY = 2  # a reading this many times nearer than the one that the tense asks for is meant,
_FAR = 60  # but only where that one lies this many days away,
_NEAR = {Kind.DAY: 100, Kind.MONTH: 45, Kind.SEASON: 45}  # and only where it is at most so many days away
_UNDATED = (Kind.VAGUE, Kind.DURATION, Kind.EACH)
_DAYS = (Kind.DAY, Kind.WEEKDAY, Kind.SHIFT)
_TURNING = (Kind.DAY, Kind.MONTH, Kind.SEASON)  # they come again every year


@dataclass(frozen=True, slots=True)
class Named:
    """An expression with the period it names in EDTF, "" where nothing tells, and how that follows."""

    said: Said
    edtf: str
    basis: str
    aside: bool = False  # a period that another one is compared with: nothing counts from it


def name_periods(text: str, times: tuple[tuple[Said, bool], ...], published: date | None) -> tuple[Named, ...]:
    """What each expression names; `times` stand in text order, each with whether its words look ahead."""
    everywhere = tuple(said for said, _ in times)
    named: list[Named] = []
    for said, ahead in times:
        value = replace(said.value, edge="")
        if said.value.edge == "since" and value.kind in _TURNING:
            value = replace(value, turn=value.turn or "past")
        named.append(_named(text, replace(said, value=value), ahead, (everywhere, named, published)))
    return tuple(named)


_Known = tuple[tuple[Said, ...], list[Named], date | None]


def _named(text: str, said: Said, ahead: bool, known: _Known) -> Named:
    everywhere, told, published = known
    value = said.value
    if value.kind in _UNDATED:
        return Named(said, "", f'"{said.words}" names no date')
    if value.kind is Kind.CLOCK:
        return _on_its_day(text, said, known)
    if value.kind is Kind.STEP:
        return _stepped(text, said, known)
    if period := _compared(text, said, told):
        return _counted(said, period, _years_on(period.edtf, value.amount or 0))
    anchor = statement_day(text, said.span, everywhere, published)
    day = anchor.day if anchor else published
    edtf = _period(said, day, ahead)
    if not edtf:
        return Named(said, "", f'"{said.words}" counts from a day that is not known')
    if day is None or not needs_anchor(value):
        return Named(said, edtf, f'"{said.words}"')
    return Named(said, edtf, f'"{said.words}", {anchor.basis if anchor else f"published {format_day(day)}"}')


def _counted(said: Said, period: Named | None, edtf: str = "") -> Named:
    if period is None:
        return Named(said, "", f'"{said.words}" counts from what is not told before')
    basis = f'"{said.words}", counted from "{period.said.words}" ({period.edtf})'
    return Named(said, edtf or period.edtf, basis, edtf not in ("", period.edtf))


# ----------------------------------------------------------------------------------- from a day


def _period(said: Said, anchor: date | None, ahead: bool) -> str:
    """What the words name when said on a day. What comes every year is that of the year which the tense asks for,
    unless another one is much nearer: "on 3 January", printed in December, has not been told of for a year."""
    value = with_full_year(said.value, anchor)
    said = replace(said, value=value)
    if anchor is None:
        return resolve_said(said, None, ahead).edtf
    if value.kind is Kind.SHIFT and not value.until:
        return _shifted(value, anchor) or resolve_said(said, anchor, ahead).edtf
    edtf = resolve_said(said, anchor, ahead).edtf
    turning = value.kind in _TURNING and value.year is None and value.years is None and not value.turn
    if not turning or value.weekday or value.month is None:
        return edtf
    other = resolve_said(said, anchor, not ahead).edtf
    far, near = _distance(edtf, anchor), _distance(other, anchor)
    nearer = far > _FAR and far > _CLEARLY * near and near <= _NEAR[value.kind]
    return other if other and nearer else edtf


def _distance(edtf: str, day: date) -> int:
    """Days between a period and a day, 0 inside of it."""
    days = bounds(edtf)
    return max((days[0] - day).days, (day - days[1]).days, 0) if days else 0


def _shifted(value: TimeValue, anchor: date) -> str:
    """Weeks, and the night between two days, which other words than these date more carefully; "" for all else."""
    if value.part == "overnight":
        return format_day(anchor - timedelta(days=1))  # the night is called by the day on which it begins
    if value.unit != "week" or value.amount is None:
        return ""
    return _week(anchor + timedelta(weeks=value.amount))


def _week(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return interval(format_day(monday), format_day(monday + timedelta(days=6)))


# ---------------------------------------------------------------------- from what the text told before


def _stepped(text: str, said: Said, known: _Known) -> Named:
    """Words that count from what was told: "the next day", "a year earlier", "the quarter", "the 1988 period"."""
    _, told, published = known
    value = said.value
    if value.unit in ("period", "quarter", "year") and not value.weekday:
        return _same_period(said, told, published)
    day = _last(said, told, _is_month_or_day if value.unit == "month" else is_day)
    if day is None and not value.amount and published and value.unit in ("day", "week", "month"):
        return Named(
            said, _period(_as_shift(said), published, False), f'"{said.words}", published {format_day(published)}'
        )
    if day is None:
        return _counted(said, None)
    return _counted(said, day, _period(_as_shift(said), date.fromisoformat(f"{day.edtf}-01"[:10]), False))


def _as_shift(said: Said) -> Said:
    value = said.value
    return said if value.weekday else replace(said, value=replace(value, kind=Kind.SHIFT))


def _same_period(said: Said, told: list[Named], published: date | None) -> Named:
    """A quarter, a year, or whatever period was last told of, the same one of another year, or the one before it."""
    value = said.value
    wanted = _is_year if value.unit == "year" and value.years is None and not value.amount else _is_reported
    period = _last(said, told, _is_quarter if value.unit == "quarter" else wanted)
    if value.unit == "year" and period is None and published and not value.years:
        year = f"{published.year + (value.amount or 0):04}"
        return Named(said, year if not value.amount else "", f'"{said.words}", published {format_day(published)}')
    if period is None:
        return _counted(said, None)
    if value.year:
        return _counted(said, period, _years_on(period.edtf, value.year - int(period.edtf[:4])))
    if value.unit == "year" or value.years is not None:
        return _counted(said, period, _years_on(period.edtf, value.years or value.amount or 0))
    quarters = resolve_said(
        replace(said, value=replace(value, kind=Kind.SHIFT)), date.fromisoformat(f"{period.edtf[:7]}-01-01"[:10]), False
    )
    return _counted(said, period, quarters.edtf if value.unit == "quarter" else "")


def _compared(text: str, said: Said, told: list[Named]) -> Named | None:
    """The quarter that "a year ago" or "last year" is compared with, as in "up from 3 million a year ago"."""
    value = said.value
    if value.kind is not Kind.SHIFT or value.unit != "year" or (value.amount or 0) >= 0 or value.share:
        return None
    before = re.split(r"[.!?]\s|\n", text[max(0, said.span.start - _SENTENCE) : said.span.start])[-1]
    return _last(said, told, _is_quarter) if _comparing().search(before) else None


@cache
def _comparing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, read_data('times_wider')['comparing']))})\b", re.IGNORECASE)


def _last(said: Said, told: list[Named], fits: Callable[[str], bool]) -> Named | None:
    """The last period before an expression that fits, None if none stands near enough."""
    near = takewhile(lambda n: said.span.start - n.said.span.end <= _LOOK_BACK, reversed(told))
    return next((n for n in near if n.edtf and fits(n.edtf) and (is_day(n.edtf) or not n.aside)), None)


def _on_its_day(text: str, said: Said, known: _Known) -> Named:
    """An hour: of the day told of before it, or of a day from which the words after it in its sentence count."""
    everywhere, told, published = known
    if day := _day_told(text, said, told):
        return _counted(said, day)
    at = bisect_left(everywhere, said.span, key=lambda s: s.span) + 1
    then = everywhere[at] if at < len(everywhere) else None
    same = then and not re.search(r"[.!?]\s|\n", text[said.span.end : then.span.start])
    if then is None or not same or then.span.start - said.span.end > _SENTENCE or published is None:
        return _counted(said, None)
    edtf = _period(replace(then, value=replace(then.value, edge="")), published, False)
    if then.value.kind not in _DAYS or not is_day(edtf):
        return _counted(said, None)
    return Named(said, edtf, f'"{said.words}", the day from "{then.words}" ({edtf}), published {format_day(published)}')


def _day_told(text: str, said: Said, told: list[Named]) -> Named | None:
    """The day told of shortly before, for an hour of it."""
    day = _last(said, told, is_day)
    near = day and said.span.start - day.said.span.end <= _SAME_DAY
    return day if day and near and "\n\n" not in text[day.said.span.end : said.span.start] else None


def _years_on(edtf: str, years: int) -> str:
    """The same period so many years later; 29 February has none in most years."""
    moved = re.sub(r"\d{4}(?=-|/|$)", lambda year: f"{int(year[0]) + years:04}", edtf)
    return moved if bounds(moved) else ""


def _is_year(edtf: str) -> bool:
    return len(edtf) == 4


def _is_month_or_day(edtf: str) -> bool:
    return is_day(edtf) or len(edtf) == 7


def _is_quarter(edtf: str) -> bool:
    """A quarter or half of a year, in months."""
    return len(edtf) == 15 and edtf[7] == "/"


def _is_reported(edtf: str) -> bool:
    """A period that reports count in: a month, quarter, half or year."""
    return _is_year(edtf) or _is_quarter(edtf) or len(edtf) == 7
