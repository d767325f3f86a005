"""The marks of a map: discs for places, some for several that lie too near to be told apart, and names."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whomet.faces.web.charts.frame import Frame
from whomet.faces.web.charts.labels import Disc, Label, Rectangle, free_of, labelled, rectangle, width_of
from whomet.knowledge.base_map import reach_of_land
from whomet.knowledge.places import countries, country_place

_LEAST = 4.5  # radius of the smallest mark
_OF_ONE = 6.5  # radius that one meeting has at most
_COUNTED = 9.0  # radius from which on a mark has room for its number
_TOUCHING = 0.75  # parts of both radii within which two marks become one
_LANDS_UP_TO = 2.4  # width of a section, in radii of the Earth, up to which countries are named


@dataclass(frozen=True, slots=True)
class Look:
    """The map for windows of some width: its own width in pixels, sizes of letters, the radius of the largest mark."""

    name: str
    width: float
    letter: float
    land_letter: float
    largest: float


_WIDE, _NARROW = Look("wide", 840.0, 12.5, 11.0, 22.0), Look("narrow", 380.0, 11.0, 9.0, 15.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A city, longitude and latitude, the address of its meetings, how many these are, and of how many sources differ
    on the place."""

    city: str
    name: str
    at: tuple[float, float]
    address: str
    meetings: int
    differing: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One place, or several, in percent of the map; of so many percent of its meetings sources differ on the place."""

    x: float
    y: float
    radius: float
    doubt: float
    number: str
    label: Label | None
    title: str
    address: str
    several: bool


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a country, in percent of the map."""

    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layer:
    """The marks for windows of some width, and the names of countries that they leave room for."""

    look: str
    marks: tuple[Mark, ...]
    names: tuple[Name, ...]


Group = list[Spot]


def layer(frame: Frame, spots: Sequence[Spot], narrow: bool, closer: Callable[[Sequence[Spot]], str]) -> Layer:
    """Some places on a map; `closer` gives the address of the map of a few of them alone."""
    look = _NARROW if narrow else _WIDE
    high = look.width / frame.shape
    groups = _grouped(frame, spots, look)
    discs = [_disc(frame, group, spots, look) for group in groups]
    labels = labelled(discs, [_called(group) for group in groups], look.letter, (look.width, high))
    marks = (
        _mark(group, disc, label, (look.width, high), closer)
        for group, disc, label in zip(groups, discs, labels, strict=True)
    )
    boxes = [rectangle(d, each, look.letter) for d, each in zip(discs, labels, strict=True) if each]
    boxes += [(d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in discs]
    names = _names(frame, look, boxes) if frame.width < _LANDS_UP_TO * look.width / _WIDE.width else ()
    return Layer(look.name, tuple(marks)[::-1], names)  # the small ones, drawn last, lie on top


def _grouped(frame: Frame, spots: Sequence[Spot], look: Look) -> list[Group]:
    """Places, the largest first, each with the smaller ones whose marks would lie upon its own."""
    groups: list[Group] = []
    before = len(spots) + 1
    merged = [[spot] for spot in spots]
    while len(merged) < before:
        before, groups = len(merged), []
        held: list[Disc] = []
        for group in sorted(merged, key=_weight):
            disc = _disc(frame, group, spots, look)
            near = next((n for n, other in enumerate(held) if _touch(disc, other)), None)
            if near is None:
                groups.append(group)
                held.append(disc)
            else:
                groups[near] = groups[near] + group
                held[near] = _disc(frame, groups[near], spots, look)
        merged = groups
    return groups


def _weight(group: Group) -> tuple[int, str]:
    return -sum(spot.meetings for spot in group), group[0].name


def _touch(one: Disc, other: Disc) -> bool:
    return math.hypot(one.x - other.x, one.y - other.y) < _TOUCHING * (one.radius + other.radius)


def _disc(frame: Frame, group: Group, spots: Sequence[Spot], look: Look) -> Disc:
    """A mark on the largest of some places, its area by the number of meetings."""
    x, y = frame.at(*group[0].at)
    most = max(spot.meetings for spot in spots)
    largest = min(look.largest, _OF_ONE * math.sqrt(most))  # one meeting is no large thing, however few there are
    radius = max(_LEAST, min(1.15, math.sqrt(sum(spot.meetings for spot in group) / most)) * largest)
    return Disc(x * look.width, y * look.width / frame.shape, radius)


def _called(group: Group) -> str:
    return group[0].city if len(group) == 1 else f"{group[0].city} +\u2009{len(group) - 1}"


def _mark(
    group: Group,
    disc: Disc,
    label: Label | None,
    area: tuple[float, float],
    closer: Callable[[Sequence[Spot]], str],
) -> Mark:
    meetings, differing = (sum(numbers) for numbers in zip(*((s.meetings, s.differing) for s in group), strict=True))
    one = len(group) == 1
    return Mark(
        round(100 * disc.x / area[0], 3),
        round(100 * disc.y / area[1], 3),
        round(disc.radius, 1),
        round(100 * differing / meetings, 1),
        f"{meetings:,}" if disc.radius >= _COUNTED and width_of(f"{meetings:,}", 11) < 2 * disc.radius - 2 else "",
        label,
        _title(group, meetings, differing),
        group[0].address if one else closer(group),
        not one,
    )


def _title(group: Group, meetings: int, differing: int) -> str:
    counted = f"{meetings:,} meeting{'' if meetings == 1 else 's'}"
    doubt = f"; sources differ on the place of {differing:,}" if differing else ""
    if len(group) == 1:
        return f"{group[0].name}: {counted}{doubt}"
    others = ", ".join(spot.city for spot in group[:5]) + (f" and {len(group) - 5} more" if len(group) > 5 else "")
    return f"{len(group)} places near {group[0].name}, {counted}{doubt}: {others}. Opens a closer map"


def _names(frame: Frame, look: Look, taken: Sequence[Rectangle]) -> tuple[Name, ...]:
    """The countries whose names, as they are here everywhere, find room within their own borders: the map takes no
    other choice among them."""
    held, found = list(taken), []
    high = look.width / frame.shape
    for code, name in sorted(countries().items()):
        place = country_place(code)
        room = reach_of_land(place.longitude, place.latitude) if place else None
        if not place or not room:
            continue
        (west, y), (east, _) = (frame.at(place.longitude + side, place.latitude) for side in (-room[0], room[1]))
        wide, middle = width_of(name, look.land_letter) * 1.1, (west + east) / 2
        at = (middle * look.width - wide / 2, y * high - look.land_letter)
        box = (*at, at[0] + wide, y * high + look.land_letter / 2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= look.width and box[3] <= high
        if inside and wide <= (east - west) * look.width and free_of(box, held):
            held.append(box)
            found.append(Name(name, round(100 * middle, 2), round(100 * y, 2)))
    return tuple(found)
