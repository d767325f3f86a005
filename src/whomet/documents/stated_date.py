"""Words -> a day of the calendar, as datelines write it. Never guesses an order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from whomet.knowledge.data import read_data
from whomet.model import FindingKind, Span

# Not strftime's, which follows the locale of the machine.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PLACEHOLDER = re.compile(r"%(\w+)%")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a stated date is doubtful, in one sentence: it can't be right, or its words can be read in two ways."""

    kind: FindingKind
    text: str


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as a text writes it.

    `value`: ISO 8601, "" if the words don't settle one day; `span`: where in the string that was searched; `doubt`: why
    the day can't be right or can't be told. `labelled`: a word names it ("Published"); `updated`: the word says that it
    is the day of a later change.
    """

    value: str
    words: str
    span: Span
    doubt: Doubt | None = None
    short_year: bool = False
    labelled: bool = False
    updated: bool = False

    @property
    def basis(self) -> str:
        """One sentence, "" where the words are the value."""
        if self.words == self.value:
            return ""
        century = f"; the year's two digits are read as {self.value[:4]}" if self.short_year else ""
        return f"The dateline says “{self.words}”{century}."


def find_date(text: str) -> StatedDate | None:
    """The first date in `text` (a short string; the caller cuts it), the longest of those that begin there."""
    found = sorted(_matches(text), key=lambda match: (match.start(), -match.end()))
    return _understand(found[0]) if found else None


def read_date(text: str) -> StatedDate | None:
    """The date that `text` begins with, such as the value of a metadata field; None if it begins with none."""
    stated = find_date(text.strip()[:100])
    return stated if stated and stated.span.start == 0 else None


def expand(pattern: str, extra: dict[str, str] | None = None) -> str:
    """A pattern of datelines.yaml with its %placeholders% filled in."""
    words = _placeholders() | (extra or {})
    while _PLACEHOLDER.search(pattern):
        pattern = _PLACEHOLDER.sub(lambda match: words[match[1]], pattern)
    return pattern


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in _patterns() if (match := pattern.search(text)))


def _understand(match: re.Match[str]) -> StatedDate:
    fields = match.groupdict()
    words, span = match[0], Span(*match.span())
    year, short = _year(fields["year"])
    days = [(month, day) for month, day in _month_and_day(fields) if _day(year, month, day)]
    if not days:
        return StatedDate("", words, span, _doubt(f"The stated date “{words}” is no day of the calendar."))
    if len(set(days)) > 1:
        sentence = f"The stated date “{words}” can be read as two days."
        return StatedDate("", words, span, Doubt(FindingKind.DATE_UNRESOLVED, sentence))
    stated = date(year, *days[0])
    return StatedDate(stated.isoformat(), words, span, _weekday_doubt(fields.get("weekday"), stated), short)


def _year(digits: str) -> tuple[int, bool]:
    """Two digits are 1969 to 2068, as POSIX strptime has it."""
    if len(digits) == 4:
        return int(digits), False
    return int(digits) + (1900 if int(digits) >= 69 else 2000), True


def _month_and_day(fields: dict[str, str | Any]) -> list[tuple[int, int]]:
    if fields.get("first"):
        first, second = int(fields["first"]), int(fields["second"])
        return [(second, first), (first, second)]
    month = fields.get("month_number") or read_data("datelines")["months"][fields["month"].casefold()]
    return [(int(month), int(fields["day"]))]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _doubt(sentence: str) -> Doubt:
    return Doubt(FindingKind.DATE_DOUBT, sentence)


def _weekday_doubt(word: str | None, stated: date) -> Doubt | None:
    weekdays: dict[str, int] = read_data("datelines")["weekdays"]
    if not word or weekdays[word.casefold()] == stated.weekday():
        return None
    return _doubt(f"The dateline says {word}, but {stated.isoformat()} was a {_WEEKDAYS[stated.weekday()]}.")


@cache
def _placeholders() -> dict[str, str]:
    data = read_data("datelines")
    lists = {name: "|".join(sorted(data[name], key=lambda w: (-len(w), w))) for name in ("months", "weekdays")}
    return {**lists, **data["pieces"]}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"(?<!\w)(?:{expand(entry['pattern'])})", re.IGNORECASE)
        for entry in read_data("datelines")["dates"]
    )
