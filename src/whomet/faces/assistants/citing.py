"""Words beside values: each claim with the exact words that show it, whose they are, and whom they name in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET

from whomet.exchange.html_page import web_page
from whomet.faces.asking import Records, in_order
from whomet.faces.assistants import gives
from whomet.faces.assistants.harmless import PIECE, cut, fitting, listed, pieces
from whomet.faces.showing import BESIDE, TOGETHER, called
from whomet.faces.sources import kind_of_source
from whomet.faces.web import addresses
from whomet.model import Account, Cell, Claim, Document, Finding, FindingKind, Property, Span
from whomet.values.by_hand import entered
from whomet.values.readings import claims_behind

Told = tuple[Claim, Account]
"""A claim, and the account that makes it."""

_NAME = 120  # code points of a name that stands beside each of its words
_TITLE = 200  # code points of a title
_CHAIN = 5  # of those whom a document quotes
READINGS = 8
"""Readings of one cell that are told at once; a cell that has more is told in several."""


def key_of(document: Document) -> str:
    """What a document goes by: enough of its key to tell it from every other."""
    return document.key[: addresses.KEY]


def of_claim(claim: Claim, account: Account, document: Document) -> list[gives.Citation]:
    """A citation for each stretch of words of a claim; one without words where it has none of its own."""
    return [_citation(span, claim, account, document) for span in claim.spans or (None,)]


def _citation(span: Span | None, claim: Claim, account: Account, document: Document) -> gives.Citation:
    words = span.of(document.text) if span else ""
    bare = claim.basis.strip('"“”') == words.strip('"“”')
    return gives.Citation(
        quote=cut(words),
        publisher=publisher_of(document),
        according_to=listed((cut(name, _NAME) for name in claim.according_to), _CHAIN),
        basis="" if bare else cut(claim.basis),
        beside=_beside(claim, account),
        document=key_of(document),
        start=span.start if span else UNSET,
        end=span.end if span else UNSET,
    )


def of_span(span: Span, document: Document) -> gives.Citation:
    """Words of a document that no claim points at."""
    return gives.Citation(
        quote=cut(span.of(document.text)),
        publisher=publisher_of(document),
        document=key_of(document),
        start=span.start,
        end=span.end,
    )


def publisher_of(document: Document) -> str:
    """Who prints a document, "" where that is not told."""
    return cut(document.publisher.value.strip(), _NAME) if document.publisher else ""


def _beside(claim: Claim, account: Account) -> str:
    """What is told beside a delegation, an outcome or a denial: of whom, of what kind, by whom."""
    prop, before = BESIDE.get(claim.property, (None, ""))
    values = [c.value for c in account.claims if c.property is prop and c.part == claim.part and c.value]
    return cut(", ".join(before + value for value in values))


def source_of(document: Document, doubt: str = "") -> gives.Source:
    """A document as an answer lists it."""
    return gives.Source(
        key=key_of(document),
        name=cut(document.id, _TITLE),
        title=cut(document.title.value, _TITLE) if document.title else "",
        publisher=publisher_of(document),
        kind=cut(", ".join(filter(None, [kind_of_source(document), entered(document)]))),
        published=document.published.value if document.published else "",
        doubt=cut(doubt),
        url=cut(document.url) if web_page(document.url) else "",
        page=addresses.document(document.key),
    )


def sources_in(told: object, *records: Records) -> list[gives.Source]:
    """The documents that some part of an answer cites, in the order in which it does."""
    known = {key_of(document): document for some in records for document in some.documents.values()}
    doubts = {f.about: f.text for some in records for f in some.findings if f.kind is FindingKind.DATE_DOUBT}
    keys = dict.fromkeys(cited.document for cited in _cited(told))
    return [source_of(known[key], doubts.get(known[key].key, "")) for key in keys if key in known]


def _cited(told: object) -> Iterator[gives.Citation | gives.Follower]:
    """All that names a document in a part of an answer."""
    if isinstance(told, gives.Citation | gives.Follower):
        yield told
    elif isinstance(told, list | tuple):
        for each in told:
            yield from _cited(each)
    elif isinstance(told, dict):
        yield from _cited(list(told.values()))
    elif hasattr(told, "__struct_fields__"):
        yield from _cited([getattr(told, name) for name in told.__struct_fields__])


# ------------------------------------------------------------------------------------------------- readings


def reading(value: str, told: Iterable[Told], records: Records, most: int) -> gives.Reading:
    """A value with the words of those who give it, so many citations at most: first one of each document."""
    found = list(told)
    every = (of_claim(claim, account, records.documents[account.document]) for claim, account in found)
    flat = _each_document_first([citation for of_one in every for citation in of_one])
    shown = fitting(flat[:most], PIECE)
    return gives.Reading(cut(value), len({account.id for _, account in found}), shown, len(flat) - len(shown))


def _each_document_first(citations: Sequence[gives.Citation]) -> list[gives.Citation]:
    """Citations, each once, those that are the first of their document before all others."""
    once = list({(c.document, c.start, c.end, tuple(c.according_to)): c for c in citations}.values())
    first = {c.document: c for c in reversed(once)}
    return [*(c for c in once if first[c.document] is c), *(c for c in once if first[c.document] is not c)]


def cells(cell: Cell, records: Records, most: int) -> Iterator[gives.Cell]:
    """A cell with each of its readings, in as many pieces as it takes."""
    accounts = [records.accounts[a] for a in _accounts_of(cell) if a in records.accounts]
    told = [
        reading(
            one.value,
            [(c, a) for a in accounts if a.id in one.accounts for c in claims_behind(cell.property, one, a)],
            records,
            most,
        )
        for one in in_order(cell)
    ]
    about, together = called(cell.property), TOGETHER[cell.accord]
    return (gives.Cell(about, piece, together) for piece in pieces(told, READINGS))


def _accounts_of(cell: Cell) -> list[str]:
    return list(dict.fromkeys(account for one in cell.readings for account in one.accounts))


def lead(account: Account, records: Records) -> list[gives.Citation]:
    """The words that tell of the meeting."""
    document = records.documents[account.document]
    return fitting(c for claim in account.all(Property.LEAD)[:1] for c in of_claim(claim, account, document))


def account_of(account: Account, records: Records, meeting: str = "") -> gives.Account:
    """An account: whose, how surely it was read, and the words that tell of the meeting."""
    return gives.Account(account.id, lead(account, records), account.main, account.confidence, meeting)


def warning(finding: Finding, records: Records, *, of_meetings: bool) -> gives.Caution:
    """What a reader must be warned of, with the words it is about; `of_meetings`: it names its sources itself."""
    account = records.accounts.get(finding.about)
    document = records.documents.get(account.document if account else finding.about)
    words = [of_span(span, document) for span in finding.spans[:3]] if document and not of_meetings else []
    if document and not words and not of_meetings:
        words = [gives.Citation(publisher=publisher_of(document), document=key_of(document))]
    return gives.Caution(finding.kind.value, cut(finding.text, 2000), words)
