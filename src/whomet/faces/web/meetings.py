"""The page of one meeting: the report's article, and beside it the accounts side by side and what is to be known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from whomet.exchange.html_meeting import CALLED, anchor, article, shown
from whomet.exchange.html_words import name_of
from whomet.exchange.told import Told
from whomet.faces.asking import Records
from whomet.faces.opening import one_meeting
from whomet.faces.sources import kind_of_source
from whomet.faces.web import addresses
from whomet.faces.web.addresses import LONGEST, shortened
from whomet.faces.web.lists import Link
from whomet.model import (
    Accord,
    Account,
    Claim,
    Document,
    Entity,
    Finding,
    FindingKind,
    Meeting,
    Property,
    Span,
    claims_by_part,
)
from whomet.reconciliation.voices import voices_of
from whomet.register import Register
from whomet.values.readings import folded_value

_COMPARING = (FindingKind.SOURCES_DIFFER, FindingKind.IDENTITY_UNSURE)
"""What is found by comparing accounts: it is of no document alone."""
_MOST_NAMED = 4  # documents of which a warning is
_COMPARED = (
    Property.STATUS,
    Property.DATE,
    Property.TIME_TEXT,
    Property.DURATION,
    Property.CITY,
    Property.COUNTRY,
    Property.VENUE,
    Property.FORMAT,
    Property.PARTY,
    Property.MEDIATOR,
    Property.PERSON_NAME,
    Property.TOPIC,
    Property.OUTCOME_TEXT,
    Property.DENIAL_TEXT,
)
"""What accounts are laid side by side in."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value as one account has it, with the address of its words; `alone` where no other account has it."""

    words: str
    address: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Column:
    """An account over its column: who prints it, of what kind that is, and when."""

    name: str
    kind: str
    day: str
    address: str
    passing: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One property of all accounts."""

    title: str
    differ: bool
    cells: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a document of the meeting gives: the number, what of, who says so, and where."""

    number: str
    what: str
    giver: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """All that the page of a meeting shows."""

    title: str
    article: Markup
    said: str
    """The fragment that leads to what was said, "" if nothing was."""
    columns: tuple[Column, ...]
    rows: tuple[Compared, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    figures: tuple[Figure, ...]
    sides: tuple[Link, ...]
    people: tuple[Link, ...]
    places: tuple[Link, ...]


def meeting_page(register: Register, name: str) -> MeetingPage:
    """One meeting, by any id that leads to it. Raises NotFoundError where none does, or several."""
    meeting, records = _shortened(*one_meeting(register, name, ids=()))
    accounts = records.told(meeting)
    one = _told(meeting, records)
    findings = [f for f in records.findings if f.text]
    return MeetingPage(
        " \u2013 ".join(meeting.values(Property.PARTY)) or "Sides not told",
        Markup(article(one, address=_address)),  # every word of others in it is escaped there
        f"{anchor(one)}-statements" if any(a.all(Property.STATEMENT_TEXT) for a in accounts) else "",
        tuple(column_of(account, records.documents[account.document]) for account in accounts),
        tuple(compared(_conflicts(meeting), accounts, records)) if len(accounts) > 1 else (),
        tuple(f.text for f in findings if f.kind is FindingKind.LEFT_OUT),
        tuple(_warnings([f for f in findings if f.kind is not FindingKind.LEFT_OUT], records)),
        tuple(_figures(meeting, records)),
        tuple(Link(v, addresses.side(v)) for p in (Property.PARTY, Property.MEDIATOR) for v in meeting.values(p)),
        tuple(Link(entity.name, addresses.person(entity.id)) for entity in _people(one)),
        tuple(
            Link(shown(p, v), addresses.place(shown(p, v)))
            for p in (Property.CITY, Property.COUNTRY)
            for v in meeting.values(p)
        ),
    )


def _shortened(meeting: Meeting, records: Records) -> tuple[Meeting, Records]:
    """As they are, but for values and words of more than LONGEST code points: their documents have them whole."""
    cells = tuple(
        replace(cell, readings=tuple(replace(r, value=shortened(r.value)) for r in cell.readings))
        for cell in meeting.cells
    )
    return replace(meeting, cells=cells), shortened_records(records)


def shortened_records(records: Records) -> Records:
    """As they are, but for what is longer than LONGEST."""
    claims = (claim for account in records.accounts.values() for claim in account.claims)
    if all(len(c.value) <= LONGEST and all(s.end - s.start <= LONGEST for s in c.spans) for c in claims):
        return records
    accounts = {
        key: replace(account, claims=tuple(_short_claim(claim) for claim in account.claims))
        for key, account in records.accounts.items()
    }
    persons = {member: replace(entity, name=shortened(entity.name)) for member, entity in records.persons.items()}
    return replace(records, accounts=accounts, persons=persons)


def _short_claim(claim: Claim) -> Claim:
    spans = tuple(Span(span.start, min(span.end, span.start + LONGEST)) for span in claim.spans)
    return replace(claim, value=shortened(claim.value), basis=shortened(claim.basis), spans=spans)


def _told(meeting: Meeting, records: Records) -> Told:
    documents = records.documents_of(meeting)
    voices = len(voices_of(documents, records.told(meeting)))
    return Told(meeting, records.told(meeting), {d.key: d for d in documents}, records.persons, voices)


def _address(document: Document, claim: Claim | None) -> str:
    return addresses.document(document.key, claim.spans[0] if claim and claim.spans else None)


def _people(one: Told) -> tuple[Entity, ...]:
    return tuple({entity.id: entity for _, entity, _ in one.persons() if entity}.values())


def column_of(account: Account, document: Document) -> Column:
    """What stands over an account."""
    lead = next((span for claim in account.all(Property.LEAD) for span in claim.spans), None)
    day = document.published.value if document.published else ""
    return Column(
        name_of(document),
        kind_of_source(document),
        day,
        addresses.document(document.key, lead),
        passing=not account.main,
    )


def _conflicts(meeting: Meeting) -> set[Property]:
    return {cell.property for cell in meeting.cells if cell.accord is Accord.CONFLICT}


def compared(conflicts: Collection[Property], accounts: tuple[Account, ...], records: Records) -> Iterator[Compared]:
    """Accounts side by side, in all that any of them says; `conflicts`: in what they can't all be right."""
    for prop in _COMPARED:
        told = [[(_value(account, claim, records), claim) for claim in account.all(prop)] for account in accounts]
        if not any(told):
            continue
        common = [{folded_value(value) for value, _ in of_one} for of_one in told]
        cells = tuple(
            tuple(
                _said(value, claim, account, len(accounts) > 1 and sum(folded_value(value) in c for c in common) == 1)
                for value, claim in found
            )
            for account, found in zip(accounts, told, strict=True)
        )
        title = "People" if prop is Property.PERSON_NAME else CALLED[prop]
        yield Compared(title, prop in conflicts, tuple(tuple(dict.fromkeys(cell)) for cell in cells))


def _value(account: Account, claim: Claim, records: Records) -> str:
    if claim.property is Property.PERSON_NAME:
        entity = records.persons.get(f"{account.id}/{claim.part}")
        return entity.name if entity else claim.value
    return shown(claim.property, claim.value)


def _said(value: str, claim: Claim, account: Account, alone: bool) -> Said:
    span = claim.spans[0] if claim.spans else None
    return Said(value, addresses.document(account.document, span) if span else "", alone)


def _warnings(findings: Sequence[Finding], records: Records) -> Iterator[str]:
    """Each warning once: first what was found by comparing, then what is of documents, with those it is of."""
    of_documents: dict[str, dict[str, None]] = {}
    for finding in sorted(findings, key=lambda f: f.kind not in _COMPARING):
        account = records.accounts.get(finding.about)
        document = records.documents.get(account.document if account else finding.about)
        named = of_documents.setdefault(finding.text, {})
        if document and finding.kind not in _COMPARING and document.id not in finding.text:
            named[document.id] = None
    for told, documents in of_documents.items():
        names = list(documents)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield f"{told} ({', '.join(names[:_MOST_NAMED])}{more})" if names else told


def _figures(meeting: Meeting, records: Records) -> Iterator[Figure]:
    for document in records.documents_of(meeting):
        for figure in claims_by_part(records.figures.get(document.key, ()), "figure"):
            number, what, giver = (
                figure.get(p) for p in (Property.FIGURE_VALUE, Property.FIGURE_WHAT, Property.FIGURE_SOURCE)
            )
            if number:
                yield Figure(
                    number.value,
                    what.value if what else "",
                    giver.value if giver else "",
                    name_of(document),
                    _address(document, number),
                )
