"""The network of a view: sides, or people, and how many meetings each two of them were at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from whomet.faces.web.addresses import Asked
from whomet.faces.web.charts.labels import Disc, Label, brief, labelled
from whomet.faces.web.charts.layout import Numbers, arranged, placed
from whomet.faces.web.lists import Link, chosen
from whomet.register import Register
from whomet.register.browsing import View
from whomet.register.listings import MOST_SIDES, Facet

PATH = "/network"
MOST_NODES = 60
MOST_LINES = 150
MOST_LISTED = 24  # pairs in the table
_COLOURS = 6  # sides that have a colour of their own
_LEAST, _LARGEST, _OF_ONE = 5.0, 18.0, 7.0  # radii in pixels, the last of one meeting at most
_THIN, _THICK = 1.0, 8.0  # pixels


class Of(StrEnum):
    """What the nodes of a network are."""

    SIDES = "sides"
    PEOPLE = "people"


_FACETS = {Of.SIDES: Facet.PARTY, Of.PEOPLE: Facet.PERSON}


@dataclass(frozen=True, slots=True)
class Look:
    """The network for windows of some width: its pixels, those of a letter, and how large its marks are."""

    name: str
    area: tuple[float, float]
    letter: float
    scale: float


_LOOKS = (Look("wide", (960.0, 620.0), 12.5, 1.0), Look("narrow", (370.0, 520.0), 11.0, 0.75))


@dataclass(frozen=True, slots=True)
class Node:
    """A side or a person: where it stands, in percent, its colour's number (0: none) and what it leads to."""

    x: float
    y: float
    radius: float
    colour: int
    label: Label | None
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes that were at the same meetings, in percent."""

    ends: tuple[float, float, float, float]
    width: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Layer:
    """The network for windows of some width."""

    look: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """A line of the table: two names, how often they met, and where these meetings are listed."""

    one: str
    other: str
    meetings: int
    address: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """All that the page of a network shows."""

    asked: Asked
    total: int
    chosen: tuple[Link, ...]
    of: str
    others: tuple[tuple[str, str, bool], ...]
    layers: tuple[Layer, ...]
    colours: tuple[tuple[int, str], ...]
    met: tuple[Met, ...]
    shown: int
    alone: tuple[Link, ...]
    more: bool
    fainter: int
    crowded: int
    most_sides: int
    held: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Who is in a network, the most met first, with side and number of meetings; and how often each two met."""

    names: Mapping[str, str]
    meetings: Mapping[str, int]
    sides: Mapping[str, str]
    pairs: Counter[tuple[str, str]]
    more: bool


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The nodes of a network in their order, where they stand, what joins them, and the colour of each that has one."""

    nodes: Sequence[str]
    points: Numbers
    lines: Mapping[tuple[str, str], int]
    sides: Mapping[str, int]
    of_node: Mapping[str, int]


def network_page(register: Register, asked: Asked, of: Of) -> NetworkPage:
    """Who met whom in a view."""
    found = _people(register, asked) if of is Of.PEOPLE else _sides(register, asked)
    pairs = sorted(found.pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    drawn = _drawn(found, _strongest(pairs))
    alone = [name for name in found.names if name not in drawn.nodes]
    return NetworkPage(
        asked,
        register.total(asked.view),
        tuple(chosen(register, asked, PATH)),
        of,
        tuple((str(o).capitalize(), asked.address(PATH, by=_by(o)), o is of) for o in Of),
        tuple(_layer(asked, of, found, drawn, look) for look in _LOOKS) if drawn.nodes else (),
        tuple((number, side) for side, number in drawn.sides.items()),
        tuple(_met(asked, of, found, pair, number) for pair, number in pairs[:MOST_LISTED]),
        len(drawn.nodes),
        tuple(Link(found.names[name], _address(asked, of, name), found.meetings[name]) for name in alone),
        found.more,
        len(pairs) - len(drawn.lines),
        register.crowded(asked.view) if of is Of.SIDES else 0,
        MOST_SIDES,
        "" if asked.values_of(Facet.STATUS) else asked.narrowed_by(Facet.STATUS, "held").address(PATH, by=_by(of)),
    )


def _drawn(found: _Found, lines: Mapping[tuple[str, str], int]) -> _Drawn:
    reached = {name for pair in lines for name in pair}
    nodes = [name for name in found.names if name in reached]
    number = {name: n for n, name in enumerate(nodes)}
    points = arranged(len(nodes), {(number[one], number[other]): met for (one, other), met in lines.items()})
    several = Counter(side for name in nodes if (side := found.sides.get(name)))
    most = sorted(several.items(), key=lambda side: (-side[1], side[0]))[:_COLOURS]
    colours = {side: number for number, (side, _) in enumerate(most, 1)}
    return _Drawn(nodes, points, lines, colours, {name: colours.get(found.sides.get(name, ""), 0) for name in nodes})


def _sides(register: Register, asked: Asked) -> _Found:
    counted = register.counted(asked.view, [Facet.PARTY], MOST_NODES + 1)[Facet.PARTY]
    shown = counted[:MOST_NODES]
    names = {each.value: brief(each.name) for each in shown}
    pairs = register.pairs(asked.view, list(names))
    return _Found(names, {each.value: each.meetings for each in shown}, {}, pairs, len(counted) > MOST_NODES)


def _people(register: Register, asked: Asked) -> _Found:
    """People of one side sat together: who met whom is told by those of different sides, or of none."""
    counted = register.counted(asked.view, [Facet.PERSON], MOST_NODES + 1)[Facet.PERSON]
    names = {each.value: brief(each.name) for each in counted[:MOST_NODES]}
    known = register.counted(View(), [Facet.PARTY], MOST_NODES + 1)[Facet.PARTY]
    called = {each.value.casefold(): each.value for each in known}
    together = register.together(asked.view, list(names))
    sides = {person: called.get(side, side) for person, side in register.party_of(list(names)).items()}
    across = {
        (one, other): number
        for (one, other), number in together.pairs.items()
        if not sides.get(one) or sides.get(one) != sides.get(other)
    }
    present = {name: called for name, called in names.items() if together.meetings[name]}
    return _Found(present, together.meetings, sides, Counter(across), len(counted) > MOST_NODES)


def _strongest(pairs: Sequence[tuple[tuple[str, str], int]]) -> dict[tuple[str, str], int]:
    """The strongest lines, and of each node its strongest: nobody who met somebody stands alone."""
    kept: dict[tuple[str, str], int] = {}
    reached: set[str] = set()
    for pair, number in pairs:
        if not reached.issuperset(pair):
            kept[pair] = number
        reached.update(pair)
    for pair, number in pairs[: max(0, MOST_LINES - len(kept))]:
        kept[pair] = number
    return dict(sorted(kept.items(), key=lambda line: (-line[1], line[0])))


# ------------------------------------------------------------------------------------------- drawn


def _layer(asked: Asked, of: Of, found: _Found, drawn: _Drawn, look: Look) -> Layer:
    most = max(1, *(found.meetings[name] for name in drawn.nodes))
    largest = min(_LARGEST, _OF_ONE * math.sqrt(most))
    radii = [look.scale * max(_LEAST, largest * math.sqrt(found.meetings[n] / most)) for n in drawn.nodes]
    points = [(float(x), float(y)) for x, y in placed(drawn.points, radii, look.area)]
    at = {name: _percent(point, look) for name, point in zip(drawn.nodes, points, strict=True)}
    discs = [Disc(*point, radius) for point, radius in zip(points, radii, strict=True)]
    labels = labelled(discs, [found.names[name] for name in drawn.nodes], look.letter, look.area)
    nodes = [
        Node(*at[name], round(radius, 1), drawn.of_node[name], label, _who(found, name), _address(asked, of, name))
        for name, radius, label in zip(drawn.nodes, radii, labels, strict=True)
    ]
    most_met = max(drawn.lines.values())
    edges = (
        Edge(
            at[one] + at[other],
            round(look.scale * (_THIN + (_THICK - _THIN) * (met - 1) / max(1, most_met - 1)), 1),
            f"{found.names[one]} and {found.names[other]}: {_meetings(met)}",
            _address(asked, of, one, other),
        )
        for (one, other), met in tuple(drawn.lines.items())[::-1]
    )
    return Layer(look.name, tuple(nodes[::-1]), tuple(edges))  # the largest, and the strongest, on top


def _by(of: Of) -> str:
    """What an address says of the nodes: nothing of sides."""
    return "" if of is Of.SIDES else str(of)


def _percent(point: tuple[float, float], look: Look) -> tuple[float, float]:
    return round(100 * point[0] / look.area[0], 2), round(100 * point[1] / look.area[1], 2)


def _who(found: _Found, name: str) -> str:
    side = found.sides.get(name, "")
    return f"{found.names[name]}{f' ({side})' if side else ''}: {_meetings(found.meetings[name])}"


def _meetings(number: int) -> str:
    return f"{number:,} meeting{'' if number == 1 else 's'}"


def _address(asked: Asked, of: Of, *names: str) -> str:
    return asked.at(1).narrowed_by(_FACETS[of], *names).address()


def _met(asked: Asked, of: Of, found: _Found, pair: tuple[str, str], meetings: int) -> Met:
    one, other = sorted(pair, key=lambda name: (-found.meetings[name], found.names[name]))
    return Met(found.names[one], found.names[other], meetings, _address(asked, of, *pair))
