"""A book of people, offices and parties: one SQLite file, asked by name keys. What Whomet ships is one, what a user
imports another; `offices` asks both.

Nothing is read but the rows that a question needs, so the size of a book does not slow a start.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b, sha256
from pathlib import Path

from whomet.errors import KnowledgeError
from whomet.knowledge.data import data_bytes, read_data
from whomet.knowledge.names import name_keys, parse_name
from whomet.knowledge.user_parties import Body, BodyName
from whomet.values.names import is_ideographic
from whomet.values.offices import Person, Tenure

VERSION = "1"  # of the tables below
_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, as_of TEXT NOT NULL,
    cited TEXT NOT NULL);
CREATE TABLE person (number INTEGER PRIMARY KEY, source INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    names TEXT NOT NULL, born TEXT NOT NULL, died TEXT NOT NULL);
CREATE UNIQUE INDEX person_id ON person (id, source);
CREATE TABLE person_key (key INTEGER, person INTEGER, PRIMARY KEY (key, person)) WITHOUT ROWID;
CREATE TABLE tenure (number INTEGER PRIMARY KEY, source INTEGER NOT NULL, person INTEGER NOT NULL,
    party TEXT NOT NULL, office TEXT NOT NULL, title TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    known_until TEXT NOT NULL, manner TEXT NOT NULL, also TEXT NOT NULL, heads INTEGER NOT NULL, cited TEXT NOT NULL);
CREATE INDEX tenure_person ON tenure (person);
CREATE INDEX tenure_party ON tenure (party);
CREATE TABLE party (number INTEGER PRIMARY KEY, source INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, code TEXT NOT NULL, names TEXT NOT NULL, known_as TEXT NOT NULL);
CREATE TABLE party_name (folded TEXT, party INTEGER, wins INTEGER NOT NULL, walks TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (folded, party)) WITHOUT ROWID;
CREATE INDEX party_walks ON party_name (walks) WHERE walks != '';
"""
_PERSON = "p.id, p.name, p.names, p.born, p.died"
_TENURE = "t.party, t.office, t.title, t.first, t.last, t.known_until, t.manner, t.also, t.heads, "
_TENURE += "CASE t.cited WHEN '' THEN s.cited ELSE t.cited END"
_FROM_TENURES = "FROM tenure t JOIN person p ON p.number = t.person JOIN source s ON s.number = t.source"
_NAME_DATA = ("names", "given_names")
_MOST_CANDIDATES = 400  # persons of one key; a name shared by more says nothing


@dataclass(frozen=True, slots=True)
class Source:
    """One file that a book was made from: what it is called, its format, the day up to which it knows ("" unknown),
    and what a tenure cites that says nothing itself."""

    name: str
    kind: str
    as_of: str = ""
    cited: str = ""
    number: int = 0


def keys_of(names: Iterable[str]) -> frozenset[int]:
    """What spellings of one person are found by: the keys of whole names, and of what may be the surname alone."""
    every = list(names)
    family_first = any(is_ideographic(name) or _is_hangul(name) for name in every)
    found: set[str] = set()
    for name in every:
        found |= name_keys(name)
        words = parse_name(name).words
        alone = {words[-1].latin, words[0].latin if family_first else words[-1].latin} if words else set()
        found |= {"surname " + key for word in alone for key in name_keys(word)}
    return frozenset(map(_number_of_key, found))


def looked_up_by(name: str) -> frozenset[int]:
    """The keys to look a written name up by; a single word also as a surname."""
    keys = set(name_keys(name))
    if len(parse_name(name).words) == 1:
        keys |= {"surname " + key for key in keys}
    return frozenset(map(_number_of_key, keys))


@cache
def keys_version() -> str:
    """A hash (hex) of how names become keys: of the word data, and of the keys of names of every kind."""
    total = sha256(repr(sorted(keys_of(read_data("imports")["probes"]))).encode())
    for name in _NAME_DATA:
        total.update(data_bytes(f"{name}.yaml"))
    return total.hexdigest()


def _is_hangul(name: str) -> bool:
    return any("\uac00" <= c <= "\ud7a3" for c in name)


