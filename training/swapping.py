"""Swaps persons' names and states in an example for others: the network is to learn where a name stands, not which."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import yaml

from examples import Example, Question, Spans
from whomet.model import Span

LONGEST_PUT_IN = 1500  # characters
_BREAK = re.compile(r"\n\s*\n|\n")
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’]{2,}")


class Names:
    """Words of names to draw from: first ones and last ones."""

    def __init__(self, names: Iterable[str]) -> None:
        split = [n.split() for n in names]
        self.first = sorted({w[0] for w in split if len(w) > 1 and _NAME_WORD.fullmatch(w[0])})
        self.last = sorted({w[-1] for w in split if len(w) > 1 and _NAME_WORD.fullmatch(w[-1])})


@dataclass(frozen=True, slots=True)
class State:
    """A state and the words that name it: its names, its adjectives, its capital, each the usual one first."""

    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    capitals: tuple[str, ...]

    def usual(self) -> tuple[str, str, str]:
        """The words that another state's are swapped for."""
        return self.names[0], self.adjectives[0], self.capitals[0]

    def stands_in(self, text: str) -> bool:
        """Whether one of its words does."""
        words = (w for w in (*self.names, *self.adjectives, *self.capitals) if w in text)
        return any(re.search(rf"(?<!\w){re.escape(w)}", text) for w in words)


@cache
def states() -> tuple[State, ...]:
    """Those of the knowledge base."""
    data = yaml.safe_load((files("whomet.knowledge") / "data" / "states.yaml").read_text(encoding="utf-8"))
    return tuple(
        State(tuple(_ways([row["name"], *row.get("names", ())])), tuple(row["adjectives"]), tuple(row["capital"]))
        for row in data["states"]
        if row.get("adjectives") and row.get("capital") and not row.get("city_state")
    )


def _ways(names: list[str]) -> Iterator[str]:
    """The names, and abbreviations with points: "U.S." beside "US"."""
    for name in names:
        yield name
        if name.isupper() and name.isalpha():
            yield "".join(f"{letter}." for letter in name)


@cache
def plain_states() -> tuple[State, ...]:
    """Those whose usual words are one word each: what others become."""
    return tuple(s for s in states() if len(set(s.usual())) == 3 and all(map(_NAME_WORD.fullmatch, s.usual())))


def swapped(example: Example, names: Names, rng: random.Random) -> Example:
    """The example with other persons' names, other states, both, or as it is: one as likely as the other. Of a report
    on real people always with both: an office's readouts would teach that its president meets everybody."""
    persons, lands = example.real or rng.random() < 0.5, example.real or rng.random() < 0.5
    new = other_states(example, rng) if lands else {}
    return with_words(example, new | _other_names(example, names, rng) if persons else new)


def other_states(example: Example, rng: random.Random, taken: tuple[State, ...] = ()) -> dict[str, str]:
    """Each state of the text becomes another, no two the same one, none that is taken."""
    persons = {word for name in example.names for word in name.split()}
    here = [s for s in states() if s.stands_in(example.text) and not persons & {*s.names, *s.capitals}]
    free = [s for s in plain_states() if s not in taken and not persons & set(s.usual())]
    new: dict[str, str] = {}
    for old, other in zip(here, rng.sample(free, min(len(here), len(free))), strict=False):
        name, adjective, capital = other.usual()
        new |= {f"{article}{n}": name for n in old.names for article in ("", "the ", "The ")}
        new |= dict.fromkeys(old.adjectives, adjective) | {f"{a}s": f"{adjective}s" for a in old.adjectives}
        new |= dict.fromkeys(old.capitals, capital)
    return new


def _other_names(example: Example, names: Names, rng: random.Random) -> dict[str, str]:
    new: dict[str, str] = {}
    for name in example.names:
        words = name.split()
        for k, word in enumerate(words):
            if _NAME_WORD.fullmatch(word) and word[0].isupper() and word not in new:
                pool = names.first if k == 0 and len(words) > 1 else names.last
                new[word] = rng.choice(pool)
    return new


