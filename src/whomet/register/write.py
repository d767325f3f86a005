"""What is written, each function a part of one transaction that its caller began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from whomet.model import Document, Entity, Finding, Judgement, Meeting, Reading
from whomet.register import derived, rows, sqlite, tables

CONTRACT = "1"  # the version of the contract that readings are made to
BATCH = 1000  # rows made and sent at once


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from all readings together."""

    judgements: tuple[Judgement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    entities: tuple[Entity, ...] = ()
    findings: tuple[Finding, ...] = ()
    voices: Mapping[str, int] = field(default_factory=dict)


def reading_number(connection: Connection, document: str, reader: str, extractor: str) -> int | None:
    """The number of a reading, None if there is none such."""
    columns = tables.readings.c
    same = (columns.document == document) & (columns.reader == reader) & (columns.extractor == extractor)
    return connection.scalar(select(columns.number).where(same))


def append_reading(connection: Connection, reading: Reading) -> bool:
    """Append a reading with all below it; False if there is one of the same document, reader and extractor."""
    document = reading.document
    new = note_copy(connection, document)
    if reading_number(connection, document.key, reading.reader, document.extractor) is not None:
        return False
    row = rows.reading_row(reading, CONTRACT)
    number = connection.scalars(insert(tables.readings).returning(tables.readings.c.number), row).one()
    _insert(connection, tables.accounts, rows.account_rows(reading, number))
    _insert(connection, tables.claims, rows.claim_rows(reading, number))
    _insert(connection, tables.citations, rows.citation_rows(reading, number))
    _insert(connection, tables.findings, rows.finding_rows(reading.findings, "reading", number))
    if sqlite.has_index(connection):
        text = [(0, document.text)] if new else []
        sqlite.index_words(connection, number, chain(text, rows.searched_words(reading)))
    _say_meetings_are(connection, "behind")
    return True


def note_copy(connection: Connection, document: Document) -> bool:
    """Keep the place where a text was found; the smallest place names the document. True if the text is new."""
    columns = tables.documents.c
    place = (document.id, document.source, document.original)
    names = select(columns.id, columns.source, columns.original).where(columns.key == document.key)
    named = connection.execute(names).first()
    _keep_original(connection, document.original)
    as_row = dict(zip(("id", "source", "original"), place, strict=True))
    if named is None:
        connection.execute(insert(tables.documents), {"key": document.key, "text": document.text, **as_row})
    elif place < tuple(named):
        connection.execute(update(tables.documents).where(columns.key == document.key).values(**as_row))
    copy = tables.copies.c
    there = select(copy.document).filter_by(document=document.key, **as_row)
    if connection.scalar(there) is None:
        connection.execute(insert(tables.copies), {"document": document.key, **as_row})
    return named is None


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


_DERIVED = (
    tables.entity_roles,
    tables.entity_members,
    tables.entity_names,
    tables.entities,
    tables.cells,
    tables.meeting_accounts,
    tables.meetings,
    tables.judgements,
)


def replace_derived(connection: Connection, made: Derived) -> None:
    """Put what now follows from all readings in the place of what followed before."""
    for table in _DERIVED:
        connection.execute(delete(table))
    connection.execute(delete(tables.findings).where(tables.findings.c.origin == "comparison"))
    _insert(connection, tables.judgements, derived.judgement_rows(made.judgements))
    _insert(connection, tables.meetings, derived.meeting_rows(made.meetings, made.voices))
    _insert(connection, tables.meeting_accounts, derived.meeting_account_rows(made.meetings))
    _insert(connection, tables.cells, derived.cell_rows(made.meetings))
    _insert(connection, tables.entities, derived.entity_rows(made.entities))
    _insert(connection, tables.entity_names, derived.entity_name_rows(made.entities))
    _insert(connection, tables.entity_members, derived.entity_member_rows(made.entities))
    _insert(connection, tables.entity_roles, derived.entity_role_rows(made.entities))
    _insert(connection, tables.findings, rows.finding_rows(made.findings, "comparison"))
    _say_meetings_are(connection, "current")


def _insert(connection: Connection, table: Table, found: Iterable[dict[str, Any]]) -> None:
    for batch in _batches(found):
        connection.execute(insert(table), batch)


def _batches(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(found)
    while batch := list(islice(left, BATCH)):
        yield batch


def _say_meetings_are(connection: Connection, state: str) -> None:
    connection.execute(update(tables.meta).where(tables.meta.c.name == "meetings").values(value=state))
