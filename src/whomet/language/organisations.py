"""Parties as mentions, and sides that knowledge does not have: a text's own "Lake Province Peace Council", told by how
it is named."""

from __future__ import annotations

from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party
from whomet.knowledge.sides import at_the_table
from whomet.language.draft import Draft
from whomet.language.grammar import patterns
from whomet.language.units import Unit, tags_of
from whomet.model import MentionKind, Span

_KIND = "unknown side"


@cache
def side_bodies() -> frozenset[str]:
    """Heads of bodies that sit at a table in their own name."""
    return frozenset(read_data("nouns")["side_body"])


def add_party(draft: Draft, span: Span, party: Party | None) -> int:
    """Adds a party where it is named, as who sits at a table for it: a state for its ministry."""
    return draft.add(MentionKind.ORGANISATION, span, at_the_table(party).name if party else "")


def find_sides(sentences: list[tuple[Unit, ...]]) -> dict[str, Party]:
    """Names (in lower case) of bodies that may sit at a table, each as a Party of this text alone.

    What a text anywhere calls some party's own ("the Front's Health Committee") is an organ of it, and no side.
    """
    found: dict[str, Party] = {}
    organs: set[str] = set()
    for units in sentences:
        for pattern in patterns("sides"):
            for match in pattern.finditer(tags_of(units)):
                name = units[match.start() : match.end()]
                words = " ".join(u.words for u in name)
                if _is_owned(units, match.start(), match.end()):
                    organs.add(words)
                elif name[-1].words in side_bodies():
                    found.setdefault(words, Party(f"here:{words}", words.title(), _KIND))
    return {words: party for words, party in found.items() if words not in organs}


def _is_owned(units: tuple[Unit, ...], start: int, end: int) -> bool:
    """Behind a party or a possessive, or before "of" and a party."""
    before = units[start - 1].tag if start else ""
    after = "".join(u.tag for u in units[end : end + 3]).replace("D", "")
    return before in tuple("P'J") or after.startswith("OP")
