"""The timeline of a view: how many meetings each period has, and, of a few, each on a line of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from whomet.faces.web.addresses import Asked
from whomet.faces.web.charts.axis import Step, Tick, steps_up_to, ticks_of
from whomet.faces.web.lists import Link, Row, chosen, rows_of
from whomet.register import Register
from whomet.register.browsing import Order
from whomet.register.charting import Tally
from whomet.register.listings import Facet
from whomet.values.periods import (
    UNDATED,
    Level,
    days_of,
    finer,
    in_words,
    is_period,
    level_of,
    parts_of,
    period_of,
    periods_between,
)

PATH = "/timeline"
MOST_LINES = 50  # meetings that each have a line of their own
_HIGH = 210.0  # pixels of the highest bar
_BESIDE = 0.12  # of a period's width that its bar leaves free on either side
_CALLED = {
    Level.DAY: "day",
    Level.MONTH: "month",
    Level.YEAR: "year",
    Level.DECADE: "decade",
    Level.CENTURY: "century",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: where its bar stands, in percent, and how high its parts are, in pixels from the foot."""

    words: str
    title: str
    address: str
    left: float
    width: float
    bar: tuple[float, float]
    sure: float
    vague: float
    differing: float
    counts: tuple[int, int, int]
    closer: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Days that are possible for a meeting, in percent of the line; a single day has no width."""

    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting on a line of its own."""

    row: Row
    pieces: tuple[Piece, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """All that the page of a timeline shows."""

    asked: Asked
    total: int
    chosen: tuple[Link, ...]
    level: str
    span: str
    bars: tuple[Bar, ...]
    steps: tuple[Step, ...]
    ticks: tuple[Tick, ...]
    counts: tuple[int, int, int]
    undated: tuple[int, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Counts:
    """Meetings of each period: surely in it; perhaps, by a date less exact; perhaps, by one source of several."""

    sure: Counter[str]
    vague: Counter[str]
    differing: Counter[str]

    def of(self, period: str) -> tuple[int, int, int]:
        return self.sure[period], self.vague[period], self.differing[period]


def timeline_page(register: Register, asked: Asked) -> TimelinePage:
    """The meetings of a view over time."""
    days = register.days(asked.view)
    total = sum(tally.meetings for tally in days.values())
    undated = days.pop("", Tally(0, 0)).meetings
    reach = _reach(asked, days)
    level = level_of(*reach) if reach else Level.YEAR
    counts, kinds = _counted(days, level)
    periods = list(periods_between(*_rounded(asked, reach, level), level)) if reach else []
    lines = tuple(_lines(register, asked, periods, total)) if total <= MOST_LINES else ()
    steps = steps_up_to(max((sum(counts.of(period)) for period in periods), default=0), _HIGH)
    top = steps[-1].number if steps else 1
    return TimelinePage(
        asked,
        total,
        tuple(chosen(register, asked, PATH)),
        _CALLED[level],
        _span(reach, level),
        tuple(_bar(asked, level, (n, len(periods)), p, counts.of(p), top) for n, p in enumerate(periods)),
        steps,
        ticks_of(periods, level),
        kinds,
        (undated, asked.at(1).during(UNDATED).address()),
        lines,
    )


# ---------------------------------------------------------------------------------------- which days


def _reach(asked: Asked, days: Mapping[str, Tally]) -> tuple[str, str] | None:
    """The first and the last day to be shown: all that are possible, as far as the view asks for a part of them."""
    parts = [part for told in days for part in parts_of(told)]
    if not parts:
        return None
    first, last = min(first for first, _ in parts), max(last for _, last in parts)
    for period in (asked.view.when, asked.view.facets.get(Facet.YEAR, "")):
        if is_period(period):
            begin, end = days_of(period)
            first, last = max(first, begin), min(last, end)
    return (first, last) if first <= last else None


def _rounded(asked: Asked, reach: tuple[str, str], level: Level) -> tuple[str, str]:
    """Months are shown by whole years, days by whole months, unless a part was asked for that is no whole one."""
    if is_period(asked.view.when):
        return days_of(asked.view.when)
    around = {Level.MONTH: Level.YEAR, Level.DAY: Level.MONTH}.get(level)
    if around is None:
        return reach
    return days_of(period_of(reach[0], around))[0], days_of(period_of(reach[1], around))[1]


def _counted(days: Mapping[str, Tally], level: Level) -> tuple[_Counts, tuple[int, int, int]]:
    """The meetings of each period, and how many there are of each kind in all."""
    counts, kinds = _Counts(Counter(), Counter(), Counter()), [0, 0, 0]
    for told, tally in days.items():
        periods = {period for part in parts_of(told) for period in periods_between(*part, level)}
        if len(periods) == 1:
            counts.sure[periods.pop()] += tally.meetings
            kinds[0] += tally.meetings
            continue
        kinds[1] += tally.meetings - tally.differing
        kinds[2] += tally.differing
        for period in periods:
            counts.vague[period] += tally.meetings - tally.differing
            counts.differing[period] += tally.differing
    return counts, (kinds[0], kinds[1], kinds[2])


def _span(reach: tuple[str, str] | None, level: Level) -> str:
    if not reach:
        return ""
    ends = [in_words(period_of(day, level)) for day in reach]
    return " to ".join(dict.fromkeys(ends))


# ---------------------------------------------------------------------------------------------- bars


def _bar(
    asked: Asked, level: Level, place: tuple[int, int], period: str, counts: tuple[int, int, int], top: int
) -> Bar:
    number, of_all = place
    slot = 100 / of_all
    sure, vague, differing = (round(count * _HIGH / top, 1) for count in counts)
    within = asked.at(1).during(period)
    return Bar(
        in_words(period),
        _title(period, counts, level),
        within.address() if sum(counts) else "",
        round(number * slot, 3),
        round(slot, 3),
        (round((number + _BESIDE) * slot, 3), round((1 - 2 * _BESIDE) * slot, 3)),
        sure,
        vague,
        differing,
        counts,
        within.address(PATH) if finer(level) and sum(counts) else "",
    )


def _title(period: str, counts: tuple[int, int, int], level: Level) -> str:
    sure, vague, differing = counts
    words = [f"{sure:,} meeting{'' if sure == 1 else 's'}"] if sure or not (vague or differing) else []
    words += [f"{vague:,} perhaps, dated less exactly than a {_CALLED[level]}"] if vague else []
    words += [f"{differing:,} perhaps, for sources differ on the date"] if differing else []
    return f"{in_words(period)}: {'; '.join(words)}"


# --------------------------------------------------------------------------------------------- lines


def _lines(register: Register, asked: Asked, periods: Sequence[str], total: int) -> Iterator[Line]:
    listed = register.listed(replace(asked.view, order=Order.EARLIEST), 0, MOST_LINES) if total else None
    if listed is None:
        return
    told = register.days_told([meeting.id for meeting in listed.meetings])
    for meeting, row in zip(listed.meetings, rows_of(listed), strict=True):
        yield Line(row, tuple(_pieces(told.get(meeting.id, ""), periods)), row.date.differ)


def _pieces(told: str, periods: Sequence[str]) -> Iterator[Piece]:
    """The possible days of a meeting, as far as they lie on the line."""
    if not periods:
        return
    start, end = (date.fromisoformat(days_of(periods[n])[n]).toordinal() for n in (0, -1))
    length = end + 1 - start
    for first, last in parts_of(told):
        begin, until = (date.fromisoformat(day).toordinal() for day in (first, last))
        if until < start or begin > end:
            continue
        if begin == until:
            yield Piece(round(100 * (begin + 0.5 - start) / length, 2), 0.0)
        else:
            left, right = max(begin, start) - start, min(until, end) + 1 - start
            yield Piece(round(100 * left / length, 2), round(100 * (right - left) / length, 2))
