"""Between a file and the book: what was found is put down on disk in any order, then joined and written in one order.

Memory stays flat whatever the size of the file: a post may be named before, or long after, whoever holds it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from whomet.knowledge.imports.naming import body_for, merged_body, names_of, office_of
from whomet.knowledge.imports.records import (
    FoundBody,
    FoundHolding,
    FoundPerson,
    FoundPost,
    KnownUntil,
    clean_names,
    one_date,
)
from whomet.knowledge.office_book import OfficeBook
from whomet.values.offices import Person, Tenure

_SCHEMA = """
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT, names TEXT, born TEXT, died TEXT) WITHOUT ROWID;
CREATE TABLE body (id TEXT PRIMARY KEY, name TEXT, names TEXT, kind TEXT, code TEXT, by_hand INTEGER) WITHOUT ROWID;
CREATE TABLE post (id TEXT PRIMARY KEY, title TEXT, bodies TEXT, codes TEXT) WITHOUT ROWID;
CREATE TABLE holding (person TEXT, post TEXT, bodies TEXT, party TEXT, office TEXT, title TEXT, first TEXT, last TEXT,
    until TEXT, manner TEXT, cited TEXT);
"""


class Staging:
    """One file's finds, in a database of their own that is thrown away."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN")
        self.known_until = ""

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def put(self, found: FoundPerson | FoundBody | FoundPost | FoundHolding | KnownUntil) -> None:
        """Puts one find down."""
        match found:
            case KnownUntil():
                self.known_until = max(self.known_until, found.day)
            case FoundPerson():
                self._put_person(found)
            case FoundBody():
                self._put_body(found)
            case FoundPost():
                post = (found.id, found.title, json.dumps(found.bodies), json.dumps(found.codes))
                self._database.execute("INSERT OR REPLACE INTO post VALUES (?, ?, ?, ?)", post)
            case FoundHolding():
                row = (found.person, found.post, json.dumps(found.bodies), found.party, found.office, found.title)
                times = (found.first, found.last, found.until, found.manner, found.cited)
                self._database.execute("INSERT INTO holding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *times))

    def _put_person(self, found: FoundPerson) -> None:
        query = "SELECT id, name, names, born, died FROM person WHERE id = ?"
        known = self._database.execute(query, (found.id,)).fetchone()
        if known:
            found = FoundPerson(
                found.id, known[1], clean_names([*json.loads(known[2]), *found.names]),
                one_date([known[3], found.born]), one_date([known[4], found.died]),
            )  # fmt: skip
        row = (found.id, found.name, json.dumps(found.names), found.born, found.died)
        self._database.execute("INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?)", row)

    def _put_body(self, found: FoundBody) -> None:
        known = self._body(found.id)
        if known:
            found = merged_body(known, found)
        names = json.dumps(found.names)
        row = (found.id, found.name, names, found.kind, found.code, int(found.by_hand))
        self._database.execute("INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?, ?, ?)", row)

    def _body(self, body_id: str) -> FoundBody | None:
        row = self._database.execute("SELECT * FROM body WHERE id = ?", (body_id,)).fetchone()
        return _body_of(row) if row else None

    # ------------------------------------------------------------------------------------------ into the book

    def write_bodies(self, book: OfficeBook, source: int) -> None:
        """Writes all organisations into a book, in the order of their ids."""
        for row in self._database.execute("SELECT * FROM body ORDER BY id"):
            body = _body_of(row)
            if body.kind:
                book.add_body(body_for(body), names_of(body), source)

    def write_people(self, book: OfficeBook, source: int, known_until: str) -> int:
        """Writes all people with their tenures, by id; how many tenures were left out as unclear."""
        left_out = 0
        for row in self._database.execute("SELECT * FROM person ORDER BY id"):
            person = Person(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4])
            number = book.add_person(person, source)
            for holding in self._holdings(person.id):
                tenure = self._tenure(person, holding, known_until)
                if tenure:
                    book.add_tenure(tenure, number, source)
                else:
                    left_out += 1
        return left_out + self._without_person()

    def index(self) -> None:
        """Makes holdings findable by person: to be called when all finds are put down."""
        self._database.execute("CREATE INDEX holding_person ON holding (person)")

    def _without_person(self) -> int:
        query = "SELECT count(*) FROM holding WHERE person NOT IN (SELECT id FROM person)"
        return int(self._database.execute(query).fetchone()[0])

    def _holdings(self, person: str) -> Iterator[FoundHolding]:
        query = (
            "SELECT DISTINCT * FROM holding WHERE person = ? ORDER BY first, last, post, title, party, bodies, cited"
        )
        for row in self._database.execute(query, (person,)).fetchall():
            yield FoundHolding(row[0], row[1], tuple(json.loads(row[2])), *row[3:])

    def _tenure(self, person: Person, holding: FoundHolding, known_until: str) -> Tenure | None:
        post = self._post(holding.post)
        if holding.post and not post:
            return None
        bodies = [b for each in (*holding.bodies, *(post.bodies if post else ())) if (b := self._body(each))]
        written = post.title if post and not holding.title else holding.title
        party, office, title, manner = office_of(holding, written, bodies, post.codes if post else ())
        if not (party or office or title):
            return None
        until = known_until if holding.until == "file" else holding.until
        return Tenure(
            person, party, office, title, holding.first, holding.last, date.fromisoformat(until) if until else None,
            holding.manner or manner, holding.cited,
        )  # fmt: skip

    def _post(self, post_id: str) -> FoundPost | None:
        row = self._database.execute("SELECT * FROM post WHERE id = ?", (post_id,)).fetchone() if post_id else None
        return FoundPost(row[0], row[1], tuple(json.loads(row[2])), tuple(json.loads(row[3]))) if row else None


def _body_of(row: tuple[str, str, str, str, str, int]) -> FoundBody:
    return FoundBody(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4], bool(row[5]))
