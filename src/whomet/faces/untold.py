"""Documents that have some words, for who finds no meeting that has them."""

from __future__ import annotations

from whomet.model import Document
from whomet.register import Register


def documents_with(words: str, register: Register, most: int) -> tuple[list[Document], int]:
    """The first of them, without their texts, and how many there are."""
    keys = sorted(register.search(words).documents)
    return documents_of(keys[:most], register), len(keys)


def documents_of(keys: list[str], register: Register) -> list[Document]:
    """The documents of some keys, without their texts."""
    return [reading.document for reading in register.newest(keys, texts=False, claims=())]
