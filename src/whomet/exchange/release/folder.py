"""A release on a disk: a folder that is made whole or not at all, sealed by the SHA-256 of its files."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from msgspec import Struct

from whomet.errors import InputError, written_at
from whomet.exchange.release.coverage import About
from whomet.exchange.release.differences import COMPARED, Cells, Release
from whomet.exchange.release.entries import TABLES

MANIFEST, SUMS, FORMAT = "manifest.json", "SHA256SUMS", 1
_LARGEST_CELL = 2**31 - 1
_ROWS = ".rows"


@contextmanager
def making(target: Path) -> Iterator[Path]:
    """A folder to fill, which gets its name once it is filled; nothing is left of one that was not.

    Raises InputError where there is something by that name, or no folder to make it in, and OutputError where it can't
    be written.
    """
    if target.exists() or target.is_symlink():
        raise InputError(str(target), "it is there already; a release is never changed, so name a new folder.")
    if not target.absolute().parent.is_dir():
        raise InputError(str(target), "the folder that it is to be in is not there; make it first.")
    unfinished = target.absolute().with_name(f".{target.name}.{os.getpid()}.part")
    with written_at(target):
        unfinished.mkdir()
        try:
            yield unfinished
            if target.exists():
                said = "somebody else made it meanwhile, so nothing was changed; name a new folder."
                raise InputError(str(target), said)
            unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def put(folder: Path, name: str, pieces: Iterable[bytes]) -> None:
    """Writes one file of a release, in a folder of its own where its name says so."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as out:
        out.writelines(pieces)


class Spool:
    """Rows of many tables on the disk, in the order in which they came: a register may hold more than memory does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _ROWS
        self._folder.mkdir()
        self._open = {kind: (self._folder / name).open("wb") for name, kind in TABLES.items()}

    def put(self, rows: Iterable[Struct]) -> None:
        """Keeps some rows of any tables."""
        for row in rows:
            self._open[type(row)].write(msgspec.json.encode(row) + b"\n")

    def rows(self, name: str) -> Iterator[Any]:
        """The rows of one table, as they were put in."""
        self._open[TABLES[name]].flush()
        decoder = msgspec.json.Decoder(TABLES[name])
        with (self._folder / name).open("rb") as lines:
            yield from map(decoder.decode, lines)

    def close(self) -> None:
        """Takes the rows off the disk again."""
        for file in self._open.values():
            file.close()
        shutil.rmtree(self._folder)


def sizes(folder: Path) -> tuple[int, int, set[str]]:
    """How many files a release has, how many bytes they hold, and what their names end in."""
    found = _files(folder)
    return len(found), sum(path.stat().st_size for path in found), {path.suffix for path in found}


def seal(folder: Path, about: About) -> None:
    """Writes the manifest, and the sums that `sha256sum -c SHA256SUMS` checks, the manifest's among them."""
    sums = {path.relative_to(folder).as_posix(): (path.stat().st_size, _sum_of(path)) for path in _files(folder)}
    told = {
        "format": FORMAT,
        "version": about.version,
        "date": about.date,
        "whomet": about.whomet,
        "files": [{"path": name, "bytes": size, "sha256": digest} for name, (size, digest) in sums.items()],
    }
    put(folder, MANIFEST, [json.dumps(told, indent=1).encode() + b"\n"])
    lines = [f"{_sum_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    put(folder, SUMS, [line.encode() for line in lines])


def _files(folder: Path) -> list[Path]:
    """The files of a release, rows that are on their way and sums left out."""
    kept = (p for p in folder.rglob("*") if p.is_file() and p.name != SUMS and p.parent.name != _ROWS)
    return sorted(kept, key=lambda path: path.relative_to(folder).as_posix())


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ------------------------------------------------------------------------------------- an earlier release


def read_release(folder: Path) -> tuple[str, Release]:
    """A release's version, and its tables for comparing, after every file of it was checked.

    Raises InputError where it is none, where a file is missing or has changed, and where its tables are of another
    kind.
    """
    manifest = _manifest(folder)
    for entry in manifest["files"]:
        path = folder / entry["path"]
        if not path.is_file():
            raise InputError(str(path), "the manifest names this file, and it is not there; get the release anew.")
        if _sum_of(path) != entry["sha256"]:
            raise InputError(
                str(path), "its SHA-256 is not that of the manifest: it was changed; get the release anew."
            )
    listed = {entry["path"] for entry in manifest["files"]}
    missing = [name for name in COMPARED if f"tables/{name}.csv" not in listed]
    if missing:
        raise InputError(str(folder), f"its manifest names no table {missing[0]}, so there is nothing to compare with.")
    return manifest["version"], Release({name: tables_of(folder, name) for name in COMPARED}, manifest["whomet"])


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes())
        told = found["format"], found["version"], found["whomet"], [(e["path"], e["sha256"]) for e in found["files"]]
    except FileNotFoundError:
        raise InputError(str(folder), f"there is no {MANIFEST} in it; name the folder of an earlier release.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(str(path), "it is no manifest of a release; get the release anew.") from None
    if told[0] != FORMAT:
        raise InputError(
            str(path), f"it is of format {str(told[0])[:20]}; this Whomet compares with format {FORMAT} only."
        )
    if not all(isinstance(words, str) for words in (told[1], told[2], *(p for p, _ in told[3]))):
        raise InputError(str(path), "it is no manifest of a release; get the release anew.")
    for name, _ in told[3]:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\0" in name:
            raise InputError(str(path), f"it names a file that is not in its folder: {name[:80]!r}.")
    return dict(found)


def tables_of(folder: Path, name: str) -> dict[str, Cells]:
    """The rows of one table's CSV by id. Raises InputError where it is not the table that this Whomet writes."""
    path = folder / "tables" / f"{name}.csv"
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if tuple(rows.fieldnames or ()) != TABLES[name].__struct_fields__:
                raise InputError(str(path), "its columns are not those that this version of Whomet writes.")
            return {row["id"]: row for row in rows}
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(str(path), f"it can't be read as CSV ({error}).") from None
    finally:
        csv.field_size_limit(before)
