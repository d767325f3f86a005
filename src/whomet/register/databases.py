"""Which database a register is kept in. What is one database's own stands in its own file, with these functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Select, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.exc import DBAPIError

from whomet.errors import RegisterError
from whomet.register import postgresql, sqlite
from whomet.register.search import Term


class Database(Protocol):
    """What `sqlite.py` and `postgresql.py` both have."""

    @property
    def PLACE(self) -> str:
        """What a register is a whole of there: a file, a database."""

    def shown(self, where: str) -> str:
        """The place of a register as messages name it: without a password."""

    def connect(self, where: str, create: bool) -> Engine:
        """An engine on a database that is there, or may be made if `create`; connections whose execution option
        `writes` is set are the only ones that write meanwhile. Raises RegisterError where that can't be."""

    def make_ready(self, engine: Engine) -> None:
        """What has to be done before tables are made or changed."""

    def meaning(self, error: DBAPIError) -> str:
        """What a reader should know of a database's error, and do about it."""

    def insert(self, table: Table) -> SqliteInsert | PostgresqlInsert:
        """An INSERT that can say what to do where a row with the same key is there."""

    def key_of(self, table: Table) -> list[ColumnElement[Any]]:
        """What makes a row of a table in `relations.TABLES` the only one of its kind."""

    def listed(self, values: Sequence[str]) -> Select[Any]:
        """Any number of values as a query, for IN."""

    def make_index(self, connection: Connection) -> None:
        """Make the full-text index, where the database has one; without it, a search reads everything."""

    def has_index(self, connection: Connection) -> bool:
        """Whether the register was made with a full-text index."""

    def index_words(self, connection: Connection, reading: int, entries: Iterable[tuple[int, str]]) -> None:
        """Add to the index what a reading says, as (account number, or 0 for the document's text; words)."""

    def unindex_words(
        self, connection: Connection, readings: Sequence[int], entries: Iterable[tuple[int, int, str]]
    ) -> None:
        """Take out of the index, where there is one, all that it has of some readings: every entry of theirs, as
        (reading, account number or 0, words as they went in)."""

    def wipe(self, engine: Engine, where: str) -> None:
        """Write the database anew without what was deleted. Raises RegisterError where that can't be now."""

    def is_damaged(self, connection: Connection) -> bool:
        """Whether the database itself finds that a disk has changed it."""

    def joined(self, what: str, source: str, order: str) -> str:
        """SQL for all of something in what FROM is followed by, in an order, with "; " between; "" where there is
        none."""

    def legible(self, words: str) -> str:
        """SQL for words as any program may show them."""

    def words_at(self, text: str, start: str, end: str) -> str:
        """SQL for the words between two places of a text, in code points."""

    def chained(self, names: str) -> str:
        """SQL for a JSON list of names, joined as `joined` does; "" or null where there is none."""

    def place_of(self, sign: str, words: str) -> str:
        """SQL for the place of a sign in words, counted from 1."""

    def entries_with(self, terms: tuple[Term, ...]) -> Select[Any]:
        """The entries of the index that have every term: `reading` and `account` (0 for the document's text)."""


def database_at(where: str) -> Database:
    """Whose a place is: a file is SQLite's. Raises RegisterError for the address of a database that isn't known."""
    scheme, address, _ = where.partition("://")
    if not address:
        return sqlite
    if scheme in postgresql.SCHEMES:
        return postgresql
    raise RegisterError(
        f"{postgresql.shown(where)}: registers are kept in files and in PostgreSQL; "
        "name a file or postgresql://user@host/database."
    )
