"""The shapes of the contract and their JSON Schema: what one line of a reading looks like.

The keys stand in the contract's order; what Whomet adds to it stands after them. Strings are "" and lists empty when
unknown, never null. `text[start:end] == cite.text` holds for every citation, in code points of the Document's text.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from whomet.knowledge.roles import Level
from whomet.model import Reading

CONTRACT_VERSION = "1"

_STATUSES = ["held", "ongoing", "planned", "postponed", "cancelled"]
_CONTACTS = ["direct", "indirect"]
_FORMATS = ["in-person", "phone", "video", "unspecified"]
_ACTS = ["states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"]
_OUTCOMES = ["agreed", "signed", "joint statement", "no agreement", "broken off", "next meeting"]


def _one_of(words: list[str]) -> Meta:
    return Meta(extra_json_schema={"enum": words})


# -------------------------------------------------------------------------------------------- the shapes


class Cite(Struct, frozen=True):
    """Words of the document that state a value, or that it follows from."""

    text: str
    start: Annotated[int, Meta(ge=0, description="first code point of the words in the document's text")]
    end: Annotated[int, Meta(ge=0, description="the code point after the last")]
    according_to: Annotated[
        tuple[str, ...], Meta(description="whom it is quoted through, outermost first; empty for the document itself")
    ]


class Denial(Struct, frozen=True):
    by: str
    text: str


class Person(Struct, frozen=True):
    """One who took part, or is to: name and role verbatim and fullest in the document."""

    name: str
    role: str
    party: Annotated[str, Meta(description='one of `parties` or `mediators`, or ""')]
    level: Annotated[str, _one_of(["", *map(str, Level)]), Meta(description='how high the role is; "" for none told')]
    manner: Annotated[str, Meta(description='how the office is held: "then", "acting", "former" ..., or ""')]
    person: Annotated[str, Meta(description='id of the register\'s person, or ""')]
    cites: Annotated[dict[str, list[Cite]], Meta(description="of `name` and `role`")]


class Delegation(Struct, frozen=True):
    party: str
    text: str


class Outcome(Struct, frozen=True):
    kind: Annotated[str, _one_of(_OUTCOMES)]
    text: str


class Statement(Struct, frozen=True):
    """What someone is reported to have said at, after or about the meeting."""

    speaker: Annotated[str, Meta(description='one of `parties` or `people`, or verbatim; "both" for a joint one')]
    speakers: Annotated[list[str], Meta(description='all who say it, one by one; for "both" the parties')]
    via: Annotated[str, Meta(description='who relays it, verbatim, or ""')]
    cue: Annotated[str, Meta(description="the verbatim words that introduce it")]
    act: Annotated[str, _one_of(_ACTS)]
    quote: Annotated[bool, Meta(description="true if in quotation marks")]
    text: str
    cites: Annotated[dict[str, list[Cite]], Meta(description="of `text` and `cue`")]


class Meeting(Struct, frozen=True):
    """An account: what this document says of one meeting."""

    main: Annotated[bool, Meta(description="true: title or first paragraph reports it")]
    status: Annotated[str, _one_of(_STATUSES)]
    denials: list[Denial]
    contact: Annotated[str, _one_of(_CONTACTS)]
    format: Annotated[str, _one_of(_FORMATS)]
    date: Annotated[str, Meta(description='EDTF, local to the venue, never more precise than the source; "" unknown')]
    date_basis: Annotated[str, Meta(description="one sentence: how the date follows")]
    time_text: list[str]
    duration: str
    city: str
    country: Annotated[str, Meta(description='ISO 3166-1 alpha-2, or ""', pattern="^([A-Z]{2})?$")]
    venue: str
    part_of: str
    parties: list[str]
    mediators: list[str]
    people: list[Person]
    delegations: list[Delegation]
    host: str
    chair: list[str]
    topics: list[str]
    outcomes: list[Outcome]
    statements: list[Statement]
    lead: Annotated[str, Meta(description="the sentence that best says that the meeting took or will take place")]
    confidence: Annotated[float, Meta(ge=0, le=1)]
    cites: Annotated[dict[str, list[Cite]], Meta(description="for each key with a value, the words that show it")]
    bases: Annotated[
        dict[str, str], Meta(description="for each key whose words do not show it letter for letter: how it follows")
    ]
    account: Annotated[str, Meta(description="the account's id")]
    meeting: Annotated[str | UnsetType, Meta(description="id of the register's meeting; in exports only")] = UNSET
    codes: Annotated[
        dict[str, list[str]] | UnsetType,
        Meta(description="the project's own fields, as people coded them; in exports only, where there are any"),
    ] = UNSET


class Figure(Struct, frozen=True):
    """A number of dead, wounded, displaced, prisoners, or of money, and who gives it."""

    value: int | float
    what: str
    source: str
    cites: Annotated[dict[str, list[Cite]], Meta(description="of `what`")]


class Note(Struct, frozen=True):
    """What was not understood, left out or truncated."""

    kind: str
    text: str
    cites: list[Cite]


class ReadingLine(Struct, frozen=True):
    """One document as Whomet read it: one line of `whomet read --format jsonl` or `whomet export accounts`."""

    id: str
    published: Annotated[str, Meta(description='ISO date, or ""')]
    published_doubt: Annotated[
        str, Meta(description='"" or one sentence: why the stated date can\'t be that of the text')
    ]
    language: Annotated[str, Meta(description="BCP 47")]
    reader: Annotated[str, Meta(description="name and version of what read it")]
    meetings: list[Meeting]
    figures: list[Figure]
    notes: list[Note]
    title: str
    publisher: str
    url: str
    extractor: Annotated[str, Meta(description="name and version of what made the text")]
    contract: Annotated[str, Meta(description="version of this contract")]
    whole: Annotated[
        Reading | UnsetType,
        Meta(description="all of it, text included, for `whomet import jsonl`; in exports only"),
    ] = UNSET


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A reading by Whomet, contract {CONTRACT_VERSION}",
        **msgspec.json.schema(ReadingLine),
    }


def as_json(shape: Struct) -> bytes:
    """A shape as one line of UTF-8 JSON, without its line end."""
    try:
        return msgspec.json.encode(shape)
    except UnicodeEncodeError:  # half of a surrogate pair, as JSON input may hold: only an escape can carry it
        return json.dumps(msgspec.to_builtins(shape), separators=(",", ":")).encode("ascii")
