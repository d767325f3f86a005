"""Kinds of columns, and the schema that all tables of a register belong to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, Text

from whomet.register import postgresql

# Ids and precedences are compared by code point in Python and in SQLite; `postgresql.py` sees to that there.
Words = Text().with_variant(postgresql.Words(), "postgresql")
Number = Integer().with_variant(BigInteger(), "postgresql")  # SQLite's integers have 64 bits as they are

schema = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def key(name: str, kind: Integer | Text = Words) -> Column[Any]:
    """One column of a primary key; a number in it is always given, never counted up by the database."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def number(name: str) -> Column[int]:
    return Column(name, Number, nullable=False)
