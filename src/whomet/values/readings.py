"""What several accounts say, gathered: equal values are one reading, the most widely claimed first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from whomet.model import Account, CellReading, Claim, Property

Saying = tuple[str, str]
"""A value and the id of an account that claims it."""


def gather(sayings: Iterable[Saying]) -> tuple[CellReading, ...]:
    """Values that differ in case or spaces only are one reading; the most widely claimed first, then in the order of
    the account that names it earliest among its own."""
    by_value: dict[str, list[Saying]] = defaultdict(list)
    places: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for value, account in sayings:
        plain = folded_value(value)
        by_value[plain].append((value, account))
        places[plain] = min(counts[account], places.get(plain, counts[account]))
        counts[account] += 1
    ranked = sorted(by_value, key=lambda v: (-len({a for _, a in by_value[v]}), places[v], v))
    return tuple(
        CellReading(min(v for v, _ in by_value[r]), tuple(sorted({a for _, a in by_value[r]}))) for r in ranked
    )


def folded_value(value: str) -> str:
    """A value without regard to case and spaces: values that are equal so are one reading."""
    return " ".join(value.split()).casefold()


def claims_behind(prop: Property, reading: CellReading, account: Account) -> tuple[Claim, ...]:
    """The claims of an account that make one reading of a cell: those of that value, whatever case and spaces; where
    the value was put together from several spellings, all of the property."""
    claims = account.all(prop)
    return tuple(c for c in claims if folded_value(c.value) == folded_value(reading.value)) or claims
