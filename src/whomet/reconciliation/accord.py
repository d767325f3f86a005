"""How the values that several accounts give for one cell go together: they agree, one is more precise, one is what came
of the other's plan, or they can't both be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from whomet.model import Accord, Account, Document, Property
from whomet.reconciliation.durations import duration_of, may_both_be
from whomet.reconciliation.tellings import HAPPENED, published_day
from whomet.values.edtf import may_agree, refines
from whomet.values.names import fold

Saying = tuple[str, Account]
"""A value and an account that claims it."""

_CALLED_OFF = frozenset({"cancelled", "postponed"})
_ORDER = (Accord.AGREE, Accord.FINER, Accord.LATER, Accord.CONFLICT)


def accord_of(prop: Property, sayings: Sequence[Saying], documents: Mapping[str, Document]) -> Accord:
    """How all values of a cell go together: as the two of them that go together worst. Words that nothing compares
    (venues, topics, parties) agree."""
    if prop is Property.DENIAL_TEXT:
        return Accord.CONFLICT if sayings else Accord.AGREE
    if prop is Property.DURATION:
        return _durations(sayings)
    compare = _COMPARED.get(prop)
    if compare is None:
        return Accord.AGREE
    pairs = combinations({(v, has_happened(a), _printed(a, documents)): (v, a) for v, a in sayings}.values(), 2)
    return worst(compare(one, other, documents) for one, other in pairs if one[0] != other[0])


def worst(found: Iterable[Accord]) -> Accord:
    """The last of some in the order from agreement to conflict."""
    return max(found, key=_ORDER.index, default=Accord.AGREE)


def _dates(one: Saying, other: Saying, _: Mapping[str, Document]) -> Accord:
    """A plan and what came of it may lie on two days; two plans, or two tellings of what happened, may not."""
    if not may_agree(one[0], other[0]):
        return Accord.CONFLICT if has_happened(one[1]) == has_happened(other[1]) else Accord.LATER
    finer = refines(one[0], other[0]) or refines(other[0], one[0])
    return Accord.FINER if finer else Accord.AGREE


def _statuses(one: Saying, other: Saying, documents: Mapping[str, Document]) -> Accord:
    """Held, and called off, can't both be; unless it was called off in print before it was told as held."""
    if (one[0] in HAPPENED) != (other[0] in HAPPENED) and {one[0], other[0]} & _CALLED_OFF:
        off, held = (one, other) if other[0] in HAPPENED else (other, one)
        days = [published_day(documents.get(account.document)) for _, account in (off, held)]
        return Accord.LATER if days[0] and days[1] and days[0] < days[1] else Accord.CONFLICT
    return Accord.LATER


def _values(one: Saying, other: Saying, _: Mapping[str, Document]) -> Accord:
    return Accord.AGREE if fold(one[0]) == fold(other[0]) else Accord.CONFLICT


def _formats(one: Saying, other: Saying, _: Mapping[str, Document]) -> Accord:
    return Accord.FINER if "unspecified" in (one[0], other[0]) else _values(one, other, _)


def _durations(sayings: Sequence[Saying]) -> Accord:
    """An account may time a part and the whole ("an hour alone, three in all"): one of its values has to agree."""
    by_account: dict[str, list[str]] = defaultdict(list)
    for value, account in sayings:
        by_account[account.id].append(value)
    for left, right in combinations(by_account.values(), 2):
        if not any(may_both_be(v, w) for v in left for w in right):
            return Accord.CONFLICT
    lengths = {(d.least, d.most) for value, _ in sayings if (d := duration_of(value))}
    return Accord.FINER if len(lengths) > 1 else Accord.AGREE


def has_happened(account: Account) -> bool:
    """Whether the account tells of the meeting as held or going on."""
    return (account.value(Property.STATUS) or "held") in HAPPENED


def _printed(account: Account, documents: Mapping[str, Document]) -> str:
    return str(published_day(documents.get(account.document)))


_COMPARED: dict[Property, Callable[[Saying, Saying, Mapping[str, Document]], Accord]] = {
    Property.STATUS: _statuses,
    Property.CONTACT: _values,
    Property.FORMAT: _formats,
    Property.DATE: _dates,
    Property.CITY: _values,
    Property.COUNTRY: _values,
}
