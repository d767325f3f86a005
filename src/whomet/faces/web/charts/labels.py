"""Where the words beside marks go, so that none lies on another or on a mark; what finds no room is left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WIDE, _NARROW = 1.0, 0.56  # of a letter, in parts of its size: ideographs, and a generous mean of all others
_LONGEST, _LONGEST_NAME = 26, 160  # code points of a label, and of a name that a mark bears
_GAP = 4.0  # pixels between a mark and its label

_SIDES = ("start", "end", "above", "below", "above start", "below start", "above end", "below end")
"""Where a label may stand, the best place first."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark: how many pixels from its middle they begin, end or have their middle."""

    words: str
    anchor: str
    right: float
    down: float


def cut(words: str) -> str:
    """Words, or so much of them as a label takes."""
    return _beginning(words, _LONGEST)


def brief(name: str) -> str:
    """A name, or so much of it as is told of a mark: there may be hundreds of them on a page."""
    return _beginning(name, _LONGEST_NAME)


def _beginning(words: str, most: int) -> str:
    words = " ".join(words[: 20 * most].split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def width_of(words: str, size: float) -> float:
    """About how wide words are drawn."""
    return sum(size * (_WIDE if unicodedata.east_asian_width(letter) in "WF" else _NARROW) for letter in words)


def labelled(
    discs: Sequence[Disc], names: Sequence[str], size: float, area: tuple[float, float]
) -> tuple[Label | None, ...]:
    """A label for each disc, the first ones first, within an area; None where there is no room for one."""
    taken: list[Rectangle] = [_around(disc) for disc in discs]
    found: list[Label | None] = []
    for disc, name in zip(discs, names, strict=True):
        words = cut(name)
        places = ((_place(disc, words, size, side), side) for side in _SIDES)
        free = next(((at, side) for at, side in places if _is_free(at, taken, area, _around(disc))), None)
        found.append(_label(disc, words, size, free[1]) if free and words else None)
        if found[-1] and free:
            taken.append(free[0])
    return tuple(found)


def free_of(at: Rectangle, taken: Sequence[Rectangle]) -> bool:
    """Whether a rectangle meets none of some others."""
    return not any(at[0] < r[2] and r[0] < at[2] and at[1] < r[3] and r[1] < at[3] for r in taken)


def rectangle(disc: Disc, label: Label, size: float) -> Rectangle:
    """What a label covers."""
    wide = width_of(label.words, size)
    left = disc.x + label.right - {"start": 0.0, "end": wide, "middle": wide / 2}[label.anchor]
    return (left, disc.y + label.down - size * 0.85, left + wide, disc.y + label.down + size * 0.3)


def _label(disc: Disc, words: str, size: float, side: str) -> Label:
    beside, slanting = disc.radius + _GAP, disc.radius * 0.75 + 1
    high = {"above": -beside, "below": beside + size * 0.8}.get(side.partition(" ")[0], size * 0.35)
    if " " not in side:
        wide = {"start": beside, "end": -beside}.get(side, 0.0)
        return Label(words, side if wide else "middle", wide, high)
    anchor = side.partition(" ")[2]
    nearer = -slanting if high < 0 else slanting + size * 0.8
    return Label(words, anchor, slanting if anchor == "start" else -slanting, nearer)


def _place(disc: Disc, words: str, size: float, side: str) -> Rectangle:
    return rectangle(disc, _label(disc, words, size, side), size)


def _around(disc: Disc) -> Rectangle:
    return (disc.x - disc.radius, disc.y - disc.radius, disc.x + disc.radius, disc.y + disc.radius)


def _is_free(at: Rectangle, taken: Sequence[Rectangle], area: tuple[float, float], own: Rectangle) -> bool:
    inside = at[0] >= 2 and at[1] >= 2 and at[2] <= area[0] - 2 and at[3] <= area[1] - 2
    return inside and free_of(at, [r for r in taken if r != own])
