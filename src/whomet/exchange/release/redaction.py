"""Words of a source that must not be passed on, taken out: values, ids and places in the text stay."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from whomet.exchange.release.meanings import REDACTED
from whomet.exchange.told import Told
from whomet.model import Account, Cell, CellReading, Claim, Document, Property
from whomet.values.by_hand import added
from whomet.values.decisions import Decision, DecisionKind

VERBATIM = frozenset(
    {
        Property.TITLE,
        Property.LEAD,
        Property.TIME_TEXT,
        Property.PLACE_TEXT,
        Property.DURATION,
        Property.TOPIC,
        Property.DELEGATION_TEXT,
        Property.OUTCOME_TEXT,
        Property.DENIAL_TEXT,
        Property.STATEMENT_TEXT,
        Property.STATEMENT_CUE,
        Property.STATEMENT_VIA,
        Property.FIGURE_WHAT,
    }
)
"""Properties whose values are the words of the document."""


class Redacted(str):
    """A text of which every part reads "[redacted]"; the words themselves are not in it."""

    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        """Whatever is asked for."""
        return REDACTED


def redacted(told: Told, keys: Collection[str]) -> Told:
    """A meeting without the words of the documents with these keys."""
    if not any(key in keys for key in told.documents):
        return told
    return Told(
        replace(told.meeting, cells=tuple(_cell(c, told, keys) for c in told.meeting.cells)),
        tuple(_account(a) if a.document in keys else a for a in told.accounts),
        {key: _document(d) if key in keys else d for key, d in told.documents.items()},
        told.people,
        told.voices,
    )


def _document(document: Document) -> Document:
    title = replace(document.title, value=REDACTED) if document.title and document.title.value else document.title
    return replace(document, text=Redacted(), title=title, regions=())


def _account(account: Account) -> Account:
    return replace(account, claims=tuple(map(_claim, account.claims)))


def _claim(claim: Claim) -> Claim:
    """A claim without words: neither as its value, nor in its basis, nor as those whom the document quotes."""
    value = REDACTED if claim.property in VERBATIM and claim.value else claim.value
    basis = REDACTED if claim.basis else ""
    return replace(claim, value=value, basis=basis, according_to=tuple(REDACTED for _ in claim.according_to))


def _cell(cell: Cell, told: Told, keys: Collection[str]) -> Cell:
    """A cell whose words only redacted documents have, without them."""
    if cell.property not in VERBATIM:
        return cell
    open_ones = {a.id for a in told.accounts if a.document not in keys}
    kept = [r for r in cell.readings if not open_ones.isdisjoint(r.accounts)]
    hidden = {a for r in cell.readings if open_ones.isdisjoint(r.accounts) for a in r.accounts}
    more = [CellReading(REDACTED, tuple(sorted(hidden)))] if hidden else []
    return replace(cell, readings=(*kept, *more))


def hidden_decision(decision: Decision) -> Decision:
    """A decision about a redacted document: a value that is words is withheld."""
    name = decision.value.partition("=")[0]
    if decision.kind is DecisionKind.CORRECT and name in {p.value for p in VERBATIM}:
        return replace(decision, value=f"{name}={REDACTED}")
    if decision.kind is DecisionKind.ADD:
        told = added(decision)
        cells = tuple(replace(c, value=REDACTED) if c.property in VERBATIM else c for c in told.cells)
        return replace(decision, value=replace(told, cells=cells).encoded())
    return decision
