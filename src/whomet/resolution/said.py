"""The time expressions of a text: where they stand, their words, what they say."""

from __future__ import annotations

from dataclasses import dataclass

from whomet.model import Document, Mention, MentionKind, Span
from whomet.values.times import TimeValue

_KINDS = (MentionKind.TIME, MentionKind.DURATION)


@dataclass(frozen=True, slots=True)
class Said:
    """A time expression of a text: where it stands, its words, what they say."""

    span: Span
    words: str
    value: TimeValue
    english: str = ""

    @property
    def shown(self) -> str:
        """The words as a basis has them, with the translation that they were understood by."""
        return f'"{self.words}"' + (f" (in English “{self.english}”)" if self.english else "")


def said_in(document: Document, times: tuple[Mention, ...]) -> tuple[Said, ...]:
    """The expressions of time, or those of how long, in text order; those whose notation can't be read are left out."""
    found = []
    for mention in times:
        try:
            value = TimeValue.parse(mention.reads_as) if mention.kind in _KINDS else None
        except ValueError:
            continue
        if value:
            words = " ".join(mention.span.of(document.text).split())
            found.append(Said(mention.span, words, value, mention.english))
    return tuple(sorted(found, key=lambda s: s.span))
