"""Which column of a table holds what: a map that a team writes in YAML, or one proposed by the columns' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import msgspec
import yaml

from whomet.errors import InputError
from whomet.knowledge.data import parse_strangers_yaml, read_data
from whomet.values.names import fold

READER = "table import"
ROW = "row 1"  # the extractor of a document that is a row
TEXT = "text"
_KEYS = ("as", "separator", "person", "order", "words", "field")
_ORDERS = ("", "day first", "month first")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, one of the `fields`. `separator` parts several values in a cell, "" for the usual signs;
    `person` says whose role or side it is; `order` is that of figures in a date; `words` are the team's own for fixed
    ones; `code` names a field of the project's own."""

    name: str
    holds: str
    separator: str = ""
    person: int = 0
    order: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a table by name; one that is not named is kept as text."""

    columns: Mapping[str, Column]

    @property
    def reader(self) -> str:
        """Name of what reads a row so: another map is another reader."""
        told = msgspec.json.encode([asdict(self.columns[name]) for name in sorted(self.columns)])
        return f"{READER}, columns {sha256(told).hexdigest()[:8]},"


def fields() -> Mapping[str, Any]:
    """What a column may hold, by name."""
    known: Mapping[str, Any] = read_data("columns")["fields"]
    return known


def read_map(text: str, source: str, there: Iterable[str]) -> ColumnMap:
    """A map of columns, written as YAML. Raises InputError, in one sentence, for what is none, and for one that names
    a column that is not `there`."""
    try:
        content = parse_strangers_yaml(text)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise InputError(source, f"is no YAML ({' '.join(str(error).split())[:160]}).") from None
    rows = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(rows, dict) or not rows:
        raise InputError(source, "has no `columns:` with a line for each column, as “Date: date”.")
    columns = {str(name): _column(str(name), row, source) for name, row in rows.items()}
    known = list(there)
    for name in columns:
        if name not in known:
            raise InputError(
                source, f"names a column “{name[:80]}” that the table does not have; it has: {_list(known)}."
            )
    return ColumnMap(columns)


def _list(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names[:40]) or "none"


def _column(name: str, row: object, source: str) -> Column:
    """One line of a map: a field, or a field with how its cells are to be read."""
    given = row if isinstance(row, dict) else {"as": row}
    odd = [str(key) for key in given if key not in _KEYS]
    wanted, words, person = given.get("as"), given.get("words", {}), given.get("person", 0)
    if odd:
        raise InputError(source, f"column “{name}”: “{odd[0]}” is not known; known are {', '.join(_KEYS)}.")
    if wanted not in fields():
        raise InputError(source, f"column “{name}”: “{wanted}” is no field; they are: {', '.join(fields())}.")
    if not isinstance(words, dict) or type(person) is not int or given.get("order", "") not in _ORDERS:
        raise InputError(
            source, f"column “{name}”: words are “theirs: ours”, a person is a number, an order is day or month first."
        )
    if wanted == "code" and not str(given.get("field", "")).strip():
        raise InputError(source, f"column “{name}”: say which field of your own, as {{as: code, field: NAME}}.")
    known = {fold(str(theirs)): str(ours) for theirs, ours in words.items()}
    code = str(given.get("field", "")).strip()
    return Column(name, str(wanted), str(given.get("separator", "")), person, str(given.get("order", "")), known, code)


def proposed(names: Iterable[str]) -> ColumnMap:
    """A map by the names of the columns alone; what none fits is kept as text."""
    known = {header: field for field, row in fields().items() for header in row["headers"]} | {f: f for f in fields()}
    columns = {}
    for name in names:
        folded = " ".join(fold(name).replace("_", " ").split())
        number = re.search("[0-9]{1,3}", folded)
        numbered = re.sub("[0-9]+", "#", folded)
        wanted = known.get(name) or known.get(folded) or known.get(numbered, TEXT)
        columns[name] = Column(name, wanted, person=int(number[0]) if number and wanted.startswith("person.") else 0)
    return ColumnMap(columns)


def written(columns: ColumnMap, source: str) -> Iterator[str]:
    """A map as the lines of a file that can be edited."""
    yield f"# What the columns of {' '.join(source.split())} hold."
    yield "# Edit it, save it, then: whomet import csv FILE --columns THIS_FILE"
    yield "# A column can say more: {as: people, separator: '/'}, {as: date, order: day first},"
    yield "# {as: person.role, person: 2}, {as: status, words: {ja: held}}, {as: code, field: NAME}."
    yield "# What it may hold:"
    yield from (f"#   {name}: {row['means']}" for name, row in fields().items())
    yield "columns:"
    for column in columns.columns.values():
        value = f"{{as: {column.holds}, person: {column.person}}}" if column.person else column.holds
        yield f"  {_key(column.name)}: {value}"


def _key(name: str) -> str:
    """A column's name as a key of YAML, quoted, whatever is in it."""
    return yaml.safe_dump(name, default_style='"', width=10_000, allow_unicode=True).strip()
