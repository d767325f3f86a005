"""A text -> the windows of it that a language model is asked about, and what it is shown of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from whomet.model import Document, RegionKind, Span

LONGEST = 6000
"""Code points of a window: with the question and the answer it stays within 8,000 tokens, in any script."""

_OVERLAP = 800  # code points: about a paragraph, so that no meeting falls between two windows
_LETTER = re.compile(r"[^\W\d_]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"(?:(?<!\s)\s+)?\n\s*")
_SURROGATES = re.compile("[\ud800-\udfff]")


def shown(document: Document) -> str:
    """The document's text with blanks for its boilerplate: as long as the text, so that every place holds."""
    pieces, at = [], 0
    for region in sorted((r for r in document.regions if r.kind is RegionKind.BOILERPLATE), key=lambda r: r.span):
        if region.span.end > at:
            start = max(at, region.span.start)
            pieces += [document.text[at:start], " " * (region.span.end - start)]
            at = region.span.end
    return "".join([*pieces, document.text[at:]])


def windows(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Spans that overlap and together hold all sentences, each begun and ended at a sentence's ends."""
    found: list[Span] = []
    for start, end in _ranges([s.start for s in sentences], [s.end for s in sentences]):
        if _LETTER.search(text, start, end):
            found.append(Span(start, end))
    return found


def _ranges(starts: list[int], ends: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(starts):
        last = first
        while last + 1 < len(ends) and ends[last + 1] - starts[first] <= LONGEST:
            last += 1
        yield starts[first], ends[last]
        if last + 1 == len(starts):
            return
        following = last + 1
        while following > first + 1 and ends[last] - starts[following - 1] <= _OVERLAP:
            following -= 1
        first = following


def halves(window: Span, sentences: Sequence[Span]) -> tuple[Span, Span] | None:
    """The window in two, where it is too much for one answer; None where it is no more than a sentence."""
    inside = [s for s in sentences if window.holds(s)]
    if len(inside) < 2:
        return None
    middle = (window.start + window.end) // 2
    cut = min(range(1, len(inside)), key=lambda n: abs(inside[n].start - middle))
    return Span(window.start, inside[cut - 1].end), Span(inside[cut].start, window.end)


def as_sent(text: str, window: Span) -> str:
    """What a model is shown of a window: runs of blanks as one, and no halves of surrogate pairs, which no JSON
    holds."""
    words = _LINES.sub("\n", _BLANKS.sub(" ", window.of(text))).strip()
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", words)
