"""The transactions in which what follows from the readings is made: some documents at a time, or all of it anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select

from whomet.register import query, standing, tables, write
from whomet.register.databases import Database
from whomet.register.relations import TABLES, StoredMeetings, StoredMembers, StoredRelation
from whomet.register.spelt import StoredSpellings

Row = TypeVar("Row")

FOLLOWS = (
    tables.summaries,
    tables.in_force,
    tables.decided_citations,
    tables.decided_claims,
    tables.decided_accounts,
    tables.listings,
    tables.sites,
    tables.pairs,
    tables.facets,
    tables.tallies,
    tables.attendances,
    tables.whereabouts,
    tables.cells,
    tables.meeting_accounts,
    tables.meetings,
    tables.spelling_words,
    *TABLES.values(),
)
"""All that follows from readings and decisions, what points at another table first."""


@dataclass(frozen=True, slots=True)
class Settling:
    """A transaction in which meetings, people and findings are brought up to date with some documents."""

    connection: Connection
    database: Database
    documents: list[str]
    """Keys of the documents that are read anew."""

    def relation(self, name: str, kind: type[Row]) -> StoredRelation[Row]:
        """The rows of one of `relations.TABLES`, as `kind`."""
        stored = {"spellings": StoredSpellings, "members": StoredMembers}.get(name, StoredRelation)
        return stored(self.connection, self.database, TABLES[name], kind)

    @property
    def meetings(self) -> StoredMeetings:
        return StoredMeetings(self.connection)

    def done(self) -> None:
        """Note that all that follows from the documents is made, once what decisions made of their accounts is kept."""
        standing.renew(self.connection, self.documents)
        write.settled(self.connection, self.documents)


def forget(connection: Connection) -> None:
    """Takes away all that follows; every document then waits to be settled."""
    for table in (*FOLLOWS, tables.unsettled):
        connection.execute(delete(table))
    read = select(tables.documents.c.key)
    connection.execute(insert(tables.unsettled).from_select(["document"], read))


def next_of(connection: Connection, database: Database, most: int) -> Settling:
    """Some of the documents that wait, as a part of the transaction; none where all is made."""
    return Settling(connection, database, query.unsettled(connection, most))
