"""Which meetings may fit a question, asked of the database: so that a question loads no more of a large register than
what its answer is among."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from whomet.faces.asking import Question, Records, choose, gather, lies_in, names_one_of, speaks_of
from whomet.faces.opening import alike, list_of, list_of_some
from whomet.model import Cell, CellReading, Entity, EntityKind, Meeting, Property
from whomet.register import Found, Register
from whomet.register.paging import WHERE
from whomet.values.edtf import bounds


def fitting(register: Register, question: Question, words: str = "") -> tuple[tuple[Meeting, ...], Records]:
    """The meetings that fit every part of a question and have all `words`, earliest first, and what is known."""
    found = register.search(words) if words else None
    among = candidates(register, question, found)
    sides = organisations(register) if question.party else ()
    records = list_of(register) if among is None else _list_of(register, among, sides)
    return choose(records, question, found.accounts | found.documents if found else None), records


def list_told_in(register: Register, documents: Collection[str]) -> Records:
    """As `list_of`, of the meetings that some documents, named by their keys, tell of."""
    return _list_of(register, register.meetings_telling((), documents))


def _list_of(register: Register, among: Collection[str], sides: Iterable[Entity] = ()) -> Records:
    meetings = register.meetings_named(sorted(among))
    shown = {i for meeting in meetings for i in (meeting.id, *meeting.accounts)}
    return list_of_some(register, meetings, sides, alike(register, shown))


def candidates(register: Register, question: Question, found: Found | None) -> set[str] | None:
    """The ids of all meetings that may fit, and perhaps of others; None for all there are."""
    sets = []
    if found is not None:
        sets.append(register.meetings_telling(found.accounts, found.documents))
    if question.name:
        people = register.names_of(EntityKind.PERSON)
        fitting = [entity for entity, names in people.items() if names_one_of(question.name, names)]
        sets.append(register.meetings_of_people(fitting))
    if question.party:
        sets.append(_with_party(register, question.party))
    if question.place:
        sets.append(_at_place(register, question.place))
    if question.status:
        sets.append(register.meetings_saying([Property.STATUS], [question.status]))
    if question.since or question.until:
        since, until = bounds(question.since), bounds(question.until)
        first, last = since[0] if since else date.min, until[1] if until else date.max
        sets.append(register.meetings_between(first.isoformat(), last.isoformat()))
    return set.intersection(*sets) if sets else None


def organisations(register: Register) -> list[Entity]:
    """Every organisation with its spellings; its members are left out."""
    every = register.names_of(EntityKind.ORGANISATION)
    return [Entity(entity, EntityKind.ORGANISATION, names[0], names) for entity, names in every.items()]


def _with_party(register: Register, party: str) -> set[str]:
    sides = (Property.PARTY, Property.MEDIATOR)
    named = register.values_of(*sides)
    spelt = {name: names for names in register.names_of(EntityKind.ORGANISATION).values() for name in names}
    return register.meetings_saying(sides, [n for n in named if speaks_of(party, {n, *spelt.get(n, ())})])


def _at_place(register: Register, place: str) -> set[str]:
    nothing = gather((), ())
    found = set[str]()
    for prop in WHERE:
        there = [v for v in register.values_of(prop) if lies_in(place, _of(prop, v), nothing)]
        found |= register.meetings_saying([prop], there)
    worded = {account for account, said in register.worded(Property.PLACE_TEXT) if speaks_of(place, [said])}
    return found | register.meetings_telling(worded, ())


def _of(prop: Property, value: str) -> Meeting:
    """A meeting of which nothing is known but one value."""
    return Meeting("", (), (Cell(prop, (CellReading(value, ()),)),))
