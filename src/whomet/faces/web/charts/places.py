"""The map of a view: a mark for each city that sources name, and beside it what no map can show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whomet.faces.web.addresses import Asked
from whomet.faces.web.charts.frame import UNITS, Box, Frame, around, grown, outlines, sea, within, world
from whomet.faces.web.charts.marks import Layer, Spot, layer
from whomet.faces.web.lists import Link, chosen, site_named
from whomet.knowledge.places import place_of
from whomet.register import Register
from whomet.register.charting import Tally

PATH = "/map"
MOST_LISTED = 60  # places beside a map
_OUT = 2.5  # times as much is shown one step further out
_EDGE = 0.01  # parts of a map along its edge where no mark would be whole
_WORLD = "world"
_BOX = re.compile(r"(-?\d{1,3}(?:\.\d{1,3})?),(-?\d\d?(?:\.\d{1,3})?)," * 2, re.ASCII)


@dataclass(frozen=True, slots=True)
class Told:
    """A site with its meetings, and how many of them other sources place elsewhere."""

    name: str
    address: str
    meetings: int
    differing: int


@dataclass(frozen=True, slots=True)
class MapPage:
    """All that the page of a map shows."""

    asked: Asked
    total: int
    chosen: tuple[Link, ...]
    kind: str
    units: tuple[int, int]
    sea: str
    land: str
    layers: tuple[Layer, ...]
    sections: tuple[tuple[str, str, bool], ...]
    listed: tuple[Told, ...]
    more: int
    outside: tuple[Told, ...]
    unplaced: tuple[Told, ...]
    lands: tuple[Told, ...]
    nowhere: tuple[Told, ...]
    differing: bool


def map_page(register: Register, asked: Asked, box: str) -> MapPage:
    """The places of a view; `box` is what of the Earth its address asks to see, "" for as much as there is to see."""
    sites = register.sites(asked.view)
    if asked.view.site:  # meetings of which sources differ are at other sites too, which nobody asked for
        sites = {asked.view.site: sites.get(asked.view.site, Tally(0, 0))}
    told = {site: _told(asked, site, tally) for site, tally in sorted(sites.items(), key=_most_first) if tally.meetings}
    spots = {site: spot for site, one in told.items() if (spot := _spot(site, one))}
    frame, sections = _sections(asked, list(spots.values()), box)
    seen = {site: spot for site, spot in spots.items() if _is_in(frame, spot)}
    without = [site for site in told if site not in spots]
    marks = list(seen.values())
    return MapPage(
        asked,
        register.total(asked.view),
        tuple(chosen(register, asked, PATH)),
        frame.kind,
        (UNITS, frame.high),
        sea(frame),
        outlines(frame),
        tuple(layer(frame, marks, narrow, lambda some: _closer(asked, some)) for narrow in (False, True)),
        sections,
        tuple(told[site] for site in list(seen)[:MOST_LISTED]),
        max(0, len(seen) - MOST_LISTED),
        tuple(told[site] for site in spots if site not in seen),
        tuple(told[site] for site in without if not site.endswith("/")),
        tuple(told[site] for site in without if site.endswith("/") and site != "/"),
        tuple(told[site] for site in without if site == "/"),
        any(spot.differing for spot in marks),
    )


def _most_first(one: tuple[str, Tally]) -> tuple[int, str]:
    return -one[1].meetings, one[0]


def _told(asked: Asked, site: str, tally: Tally) -> Told:
    return Told(site_named(site), asked.held_at(site).at(1).address(), tally.meetings, tally.differing)


def _spot(site: str, told: Told) -> Spot | None:
    """Where a site is; None where it is no city, or the gazetteer has none, or several too much alike."""
    code, _, city = site.partition("/")
    place = place_of(city, code) if city else None
    if place is None:
        return None
    at = (place.longitude, place.latitude)
    return Spot(city, told.name, at, told.address, told.meetings, told.differing)


def _is_in(frame: Frame, spot: Spot) -> bool:
    return all(_EDGE <= part <= 1 - _EDGE for part in frame.at(*spot.at))


# -------------------------------------------------------------------------------------- what is seen


def _sections(asked: Asked, spots: Sequence[Spot], wanted: str) -> tuple[Frame, tuple[tuple[str, str, bool], ...]]:
    """The section of the Earth to be shown, and the addresses of others."""
    box = _box_of(wanted)
    fitted = around([spot.at for spot in spots])
    frame = world() if wanted == _WORLD else within(box) if box else fitted
    links = [("All places", asked.address(PATH), frame == fitted)]
    if frame != world() or fitted != world():
        links.append(("World", asked.address(PATH, box=_WORLD), frame == world()))
    if box and frame != world():
        wider = grown(box, _OUT)
        links.append(("Zoom out", asked.address(PATH, box=_named(wider) if wider else _WORLD), False))
    return frame, tuple(links)


def _closer(asked: Asked, spots: Sequence[Spot]) -> str:
    """The address of the map of some places alone."""
    box = grown(_box_around(spots), 1.4)
    return asked.address(PATH, box=_named(box) if box else "")


def _box_around(spots: Sequence[Spot]) -> Box:
    first = spots[0].at[0]
    east = [(spot.at[0] - first + 180) % 360 - 180 + first for spot in spots]
    north = [spot.at[1] for spot in spots]
    return min(east), min(north), max(east), max(north)


def _box_of(wanted: str) -> Box | None:
    """Four numbers of an address; None where they are no section of the Earth."""
    found = _BOX.fullmatch(f"{wanted},")
    if not found:
        return None
    west, south, east, north = map(float, found.groups())
    sound = abs(west) <= 180 and abs(east) <= 180 and -90 <= south < north <= 90 and west != east
    return (west, south, east, north) if sound else None


def _named(box: Box) -> str:
    return ",".join(f"{side:.3f}".rstrip("0").rstrip(".") for side in box)
