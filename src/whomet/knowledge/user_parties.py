"""The organisations of the user's own knowledge, by name; and where that knowledge is kept.

One SQLite file in the user's data folder, or where $WHOMET_KNOWLEDGE says; `office_book` has its tables. Only the rows
that a question needs are read.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

VARIABLE = "WHOMET_KNOWLEDGE"
_FILE = "knowledge.sqlite"
_BODY = "b.id, b.name, b.kind, b.code, b.names, b.known_as"


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or a state that the user has imported. `known_as` is the id of the shipped party that it is, or
    "". `code` is the ISO 3166-1 alpha-2 of the state it is, or belongs to; `names` all its names but `name`.
    """

    id: str
    name: str
    kind: str
    code: str = ""
    names: tuple[str, ...] = ()
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class BodyName:
    """One name of a body: folded, as written, whether it counts before a shipped party's, and the folded word by which
    a walk through a text comes upon it, "" if it must not."""

    folded: str
    name: str
    wins: bool
    walks: str


def user_file() -> Path:
    """$WHOMET_KNOWLEDGE, else `whomet/knowledge.sqlite` in the folder that the system keeps a user's data in."""
    if os.environ.get(VARIABLE):
        return Path(os.environ[VARIABLE])
    return _data_folder() / "whomet" / _FILE


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


class UserParties:
    """Asks one file, and remembers what it was asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.named = lru_cache(maxsize=10_000)(self._named)

    def _named(self, folded: str, wins: bool) -> tuple[Body, ...]:
        """The bodies of a folded name, those that count before shipped parties or the others."""
        rows = self._connection.execute(
            f"SELECT {_BODY} FROM party_name n JOIN party b ON b.number = n.party "
            "WHERE n.folded = ? AND n.wins = ? ORDER BY b.id, b.number",
            (folded, int(wins)),
        )
        return tuple(map(_body, rows))

    def that_begin(self, word: str) -> tuple[tuple[str, Body], ...]:
        """Every name, with its body, that a walk through a text comes upon by this folded word."""
        rows = self._connection.execute(
            f"SELECT {_BODY}, n.name FROM party_name n JOIN party b ON b.number = n.party "
            "WHERE n.walks = ? AND n.walks != '' ORDER BY n.name, b.id, b.number",
            (word,),
        )
        return tuple((row[-1], _body(row)) for row in rows)


def _body(row: Sequence[str]) -> Body:
    return Body(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), row[5])


@cache
def user_parties() -> UserParties | None:
    """The user's organisations, opened at first use; None where there is none. A file that is no book of ours has
    none: whoever asks it for people says so."""
    path = user_file()
    if not path.exists():
        return None
    try:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        found = connection.execute("SELECT 1 FROM party LIMIT 1").fetchone()
    except sqlite3.Error:
        return None
    return UserParties(connection) if found else None
