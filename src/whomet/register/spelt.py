"""Whom a name may mean, looked up: each spelling of a person or a side is kept under its words and their sounds.

Without it every question for a name would go through all names of the register. It follows from the spellings alone:
it is written with them, and made anew by a migration.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, exists, or_, select

from whomet.knowledge.sought_names import filed_under, sought_under, written
from whomet.model import EntityKind
from whomet.register import query, tables, write
from whomet.register.connections import Connections
from whomet.register.naming import having_all
from whomet.register.relations import StoredRelation

CROWD = 500
"""So many spellings under the sounds of one word are compared; of more, those that share another word's as well."""

Row = TypeVar("Row")


class Spelt(Connections):
    """Which names of a register may be one that is asked for."""

    def organisations_with(self, words: str) -> list[str]:
        """The ids of the organisations of which a spelling has every one of some words, or words that begin so."""
        with self._looking() as connection:
            found = _having_all(connection, written(words))
            return sorted({one for one, _ in _by_entity(connection, EntityKind.ORGANISATION, found)})

    def spelt_like(self, name: str) -> dict[str, tuple[str, ...]]:
        """By the id of the person, all spellings that have every word of a name, or words that begin so, and those that
        may be other spellings of it, with some that are not: each has to be compared."""
        sought = sought_under(name)
        with self._looking() as connection:
            found = _having_all(connection, sought.written)
            found.update(connection.scalars(_filed(tables.spelling_words.c.word.in_(sorted(sought.whole)))))
            for keys in sought.words:
                found.update(_sounding(connection, keys, [other for other in sought.words if other is not keys]))
            return dict(_by_entity(connection, EntityKind.PERSON, found))

    def called_like(self, name: str) -> dict[str, tuple[str, ...]]:
        """By the id of the person, what accounts call those of whose names one word may sound like a name of one word:
        an account that says no more than "Molin" is counted to a longer name."""
        keys, found = sought_under(name).part, tables.spelling_words.c
        member, spelling = tables.members.c, tables.spellings.c
        called = (
            select(spelling.entity, member.name)
            .join(tables.members, member.spelling == spelling.spelling)
            .where(spelling.spelling.in_(_filed(found.word.in_(sorted(keys)))), member.name != spelling.name)
            .distinct()
        )
        with self._looking() as connection:
            return dict(_grouped((row.entity, row.name) for row in connection.execute(called))) if keys else {}


class StoredSpellings(StoredRelation[Row]):
    """Spellings, each kept under its keys as well as long as it is there."""

    def put(self, rows: Iterable[Row]) -> None:
        for some in query.chunks(rows):
            super().put(some)
            _file(self._connection, [self._as_values(row) for row in some])

    def drop(self, column: str, values: Collection[str]) -> None:
        words, spelling = tables.spelling_words, tables.spellings.c
        for some in query.chunks(sorted(set(values))):
            gone = select(spelling.spelling).where(spelling[column].in_(some))
            self._connection.execute(delete(words).where(words.c.spelling.in_(gone)))
        super().drop(column, values)


def catch_up(connection: Connection) -> None:
    """Files the spellings of a register that was made before they were kept under keys."""
    column = tables.spellings.c
    filed = exists().where(tables.spelling_words.c.spelling == column.spelling)
    asked = select(column.spelling, column.name, column.surname).where(~filed).order_by(column.spelling)
    missing = [dict(row) for row in connection.execute(asked).mappings()]
    write.insert_rows(connection, tables.spelling_words, _rows(missing))


def _file(connection: Connection, spellings: Collection[dict[str, Any]]) -> None:
    """Keeps some spellings under their keys; of most only the count has changed, and they are there."""
    column = tables.spelling_words.c.spelling
    asked = select(column).where(column.in_([row["spelling"] for row in spellings])).distinct()
    known = set(connection.scalars(asked))
    write.insert_rows(connection, tables.spelling_words, _rows(s for s in spellings if s["spelling"] not in known))


def _rows(spellings: Iterable[dict[str, Any]]) -> Iterator[dict[str, str]]:
    for row in spellings:
        keys = filed_under(row["name"]) if row["surname"] else set(written(row["name"]))  # sides are no persons
        yield from ({"word": key, "spelling": row["spelling"]} for key in sorted(keys))


def _filed(*there: ColumnElement[bool]) -> Select[Any]:
    return select(tables.spelling_words.c.spelling).where(*there)


def _having_all(connection: Connection, words: Collection[str]) -> set[str]:
    kept = tables.spelling_words.c
    return set(connection.scalars(having_all(kept.spelling, kept.word, words))) if words else set()


def _sounding(connection: Connection, keys: Collection[str], others: Collection[Collection[str]]) -> set[str]:
    """The spellings of which a word may sound like one that is asked for."""
    mine, other = tables.spelling_words.c, tables.spelling_words.alias().c
    of_it = mine.word.in_(sorted(keys))
    found = set(connection.scalars(_filed(of_it).distinct().limit(CROWD + 1)))
    if len(found) <= CROWD:
        return found
    shared = or_(*(other.word.in_(sorted(several)) for several in others))
    near = exists().where(and_(other.spelling == mine.spelling, shared))
    return set(connection.scalars(_filed(of_it, near))) if others else set()


def _by_entity(
    connection: Connection, kind: EntityKind, spellings: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    entity, spelling = tables.entities.c, tables.spellings.c
    named = (
        select(spelling.entity, spelling.name)
        .join(tables.entities, entity.entity == spelling.entity)
        .where(entity.kind == kind)
    )
    some = (connection.execute(named.where(spelling.spelling.in_(chunk))) for chunk in query.chunks(sorted(spellings)))
    yield from _grouped((row.entity, row.name) for found in some for row in found)


def _grouped(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one, names in groupby(sorted(set(named)), lambda row: row[0]):
        yield one, tuple(name for _, name in names)
