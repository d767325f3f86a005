"""Text -> windows of tokens that overlap: nothing is truncated, and each token is read where most stands around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whomet.language.tags import distance_of, shape_of
from whomet.language.wordpieces import WordPieces
from whomet.model import Span

LONGEST = 384  # tokens of a window
STEP = 256  # tokens from one window's start to the next one's
_FARTHEST = 512  # tokens; from 256 on all distances are one class
_DISTANCES = np.array([distance_of(n) for n in range(-_FARTHEST, _FARTHEST + 1)], np.int64)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Window:
    """Tokens of one window: their ids, shapes, kinds (as the rules see them) and places in the text (code points). The
    first and the last are the encoder's own, at no place. `own` is the range of tokens that no other window sees more
    around."""

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    kinds: tuple[int, ...]
    spans: tuple[Span, ...]
    own: range

    def holding(self, span: Span) -> list[int]:
        """The tokens that meet a span."""
        return list(range(*self.bounds(span)))

    def bounds(self, span: Span) -> tuple[int, int]:
        """The first of the tokens that meet a span, and the one behind the last; the same twice, or fewer, for none."""
        last = len(self.spans) - 1
        return bisect_right(self._ends, span.start, 1, last), bisect_left(self._starts, span.end, 1, last)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    @cached_property
    def _ends(self) -> list[int]:
        return [span.end for span in self.spans]


class Tokens:
    """Cuts texts into windows of the encoder's pieces."""

    def __init__(self, vocabulary: Path) -> None:
        self._pieces = WordPieces(vocabulary)

    def windows(self, text: str, seen: Iterable[tuple[Span, int]] = ()) -> list[Window]:
        """The windows of a text in order; none for a text without tokens. `seen` are spans with their kinds."""
        ids, spans = self._pieces.of(text)
        shapes, kinds = _shapes(text, spans), _kinds(spans, seen)
        room = LONGEST - 2
        starts = list(range(0, max(1, len(ids) - (room - STEP)), STEP)) if ids else []
        out = []
        for k, start in enumerate(starts):
            end = min(len(ids), start + room)
            middle = (start + starts[k - 1] + room) // 2 if k else 0
            until = (starts[k + 1] + start + room) // 2 if k + 1 < len(starts) else len(ids)
            out.append(
                Window(
                    (self._pieces.first, *ids[start:end], self._pieces.last),
                    (0, *shapes[start:end], 0),
                    (0, *kinds[start:end], 0),
                    (Span(0, 0), *spans[start:end], Span(0, 0)),
                    range(middle - start + 1, until - start + 1),
                )
            )
        return out


def distances_from(marks: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each token the class of its distance from the marked ones; zeros where none is marked."""
    at = np.flatnonzero(marks)
    if not len(at):
        return np.zeros(len(marks), np.int64)
    steps = np.arange(len(marks)) - np.where(np.arange(len(marks)) > at[-1], at[-1], at[0])
    steps[at[0] : at[-1] + 1] = 0
    found: NDArray[np.int64] = _DISTANCES[np.clip(steps, -_FARTHEST, _FARTHEST) + _FARTHEST]
    return found


def _kinds(spans: list[Span], seen: Iterable[tuple[Span, int]]) -> list[int]:
    """The kind of each token; of several, the one seen last."""
    starts, ends = [s.start for s in spans], [s.end for s in spans]
    kinds = [0] * len(spans)
    for span, kind in seen:
        for i in range(bisect_right(ends, span.start), bisect_left(starts, span.end)):
            kinds[i] = kind
    return kinds


def _shapes(text: str, spans: list[Span]) -> list[int]:
    """The shape of each token is that of the whole word it is a piece of."""
    words = {}
    for match in _WORD.finditer(text):
        for place in range(match.start(), match.end()):
            words[place] = match
    shapes, last = [], -1
    for span in spans:
        word = words.get(span.start)
        opens = last < 0 or "\n" in text[last : span.start]
        shapes.append(shape_of(word.group() if word else text[span.start : span.end], opens))
        last = span.end
    return shapes
