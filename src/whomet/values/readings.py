"""What several accounts say, gathered: equal values are one reading, the most widely claimed first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from whomet.model import CellReading

Saying = tuple[str, str]
"""A value and the id of an account that claims it."""


def gather(sayings: Iterable[Saying]) -> tuple[CellReading, ...]:
    """Values that differ in case or spaces only are one reading; the most widely claimed first, then in the order of
    the account that names it earliest among its own."""
    by_value: dict[str, list[Saying]] = defaultdict(list)
    places: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for value, account in sayings:
        plain = " ".join(value.split()).casefold()
        by_value[plain].append((value, account))
        places[plain] = min(counts[account], places.get(plain, counts[account]))
        counts[account] += 1
    ranked = sorted(by_value, key=lambda v: (-len({a for _, a in by_value[v]}), places[v], v))
    return tuple(
        CellReading(min(v for v, _ in by_value[r]), tuple(sorted({a for _, a in by_value[r]}))) for r in ranked
    )
