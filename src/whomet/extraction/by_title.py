"""For which of several states an officer speaks whom no words and no list give one: the one that has such an office."""

from __future__ import annotations

from collections.abc import Collection

from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.knowledge.parties import STATE, party_named
from whomet.knowledge.titles import office_without_party, only_one_with
from whomet.model import Span


def seat_by_title(told: Told, sides: Sides, occasion: Occasion) -> None:
    """Gives such people at an occasion a side, as often as one more follows: of two presidents, once one is placed, the
    other too. Of the states that sit there the one whose office it is, by its very title before another wording of it,
    and which has nobody else in it there."""
    while True:
        found = [(p, name) for p in occasion.people if (name := _state_of(told, sides, occasion, p))]
        if not found:
            return
        person, name = found[0]
        role = sides.role(person) or told.span(person)
        others = ", ".join(other for other in _states(occasion.sides) if other != name)
        basis = f"of those who met {name} has a “{_plain(told, role)}”, not {others}, or another one"
        sides.learn(person, Side(name, (role, *occasion.sides[name].spans[:1]), basis))


def _state_of(told: Told, sides: Sides, occasion: Occasion, person: int) -> str:
    role, states = sides.role(person), _states(occasion.sides)
    if role is None or len(states) < 2 or sides.of_person(person) is not None:  # noqa: PLR2004 - one of several
        return ""
    title = office_without_party(_plain(told, role))
    if not title:
        return ""
    taken = {
        side.name
        for other in occasion.people
        if other != person and (side := sides.of_person(other)) and (held := sides.role(other))
        if office_without_party(_plain(told, held)) == title
    }
    return only_one_with(title, (name for name in states if name not in taken), told.document.published_day)


def _states(names: Collection[str]) -> list[str]:
    return [name for name in names if (party := party_named(name)) and party.kind == STATE]


def _plain(told: Told, span: Span) -> str:
    return " ".join(span.of(told.text).split())
