"""What a name means: ids are given whole or begun, and what could mean several is answered with the candidates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, exists, or_, select

from whomet.errors import NotFoundError
from whomet.model import Meeting, Property
from whomet.register import query, tables
from whomet.values.decisions import DecisionKind
from whomet.values.ids import KEY_SHOWN, told_apart

SHOWN = 10  # candidates named when a name could mean several
BEGUN = 3  # letters: so many are looked for at the beginning of longer words


def document_key(connection: Connection, name: str) -> str:
    """The key of the one document that goes by a name: its key, its id, that of one of its copies, the beginning of its
    key, or its id with that (`told_apart`).

    Raises NotFoundError if none does, or several do.
    """
    column = tables.documents.c
    for way in _ways(name):
        found = connection.execute(
            select(column.key, column.id, column.source).where(way).order_by(column.key).limit(SHOWN + 1)
        ).all()
        if len(found) > 1:
            raise NotFoundError(_several(name, "document", [f"{told_apart(d.id, d.key)} ({d.source})" for d in found]))
        if found:
            return str(found[0].key)
    raise NotFoundError(f"No document in the register goes by {name!r}.")


def meeting_id(connection: Connection, name: str) -> str:
    """The meeting that an account's id, the beginning of one, or a document by any of its names leads to.

    Raises NotFoundError if it leads to none, or to several; of an account that a person rejected it says so.
    """
    account, placed = tables.accounts.c, tables.meeting_accounts.c
    documents = select(tables.documents.c.key).where(or_(*_ways(name)))
    told = (
        select(account.id)
        .join(tables.readings, tables.readings.c.number == account.reading)
        .where(tables.readings.c.document.in_(documents))
    )
    standing = tables.standings.c  # also of accounts that nobody read
    stands = select(standing.account).where(standing.document.in_(documents))
    of_document = or_(placed.account.in_(told), placed.account.in_(stands))
    for way in (placed.account == name, begins(placed.account, name), of_document):
        ids = select(placed.meeting).where(way).distinct().order_by(placed.meeting).limit(SHOWN + 1)
        found = list(connection.scalars(ids)) if name else []
        if len(found) > 1:
            raise NotFoundError(_several(name, "meeting", [_described(m) for m in query.meetings(connection, found)]))
        if found:
            return str(found[0])
    raise NotFoundError(
        _rejected(connection, name) or f"No meeting, account or document in the register goes by {name!r}."
    )


def _rejected(connection: Connection, name: str) -> str:
    """Who rejected the account of that id, or a beginning of it, and how to have it back; "" where nobody did."""
    made, anchor = tables.decisions.c, tables.anchors.c
    asked = (
        select(anchor.account, made.id, made.decided_by, made.decided_on, made.reason)
        .join(tables.anchors, anchor.decision == made.number)
        .where(made.kind == DecisionKind.REJECT, made.number.in_(select(tables.in_force.c.decision)))
        .where(begins(anchor.account, name))
        .order_by(made.number.desc())
    )
    row = connection.execute(asked).first() if len(name) >= KEY_SHOWN else None
    if row is None:
        return ""
    who = f"{row.decided_by} rejected account {row.account} on {row.decided_on[:10]} ({row.reason})"
    return f"{who}; `whomet decide undo {row.id}` brings it back."


def _ways(name: str) -> list[ColumnElement[bool]]:
    column = tables.documents.c
    ways = [column.key == name, column.id == name, column.key.in_(_copies(name))]
    given, _, begun = name.rpartition("-")
    if len(name) >= KEY_SHOWN:
        ways.append(begins(column.key, name))
    if len(begun) >= KEY_SHOWN:
        ways.append(and_(begins(column.key, begun), or_(column.id == given, column.key.in_(_copies(given)))))
    return ways


def _copies(name: str) -> ColumnElement[str]:
    return select(tables.copies.c.document).where(tables.copies.c.id == name).scalar_subquery()


def begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Whether a column begins with a prefix, asked so that an index answers (ids are compared by code point)."""
    return (column >= prefix) & (column < prefix + "\U0010ffff")


def having_all(item: Column[str], word: Column[str], words: Collection[str]) -> Select[Any]:
    """What is kept under every one of some words, at least one, or, of a longer one, under a word that begins so.

    `item` and `word` are columns of one table, which has a row for each word of each item.
    """
    longest, *others = sorted(set(words), key=lambda one: (-len(one), one))
    other = item.table.alias().c
    there = (exists().where(other[item.name] == item, _is(other[word.name], one)) for one in others)
    return select(item).where(_is(word, longest), *there)


def _is(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return begins(column, word) if len(word) >= BEGUN else column == word


def _described(meeting: Meeting) -> str:
    parties = " and ".join(meeting.values(Property.PARTY)) or "parties not told"
    return f"{meeting.id} ({parties}, {' or '.join(meeting.values(Property.DATE)) or 'no date'})"


def _several(name: str, noun: str, candidates: Sequence[str]) -> str:
    more = ", ..." if len(candidates) > SHOWN else ""
    return f"{name!r} could be more than one {noun}: {', '.join(candidates[:SHOWN])}{more}; say which."
