"""Examples -> batches of arrays: windows, the questions asked of each, and what the tags and classes should be."""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from examples import Example, Question
from whomet.language.seen import seen
from whomet.language.tags import CLASSES, MARKS, PLAIN, TAGS
from whomet.language.windows import Tokens, Window, distances_from
from whomet.model import Span

LOOK_ALIKES = 3  # of a window: words that often tell of a meeting, and don't
_INDEX = {tag: i for i, tag in enumerate(TAGS)}
# Words that often tell of a meeting: where they stand unmarked, they are what the network must learn to leave.
_LOOKS_ALIKE = re.compile(
    r"\b(?:meet(?:s|ings?)?|met|talks?|talked|summits?|visit(?:s|ed)?|receive[sd]|host(?:s|ed)?|calls?|called|spoke|"
    r"phoned|discuss(?:ed|ions?)|negotiat(?:ed|ions?)|sessions?|conferences?|consultations|dialogue|sat down|"
    r"gather(?:ed|ing)|delegation|round|trip|signed|dinner)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a window: marks by token; right tags and which of them are settled, tokens x tags of yes and no;
    classes (-1: unsettled)."""

    marks: np.ndarray
    distances: np.ndarray
    right: np.ndarray
    settled: np.ndarray
    classes: np.ndarray


@dataclass(frozen=True, slots=True)
class Item:
    """A window with its questions; the first is the one without a mark."""

    window: Window
    asked: tuple[Asked, ...]


def items(examples: Iterable[Example], tokens: Tokens, rng: random.Random) -> Iterator[Item]:
    """All windows of the examples with their questions, and a draw of words that look like a meeting's."""
    for example in examples:
        for window in tokens.windows(example.text, seen(example.text)):
            yield _item(example, window, rng)


def _item(example: Example, window: Window, rng: random.Random) -> Item:
    starts, ends = [s.start for s in window.spans[1:-1]], [s.end for s in window.spans[1:-1]]

    def held(span: Span) -> tuple[int, int]:
        """The tokens that meet a span, as a range in the window."""
        first = bisect_right(ends, span.start)
        return first + 1, max(first, bisect_left(starts, span.end)) + 1

    own = Span(starts[window.own.start - 1], ends[min(window.own.stop - 1, len(ends)) - 1])
    size = len(window.ids)
    plain = Question("", (), example.plain, example.settled)
    open_questions = [q for q in example.questions if own.holds(q.at[0])]
    if "meeting" in example.settled:
        marked = example.plain.get("meeting", [])
        alike = [Span(*f.span()) for f in _LOOKS_ALIKE.finditer(example.text, own.start, own.end)]
        wrong = [s for s in alike if not any(s.meets(m) for m in marked)]
        rng.shuffle(wrong)
        open_questions += [Question("meeting", (s,), {}, frozenset(), {"real": "no"}) for s in wrong[:LOOK_ALIKES]]
    return Item(window, tuple(_asked(q, held, size) for q in (plain, *open_questions)))


def _asked(question: Question, held: Callable[[Span], tuple[int, int]], size: int) -> Asked:
    marks = np.zeros(size, np.int64)
    right, settled = (np.zeros((size, len(TAGS)), np.bool_) for _ in range(2))
    for span in question.at:
        a, b = held(span)
        marks[a:b] = MARKS.index(question.mark) + 1
    for tag in question.settled:
        settled[1:-1, _INDEX[tag]] = True
    for tag, spans in question.tags.items():
        column = _INDEX[tag]
        for span in spans:
            a, b = held(span)
            right[a:b, column] = True
            if not question.mark and tag not in question.settled and tag in PLAIN:
                settled[a:b, column] = True  # what is there is settled, what else there is, is not
    classes = np.array([_class(question, name) for name in CLASSES], np.int64)
    return Asked(marks, distances_from(marks), right, settled, classes)


def _class(question: Question, name: str) -> int:
    value = question.classes.get(name)
    return CLASSES[name].index(value) if value is not None else -1


def batches(found: list[Item], tokens_at_once: int, rng: random.Random) -> list[list[Item]]:
    """Windows of like length together, in drawn order; a batch has so many tokens at most, padding counted."""
    order = sorted(found, key=lambda i: (len(i.window.ids), rng.random()))
    out: list[list[Item]] = [[]]
    for item in order:
        if out[-1] and (len(out[-1]) + 1) * len(item.window.ids) > tokens_at_once:
            out.append([])
        out[-1].append(item)
    rng.shuffle(out)
    return out
