"""Decides which meeting words of a text tell of one meeting: what the reading model says of each pair, weighed with who
sits there, when, where and how. Words at which the rules seat other people are of other meetings.
`training/choices.py` fits the weights; the least likelihood was chosen on the development set."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from whomet.knowledge.data import read_data
from whomet.language.answers import Asked, Told, sameness
from whomet.language.choosing import logit

_OPEN = ("planned", "postponed", "cancelled")
_FARTHEST = 12  # sentences
_TOLD = ("participant", "side", "when", "where")

Likely = Mapping[str, Mapping[int, float]]
"""What may belong to a meeting: likelihoods by tag and candidate."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person whom the rules seat at a meeting word: the first mention, the words of the name, and whether the model
    half believes it."""

    person: int
    name: frozenset[str]
    believed: bool


@dataclass(frozen=True)
class Seat:
    """One meeting word: what was answered about it, what likely belongs to its meeting, and where it stands."""

    asked: Asked
    likely: Likely
    sentence: int
    words: str
    seated: tuple[Sitter, ...] = ()

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
    others = _seated_together(seats)
    likely = {
        (i, j): 0.0 if _seat_others(seats[i], seats[j], others) else likelihood(seats[i], seats[j])
        for j in range(len(seats))
        for i in range(j)
    }
    groups = [[i] for i in range(len(seats))]
    while True:
        pairs = [(_mean(likely, a, b), -i, -j) for j, b in enumerate(groups) for i, a in enumerate(groups[:j])]
        best = max(pairs, default=(0.0, 0, 0))
        if best[0] < least:
            return [[seats[i] for i in sorted(g)] for g in groups]
        groups[-best[1]] += groups.pop(-best[2])


def _seated_together(seats: Sequence[Seat]) -> frozenset[tuple[int, int]]:
    """Pairs of persons who sit at one word: two people, whatever their names."""
    return frozenset((a.person, b.person) for seat in seats for a, b in permutations(seat.seated, 2))


def _seat_others(one: Seat, other: Seat, two_people: Collection[tuple[int, int]]) -> bool:
    """ "Lind met Berg" and "Berg's talks with Moe": the rules seat two people at one word, and at the other one who is
    neither of them."""
    if len(one.seated) < 2 and len(other.seated) < 2:
        return False
    if _sit_among(one.seated, other.seated, two_people) or _sit_among(other.seated, one.seated, two_people):
        return False
    return all(len(seat.seated) > 1 or any(s.believed for s in seat.seated) for seat in (one, other))


def _sit_among(few: Sequence[Sitter], many: Sequence[Sitter], two_people: Collection[tuple[int, int]]) -> bool:
    """Whether each of some people may be one of others: "Kim" is "Kim Jong-un", unless both sit at one word."""
    return all(any(_may_be_one(a, b) and (a.person, b.person) not in two_people for b in many) for a in few)


def _may_be_one(one: Sitter, other: Sitter) -> bool:
    return one.person == other.person or one.name <= other.name or other.name <= one.name


def _mean(likely: Mapping[tuple[int, int], float], one: Sequence[int], other: Sequence[int]) -> float:
    return math.fsum(likely[min(a, b), max(a, b)] for a in one for b in other) / (len(one) * len(other))
