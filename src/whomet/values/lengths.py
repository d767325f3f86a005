"""Lengths of time as ISO 8601 durations, with the least and the most that their words leave possible.

"More than two hours" is PT2H, at least PT2H and with no most; "an hour and a half" is PT1H30M, both ways. Months and
years stay what they are: how many days they have depends on the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass

from whomet.values.times import Kind, TimeValue

_ISO = {"year": "Y", "month": "M", "week": "W", "day": "D", "hour": "H", "minute": "M", "second": "S"}
_IN = {  # what is counted in smaller or larger units of ISO 8601
    "decade": ("year", 10),
    "century": ("year", 100),
    "quarter": ("month", 3),
    "weekend": ("day", 2),
}
_TENTHS_IN = {"hour": ("minute", 6), "minute": ("second", 6), "year": ("month", 1.2), "day": ("hour", 2.4)}
_CLOCK = ("hour", "minute", "second")
_HINTED = (2, 12)  # "several hours": the least and the most that the words mean, as in durations.yaml
_ABOUT = (0.75, 1.25)  # the share of a number that "about" leaves possible, as in durations.yaml
_NEARLY = 0.7


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: `iso` as its words say it, "" where they only hint at a number ("several hours"); `least` and `most`
    are ISO 8601 durations too, "" where nothing bounds it."""

    iso: str
    least: str
    most: str


def length_of(value: TimeValue) -> Length:
    """How long a value of kind duration says it was. Raises ValueError for other kinds."""
    if value.kind is not Kind.DURATION:
        raise ValueError(f"not a duration: {value}")
    if value.amount is None:
        hinted = [_iso(value.unit, n * 10) for n in _HINTED]
        return Length("", hinted[0], hinted[1]) if value.unit else Length("", "", "")
    tenths = value.amount * 10 + (value.tenths or 0)
    if value.until and not value.until.unit:
        return Length("", _iso(value.unit, tenths), _iso(value.unit, (value.until.amount or 0) * 10))
    iso = _iso(value.unit, tenths)
    if value.until:
        iso = _sum(iso, _iso(value.until.unit, (value.until.amount or 0) * 10))
    least, most = _bounds(value, tenths, iso)
    return Length(iso, least, most)


def _bounds(value: TimeValue, tenths: int, iso: str) -> tuple[str, str]:
    """The least and the most that "more than", "at most", "nearly" or "about" leave of a length."""
    said = value.about
    if said in ("more", "least"):
        return iso, ""
    if said in ("less", "most"):
        return "", iso
    if said == "nearly":
        return _iso(value.unit, int(tenths * _NEARLY)), iso
    if said == "about":
        return _iso(value.unit, int(tenths * _ABOUT[0])), _iso(value.unit, round(tenths * _ABOUT[1]))
    return iso, iso


def _iso(unit: str, tenths: int) -> str:
    """So many tenths of a unit: 15 of hours are "PT1H30M"; "" for units that ISO 8601 does not have."""
    smaller, times = _IN.get(unit, (unit, 1))
    whole, rest = divmod(tenths * times, 10)
    if smaller not in _ISO:
        return ""
    said = _part(smaller, whole) if whole or not rest else ""
    if not rest:
        return said
    if smaller in _TENTHS_IN:
        finer, per_tenth = _TENTHS_IN[smaller]
        return _sum(said, _part(finer, int(rest * per_tenth)))
    return _part(smaller, whole, f".{rest}")


def _part(unit: str, whole: int, decimals: str = "") -> str:
    return f"P{'T' if unit in _CLOCK else ''}{whole}{decimals}{_ISO[unit]}"


def _sum(iso: str, more: str) -> str:
    """One duration written behind the other: "PT1H" and "PT10M" are "PT1H10M"."""
    if not iso or not more:
        return iso or more
    clock = more.removeprefix("PT") if "T" in iso else more.removeprefix("P")
    return iso + clock
