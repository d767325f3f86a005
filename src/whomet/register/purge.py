"""A document that must go: all of it is deleted, a tombstone stays. Each function is a part of one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from whomet.errors import PurgedError
from whomet.model import FindingKind
from whomet.register import coding_tables, naming, query, standing, tables, write
from whomet.register.databases import Database
from whomet.values.ids import KEY_SHOWN

DUE = "freed"
"""The row of `meta` that is there as long as deleted words may still stand in pages that nothing uses."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a document: its key, why it had to go, who purged it and when (an ISO 8601 instant, UTC)."""

    document: str
    reason: str
    by: str
    on: str

    @property
    def sentence(self) -> str:
        """Who purged it, when and why."""
        return f"was purged by {self.by} on {self.on[:10]} ({self.reason}), so it was left out."


def found(connection: Connection, documents: Collection[str] | None = None) -> list[Tombstone]:
    """The tombstones of some documents, or all, in the order in which they were set."""
    column = tables.tombstones.c
    asked = select(tables.tombstones).order_by(column.decided_on, column.document)
    if documents is None:
        there = list(connection.execute(asked))
    else:
        chunks = query.chunks(sorted(documents))
        there = [row for some in chunks for row in connection.execute(asked.where(column.document.in_(some)))]
    return [Tombstone(row.document, row.reason, row.decided_by, row.decided_on) for row in there]


def refuse(connection: Connection, document: str, source: str) -> None:
    """Raises PurgedError for a document that was purged."""
    for tombstone in found(connection, [document]):
        raise PurgedError(f"{source}: {tombstone.sentence}")


def refuse_name(connection: Connection, name: str) -> None:
    """Raises PurgedError for the key of a document that was purged, or its beginning."""
    column = tables.tombstones.c.document
    begun = select(column).where(naming.begins(column, name))
    keys = list(connection.scalars(begun)) if len(name) >= KEY_SHOWN else []
    for tombstone in found(connection, keys):
        raise PurgedError(f"{tombstone.document}: {tombstone.sentence}")


def delete_document(connection: Connection, database: Database, tombstone: Tombstone) -> None:
    """Deletes a document with all that was read from it and sets its tombstone; what follows from it is not there any
    more."""
    key = tombstone.document
    document = tables.documents.c
    text = connection.scalar(select(document.text).where(document.key == key)) or ""
    reading = tables.readings.c
    numbers = list(connection.scalars(select(reading.number).where(reading.document == key).order_by(reading.number)))
    read = {number: write.held_reading(connection, number, text) for number in numbers}
    write.delete_readings(connection, database, read, text)
    standing.drop(connection, [key])
    _delete_places(connection, key)
    for table in (coding_tables.coded_cells, coding_tables.coded, coding_tables.drawn):
        write.delete_rows(connection, table, "document", [key])
    anchor = tables.anchors.c
    connection.execute(update(tables.anchors).where(anchor.document == key).values(quote=""))
    connection.execute(
        insert(tables.tombstones),
        {"document": key, "reason": tombstone.reason, "decided_by": tombstone.by, "decided_on": tombstone.on},
    )
    _note_due(connection)


def is_due(connection: Connection) -> bool:
    """Whether words that were deleted may still stand in pages that nothing uses."""
    return connection.scalar(select(tables.meta.c.name).where(tables.meta.c.name == DUE)) is not None


def note_done(connection: Connection) -> None:
    """Note that they do not."""
    connection.execute(delete(tables.meta).where(tables.meta.c.name == DUE))


def _note_due(connection: Connection) -> None:
    if not is_due(connection):
        connection.execute(insert(tables.meta), {"name": DUE, "value": "due"})


def _delete_places(connection: Connection, key: str) -> None:
    """Deletes where a document was found, what runs said of those places, and originals that nothing else has."""
    copy, document, noted = tables.copies.c, tables.documents.c, tables.findings.c
    places = connection.execute(select(copy.source, copy.original).where(copy.document == key)).all()
    for table, column in ((tables.unsettled, "document"), (tables.copies, "document"), (tables.documents, "key")):
        write.delete_rows(connection, table, column, [key])
    for source in sorted({place.source for place in places}):
        elsewhere = exists().where(copy.source == source)
        of_runs = (noted.origin == "run") & (noted.kind == FindingKind.INPUT_SKIPPED) & (noted.about == source)
        connection.execute(delete(tables.findings).where(of_runs, ~elsewhere))
    for original in sorted({place.original for place in places}):
        unused: ColumnElement[bool] = ~exists().where(copy.original == original)
        unused &= ~exists().where(document.original == original)
        connection.execute(delete(tables.originals).where(tables.originals.c.hash == original, unused))
