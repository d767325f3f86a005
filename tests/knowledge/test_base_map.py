"""The base map that ships, and how it is cut: outlines that no date line breaks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from whomet.errors import KnowledgeError
from whomet.knowledge.base_map import lands, reach_of_land, unpacked
from whomet.knowledge.cut_base_map import packed, rings_of


def topology(*arcs: list[tuple[int, int]]) -> dict:
    """A TopoJSON of one country, whose ring is all arcs; points in whole degrees."""
    steps = [[arc[0], *((x - a, y - b) for (a, b), (x, y) in pairwise(arc))] for arc in arcs]
    country = {"type": "Polygon", "arcs": [list(range(len(arcs)))]}
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": steps,
        "objects": {"countries": {"geometries": [country]}},
    }


@pytest.mark.parametrize(
    ("longitude", "latitude", "land"),
    [(46.1, 24.6, True), (7.5, 46.9, True), (-30, 40, False), (51, 42, False), (0, -88, True), (175, 68, True)],
)
def test_land_is_land_and_sea_is_sea(longitude, latitude, land):
    """Riyadh, Bern, the Atlantic, the Caspian, Antarctica, Chukotka."""
    assert (reach_of_land(longitude, latitude) is not None) is land


def test_land_reaches_to_the_borders_of_its_country():
    """From the middle of Portugal some degree to the coast and to Spain."""
    west, east = reach_of_land(-8.0, 39.5)
    assert 0.5 < west < 2
    assert 0.3 < east < 2


def test_no_outline_jumps():
    """No piece of an outline but Antarctica's edge crosses half the Earth."""
    far = [
        float(np.abs(np.diff(ring.longitudes)).max()) for ring in lands() if ring.south > -89 and len(ring.longitudes)
    ]
    assert len(far) > 1000
    assert max(far) < 60


def test_a_ring_goes_on_beyond_the_date_line():
    """A country on both of its sides is one piece."""
    found = list(rings_of(topology([(170, 0), (-170, 0), (-170, 10)], [(-170, 10), (170, 10), (170, 0)])))
    assert found == [[(170000, 0), (190000, 0), (190000, 10000), (170000, 10000)]]


def test_a_ring_round_the_earth_is_closed_over_the_pole():
    """Antarctica holds the South Pole."""
    around = [(-180, -70), (-60, -75), (60, -70), (180, -70)]
    (ring,) = rings_of(topology(around))
    assert ring[-3:] == [(180000, -70000), (180000, -90000), (-180000, -90000)]


def test_what_is_packed_is_unpacked():
    """Rings come back to the thousandth of a degree, with what they reach to; other bytes are refused."""
    rings = [[(170000, -5), (190001, 0), (180000, 7000)], [(0, 0), (1, 0), (1, 1), (0, 1)]]
    found = unpacked(packed(rings))
    assert [list(zip((r.longitudes * 1000).round(), (r.latitudes * 1000).round(), strict=True)) for r in found] == rings
    assert (found[0].west, found[0].south, found[0].east, found[0].north) == (170, -0.005, 190.001, 7)
    with pytest.raises(KnowledgeError, match="cut it again"):
        unpacked(b"nonsense")
