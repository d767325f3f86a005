"""For whom somebody speaks, by a party that stands beside the name: "Ada Lind of Norway", "her Norwegian colleague, Ada
Lind". The patterns are in beside_names.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import party_named
from whomet.language.draft import Draft
from whomet.model import LinkKind, MentionKind, Span

_FARTHEST = 60  # code points between a name and a party
_NEAR = 200  # code points on either side of a name, the words of a party or of its people included
_LEAD = 12


def link_parties_beside(draft: Draft, sentence: Span) -> None:
    """Links each person of a sentence, to whom none is linked yet, to the party that stands so beside the name."""
    for person in draft.within(sentence, MentionKind.PERSON):
        if not draft.linked(LinkKind.PERSON_PARTY, person):
            name = draft.mentions[person].span
            near = Span(max(sentence.start, name.start - _NEAR), min(sentence.end, name.end + _NEAR))
            parties = draft.within(near, MentionKind.ORGANISATION)
            groups = draft.within(near, MentionKind.DELEGATION)
            for party in (*_beside(draft, person, parties), *_of_people(draft, person, groups)):
                draft.link(LinkKind.PERSON_PARTY, person, party)
                break


def _of_people(draft: Draft, person: int, groups: list[int]) -> Iterator[int]:
    """The party of the people before a name, where they have one."""
    start, pattern = _start_with_role(draft, person), _patterns().groups
    for group in groups:
        end, parties = draft.mentions[group].span.end, draft.linked(LinkKind.DELEGATION_PARTY, group)
        if 0 < start - end <= _FARTHEST and len(parties) == 1 and pattern.fullmatch(draft.text, end, start):
            yield parties[0]


def _start_with_role(draft: Draft, person: int) -> int:
    """Where a name begins, or the role that stands right before it."""
    name = draft.mentions[person].span
    before = (draft.mentions[role].span for role in draft.linked(LinkKind.PERSON_ROLE, person))
    return min((r.start for r in before if draft.text[r.end : name.start].isspace()), default=name.start)


def _beside(draft: Draft, person: int, parties: list[int]) -> Iterator[int]:
    """The parties, in text order."""
    patterns = _patterns()
    text, name = draft.text, draft.mentions[person].span
    for party in parties:
        span = draft.mentions[party].span
        if 0 < span.start - name.end <= _FARTHEST and patterns.behind.fullmatch(text, name.end, span.start):
            yield party
        elif 0 < name.start - span.end <= _FARTHEST:
            known = party_named(draft.mentions[party].reads_as)
            is_adjective = known is not None and span.of(text) in known.adjectives
            if any(
                pattern.fits(text, span, name) for pattern in (patterns.people if is_adjective else patterns.before)
            ):
                yield party


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands right before a party, and between it and a name."""

    lead: re.Pattern[str]
    between: re.Pattern[str]

    def fits(self, text: str, party: Span, name: Span) -> bool:
        led = self.lead.search(text, max(0, party.start - _LEAD), party.start)
        return led is not None and self.between.fullmatch(text, party.end, name.start) is not None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What may stand between a name and a party behind it, a party before it, a party's adjective, and its people."""

    behind: re.Pattern[str]
    before: tuple[_Before, ...]
    people: tuple[_Before, ...]
    groups: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = read_data("beside_names")
    titles = data["titles"]
    before, people = (
        tuple(_Before(re.compile(rf"{e['lead']}\Z"), re.compile(e["between"] + titles)) for e in data[part])
        for part in ("before", "people")
    )
    groups = re.compile(rf"(?:{'|'.join(data['groups'])}){titles}")
    return _Patterns(re.compile("|".join(data["behind"])), before, people, groups)
