"""The axes of a timeline: how its height is divided, and which periods are named below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whomet.values.periods import Level

_MOST_STEPS = 5
_MOST_TICKS = 14
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NARROW = 6  # names that a narrow window has room for


@dataclass(frozen=True, slots=True)
class Step:
    """A line across the chart: what number it stands for, and how many pixels above the foot."""

    number: int
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """The name of a period below the chart, at the percent where the period begins; `wide`: for wide windows alone."""

    words: str
    at: float
    wide: bool


def steps_up_to(most: int, high: float) -> tuple[Step, ...]:
    """Lines at round numbers, the last at or above the highest bar."""
    if most < 1:
        return ()
    size = next(s for power in range(12) for s in (10**power, 2 * 10**power, 5 * 10**power) if s * _MOST_STEPS >= most)
    count = -(-most // size)
    return tuple(Step(size * n, round(high * n / count, 1)) for n in range(1, count + 1))


def ticks_of(periods: Sequence[str], level: Level) -> tuple[Tick, ...]:
    """The periods to be named, evenly apart."""
    every = next(
        (step for step in _steps(level) if len(_named(periods, level, step)) <= _MOST_TICKS), _steps(level)[-1]
    )
    places = _named(periods, level, every)
    skip = -(-len(places) // _NARROW)
    return tuple(
        Tick(_short(periods[place], level, first=not n), round(100 * place / len(periods), 3), bool(n % skip))
        for n, place in enumerate(places)
    )


def _steps(level: Level) -> tuple[int, ...]:
    if level is Level.MONTH:
        return (1, 3, 6, 12)
    if level is Level.DAY:
        return (1, 2, 7, 14, 31)
    return (1, 2, 5, 10, 20, 50, 100)


def _named(periods: Sequence[str], level: Level, step: int) -> list[int]:
    return [place for place, period in enumerate(periods) if _is_round(period, level, step)]


def _is_round(period: str, level: Level, step: int) -> bool:
    """Whether a period is one of those that are named when every so manieth is: January, the first of a month."""
    if level is Level.MONTH:
        return (int(period[5:7]) - 1) % step == 0
    if level is Level.DAY:
        day = int(period[8:10]) - 1
        return day % step == 0 and (step == 1 or day < 28)
    return int(period.rstrip("X")) % step == 0


def _short(period: str, level: Level, first: bool) -> str:
    """A period in few letters; the first one, and each that begins a year, says of which year."""
    if level is Level.MONTH:
        month = int(period[5:7]) - 1
        return period[:4] if month == 0 else f"{_SHORT[month]} {period[:4]}" if first else _SHORT[month]
    if level is Level.DAY:
        words = f"{int(period[8:10])} {_SHORT[int(period[5:7]) - 1]}"
        return f"{words} {period[:4]}" if first or period[5:] == "01-01" else words
    return {Level.DECADE: period.replace("X", "0s"), Level.CENTURY: period.replace("XX", "00")}.get(level, period)