def with_words(example: Example, new: dict[str, str]) -> Example:
    """The example with some words written otherwise, and every span moved along."""
    if not new:
        return example
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, new), key=len, reverse=True))})(?!\w)")
    text, at = "", 0
    starts: list[int] = []  # of what was swapped, in the old text
    places: list[tuple[int, int, int]] = []  # its end there; its start and end in the new text
    for found in pattern.finditer(example.text):
        text += example.text[at : found.start()]
        starts.append(found.start())
        places.append((found.end(), len(text), len(text) + len(new[found.group()])))
        text += new[found.group()]
        at = found.end()
    text += example.text[at:]

    def to(position: int, end: bool) -> int:
        """Where a place of the old text is now; inside what was swapped, its start or end."""
        index = bisect_right(starts, position - end) - 1
        if index < 0:
            return position
        old_end, new_start, new_end = places[index]
        if position < old_end:
            return new_end if end else new_start
        return position + new_end - old_end

    def moved(span: Span) -> Span:
        start = to(span.start, end=False)
        return Span(start, max(start, to(span.end, end=True)))

    def all_moved(tags: Spans) -> Spans:
        return {tag: [moved(s) for s in spans] for tag, spans in tags.items()}

    questions = tuple(replace(q, at=tuple(moved(s) for s in q.at), tags=all_moved(q.tags)) for q in example.questions)
    return replace(
        example, text=text, plain=all_moved(example.plain), blank=all_moved(example.blank), questions=questions
    )


def mixed(example: Example, other: Example, rng: random.Random) -> Example:
    """The example with some paragraphs of another put between its own: persons and meetings that don't belong to its
    meetings, as long reports have them. As it is, if the two name the same people or there is no place to cut."""
    words = [{word for name in e.names for word in name.split()} for e in (example, other)]
    inside = [
        s for q in example.questions for spans in ({"": q.at} | q.tags).values() for s in spans if s.end - s.start > 1
    ]
    cuts = [f.end() for f in _BREAK.finditer(example.text)]
    cuts = [c for c in cuts if not any(s.start < c < s.end for s in inside)]
    ends = [f.start() for f in _BREAK.finditer(other.text, 0, LONGEST_PUT_IN)]
    if words[0] & words[1] or not cuts or not ends:
        return example
    here = tuple(s for s in states() if s.stands_in(example.text))
    put = _part(with_words(other, other_states(other, rng, here)), rng)
    return _put_in(example, rng.choice(cuts), put)


def _part(example: Example, rng: random.Random) -> Example:
    """Its first paragraphs, with an empty line behind them."""
    ends = [f.start() for f in _BREAK.finditer(example.text, 0, LONGEST_PUT_IN)]
    end = rng.choice(ends) if ends else len(example.text)

    def kept(tags: Spans) -> Spans:
        return {tag: [s for s in spans if s.end <= end] for tag, spans in tags.items()}

    questions = tuple(replace(q, tags=kept(q.tags)) for q in example.questions if all(s.end <= end for s in q.at))
    text = example.text[:end] + "\n\n"
    return replace(example, text=text, plain=kept(example.plain), blank=kept(example.blank), questions=questions)


def _put_in(example: Example, at: int, put: Example) -> Example:
    """What is put in stands at a place of the example; each one's spans move with its words."""

    def later(spans: Spans, start: int, by: int) -> Spans:
        return {t: [Span(s.start + by, s.end + by) if s.start >= start else s for s in v] for t, v in spans.items()}

    def asked(of: Example, start: int, by: int) -> list[Question]:
        return [
            replace(q, at=tuple(later({"": list(q.at)}, start, by)[""]), tags=later(q.tags, start, by))
            for q in of.questions
        ]

    mine, theirs = later(example.plain, at, len(put.text)), later(put.plain, 0, at)
    tags = {tag: [*mine.get(tag, []), *theirs.get(tag, [])] for tag in {**mine, **theirs}}
    return replace(
        example,
        text=example.text[:at] + put.text + example.text[at:],
        plain=tags,
        settled=example.settled & put.settled,
        questions=(*asked(example, at, len(put.text)), *asked(put, 0, at)),
        names=(*example.names, *put.names),
    )
