"""Which pairs of accounts are worth judging: those that share a block. Never all pairs.

A block is a key that two accounts of one meeting can be expected to share. Accounts with a date within two months
("dated") meet each other by month; the others ("loose") seek by place, by persons and by month of print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from whomet.knowledge.names import surname_key
from whomet.reconciliation.tellings import Telling

Key = tuple[str, ...]
_DATED = 62  # days that a date may be unsure by and still count as one
_MARGIN = timedelta(days=1)
_PRINTED = timedelta(days=14)  # an undated account seeks meetings so near to its day of print
_MOST_PEOPLE, _MOST_PARTIES = 12, 12  # of one account that make keys


def candidates(tellings: Iterable[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of different documents that share a block, each once, the smaller id first, in the order of ids."""
    ordered = sorted(tellings, key=lambda t: t.id)
    blocks: dict[Key, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, telling in enumerate(ordered):
        for key in sorted(offered(telling)):
            blocks[key][0].append(n)
        for key in sorted(sought(telling)):
            blocks[key][1].append(n)
    pairs = {_pair(n, m) for offering, seeking in blocks.values() for n in offering for m in seeking if n != m}
    for n, m in sorted(pairs):
        if ordered[n].document != ordered[m].document:
            yield ordered[n], ordered[m]


def _pair(n: int, m: int) -> tuple[int, int]:
    return (n, m) if n < m else (m, n)


def offered(telling: Telling) -> set[Key]:
    """The keys under which others find this account."""
    sides, people = _sides(telling), _people(telling)
    keys = {(*s, place) for s in sides for place in (telling.city, telling.country) if place}
    keys |= {("who", *p) for p in people}
    if is_dated(telling):
        months = _months(*telling.window)
        keys |= {(*s, m) for s in sides for m in months} | {("who", *p, m) for p in people for m in months}
        if telling.window[0] == telling.window[1]:
            keys |= {("day", k, telling.window[0].isoformat()) for k in _surnames(telling)}
    return keys


def sought(telling: Telling) -> set[Key]:
    """The keys under which this account looks for others: dated ones by date alone, loose ones by all else."""
    sides, people = _sides(telling), _people(telling)
    if is_dated(telling):
        return {k for k in offered(telling) if k[0] == "day" or _is_month(k[-1])}
    keys = {(*s, place) for s in sides for place in (telling.city, telling.country) if place}
    keys |= {("who", *p) for p in people}
    if telling.published and not telling.dated:
        near = _months(telling.published, telling.published, _PRINTED)
        keys |= {(*s, m) for s in sides for m in near}
    if telling.dated and (telling.window[1] - telling.window[0]).days <= 3 * 366:
        keys |= {(*s, m) for s in sides for m in _months(*telling.window)}
    return keys


def is_dated(telling: Telling) -> bool:
    """Whether the account's own date is sure to within two months."""
    return telling.dated and (telling.window[1] - telling.window[0]).days <= _DATED


def _is_month(key: str) -> bool:
    return len(key) == 7 and key[4] == "-" and key[:4].isdigit()


def _months(first: date, last: date, margin: timedelta = _MARGIN) -> list[str]:
    """The months that hold a day from `first` to `last`, widened by `margin` at each end."""
    day = max(first, date.min + margin) - margin
    end = min(last, date.max - margin) + margin
    return [
        f"{year:04}-{month:02}"
        for year in range(day.year, end.year + 1)
        for month in range(1, 13)
        if (day.year, day.month) <= (year, month) <= (end.year, end.month)
    ]


def _sides(telling: Telling) -> list[tuple[str, ...]]:
    named = sorted(telling.parties)[:_MOST_PARTIES]
    return list(combinations(named, 2)) if len(named) > 1 else [(n, "") for n in named]


def _surnames(telling: Telling) -> list[str]:
    return sorted({k for p in telling.people[:_MOST_PEOPLE] if (k := surname_key(p.name))})


def _people(telling: Telling) -> list[tuple[str, str]]:
    """Pairs of surnames, of persons of two parties."""
    some = telling.people[:_MOST_PEOPLE]
    found = {
        tuple(sorted((surname_key(p.name), surname_key(q.name))))
        for p, q in combinations(some, 2)
        if p.party != q.party
    }
    return sorted((a, b) for a, b in found if a and b)
