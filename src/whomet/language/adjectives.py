"""Whether a party's adjective names the party, or only says whose or what sort a thing is: "the Irish side", "the Irish
question". By the noun that follows it; the words are in adjectives.yaml and nouns.yaml."""

from __future__ import annotations

import re
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import find_parties
from whomet.model import Span

_BEHIND = re.compile(r"\s{1,3}([a-z]{3,30})(?:\s{1,3}([a-z]{1,30}))?(?:\s{1,3}([a-z]{1,30}))?")
_NOUNS = ("role", "modifier", "title", "body", "group")


def says_whose(text: str, span: Span) -> bool:
    """Whether the span is such an adjective before a thing; not so where no small word follows it."""
    found = next(
        (p for p in find_parties(text, span.start, span.end) if (p.start, p.end) == (span.start, span.end)), None
    )
    behind = _BEHIND.match(text, span.end)
    if found is None or found.form != "adjective" or not behind or _is_plural(span.of(text)):
        return False
    words = [word for word in behind.groups() if word]
    if words[0] in read_data("adjectives")["not_nouns"]:
        return False
    return not any(word in _speaking() or word.removesuffix("s") in _speaking() for word in words)


def _is_plural(adjective: str) -> bool:
    """ "The Russians were told": people, not a thing's adjective."""
    return adjective.endswith("s")


@cache
def _speaking() -> frozenset[str]:
    """Heads of what speaks for a side, in lower case."""
    nouns, adjectives = read_data("nouns"), read_data("adjectives")
    heads = {str(entry).lower().split()[-1] for kind in _NOUNS for entry in nouns[kind]}
    return frozenset((heads | set(adjectives["sides"])) - set(adjectives["own_groups"]))
