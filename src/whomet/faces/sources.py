"""How a document is named beside what it says."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from whomet.faces.terminal import clean
from whomet.knowledge.publishers import PublisherKind, source_in_words
from whomet.model import Document
from whomet.values.by_hand import entered
from whomet.values.shown import brief


def source(document: Document) -> Text:
    """A document as its user calls it, with publisher and day where they are told."""
    return _named(document, ", ".join(_told(document)))


def introduced(document: Document, *, doubted: bool) -> Text:
    """As `source`, where a page names a document first: says whose the publisher is where that is known, what is not
    told, and whether its day is doubted."""
    told = _told(document)
    kind = kind_of_source(document)
    beside = ", ".join([*told[:1], *([kind] if kind else []), *told[1:]]) or "publisher and date not told"
    return _named(document, f"{beside}, a date that is doubted" if doubted else beside)


def sources(documents: Iterable[Document]) -> Text:
    """Several documents, each once."""
    return Text("; ").join(source(d) for d in {d.key: d for d in documents}.values())


def kind_of_source(document: Document) -> str:
    """Whose a document's publisher is, in words: "state media of Iran", "wire"; "" where that is not known."""
    return clean(source_in_words(document))


def in_words(kind: PublisherKind, party: str) -> str:
    """ "official of Hamas", "state media of Iran", "wire", "kind not known"."""
    if kind is PublisherKind.UNKNOWN:
        return "kind not known"
    return clean(f"{kind} of {party}") if party else str(kind)


def _told(document: Document) -> list[str]:
    told = [clean(brief(claim.value)) for claim in (document.publisher, document.published) if claim and claim.value]
    return [*told, clean(entered(document))] if entered(document) else told


def _named(document: Document, beside: str) -> Text:
    return Text.assemble((clean(brief(document.id)), "cyan"), f" ({beside})" if beside else "")
