"""Meetings as rows: CSV for a spreadsheet, JSON Lines for a program."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from whomet.exchange.shapes import as_json

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet compute a cell (OWASP, CSV Injection), with their full-width forms."""


_CODE = "code_"
_CODED = Meta(description="a field of the project's own, as people coded it; several where accounts were coded apart")


class MeetingRow(Struct, frozen=True):
    """One meeting of the register. A list with several values where one is expected says that sources differ."""

    id: str
    date: Annotated[list[str], Meta(description="EDTF; several where sources differ")]
    status: list[str]
    format: list[str]
    contact: list[str]
    city: list[str]
    country: Annotated[list[str], Meta(description="ISO 3166-1 alpha-2")]
    venue: list[str]
    part_of: list[str]
    parties: list[str]
    mediators: list[str]
    people: list[str]
    levels: Annotated[list[str], Meta(description="how high each party was represented, by the roles that are told")]
    topics: list[str]
    differ: Annotated[list[str], Meta(description="what the sources differ in")]
    accounts: list[str]
    documents: Annotated[list[str], Meta(description="ids of the documents, as their user calls them")]
    publishers: list[str]
    voices: Annotated[int, Meta(description="independent origins: reprints and paraphrases of one statement are one")]


def coded(kind: type[Struct], fields: Iterable[str]) -> type[Struct]:
    """A kind of row with a column more for each field of the project's own, "code_" before its name; the kind itself
    where there is none."""
    columns: list[tuple[str, Any, Any]] = [(f"{_CODE}{field}", Annotated[list[str], _CODED], []) for field in fields]
    if not columns:
        return kind
    named = {"__doc__": kind.__doc__, "__module__": kind.__module__}
    return msgspec.defstruct(kind.__name__, columns, bases=(kind,), namespace=named, frozen=True)


def as_coded(row: Struct, kind: type[Struct], codes: Mapping[str, list[str]]) -> Struct:
    """A row as one of a kind that `coded` gave."""
    if type(row) is kind:
        return row
    return kind(**msgspec.structs.asdict(row), **{f"{_CODE}{field}": values for field, values in codes.items()})


def rows_as_csv(rows: Iterable[Struct], kind: type[Struct] = MeetingRow) -> Iterator[bytes]:
    """A header and a line for each row, lines ended by CRLF (RFC 4180), in UTF-8.

    Begins with a byte order mark, without which Excel takes UTF-8 for the machine's old code page. Several values in
    one cell are joined by "; ". A cell that a spreadsheet would compute gets an apostrophe before it.
    """
    yield codecs.BOM_UTF8 + _line(kind.__struct_fields__)
    for row in rows:
        yield _line(cell_of(value) for value in msgspec.structs.astuple(row))


def rows_as_jsonl(rows: Iterable[Struct]) -> Iterator[bytes]:
    """A JSON object for each row, each ended by a line feed; every list stays a list."""
    for row in rows:
        yield as_json(row) + b"\n"


def cell_of(value: str | float | list[str]) -> str:
    """A value as a cell of CSV."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return defused("; ".join(value) if isinstance(value, list) else str(value))


def defused(cell: str) -> str:
    """A cell on one line, without control characters, that no spreadsheet takes for a formula."""
    hostile = not cell.isprintable()
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in cell) if hostile else cell
    line = " ".join(plain.split())
    return "'" + line if line.startswith(_FORMULA_STARTS) else line


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8")
