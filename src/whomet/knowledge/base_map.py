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
