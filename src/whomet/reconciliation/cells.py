"""A meeting's cells: for each property what the accounts say, who says what, and whether both can be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from whomet.model import Account, Cell, Document, Finding, FindingKind, Property
from whomet.reconciliation.durations import may_both_be
from whomet.reconciliation.tellings import HAPPENED, published_day
from whomet.values.edtf import may_agree
from whomet.values.names import fold
from whomet.values.readings import gather

Saying = tuple[str, Account]  # a value and an account that claims it
_SHOWN = (
    Property.STATUS,
    Property.CONTACT,
    Property.FORMAT,
    Property.DATE,
    Property.TIME_TEXT,
    Property.DURATION,
    Property.CITY,
    Property.COUNTRY,
    Property.VENUE,
    Property.PART_OF,
    Property.PARTY,
    Property.MEDIATOR,
    Property.HOST,
    Property.CHAIR,
    Property.TOPIC,
    Property.DELEGATION_TEXT,
    Property.OUTCOME_TEXT,
    Property.DENIAL_TEXT,
)
_WORDING = {
    Property.STATUS: "whether it took place",
    Property.CONTACT: "whether the sides met directly",
    Property.FORMAT: "how they met",
    Property.DATE: "the date",
    Property.DURATION: "how long it took",
    Property.CITY: "the city",
    Property.COUNTRY: "the country",
}


def cells(accounts: Sequence[Account], documents: Mapping[str, Document]) -> tuple[Cell, ...]:
    """The cells of one meeting, in the order of the properties; empty ones left out. Persons are not among them: who
    is one person, the whole register says."""
    found = [_cell(prop, accounts, documents) for prop in _SHOWN]
    return tuple(c for c in found if c.readings)


def _cell(prop: Property, accounts: Sequence[Account], documents: Mapping[str, Document]) -> Cell:
    sayings = [(v, a) for a in accounts for v in dict.fromkeys(a.values(prop)) if v.strip()]
    differ = _DIFFER.get(prop)
    return Cell(prop, gather((v, a.id) for v, a in sayings), bool(differ and differ(sayings, documents)))


def _dates_differ(sayings: Sequence[Saying], _: Mapping[str, Document]) -> bool:
    """A plan and what came of it may lie on two days; two plans, or two tellings of what happened, may not."""
    return any(
        not may_agree(v, w) for (v, a), (w, b) in combinations(sayings, 2) if v != w and _happened(a) == _happened(b)
    )


def _statuses_differ(sayings: Sequence[Saying], documents: Mapping[str, Document]) -> bool:
    """Held, and called off; unless it was called off in print before it was told as held."""
    for (v, a), (w, b) in combinations(sayings, 2):
        first, second = (a, b) if w in HAPPENED else (b, a)
        if (v in HAPPENED) != (w in HAPPENED) and {v, w} & {"cancelled", "postponed"}:
            called_off, held = (published_day(documents.get(x.document)) for x in (first, second))
            if not (called_off and held and called_off < held):
                return True
    return False


def _happened(account: Account) -> bool:
    return (account.value(Property.STATUS) or "held") in HAPPENED


def _values_differ(sayings: Sequence[Saying], _: Mapping[str, Document]) -> bool:
    return len({fold(v) for v, _ in sayings}) > 1


def _formats_differ(sayings: Sequence[Saying], _: Mapping[str, Document]) -> bool:
    return len({fold(v) for v, _ in sayings} - {"unspecified"}) > 1


def _durations_differ(sayings: Sequence[Saying], _: Mapping[str, Document]) -> bool:
    """An account may time a part and the whole ("an hour alone, three in all"): one of its values has to agree."""
    by_account: dict[str, list[str]] = defaultdict(list)
    for value, account in sayings:
        by_account[account.id].append(value)
    return any(
        not any(may_both_be(v, w) for v in left for w in right) for left, right in combinations(by_account.values(), 2)
    )


def _denied(sayings: Sequence[Saying], _: Mapping[str, Document]) -> bool:
    return bool(sayings)


_DIFFER: dict[Property, Callable[[Sequence[Saying], Mapping[str, Document]], bool]] = {
    Property.STATUS: _statuses_differ,
    Property.CONTACT: _values_differ,
    Property.FORMAT: _formats_differ,
    Property.DATE: _dates_differ,
    Property.CITY: _values_differ,
    Property.COUNTRY: _values_differ,
    Property.DURATION: _durations_differ,
    Property.DENIAL_TEXT: _denied,
}


def differences(
    meeting: str, found: Sequence[Cell], accounts: Mapping[str, Account], documents: Mapping[str, Document]
) -> list[Finding]:
    """One finding for each cell whose readings can't all be right, naming the values and who says so."""
    return [
        Finding(FindingKind.SOURCES_DIFFER, _difference(c, accounts, documents), meeting) for c in found if c.differ
    ]


def _difference(cell: Cell, accounts: Mapping[str, Account], documents: Mapping[str, Document]) -> str:
    if cell.property is Property.DENIAL_TEXT:
        return f"It is denied that it took place: {_who(cell, accounts, documents)}."
    return f"Sources differ on {_WORDING[cell.property]}: {_who(cell, accounts, documents)}."


def _who(cell: Cell, accounts: Mapping[str, Account], documents: Mapping[str, Document]) -> str:
    said = []
    for reading in cell.readings:
        sources = sorted({source_name(accounts[a], documents) for a in reading.accounts})
        some = ", ".join(sources[:4]) + (f" and {len(sources) - 4} more" if len(sources) > 4 else "")
        said.append(f"“{reading.value}” according to {some}")
    return "; ".join(said)


def source_name(account: Account, documents: Mapping[str, Document]) -> str:
    """The account's document as a reader knows it: "publisher (id)", or the id alone."""
    document = documents.get(account.document)
    if document is None:
        return account.document
    return f"{document.publisher.value} ({document.id})" if document.publisher else document.id
