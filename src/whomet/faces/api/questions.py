"""What the API answers, found in a register: the functions of the command line, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

import msgspec

from whomet.errors import NotFoundError
from whomet.exchange.contract import Places, line_of
from whomet.exchange.tables import MeetingRow
from whomet.faces.api import shapes
from whomet.faces.asking import Question, choose
from whomet.faces.listing import row_of
from whomet.faces.narrowing import candidates, organisations
from whomet.faces.opening import ids_of_persons, list_of_some, one_meeting, people_in
from whomet.model import Cell, Entity, EntityKind, Finding, Reading
from whomet.register import Found, Register
from whomet.values.decisions import Decision

Last = TypeVar("Last")

# ------------------------------------------------------------------------------------------ meetings


Next = Callable[[Last, int, Collection[str] | None], list[tuple[Last, str]]]
"""Gives the ids of the meetings after a place, at most so many, of all or of some, each with its own place."""


def next_meetings(
    register: Register, question: Question, words: str, place: Last, most: int, after: Next[Last]
) -> list[tuple[Last, MeetingRow]]:
    """The next meetings that fit all that is asked, at most so many, each with its place in the order of `after`."""
    found = register.search(words) if words else None
    sides = organisations(register, question.party)
    among = candidates(register, question, found, sides)
    fitting: list[tuple[Last, MeetingRow]] = []
    while len(fitting) < most:
        some = after(place, most, among)
        rows = {row.id: row for row in _fitting(register, [meeting for _, meeting in some], question, found, sides)}
        fitting += [(at, rows[meeting]) for at, meeting in some if meeting in rows]
        if len(some) < most:
            break
        place = some[-1][0]
    return fitting[:most]


def _fitting(
    register: Register, ids: Sequence[str], question: Question, found: Found | None, sides: Iterable[Entity]
) -> list[MeetingRow]:
    """A row for each of some meetings that fits."""
    meetings = list(register.meetings(ids))
    records = list_of_some(register, meetings, sides)
    chosen = choose(records, question, found.accounts | found.documents if found else None)
    voices = register.voices_of([meeting.id for meeting in chosen])
    return [row_of(m, records, voices.get(m.id, len(records.documents_of(m)))) for m in chosen if m.id in set(ids)]


def one_told(register: Register, name: str) -> shapes.MeetingTold:
    """One meeting with all that is known of it. Raises NotFoundError where `name` leads to none, or to several."""
    meeting, records = one_meeting(register, name)
    voices = register.voices_of([meeting.id]).get(meeting.id, len(records.documents_of(meeting)))
    return shapes.MeetingTold(
        row_of(meeting, records, voices),
        [_cell(cell) for cell in meeting.cells],
        _accounts(register, meeting.accounts, [account.id for account in records.told(meeting)]),
        [_finding(finding) for finding in records.findings],
        register.last_decision(),
    )


def _cell(cell: Cell) -> shapes.Cell:
    readings = [shapes.CellReading(reading.value, list(reading.accounts)) for reading in cell.readings]
    return shapes.Cell(cell.property.value, readings, cell.accord.value)


def _finding(finding: Finding) -> shapes.Finding:
    return shapes.Finding(finding.kind.value, finding.text, finding.about)


# ------------------------------------------------------------------------------- accounts and documents


def accounts_with(register: Register, ids: Sequence[str]) -> list[shapes.Account]:
    """The accounts with some ids, in their order; one that a person rejected is left out."""
    return _accounts(register, ids, ids)


def one_account(register: Register, name: str) -> shapes.Account:
    """One account, by its id. Raises NotFoundError where there is none."""
    for account in accounts_with(register, [name]):
        return account
    raise NotFoundError(f"No account in the register goes by {name[:100]!r}; give its whole id.")


def _accounts(register: Register, wanted: Collection[str], order: Sequence[str]) -> list[shapes.Account]:
    readings = list(register.readings(wanted))
    places = _places(register, readings)
    found = {}
    for reading in readings:
        for told in line_of(reading, places).meetings:
            found[told.account] = shapes.Account(**msgspec.structs.asdict(told), document=reading.document.key)
    return [found[account] for account in order if account in found]


def _places(register: Register, readings: Sequence[Reading]) -> Places:
    """Where the register has put the accounts and people of some readings."""
    homes = register.homes([account.id for reading in readings for account in reading.accounts])
    people = {member: e.id for e in people_in(register, readings) for member in e.members}
    return Places(homes, people)


def documents_with(register: Register, keys: Sequence[str]) -> list[shapes.DocumentRow]:
    """A row for each of some documents, in their order."""
    found = {r.document.key: _document_row(r) for r in register.newest(keys, texts=False, claims=())}
    return [found[key] for key in keys if key in found]


def _document_row(reading: Reading) -> shapes.DocumentRow:
    document = reading.document
    return shapes.DocumentRow(
        key=document.key,
        id=document.id,
        title=document.title.value if document.title else "",
        publisher=document.publisher.value if document.publisher else "",
        published=document.published.value if document.published else "",
        url=document.url,
        language=document.language,
        accounts=[account.id for account in reading.accounts],
    )


def one_document(register: Register, name: str) -> shapes.Document:
    """One document as it was read, with its text. Raises NotFoundError as `Register.reading` does."""
    reading = register.reading(name)
    line = line_of(reading, _places(register, [reading]))
    return shapes.Document(**msgspec.structs.asdict(line), key=reading.document.key, text=reading.document.text)


def hits(register: Register, words: str, key: str, most: int) -> list[shapes.Hit]:
    """The next documents, in the order of keys, in which every word stands, or is claimed by one of their accounts."""
    found = register.search(words)
    telling = register.documents_telling(found.accounts)
    keys = sorted(k for k in {*telling.values(), *found.documents} if k > key)[:most]
    rows = documents_with(register, keys)
    return [
        shapes.Hit(row, [a for a in row.accounts if a in found.accounts], row.key in found.documents) for row in rows
    ]


# ---------------------------------------------------------------------------------------- people, decisions


def next_people(register: Register, name: str, entity: str, most: int) -> list[str]:
    """The ids of the next persons, of those that a name in any spelling fits where one is given."""
    if not name:
        return register.people_after(entity, most)
    return [one for one in ids_of_persons(register, name) if one > entity][:most]


def people_with(register: Register, ids: Sequence[str]) -> list[shapes.Person]:
    """The persons with some ids, in their order."""
    entities = list(register.entities_with(ids))
    homes = register.homes({member.rpartition("/")[0] for entity in entities for member in entity.members})
    return [_person(entity, homes) for entity in entities if entity.kind is EntityKind.PERSON]


def _person(entity: Entity, homes: dict[str, str]) -> shapes.Person:
    meetings = sorted({homes[a] for member in entity.members if (a := member.rpartition("/")[0]) in homes})
    roles = [shapes.Role(*role) for role in entity.roles]
    return shapes.Person(entity.id, entity.name, list(entity.names), roles, meetings)


def decision_shape(number: int, made: Decision) -> shapes.Decision:
    """A decision as the API gives it."""
    about = [shapes.Anchor(a.document, a.span.start, a.span.end, a.quote, a.account) for a in made.about]
    return shapes.Decision(number, made.id, made.kind.value, about, made.value, made.by, made.on, made.reason)
