"""The base map: outlines of countries as Natural Earth has them, on the scale of 1:50 million.

`cut_base_map` says how the file is laid out and makes it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from whomet.errors import KnowledgeError
from whomet.knowledge.cut_base_map import FINEST, MAGIC
from whomet.knowledge.data import data_bytes

Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """One outline in degrees, unclosed; where it crosses the date line, its longitudes go on beyond 180."""

    longitudes: Degrees
    latitudes: Degrees
    west: float
    south: float
    east: float
    north: float


@cache
def lands() -> tuple[Ring, ...]:
    """The outlines of all countries, opened at first use."""
    return unpacked(data_bytes("lands.pack"))


@cache
def reach_of_land(longitude: float, latitude: float) -> tuple[float, float] | None:
    """How far to the west and to the east the land of one country goes from a point in it, in degrees of longitude;
    None at sea."""
    found: list[tuple[float, float]] = []
    for ring in lands():
        if ring.south <= latitude <= ring.north and ring.west <= longitude <= ring.east:
            crossed = _crossings(ring, latitude) - longitude
            if np.count_nonzero(crossed > 0) % 2:
                found.append((float(-crossed[crossed <= 0].max()), float(crossed[crossed > 0].min())))
    return min(found, key=sum) if found else None


def _crossings(ring: Ring, latitude: float) -> Degrees:
    """The longitudes at which an outline crosses a parallel."""
    x, y = ring.longitudes, ring.latitudes
    following_x, following_y = np.roll(x, -1), np.roll(y, -1)
    across = (y > latitude) != (following_y > latitude)
    share = (latitude - y[across]) / (following_y - y)[across]
    return np.asarray(x[across] + share * (following_x - x)[across])


def unpacked(packed: bytes) -> tuple[Ring, ...]:
    """The rings of a pack. Raises KnowledgeError if the bytes are none."""
    if not packed.startswith(MAGIC):
        raise KnowledgeError("lands.pack is no packed base map: cut it again with whomet.knowledge.cut_base_map")
    numbers = np.frombuffer(zlib.decompress(packed[len(MAGIC) :]), "<i4")
    count = int(numbers[0])
    ends = np.cumsum(numbers[1 : count + 1])[:-1]
    along = numbers[count + 1 :].reshape(2, -1).cumsum(axis=1) / FINEST
    return tuple(map(_ring, *(np.split(axis, ends) for axis in along)))


def _ring(longitudes: Degrees, latitudes: Degrees) -> Ring:
    sides = longitudes.min(), latitudes.min(), longitudes.max(), latitudes.max()
    return Ring(longitudes, latitudes, *map(float, sides))
