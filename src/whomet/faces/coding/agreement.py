"""How far coders agree, field by field: Krippendorff's alpha, the share of equal pairs, and an interval.

NLTK, an extra, computes alpha and the distance of sets; nothing else of it is used, and this is its one door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, permutations

import numpy as np
from msgspec import Struct

from whomet.errors import MissingExtraError
from whomet.faces.coding.measures import SCALES, Told, Units, Value
from whomet.values.coding import Scale

RESAMPLES = 2000
SEED = 1  # of the resamples: the same codings give the same interval

Distance = Callable[[Value, Value], float]


class AgreementRow(Struct, frozen=True):
    """How far coders agree in one field; "" for what can't be told."""

    field: str
    scale: str
    units: int  # that two coders judged, or more
    agreement: str
    alpha: str
    low: str
    high: str


def agreement(told: list[Told], found: Mapping[str, Units]) -> Iterator[AgreementRow]:
    """A row for the meetings that coders found alike, then one for each field."""
    yield _found_alike(told)
    for measure, scale in SCALES.items():
        units = {unit: said for unit, said in found[measure].items() if len(said) > 1}
        pairs = [one == other for said in units.values() for one, other in combinations(said.values(), 2)]
        share = _shown(sum(pairs) / len(pairs)) if pairs else ""
        alpha, interval = _alpha(units, scale)
        low, high = (_shown(end) for end in interval) if interval else ("", "")
        yield AgreementRow(measure, scale, len(units), share, "" if alpha is None else _shown(alpha), low, high)


def _found_alike(told: list[Told]) -> AgreementRow:
    """Meetings that nobody found can't be counted, so neither can chance: the share of meetings that both of two coders
    found (positive agreement, which equals F1)."""
    both = every = 0
    for one in told:
        for a, b in combinations(one.coders, 2):
            both += 2 * sum(a in group and b in group for group in one.groups)
            every += sum((a in group) + (b in group) for group in one.groups)
    scale = "share of meetings that both of two coders found"
    units = sum(len(one.groups) for one in told)
    return AgreementRow("meetings found", scale, units, _shown(both / every) if every else "", "", "", "")


def _shown(value: float) -> str:
    return f"{value + 0.0:.3f}".replace("-0.000", "0.000")


def _alpha(units: Units, scale: Scale) -> tuple[float | None, tuple[float, float] | None]:
    """Alpha and its interval; None where all coders always say one and the same, or nothing."""
    if len({value for said in units.values() for value in said.values()}) < 2:
        return None, None
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError:
        raise MissingExtraError("Agreement between coders", "coding") from None
    distance = _distance(scale)
    ratings = [(coder, unit, value) for unit, said in units.items() for coder, value in said.items()]
    alpha = float(AnnotationTask(ratings, distance=distance).alpha())
    return alpha, _interval(units, distance, alpha)


def _distance(scale: Scale) -> Distance:
    from nltk.metrics import binary_distance, interval_distance, masi_distance

    if scale is Scale.SET:  # two empty sets are the same, which MASI, a share of their union, can't say
        return lambda one, other: 0.0 if one == other else float(masi_distance(one, other))
    found: Distance = interval_distance if scale is Scale.DAYS else binary_distance
    return found


def _interval(units: Units, distance: Distance, alpha: float) -> tuple[float, float] | None:
    """Between what values alpha lies in 95 of 100 resamples of documents; None where coders never differ.

    As in Krippendorff's own bootstrap the disagreement expected by chance stays as it is and the observed one is drawn
    anew, yet by documents, for the meetings of one are not independent. `RandomState` gives the same draws for ever.
    """
    documents = sorted({unit[0] for unit in units})
    places = {document: place for place, document in enumerate(documents)}
    observed, weights = np.zeros(len(documents)), np.zeros(len(documents))
    for unit, said in units.items():
        observed[places[unit[0]]] += _observed(said, distance)
        weights[places[unit[0]]] += len(said)
    if not observed.any():
        return None
    drawn = np.random.RandomState(SEED).randint(0, len(documents), size=(RESAMPLES, len(documents)))
    redrawn = observed[drawn].sum(axis=1) / weights[drawn].sum(axis=1)
    alphas = 1 - (1 - alpha) * redrawn / (observed.sum() / weights.sum())
    low, high = np.percentile(alphas, [2.5, 97.5])
    return float(low), float(high)


def _observed(said: Mapping[str, Value], distance: Distance) -> float:
    """The disagreement within one unit, weighted as alpha does: each pair by the number of coders less one."""
    return sum(distance(one, other) for one, other in permutations(said.values(), 2)) / (len(said) - 1)