def _number_of_key(key: str) -> int:
    """64 bits of a key: what matches is compared name by name afterwards, so a clash costs nothing."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


class OfficeBook:
    """Reads and writes one book. All that it yields is in a fixed order."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    def new(cls, path: Path | str = ":memory:") -> OfficeBook:
        """An empty book, in memory or in a file that is not there yet."""
        book = cls(sqlite3.connect(path, check_same_thread=False, isolation_level=None))
        book.connection.executescript(_SCHEMA)
        book.note("version", VERSION)
        book.note("keys", keys_version())
        return book

    @classmethod
    def open(cls, path: Path) -> OfficeBook:
        """A book in a file. Raises KnowledgeError if the file is none, or of another version."""
        try:
            book = cls(sqlite3.connect(path, check_same_thread=False, isolation_level=None))
            version = book.about("version")
        except sqlite3.Error:
            version = ""
        if version != VERSION:
            raise KnowledgeError(f"{path}: no knowledge of this version of Whomet; delete it and import anew.")
        return book

    @classmethod
    def of_bytes(cls, packed: bytes) -> OfficeBook:
        """A book that was packed with `packed`."""
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.deserialize(packed)
        return cls(connection)

    def packed(self) -> bytes:
        """The whole book as bytes."""
        self.connection.execute("VACUUM")
        return bytes(self.connection.serialize())

    def about(self, name: str) -> str:
        """A value kept about the book itself, "" for none."""
        row = self.connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def note(self, name: str, value: str) -> None:
        """Keeps a value about the book itself."""
        self.connection.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    # ------------------------------------------------------------------------------------------- asking

    def people(self, keys: Iterable[int]) -> tuple[Person, ...]:
        """All persons of at least one of the keys, by name."""
        wanted = sorted(keys)
        marks = ",".join("?" * len(wanted))
        rows = self.connection.execute(
            f"SELECT {_PERSON} FROM person p WHERE p.number IN "
            f"(SELECT person FROM person_key WHERE key IN ({marks})) ORDER BY p.name, p.id LIMIT {_MOST_CANDIDATES}",
            wanted,
        )
        return _one_for_each_id(map(_person, rows))

    def person(self, person_id: str) -> Person | None:
        """The person of an id."""
        query = f"SELECT {_PERSON} FROM person p WHERE p.id = ? ORDER BY p.name, p.source"
        return next(iter(_one_for_each_id(map(_person, self.connection.execute(query, (person_id,))))), None)

    def everybody(self) -> Iterator[Person]:
        """All persons, by name."""
        yield from map(_person, self.connection.execute(f"SELECT {_PERSON} FROM person p ORDER BY p.name, p.id"))

    def tenures_of(self, person_id: str) -> tuple[Tenure, ...]:
        """All tenures of a person, in order of time."""
        return self._tenures("p.id = ?", (person_id,))

    def tenures_in(self, party: str) -> tuple[Tenure, ...]:
        """All tenures of a party, by its canonical name, in order of time."""
        return self._tenures("t.party = ?", (party,))

    def _tenures(self, where: str, values: Sequence[str]) -> tuple[Tenure, ...]:
        rows = self.connection.execute(
            f"SELECT {_PERSON}, {_TENURE} {_FROM_TENURES} "
            f"WHERE {where} ORDER BY t.first, t.last, t.party, t.office, p.name, t.number",
            values,
        )
        return tuple(map(_tenure, rows))

    def sources(self) -> tuple[Source, ...]:
        """The files that the book was made from, by name."""
        rows = self.connection.execute("SELECT name, kind, as_of, cited, number FROM source ORDER BY name")
        return tuple(Source(*row) for row in rows)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that the book says, whatever the order in which it was written."""
        return self.about("digest") or self._digest()

    def seal(self) -> None:
        """Keeps the digest in the book, so that a start need not work it out. To be called after every change."""
        self.note("digest", self._digest())

    def _digest(self) -> str:
        total = sha256()
        for query in (
            "SELECT id, name, names, born, died FROM person ORDER BY id, source",
            f"SELECT p.id, {_TENURE} {_FROM_TENURES} ORDER BY p.id, {_TENURE}",
            "SELECT id, name, kind, code, names FROM party ORDER BY id, source",
        ):
            for row in self.connection.execute(query):
                total.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        return total.hexdigest()

    # ------------------------------------------------------------------------------------------- writing

    def add_source(self, source: Source) -> Source:
        """Opens a source; what is added names it by its number."""
        row = (source.name, source.kind, source.as_of, source.cited)
        cursor = self.connection.execute("INSERT INTO source (name, kind, as_of, cited) VALUES (?, ?, ?, ?)", row)
        return replace(source, number=cursor.lastrowid or 0)

    def drop_source(self, name: str) -> bool:
        """Takes out a source and all that came from it; False if there is none of that name."""
        row = self.connection.execute("SELECT number FROM source WHERE name = ?", (name,)).fetchone()
        if row is None:
            return False
        self.connection.execute(
            "DELETE FROM person_key WHERE person IN (SELECT number FROM person WHERE source = ?)", row
        )
        self.connection.execute(
            "DELETE FROM party_name WHERE party IN (SELECT number FROM party WHERE source = ?)", row
        )
        for table in ("person", "tenure", "party"):
            self.connection.execute(f"DELETE FROM {table} WHERE source = ?", row)
        self.connection.execute("DELETE FROM source WHERE number = ?", row)
        return True

    def counts(self, source: Source) -> tuple[int, int, int]:
        """How many persons, tenures and bodies came from a source."""
        found = [
            self.connection.execute(f"SELECT count(*) FROM {table} WHERE source = ?", (source.number,)).fetchone()[0]
            for table in ("person", "tenure", "party")
        ]
        return found[0], found[1], found[2]

    def add_body(self, body: Body, names: Iterable[BodyName], source: int) -> None:
        """Adds a body, found by these names."""
        listed = json.dumps(body.names, ensure_ascii=False)
        cursor = self.connection.execute(
            "INSERT INTO party (source, id, name, kind, code, names, known_as) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (source, body.id, body.name, body.kind, body.code, listed, body.known_as),
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO party_name VALUES (?, ?, ?, ?, ?)",
            ((n.folded, cursor.lastrowid, int(n.wins), n.walks, n.name) for n in names if n.folded),
        )

    def add_person(self, person: Person, source: int) -> int:
        """Adds a person, found by every name, and gives its number in the book."""
        names = tuple(dict.fromkeys((person.name, *person.names)))
        row = (source, person.id, person.name, json.dumps(names, ensure_ascii=False), person.born, person.died)
        cursor = self.connection.execute(
            "INSERT INTO person (source, id, name, names, born, died) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        number = cursor.lastrowid or 0
        self._add_keys(number, names)
        return number

    def _add_keys(self, number: int, names: Iterable[str]) -> None:
        keys = ((key, number) for key in sorted(keys_of(names)))
        self.connection.executemany("INSERT INTO person_key VALUES (?, ?)", keys)

    def find_names_anew(self) -> None:
        """Works out the keys of all names again: for a book that was written when names became other keys."""
        self.connection.execute("DELETE FROM person_key")
        for number, names in self.connection.execute("SELECT number, names FROM person").fetchall():
            self._add_keys(number, json.loads(names))
        self.note("keys", keys_version())

    def add_tenure(self, tenure: Tenure, person: int, source: int) -> None:
        """Adds a tenure of the person of that number."""
        until = tenure.known_until.isoformat() if tenure.known_until else ""
        also = json.dumps(tenure.also, ensure_ascii=False)
        row = (source, person, tenure.party, tenure.office, tenure.title, tenure.first, tenure.last, until)
        self.connection.execute(
            "INSERT INTO tenure (source, person, party, office, title, first, last, known_until, manner, also, heads, "
            "cited) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, tenure.manner, also, int(tenure.heads_government), tenure.source),
        )


def _person(row: Sequence[str]) -> Person:
    return Person(row[0], row[1], tuple(json.loads(row[2])), row[3], row[4])


def _one_for_each_id(people: Iterable[Person]) -> tuple[Person, ...]:
    """What several sources say of one person, joined."""
    found: dict[str, Person] = {}
    for person in people:
        known = found.get(person.id)
        found[person.id] = known.joined(person) if known else person
    return tuple(found.values())


def _tenure(row: Sequence[str]) -> Tenure:
    party, office, title, first, last, until, manner, also, heads, cited = row[5:]
    return Tenure(
        _person(row), party, office, title, first, last, date.fromisoformat(until) if until else None, manner, cited,
        tuple(json.loads(also)), bool(heads),
    )  # fmt: skip
