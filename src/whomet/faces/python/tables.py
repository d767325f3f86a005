"""A register as plain rows: what its data frames are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from whomet.errors import NotFoundError
from whomet.exchange.frame_rows import SHAPES, account_rows, as_dict, citation_rows, dated, person_row
from whomet.exchange.tables import as_coded
from whomet.faces.listing import row_of
from whomet.faces.opening import all_told, list_of, voices_in
from whomet.faces.printing import kind_of_rows
from whomet.model import EntityKind, Property
from whomet.register import Register
from whomet.values.decided import codes_in

Table = Literal["meetings", "accounts", "people", "citations"]


def table_of(register: Register, table: str) -> tuple[list[dict[str, Any]], type[Struct]]:
    """The rows of one table, and their shape. Raises NotFoundError for another name than those of `Table`."""
    if table not in SHAPES:
        raise NotFoundError(f"{table!r} is no table; they are: {', '.join(SHAPES)}.")
    if table == "meetings":
        rows, shape = _meetings(register)
        return [as_dict(row) for row in rows], shape
    return [as_dict(row) for row in _ROWS[table](register)], SHAPES[table]


def _meetings(register: Register) -> tuple[Iterator[Struct], type[Struct]]:
    records = list_of(register)
    voices, shape = voices_in(register, records), kind_of_rows(records, SHAPES["meetings"])
    rows = ((m, dated(row_of(m, records, voices(m)))) for m in records.meetings)
    return (as_coded(row, shape, codes_in(m.values(Property.CODE))) for m, row in rows), shape


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
    "accounts": lambda register: account_rows(all_told(register)),
    "people": _people,
    "citations": lambda register: citation_rows(all_told(register)),
}
