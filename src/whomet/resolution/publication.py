"""Whether a text can have been published on the day it states.

Signs in the text itself are put together: it says that it is Ramadan or a holiday now while the stated day is far from
one; its weekdays do not match its dates; it tells in the past tense of a day after the stated one; it tells of people
in offices that they had left years before or took up years later, or who were dead. In doubt the stated date is
trusted: a false alarm costs a date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from whomet.model import Account, Mention, Region, Span
from whomet.resolution.calendar_signs import signs_by_calendar
from whomet.resolution.later_signs import signs_by_later_days
from whomet.resolution.office_signs import signs_by_offices
from whomet.resolution.session_signs import signs_by_sessions
from whomet.resolution.signs import DatedText, Sign, Window
from whomet.values.edtf import format_day

_MOST_DAYS = 62
_KNOWN = (1600, 2500)  # years


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the stated date can't be right, the words that show it, and when the text may be from instead.

    `windows` are (first day, last day), both included; () where only the stated date is ruled out.
    """

    sentence: str
    spans: tuple[Span, ...]
    windows: tuple[Window, ...] = ()

    @property
    def to_count_from(self) -> Doubt:
        """The same without windows of more than two months in all: they settle no weekday and no year."""
        days = sum((last - first).days + 1 for first, last in self.windows)
        return self if days <= _MOST_DAYS else replace(self, windows=())


def doubt_publication(
    text: str,
    published: date | None,
    regions: tuple[Region, ...] = (),
    times: tuple[Mention, ...] = (),
    accounts: tuple[Account, ...] = (),
) -> Doubt | None:
    """Why `published` can't be the day of this text; None where nothing speaks against it."""
    if published is None or not is_known_time(published):
        return None
    told = DatedText.of(text, published, regions, times)
    by_text = (*signs_by_calendar(told), *signs_by_sessions(told), *signs_by_later_days(told))
    return put_together((*by_text, *signs_by_offices(told, accounts)))


def is_known_time(published: date | None) -> bool:
    """Whether calendars and lists say anything of the day; 1 January of the year 1 is somebody's empty field."""
    return published is not None and _KNOWN[0] <= published.year <= _KNOWN[1]


def put_together(signs: tuple[Sign, ...]) -> Doubt | None:
    """One doubt of all signs: None unless one is sure, or two that are not see different things.

    The text may be from the days on which the windows of all signs agree; where they don't, nothing is said of it.
    """
    if not any(s.sure for s in signs) and len({s.by for s in signs}) < 2:
        return None
    windows = _common([s.windows for s in signs if s.windows])
    sentences = [*dict.fromkeys(s.sentence for s in signs)]
    if windows:
        spans = " or ".join(f"from {format_day(first)} to {format_day(last)}" for first, last in windows)
        sentences.append(f"It may be {spans}.")
    return Doubt(" ".join(sentences), tuple(dict.fromkeys(span for s in signs for span in s.spans)), windows)


def _common(windows: list[tuple[Window, ...]]) -> tuple[Window, ...]:
    """The days that lie in one window of each sign."""
    if not windows:
        return ()
    common = windows[0]
    for others in windows[1:]:
        shared = ((max(a, c), min(b, d)) for a, b in common for c, d in others)
        common = tuple(w for w in shared if w[0] <= w[1])
    return common
