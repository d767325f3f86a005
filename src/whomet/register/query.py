"""What is asked of the tables, each function within one short look; none holds a lock after it returns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, exists, or_, select, true

from whomet.model import Entity, Finding, FindingKind, Judgement, Meeting, Property
from whomet.register import derived, rows, tables

CHUNK = 200  # keys asked for at once: far below every database's limit of parameters

Item = TypeVar("Item")


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _rows(connection: Connection, table: Table, column: str, keys: Sequence[Any]) -> Sequence[Any]:
    """The rows of a table that belong to some keys, in the order of the table's own key."""
    return connection.execute(select(table).where(table.c[column].in_(keys)).order_by(*table.primary_key)).all()


# ---------------------------------------------------------------------------------------------------- readings


def newest(connection: Connection, only: ColumnElement[bool] | None = None) -> list[int]:
    """The number of each document's newest reading, in the order of document id, then key."""
    mine, newer, document = tables.readings.c, tables.readings.alias().c, tables.documents.c
    superseded = exists().where(newer.document == mine.document, newer.precedence > mine.precedence)
    found = (
        select(mine.number)
        .join(tables.documents, document.key == mine.document)
        .where(~superseded, true() if only is None else only)
        .order_by(document.id, document.key)
    )
    return list(connection.scalars(found))


def newest_with(connection: Connection, account_ids: Iterable[str]) -> list[int]:
    """As `newest`, of the documents that have one of these accounts."""
    account = tables.accounts.c
    having: set[int] = set()
    for ids in chunks(account_ids):
        having.update(connection.scalars(select(account.reading).where(account.id.in_(ids))))
    if len(having) <= CHUNK:
        return newest(connection, tables.readings.c.number.in_(having))
    return [number for number in newest(connection) if number in having]


