"""Where the nodes of a network are drawn: who met often stands near, and nobody stands upon anybody.

Distances along the lines are kept as well as a plane allows (stress majorization: Gansner, Koren and North 2004), from
a start that no chance decides, so the same network is always drawn the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Pair = tuple[int, int]

_ROUNDS = 300  # of moving every node to where the others want it
_PUSHES = 120  # rounds of pushing apart what overlaps
_ROOM, _MOST_ROOM = 0.26, 40.0  # between two discs: in parts of what each has if all have as much, and pixels
_NEAREST, _FARTHEST = 0.6, 1.4  # lengths of the line that stands for the most meetings, and for one
_BETWEEN = 1.5  # lengths between two parts of a network that nobody joins


def arranged(count: int, lines: Mapping[Pair, int]) -> Numbers:
    """A point on a plane without borders for each node, in rows of two. Lines name the numbers of their nodes."""
    return _settled(_distances(count, lines)) if count else np.zeros((0, 2))


def placed(points: Numbers, radii: Sequence[float], area: tuple[float, float]) -> Numbers:
    """The same points in the pixels of an area, none nearer to its edge than the largest radius."""
    count = len(points)
    if not count:
        return points
    found = _turned(points, area)
    margin = max(radii) + 14
    inner = np.array(area) - 2 * margin
    reach = np.maximum(np.ptp(found, axis=0), 1e-9)
    if count > 1:
        found = (found - found.min(axis=0)) / reach * np.where(np.ptp(found, axis=0) > 1e-6, inner, 0)
        found += (inner - np.ptp(found, axis=0)) / 2
    else:
        found = np.array([inner / 2])
    return np.round(_apart(found + margin, np.array(radii), np.array(area), margin), 1)


def _distances(count: int, lines: Mapping[Pair, int]) -> Numbers:
    """How far two nodes are to be from each other: the shortest way along the lines."""
    most = np.log1p(max(lines.values(), default=1))
    found = np.full((count, count), np.inf)
    np.fill_diagonal(found, 0)
    for (one, other), number in lines.items():
        length = _FARTHEST - (_FARTHEST - _NEAREST) * np.log1p(number) / most
        found[one, other] = found[other, one] = length
    for between in range(count):
        found = np.minimum(found, found[:, between, None] + found[None, between, :])
    reached = found[np.isfinite(found)]
    found[np.isinf(found)] = reached.max() * 0.6 + _BETWEEN
    return found


def _settled(distances: Numbers) -> Numbers:
    """Points whose distances are as near to those wanted as moving them about makes them."""
    count = len(distances)
    points = _start(distances)
    with np.errstate(divide="ignore"):
        weights = np.where(distances > 0, distances**-2.0, 0.0)
    share, wanted = weights.sum(axis=1, keepdims=True), weights * distances
    for _ in range(_ROUNDS if count > 2 else 0):
        pull = wanted / np.maximum(_far(points), 1e-6)
        pulled = points * pull.sum(axis=1, keepdims=True) - pull @ points
        points = (weights @ points + pulled) / np.maximum(share, 1e-9)
    return points


def _far(points: Numbers) -> Numbers:
    """How far each two points are from each other."""
    across, down = (axis[:, None] - axis[None, :] for axis in points.T)
    return np.asarray(np.sqrt(across * across + down * down))


def _start(distances: Numbers) -> Numbers:
    """A first guess: the plane that holds most of the distances (classical scaling), with each node moved a little on
    a circle of its own, since nodes that have the same neighbours would stand on one point for ever."""
    count = len(distances)
    centred = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * centred @ distances**2 @ centred)
    axes = vectors[:, -2:] if count > 1 else np.zeros((count, 2))
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    points = axes * np.sqrt(np.maximum(values[-2:], 1e-6) if count > 1 else 1.0)
    turn = np.arange(count) * np.pi * (3 - np.sqrt(5))
    return np.asarray(points + 0.05 * np.column_stack([np.cos(turn), np.sin(turn)]))


def _turned(points: Numbers, area: tuple[float, float]) -> Numbers:
    """The points with their greatest extent along the longer side of the area."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1] if area[0] >= area[1] else axes
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1, 1)
    return np.asarray(centred @ axes)


def _apart(points: Numbers, radii: Numbers, area: Numbers, margin: float) -> Numbers:
    """The points, moved as little as it takes that no two discs touch and, where there is room, words stand between."""
    room = _ROOM * np.sqrt(area[0] * area[1] / len(points))
    wanted = radii[:, None] + radii[None, :] + min(_MOST_ROOM, room)
    np.fill_diagonal(wanted, 0)
    for _ in range(_PUSHES):
        far = _far(points)
        lacking = np.maximum(wanted - far, 0)
        if not lacking.any():
            break
        push = lacking / np.maximum(far, 1e-6)
        points = points + 0.25 * (points * push.sum(axis=1, keepdims=True) - push @ points)
        points = np.clip(points, margin, area - margin)
    return points
