"""The rows of the data frames: what a meeting, an account, a person and a citation is there.

Dates are EDTF as the sources have them; `earliest` and `latest` are the first and the last day that any of them leaves
possible, so that a frame can be sorted and cut by days. Strings are "" and lists empty when unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from whomet.exchange.tables import MeetingRow
from whomet.exchange.told import Told
from whomet.model import Account, Claim, Document, Entity, Meeting, Property
from whomet.values.edtf import bounds

Day = date | None
Days = tuple[Day, Day]


class DatedMeetingRow(MeetingRow, frozen=True):
    """One meeting, as exports have it, and the days between which it lies."""

    earliest: Day
    latest: Day


class AccountRow(Struct, frozen=True):
    """What one document says of one meeting. A list may have several values: an account may tell two readings."""

    id: str
    meeting: Annotated[str, Meta(description="id of the meeting it belongs to")]
    document: Annotated[str, Meta(description="id of the document, as its user calls it")]
    publisher: str
    published: Annotated[str, Meta(description="ISO date")]
    url: str
    main: Annotated[bool, Meta(description="title or first paragraph reports it")]
    confidence: float
    date: Annotated[list[str], Meta(description="EDTF")]
    earliest: Day
    latest: Day
    status: list[str]
    format: list[str]
    contact: list[str]
    city: list[str]
    country: Annotated[list[str], Meta(description="ISO 3166-1 alpha-2")]
    venue: list[str]
    parties: list[str]
    mediators: list[str]
    people: list[str]
    topics: list[str]
    lead: Annotated[str, Meta(description="the sentence that best says that the meeting took or will take place")]


class PersonRow(Struct, frozen=True):
    """One person of the register, over all meetings."""

    id: str
    name: str
    names: Annotated[list[str], Meta(description="every spelling")]
    roles: Annotated[list[str], Meta(description="as accounts state them")]
    dates: Annotated[list[str], Meta(description="EDTF, of the meetings")]
    earliest: Day
    latest: Day
    meetings: list[str]
    accounts: list[str]


class CitationRow(Struct, frozen=True):
    """One stretch of words that an account's value rests on; a value without words of its own has one row too."""

    meeting: str
    account: str
    document: str
    publisher: str
    published: Annotated[str, Meta(description="ISO date")]
    url: str
    property: Annotated[str, Meta(description='"date", "city", "person.name" ...')]
    part: Annotated[int, Meta(description="numbers the person, statement ... within the account, or 0")]
    value: str
    words: Annotated[str, Meta(description="the document's own words")]
    start: Annotated[int | None, Meta(description="first code point of the words in the document's text")]
    end: Annotated[int | None, Meta(description="the code point after the last")]
    basis: Annotated[str, Meta(description="how the value follows, where the words do not show it letter for letter")]
    according_to: Annotated[list[str], Meta(description="whom the document quotes, outermost first")]


SHAPES: dict[str, type[Struct]] = {
    "meetings": DatedMeetingRow,
    "accounts": AccountRow,
    "people": PersonRow,
    "citations": CitationRow,
}
"""The shape of each table's rows."""


def days_of(dates: Iterable[str]) -> Days:
    """The first and the last day that any of some EDTF dates leaves possible."""
    known = [found for edtf in dates if (found := bounds(edtf))]
    return (min((f for f, _ in known), default=None), max((last for _, last in known), default=None))


def dated(row: MeetingRow) -> DatedMeetingRow:
    """A meeting's row with its days."""
    first, last = days_of(row.date)
    return DatedMeetingRow(**msgspec.structs.asdict(row), earliest=first, latest=last)


def account_rows(told: Iterable[Told]) -> Iterator[AccountRow]:
    """A row for each account, meeting by meeting."""
    for one in told:
        for account in one.accounts:
            yield _account(one.meeting.id, account, one.document_of(account))


def _account(meeting: str, account: Account, document: Document) -> AccountRow:
    def of(prop: Property) -> list[str]:
        return list(dict.fromkeys(account.values(prop)))

    first, last = days_of(of(Property.DATE))
    return AccountRow(
        id=account.id,
        meeting=meeting,
        document=document.id,
        publisher=_plain(document.publisher),
        published=_plain(document.published),
        url=document.url,
        main=account.main,
        confidence=account.confidence,
        date=of(Property.DATE),
        earliest=first,
        latest=last,
        status=of(Property.STATUS),
        format=of(Property.FORMAT),
        contact=of(Property.CONTACT),
        city=of(Property.CITY),
        country=of(Property.COUNTRY),
        venue=of(Property.VENUE),
        parties=of(Property.PARTY),
        mediators=of(Property.MEDIATOR),
        people=of(Property.PERSON_NAME),
        topics=of(Property.TOPIC),
        lead=account.value(Property.LEAD),
    )


def citation_rows(told: Iterable[Told]) -> Iterator[CitationRow]:
    """A row for each stretch of words of each claim, account by account."""
    for one in told:
        for account in one.accounts:
            for claim in account.claims:
                yield from _citations(one.meeting.id, account, claim, one.document_of(account))


def _citations(meeting: str, account: Account, claim: Claim, document: Document) -> Iterator[CitationRow]:
    for span in claim.spans or (None,):
        yield CitationRow(
            meeting=meeting,
            account=account.id,
            document=document.id,
            publisher=_plain(document.publisher),
            published=_plain(document.published),
            url=document.url,
            property=claim.property.value,
            part=claim.part,
            value=claim.value,
            words=span.of(document.text) if span else "",
            start=span.start if span else None,
            end=span.end if span else None,
            basis=claim.basis,
            according_to=list(claim.according_to),
        )


def person_row(entity: Entity, meetings: Sequence[Meeting]) -> PersonRow:
    """A person, with the meetings that his or her accounts belong to."""
    dates = list(dict.fromkeys(value for meeting in meetings for value in meeting.values(Property.DATE)))
    first, last = days_of(dates)
    return PersonRow(
        id=entity.id,
        name=entity.name,
        names=list(entity.names),
        roles=list(dict.fromkeys(role for role, _, _ in entity.roles)),
        dates=dates,
        earliest=first,
        latest=last,
        meetings=[meeting.id for meeting in meetings],
        accounts=list(dict.fromkeys(member.rpartition("/")[0] for member in entity.members)),
    )


def as_dict(row: Struct) -> dict[str, Any]:
    """A row as a plain dictionary, in the order of its shape."""
    return msgspec.structs.asdict(row)


def _plain(claim: Claim | None) -> str:
    return claim.value if claim else ""
