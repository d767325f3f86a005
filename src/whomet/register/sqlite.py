"""All that is SQLite's own: how a file is opened, locked and searched, and what its errors mean.

Nothing outside this file speaks SQLite's dialect; `postgresql.py` is its twin.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    Select,
    Table,
    column,
    create_engine,
    event,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects import sqlite as dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from whomet.errors import RegisterError
from whomet.register.search import Term, fold

PLACE = "file"
WAIT = 30.0  # seconds for another process to finish its write; each takes milliseconds

# An index entry's rowid is reading * ENTRIES + account; account 0 is the text of the document itself.
ENTRIES = 1 << 20


def shown(where: str) -> str:
    """The name of a file as messages give it."""
    return where


def connect(where: str, create: bool) -> Engine:
    """An engine on a file that is there or may be made; one that can't be written is opened for reading alone.

    Raises RegisterError for a missing folder, a folder, a file that is not an SQLite database or is not to be made.
    """
    path = real_path(where)
    if not create and not path.exists():
        raise RegisterError(f"{where}: there is no register yet; `whomet read` makes one of the documents it is given.")
    _check_file(path)
    address = f"file:{quote(os.fsencode(path))}?{_mode(path)}"

    def opened() -> sqlite3.Connection:
        # No isolation level: BEGIN and COMMIT are ours, so that tables too are made within a transaction.
        return sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def real_path(where: str) -> Path:
    """The file itself, links followed. Raises RegisterError for a name that can't be a file's."""
    try:
        path = Path(where).resolve()
        path.stat()
    except FileNotFoundError:
        return path
    except (OSError, RuntimeError, ValueError) as error:
        raise RegisterError(f"{where!r} can't be opened: {getattr(error, 'strerror', None) or error}.") from error
    return path


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise RegisterError(f"{path} is a folder, not a register; name a file in it.")
    if not path.parent.is_dir():
        raise RegisterError(f"{path}: there is no folder {path.parent}; make it first or name another file.")
    if path.exists() and not path.is_file():  # a pipe or a device is never opened, for it may never answer
        raise RegisterError(f"{path} is not a register; name another file, or move this one away.")
    # What is in the file only SQLite looks at: a file that is opened and closed beside it loses all locks that this
    # process has on it, and whoever else has it open writes over what is written here
    # (https://www.sqlite.org/howtocorrupt.html, 2.2).


def _mode(path: Path) -> str:
    """How SQLite is to open the file. A folder that takes no lock files can hold no writer: then nothing changes it."""
    if can_write(path):
        return "mode=rwc"
    waiting = path.with_name(path.name + "-wal")
    return "mode=ro" if waiting.exists() and waiting.stat().st_size else "mode=ro&immutable=1"


def can_write(path: Path) -> bool:
    """Whether the file and its folder, where SQLite keeps its journal, can be written."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _prepare(connection: sqlite3.Connection, record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        connection.execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log no crash of ours loses a commit
    else:
        connection.execute("PRAGMA cache_spill = OFF")  # a long write must not lock out our own looks before it ends


def _begin(connection: Connection) -> None:
    # A writer locks at once: two that read first and then both want to write could only refuse each other.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_ready(engine: Engine) -> None:
    """Ask for a write-ahead log, with which readers read while one writes; a network disk may go without it."""
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        pass  # another process makes the same register at this moment, and asks for the same
    finally:
        driver.close()
    engine.dispose()  # connections made before would keep waiting for the disk at each commit


def wipe(engine: Engine, where: str) -> None:
    """Write the file anew: what is deleted stays in pages that nothing uses, and in the write-ahead log, until then.

    Raises RegisterError where another program reads meanwhile, or the disk has no room for a second copy.
    """
    driver = engine.raw_connection()
    try:
        cursor = driver.cursor()
        cursor.execute("VACUUM")
        (others, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        told = meaning(DBAPIError(None, None, error))
        raise RegisterError(f"{where}: {told}") from error
    finally:
        driver.close()
    if others:
        raise RegisterError(f"{where}: {_MEANINGS['SQLITE_BUSY']}")


def is_damaged(connection: Connection) -> bool:
    """Whether the file's pages contradict themselves or each other."""
    sound = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"
    return not sound or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None


# ---------------------------------------------------------------------------------------------- what went wrong

_MEANINGS = {
    "SQLITE_FULL": "the disk is full, and nothing of this was added; make room and run it again.",
    "SQLITE_READONLY": "can't be written; ask for the right to write there, or name another file.",
    "SQLITE_CANTOPEN": "can't be opened; see whether its folder may be read and written.",
    "SQLITE_PERM": "can't be opened; see whether its folder may be read and written.",
    "SQLITE_BUSY": "another program is writing to it and did not finish; run this again when it has.",
    "SQLITE_LOCKED": "another program is writing to it and did not finish; run this again when it has.",
    "SQLITE_NOTADB": "is not a register; name another file, or move this one away.",
    "SQLITE_CORRUPT": "is damaged; put a copy of it back, or read the documents into a new one.",
    "SQLITE_IOERR": "the disk failed, and nothing of this was added; see whether it is full.",
    "SQLITE_TOOBIG": "a text is longer than the database holds (1,000,000,000 bytes).",
    "SQLITE_CONSTRAINT": "this contradicts what is in it already, or itself, and was not added",
}


def meaning(error: DBAPIError) -> str:
    """What a reader should know of a database's error, and do about it."""
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    told = next((sentence for code, sentence in _MEANINGS.items() if name.startswith(code)), "")
    if not told:
        return f"the database answers {error.orig}."
    return told if told.endswith(".") else f"{told}: {error.orig}."


# ---------------------------------------------------------------------------------------------------------- rows


def insert(table: Table) -> dialect.Insert:
    """An INSERT that can say what to do where a row with the same key is there."""
    return dialect.insert(table)


def key_of(table: Table) -> list[ColumnElement[Any]]:
    """The columns of a table's key."""
    return list(table.primary_key)


def listed(values: Sequence[str]) -> Select[Any]:
    """Any number of values as a query, for IN: more than a statement takes parameters."""
    return select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)


