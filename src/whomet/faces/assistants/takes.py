"""What an assistant may ask with: the arguments of each tool, with examples."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

LONGEST_TEXT = 200_000
"""Code points of a text that is read for an assistant; `whomet read` takes longer ones."""
_GREATEST = 2**63 - 1

Cursor = Annotated[
    str, Meta(max_length=20_000, description="`next` of the answer before, to get what it left out; with the same rest")
]
Words = Annotated[
    str,
    Meta(
        max_length=1000,
        description='words that must all stand in a document or in what was read in it; "ceas*" is one begun, words in '
        "double quotes stand side by side",
        examples=["ceasefire", '"prisoner exchange" Muscat'],
    ),
]
MeetingName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1000,
        description="id of the meeting, or of any account of it, as other tools give them",
        examples=["070e373f441b1a16"],
    ),
]
DocumentName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1000,
        description="`document` of a citation, or the name that its user gave it",
        examples=["4f1c2ab09d3e7781", "meridian-0515-muscat"],
    ),
]
AccountName = Annotated[
    str, Meta(min_length=1, max_length=1000, description="id of an account", examples=["070e373f441b1a16"])
]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=10_000,
        description="why: what in the sources shows it, for people who read the log later",
        examples=["Both name the same hotel and the same evening."],
    ),
]
Seen = Annotated[
    int,
    Meta(
        ge=0,
        le=_GREATEST,
        description="`seen` of the answer that this is decided by: refused where people decided since",
        examples=[0, 17],
    ),
]


def _edtf(words: str, *examples: str) -> Meta:
    return Meta(max_length=100, description=words, examples=list(examples))


class SearchMeetings(Struct, frozen=True, forbid_unknown_fields=True):
    """Which meetings to find: those that fit all that is given; all of them where nothing is."""

    person: Annotated[
        str, Meta(max_length=200, description="one who took part, in any spelling", examples=["Okonveld"])
    ] = ""
    party: Annotated[
        str,
        Meta(max_length=200, description="a side or mediator: a state, organisation or group", examples=["Norway"]),
    ] = ""
    place: Annotated[str, Meta(max_length=200, description="a city, country or venue", examples=["Muscat", "Oman"])] = (
        ""
    )
    since: Annotated[str, _edtf("not before this day, month or year", "2024-05-14", "2024-05")] = ""
    until: Annotated[str, _edtf("not after this day, month or year", "2024")] = ""
    status: Annotated[
        Literal["", "held", "ongoing", "planned", "postponed", "cancelled"],
        Meta(description="what a source says became of it"),
    ] = ""
    words: Words = ""
    sources_differ: Annotated[
        bool, Meta(description="only meetings of which sources say what can't all be right, or which somebody denies")
    ] = False
    order: Annotated[
        Literal["latest", "earliest"], Meta(description="by the days that sources give; undated ones last")
    ] = "latest"
    limit: Annotated[int, Meta(ge=1, le=50, description="meetings at most; fewer where they are long")] = 10
    cursor: Cursor = ""


class OneMeeting(Struct, frozen=True, forbid_unknown_fields=True):
    """Which meeting."""

    meeting: MeetingName
    cursor: Cursor = ""


class OnePerson(Struct, frozen=True, forbid_unknown_fields=True):
    """Which person."""

    person: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            description="a name in any spelling or script, or a person's id",
            examples=["Okonveld", "person-1f0c9a"],
        ),
    ]
    cursor: Cursor = ""


class SearchDocuments(Struct, frozen=True, forbid_unknown_fields=True):
    """Which documents to find."""

    words: Annotated[Words, Meta(min_length=1)]
    limit: Annotated[int, Meta(ge=1, le=50, description="documents at most")] = 10
    cursor: Cursor = ""


class OneDocument(Struct, frozen=True, forbid_unknown_fields=True):
    """Which stretch of which document."""

    document: DocumentName
    start: Annotated[
        int, Meta(ge=0, le=_GREATEST, description="code point to begin at, as in `start` of a citation", examples=[0])
    ] = 0
    length: Annotated[int, Meta(ge=100, le=12_000, description="code points at most")] = 6000


class ReadText(Struct, frozen=True, forbid_unknown_fields=True):
    """A text to be read, with what is known of it. Nothing of it is kept."""

    text: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=LONGEST_TEXT,
            description="a report, in English",
            examples=["The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy in Oslo on Tuesday."],
        ),
    ]
    published: Annotated[
        str,
        Meta(
            max_length=100,
            description='the day it was published; without it "on Tuesday" stays undated',
            examples=["2031-03-06"],
        ),
    ] = ""
    publisher: Annotated[str, Meta(max_length=1000, description="who prints it", examples=["Coast Press"])] = ""
    title: Annotated[str, Meta(max_length=1000, description="its headline")] = ""
    cursor: Cursor = ""


class ShowDecisions(Struct, frozen=True, forbid_unknown_fields=True):
    """Which decisions: all, the oldest first."""

    limit: Annotated[int, Meta(ge=1, le=50, description="decisions at most")] = 20
    cursor: Cursor = ""


class OneAccount(Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided about one account."""

    account: AccountName
    reason: Reason
    seen: Seen


class TwoAccounts(Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided about two accounts."""

    account: AccountName
    other: AccountName
    reason: Reason
    seen: Seen


class Undo(Struct, frozen=True, forbid_unknown_fields=True):
    """Which decision is taken back."""

    decision: Annotated[
        str,
        Meta(min_length=1, max_length=1000, description="id of the decision", examples=["9b1f04c2d7aa"]),
    ]
    reason: Reason
    seen: Seen
