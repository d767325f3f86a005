"""Somebody in a state's office, of which state nobody says, who received others in one land speaks for that land."""

from __future__ import annotations

import re
from functools import cache

from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import STATE, party_named, state_of
from whomet.knowledge.places import places_named
from whomet.knowledge.roles import Level, understand_roles
from whomet.model import LinkKind

_OFFICES = (Level.HEAD, Level.MINISTER)


def seat_own_land(told: Told, sides: Sides, occasion: Occasion) -> None:
    """Adds that side to an occasion where one such person sits, a sentence of it tells of a visit or a reception, and
    nobody else speaks for the land that it was in."""
    unknown = [p for p in occasion.people if sides.of_person(p) is None]
    if len(unknown) != 1 or not occasion.sides or occasion.is_remote():
        return
    role = sides.role(unknown[0])
    if role is None or not _is_of_state(role.of(told.text)) or not _is_visit(told, occasion):
        return
    places = [p for t in occasion.tellings for p in told.links.of(LinkKind.MEETING_PLACE, t.meeting)]
    found = {code: told.span(place) for place in places for code in _countries(told.words(place))}
    state = state_of(next(iter(found))) if len(found) == 1 else None
    if state is None or state.name in occasion.sides:
        return
    place = next(iter(found.values()))
    basis = f"“{role.of(told.text)}” of no state that is told, who received others at “{place.of(told.text)}”"
    side = Side(state.name, (role, place), basis)
    sides.learn(unknown[0], side)
    occasion.sides[state.name] = side


def _is_of_state(role: str) -> bool:
    return any(r.level in _OFFICES and not r.party for r in understand_roles(" ".join(role.split())))


def _is_visit(told: Told, occasion: Occasion) -> bool:
    return any(_visit().search(told.text, t.sentence.start, t.sentence.end) for t in occasion.tellings)


@cache
def _visit() -> re.Pattern[str]:
    words = "|".join(sorted(read_data("meeting_words")["visiting"]))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _countries(words: str) -> set[str]:
    """The state of that name, else the land of the largest place; none where it names none."""
    party = party_named(words)
    if party is not None and party.kind == STATE:
        return {party.code}
    return {p.country for p in places_named(words)[:1] if p.country}
