"""A state at its own table: where its government meets its own parties or parliament, it is called by its seat."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from whomet.extraction.sides import Side
from whomet.knowledge.parties import STATE, Party, party_named
from whomet.knowledge.sides import executive_of

_OWN = ("political party", "government body", "company")


def government_seat(names: Collection[str]) -> Mapping[str, Party]:
    """The seat of the government of a state that meets nobody but bodies of its own that do not speak for it: its
    political parties, its parliament, its companies. By the name of the state; empty for any other table."""
    parties = [party_named(name) for name in names]
    states = [p for p in parties if p and p.kind == STATE]
    others = [p for p in parties if p is None or p.kind != STATE]
    if len(states) != 1 or not others or not all(_is_of(p, states[0]) for p in others):
        return {}
    seat = executive_of(states[0])
    return {states[0].name: seat} if seat else {}


def _is_of(party: Party | None, state: Party) -> bool:
    own = party is not None and party.code == state.code and not party.speaks_for
    return own and party is not None and party.kind in _OWN


def at_home(side: Side, seats: Mapping[str, Party]) -> Side:
    """A side under the name of its government's seat, where it has one at this table."""
    if side.name not in seats:
        return side
    why = f"{side.name} meets nobody but its own here: its government is meant"
    return replace(side, name=seats[side.name].name, basis=f"{side.basis}; {why}" if side.basis else why)
