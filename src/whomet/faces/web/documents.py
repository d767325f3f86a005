"""The page of one document: its text with all that was read in it marked, and the meetings that it tells of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from whomet.exchange.html_meeting import CALLED, fragment_of, shown
from whomet.exchange.html_page import web_page
from whomet.exchange.html_words import title_of
from whomet.faces.sources import kind_of_source
from whomet.faces.web import addresses
from whomet.faces.web.lists import Link
from whomet.faces.web.words import KINDS, LEAD, Mark, kind_of, marked
from whomet.model import Account, Claim, Document, Property, Reading
from whomet.register import Register
from whomet.values.shown import brief

_LONGEST = 160  # code points of a value beside the words that show it
_PARTS = {"person.name": "person", "person.role": "role", "statement.text": "statement", "statement.speaker": "speaker"}


@dataclass(frozen=True, slots=True)
class Telling:
    """A meeting that the document tells of: where it is, and the values read here, each with its words' address."""

    title: str
    address: str
    values: tuple[tuple[str, Link], ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """All that the page of a document shows."""

    title: str
    ident: str
    publisher: str
    kind: str
    published: str
    url: str
    source: str
    language: str
    text: Markup
    kinds: tuple[tuple[str, str], ...]
    tellings: tuple[Telling, ...]
    findings: tuple[str, ...]


def document_page(register: Register, name: str) -> DocumentPage:
    """A document by any name that leads to it. Raises NotFoundError where none does, or several."""
    reading = register.reading(name)
    document = reading.document
    homes = {a: meeting.id for meeting in register.meetings({a.id for a in reading.accounts}) for a in meeting.accounts}
    marks = list(_marks(reading, homes))
    html = "".join(marked(document.text, marks, [(r.span, r.kind) for r in document.regions]))
    used = {mark.kind for mark in marks}
    return DocumentPage(
        title_of(document),
        brief(document.id),
        brief(document.publisher.value) if document.publisher else "",
        kind_of_source(document),
        document.published.value if document.published else "",
        document.url if web_page(document.url) else "",
        document.source,
        document.language,
        Markup(html),  # every word in it is escaped in `words`
        tuple((kind, words) for kind, words in KINDS.items() if kind in used),
        tuple(_telling(account, document, homes) for account in reading.accounts),
        tuple(finding.text for finding in reading.findings),
    )


def marks_of(account: Account) -> Iterator[Mark]:
    """What one account claims, as marks that lead nowhere."""
    for claim in account.claims:
        yield from (Mark(span, kind_of(claim.property), _carried(claim)) for span in claim.spans)


def _marks(reading: Reading, homes: dict[str, str]) -> Iterator[Mark]:
    for account in reading.accounts:
        for claim in account.claims:
            fragment = f"m-{homes[account.id]}-{fragment_of(claim.property)}" if account.id in homes else ""
            address = addresses.meeting(homes[account.id], fragment) if fragment else ""
            yield from (Mark(span, kind_of(claim.property), _carried(claim), address) for span in claim.spans)
    of_document = (reading.document.title, reading.document.publisher, reading.document.published)
    for told in (*of_document, *reading.figures):
        if told and told.property is not Property.TITLE:
            yield from (Mark(span, kind_of(told.property), _carried(told)) for span in told.spans)


def _called(prop: Property) -> str:
    return _PARTS.get(prop, CALLED.get(prop, prop.replace("_", " ").replace(".", ", "))).lower()


def _carried(claim: Claim) -> str:
    if claim.property is Property.LEAD:
        return "tells of the meeting"
    value = shown(claim.property, claim.value)
    cut = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}\u2026"
    return f"{_called(claim.property)}: {cut}"


def _telling(account: Account, document: Document, homes: dict[str, str]) -> Telling:
    title = " \u2013 ".join(dict.fromkeys(account.values(Property.PARTY))) or "Sides not told"
    lead = next((span for claim in account.all(Property.LEAD) for span in claim.spans), None)
    values = tuple(
        (_called(claim.property), Link(shown(claim.property, claim.value), f"#{addresses.words(claim.spans[0])}"))
        for claim in account.claims
        if claim.spans and kind_of(claim.property) not in (LEAD, "said") and claim.property in _BESIDE
    )
    begins = (("told in", Link("the words that tell of it", f"#{addresses.words(lead)}")),) if lead else ()
    address = addresses.meeting(homes[account.id]) if account.id in homes else ""
    return Telling(title, address, (*values, *begins))


_BESIDE = {Property.STATUS, Property.DATE, Property.CITY, Property.COUNTRY, Property.VENUE, Property.PERSON_NAME}
