"""Where charts put what they draw: sections of the Earth, labels, nodes, names of periods."""

from __future__ import annotations

import re

import numpy as np
import pytest

from whomet.faces.web.charts import frame as frames
from whomet.faces.web.charts.axis import steps_up_to, ticks_of
from whomet.faces.web.charts.frame import around, grown, outlines, sea, within, world
from whomet.faces.web.charts.labels import Disc, cut, labelled, rectangle
from whomet.faces.web.charts.layout import arranged, placed
from whomet.values.equal_earth import flattening, latitude_at, project
from whomet.values.periods import Level, periods_between

TOKYO, FIJI, HAWAII, GENEVA, OSLO, QUITO = (
    (139.7, 35.7),
    (178.4, -18.1),
    (-157.9, 21.3),
    (6.1, 46.2),
    (10.7, 59.9),
    (-78.5, -0.2),
)


def test_the_projection_is_the_published_one():
    """The ends of the equator and the poles, whose coordinates the paper gives, and back."""
    x, y = project(np.array([180.0, 0.0]), np.array([0.0, 90.0]))
    assert x[0] == pytest.approx(2.70663, abs=1e-5)
    assert y[1] == pytest.approx(1.31737, abs=1e-5)
    for latitude in (-80, -12.5, 0, 33, 89):
        assert latitude_at(float(project(np.zeros(1), np.array([float(latitude)]))[1][0])) == pytest.approx(
            latitude, abs=1e-3
        )


@pytest.mark.parametrize("points", [[TOKYO, FIJI, HAWAII], [GENEVA, OSLO], [QUITO], [OSLO]])
def test_a_section_holds_its_points_and_is_right_in_its_middle(points):
    """Also across the date line; a circle in its middle is round; areas are kept."""
    section = around(points)
    for point in points:
        x, y = section.at(*point)
        assert 0.05 < x < 0.95
        assert 0.05 < y < 0.95
    south, north = section.reach()[1::2]
    assert flattening((south + north) / 2) * section.stretch**2 == pytest.approx(1, abs=0.15)


def test_what_is_all_over_the_world_is_shown_on_the_world():
    """And so is nothing; a box of more than a half of it too."""
    assert around([TOKYO, GENEVA, QUITO]) == around([]) == world() == within((-170, -50, 170, 60))


def test_a_box_is_shown_as_it_is_asked_for():
    """Its corners lie at the edges or within; it grows, over the date line too, until the world is wanted."""
    section = within((170.0, -20.0, -170.0, -10.0))
    assert all(-1e-9 <= part <= 1 + 1e-9 for corner in ((170, -20), (-170, -10)) for part in section.at(*corner))
    assert grown((170.0, -20.0, -170.0, -10.0), 2) == (160.0, -25.0, -160.0, -5.0)
    assert grown((-60.0, -20.0, 60.0, 20.0), 2) is None


def points_of(path: str) -> list[tuple[int, int]]:
    """The corners of an SVG path of our kind."""
    found = []
    for x, y, steps in re.findall(r"M(-?\d+) (-?\d+)l([-\d ]+)z", path):
        numbers = np.array(list(map(int, steps.split()))).reshape(-1, 2)
        found += (np.array([int(x), int(y)]) + np.vstack([[0, 0], numbers.cumsum(axis=0)])).tolist()
    return found


@pytest.mark.parametrize("section", [around([GENEVA]), around([TOKYO, FIJI, HAWAII]), world()])
def test_outlines_are_cut_at_the_section(section):
    """Nothing that lies far outside is drawn, and something is; the path is nothing but numbers."""
    path = outlines(section)
    corners = points_of(path)
    wide, high = frames.UNITS, section.high
    assert len(corners) > 500
    assert all(-wide / 2 <= x <= 1.5 * wide and -high / 2 <= y <= 1.5 * high for x, y in corners)
    assert re.fullmatch(r"(?:M-?\d+ -?\d+l[-\d ]+z)+", path)
    assert sea(section)


def test_a_cut_ring_keeps_its_order():
    """Of a square, the half inside of a limit, with a corner where each side is crossed."""
    square = [np.array([0.0, 4.0, 4.0, 0.0]), np.array([0.0, 0.0, 4.0, 4.0])]
    left = frames._cut(square, 0, 1.0, -1)
    assert np.column_stack(left).tolist() == [[0, 0], [1, 0], [1, 4], [0, 4]]
    assert len(frames._cut(square, 0, 9.0, 1)[0]) == 0


