"""Words of documents as an assistant may safely be given them: what can't be seen is shown, and an answer has an end.

A document may hold signs that a person does not see and a language model reads (tags, variation selectors), or that
turn the direction of writing around. Each such sign is given as its number: [U+202E].
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from whomet.exchange.shapes import as_json

MOST = 20_000
"""Bytes of the lists in one answer, as JSON: some 5,000 tokens of a language model; in plain lines fewer."""
PIECE = 5_000
"""Bytes of one piece of a list, where it can be told in several."""
LONGEST = 600
"""Code points of one quotation or value; what is cut is to be read in its document."""

_CUT = " […]"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_PASS_FOR_PRINTABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Signs without a shape of their own that Unicode counts among letters, marks and symbols."""

Shape = TypeVar("Shape", bound=Struct)
Item = TypeVar("Item", bound=Struct)


def shown(words: str) -> str:
    """Words with every sign that can't be seen as its number. Line ends, tabs and spaces stay; so do joiners between
    letters of the scripts that need them."""
    if words.isprintable() and not _PASS_FOR_PRINTABLE.search(words):
        return words
    return "".join(_shown(sign, before) for sign, before in zip(words, f" {words}", strict=False))


def _shown(sign: str, before: str) -> str:
    if sign in "\r\n\t" or (sign.isprintable() and not _PASS_FOR_PRINTABLE.match(sign)):
        return sign
    if unicodedata.category(sign) == "Zs" or (sign in _JOINERS and before > "\x7f" and before.isprintable()):
        return sign
    return f"[U+{ord(sign):04X}]"


def harmless(answer: Shape) -> Shape:
    """An answer with every string in it as `shown` gives it."""
    return msgspec.convert(_all_shown(msgspec.to_builtins(answer)), type(answer))


def _all_shown(found: Any) -> Any:  # noqa: ANN401 - what JSON holds
    if isinstance(found, str):
        return shown(found)
    if isinstance(found, list):
        return [_all_shown(each) for each in found]
    return {key: _all_shown(each) for key, each in found.items()} if isinstance(found, dict) else found


def cut(words: str, most: int = LONGEST) -> str:
    """Words as they are, or the beginning of too many, which says so."""
    return words if len(words) <= most else f"{words[:most]}{_CUT}"


def listed(names: Iterable[str], most: int) -> list[str]:
    """Names as they are, or the first of too many and how many more there are."""
    known = [cut(name) for name in names]
    return known if len(known) <= most else [*known[:most], f"… and {len(known) - most} more"]


def quoted(words: str) -> str:
    """Words of a document on one line between quotation marks; such marks within them have a backslash before them, so
    that nothing can end the quotation but its end."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def quoted_lines(text: str) -> Iterator[str]:
    """A text line by line, each after a bar: whatever it says, no line of it can pass for one of ours."""
    return (f"| {line}" for line in text.splitlines() or [""])


def fitting(items: Iterable[Item], most: int = MOST) -> list[Item]:
    """The first of some items, at least one, as many as an answer has room for."""
    found: list[Item] = []
    for item in items:
        most -= len(as_json(item))
        if found and most < 0:
            break
        found.append(item)
    return found


def pieces(items: Sequence[Item], many: int) -> Iterator[list[Item]]:
    """Items some at a time: at most so many, and no more than make a piece."""
    while items:
        piece = fitting(items[:many], PIECE)
        yield piece
        items = items[len(piece) :]


def page_of(items: Sequence[tuple[str, Struct]], begin: int) -> tuple[dict[str, list[Any]], int]:
    """As many items, each with the list that it stands in, as an answer has room for, from the one numbered `begin` on;
    and the number of the next, 0 where none is left."""
    shown = fitting(item for _, item in items[begin:])
    end = begin + len(shown)
    lists: dict[str, list[Any]] = {}
    for name, item in items[begin:end]:
        lists.setdefault(name, []).append(item)
    return lists, end if end < len(items) else 0
