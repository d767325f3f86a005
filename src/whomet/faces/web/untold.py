"""Where no meeting fits: the documents that have the words all the same, and tell of no meeting.

A text in a language that nobody read, or that was misread, would else be nowhere to be found.
"""

from __future__ import annotations

from dataclasses import dataclass

from whomet.exchange.html_words import title_of
from whomet.faces.untold import documents_of, documents_with
from whomet.faces.web import addresses
from whomet.faces.web.lists import Link
from whomet.model import Document
from whomet.register import Register
from whomet.register.browsing import View
from whomet.values.shown import brief

_MOST = 20


@dataclass(frozen=True, slots=True)
class Source:
    """A document: what leads to it, who printed it, and when."""

    link: Link
    publisher: str
    published: str


@dataclass(frozen=True, slots=True)
class Untold:
    """Some documents that tell of no meeting, and whether there are more."""

    sources: tuple[Source, ...]
    more: bool


NONE = Untold((), False)


def untold(register: Register, view: View) -> Untold:
    """The documents with the words of a list that has no meeting, or any where nothing was asked; none where it was
    narrowed otherwise, for they may tell of meetings that were left out."""
    if view != View(words=view.words, order=view.order):
        return NONE
    if view.words:
        found, every = documents_with(view.words, register, _MOST)
    else:
        keys = [key for _, key in register.documents_after(0, _MOST + 1)]
        found, every = documents_of(keys[:_MOST], register), len(keys)
    return Untold(tuple(_source(document) for document in found), every > _MOST)


def _source(document: Document) -> Source:
    return Source(
        Link(title_of(document), addresses.document(document.key)),
        brief(document.publisher.value) if document.publisher else "",
        document.published.value if document.published else "",
    )
