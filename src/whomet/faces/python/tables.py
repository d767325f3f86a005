"""A register as plain rows: what its data frames are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from whomet.errors import NotFoundError
from whomet.exchange.frame_rows import SHAPES, account_rows, as_dict, citation_rows, dated, person_row
from whomet.faces.listing import row_of
from whomet.faces.opening import all_told, list_of, voices_in
from whomet.model import EntityKind
from whomet.register import Register

Table = Literal["meetings", "accounts", "people", "citations"]


def rows_of(register: Register, table: str) -> list[dict[str, Any]]:
    """The rows of one table. Raises NotFoundError for another name than those of `Table`."""
    shape_of(table)
    return [as_dict(row) for row in _ROWS[table](register)]


def shape_of(table: str) -> type[Struct]:
    """The shape of a table's rows. Raises NotFoundError for another name than those of `Table`."""
    if table not in SHAPES:
        raise NotFoundError(f"{table!r} is no table; they are: {', '.join(SHAPES)}.")
    return SHAPES[table]


def _meetings(register: Register) -> Iterator[Struct]:
    records = list_of(register)
    voices = voices_in(register, records)
    return (dated(row_of(meeting, records, voices(meeting))) for meeting in records.meetings)


def _people(register: Register) -> Iterator[Struct]:
    """By name; the meetings of each in the order of their dates."""
    records = list_of(register)
    places = {meeting.id: place for place, meeting in enumerate(records.meetings)}
    persons = [entity for entity in records.entities if entity.kind is EntityKind.PERSON]
    for person in sorted(persons, key=lambda entity: (entity.name, entity.id)):
        homes = (records.homes.get(member.rpartition("/")[0]) for member in person.members)
        found = {home.id: home for home in homes if home}
        yield person_row(person, sorted(found.values(), key=lambda meeting: places[meeting.id]))


_ROWS: Mapping[str, Callable[[Register], Iterator[Struct]]] = {
    "meetings": _meetings,
    "accounts": lambda register: account_rows(all_told(register)),
    "people": _people,
    "citations": lambda register: citation_rows(all_told(register)),
}
