"""For which state an officer speaks whom no words and no list give one: the one of several that has such an office."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.knowledge.parties import STATE, party_named
from whomet.knowledge.titles import office_without_party, only_one_with
from whomet.model import Span

_TWO = 2  # states among which a title tells


def seat_by_title(told: Told, sides: Sides, occasions: Sequence[Occasion]) -> None:
    """Gives such people a side, one after another: of two presidents, once one is placed, the other too. First of the
    states that sit at the occasion, then of all that the text names; none who has somebody else in that office there,
    and no second one for a side that would then be alone."""
    placed = True
    while placed:
        placed = sum(_place(told, sides, occasion) for occasion in occasions) > 0  # a round goes through all
    for occasion in occasions:
        for side in (s for p in occasion.people if (s := sides.of_person(p))):
            occasion.sides.setdefault(side.name, side)


def _place(told: Told, sides: Sides, occasion: Occasion) -> bool:
    for person in occasion.people:
        role = sides.role(person)
        title = office_without_party(_plain(told, role)) if role and sides.of_person(person) is None else ""
        if role is None or not title:
            continue
        here, when = _states(occasion.sides), told.document.published_day
        taken = _taken(told, sides, occasion, title)
        if len(here) >= _TWO and (name := only_one_with(title, [s for s in here if s not in taken], when)):
            others = ", ".join(other for other in here if other != name)
            basis = f"of those who met {name} has a “{_plain(told, role)}”, not {others}, or another one"
            sides.learn(person, Side(name, (role, *occasion.sides[name].spans[:1]), basis))
            return True
        name = only_one_with(title, sides.states, when)
        if name and name not in taken and set(occasion.sides) != {name}:
            basis = f"of the states that the text names only {name} has a “{_plain(told, role)}”"
            sides.learn(person, Side(name, (role, sides.states[name]), basis))
            return True
    return False


def _taken(told: Told, sides: Sides, occasion: Occasion, title: str) -> set[str]:
    """The states who have somebody else in that office at the occasion."""
    held = [(side, role) for p in occasion.people if (side := sides.of_person(p)) and (role := sides.role(p))]
    return {side.name for side, role in held if office_without_party(_plain(told, role)) == title}


def _states(names: Collection[str]) -> list[str]:
    return [name for name in names if (party := party_named(name)) and party.kind == STATE]


def _plain(told: Told, span: Span) -> str:
    return " ".join(span.of(told.text).split())
