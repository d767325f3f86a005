"""Accounts that nobody read: a person adds one, of a document that the register holds or of a source that it does not.

Such an account follows from the decision that adds it, so it is there for every reader, and its id says what it is. A
source that is not held is a document all the same: its text is what the person entered, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from whomet.model import Account, Claim, Document, Property
from whomet.values.decisions import Anchor, Decision

ENTERED = "by hand 1"
"""Extractor and reader of a document whose text a person entered."""

_PREFIX = "hand-"
_SOURCE = "by hand, "


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of an account, of the person, statement ... with a number, or of the account itself (0)."""

    property: str
    value: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """What the value of a decision that adds an account holds: its values, each shown by the decision's words of the
    same number, the lead's left out; whether title or first paragraph report it; of a source that is not held the place
    in it ("page 12")."""

    cells: tuple[Cell, ...]
    main: bool = True
    place: str = ""

    def encoded(self) -> str:
        """As the decision keeps it."""
        return msgspec.json.encode(self).decode()


def added(decision: Decision) -> Added:
    """What a decision adds, as it was encoded. Raises ValueError where it can't have been."""
    return msgspec.json.decode(decision.value, type=Added)


def account_id(decision: str) -> str:
    """The id of the account that a decision adds, by the decision's. It sorts after those of accounts that were read:
    a meeting keeps its id when one is added to it."""
    return _PREFIX + decision


def is_by_hand(account: str) -> bool:
    """Whether an account, by its id, was added by a person."""
    return account.startswith(_PREFIX)


def decision_of(account: str) -> str:
    """The id of the decision that adds an account, by the account's."""
    return account.removeprefix(_PREFIX)


def account_of(decision: Decision) -> Account:
    """The account that a decision adds. What its words do not show letter for letter is so read by the person; what was
    entered of a source that is not held says from which place in it."""
    told, lead = added(decision), decision.about[0]
    source = f", from {told.place} of a source that is not held" if told.place else ""
    said = f"added by hand by {decision.by} on {decision.on[:10]}{source} ({decision.reason})"
    first = Claim(Property.LEAD, lead.quote, (lead.span,), said)
    cells = zip(told.cells, decision.about[1:], strict=True)
    claims = (first, *(_claim(cell, words, decision.by, told.place) for cell, words in cells))
    return Account(account_id(decision.id), lead.document, told.main, 1.0, claims)


def _claim(cell: Cell, words: Anchor, by: str, place: str) -> Claim:
    read = "" if words.quote == cell.value else f"so read by {by}"
    entered = f"entered by hand from {place} of a source that is not held" if place else ""
    basis = "; ".join(filter(None, [read, entered]))
    return Claim(Property(cell.property), cell.value, (words.span,), basis, (), cell.part)


def source_of(place: str) -> str:
    """What the place of a document's text is called where a person entered it from a place in a source."""
    return _SOURCE + place


def place_of(document: Document) -> str:
    """The place in its source from which a person entered a document's text; "" for one that is held."""
    return document.source.removeprefix(_SOURCE) if document.extractor == ENTERED else ""


def entered(document: Document) -> str:
    """What is to be said wherever a document is named whose text a person entered; "" for any other."""
    place = place_of(document)
    return f"{place}, entered by hand: the source is not held" if place else ""
