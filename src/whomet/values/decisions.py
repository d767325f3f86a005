"""What people decide about what was read: a second layer over the machine's, never in its place.

A decision points at words of a document, not at what a reader made of them, so that it outlives any reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from whomet.model import Span


class DecisionKind(StrEnum):
    """What is decided; each says what `about` and `value` hold."""

    SAME_MEETING = "same-meeting"  # about: the leads of two accounts
    DIFFERENT_MEETING = "different-meeting"
    SAME_PERSON = "same-person"  # about: two names, each where an account names a person
    DIFFERENT_PERSON = "different-person"
    ADD = "add"  # about: the lead of an account that nobody read, then the words of each value; value: see `by_hand`
    ACCEPT = "accept"  # about: an account's lead
    REJECT = "reject"
    CORRECT = "correct"  # about: an account's lead, then the words that show the value; value: "property=value"
    SOURCE_KIND = "source-kind"  # about: a document's beginning; value: the kind ("wire", "state media of Norway")
    COPY = "copy"  # about: a document's beginning; value: the key of the document that it is a copy of
    CODE = "code"  # about: an account's lead; value: "field=value", a field of the project's own
    UNDO = "undo"  # about: as of what is undone; value: its id


PAIRED = (
    DecisionKind.SAME_MEETING,
    DecisionKind.DIFFERENT_MEETING,
    DecisionKind.SAME_PERSON,
    DecisionKind.DIFFERENT_PERSON,
)
"""Decisions about two things at once."""


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """Words of a document, by its key: `quote` is what stands at `span`. `account` is the id of the account that was
    meant, as it was read then: it tells two accounts with one lead apart as long as they are read so."""

    document: str
    span: Span
    quote: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, when (an ISO 8601 instant, UTC) and why. `known_as` is the id of one whose quotes were emptied
    when their document was purged: it follows from them no longer."""

    kind: DecisionKind
    about: tuple[Anchor, ...]
    value: str
    by: str
    on: str
    reason: str
    known_as: str = ""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that follow from all of it."""
        told = {name: getattr(self, name) for name in ("kind", "about", "value", "by", "on", "reason")}
        return self.known_as or hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:12]


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Those that nobody undid, in their order. An undo can itself be undone: then what it undid holds again."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.kind is DecisionKind.UNDO and decision.id not in undone:
            undone.add(decision.value)
    return tuple(d for d in decisions if d.kind is not DecisionKind.UNDO and d.id not in undone)


def documents_of(decisions: Iterable[Decision]) -> set[str]:
    """The keys of all documents that some decisions are about."""
    return {anchor.document for decision in decisions for anchor in decision.about}
