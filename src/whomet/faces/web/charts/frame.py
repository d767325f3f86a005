"""The section of the Earth that a map shows, and the outlines of countries in it.

All maps are drawn by the Equal Earth projection, turned so that its middle meridian is theirs. A section is stretched,
without change of any area, until shapes in its middle are right; the world as a whole is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from whomet.knowledge.base_map import Degrees, Ring, lands
from whomet.values.equal_earth import flattening, latitude_at, project

UNITS = 1500  # a map's width in the units of its outlines
REGION, WORLD = "region", "world"
_SHAPES = {REGION: 1.5, WORLD: 2.25}
"""How many times wider than high; the style sheet says it again."""
_LOWEST = 0.16  # height of what is shown around a lonely point, in radii of the Earth: 1,000 km
_CLOSEST = 0.012  # height of the smallest section that an address can ask for: 75 km
_AROUND = 1.3  # how much larger a section is than what it has to show
_WIDEST = 150  # degrees from west to east, beyond which the world is shown
_WORLD_MIDDLE, _WORLD_SOUTH, _WORLD_NORTH = 11.0, -57.0, 84.0
_BESIDE = 1.0  # degrees by which outlines are kept beyond the edge
_LONGEST_STEP = 4.0  # degrees that a straight piece of an edge may have: meridians are curved

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west is greater than east where the date line is between."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of a projected map. `stretch` makes it wider and as much lower."""

    kind: str
    middle: float
    stretch: float
    left: float
    bottom: float
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point lies, in parts of the width from the left and of the height from the top."""
        x, y = self._of(np.array([_turned(longitude - self.middle)]), np.array([latitude]))
        return float(x[0]), float(y[0])

    def _of(self, longitudes: Degrees, latitudes: Degrees) -> tuple[Degrees, Degrees]:
        x, y = project(longitudes, latitudes)
        return (
            (x * self.stretch - self.left) / self.width,
            1 - (y / self.stretch - self.bottom) / self.height,
        )

    @property
    def shape(self) -> float:
        """How many times wider than high it is."""
        return self.width / self.height

    @property
    def high(self) -> int:
        """The height in the units of the outlines."""
        return round(UNITS / self.shape)

    def reach(self) -> Box:
        """The degrees that the section reaches to, longitudes counted from its middle."""
        south, north = (latitude_at(y * self.stretch) for y in (self.bottom, self.bottom + self.height))
        wide = max(self._degrees(latitude) for latitude in (south, north, min(max(south, 0.0), north)))
        return -wide, south, wide, north

    def _degrees(self, latitude: float) -> float:
        """How far the section reaches from its middle at a latitude."""
        per_degree = project(np.ones(1), np.array([latitude]))[0][0] * self.stretch
        return min(180.0, float(max(-self.left, self.left + self.width) / max(per_degree, 1e-9)))


def world() -> Frame:
    """All of the Earth, without Antarctica."""
    (wide, _), (_, (south, north)) = (
        project(np.array([180.0]), np.zeros(1)),
        project(np.zeros(2), np.array([_WORLD_SOUTH, _WORLD_NORTH])),
    )
    width = 2 * float(wide[0])
    height = width / _SHAPES[WORLD]
    return Frame(WORLD, _WORLD_MIDDLE, 1.0, -width / 2, float(south + north - height) / 2, width, height)


def around(points: Sequence[tuple[float, float]]) -> Frame:
    """A section that holds some points (longitude, latitude); the world where they are spread over it, or none."""
    west, across = _arc(sorted({longitude for longitude, _ in points})) if points else (0.0, 360.0)
    south, north = (f([latitude for _, latitude in points] or [0.0]) for f in (min, max))
    return world() if across > _WIDEST else _section((west, south, west + across, north), _AROUND, _LOWEST)


def within(box: Box) -> Frame:
    """The section that shows a box."""
    west, south, east, north = box
    across = (east - west) % 360 or 360.0
    return world() if across > _WIDEST else _section((west, south, west + across, north), 1.0, _CLOSEST)


def grown(box: Box, times: float) -> Box | None:
    """The box, so many times as wide and high; None where that is more than a section shows."""
    west, south, east, north = box
    more_wide, more_high = ((times - 1) / 2 * max(side, 0.5) for side in ((east - west) % 360, north - south))
    if (east - west) % 360 + 2 * more_wide > _WIDEST:
        return None
    return (
        _turned(west - more_wide),
        max(-85.0, south - more_high),
        _turned(east + more_wide),
        min(85.0, north + more_high),
    )


def _section(box: Box, times: float, lowest: float) -> Frame:
    west, south, east, north = box
    middle, level = (west + east) / 2, float(np.clip((south + north) / 2, -75, 75))
    local = max(0.0, min(1.0, (_WIDEST - (east - west)) / 90))
    stretch = float((1 / flattening(level)) ** (0.5 * local))
    longitudes = np.array([west, west, east, east, middle, middle]) - middle
    latitudes = np.array([south, north, south, north, south, north])
    x, y = project(longitudes, latitudes)
    x, y = x * stretch, y / stretch
    height = max(float(np.ptp(y)) * times, lowest, float(np.ptp(x)) * times / _SHAPES[REGION])
    width = height * _SHAPES[REGION]
    bottom = float(y.max() + y.min() - height) / 2
    return Frame(REGION, _turned(middle), stretch, -width / 2, bottom, width, height)


def _arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """The shortest arc that holds some meridians: its western end, and its length."""
    following = [*longitudes[1:], longitudes[0] + 360]
    gap, west = max((after - before, after) for before, after in zip(longitudes, following, strict=True))
    return _turned(west), 360 - gap


def _turned(longitude: float) -> float:
    """A longitude between -180 and 180."""
    return (longitude + 180) % 360 - 180


# ------------------------------------------------------------------------------------------ outlines


@lru_cache(maxsize=64)
def outlines(frame: Frame) -> str:
    """The countries of a section as the data of an SVG path."""
    return "".join(_path(frame, longitudes, latitudes) for longitudes, latitudes in _clipped(frame))


@lru_cache(maxsize=64)
def sea(frame: Frame) -> str:
    """The edge of the Earth, as far as a section shows it."""
    side = np.linspace(-90, 90, 61)
    longitudes = np.concatenate([np.full(61, 180.0), np.full(61, -180.0)])
    return _path(frame, longitudes, np.concatenate([side, side[::-1]]))


def _clipped(frame: Frame) -> Iterator[tuple[Degrees, Degrees]]:
    west, south, east, north = frame.reach()
    west, east = max(-180.0, west - _BESIDE), min(180.0, east + _BESIDE)
    south, north = south - _BESIDE, north + _BESIDE
    for ring in lands():
        if ring.north < south or ring.south > north:
            continue
        for turn in (-360, 0, 360):
            shift = turn - frame.middle
            if ring.east + shift >= west and ring.west + shift <= east:
                yield from _inside(ring, shift, (west, south, east, north))


def _inside(ring: Ring, shift: float, box: Box) -> Iterator[tuple[Degrees, Degrees]]:
    """The part of a ring that lies in a box (Sutherland and Hodgman 1974)."""
    along = [ring.longitudes + shift, ring.latitudes]
    reach = (ring.west + shift, ring.south, ring.east + shift, ring.north)
    for axis in (0, 1):
        if reach[axis] < box[axis]:
            along = _cut(along, axis, box[axis], 1)
        if reach[axis + 2] > box[axis + 2]:
            along = _cut(along, axis, box[axis + 2], -1)
    if len(along[0]) > 2:
        yield along[0], along[1]


def _cut(along: list[Degrees], axis: int, limit: float, sign: int) -> list[Degrees]:
    """What of a ring lies on one side of a limit. Every point that is kept, and every one where the limit is crossed,
    gets its place in the new ring: a crossing stands half a step behind the point before it."""
    if not len(along[0]):
        return along
    beyond = (along[axis] - limit) * sign
    following = np.roll(beyond, -1)
    crossed = np.flatnonzero((beyond >= 0) != (following >= 0))
    share = beyond[crossed] / (beyond[crossed] - following[crossed])
    kept = np.flatnonzero(beyond >= 0)
    order = np.argsort(np.concatenate([kept, crossed + 0.5]), kind="stable")
    found = []
    for values in along:
        between = values[crossed] + share * (np.roll(values, -1)[crossed] - values[crossed])
        found.append(np.concatenate([values[kept], between])[order])
    return found


def _path(frame: Frame, longitudes: Degrees, latitudes: Degrees) -> str:
    """A ring in whole units, each step from the point before; points that fall on one are one."""
    longitudes, latitudes = _stepped(longitudes, latitudes)
    x, y = frame._of(longitudes, latitudes)
    points = np.rint(np.column_stack([x * UNITS, y * UNITS / frame.shape])).astype(np.int64)
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if len(steps) < 2:
        return ""
    first = points[0].tolist()
    return f"M{first[0]} {first[1]}l{' '.join(map(str, steps.ravel().tolist()))}z"


def _stepped(longitudes: Degrees, latitudes: Degrees) -> tuple[Degrees, Degrees]:
    """A ring with further points on pieces so long that the projection bends them."""
    far = np.maximum(np.abs(np.diff(latitudes)), np.abs(np.diff(longitudes)) / 4)
    if not np.any(far > _LONGEST_STEP):
        return longitudes, latitudes
    counts = np.concatenate([np.ceil(far / _LONGEST_STEP).astype(np.int64).clip(1), [1]])
    places = np.concatenate([index + np.arange(count) / count for index, count in enumerate(counts)])
    places = places[places <= len(longitudes) - 1]
    known = np.arange(len(longitudes))
    return np.interp(places, known, longitudes), np.interp(places, known, latitudes)
