"""Signs by sessions of the United Nations General Assembly, which are numbered, and whose leaders come in September."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from whomet.knowledge.data import read_data
from whomet.model import Span
from whomet.resolution.signs import DatedText, Sign, Window, phrases
from whomet.values.edtf import format_day

_AHEAD = 400  # days for which a session is spoken of before it opens
_SMALL = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TENS = {"forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ROUND = {"fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90}
_NUMBER = rf"([4-9]\d(?:st|nd|rd|th)|(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_SMALL)})|{'|'.join(_ROUND)})"


def signs_by_sessions(told: DatedText) -> Iterator[Sign]:
    """A session that opened long after the stated date is a sure sign; a meeting beside one that is not on is one
    only with another sign."""
    stated = format_day(told.published)
    for span, year in sessions_named(told.text):
        opens = date(year, 9, 1)
        if (opens - told.published).days > _AHEAD and not told.is_outside(span):
            sentence = f"“{told.words(span)}” opened in September {year}, long after the stated date, {stated}."
            yield Sign("session", sentence, (span,), ((opens - timedelta(days=_AHEAD), date(year + 1, 8, 31)),))
            return
    for found in phrases("holidays", "sessions", "beside").finditer(told.text):
        span, weeks = Span(*found.span()), _high_weeks(told.published)
        near = any(abs((told.published - day).days) <= 90 for week in weeks for day in week)
        if near or told.is_outside(span) or any(_other_time(words) for words in told.around(span)):
            continue
        sentence = f"It tells of a meeting “{told.words(span)}”, whose leaders come in September, not about {stated}."
        yield Sign("session", sentence, (span,), weeks, sure=False)
        return


def sessions_named(text: str) -> Iterator[tuple[Span, int]]:
    """Where a text names a session by its number, and the year in which that opened."""
    if "General Assembly" not in text and "UNGA" not in text:
        return
    for found in _numbered().finditer(text):
        words = next(w for w in found.groups() if w).lower().replace("-", " ")
        yield Span(*found.span()), read_data("holidays")["sessions"]["year"] + _number(words)


def _number(words: str) -> int:
    if words[0].isdigit():
        return int(words[:2])
    tens, _, small = words.partition(" ")
    return _TENS[tens] + _SMALL.index(small) + 1 if small else _ROUND[tens]


@cache
def _numbered() -> re.Pattern[str]:
    wordings = read_data("holidays")["sessions"]["wordings"]
    spelled = (re.escape(w).replace(r"\ ", r"\s").replace(r"\{number\}", _NUMBER) for w in wordings)
    return re.compile(rf"\b(?:{'|'.join(spelled)})\b", re.IGNORECASE)


def _high_weeks(published: date) -> tuple[Window, ...]:
    """When leaders came to the sessions of the year of publication and the one before."""
    first, last = read_data("holidays")["sessions"]["high"]
    years = (year for year in (published.year - 1, published.year) if year > 1945)
    weeks = ((date(year, *first), date(year, *last)) for year in years)
    return tuple(week for week in weeks if week[0] <= published)


def _other_time(words: str) -> bool:
    return bool(phrases("holidays", "other").search(words) or re.search(r"\b[12]\d{3}\b", words))
