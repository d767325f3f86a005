"""Time expressions of any text, with the dates they give: `find_times`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from whomet.language.times import TimeMention, looks_ahead
from whomet.language.times import find_times as mentions_of_time
from whomet.model import Span
from whomet.resolution.periods import Named, name_periods
from whomet.resolution.said import Said
from whomet.values.lengths import Length, length_of
from whomet.values.times import Kind, TimeValue

__all__ = ["FoundTime", "find_times"]


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time expression of a text: where it stands and what it names.

    `edtf` is the period it names in EDTF, "" where nothing anchors it. `kind` is day, week, weekend, month, season,
    quarter, half-year, year, decade, century, range, hour, set, duration or vague. `edge` is since, until, before or
    after where such a word stands before it. `length` is set for durations, in ISO 8601 with its bounds, and for sets:
    how long until the next one. `basis` is one phrase: how the period follows from the words. The two ends of a range
    are two expressions where each could stand alone, as in TimeML: `part_of` is then the whole range, an interval of
    both.
    """

    span: Span
    words: str
    edtf: str
    kind: str
    edge: str
    basis: str
    length: Length | None = None
    part_of: str = ""

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        return self.span.start

    @property
    def end(self) -> int:
        """Offset after the last code point."""
        return self.span.end

    @property
    def duration(self) -> str:
        """The length in ISO 8601, "" for all but durations and sets, and where its number is only hinted at."""
        return self.length.iso if self.length else ""


def find_times(text: str, published: str | date | None = None) -> tuple[FoundTime, ...]:
    """All time expressions of an English text, in text order, none overlapping, each with the period it names.

    `published` is the day from which "yesterday" counts, as a date or in ISO 8601; without it only what is complete, or
    counts from a complete date before it, has a date. Raises ValueError for other strings.
    """
    day = date.fromisoformat(published) if isinstance(published, str) and published else None
    found = mentions_of_time(text, wide=True)
    said = tuple((Said(m.span, " ".join(m.span.of(text).split()), m.value), looks_ahead(text, m.span)) for m in found)
    named = name_periods(text, said, day or (published if isinstance(published, date) else None))
    return tuple(time for m, n in zip(found, named, strict=True) for time in _times_of(text, m, n))


def _times_of(text: str, mention: TimeMention, named: Named) -> tuple[FoundTime, ...]:
    value = mention.value
    if mention.ends is None:
        kind = _kind(value, named.edtf)
        words = mention.span.of(text)
        return (FoundTime(mention.span, words, named.edtf, kind, value.edge, named.basis, _length(value)),)
    kind = _kind(replace(value, until=None), "")
    periods = named.edtf.split("/") if named.edtf.count("/") == 1 else ["", ""]
    return tuple(
        FoundTime(span, span.of(text), edtf, kind, value.edge, named.basis, part_of=named.edtf)
        for span, edtf in zip(mention.ends, periods, strict=True)
    )


def _length(value: TimeValue) -> Length | None:
    if value.kind is Kind.EACH and (value.unit or value.weekday):
        unit = value.unit or "week"
        return length_of(TimeValue(Kind.DURATION, unit=unit, amount=value.amount or 1))
    return length_of(value) if value.kind is Kind.DURATION else None


def _kind(value: TimeValue, edtf: str) -> str:
    """The kind of what is named, in the words of `FoundTime`."""
    if value.until and value.kind is not Kind.DURATION:
        return "range"
    if value.kind in (Kind.SHIFT, Kind.STEP):
        return "day" if value.weekday else _kind_of_period(value.unit, edtf)
    if value.kind is Kind.SEASON:
        return "season" if (value.month or 21) <= 24 else "quarter" if (value.month or 0) <= 36 else "half-year"
    if value.kind in (Kind.HIJRI, Kind.SOLAR):
        return "day" if value.day else "month"
    return _KINDS.get(value.kind, str(value.kind))


def _kind_of_period(unit: str, edtf: str) -> str:
    """ "A year earlier" may be a quarter, "the period" a month: then the period tells."""
    if unit not in ("period", "year", "quarter") or not edtf:
        return {"period": "range", "": "vague"}.get(unit, unit)
    return {4: "year", 7: "month", 15: "quarter"}.get(len(edtf), "range")


_KINDS = {Kind.NUMERIC: "day", Kind.WEEKDAY: "day", Kind.CLOCK: "hour", Kind.EACH: "set"}