def heads(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    """Readings joined with their documents, without the text, in the order of `numbers`."""
    document = tables.documents.c
    found = select(tables.readings, document.key, document.id, document.source, document.original)
    joined = found.join(tables.documents).where(tables.readings.c.number.in_(numbers))
    by_number = {row.number: row for row in connection.execute(joined)}
    return [by_number[number] for number in numbers if number in by_number]


def parts(connection: Connection, numbers: Sequence[int], claims: Collection[Property] | None = None) -> rows.Parts:
    """All that some readings hold below their documents; with `claims` only those of these properties, beside what is
    claimed of the documents themselves."""
    claim, cited = tables.claims.c, tables.citations.c
    wanted = true() if claims is None else or_(claim.account.is_(None), claim.property.in_(list(claims)))
    of_them = select(tables.claims).where(claim.reading.in_(numbers), wanted)
    spans = select(tables.citations).where(cited.reading.in_(numbers))
    if claims is not None:
        spans = spans.join(tables.claims, (claim.reading == cited.reading) & (claim.number == cited.claim)).where(
            wanted
        )
    return rows.parts_from(
        _rows(connection, tables.accounts, "reading", numbers),
        connection.execute(of_them.order_by(*tables.claims.primary_key)).all(),
        connection.execute(spans.order_by(*tables.citations.primary_key)).all(),
        _finding_rows(connection, numbers),
    )


def texts(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The texts of some documents by key."""
    document = tables.documents.c
    found = connection.execute(select(document.key, document.text).where(document.key.in_(keys)))
    return {row.key: row.text for row in found}


def account_ids(connection: Connection) -> list[str]:
    """The id of every account, also of older readings."""
    return list(connection.scalars(select(tables.accounts.c.id).distinct().order_by(tables.accounts.c.id)))


def meta(connection: Connection) -> dict[str, str]:
    """What the register says of itself."""
    return {row.name: row.value for row in connection.execute(select(tables.meta))}


def is_known(connection: Connection, key: str) -> bool:
    """Whether a document with this key was ever read."""
    return connection.scalar(select(tables.documents.c.key).where(tables.documents.c.key == key)) is not None


# ---------------------------------------------------------------------------------------------------- findings


def findings_of(connection: Connection, numbers: Sequence[int]) -> list[Finding]:
    """What some readings warn of, in the order of `numbers`."""
    by_number: dict[int, list[Finding]] = {}
    for row in _finding_rows(connection, numbers):
        by_number.setdefault(row.reading, []).append(rows.finding_from(row))
    return [finding for number in numbers for finding in by_number.get(number, ())]


def _finding_rows(connection: Connection, numbers: Sequence[int]) -> Sequence[Any]:
    column = tables.findings.c
    of_them = select(tables.findings).where(column.reading.in_(numbers))
    return connection.execute(of_them.order_by(column.reading, column.position)).all()


def compared(connection: Connection, about: Collection[str] | None = None) -> list[Finding]:
    """What comparing all accounts warns of, or so much of it as is about some ids."""
    column = tables.findings.c
    found = select(tables.findings).where(column.origin == "comparison").order_by(column.position)
    return [rows.finding_from(row) for row in connection.execute(found) if about is None or row.about in about]


def still_skipped(connection: Connection) -> list[Finding]:
    """What runs could not read and none has read since: no document comes from the source that a finding is about."""
    column, copy = tables.findings.c, tables.copies.c
    noted = select(tables.findings).where(column.origin == "run").order_by(column.about, column.kind, column.text)
    found = [rows.finding_from(row) for row in connection.execute(noted)]
    read: set[str] = set()
    for sources in chunks({f.about for f in found if f.kind is FindingKind.INPUT_SKIPPED and f.about}):
        read.update(connection.scalars(select(copy.source).where(copy.source.in_(sources))))
    return [f for f in found if f.kind is not FindingKind.INPUT_SKIPPED or f.about not in read]


# ------------------------------------------------------------------------------------------------ what follows


def meeting_ids(connection: Connection) -> list[str]:
    return list(connection.scalars(select(tables.meetings.c.id).order_by(tables.meetings.c.number)))


def voices(connection: Connection) -> dict[str, int]:
    """How many voices each meeting was found to have."""
    column = tables.meetings.c
    counted = select(column.id, column.voices).where(column.voices.is_not(None))
    return {row.id: row.voices for row in connection.execute(counted)}


def meetings_with(connection: Connection, accounts: Iterable[str]) -> list[str]:
    """The ids of the meetings that have one of some accounts, in the order in which they were kept."""
    placed, number = tables.meeting_accounts.c, tables.meetings.c.number
    found: dict[str, int] = {}
    for ids in chunks(accounts):
        of_them = select(placed.meeting, number).join(tables.meetings).where(placed.account.in_(ids))
        found.update((row.meeting, row.number) for row in connection.execute(of_them))
    return sorted(found, key=found.__getitem__)


def meetings(connection: Connection, ids: Sequence[str]) -> list[Meeting]:
    """Some meetings, in the order of `ids`."""
    accounts = _grouped(_rows(connection, tables.meeting_accounts, "meeting", ids), "meeting")
    cells = _grouped(_rows(connection, tables.cells, "meeting", ids), "meeting")
    return [
        Meeting(
            meeting, tuple(row.account for row in accounts.get(meeting, ())), derived.cells_from(cells.get(meeting, ()))
        )
        for meeting in ids
    ]


def entity_ids(connection: Connection, members: Iterable[str] | None = None) -> list[str]:
    """The ids of the entities that one of some members belongs to, or of all, in the order in which they were kept."""
    own, below = tables.entities.c, tables.entity_members.c
    if members is None:
        return list(connection.scalars(select(own.id).order_by(own.number)))
    found: dict[str, int] = {}
    for some in chunks(members):
        of_them = select(own.id, own.number).join(tables.entity_members).where(below.member.in_(some))
        found.update((row.id, row.number) for row in connection.execute(of_them))
    return sorted(found, key=found.__getitem__)


def entities(connection: Connection, ids: Sequence[str]) -> list[Entity]:
    """Some entities, in the order of `ids`."""
    own = {row.id: row for row in _rows(connection, tables.entities, "id", ids)}
    below = (tables.entity_names, tables.entity_members, tables.entity_roles)
    names, members, roles = (_grouped(_rows(connection, table, "entity", ids), "entity") for table in below)
    return [
        derived.entity_from(own[entity], names.get(entity, ()), members.get(entity, ()), roles.get(entity, ()))
        for entity in ids
        if entity in own
    ]


def _grouped(found: Sequence[Any], column: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in found:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


def judgement_numbers(connection: Connection, about: Iterable[str] | None) -> list[int]:
    """The judgements about some ids, or all, in the order they were kept."""
    column = tables.judgements.c
    if about is None:
        return list(connection.scalars(select(column.number).order_by(column.number)))
    numbers: set[int] = set()
    for ids in chunks(about):
        either = or_(column.left_id.in_(ids), column.right_id.in_(ids))
        numbers.update(connection.scalars(select(column.number).where(either)))
    return sorted(numbers)


def judgements(connection: Connection, numbers: Sequence[int]) -> list[Judgement]:
    return [derived.judgement_from(row) for row in _rows(connection, tables.judgements, "number", numbers)]
