"""Which meetings may fit a question, asked of the database: so that a question loads no more of a large register than
what its answer is among."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from whomet.faces.asking import Question, Records, choose, speaks_of
from whomet.faces.opening import alike, ids_of_persons, list_of, list_of_some
from whomet.model import Entity, EntityKind, Meeting
from whomet.register import Found, Register
from whomet.register.listings import LONGEST, Facet
from whomet.values.edtf import bounds


def fitting(register: Register, question: Question, words: str = "") -> tuple[tuple[Meeting, ...], Records]:
    """The meetings that fit every part of a question and have all `words`, earliest first, and what is known."""
    found = register.search(words) if words else None
    sides = organisations(register, question.party)
    among = candidates(register, question, found, sides)
    records = list_of(register) if among is None else _list_of(register, among, sides)
    return choose(records, question, found.accounts | found.documents if found else None), records


def list_told_in(register: Register, documents: Collection[str]) -> Records:
    """As `list_of`, of the meetings that some documents, named by their keys, tell of."""
    return _list_of(register, register.meetings_telling((), documents))


def _list_of(register: Register, among: Collection[str], sides: Iterable[Entity] = ()) -> Records:
    meetings = register.meetings_named(sorted(among))
    shown = {i for meeting in meetings for i in (meeting.id, *meeting.accounts)}
    return list_of_some(register, meetings, sides, alike(register, shown))


def candidates(register: Register, question: Question, found: Found | None, sides: Iterable[Entity]) -> set[str] | None:
    """The ids of all meetings that may fit, and perhaps of others; None for all there are. `sides` are the
    `organisations` that the question's party means."""
    sets = []
    if found is not None:
        sets.append(register.meetings_telling(found.accounts, found.documents))
    if question.name:
        sets.append(register.meetings_of_people(ids_of_persons(register, question.name)))
    if question.party:
        sets.append(_with_party(register, question.party, sides))
    if question.place:
        sets.append(register.meetings_at(question.place))
    if question.status:
        sets.append(register.meetings_listed(Facet.STATUS, [question.status]))
    if question.since or question.until:
        since, until = bounds(question.since), bounds(question.until)
        first, last = since[0] if since else date.min, until[1] if until else date.max
        sets.append(register.meetings_between(first.isoformat(), last.isoformat()))
    return set.intersection(*sets) if sets else None


def organisations(register: Register, party: str) -> list[Entity]:
    """The organisations that a side's name means, none for "", with their spellings; their members are left out."""
    named = ((one, tuple(sorted(register.names_called([one])))) for one in register.organisations_with(party))
    return [Entity(one, EntityKind.ORGANISATION, names[0], names) for one, names in named]


def _with_party(register: Register, party: str, sides: Iterable[Entity]) -> set[str]:
    listed = (v for v in register.values_listed(Facet.PARTY) if len(v) == LONGEST or speaks_of(party, [v]))
    return register.meetings_listed(Facet.PARTY, {*listed, *(name for side in sides for name in side.names)})
