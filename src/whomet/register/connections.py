"""How the register's door reaches its database: whose turn it is to write, what a reader sees, what an error means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from whomet.errors import RegisterError
from whomet.register import versions
from whomet.register.databases import Database

_DAMAGED = "is damaged; put a copy of it back, or read the documents into a new one."


class Connections:
    """One database, looked at and written to in transactions of their own; `where` is what messages call it."""

    def __init__(self, engine: Engine, database: Database, where: str) -> None:
        """Takes an engine on a database whose tables are there, whose it is, and what to call it."""
        self._engine, self._database = engine, database
        self.where = where
        self._state: Connection | None = None

    def close(self) -> None:
        """Let go of the database; with the last one that does, a file's write-ahead log goes too."""
        self._leave_state()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        damaged = isinstance(error, LookupError | ValueError | TypeError | AttributeError) and self._is_damaged()
        self.close()
        if damaged:
            raise RegisterError(f"{self.where}: {_DAMAGED}") from error

    def _is_damaged(self) -> bool:
        """Whether the database is not what was written: asked where something failed that can't."""
        try:
            with self._engine.begin() as connection:
                return self._database.is_damaged(connection)
        except DBAPIError:
            return True

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """All that is asked meanwhile is answered from one state of the register, whatever others write; it ends with
        the first that is written here."""
        with self._plainly():
            self._state = self._engine.connect()
            self._state.begin()
        try:
            yield
        finally:
            self._leave_state()

    def _leave_state(self) -> None:
        state, self._state = self._state, None
        if state is not None:
            with self._plainly():
                state.close()

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        with self._plainly(), self._legibly():
            if self._state is not None:
                yield self._state
                return
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def _writing(self, *, same_version: bool = True) -> Iterator[Connection]:
        """A transaction that writes; `same_version`: only where no other version has changed the tables meanwhile."""
        self._leave_state()
        with self._plainly(), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                if same_version:
                    versions.check_unchanged(connection, self.where)
                yield connection

    @contextmanager
    def _legibly(self) -> Iterator[None]:
        """What a register can't have written, read back, is one sentence: a disk has changed it."""
        try:
            yield
        except (msgspec.MsgspecError, ValueError, TypeError, AttributeError) as error:
            if isinstance(error, UnicodeEncodeError):
                raise
            raise RegisterError(f"{self.where}: {_DAMAGED}") from error

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Any error of the database as one sentence that names the register."""
        try:
            yield
        except DBAPIError as error:
            raise RegisterError(f"{self.where}: {self._database.meaning(error)}") from error
        except UnicodeEncodeError as error:
            raise RegisterError(
                f"{self.where}: a text holds half a surrogate pair, which is no character, and was not added."
            ) from error
