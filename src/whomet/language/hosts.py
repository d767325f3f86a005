"""Who hosted: links from a meeting word to whom set words of its sentence make the host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import find_parties
from whomet.language.draft import Draft
from whomet.language.organisations import add_party
from whomet.model import LinkKind, MentionKind, Span

_WHO = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.DELEGATION)
_OFFICE = "office"  # "the President": of the publisher's side, if anybody's


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    before: bool


@cache
def host_phrases() -> tuple[_Phrase, ...]:
    """All of them, in the order they are to be tried."""
    entries = read_data("hosts")["phrases"]
    return tuple(
        _Phrase(re.compile(e["words"].replace(" ", r"\s{1,3}"), re.IGNORECASE), e.get("before", False)) for e in entries
    )


def link_hosts(draft: Draft, sentence: Span, meetings: list[int]) -> None:
    """Links each host that the sentence names to its nearest meeting word."""
    for match in _matches(draft.text, sentence) if meetings else ():
        it = Span(*match[1].span("it"))
        before = Span(sentence.start, it.start)
        host = draft.within(before, MentionKind.PERSON)[-1:] if match[0].before else _named_in(draft, it)[:1]
        nearest = min(meetings, key=lambda m: abs(draft.mentions[m].span.start - it.start))
        for mention in host:
            draft.link(LinkKind.MEETING_HOST, nearest, mention)


def _matches(text: str, sentence: Span) -> Iterator[tuple[_Phrase, re.Match[str]]]:
    for phrase in host_phrases():
        for match in phrase.pattern.finditer(text, sentence.start, sentence.end):
            yield phrase, match


def _named_in(draft: Draft, it: Span) -> list[int]:
    """Who is named there; a state that is named as a place stands for itself."""
    named = [i for i in draft.within(it, *_WHO) if draft.mentions[i].reads_as != _OFFICE]
    states = [] if named else [p for p in find_parties(draft.text, it.start, it.end) if p.party]
    return named or [add_party(draft, Span(p.start, p.end), p.party) for p in states]
