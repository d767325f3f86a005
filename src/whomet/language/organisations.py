"""Sides that knowledge does not have: a text's own "Lake Province Peace Council", told by how it is named."""

from __future__ import annotations

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party
from whomet.language.grammar import patterns
from whomet.language.units import Unit, tags_of

_KIND = "unknown side"


def find_sides(sentences: list[tuple[Unit, ...]]) -> dict[str, Party]:
    """Names (in lower case) of bodies that may sit at a table, each as a Party of this text alone."""
    heads = frozenset(read_data("nouns")["side_body"])
    found: dict[str, Party] = {}
    for units in sentences:
        for pattern in patterns("sides"):
            for match in pattern.finditer(tags_of(units)):
                name = units[match.start() : match.end()]
                if name[-1].words in heads:
                    words = " ".join(u.words for u in name)
                    found.setdefault(words, Party(f"here:{words}", words.title(), _KIND))
    return found
