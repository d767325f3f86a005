"""Document -> Analysis: the one door to sentences, names, times, quotations and meeting words.

Whatever stands behind the door, rules or a model, gives an `Analysis`; nothing else of it is known outside.
"""

from __future__ import annotations

from typing import Protocol

from whomet.language.sentences import flowing
from whomet.model import Analysis, Document

__all__ = ["Language", "english_by_model", "english_by_rules", "flowing"]


class Language(Protocol):
    """A reader of language. `name` ends in its version; versions rise when what it finds changes."""

    @property
    def name(self) -> str: ...

    def reads(self, language: str) -> bool:
        """Whether it reads that language (BCP 47; "" is unknown)."""
        ...

    def analyse(self, document: Document) -> Analysis:
        """All that it finds in one Document; the same for the same Document, whatever was read before."""
        ...


def english_by_rules() -> Language:
    """The first reader: rules and word data, English only."""
    from whomet.language.rules import Rules

    return Rules()


def english_by_model() -> Language:
    """The usual reader: the reading model, with rules beside it, English only."""
    from whomet.language.trained import Trained

    return Trained()
