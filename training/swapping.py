"""Swaps the names of persons in an example for others, so that the network learns where a name stands, not which."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from examples import Example, Spans
from whomet.model import Span

_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’]{2,}")


class Names:
    """Words of names to draw from: first ones and last ones."""

    def __init__(self, names: Iterable[str]) -> None:
        split = [n.split() for n in names]
        self.first = sorted({w[0] for w in split if len(w) > 1 and _NAME_WORD.fullmatch(w[0])})
        self.last = sorted({w[-1] for w in split if len(w) > 1 and _NAME_WORD.fullmatch(w[-1])})


def swapped(example: Example, names: Names, rng: random.Random) -> Example:
    """The example with other persons' names; with probability a half as it is."""
    if rng.random() < 0.5 or not example.names:
        return example
    new: dict[str, str] = {}
    for name in example.names:
        words = name.split()
        for k, word in enumerate(words):
            if _NAME_WORD.fullmatch(word) and word[0].isupper() and word not in new:
                pool = names.first if k == 0 and len(words) > 1 else names.last
                new[word] = rng.choice(pool)
    return with_words(example, new)


def with_words(example: Example, new: dict[str, str]) -> Example:
    """The example with some words written otherwise, and every span moved along."""
    if not new:
        return example
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, new), key=len, reverse=True))})(?!\w)")
    text, at = "", 0
    ends, moves = [0], [0]  # behind each of these places of the old text, how far all has moved
    for found in pattern.finditer(example.text):
        text += example.text[at : found.start()] + new[found.group()]
        at = found.end()
        ends.append(at)
        moves.append(len(text) - at)
    text += example.text[at:]

    def moved(span: Span) -> Span:
        start, end = (p + moves[bisect_right(ends, p) - 1] for p in (span.start, span.end))
        return Span(start, max(start, end))

    def all_moved(tags: Spans) -> Spans:
        return {tag: [moved(s) for s in spans] for tag, spans in tags.items()}

    questions = tuple(replace(q, at=tuple(moved(s) for s in q.at), tags=all_moved(q.tags)) for q in example.questions)
    return replace(
        example, text=text, plain=all_moved(example.plain), blank=all_moved(example.blank), questions=questions
    )
