"""The office holders that Whomet ships: `data/holders_*.yaml` read, and packed so that a start parses nothing.

`python -m whomet.knowledge.holders` writes `data/holders.pack` anew. A pack that does not belong to the files as they
are is passed over and the book made from them, which takes a second; a test asks for the pack to be fresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from whomet.errors import KnowledgeError
from whomet.knowledge import data as data_folder
from whomet.knowledge.data import data_bytes, read_data
from whomet.knowledge.office_book import VERSION, OfficeBook, Source, keys_version
from whomet.knowledge.parties import party_with_id, state_of
from whomet.values.offices import Person, Tenure, joined_dates

PACK = "holders.pack"
_NUMBERED = re.compile(r"(?:(?<!\s)\s+)?\[\d+\]$")


def holder_files() -> tuple[str, ...]:
    """The names of the data files, without ".yaml", sorted."""
    folder = resources.files(data_folder)
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if re.fullmatch(r"holders_\w+\.yaml", f.name)))


def digest_of_files() -> str:
    """SHA-256 (hex) of the bytes of all data files, and of the tables they are packed into."""
    total = sha256(VERSION.encode())
    for name in holder_files():
        total.update(name.encode() + b"\0" + data_bytes(f"{name}.yaml"))
    return total.hexdigest()


@cache
def shipped_book() -> OfficeBook:
    """The book of what Whomet ships, opened at first use."""
    try:
        book = OfficeBook.of_bytes(data_bytes(PACK))
    except FileNotFoundError:
        return book_of_files()
    fresh = book.about("files") == digest_of_files() and book.about("keys") == keys_version()
    return book if fresh else book_of_files()


def book_of_files() -> OfficeBook:
    """The book made from the data files; `tests/` ask whether what they say can be."""
    files = {name: read_data(name) for name in holder_files()}
    people = _people(files.values())
    book = OfficeBook.new()
    book.connection.execute("BEGIN")
    numbers: dict[str, int] = {}
    for person in sorted(people.values(), key=lambda p: p.id):
        numbers[person.id] = book.add_person(person, 0)
    for name, file in files.items():
        cited = "; ".join(map(_in_words, file["sources"]))
        source = book.add_source(Source(name, "shipped", str(file["as_of"]), cited))
        for tenure in tenures_of_file(file, people):
            book.add_tenure(tenure, numbers[tenure.person.id], source.number)
    book.note("files", digest_of_files())
    book.seal()
    book.connection.execute("COMMIT")
    return book


def tenures_of_file(file: dict[str, Any], people: dict[str, Person]) -> Iterator[Tenure]:
    """The tenures of one data file, in its order; what they cite is said once, of the file."""
    known_until = date.fromisoformat(str(file["as_of"]))
    for office in file["offices"]:
        party = party_of(str(office["party"]))
        for holder in office["holders"]:
            name, first, last, *manner = map(str, holder)
            yield Tenure(
                people[name], party, office["office"], office["title"], first, last, known_until, "".join(manner),
                "", tuple(office.get("also", ())), bool(office.get("heads_government", False)),
            )  # fmt: skip


def _in_words(source: str | dict[str, str]) -> str:
    """A source as it is written; YAML takes "public record: gazettes" for a mapping."""
    return source if isinstance(source, str) else "; ".join(f"{key}: {value}" for key, value in source.items())


def party_of(code_or_id: str) -> str:
    """The canonical name of the party that a file names by its ISO code or its id; the id itself where it is unknown.

    A test asks for every id to be known: one that is not must not stop who only reads.
    """
    state = state_of(code_or_id)
    if state:
        return state.name
    try:
        return party_with_id(code_or_id).name
    except KnowledgeError:
        return code_or_id


def _people(files: Iterable[dict[str, Any]]) -> dict[str, Person]:
    """Everybody who is named as a holder or among the people, by the name the files call them by."""
    rows: dict[str, dict[str, Any]] = {}
    for file in files:
        for office in file["offices"]:
            for holder in office["holders"]:
                rows.setdefault(str(holder[0]), {})
        for name, row in (file.get("people") or {}).items():
            rows[name] = joined(rows.get(name, {}), row or {})
    return {name: _person(name, row) for name, row in rows.items()}


def joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What two files say of one person; of dates the more precise, and both where they differ."""
    lists = {key: [*one.get(key, ()), *other.get(key, ())] for key in ("also", "native")}
    dates = {key: joined_dates(str(row.get(key) or "") for row in (one, other)) for key in ("born", "died")}
    return {**lists, **dates}


def _person(key: str, row: dict[str, Any]) -> Person:
    name = _NUMBERED.sub("", key)
    names = dict.fromkeys((name, *row.get("also", ()), *row.get("native", ())))
    return Person(key, name, tuple(names), str(row.get("born", "")), str(row.get("died", "")))


def main() -> None:
    """Writes the pack beside the data files."""
    target = Path(str(resources.files(data_folder).joinpath(PACK)))
    target.write_bytes(book_of_files().packed())
    print(f"{target}: {len(target.read_bytes())} bytes")


if __name__ == "__main__":
    main()
