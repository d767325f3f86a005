"""Which meetings have some words: an account of theirs has, or a document that tells of them, by whichever reading."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, Column, Connection, Select, func, select, tuple_, union

from whomet.register import tables
from whomet.register.query import chunks


def meetings_with(entries: Select[Any]) -> Any:  # noqa: ANN401 - a compound query
    """The meetings that entries of the full-text index lead to: of an account, or of a document's text."""
    found, placed, account, reading = entries.cte(), tables.meeting_accounts.c, tables.accounts.c, tables.readings.c
    in_accounts = select(found.c.reading, found.c.account).where(found.c.account > 0)
    in_texts = select(reading.document).where(reading.number.in_(_texts(found)))
    told = select(placed.meeting).join(tables.accounts, account.id == placed.account)
    claimed = told.where(tuple_(account.reading, account.number).in_(in_accounts))
    written = told.join(tables.readings, reading.number == account.reading).where(reading.document.in_(in_texts))
    return union(claimed, written)


def nearly_all_say(connection: Connection, entries: Select[Any], least: int) -> bool:
    """Whether nine tenths of all texts, and more than so many, have the words."""
    having = connection.scalar(select(func.count()).select_from(_texts(entries.cte()).subquery())) or 0
    return having > least and 10 * having >= 9 * (connection.scalar(select(func.count(tables.readings.c.number))) or 0)


def silent(connection: Connection, entries: Select[Any]) -> list[str]:
    """All other meetings than those that `meetings_with` gives, sorted: by way of the texts that have not the words,
    which is the shorter one where these are few."""
    reading, account, placed = tables.readings.c, tables.accounts.c, tables.meeting_accounts.c
    lacking = set(connection.scalars(select(reading.number).except_(_texts(entries.cte()))).all())
    documents = set(_in_chunks(connection, select(reading.document), reading.number, lacking))
    numbers = select(reading.document, reading.number)
    spoken = {key for key, n in _in_chunks(connection, numbers, reading.document, documents) if n not in lacking}
    told = select(account.id, account.reading, account.number).join(tables.readings, reading.number == account.reading)
    accounts = _in_chunks(connection, told, reading.document, documents - spoken)
    found = entries.subquery()
    claiming = connection.execute(select(found).where(found.c.account > 0)).all() if accounts else ()
    claimed = {tuple(entry) for entry in claiming}
    mute = {name for name, *entry in accounts if tuple(entry) not in claimed}
    meetings = set(_in_chunks(connection, select(placed.meeting), placed.account, mute))
    members = _in_chunks(connection, select(placed.meeting, placed.account), placed.meeting, meetings)
    return sorted(meetings - {meeting for meeting, name in members if name not in mute})


def _texts(found: CTE) -> Select[Any]:
    """The readings whose document's own text has the words."""
    return select(found.c.reading).where(found.c.account == 0)


def _in_chunks(connection: Connection, asked: Select[Any], column: Column[Any], values: set[Any]) -> list[Any]:
    """What a query gives where a column has one of some values: rows, or, of a query for one column, values."""
    found = [row for some in chunks(sorted(values)) for row in connection.execute(asked.where(column.in_(some)))]
    return [row[0] for row in found] if len(asked.selected_columns) == 1 else found
