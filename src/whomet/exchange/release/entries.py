"""What the tables of a release are: one row is one thing, with an id that stays while the register says the same.

The codebook is made from this file: a table's definition is its docstring, a field's the description beside it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from whomet.exchange.release import meanings
from whomet.exchange.release.meanings import Meanings


def _is(definition: str, values: Meanings | None = None) -> Meta:
    return Meta(description=definition, extra_json_schema={"meanings": values} if values else None)


class Meetings(Struct, frozen=True):
    """A meeting: what all accounts judged to tell of the same one make together."""

    id: Annotated[str, _is("that of the smallest account; the id of any account of it leads to it")]
    date: Annotated[list[str], _is("EDTF, the most widely told first; several where sources differ")]
    status: Annotated[list[str], _is("whether it took place", meanings.STATUSES)]
    format: Annotated[list[str], _is("how they met", meanings.FORMATS)]
    contact: Annotated[list[str], _is("whether the sides met each other", meanings.CONTACTS)]
    city: Annotated[list[str], _is("the city; empty where no source says")]
    country: Annotated[list[str], _is("ISO 3166-1 alpha-2")]
    venue: Annotated[list[str], _is("the building or institution, as told")]
    part_of: Annotated[list[str], _is("the visit, summit, round or process that it belongs to")]
    parties: Annotated[list[str], _is("the sides")]
    mediators: Annotated[list[str], _is("who mediated")]
    hosts: Annotated[list[str], _is("who received the others")]
    people: Annotated[list[str], _is("who took part or is to, by the names of table people")]
    topics: Annotated[list[str], _is("what it was about, in the sources' words")]
    differ: Annotated[list[str], _is("the properties in which sources differ; table readings says who says what")]
    accounts: Annotated[int, _is("how many accounts tell of it")]
    documents: Annotated[int, _is("how many documents tell of it")]
    voices: Annotated[int, _is("independent origins: reprints and paraphrases of one statement are one")]


class Accounts(Struct, frozen=True):
    """An account: one document's telling of one meeting."""

    id: Annotated[str, _is("follows from the document's text and the place of the lead in it")]
    meeting: Annotated[str, _is("id in table meetings")]
    source: Annotated[str, _is("id in table sources")]
    main: Annotated[bool, _is("whether title or first paragraph reports it")]
    confidence: Annotated[
        float,
        _is("share of such accounts whose meeting, parties and date are right, 0 to 1; 1 where a person added it"),
    ]
    lead: Annotated[str, _is("the sentence that best says that the meeting took or will take place")]
    reader: Annotated[
        str, _is("name and version of what read the document; “by hand” of an account that a person added")
    ]


class Readings(Struct, frozen=True):
    """A reading of a cell: one value that accounts give for one property of a meeting."""

    id: Annotated[str, _is("meeting, property and twelve digits that follow from the value")]
    meeting: Annotated[str, _is("id in table meetings")]
    property: Annotated[str, _is("what is told", meanings.PROPERTIES)]
    value: Annotated[str, _is("the value; the codebook's list of properties says which are of a closed list")]
    accord: Annotated[str, _is("how all readings of this cell go together", meanings.ACCORDS)]
    accounts: Annotated[list[str], _is("ids in table accounts of those that give this value")]


class Claims(Struct, frozen=True):
    """A claim: one value that one account gives, with how it follows and through whom the document has it."""

    id: Annotated[str, _is("account and twelve digits that follow from all of the claim")]
    account: Annotated[str, _is("id in table accounts")]
    property: Annotated[str, _is("what is told", meanings.PROPERTIES)]
    part: Annotated[
        int, _is("number of the person, statement ... of the account that it belongs to; 0: of the account")
    ]
    value: Annotated[str, _is("the value; the codebook's list of properties says which are of a closed list")]
    basis: Annotated[str, _is("empty: the words show the value letter for letter; else how it follows from them")]
    according_to: Annotated[list[str], _is("whom the document quotes, outermost first; empty: the document itself")]
    reading: Annotated[
        str, _is("id in table readings of the cell's value that this claim supports, where it is a cell")
    ]


class Citations(Struct, frozen=True):
    """A citation: words of a document that show the value of a claim."""

    id: Annotated[str, _is("claim and number")]
    claim: Annotated[str, _is("id in table claims")]
    source: Annotated[str, _is("id in table sources")]
    start: Annotated[int, _is("first code point of the words in the document's text")]
    end: Annotated[int, _is("the code point after the last")]
    words: Annotated[str, _is(f"the words; {meanings.REDACTED} where they are withheld")]


class People(Struct, frozen=True):
    """A person: what all names judged to be one person's make together."""

    id: Annotated[str, _is("the register's id of the person")]
    name: Annotated[str, _is("the fullest, then most frequent spelling")]
    spellings: Annotated[list[str], _is("every spelling in the accounts of this release")]
    meetings: Annotated[int, _is("in how many meetings of this release the person is named")]
    accounts: Annotated[int, _is("in how many accounts")]


class Participants(Struct, frozen=True):
    """A participant: one person as one account names them."""

    id: Annotated[str, _is("account and number of the part")]
    account: Annotated[str, _is("id in table accounts")]
    meeting: Annotated[str, _is("id in table meetings")]
    person: Annotated[str, _is("id in table people; empty where the name resolves to nobody")]
    name: Annotated[str, _is("as the document names them, fullest")]
    role: Annotated[str, _is("as the document has it")]
    party: Annotated[str, _is("the side that they stood for")]
    level: Annotated[str, _is("how high the role is", meanings.LEVELS)]


