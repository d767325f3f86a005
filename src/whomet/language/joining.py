"""Decides which meeting words of a text tell of one meeting: what the reading model says of each pair, weighed with who
sits there, when, where and how. `training/choices.py` fits the weights; the least likelihood was chosen on the
development set."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from whomet.knowledge.data import read_data
from whomet.language.answers import Asked, Told, sameness
from whomet.language.choosing import logit

_OPEN = ("planned", "postponed", "cancelled")
_FARTHEST = 12  # sentences
_TOLD = ("participant", "side", "when", "where")

Likely = Mapping[str, Mapping[int, float]]
"""What may belong to a meeting: likelihoods by tag and candidate."""


@dataclass(frozen=True)
class Seat:
    """One meeting word: what was answered about it, what likely belongs to its meeting, and where it stands."""

    asked: Asked
    likely: Likely
    sentence: int
    words: str

    @cached_property
    def status(self) -> str:
        """The likeliest status."""
        return Told((self.asked,)).says("status")[0]

    @cached_property
    def format(self) -> str:
        """The likeliest format."""
        return Told((self.asked,)).says("format")[0]

    @cached_property
    def has(self) -> Mapping[str, frozenset[int]]:
        """What belongs to its meeting likelier than not, by tag."""
        return {tag: frozenset(k for k, p in self.likely.get(tag, {}).items() if p > 0.5) for tag in _TOLD}


def likelihood(one: Seat, other: Seat) -> float:
    """0 to 1: that two words tell of one meeting."""
    weights = read_data("choices")["weights"]["one meeting"]
    return 1 / (1 + math.exp(-math.fsum(weights[name] * value for name, value in features_of(one, other).items())))


def features_of(one: Seat, other: Seat) -> dict[str, float]:
    """What it follows from, by name."""
    seen = one.asked.probability("same-meeting", other.asked.at) is not None
    model = sameness([one.asked], [other.asked]) if seen else 0.0
    apart = abs(one.sentence - other.sentence)
    formats = {one.format, other.format} - {"unspecified"}
    out = {
        "seen together": float(seen),
        "the model": logit(model) if seen else 0.0,
        "the model, surely": model,
        "same sentence": float(apart == 0),
        "sentences apart": min(apart, _FARTHEST) / _FARTHEST,
        "same word": float(one.words == other.words),
        "one is open": float((one.status in _OPEN) != (other.status in _OPEN)),
        "other format": float(len(formats) > 1),
        "bias": 1.0,
    }
    for tag in _TOLD:
        mine, theirs = one.likely.get(tag, {}), other.likely.get(tag, {})
        told = min(max(mine.values(), default=0.0), max(theirs.values(), default=0.0))
        out[f"{tag}: both told"] = told
        out[f"{tag}: shared"] = told * _overlap(mine, theirs)
        one_has, other_has = one.has[tag], other.has[tag]
        out[f"{tag}: the same"] = float(one_has == other_has and len(one_has) > 0)
        out[f"{tag}: apart"] = float(bool(one_has and other_has) and not one_has & other_has)
    return out


def _overlap(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The share of all likelihood that both have."""
    every = {*one, *other}
    shared = math.fsum(min(one.get(k, 0.0), other.get(k, 0.0)) for k in every)
    return shared / max(1e-6, math.fsum(max(one.get(k, 0.0), other.get(k, 0.0)) for k in every))


def joined(seats: Sequence[Seat]) -> list[list[Seat]]:
    """The words of each meeting together, in text order: groups whose pairs are, on average, likelier one than not."""
    least = read_data("choices")["least"]["one meeting"]
    likely = {(i, j): likelihood(seats[i], seats[j]) for j in range(len(seats)) for i in range(j)}
    groups = [[i] for i in range(len(seats))]
    while True:
        pairs = [(_mean(likely, a, b), -i, -j) for j, b in enumerate(groups) for i, a in enumerate(groups[:j])]
        best = max(pairs, default=(0.0, 0, 0))
        if best[0] < least:
            return [[seats[i] for i in sorted(g)] for g in groups]
        groups[-best[1]] += groups.pop(-best[2])


def _mean(likely: Mapping[tuple[int, int], float], one: Sequence[int], other: Sequence[int]) -> float:
    return math.fsum(likely[min(a, b), max(a, b)] for a in one for b in other) / (len(one) * len(other))
