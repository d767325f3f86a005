"""Text -> the spans that are no part of a report: share buttons, bylines, footers, a title said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from whomet.documents.lines import Line, lines_of
from whomet.knowledge.data import read_data
from whomet.model import Span


def find_boilerplate(text: str) -> tuple[Span, ...]:
    """Spans of boilerplate, in text order, not overlapping. Linear in the length of the text."""
    whole_lines = [line.span for line in lines_of(text) if is_boilerplate(line)]
    anywhere = [Span(*match.span()) for match in _anywhere().finditer(text)]
    return join_spans([*whole_lines, *anywhere], text)


def is_boilerplate(line: Line) -> bool:
    """Whether the whole line is boilerplate."""
    return line.whole and _whole_line().fullmatch(line.text) is not None


def find_repeats(text: str, title: Span) -> Iterator[Span]:
    """Every later line that says the title again."""
    words = _letters(title.of(text))
    for line in lines_of(text):
        if line.span.start >= title.end and line.whole and words and _letters(line.text) == words:
            yield line.span


def join_spans(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """The spans in order, those that overlap or have only white space between them made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and (span.start <= joined[-1].end or not text[joined[-1].end : span.start].strip()):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@cache
def _whole_line() -> re.Pattern[str]:
    patterns = "|".join(f"(?:{e['pattern']})" for e in read_data("boilerplate") if e["where"] == "line")
    return re.compile(rf"[•*>|·–\s-]{{0,4}}(?:{patterns})", re.IGNORECASE)


@cache
def _anywhere() -> re.Pattern[str]:
    """Case counts here: a plain beginning is what lets the search skip quickly through long texts."""
    return re.compile("|".join(f"(?:{e['pattern']})" for e in read_data("boilerplate") if e["where"] == "anywhere"))
