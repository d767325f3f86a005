"""A CSV file with the columns of `imports.yaml`, one tenure (or one person, or one organisation) a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from whomet.errors import InputError
from whomet.knowledge.data import read_data
from whomet.knowledge.imports.records import (
    Found,
    FoundBody,
    FoundHolding,
    FoundPerson,
    Trouble,
    clean_date,
    clean_names,
    is_day,
)
from whomet.values.names import fold

_LISTED = re.compile(r"(?:(?<!\s)\s+)?[;|\n]\s*")
_DATES = ("from", "to", "born", "died")
_STATE_CODE = re.compile(r"[A-Z]{2}", re.ASCII)

Row = dict[str, str]


def read_table(lines: Iterable[tuple[int, bytes]], source: str) -> Iterator[Found]:
    """What the rows of a file tell. A row that says something it can't is a Trouble.

    The cells are parted by commas, semicolons or tabs, whichever the first line has most of. Raises InputError for a
    file without a column `name`, or one that is not UTF-8.
    """
    decoded = _decoded(lines, source)
    first = next(decoded, "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(chain([first], decoded), delimiter=delimiter, strict=True)
    known = read_data("imports")["columns"]
    try:
        columns = [fold(column).replace(" ", "_") for column in next(reader, [])]
    except csv.Error as error:
        raise InputError(source, f"its first line is no row of CSV ({error}).") from None
    if "name" not in columns:
        raise InputError(source, f"its first line names no column “name”; known are {', '.join(known)}.")
    for column in columns:
        if column not in known:
            yield Trouble(f"line 1: the column “{column}” is not known and was passed over")
    people = _People()
    for cells in _rows(reader):
        if isinstance(cells, Trouble):
            yield cells
        elif any(cell.strip() for cell in cells):
            row = {"name": ""} | {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
            yield from _row(row, f"line {reader.line_num}", people)


def _decoded(lines: Iterable[tuple[int, bytes]], source: str) -> Iterator[str]:
    for number, line in lines:
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise InputError(source, f"line {number} is not UTF-8; save the table as CSV in UTF-8.") from None


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str] | Trouble]:
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Trouble(f"line {reader.line_num}: no row of CSV ({error})")  # type: ignore[attr-defined]


class _People:
    """Who was named so far: rows of one name are of one person, unless their days of birth differ."""

    def __init__(self) -> None:
        self._by_name: dict[str, dict[str, str]] = {}

    def id_of(self, name: str, born: str) -> str:
        """The id of the person of a row."""
        known = self._by_name.setdefault(fold(name) or name, {})
        if not born and known:
            return next(iter(known.values()))
        if born and "" in known:
            known[born] = known.pop("")
        return known.setdefault(born, f"csv:{name} *{born}" if born and known else f"csv:{name}")


def _row(row: Row, where: str, people: _People) -> Iterator[Found]:
    wrong = _what_is_wrong(row)
    if wrong:
        yield Trouble(f"{where}: {wrong}")
        return
    names = clean_names([row["name"], *_listed(row, "aliases"), *_listed(row, "native")])
    if not names:
        yield Trouble(f"{where}: “{row['name'][:60]}” is no name")
        return
    if row.get("kind", "person") not in ("", "person"):
        yield _body(row, names)
        return
    born, died = clean_date(row.get("born", "")), clean_date(row.get("died", ""))
    person = people.id_of(names[0], born)
    yield FoundPerson(person, names[0], names, born, died)
    if any(row.get(column) for column in ("party", "office", "title")):
        yield FoundHolding(
            person, party=row.get("party", ""), office=row.get("office", ""), title=row.get("title", ""),
            first=row.get("from", ""), last=row.get("to", ""), until=row.get("as_of", "") or "file",
            cited=row.get("source", ""),
        )  # fmt: skip


def _body(row: Row, names: tuple[str, ...]) -> FoundBody:
    party = row.get("party", "")
    code = party if _STATE_CODE.fullmatch(party) else ""
    return FoundBody(f"csv:{names[0]}", names[0], names, row["kind"], code, by_hand=True)


def _what_is_wrong(row: Row) -> str:
    if not row["name"]:
        return "the name is missing"
    kinds = ["", "person", *read_data("imports")["kinds"]]
    if row.get("kind", "") not in kinds:
        return f"“{row['kind']}” is no kind; known are {', '.join(filter(None, kinds))}"
    for column in _DATES:
        if row.get(column) and not clean_date(row[column]):
            return f"“{row[column]}” in the column {column} is no date; write 2005-08-03, 2005-08 or 2005"
    if row.get("as_of") and not is_day(row["as_of"]):
        return f"“{row['as_of']}” in the column as_of is no day; write 2005-08-03"
    if row.get("from") and row.get("to") and row["to"] < row["from"][: len(row["to"])]:
        return f"it ends ({row['to']}) before it begins ({row['from']})"
    if (row.get("from") or row.get("to")) and not (row.get("party") or row.get("office") or row.get("title")):
        return "it gives a time, but neither party, title nor office"
    return ""


def _listed(row: Row, column: str) -> list[str]:
    return _LISTED.split(row.get(column, ""))
