"""What was asked when, and what is still to be asked or read: a small database beside what was fetched.

It is held by one process at a time. Every step is one transaction, so that whoever is killed goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from whomet.errors import WhometError
from whomet.faces.fetching.addresses import parse
from whomet.faces.fetching.archive import Place, Visit

NAME = "state.whomet-fetched"  # passed over by `whomet read`, as a register is
_TABLES = """
CREATE TABLE IF NOT EXISTS addresses (
  url TEXT PRIMARY KEY, host TEXT NOT NULL, feed INTEGER NOT NULL, found_in TEXT NOT NULL,
  due REAL, failures INTEGER NOT NULL DEFAULT 0, problem TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
  asked_on REAL
);
CREATE INDEX IF NOT EXISTS addresses_due ON addresses (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, ready REAL NOT NULL, failed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, rules TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS entries (feed TEXT, entry TEXT, PRIMARY KEY (feed, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (file TEXT PRIMARY KEY, size INTEGER NOT NULL, records INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS kept (
  number INTEGER PRIMARY KEY, url TEXT NOT NULL, answered TEXT NOT NULL, file TEXT NOT NULL, before INTEGER NOT NULL,
  start INTEGER NOT NULL, length INTEGER NOT NULL, is_read INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS kept_unread ON kept (number) WHERE NOT is_read;
CREATE INDEX IF NOT EXISTS kept_url ON kept (url);
CREATE TEMP TABLE wanted (url TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """An address and what is noted of it; `due` is None where it is not to be asked again."""

    url: str
    feed: bool
    found_in: str
    due: float | None
    failures: int
    problem: str
    etag: str
    modified: str
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something in the archive, by its number; `feed`: it is a feed, most of whose entries may be known."""

    number: int
    feed: bool
    place: Place


_COLUMNS = "url, feed, found_in, due, failures, problem, etag, modified, digest"


def _sendable(value: str) -> str:
    """What a server said, where it can be sent back; "" where it can't."""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""


def _asked(row: tuple[Any, ...]) -> Asked:
    return Asked(row[0], bool(row[1]), *row[2:])


class Ledger:
    """The notes of one folder. Use it as a context manager, at whose end an error of the database is a sentence."""

    def __init__(self, folder: Path) -> None:
        """Raises WhometError where another process holds the folder, or it can't be written."""
        self._where = folder / NAME
        try:
            self._database = sqlite3.connect(self._where, timeout=0, isolation_level=None)
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode = WAL")
            # After a power cut the last notes may be gone; the archive, which is synced, has what they were about.
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute("BEGIN EXCLUSIVE")
            self._database.execute("COMMIT")
            self._database.executescript(_TABLES)
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise WhometError(
                    f"{folder}: another `whomet watch` or `whomet fetch` is at work here; wait for its end, or stop it."
                ) from None
            raise WhometError(f"{self._where}: can't be written ({error}).") from None
        except sqlite3.DatabaseError as error:
            raise WhometError(f"{self._where}: is damaged ({error}); move it away and begin anew.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        if isinstance(error, sqlite3.Error):
            raise WhometError(f"{self._where}: can't be written or read ({error}).") from None

    @contextmanager
    def step(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        if self._database.in_transaction:  # a step within a step is part of it
            yield self._database
            return
        self._database.execute("BEGIN")
        try:
            yield self._database
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    # ------------------------------------------------------------------------------------------ addresses

    def add(self, urls: Iterable[str], *, feed: bool, found_in: str, now: float) -> int:
        """Notes addresses that are to be asked; those that are known stay as they are. Gives how many are new."""
        rows = [(url, parse(url).host, feed, found_in, now) for url in urls]
        with self.step() as database:
            before = database.total_changes
            database.executemany(
                "INSERT INTO addresses (url, host, feed, found_in, due) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                rows,
            )
            return database.total_changes - before

    def want(self, urls: Iterable[str]) -> None:
        """Says which addresses this run is about, beside pages that feeds named."""
        with self.step() as database:
            database.execute("DELETE FROM wanted")
            database.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", [(url,) for url in urls])

    def take_for_feeds(self, now: float) -> None:
        """What is wanted are feeds, also what was once fetched as a page."""
        with self.step() as database:
            wanted = "url IN (SELECT url FROM wanted) AND NOT feed"
            database.execute(
                f"UPDATE addresses SET feed = 1, due = ?, failures = 0, digest = '' WHERE {wanted}", (now,)
            )

    def hasten(self, now: float) -> None:
        """Has what is wanted asked now, but for what failed last time."""
        with self.step() as database:
            wanted = "url IN (SELECT url FROM wanted) AND failures = 0"
            database.execute(f"UPDATE addresses SET due = min(due, ?) WHERE {wanted}", (now,))

    def ask_again(self, url: str, now: float) -> None:
        """Has an address asked once more that was done with."""
        with self.step() as database:
            database.execute("UPDATE addresses SET due = ?, failures = 0 WHERE url = ? AND due IS NULL", (now, url))

    def get(self, url: str) -> Asked | None:
        """What is noted of an address."""
        row = self._database.execute(f"SELECT {_COLUMNS} FROM addresses WHERE url = ?", (url,)).fetchone()
        return _asked(row) if row else None

    def soonest(self, until: float, *, watching: bool) -> tuple[float, Asked] | None:
        """What can be asked first of all that is due by then, and when its host may be: wanted pages or, when watching,
        wanted feeds and the pages that feeds named."""
        row = self._database.execute(
            f"SELECT max(due, coalesce(ready, 0)) AS at, {_COLUMNS} FROM addresses LEFT JOIN hosts USING (host)"
            " WHERE due <= ? AND CASE WHEN feed = ? THEN url IN (SELECT url FROM wanted)"
            " ELSE ? AND NOT feed AND found_in != '' END"
            " ORDER BY at, due, url LIMIT 1",
            (until, watching, watching),
        ).fetchone()
        return (float(row[0]), _asked(row[1:])) if row else None

    def answered(
        self, asked: Asked, headers: dict[str, str] | None, digest: str, due: float | None, now: float
    ) -> None:
        """Notes that an address gave something; without headers, that it gave nothing new."""
        given = headers if headers is not None else {"etag": asked.etag, "last-modified": asked.modified}
        with self.step() as database:
            database.execute(
                "UPDATE addresses SET due = ?, failures = 0, problem = '', etag = ?, modified = ?, digest = ?,"
                " asked_on = ? WHERE url = ?",
                (
                    due,
                    _sendable(given.get("etag", "")),
                    _sendable(given.get("last-modified", "")),
                    digest,
                    now,
                    asked.url,
                ),
            )

    def failed(self, asked: Asked, problem: str, due: float | None, now: float) -> None:
        """Notes that an address gave nothing, why, and when to ask again."""
        with self.step() as database:
            database.execute(
                "UPDATE addresses SET due = ?, failures = failures + 1, problem = ?, asked_on = ? WHERE url = ?",
                (due, problem, now, asked.url),
            )

    # ---------------------------------------------------------------------------------------------- hosts

    def ready(self, host: str) -> float:
        """When a host may be asked again."""
        row = self._database.execute("SELECT ready FROM hosts WHERE host = ?", (host,)).fetchone()
        return float(row[0]) if row else 0.0

    def failures(self, host: str) -> int:
        """How many times in a row a host did not answer, or could not."""
        row = self._database.execute("SELECT failed FROM hosts WHERE host = ?", (host,)).fetchone()
        return int(row[0]) if row else 0

    def leave_alone(self, host: str, until: float, failures: int) -> None:
        """Notes that a host is not to be asked before, after so many failures in a row."""
        with self.step() as database:
            database.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, until, failures))

    def robots(self, origin: str, now: float) -> str | None:
        """The rules of a site as they were last given, None where they are to be asked for."""
        asked = "SELECT rules FROM robots WHERE origin = ? AND until > ?"
        row = self._database.execute(asked, (origin, now)).fetchone()
        return str(row[0]) if row else None

    def note_robots(self, origin: str, rules: str, until: float) -> None:
        """Notes the rules of a site."""
        with self.step() as database:
            database.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, rules, until))

    # ------------------------------------------------------------------------------------ entries of feeds

    def new_entries(self, feed: str, entries: Iterable[str]) -> list[str]:
        """Those of some entries that a feed has not had before; they are noted."""
        with self.step() as database:
            added = "INSERT INTO entries VALUES (?, ?) ON CONFLICT DO NOTHING"
            return [entry for entry in entries if database.execute(added, (feed, entry)).rowcount]

    # ------------------------------------------------------------------------------------------ what was kept

    def files(self) -> dict[str, tuple[int, int]]:
        """How many bytes and records of each archive file are noted."""
        return {file: (size, n) for file, size, n in self._database.execute("SELECT file, size, records FROM files")}

    def kept(self, visit: Visit, size: int, records: int) -> None:
        """Notes what a visit left in the archive, which then has so many bytes and records; it is to be read."""
        place = visit.answer
        with self.step() as database:
            database.execute(
                "INSERT INTO files VALUES (?, ?, ?)"
                " ON CONFLICT (file) DO UPDATE SET size = excluded.size, records = excluded.records",
                (place.file, size, records),
            )
            database.execute(
                "INSERT INTO kept (url, answered, file, before, start, length) VALUES (?, ?, ?, ?, ?, ?)",
                (visit.url, visit.answered, place.file, place.before, place.offset, place.length),
            )

    def unread(self) -> list[Kept]:
        """What was kept and is not yet in the register, oldest first."""
        asked = (
            "SELECT number, feed, file, before, start, length FROM kept JOIN addresses USING (url)"
            " WHERE NOT is_read ORDER BY number"
        )
        return [Kept(row[0], bool(row[1]), Place(*row[2:])) for row in self._database.execute(asked)]

    def has_kept(self, url: str) -> bool:
        """Whether something of an address was kept."""
        return self._database.execute("SELECT 1 FROM kept WHERE url = ? LIMIT 1", (url,)).fetchone() is not None

    def read(self, numbers: Iterable[int]) -> None:
        """Notes that what was kept is in the register."""
        with self.step() as database:
            database.executemany("UPDATE kept SET is_read = 1 WHERE number = ?", [(n,) for n in numbers])