# -------------------------------------------------------------------------------------------------------- views


def joined(what: str, source: str, order: str) -> str:
    """SQL for all of something in what FROM is followed by, in an order, with "; " between; "" where there is none.

    SQLite keeps the order of a query that something is put together from, if by itself; ORDER BY there is new in 3.44.
    """
    each = f"SELECT {what} AS value FROM {source} ORDER BY {order}"
    return f"coalesce((SELECT group_concat(j.value, '; ') FROM ({each}) j), '')"


def legible(words: str) -> str:
    """SQL for words as any program may show them: as they are."""
    return words


def words_at(text: str, start: str, end: str) -> str:
    """SQL for the words between two places of a text, in code points. `substr` sees an end in U+0000: of a text that
    has one, U+2400 is put in its place."""
    without = f"json_extract(replace(json_quote({text}), '\\u0000', '\u2400'), '$')"
    safe = f"CASE WHEN instr({text}, char(0)) = 0 THEN {text} ELSE {without} END"
    return f"substr({safe}, {start} + 1, {end} - {start})"


def chained(names: str) -> str:
    """SQL for a JSON list of names, joined; null where there is none."""
    return f"CASE WHEN {names} <> '[]' THEN (SELECT group_concat(j.value, '; ') FROM json_each({names}) j) END"


def place_of(sign: str, words: str) -> str:
    """SQL for the place of a sign in words, counted from 1."""
    return f"instr({words}, '{sign}')"


# ------------------------------------------------------------------------------------------------------- search


def make_index(connection: Connection) -> None:
    """Make the full-text index, if this SQLite has FTS5; without it, a search reads everything.

    Only the index is kept, not a second copy of the texts: what is folded can be folded again from them.
    """
    if connection.scalar(text("SELECT sqlite_compileoption_used('ENABLE_FTS5')")):
        connection.execute(text("CREATE VIRTUAL TABLE word_index USING fts5(words, content='', tokenize='ascii')"))


def has_index(connection: Connection) -> bool:
    """Whether the register was made with a full-text index."""
    return bool(connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'word_index'")))


def index_words(connection: Connection, reading: int, entries: Iterable[tuple[int, str]]) -> None:
    """Add to the index what a reading says, as (account number, or 0 for the document's text; words)."""
    rows = [
        {"entry": reading * ENTRIES + number, "words": fold(words)} for number, words in entries if number < ENTRIES
    ]
    if rows:
        connection.execute(text("INSERT INTO word_index (rowid, words) VALUES (:entry, :words)"), rows)


def unindex_words(connection: Connection, readings: Sequence[int], entries: Iterable[tuple[int, int, str]]) -> None:
    """Take out of the index all that it has of some readings: an index without texts is told them once more."""
    if not has_index(connection):
        return
    rows = [{"entry": r * ENTRIES + number, "words": fold(words)} for r, number, words in entries if number < ENTRIES]
    if rows:
        connection.execute(
            text("INSERT INTO word_index (word_index, rowid, words) VALUES ('delete', :entry, :words)"), rows
        )
    connection.execute(text("INSERT INTO word_index (word_index) VALUES ('optimize')"))  # else the words stay, as gone


def entries_with(terms: tuple[Term, ...]) -> Select[Any]:
    """The entries of the index that have every term: `reading` and `account` (0 for the document's text)."""
    asked = " AND ".join(f'"{term.words}"' + " *" * term.begun for term in terms)
    entry: ColumnElement[Any] = column("rowid", Integer)
    found: tuple[ColumnElement[Any], ...] = ((entry // ENTRIES).label("reading"), (entry % ENTRIES).label("account"))
    return select(*found).select_from(table("word_index")).where(column("word_index").match(asked))
