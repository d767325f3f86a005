"""The codebook of a release, made from its tables: every field, its definition, type, values and coverage."""

from __future__ import annotations

import json
import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from whomet.exchange.release.coverage import plain
from whomet.exchange.release.entries import TABLES, Codes
from whomet.exchange.release.meanings import PROPERTIES, VALUES, Meanings

_TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false", list[str]: "list of texts"}
Codebook = Mapping[str, Mapping[str, int]]
"""The fields of the project's own: name -> value -> how many accounts have it."""

_IN_CSV = {list[str]: "values joined by “; ”"}


@dataclass
class Counted:
    """How many rows a table has, and how many of them have something in each field."""

    rows: int = 0
    filled: Counter[str] = field(default_factory=Counter)

    def passing(self, rows: Iterable[Struct]) -> Iterator[Struct]:
        """Passes rows on, counted."""
        for row in rows:
            self.rows += 1
            self.filled.update(n for n, v in msgspec.structs.asdict(row).items() if v not in ("", []))
            yield row


def codebook(counted: Mapping[str, Counted]) -> list[dict[str, Any]]:
    """Every table with its fields; of one that was not counted the coverage is that of no rows."""
    return [_table(name, kind, counted.get(name, Counted())) for name, kind in TABLES.items()]


def _table(name: str, kind: type[Struct], counted: Counted) -> dict[str, Any]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return {
        "table": name,
        "definition": " ".join((kind.__doc__ or "").split()),
        "rows": counted.rows,
        "fields": [_field(name, hint, counted) for name, hint in hints.items()],
    }


def _field(name: str, hint: Any, counted: Counted) -> dict[str, Any]:  # noqa: ANN401 - whatever type it has
    of, note = typing.get_args(hint) if typing.get_origin(hint) is Annotated else (hint, None)
    values: Meanings = ((note and note.extra_json_schema) or {}).get("meanings") or {}
    return {
        "field": name,
        "definition": note.description if note else "",
        "type": _TYPES[of],
        "in_csv": _IN_CSV.get(of, ""),
        "values": {str(value): meaning for value, meaning in values.items()},
        "filled": counted.filled[name],
        "rows": counted.rows,
    }


def codes_counted(codes: Iterable[Codes]) -> Codebook:
    """Each field of the project's own, with how often each of its values stands, in the order of names."""
    found: dict[str, Counter[str]] = {}
    for code in codes:
        found.setdefault(code.field, Counter())[code.value] += 1
    return {field: dict(sorted(found[field].items())) for field in sorted(found)}


def as_json(counted: Mapping[str, Counted], codes: Codebook) -> bytes:
    """The codebook for a program."""
    of_properties = {p: {"definition": d, "values": VALUES.get(p, {})} for p, d in PROPERTIES.items()}
    told = {"tables": codebook(counted), "properties": of_properties, "codes": codes}
    return json.dumps(told, indent=1, ensure_ascii=False).encode() + b"\n"


def as_markdown(counted: Mapping[str, Counted], codes: Codebook) -> bytes:
    """The codebook for a reader."""
    lines = ["# Codebook", "", _HOW_TO_READ, ""]
    for table in codebook(counted):
        lines += [f"## {table['table']}", "", f"{table['definition']} {table['rows']} rows.", ""]
        lines += ["| field | definition | type | filled |", "| --- | --- | --- | --- |"]
        lines += [_line(f) for f in table["fields"]]
        for one in table["fields"]:
            if one["values"] and one["values"].keys() != {str(p) for p in PROPERTIES}:
                lines += ["", f"Values of `{one['field']}`:", "", *_values(one["values"])]
        lines.append("")
    lines += ["## Properties", "", "What `property` may be in readings and claims.", ""]
    for prop, definition in PROPERTIES.items():
        lines.append(f"- `{prop}`: {definition}")
        lines += [f"  {line}" for line in _values(VALUES.get(prop, {}))]
    if codes:
        lines += [
            "",
            "## Codes",
            "",
            "The fields of the project's own, with their values and how many accounts have each.",
        ]
    for name, values in codes.items():
        lines += ["", f"- `{name}`", *(f"  - {plain(value)}: {n}" for value, n in values.items())]
    return ("\n".join(lines) + "\n").encode()


_HOW_TO_READ = (
    "Each table is a file of its own in `tables/`, as CSV (UTF-8 with a byte order mark, lines ended by CRLF) and,"
    " where the release has them, as Parquet. “Filled” says in how many rows a field holds something; what is"
    " unknown is empty, never guessed. In CSV a cell that a spreadsheet would compute has an apostrophe before it,"
    " and line breaks are spaces; Parquet has every value as it is. Offsets count Unicode code points."
)


def _line(one: Mapping[str, Any]) -> str:
    kind = one["type"] + (f"; in CSV {one['in_csv']}" if one["in_csv"] else "")
    share = f"{one['filled']} of {one['rows']}"
    return f"| `{one['field']}` | {one['definition']} | {kind} | {share} |"


def _values(values: Meanings) -> list[str]:
    return [f"- `{value}`: {meaning}" if value else f"- empty: {meaning}" for value, meaning in values.items()]
