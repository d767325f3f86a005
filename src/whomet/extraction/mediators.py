"""Who went between the sides of an occasion and was none of them."""

from __future__ import annotations

from collections.abc import Iterator

from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.knowledge.data import read_data
from whomet.knowledge.mediation import find_leads
from whomet.knowledge.parties import party_named
from whomet.knowledge.roles import Level, understand_roles
from whomet.model import MentionKind, Span

_NAMED = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.DELEGATION)
_FARTHEST = 60  # code points between words and who they lead to
_SIDES = 2  # that are left when a mediator is taken from the table
_BETWEEN_STATES = "international organisation"


def find_mediators(told: Told, sides: Sides, occasion: Occasion) -> dict[str, Side]:
    """By name: whom the words at a meeting word seat between the sides; whom its sentences call mediators; and of those
    who sit there, whom the text calls so anywhere, or whose envoy is an organisation's of many states, if two others
    are left to meet."""
    found: dict[str, Side] = {}
    for mention in dict.fromkeys(m for t in occasion.tellings for m in t.mediators):
        for side in sides.of_mention(mention):
            if side.name not in occasion.sides:
                found.setdefault(side.name, side)
    sentences = dict.fromkeys(t.sentence for t in occasion.tellings)
    here = [s for s in sides.mediating if any(sentence.holds(s.spans[0]) for sentence in sentences)]
    here += [side for sentence in sentences for side in _led_to(told, sides, sentence)]
    going = filter(None, map(sides.of_person, sides.going_between))
    between = {side.name: side for side in (*here, *sides.mediating, *going, *_envoys(told, sides, occasion))}
    own = sides.home.name if sides.home else ""  # an office tells of its own meetings
    seated = {name for name in between if name in occasion.sides and name != own}
    if len(occasion.sides) - len(seated) >= _SIDES:
        found |= {name: between[name] for name in occasion.sides if name in seated}
        found |= {side.name: found.get(side.name, side) for side in here}
    return found


def _led_to(told: Told, sides: Sides, sentence: Span) -> Iterator[Side]:
    """The sides of those whom words such as "under the eyes of" lead to."""
    for end in find_leads(told.text, sentence.start, sentence.end):
        near = told.within(Span(end, min(end + _FARTHEST, sentence.end)))
        named = next((i for i in near if told.mentions[i].kind in _NAMED), None)
        yield from sides.of_mention(named) if named is not None else ()


def _envoys(told: Told, sides: Sides, occasion: Occasion) -> Iterator[Side]:
    """The sides of people who are called mediators, or are envoys of an organisation that many states belong to."""
    for person in occasion.people:
        role, side = sides.role(person), sides.of_person(person)
        if role is None or side is None:
            continue
        words = " ".join(role.of(told.text).lower().split())
        party = party_named(side.name)
        envoy = any(r.level is Level.ENVOY for r in understand_roles(words, side.name))
        if set(words.split()) & _mediators() or (envoy and party is not None and party.kind == _BETWEEN_STATES):
            yield side


def _mediators() -> frozenset[str]:
    return frozenset(read_data("meeting_words")["mediators"])
