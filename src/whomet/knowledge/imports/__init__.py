"""Files of other forms into the user's own knowledge: `import_file`, and what was imported.

A file is read line by line, put down in a database of its own (`staging`), and written into the user's book. Importing
a file of the same name again replaces what came from it.
"""

from __future__ import annotations

import bz2
import gzip
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from whomet.errors import InputError, KnowledgeError
from whomet.knowledge import offices
from whomet.knowledge.imports.ftm import read_ftm
from whomet.knowledge.imports.records import Found, Trouble
from whomet.knowledge.imports.staging import Staging
from whomet.knowledge.imports.table import read_table
from whomet.knowledge.imports.wikidata import read_wikidata
from whomet.knowledge.office_book import OfficeBook, Source
from whomet.knowledge.user_book import user_book, writing_user_book
from whomet.knowledge.user_parties import user_file

_HEAD = 65536  # bytes that show of what form a file is
_LONGEST_LINE = 64_000_000  # bytes; the longest entities of Wikidata have some 4 million


class FileForm(StrEnum):
    """The forms that are read."""

    FTM = "ftm"
    WIKIDATA = "wikidata"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one file: what it is called, its form, and how many persons, tenures and organisations it gave."""

    name: str
    form: str
    as_of: str
    persons: int
    tenures: int
    bodies: int


def import_file(
    path: Path, complain: Callable[[str], None], *, as_of: str = "", tell: Callable[[str], None] = lambda _: None
) -> Imported:
    """Reads one file into the user's knowledge, in place of what a file of that name gave before.

    `complain` gets a sentence for each line, and for what was left out at the end; `as_of` (ISO date) is the day up to
    which the file knows, where it does not say so itself. Raises InputError for a file that can't be read at all.
    """
    form = form_of(path)
    with tempfile.TemporaryDirectory(prefix="whomet-") as folder:
        staging = Staging(Path(folder) / "staging.sqlite")
        try:
            _put_all(staging, _read(path, form), path, complain, tell)
            return _write(staging, path, Source(path.name, form, as_of or staging.known_until, path.name), complain)
        except sqlite3.Error as error:
            raise KnowledgeError(f"{path}: what was read could not be put down in {folder} ({error}).") from None
        finally:
            staging.close()
            offices.reopen()


def imported() -> tuple[Imported, ...]:
    """What the user's knowledge was made from, by name."""
    book = user_book()
    return tuple(_imported(book, source) for source in book.sources()) if book else ()


def forget(name: str) -> bool:
    """Takes out all that came from a file of that name; False where none was imported."""
    if not user_file().exists():
        return False
    try:
        with writing_user_book() as book:
            return book.drop_source(name)
    finally:
        offices.reopen()


def form_of(path: Path) -> FileForm:
    """The form of a file, by its first bytes, whatever it is called. Raises InputError for none of ours."""
    try:
        with _opened(path) as file:
            head = file.read(_HEAD)
    except (OSError, EOFError) as error:
        raise InputError(str(path), f"{getattr(error, 'strerror', None) or error}.") from None
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"[") or (start.startswith(b"{") and b'"labels":' in head):
        return FileForm.WIKIDATA
    if start.startswith(b"{"):
        return FileForm.FTM
    if b"\0" in head or not start:
        raise InputError(str(path), "neither FollowTheMoney JSON, a Wikidata dump nor CSV.")
    return FileForm.CSV


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path)  # type: ignore[return-value]
    return bz2.open(path) if path.suffix == ".bz2" else path.open("rb")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, numbered from 1. Raises InputError where it breaks off."""
    number = 0
    try:
        with _opened(path) as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                yield number, line
    except (OSError, EOFError) as error:
        raise InputError(str(path), f"can't be read beyond line {number} ({error}); nothing was imported.") from None


def _read(path: Path, form: FileForm) -> Iterator[Found]:
    if form is FileForm.CSV:
        return read_table(_lines(path), str(path))
    return read_ftm(_lines(path)) if form is FileForm.FTM else read_wikidata(_lines(path))


def _put_all(
    staging: Staging,
    found: Iterable[Found],
    path: Path,
    complain: Callable[[str], None],
    tell: Callable[[str], None],
) -> None:
    for number, one in enumerate(found, 1):
        if isinstance(one, Trouble):
            complain(f"{path}: {one.text}.")
        else:
            staging.put(one)
        if number % 1000 == 0:
            tell(f"{path.name}: {number} entries")
    staging.index()


def _write(staging: Staging, path: Path, source: Source, complain: Callable[[str], None]) -> Imported:
    """Organisations first, so that whatever is said of people finds them by name."""
    with writing_user_book() as book:
        book.drop_source(source.name)
        opened = book.add_source(source)
        staging.write_bodies(book, opened.number)
    offices.reopen()
    with writing_user_book() as book:
        left_out = staging.write_people(book, opened.number, source.as_of)
        if left_out:
            what = "tenure names" if left_out == 1 else "tenures name"
            complain(f"{path}: {left_out} {what} a person or an office that the file does not describe; left out.")
        found = _imported(book, opened)
    if not (found.persons or found.bodies):
        complain(f"{path}: no person and no organisation was found in it.")
    return found


def _imported(book: OfficeBook, source: Source) -> Imported:
    return Imported(source.name, source.kind, source.as_of, *book.counts(source))
