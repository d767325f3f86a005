"""What imported organisations and offices are called: by the names that Whomet has for them, where it knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from whomet.knowledge.imports.records import FoundBody, FoundHolding, clean_names
from whomet.knowledge.parties import Party, party_named, shipped_party_named, state_of
from whomet.knowledge.party_words import fold_words
from whomet.knowledge.roles import understand_role
from whomet.knowledge.user_parties import Body, BodyName

_BRACKETS = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)\s*$")  # "Minister of Defence (Iran)"
_MANNERS = ("acting", "caretaker")
_SHORTEST_ABBREVIATION = 3


def body_for(found: FoundBody) -> Body:
    """A body as the book keeps it: known as a shipped party where a name of it is that party's."""
    known = shipped_for(found)
    others = tuple(name for name in found.names if name != found.name)
    return Body(found.id, found.name, found.kind, found.code, others, known.id if known else "")


def names_of(found: FoundBody) -> Iterator[BodyName]:
    """The names it is found by. Those written by hand, and the name of any body, count before the shipped."""
    known = shipped_for(found)
    for name in clean_names([found.name, *found.names]):
        wins = found.by_hand or (name == found.name and known is None)
        tokens = fold_words(name).split()
        walks = tokens[0] if tokens and (found.by_hand or _may_walk(name, tokens)) else ""
        yield BodyName(" ".join(tokens), name, wins, walks)


def office_of(
    holding: FoundHolding, title: str, bodies: Sequence[FoundBody], codes: Iterable[str]
) -> tuple[str, str, str, str]:
    """Party, kind of office, title and manner of a holding, "" for what does not follow."""
    title = _BRACKETS.sub("", title)
    party = _party_of(holding.party, bodies, codes)
    role = understand_role(title, party)
    if not party and role.party:
        party = role.party.name
    office = holding.office or (role.office if not role.party or role.party.name == party else "")
    return party, office, title, role.manner if role.manner in _MANNERS else ""


def _may_walk(name: str, tokens: Sequence[str]) -> bool:
    """Whether a text may be searched for a name that no person chose: no plain word like "Unity" or "Dawn"."""
    return len(tokens) > 1 or (name.isupper() and len(name) >= _SHORTEST_ABBREVIATION)


def shipped_for(found: FoundBody) -> Party | None:
    """The shipped party that a body is: the state of its code, or the one of its name or of a long other name."""
    if found.kind == "state" and found.code and state_of(found.code):
        return state_of(found.code)
    for name in (found.name, *(name for name in found.names if " " in name)):
        known = shipped_party_named(name)
        if known:
            return known
    return None


def _party_of(written: str, bodies: Sequence[FoundBody], codes: Iterable[str]) -> str:
    """The canonical name of whose office it is: as written, else the first body that names one, else its state."""
    if written:
        state = state_of(written) if len(written) == 2 else None
        known = state or party_named(written)
        return known.name if known else written
    for body in bodies:
        known = shipped_for(body)
        return known.name if known else body.name
    states = [state.name for code in codes if (state := state_of(code))]
    return states[0] if len(states) == 1 else ""


def merged_body(one: FoundBody, other: FoundBody) -> FoundBody:
    """What two rows say of one body."""
    names = clean_names([*one.names, *other.names])
    return FoundBody(
        one.id, one.name, names, one.kind or other.kind, one.code or other.code, one.by_hand or other.by_hand
    )
