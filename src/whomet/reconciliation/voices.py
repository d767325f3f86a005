"""Voices of a meeting: reprints, translations and rewritings of one statement are one voice, traced to its origin.

Two documents are of one voice if one is nearly a copy of the other, if both tell the same in the same order (see
`likeness`), if both say that they follow one source (see `credits`), or if a person decided so; `origins` puts these
together. What is left apart is independent as far as the texts show; whether two reporters heard it from one mouth they
don't show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whomet.knowledge.publishers import Publishers, SourceKind, kind_of_document
from whomet.model import Account, Document
from whomet.reconciliation.origins import Bench, Voice, groups_of, trace
from whomet.values.names import fold


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """How many documents tell of a meeting, from how many outlets, from how many independent origins."""

    documents: int
    publishers: int
    voices: int


def voices_of(
    documents: Iterable[Document], accounts: Iterable[Account], own: Publishers | None = None
) -> tuple[Voice, ...]:
    """The voices that tell of one meeting, the widest told first. Pure; the order of the arguments changes nothing.

    `documents` with their texts; `accounts` those of this meeting; `own` the user's list of publishers.
    """
    bench = Bench(documents, accounts, own)
    return tuple(sorted((trace(bench, g) for g in groups_of(bench)), key=lambda v: (-len(v.documents), v.documents)))


def voices(documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    """Keys of documents grouped by voice, each group sorted, groups by their smallest key."""
    return tuple(sorted(v.documents for v in voices_of(documents, ())))


def count_voices(documents: Sequence[Document], found: Sequence[Voice] | None = None) -> VoiceCount:
    """Documents, outlets (a document whose publisher is not told counts as its own) and voices of one meeting; `found`
    are its voices, if they are known already."""
    outlets = {_outlet(d, kind_of_document(d)) for d in documents}
    return VoiceCount(
        len({d.key for d in documents}), len(outlets), len(voices_of(documents, ()) if found is None else found)
    )


def _outlet(document: Document, source: SourceKind) -> str:
    if source.name:
        return fold(source.name)
    return fold(document.publisher.value) if document.publisher else f"key {document.key}"
