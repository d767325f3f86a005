"""What reconciliation keeps from one run to the next, as rows that are looked up by a column.

Everything here follows from the accounts and can be made anew. The rows lie in memory for a handful of accounts
(`in_memory`), in the tables of a register for many: either way the same code works on them, and adding a report touches
only the rows that it shares a key with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from typing import Generic, Protocol, TypeVar

from whomet.model import Meeting

Row = TypeVar("Row")

PAGE = 500
"""Rows of a page."""


class Relation(Protocol[Row]):
    """Rows of one kind. A row that is put takes the place of the one with its key."""

    def where(self, column: str, values: Collection[str]) -> list[Row]:
        """The rows with one of some values in a column, in the order of their keys."""
        ...

    def count(self, column: str, values: Collection[str]) -> Counter[str]:
        """How many rows have each of some values in a column."""
        ...

    def pages(self) -> Iterator[list[Row]]:
        """All rows, some hundred at a time, as they are when their page is asked for. Of a relation whose rows have a
        key of one column."""
        ...

    def put(self, rows: Iterable[Row]) -> None: ...

    def drop(self, column: str, values: Collection[str]) -> None: ...


class Meetings(Protocol):
    """The meetings that were found, with how many independent texts tell of each (None: not counted)."""

    def put(self, found: Iterable[tuple[Meeting, int | None]]) -> None: ...

    def drop(self, ids: Collection[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account stands: in which group by judgements alone, in which meeting in the end; and its telling."""

    account: str
    document: str
    kin: str
    meeting: str
    telling: str  # JSON, see `tellings`


@dataclass(frozen=True, slots=True)
class Block:
    """An account is found under a key. See `candidates`."""

    key: str
    account: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement about two accounts, left < right. `alone` is the verdict without regard to other meetings."""

    left: str
    right: str
    alone: str
    verdict: str
    score: float
    judge: str
    reasons: str  # JSON: [{feature, weight, text}, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person claim of an account, or a party named in it, and the spelling that it counts to. `home` is the spelling
    that the document alone gives it, "" where only its meeting can."""

    member: str
    account: str
    document: str
    name: str
    party: str
    role: str
    date: str
    home: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name as written, of one party; the entity that it names; how many members are written so."""

    spelling: str
    name: str
    party: str
    surname: str  # its key; "" for an organisation
    full: int  # 1 for a name of two words or more
    count: int
    entity: str


@dataclass(frozen=True, slots=True)
class SpellingKey:
    key: str
    spelling: str


@dataclass(frozen=True, slots=True)
class SpellingLink:
    """Two spellings that may be one person's, left < right."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True)
class Named:
    """An entity and what it is called."""

    entity: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A finding over several accounts. `occasion` says what it was made for, so that it can be made anew."""

    occasion: str
    kind: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Index:
    """All that is kept."""

    standings: Relation[Standing]
    blocks: Relation[Block]
    judged: Relation[Judged]
    members: Relation[Member]
    spellings: Relation[Spelling]
    spelling_keys: Relation[SpellingKey]
    spelling_links: Relation[SpellingLink]
    entities: Relation[Named]
    compared: Relation[Compared]
    meetings: Meetings


KEYS: dict[type, tuple[str, ...]] = {
    Standing: ("account",),
    Block: ("key", "account"),
    Judged: ("left", "right"),
    Member: ("member", "spelling"),
    Spelling: ("spelling",),
    SpellingKey: ("key", "spelling"),
    SpellingLink: ("left", "right"),
    Named: ("entity",),
    Compared: ("occasion", "kind", "about", "text"),
}
"""The columns that make a row's key."""

ROWS: dict[str, type] = {
    "standings": Standing,
    "blocks": Block,
    "judged": Judged,
    "members": Member,
    "spellings": Spelling,
    "spelling_keys": SpellingKey,
    "spelling_links": SpellingLink,
    "entities": Named,
    "compared": Compared,
}
"""The kind of row that each relation of an index holds."""


class InMemory(Generic[Row]):
    """A relation in dicts: one of the rows by key, one for each column that was ever asked for."""

    def __init__(self, kind: type[Row]) -> None:
        self._key = KEYS[kind]
        self.rows: dict[tuple[Hashable, ...], Row] = {}
        self._by: dict[str, dict[str, set[tuple[Hashable, ...]]]] = {}

    def where(self, column: str, values: Collection[str]) -> list[Row]:
        by = self._column(column)
        keys = {key for value in values for key in by.get(value, ())}
        return [self.rows[key] for key in sorted(keys)]

    def count(self, column: str, values: Collection[str]) -> Counter[str]:
        by = self._column(column)
        return Counter({value: len(by[value]) for value in set(values) if by.get(value)})

    def pages(self) -> Iterator[list[Row]]:
        keys = iter(sorted(self.rows))
        while page := list(islice(keys, PAGE)):
            yield [self.rows[key] for key in page if key in self.rows]

    def put(self, rows: Iterable[Row]) -> None:
        for row in rows:
            key = self._key_of(row)
            self._unfile(key)
            self.rows[key] = row
            for column, by in self._by.items():
                by[getattr(row, column)].add(key)

    def drop(self, column: str, values: Collection[str]) -> None:
        by = self._column(column)
        for key in [key for value in set(values) for key in by.get(value, ())]:
            self._unfile(key)

    def _unfile(self, key: tuple[Hashable, ...]) -> None:
        row = self.rows.pop(key, None)
        if row is not None:
            for column, by in self._by.items():
                by[getattr(row, column)].discard(key)

    def _column(self, column: str) -> dict[str, set[tuple[Hashable, ...]]]:
        if column not in self._by:
            by: dict[str, set[tuple[Hashable, ...]]] = defaultdict(set)
            for key, row in self.rows.items():
                by[getattr(row, column)].add(key)
            self._by[column] = by
        return self._by[column]

    def _key_of(self, row: Row) -> tuple[Hashable, ...]:
        return tuple(getattr(row, column) for column in self._key)


class MeetingsInMemory:
    """Meetings by id."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[Meeting, int | None]] = {}

    def put(self, found: Iterable[tuple[Meeting, int | None]]) -> None:
        self.found |= {meeting.id: (meeting, voices) for meeting, voices in found}

    def drop(self, ids: Collection[str]) -> None:
        for meeting in ids:
            self.found.pop(meeting, None)


def build_index(relation: Callable[[str, type], Relation[object]], meetings: Meetings) -> Index:
    """An index whose relations are made one by one: `relation` takes the name of each and its kind of row."""
    made = {name: relation(name, kind) for name, kind in ROWS.items()}
    assert set(made) | {"meetings"} == {field.name for field in fields(Index)}
    return Index(meetings=meetings, **made)  # type: ignore[arg-type]


def in_memory() -> Index:
    """An empty index that lives as long as the process."""
    return build_index(lambda _, kind: InMemory(kind), MeetingsInMemory())
