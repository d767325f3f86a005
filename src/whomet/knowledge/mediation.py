"""Which parties a text says go between others: "the Norlandic mediators", "UN-brokered talks". The words are in
mediation.yaml."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import PartyMention, find_parties

_AND = re.compile(r"\s{0,3}(?:,|&|\b(?:and|or|with)\b|\s){1,4}\s{0,3}(?:the\s{1,3})?")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Words that say so, and what may stand between them and a party on either side; None where none stands there."""

    words: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


def find_mediating(text: str) -> tuple[PartyMention, ...]:
    """Where a text names a party as one that goes between others, in text order."""
    found: dict[int, PartyMention] = {}
    parties: Sequence[PartyMention] | None = None
    for pattern in _patterns():
        for match in pattern.words.finditer(text):
            parties = find_parties(text) if parties is None else parties
            named = [*_before(text, match.start(), parties, pattern.before)]
            named += _after(text, match.end(), parties, pattern.after)
            found |= {party.start: party for party in named if party.party}
    return tuple(found[start] for start in sorted(found))


def find_leads(text: str, start: int, end: int) -> Iterator[int]:
    """Where in a sentence words end that lead to who went between: "under the eyes of", "brought together by"."""
    return (match.end() for match in _words("under").finditer(text, start, end))


def find_deeds(text: str) -> Iterator[int]:
    """Where words begin that say what people do who go between: "went between", "who mediates"."""
    return (match.start() for match in _words("between").finditer(text))


@cache
def _words(part: str) -> re.Pattern[str]:
    words = "|".join(f"(?:{entry['words']})" for entry in read_data("mediation")[part])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _before(
    text: str, at: int, parties: Sequence[PartyMention], between: re.Pattern[str] | None
) -> Iterator[PartyMention]:
    """The parties in a row that ends at such words."""
    for n in range(bisect_left(parties, at, key=_start) - 1, -1, -1):
        if between is None or not between.fullmatch(text, parties[n].end, at):
            return
        yield parties[n]
        at, between = parties[n].start, _AND


def _after(
    text: str, at: int, parties: Sequence[PartyMention], between: re.Pattern[str] | None
) -> Iterator[PartyMention]:
    """The parties in a row that begins behind such words."""
    for n in range(bisect_left(parties, at, key=_start), len(parties)):
        if between is None or not between.fullmatch(text, at, parties[n].start):
            return
        yield parties[n]
        at, between = parties[n].end, _AND


def _start(party: PartyMention) -> int:
    return party.start


@cache
def _patterns() -> tuple[_Pattern, ...]:
    def compiled(pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern, re.IGNORECASE) if pattern else None

    return tuple(
        _Pattern(
            re.compile(rf"\b(?:{e['words']})\b", re.IGNORECASE), compiled(e.get("before")), compiled(e.get("after"))
        )
        for e in read_data("mediation")["mediation"]
    )
