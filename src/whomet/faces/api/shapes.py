"""What the API takes and gives: the shapes of `whomet read` and of `whomet meetings` where they have one.

Strings are "" and lists empty where nothing is known, never null, as in the contract (`exchange/shapes.py`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from whomet.exchange import shapes as contract
from whomet.exchange.tables import MeetingRow

LONGEST_NAME = 1_000
"""Characters of what a decision names."""
LONGEST_WORDS = 10_000
_GREATEST = 2**63 - 1

Next = Annotated[str, Meta(description='the `cursor` of the next page; "" where this is the last one')]


# ------------------------------------------------------------------------------------------- one of each


class Account(contract.Meeting, frozen=True, kw_only=True):
    """What one document says of one meeting, as `whomet read` prints it, with the document."""

    document: Annotated[str, Meta(description="the document's key")]


class CellReading(Struct, frozen=True):
    """One value of a cell, and the accounts that claim it."""

    value: str
    accounts: list[str]


class Cell(Struct, frozen=True):
    """One property of a meeting: what its accounts say, and how that goes together."""

    property: str
    readings: list[CellReading]
    accord: Annotated[str, Meta(extra_json_schema={"enum": ["agree", "more precise", "later known", "conflict"]})]


class Finding(Struct, frozen=True):
    """One sentence that a reader must see, and what it is about: a document's key, an account's or a meeting's id."""

    kind: str
    text: str
    about: str


class MeetingTold(Struct, frozen=True):
    """One meeting cell by cell, with each account of it."""

    meeting: MeetingRow
    cells: list[Cell]
    accounts: list[Account]
    findings: list[Finding]
    seen: Annotated[int, Meta(description="number of the last decision that this shows; send it with a decision")]


class DocumentRow(Struct, frozen=True):
    """One document, without what it says."""

    key: Annotated[str, Meta(description="SHA-256 of its text and what was given with it")]
    id: str
    title: str
    publisher: str
    published: Annotated[str, Meta(description='ISO date, or ""')]
    url: str
    language: Annotated[str, Meta(description="BCP 47")]
    accounts: list[str]


class Document(contract.ReadingLine, frozen=True, kw_only=True):
    """One document as it was read, as `whomet export accounts` prints it, with its text."""

    key: str
    text: Annotated[str, Meta(description="what `start` and `end` of each citation count in, in code points")]


class Role(Struct, frozen=True):
    """A role of a person, as one account states it."""

    role: str
    date: Annotated[str, Meta(description="EDTF")]
    account: str


class Person(Struct, frozen=True):
    """A person: spellings, roles over time, meetings."""

    id: str
    name: str
    names: list[str]
    roles: list[Role]
    meetings: list[str]


class Place(Struct, frozen=True):
    """A city, country or venue, and how many meetings were said to be there."""

    kind: Annotated[str, Meta(extra_json_schema={"enum": ["city", "country", "venue"]})]
    name: Annotated[str, Meta(description="of a country ISO 3166-1 alpha-2")]
    meetings: int


class Hit(Struct, frozen=True):
    """A document that has every word asked for in its text, or in one of its accounts' values."""

    document: DocumentRow
    accounts: Annotated[list[str], Meta(description="accounts whose values have every word")]
    in_text: bool


class Anchor(Struct, frozen=True):
    """Words of a document that a decision is about; the quote of a document that was purged is ""."""

    document: str
    start: int
    end: int
    quote: str
    account: str


class Decision(Struct, frozen=True):
    """Who decided what, when (an ISO 8601 instant, UTC) and why."""

    number: int
    id: str
    kind: str
    about: list[Anchor]
    value: str
    by: str
    on: str
    reason: str


# ----------------------------------------------------------------------------------------------- lists


class Meetings(Struct, frozen=True):
    items: list[MeetingRow]
    next: Next


class Accounts(Struct, frozen=True):
    items: list[Account]
    next: Next


class Documents(Struct, frozen=True):
    items: list[DocumentRow]
    next: Next


class People(Struct, frozen=True):
    items: list[Person]
    next: Next


class Places(Struct, frozen=True):
    items: list[Place]
    next: Next


class Hits(Struct, frozen=True):
    items: list[Hit]
    next: Next


class Decisions(Struct, frozen=True):
    items: list[Decision]
    next: Next


# ---------------------------------------------------------------------------------------------- what is sent

Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]


class ToDecide(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be decided. `about`: the ids of two accounts (same, different), two persons' names (same-person,
    different-person), an account (accept, reject, correct) or a decision's id (undo)."""

    what: Literal["same", "different", "same-person", "different-person", "accept", "reject", "correct", "undo"]
    about: Annotated[list[Name], Meta(min_length=1, max_length=2)]
    reason: Annotated[str, Meta(min_length=1, max_length=LONGEST_WORDS)]
    seen: Annotated[int, Meta(ge=0, le=_GREATEST, description="number of the last decision you know of, 0 for none")]
    field: Annotated[str, Meta(max_length=LONGEST_NAME, description="of a correction: date, city, person.role ...")] = (
        ""
    )
    value: Annotated[
        str, Meta(max_length=LONGEST_WORDS, description='of a correction: the right value, "" for none')
    ] = ""
    words: Annotated[
        str, Meta(max_length=LONGEST_WORDS, description="of a correction: the document's words for it")
    ] = ""


class ToRead(Struct, frozen=True, forbid_unknown_fields=True):
    """A text to be read, with what is known of it, as in JSON Lines."""

    text: Annotated[str, Meta(min_length=1)]
    id: str = ""
    title: str = ""
    publisher: str = ""
    published: Annotated[str, Meta(description="the day it was published, as 2024-05-15")] = ""
    url: str = ""
    language: Annotated[str, Meta(description="BCP 47; told from the text where it is not given")] = ""


class Problem(Struct, frozen=True):
    """What went wrong (RFC 9457). `detail` is one sentence: what was wrong, and what to do."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    decisions: Annotated[
        list[Decision] | UnsetType, Meta(description="of a conflict: what others decided since `seen`")
    ] = UNSET


def components() -> dict[str, Any]:
    """Every shape as JSON Schema, by its name, for OpenAPI's `components`."""
    shown = (Meetings, Accounts, Documents, People, Places, Hits, Decisions, MeetingTold, Document)
    _, found = msgspec.json.schema_components(
        [*shown, contract.ReadingLine, ToDecide, ToRead, Problem], ref_template="#/components/schemas/{name}"
    )
    return found