def test_labels_lie_upon_nothing():
    """None upon another or a mark, none outside; what has no room is left out."""
    discs = [Disc(20 + 50 * (n % 5), 20 + 30 * (n // 5), 6) for n in range(25)]
    names = [f"Place {n}" for n in range(25)]
    found = labelled(discs, names, 12, (290, 170))
    boxes = [rectangle(disc, label, 12) for disc, label in zip(discs, found, strict=True) if label]
    assert 3 < len(boxes) < 25
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= 290 and bottom <= 170
        others = boxes[:n] + [(d.x - 5.9, d.y - 5.9, d.x + 5.9, d.y + 5.9) for d in discs]
        assert not [o for o in others if left < o[2] and o[0] < right and top < o[3] and o[1] < bottom]


def test_a_long_name_is_cut():
    """To what a label takes; lines of a name are one."""
    assert cut("a\n  b") == "a b"
    assert len(cut("x" * 10_000)) < 30


@pytest.mark.parametrize("area", [(960.0, 620.0), (370.0, 520.0)])
@pytest.mark.parametrize("lines", ["star", "two parts", "everybody"])
def test_nodes_are_within_and_apart(area, lines):
    """No disc touches another or the edge; the same network is placed the same; who met often is nearer."""
    joins = {
        "star": {(0, n): n for n in range(1, 30)},
        "two parts": {**{(n, n + 1): 3 for n in range(14)}, **{(n, n + 1): 1 for n in range(15, 29)}},
        "everybody": {(a, b): 1 + (a * b) % 5 for a in range(30) for b in range(a + 1, 30)},
    }[lines]
    radii = [9.0] * 30
    found = placed(arranged(30, joins), radii, area)
    assert np.array_equal(found, placed(arranged(30, joins), radii, area))
    assert (found >= 9).all()
    assert (found <= np.array(area) - 9).all()
    apart = np.sqrt(((found[:, None] - found[None]) ** 2).sum(axis=2)) + np.eye(30) * 99
    assert apart.min() > 18
    if lines == "two parts":
        near = np.mean([apart[pair] for pair in joins])
        assert near < apart[:15, 15:].mean()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_nodes_are_placed_too(count):
    """None, one in the middle, two side by side."""
    found = placed(arranged(count, {(0, 1): 2} if count > 1 else {}), [8.0] * count, (400.0, 300.0))
    assert found.shape == (count, 2)
    assert np.isfinite(found).all()
    assert count != 1 or found[0].tolist() == [200, 150]


@pytest.mark.parametrize("most", [1, 3, 7, 42, 999, 123_456])
def test_lines_across_stand_at_round_numbers(most):
    """Few, rising evenly, the last not below the highest bar."""
    steps = steps_up_to(most, 200)
    assert steps[-1].number >= most > steps[-1].number - steps[0].number
    assert len(steps) <= 5
    assert re.fullmatch(r"[125]0*", str(steps[0].number))
    assert steps[-1].height == 200


@pytest.mark.parametrize(
    ("first", "last", "level", "expected"),
    [
        ("2024-01-01", "2024-12-31", Level.MONTH, ["2024", "Feb", "Mar"]),
        ("2024-02-01", "2024-02-29", Level.DAY, ["1 Feb 2024", "3 Feb", "5 Feb"]),
        ("2018-05-01", "2024-12-31", Level.MONTH, ["Jul 2018", "2019", "Jul"]),
        ("1950-01-01", "2024-12-31", Level.YEAR, ["1950", "1960", "1970"]),
        ("1648-01-01", "2024-12-31", Level.DECADE, ["1650s", "1700s", "1750s"]),
    ],
)
def test_periods_are_named_evenly(first, last, level, expected):
    """Few enough to be read, at round places, the year told where it is not plain; half of them on narrow windows."""
    ticks = ticks_of(list(periods_between(first, last, level)), level)
    assert [tick.words for tick in ticks][:3] == expected
    assert len(ticks) <= 16
    assert sum(not tick.wide for tick in ticks) <= 6
