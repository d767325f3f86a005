"""The lines of a text, as spans: what datelines, headlines and boilerplate are looked for in."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whomet.model import Span

LONGEST = 400  # code points of a line that patterns see: so no pattern is slow on a line of 50 MB
_LINE = re.compile(r"\S(?:[^\n\r]*\S)?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space around it; `text` is cut to LONGEST; `apart`: blank lines or nothing follow."""

    span: Span
    text: str
    apart: bool

    @property
    def whole(self) -> bool:
        """Whether `text` is all of the line."""
        return len(self.text) == self.span.end - self.span.start


def lines_of(text: str) -> Iterator[Line]:
    """The non-blank lines in order."""
    last: Span | None = None
    for match in _LINE.finditer(text):
        if last:
            yield _line(text, last, match.start())
        last = Span(*match.span())
    if last:
        yield _line(text, last, len(text))


def edges(lines: Iterable[Line], top: int, bottom: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The first `top` lines, and the last `bottom` of the rest."""
    first: list[Line] = []
    rest: deque[Line] = deque(maxlen=bottom)
    for line in lines:
        if len(first) < top:
            first.append(line)
        else:
            rest.append(line)
    return tuple(first), tuple(rest)


def _line(text: str, span: Span, following: int) -> Line:
    gap = text[span.end : following]
    breaks = gap.count("\n") or gap.count("\r")
    return Line(span, text[span.start : min(span.end, span.start + LONGEST)], breaks > 1 or following == len(text))
