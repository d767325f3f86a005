"""What is written, each function a part of one transaction that its caller began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from whomet.errors import OtherTextError
from whomet.model import Document, Finding, Reading
from whomet.register import rows, tables
from whomet.register.databases import Database
from whomet.register.query import chunks

CONTRACT = "1"  # the version of the contract that readings are made to
BATCH = 1000  # rows made and sent at once


def reading_number(connection: Connection, document: str, reader: str, extractor: str) -> int | None:
    """The number of a reading, None if there is none such."""
    columns = tables.readings.c
    same = (columns.document == document) & (columns.reader == reader) & (columns.extractor == extractor)
    return connection.scalar(select(columns.number).where(same))


def append_reading(connection: Connection, database: Database, reading: Reading) -> bool:
    """Append a reading with all below it; False if there is one of the same document, reader and extractor."""
    document = reading.document
    new = note_copy(connection, document)
    if reading_number(connection, document.key, reading.reader, document.extractor) is not None:
        return False
    row = rows.reading_row(reading, CONTRACT)
    number = connection.scalars(insert(tables.readings).returning(tables.readings.c.number), row).one()
    insert_rows(connection, tables.accounts, rows.account_rows(reading, number))
    insert_rows(connection, tables.claims, rows.claim_rows(reading, number))
    insert_rows(connection, tables.citations, rows.citation_rows(reading, number))
    insert_rows(connection, tables.findings, rows.finding_rows(reading.findings, "reading", number))
    if database.has_index(connection):
        text = [(0, document.text)] if new else []
        database.index_words(connection, number, chain(text, rows.searched_words(reading)))
    unsettle(connection, document.key)
    return True


def note_copy(connection: Connection, document: Document) -> bool:
    """Keep the place where a text was found; the smallest place names the document. True if the text is new.

    Raises OtherTextError for another text than the one that is held under the document's key.
    """
    columns = tables.documents.c
    place = (document.id, document.source, document.original)
    known = select(columns.id, columns.source, columns.original, columns.text).where(columns.key == document.key)
    held = connection.execute(known).first()
    if held and held.text != document.text:
        raise OtherTextError(
            f"{document.source}: the register holds another text under the key of {document.id} ({document.key[:8]}); "
            "one of the two was altered on its way. Purge the one that is held if it is not what its source says."
        )
    _keep_original(connection, document.original)
    as_row = dict(zip(("id", "source", "original"), place, strict=True))
    if held is None:
        connection.execute(insert(tables.documents), {"key": document.key, "text": document.text, **as_row})
    elif place < (held.id, held.source, held.original):
        connection.execute(update(tables.documents).where(columns.key == document.key).values(**as_row))
        unsettle(connection, document.key)  # what was found names the document by its id
    copy = tables.copies.c
    there = select(copy.document).filter_by(document=document.key, **as_row)
    if connection.scalar(there) is None:
        connection.execute(insert(tables.copies), {"document": document.key, **as_row})
    return held is None


def has_copy(connection: Connection, document: Document) -> bool:
    """Whether this very place of the text is known."""
    place = {"id": document.id, "source": document.source, "original": document.original}
    return connection.scalar(select(tables.copies.c.document).filter_by(document=document.key, **place)) is not None


def _keep_original(connection: Connection, original: str) -> None:
    columns = tables.originals.c
    if connection.scalar(select(columns.hash).where(columns.hash == original)) is None:
        connection.execute(insert(tables.originals), {"hash": original})


def note_skipped(connection: Connection, findings: Iterable[Finding]) -> None:
    """Append what a run could not read, but nothing twice."""
    columns = tables.findings.c
    for row in rows.finding_rows(findings, "run"):
        same = {name: row[name] for name in ("origin", "kind", "text", "about", "spans")}
        if connection.scalar(select(columns.number).filter_by(**same)) is None:
            connection.execute(insert(tables.findings), row | {"position": 0})


def insert_rows(connection: Connection, table: Table, found: Iterable[dict[str, Any]]) -> None:
    """Add rows to a table, some at a time."""
    for batch in batches(found):
        connection.execute(insert(table), batch)


def batches(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows, as many together as are made and sent at once."""
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield batch


def unsettle(connection: Connection, document: str) -> None:
    """Note that what follows from a document has to be made anew."""
    columns = tables.unsettled.c
    if connection.scalar(select(columns.document).where(columns.document == document)) is None:
        connection.execute(insert(tables.unsettled), {"document": document})


def settled(connection: Connection, documents: Iterable[str]) -> None:
    """Note that what follows from some documents has been made."""
    for some in chunks(documents):
        connection.execute(delete(tables.unsettled).where(tables.unsettled.c.document.in_(some)))
