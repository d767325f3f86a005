"""A sample of a register's documents: random, yet the same for the same seed, and spread over strata where asked.

A document's place in the lot is the SHA-256 of the seed and its key (permanent random numbers, Ohlsson 1995): neither
the order of reading nor Python's version changes it, and a larger sample with the same seed holds the smaller one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256

from whomet.errors import DecisionError
from whomet.model import Reading
from whomet.register import Register
from whomet.values.coding import Drawn, Sample

STRATA: Mapping[str, Callable[[Reading], str]] = {
    "publisher": lambda reading: reading.document.publisher.value if reading.document.publisher else "",
    "year": lambda reading: reading.document.published.value[:4] if reading.document.published else "",
    "language": lambda reading: reading.document.language,
    "found": lambda reading: "meetings found" if reading.accounts else "none found",
}
"""What documents can be divided by before drawing: "found" is whether the machine found a meeting in them."""


def drawn(register: Register, size: int, strata: str, sample: tuple[str, int, str, str]) -> Sample:
    """A sample of so many documents; `sample` is its name, seed, and who draws it when. Raises DecisionError where the
    register has fewer."""
    name, seed, by, on = sample
    stratum = STRATA.get(strata)
    lots = {r.document.key: stratum(r) if stratum else "" for r in register.readings(texts=False, claims=())}
    if size > len(lots):
        raise DecisionError(f"The register has {len(lots)} documents, so {size} can't be drawn.")
    chosen = _chosen(lots, size, seed)
    found = tuple(Drawn(number, key, lots[key]) for number, key in enumerate(chosen, 1))
    return Sample(name, seed, strata, len(lots), by, on, found)


def _chosen(lots: Mapping[str, str], size: int, seed: int) -> list[str]:
    """The first of each stratum's documents in the order of their lots, all in that order."""

    def lot(key: str) -> str:
        return sha256(f"{seed}:{key}".encode()).hexdigest()

    strata: dict[str, list[str]] = {}
    for key in sorted(lots, key=lot):
        strata.setdefault(lots[key], []).append(key)
    names = sorted(strata)
    sizes = shares([len(strata[name]) for name in names], size)
    return sorted((key for name, n in zip(names, sizes, strict=True) for key in strata[name][:n]), key=lot)


def shares(counts: Sequence[int], size: int) -> list[int]:
    """How many of each stratum make a sample of some size: in proportion, the rest to the largest remainders."""
    exact = [Fraction(size * count, sum(counts)) for count in counts] if size else [Fraction(0) for _ in counts]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(counts)), key=lambda n: (whole[n] - exact[n], n))
    more = set(by_rest[: size - sum(whole)])
    return [share + (n in more) for n, share in enumerate(whole)]
