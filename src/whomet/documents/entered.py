"""A source that is not held -> Document: what a person entered of it by hand, said to be so in its own text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from whomet.documents.extracted import Given
from whomet.documents.language_name import name_language
from whomet.model import Claim, Document, Property, Region, RegionKind, Span
from whomet.values.by_hand import ENTERED, source_of
from whomet.values.ids import document_key, told_apart

_NOTE = "Entered by hand: the source itself is not held."


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person entered: what the source is, the place in it ("page 12"), the words that tell of a meeting, and for
    each value what is entered and what of it is to be pointed at."""

    given: Given
    place: str
    lead: str
    lines: Sequence[tuple[str, str]]


def enter(entry: Entry) -> tuple[Document, Span, tuple[Span, ...]]:
    """The document, where the lead stands in its text, and where the words of each value do.

    Title, publisher, day, place, a note, the lead and the values stand on lines of their own. The same entry gives the
    same document.
    """
    given = entry.given
    head = ", ".join(filter(None, [given.publisher, given.published, entry.place]))
    text = f"{given.title}\n{head}\n{_NOTE}\n\n"
    lead = Span(len(text), len(text) + len(entry.lead))
    text += f"{entry.lead}\n"
    spans = []
    for line, words in entry.lines:
        start = len(text) + line.rindex(words)
        spans.append(Span(start, start + len(words)))
        text += f"{line}\n"
    return _document(entry, text, head), lead, tuple(spans)


def _document(entry: Entry, text: str, head: str) -> Document:
    given, key = entry.given, document_key(text, entry.given.as_dict())
    below = len(given.title) + 1  # where the line below the title begins
    note = below + len(head) + 1
    told = len(given.publisher) + 2 if given.publisher else 0  # where in that line the day begins
    return Document(
        key=key,
        id=told_apart("by-hand", key),
        text=text,
        source=source_of(entry.place),
        original=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        extractor=ENTERED,
        language=name_language(entry.lead),
        url=given.url,
        title=_claim(Property.TITLE, given.title, 0),
        publisher=_claim(Property.PUBLISHER, given.publisher, below),
        published=_claim(Property.PUBLISHED, given.published, below + told),
        regions=(
            Region(Span(0, len(given.title)), RegionKind.TITLE),
            Region(Span(below, below + len(head)), RegionKind.DATELINE),
            Region(Span(note, note + len(_NOTE)), RegionKind.BOILERPLATE),
        ),
    )


def _claim(prop: Property, value: str, at: int) -> Claim | None:
    return Claim(prop, value, (Span(at, at + len(value)),)) if value else None
