"""The Equal Earth projection: every square kilometre of a map is as large as every other (Šavrič, Patterson and Jenny
2018, https://doi.org/10.1080/13658816.2018.1504949). Lengths are in radii of the Earth, latitudes grow upwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT = np.sqrt(3) / 2
_POLE = np.array(np.pi / 3)
_STEPS = 12  # of Newton's method: more than enough for a thousandth of a degree


def project(longitudes: Numbers, latitudes: Numbers) -> tuple[Numbers, Numbers]:
    """Where points given in degrees lie; longitudes are counted from the middle of the map."""
    angle = np.arcsin(_ROOT * np.sin(np.radians(latitudes)))
    return np.radians(longitudes) * np.cos(angle) / (_ROOT * _slope(angle)), _height(angle)


def latitude_at(height: float) -> float:
    """The latitude in degrees of a height, the pole's for what lies beyond."""
    wanted = np.clip(np.array(height), -_height(_POLE), _height(_POLE))
    angle = wanted / _A1
    for _ in range(_STEPS):
        angle = angle - (_height(angle) - wanted) / _slope(angle)
    return float(np.degrees(np.arcsin(np.clip(np.sin(angle) / _ROOT, -1, 1))))


def flattening(latitude: float) -> float:
    """How many times wider than high a small circle at a latitude is drawn in the middle of the map."""
    (east, _), (_, north) = project(np.array([0.01]), np.array([latitude])), project(np.zeros(1), np.array([latitude]))
    _, south = project(np.zeros(1), np.array([latitude - 0.01]))
    return float(east[0] / np.cos(np.radians(latitude)) / (north[0] - south[0]))


def _height(angle: Numbers) -> Numbers:
    square = angle * angle
    return np.asarray(angle * (_A1 + _A2 * square + square**3 * (_A3 + _A4 * square)))


def _slope(angle: Numbers) -> Numbers:
    square = angle * angle
    return np.asarray(_A1 + 3 * _A2 * square + square**3 * (7 * _A3 + 9 * _A4 * square))
