"""A register in one of the formats that its neighbours read: each format is one file of `exchange/`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from whomet.exchange.contract import encode_all
from whomet.exchange.tables import rows_as_jsonl
from whomet.faces.opening import all_told, list_of, places_of, voices_in
from whomet.faces.printing import kind_of_rows, rows_of
from whomet.register import Register

_ROWS = ("csv", "jsonl", "parquet")
"""Formats that hold a row for each meeting; all others are made from the meetings with their accounts."""


def exported(register: Register, form: str) -> Iterable[bytes]:
    """The pieces of the file, in order. Raises MissingExtraError where a format needs a library that is not there."""
    if form == "accounts":
        return (line + b"\n" for line in encode_all(register.readings(), places_of(register), whole=True))
    if form in _ROWS:
        return _of_rows(form, register)
    pieces: Iterable[bytes] = import_module(f"whomet.exchange.{form}").write(all_told(register))
    return pieces


def _of_rows(form: str, register: Register) -> Iterable[bytes]:
    records = list_of(register)
    rows = rows_of(records.meetings, records, voices_in(register, records))
    if form == "jsonl":
        return rows_as_jsonl(rows)
    module = import_module("whomet.exchange." + ("parquet" if form == "parquet" else "tables"))
    pieces: Iterable[bytes] = getattr(module, f"rows_as_{form}")(rows, kind_of_rows(records))
    return pieces
