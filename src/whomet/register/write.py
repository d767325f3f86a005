"""What is written, each function a part of one transaction that its caller began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, insert, literal, select, update

from whomet.errors import OtherTextError
from whomet.model import Document, Finding, Reading
from whomet.register import query, rows, tables
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
    """Append a reading with all below it; False if there is one of the same document, reader and extractor.

    A text may be laid out otherwise in another place, and so be read otherwise. What is kept is how it is read in the
    smallest place, which names it: a reading from there takes the place of another, in whatever order they come.
    """
    document = reading.document
    held = _held(connection, document, reading.reader)
    _note_place(connection, document, held)
    new, row = held is None, rows.reading_row(reading, CONTRACT)
    if held and held.read is not None:
        if not _is_smaller(document, held) or (old := held_reading(connection, held.read, document.text)) == reading:
            return False
        new = held.read == _first_reading(connection, document.key)  # the text's own entry in the index stands by it
        delete_readings(connection, database, {held.read: old}, document.text if new else None)
        row["number"] = held.read
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


def held_reading(connection: Connection, number: int, text: str) -> Reading:
    """A reading, by its number, as it was made."""
    (head,) = query.heads(connection, [number])
    return query.parts(connection, [number]).reading_of(head, text)


def _first_reading(connection: Connection, document: str) -> int | None:
    columns = tables.readings.c
    numbers = select(columns.number).where(columns.document == document).order_by(columns.number).limit(1)
    return connection.scalar(numbers)


def delete_readings(
    connection: Connection, database: Database, readings: Mapping[int, Reading], text: str | None
) -> None:
    """Delete some readings of one document, by their numbers; with its `text`, that is not found by its words either.
    That stands in the index by the smallest number."""
    of_text = [(min(readings), 0, text)] if readings and text is not None else []
    said = ((n, account, words) for n, reading in readings.items() for account, words in rows.searched_words(reading))
    database.unindex_words(connection, list(readings), chain(of_text, said))
    for table in (tables.citations, tables.claims, tables.accounts, tables.findings):
        delete_rows(connection, table, "reading", list(readings))
    delete_rows(connection, tables.readings, "number", list(readings))


def delete_rows(connection: Connection, table: Table, column: str, values: Sequence[str | int]) -> None:
    """Delete the rows of a table that have one of some values in a column."""
    for some in chunks(values):
        connection.execute(delete(table).where(table.c[column].in_(some)))


def is_first(connection: Connection, document: Document) -> bool:
    """Whether a text is found in a smaller place than all that are known, or is not known at all."""
    columns = tables.documents.c
    known = select(columns.id, columns.source, columns.original).where(columns.key == document.key)
    held = connection.execute(known).first()
    return held is None or _is_smaller(document, held)


def _is_smaller(document: Document, held: Any) -> bool:  # noqa: ANN401
    return (document.id, document.source, document.original) < (held.id, held.source, held.original)


def _held(connection: Connection, document: Document, reader: str = "") -> Any:  # noqa: ANN401 - a row, or None
    """What is held of a document's text, None if it is new; `read`: the number of its reading by this very reader.

    Raises OtherTextError for another text than the one that is held under the document's key.
    """
    columns, reading = tables.documents.c, tables.readings.c
    same = (reading.document == columns.key, reading.reader == reader, reading.extractor == document.extractor)
    read = select(reading.number).where(*same).correlate(tables.documents).scalar_subquery().label("read")
    known = select(columns.id, columns.source, columns.original, columns.text, read).where(columns.key == document.key)
    held = connection.execute(known).first()
    if held and held.text != document.text:
        raise OtherTextError(
            f"{document.source}: the register holds another text under the key of {document.id} ({document.key[:8]}); "
            "one of the two was altered on its way. Purge the one that is held if it is not what its source says."
        )
    return held


def _note_place(connection: Connection, document: Document, held: Any) -> None:  # noqa: ANN401
    columns = tables.documents.c
    place = (document.id, document.source, document.original)
    as_row = dict(zip(("id", "source", "original"), place, strict=True))
    _keep(connection, tables.originals, {"hash": document.original})
    if held is None:
        connection.execute(insert(tables.documents), {"key": document.key, "text": document.text, **as_row})
    elif _is_smaller(document, held):
        connection.execute(update(tables.documents).where(columns.key == document.key).values(**as_row))
        unsettle(connection, document.key)  # what was found names the document by its id
    _keep(connection, tables.copies, {"document": document.key, **as_row})


def _keep(connection: Connection, table: Table, row: rows.Row) -> None:
    """Add a row if it is not there: one trip to a server, where asking first would be two."""
    there = table.alias().c
    same = exists().where(*(there[name] == value for name, value in row.items()))
    new = select(*(literal(value, table.c[name].type) for name, value in row.items())).where(~same)
    connection.execute(insert(table).from_select(list(row), new))


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
    _keep(connection, tables.unsettled, {"document": document})


def settled(connection: Connection, documents: Iterable[str]) -> None:
    """Note that what follows from some documents has been made."""
    for some in chunks(documents):
        connection.execute(delete(tables.unsettled).where(tables.unsettled.c.document.in_(some)))
