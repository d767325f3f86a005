"""How a document is named beside what it says."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from whomet.faces.terminal import clean
from whomet.model import Document


def source(document: Document) -> Text:
    """A document as its user calls it, with publisher and day where they are told."""
    return _named(document, ", ".join(_told(document)))


def introduced(document: Document, *, doubted: bool) -> Text:
    """As `source`, where a page names a document first: says what is not told, and whether its day is doubted."""
    beside = ", ".join(_told(document)) or "publisher and date not told"
    return _named(document, f"{beside}, a date that is doubted" if doubted else beside)


def _told(document: Document) -> list[str]:
    return [clean(claim.value) for claim in (document.publisher, document.published) if claim and claim.value]


def _named(document: Document, beside: str) -> Text:
    return Text.assemble((clean(document.id), "cyan"), f" ({beside})" if beside else "")


def sources(documents: Iterable[Document]) -> Text:
    """Several documents, each once."""
    return Text("; ").join(source(d) for d in {d.key: d for d in documents}.values())
