"""A meeting's cells: for each property what the accounts say, who says what, and how that goes together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whomet.model import Accord, Account, Cell, Document, Finding, FindingKind, Property
from whomet.reconciliation.accord import accord_of, has_happened
from whomet.values.readings import gather

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
    Property.CODE,
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
    accord, readings = accord_of(prop, sayings, documents), gather((v, a.id) for v, a in sayings)
    if accord is Accord.LATER:  # what came of it before what was planned
        came = {a.id for a in accounts if has_happened(a)}
        readings = tuple(sorted(readings, key=lambda r: came.isdisjoint(r.accounts)))
    return Cell(prop, readings, accord)


def differences(
    meeting: str, found: Sequence[Cell], accounts: Mapping[str, Account], documents: Mapping[str, Document]
) -> list[Finding]:
    """One finding for each cell whose readings can't all be right, naming the values and who says so."""
    return [
        Finding(FindingKind.SOURCES_DIFFER, _difference(c, accounts, documents), meeting)
        for c in found
        if c.accord is Accord.CONFLICT
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
