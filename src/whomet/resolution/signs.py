"""Signs in a text that its stated publication date can't be right, and how a text is looked at for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from whomet.knowledge.data import read_data
from whomet.model import Mention, MentionKind, Region, RegionKind, Span
from whomet.values.times import Kind, TimeValue

Window = tuple[date, date]

_SENTENCE = 300  # code points looked at on either side
_DAYS = (Kind.DAY, Kind.WEEKDAY)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks against the stated date: what it is a sign by, one sentence, and the words that show it.

    `windows` are (first day, last day), both included, that the text may be from instead; () where only the stated
    date is ruled out. `sure`: enough by itself; of others it takes two that see different things.
    """

    by: str
    sentence: str
    spans: tuple[Span, ...]
    windows: tuple[Window, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class DatedText:
    """A text with its stated day of publication, its regions, and what it says of days and weekdays."""

    text: str
    published: date
    regions: tuple[Region, ...] = ()
    days: tuple[tuple[Mention, TimeValue], ...] = ()

    @classmethod
    def of(
        cls, text: str, published: date, regions: tuple[Region, ...] = (), times: tuple[Mention, ...] = ()
    ) -> DatedText:
        """With the mentions of time that name a single day or a weekday."""
        found = []
        for mention in times:
            value = _value(mention)
            if value and value.kind in _DAYS and not value.edge and not value.until:
                found.append((mention, value))
        return cls(text, published, regions, tuple(found))

    def is_outside(self, span: Span) -> bool:
        """Whether the words stand in no running prose."""
        kinds = (RegionKind.BOILERPLATE, RegionKind.DATELINE)
        return any(region.kind in kinds and region.span.meets(span) for region in self.regions)

    def around(self, span: Span) -> tuple[str, str]:
        """The rest of the sentence before and after a span; a line's end also ends a sentence."""
        before = self.text[max(0, span.start - _SENTENCE) : span.start]
        after = self.text[span.end : span.end + _SENTENCE]
        return re.split(r"[.!?]\s|\n", before)[-1], re.split(r"[.!?](?:\s|$)|\n", after)[0]

    def words(self, span: Span) -> str:
        """The words of a span on one line."""
        return " ".join(span.of(self.text).split())


def full_day(value: TimeValue) -> date | None:
    """The day that an expression names with its year, None if it names none."""
    if value.kind is not Kind.DAY or not (value.year and value.month and value.day):
        return None
    return day_of(value.year, value.month, value.day)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _value(mention: Mention) -> TimeValue | None:
    try:
        return TimeValue.parse(mention.reads_as) if mention.kind is MentionKind.TIME else None
    except ValueError:
        return None


@cache
def phrases(data: str, *path: str) -> re.Pattern[str]:
    """Any of the phrases that a file of word data lists under the headings of `path`."""
    found = read_data(data)
    for key in path:
        found = found[key]
    spelled = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in found)
    return re.compile(rf"\b(?:{spelled})\b", re.IGNORECASE)
