"""On whose side of the table a body sits, and whose side a publisher speaks for."""

from __future__ import annotations

from functools import cache, lru_cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import STATE, Party, find_parties, party_named, party_with_id, spoken_for, state_of
from whomet.values.names import fold

_PUBLIC = (STATE, "government body")


def at_the_table(party: Party) -> Party:
    """Who a body speaks for: "the Kremlin" for Russia, a movement's political bureau for the movement."""
    party = spoken_for(party)
    return at_the_table(party_with_id(party.part_of)) if party.part_of else party


@lru_cache(maxsize=1024)
def home_side(publisher: str) -> Party | None:
    """The state whose own office publishes under that name ("President of Russia"), else None: a newspaper has none."""
    found = [m.party for m in find_parties(publisher) if m.party and m.form in ("name", "metonym")]
    sides = {at_the_table(p).id: at_the_table(p) for p in found if p.kind in _PUBLIC}
    return next(iter(sides.values())) if len(sides) == 1 else None


@lru_cache(maxsize=4096)
def is_seat(words: str) -> bool:
    """Whether the words name a public body that speaks for its state: "White House", "Kremlin"."""
    party = party_named(words)
    return party is not None and party.kind == "government body" and bool(party.speaks_for)


@cache
def executive_of(state: Party) -> Party | None:
    """The seat that stands for a state's own government in its politics at home: the White House."""
    rows = read_data("organisations")["organisations"]
    seats = [party_with_id(row["id"]) for row in rows if row.get("executive")]
    return next((seat for seat in seats if spoken_for(seat) == state), None)


@lru_cache(maxsize=65536)
def may_be_one_side(one: str, other: str) -> bool:
    """Whether somebody may be said to speak for the one as well as for the other: a state, its government's bodies and
    its political parties; a movement and its bodies. Nobody in particular may be anybody."""
    return not one or not other or fold(one) == fold(other) or (_side(one) == _side(other) != "")


def _side(name: str) -> str:
    party = party_named(name)
    if party is None:
        return ""
    side = at_the_table(party)
    state = state_of(side.code) if side.kind in ("government body", "political party") and side.code else None
    return (state or side).id


@cache
def state_offices() -> tuple[str, ...]:
    """Words of the offices that a state has one of, in lower case."""
    return tuple(read_data("nouns")["state_office"])