class Sources(Struct, frozen=True):
    """A source: one document that was read, also one that tells of no meeting."""

    id: Annotated[str, _is("SHA-256 of the text and of what was told with it")]
    name: Annotated[str, _is("what its user calls the document")]
    title: Annotated[str, _is(f"its title; {meanings.REDACTED} where its words are withheld")]
    publisher: Annotated[str, _is("as the document or its user names it")]
    outlet: Annotated[str, _is("id in table outlets")]
    kind: Annotated[str, _is("what ownership says of the source; nothing about how good it is", meanings.KINDS)]
    party: Annotated[str, _is("whose it is, where it is of a party")]
    why: Annotated[str, _is("how the kind is known")]
    copy_of: Annotated[str, _is("id in this table of the source that a person said it is a copy of")]
    url: Annotated[str, _is("its address")]
    published: Annotated[str, _is("stated day of publication")]
    doubted: Annotated[bool, _is("whether that day can't be that of the text; table findings says why")]
    language: Annotated[str, _is("BCP 47")]
    reader: Annotated[str, _is("name and version of what read it")]
    extractor: Annotated[str, _is("name and version of what made the text")]
    accounts: Annotated[int, _is("how many accounts of this release it tells")]
    redacted: Annotated[bool, _is("whether its words are withheld")]


class Outlets(Struct, frozen=True):
    """An outlet: all sources of one publisher."""

    id: Annotated[str, _is("twelve digits that follow from name, kind and party")]
    name: Annotated[str, _is("as the lists of owners have it, else as the documents do; empty where none is told")]
    kind: Annotated[str, _is("what ownership says of it", meanings.KINDS)]
    party: Annotated[str, _is("whose it is, where it is of a party")]
    documents: Annotated[int, _is("how many sources of this release are of it")]
    accounts: Annotated[int, _is("how many accounts they tell")]
    first: Annotated[str, _is("earliest stated day of publication that is not doubted")]
    last: Annotated[str, _is("latest such day")]


class Decisions(Struct, frozen=True):
    """A decision that a person took over what was read, in the order in which they were taken."""

    id: Annotated[str, _is("twelve digits that follow from all of the decision")]
    kind: Annotated[str, _is("what was decided", meanings.DECISIONS)]
    value: Annotated[str, _is("what the kind says")]
    by: Annotated[str, _is("who decided")]
    on: Annotated[str, _is("when, ISO 8601, UTC")]
    reason: Annotated[str, _is("why, in their words")]
    holds: Annotated[bool, _is("whether it holds: nobody took it back")]


class Anchors(Struct, frozen=True):
    """An anchor: words of a document that a decision is about."""

    id: Annotated[str, _is("decision and number")]
    decision: Annotated[str, _is("id in table decisions")]
    source: Annotated[str, _is("id in table sources")]
    account: Annotated[str, _is("id of the account that was meant, as it was read then")]
    start: Annotated[int, _is("first code point of the words in the document's text")]
    end: Annotated[int, _is("the code point after the last")]
    words: Annotated[str, _is(f"the words; {meanings.REDACTED} where they are withheld")]


class Codes(Struct, frozen=True):
    """A code: what a field of the project's own holds for one account."""

    id: Annotated[str, _is("account and field")]
    account: Annotated[str, _is("id in table accounts")]
    meeting: Annotated[str, _is("id in table meetings")]
    field: Annotated[str, _is("the project's name of the field; the end of the codebook lists all, with their values")]
    value: Annotated[str, _is("what it holds")]
    why: Annotated[str, _is("who decided so, when and why")]


class Findings(Struct, frozen=True):
    """A finding: what a reader must be warned of."""

    id: Annotated[str, _is("twelve digits that follow from all of the finding")]
    kind: Annotated[str, _is("what it is about", meanings.FINDINGS)]
    about: Annotated[str, _is("id of a source, account, meeting or person")]
    text: Annotated[str, _is("one sentence")]


class Differences(Struct, frozen=True):
    """A difference from the previous release; the table is empty where none was named."""

    id: Annotated[str, _is("change, table, id and field")]
    change: Annotated[str, _is("what became of it", meanings.CHANGES)]
    table: Annotated[str, _is("the table that the thing is in")]
    thing: Annotated[str, _is("its id in this release, or in the previous one if it is withdrawn or was split")]
    field: Annotated[str, _is("the field that changed, or the property of an account's claims; empty: all of it")]
    old: Annotated[str, _is(f"value or ids in the previous release; {meanings.WITHHELD} where it must not be repeated")]
    new: Annotated[str, _is("value or ids in this release")]
    reason: Annotated[str, _is("what the decisions and the readings say of it")]


TABLES: dict[str, type[Struct]] = {
    kind.__name__.lower(): kind
    for kind in (
        Meetings,
        Readings,
        Accounts,
        Claims,
        Citations,
        People,
        Participants,
        Sources,
        Outlets,
        Decisions,
        Anchors,
        Codes,
        Findings,
        Differences,
    )
}
"""The tables by name, which is that of their files."""
