"""Rows of one kind in a table, looked up by a column: what reconciliation keeps between two runs lies in these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Executable, Table, delete, func, select

from whomet.model import Meeting
from whomet.register import attending, derived, listings, tables, whereabouts, write
from whomet.register.databases import Database
from whomet.register.query import chunks

Row = TypeVar("Row")

PAGE = 500
"""Rows of a page."""

TABLES: dict[str, Table] = {
    "standings": tables.standings,
    "blocks": tables.blocks,
    "judged": tables.judgements,
    "members": tables.members,
    "spellings": tables.spellings,
    "spelling_keys": tables.spelling_keys,
    "spelling_links": tables.spelling_links,
    "entities": tables.entities,
    "compared": tables.compared,
}
"""The table of each relation."""


class StoredRelation(Generic[Row]):
    """The rows of one table as `kind`, a dataclass whose fields are the table's columns, within one transaction."""

    def __init__(self, connection: Connection, database: Database, table: Table, kind: type[Row]) -> None:
        self._connection, self._database, self._table, self._kind = connection, database, table, kind
        self._fields = tuple(field.name for field in fields(kind))  # type: ignore[arg-type]
        self._columns = [table.c[field] for field in self._fields]

    def where(self, column: str, values: Collection[str]) -> list[Row]:
        """The rows with one of some values in a column, in the order of their keys."""
        found: list[Row] = []
        for some in chunks(sorted(set(values))):
            query = select(*self._columns).where(self._table.c[column].in_(some))
            found += [self._kind(*row) for row in self._connection.execute(query)]
        key = attrgetter(*(column.key for column in self._table.primary_key))
        return sorted(found, key=key)

    def count(self, column: str, values: Collection[str]) -> Counter[str]:
        """How many rows have each of some values in a column."""
        counted: Counter[str] = Counter()
        asked = self._table.c[column]
        for some in chunks(sorted(set(values))):
            query = select(asked, func.count()).where(asked.in_(some)).group_by(asked)
            for value, number in self._connection.execute(query):
                counted[value] = number
        return counted

    def pages(self) -> Iterator[list[Row]]:
        """All rows, some hundred at a time, in the order of their key of one column."""
        (key,) = self._table.primary_key
        after = ""
        while True:
            query = select(*self._columns).where(key > after).order_by(key).limit(PAGE)
            page = [self._kind(*row) for row in self._connection.execute(query)]
            if not page:
                return
            after = getattr(page[-1], key.name)
            yield page

    def put(self, rows: Iterable[Row]) -> None:
        """Adds rows; one that is put takes the place of the one with its key."""
        for batch in write.batches(map(self._as_values, rows)):
            self._connection.execute(self._upsert(), batch)

    def drop(self, column: str, values: Collection[str]) -> None:
        for some in chunks(sorted(set(values))):
            self._connection.execute(delete(self._table).where(self._table.c[column].in_(some)))

    def _as_values(self, row: Row) -> dict[str, Any]:
        return {field: getattr(row, field) for field in self._fields}

    def _upsert(self) -> Executable:
        new, key = self._database.insert(self._table), self._database.key_of(self._table)
        rest = {c.name: new.excluded[c.key] for c in self._table.c if not c.primary_key}
        made: Executable = (
            new.on_conflict_do_update(index_elements=key, set_=rest)
            if rest
            else new.on_conflict_do_nothing(index_elements=key)
        )
        return made


class StoredMembers(StoredRelation[Row]):
    """Persons and parties of accounts; who was at which meeting is noted with them."""

    def put(self, rows: Iterable[Row]) -> None:
        """Adds rows, and notes the meetings that they tell of."""
        made = list(rows)
        super().put(made)
        attending.renew(self._connection, attending.of_accounts(self._connection, map(attrgetter("account"), made)))

    def drop(self, column: str, values: Collection[str]) -> None:
        """Takes rows away, and notes who is left at their meetings."""
        gone = [row.account for row in self.where(column, values)]  # type: ignore[attr-defined]
        super().drop(column, values)
        attending.renew(self._connection, attending.of_accounts(self._connection, gone))


class StoredMeetings:
    """The meetings of a register, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, found: Iterable[tuple[Meeting, int | None]]) -> None:
        """Writes meetings with how many voices tell of each, in the place of those with their ids."""
        made = list(found)
        self.drop([meeting.id for meeting, _ in made])
        meetings = [meeting for meeting, _ in made]
        write.insert_rows(self._connection, tables.meetings, [{"id": m.id, "voices": voices} for m, voices in made])
        write.insert_rows(self._connection, tables.meeting_accounts, derived.meeting_account_rows(meetings))
        write.insert_rows(self._connection, tables.cells, derived.cell_rows(meetings))
        listings.put(self._connection, made)
        attending.renew(self._connection, [meeting.id for meeting in meetings])
        whereabouts.note(self._connection, [meeting.id for meeting in meetings])

    def drop(self, ids: Collection[str]) -> None:
        for some in chunks(sorted(set(ids))):
            listings.drop(self._connection, some)
            for table in (tables.attendances, tables.whereabouts, tables.cells, tables.meeting_accounts):
                self._connection.execute(delete(table).where(table.c.meeting.in_(some)))
            self._connection.execute(delete(tables.meetings).where(tables.meetings.c.id.in_(some)))
