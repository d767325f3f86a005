"""How sure an account is: the share of such accounts whose meeting, parties and date are right."""

from __future__ import annotations

import math

from whomet.extraction.occasions import Occasion
from whomet.knowledge.data import read_data


def confidence_of(occasion: Occasion) -> float:
    """0 to 1. Where the reading model found it: a logistic function of how sure the model is and of how much is told,
    whose weights `training/calibrate.py` fits on texts that the model has not seen. By any other reader: a guess."""
    if not any(t.sure for t in occasion.tellings):
        return _guessed(occasion)
    weights = read_data("confidence")["weights"]
    total = math.fsum(weights[name] * value for name, value in features_of(occasion).items())
    return round(1 / (1 + math.exp(-total)), 2)


def features_of(occasion: Occasion) -> dict[str, float]:
    """What the confidence follows from, each 0 to 1 but the first two, a logit and a logarithm."""
    sure = min(max(max(t.sure for t in occasion.tellings), 0.01), 0.999)
    return {
        "sure": math.log(sure / (1 - sure)),
        "seated": math.log(min(max(max(t.seated for t in occasion.tellings), 0.01), 1.0)),
        "two sides": float(len(occasion.sides) == 2),
        "more sides": float(len(occasion.sides) > 2),
        "a side told elsewhere": float(occasion.side_told_elsewhere),
        "people": min(2, len(occasion.people)) / 2,
        "day": float(bool(occasion.day)),
        "words": min(4, len(occasion.tellings)) / 4,
        "bias": 1.0,
    }


def _guessed(occasion: Occasion) -> float:
    """A guess: more named, more sure."""
    sure = (
        (0.35 if occasion.sides else 0.1)
        + 0.1 * min(2, len(occasion.people))
        + 0.15 * (len(occasion.sides) == 2)
        + 0.15 * bool(occasion.day)
    )
    return round(sure, 2)
