"""The worst inputs of a pattern, made from its own parse tree.

Where a pattern repeats something, as much of that as there is room for, behind the shortest text that leads there; also
each beginning of what it matches, over and over; and runs of all that texts are made of. Each ends in a sign that no
pattern expects, so that what was matched so far is tried anew in every way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as c
from re import _parser as parser
from typing import Any

Tree = Sequence[tuple[Any, Any]]
Worst = tuple[str, str]  # what stands first, and what is repeated behind it

UNEXPECTED = "\x01"
PROBES = "aA1 \n\t,.;:-'’\"“”()[]/&_<>=é中*#!?\r\xa0"
RUNS = (
    "a",
    "A",
    "1",
    " ",
    "\n",
    ",",
    ".",
    '"',
    "“",
    "’",
    "-",
    "(",
    "Aa ",
    "a ",
    "A. ",
    "1 ",
    "1,",
    "a\n",
    " \n",
    "a, ",
)
MOST = 60
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
SINGLE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
CATEGORIES = {
    c.CATEGORY_DIGIT: str.isdigit,
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    c.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    c.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    c.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


def worst_inputs(pattern: str, flags: int) -> list[Worst]:
    """Inputs that a pattern may be slow on, at most some sixty, from all over the pattern."""
    tree = parser.parse(pattern, flags)
    own = [*repeats(tree, ""), *(("", sample(tree, n, n)) for n in (0, 1)), *(("", run) for run in RUNS)]
    found = list(dict.fromkeys((before[-100:], again[:200]) for before, again in own if again))
    return found[:: len(found) // MOST + 1]


def is_bounded(pattern: str, flags: int) -> bool:
    """Whether it can match so many characters only: then no text is slow for its length."""
    return parser.parse(pattern, flags).getwidth()[1] < 1000


def text_of(worst: Worst, length: int) -> str:
    """An input of some length."""
    before, again = worst
    return (before + again * (length // len(again) + 1))[: length - 1] + UNEXPECTED


def repeats(tree: Tree, before: str) -> Iterator[Worst]:
    """For each repetition in a tree what leads to it and what it repeats; and each beginning, again and again."""
    for n, (kind, what) in enumerate(tree):
        for inner in parts(kind, what):
            yield from repeats(inner, before)
        if kind in REPEATS and what[1] > 3:
            yield from ((before, again) for again in repeated(what[2]))
            yield "", before + sample(what[2], 0, 1)
        before += sample([(kind, what)], 0, 0)
        if before and n + 1 < len(tree) and tree[n + 1][0] is not c.LITERAL:
            yield "", before


def parts(kind: Any, what: Any) -> list[Tree]:
    """The trees within a node; of many alternatives some."""
    if kind is c.SUBPATTERN:
        return [what[3]]
    if kind is c.BRANCH:
        return what[1][:: len(what[1]) // 12 + 1]
    if kind in REPEATS:
        return [what[2]]
    if kind in (c.ASSERT, c.ASSERT_NOT):
        return [what[1]]
    return [what] if kind is c.ATOMIC_GROUP else []


def repeated(body: Tree) -> list[str]:
    """What a repetition may be fed with: each kind of sign that it takes, and all of them in turn."""
    if len(body) == 1 and body[0][0] in SINGLE:
        taken = [sign for sign in PROBES if takes(*body[0], sign)] or [sign_of(*body[0])]
        return [*taken[:8], "".join(taken[:12])]
    return [sample(body, times, times) for times in (0, 1)]


def sample(tree: Tree, alternative: int, times: int) -> str:
    """A short text that a tree matches, or nearly: what it looks at but does not take is left out."""
    out = ""
    for kind, what in tree:
        if kind in SINGLE:
            out += sign_of(kind, what)
        elif kind in REPEATS:
            out += sample(what[2], alternative, times) * max(what[0], min(what[1], times))
        elif kind is c.BRANCH:
            out += sample(what[1][alternative % len(what[1])], alternative, times)
        elif kind in (c.SUBPATTERN, c.ATOMIC_GROUP):
            out += sample(parts(kind, what)[0], alternative, times)
    return out


def sign_of(kind: Any, what: Any) -> str:
    """A sign that a node takes."""
    if kind is c.LITERAL:
        return chr(what)
    first = (
        next((v[0] if op is c.RANGE else v for op, v in what if op in (c.LITERAL, c.RANGE)), 97) if kind is c.IN else 97
    )
    return next((sign for sign in PROBES if takes(kind, what, sign)), chr(first))


def takes(kind: Any, what: Any, sign: str) -> bool:
    """Whether a node takes a sign."""
    if kind is c.IN:
        some = any(takes(op, v, sign) for op, v in what if op is not c.NEGATE)
        return some != (what[0][0] is c.NEGATE)
    if kind is c.RANGE:
        return what[0] <= ord(sign) <= what[1]
    if kind is c.CATEGORY:
        return CATEGORIES[what](sign)
    return sign != "\n" if kind is c.ANY else (ord(sign) == what) == (kind is c.LITERAL)


def used_on(pattern: re.Pattern[Any], used: str, text: Any) -> None:
    """Has a pattern look at a text as the package does."""
    if used == "search":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, used)(text)
