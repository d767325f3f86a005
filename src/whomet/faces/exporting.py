"""A register in one of the formats that its neighbours read: each format is one file of `exchange/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain

from msgspec import Struct

from whomet.exchange.contract import encode_all
from whomet.exchange.tables import rows_as_jsonl
from whomet.faces.opening import AT_ONCE, all_told, list_of, list_of_some, places_of, told_of, voices_in
from whomet.faces.printing import coded_rows, kind_of_rows, rows_of
from whomet.model import Meeting
from whomet.register import Register

_ROWS = ("csv", "jsonl", "parquet")
"""Formats that hold a row for each meeting; all others are made from the meetings with their accounts."""


def exported(register: Register, form: str) -> Iterable[bytes]:
    """The pieces of the file, in order. Raises MissingExtraError where a format needs a library that is not there."""
    if form == "accounts":
        return (line + b"\n" for line in encode_all(register.readings(), places_of(register), whole=True))
    if form in _ROWS:
        records = list_of(register)
        kind = kind_of_rows(records)
        return _of_rows(form, rows_of(records.meetings, records, voices_in(register, records), kind), kind)
    pieces: Iterable[bytes] = import_module(f"whomet.exchange.{form}").write(all_told(register))
    return pieces


def exported_meetings(register: Register, form: str, ids: Sequence[str]) -> Iterable[bytes]:
    """As `exported`, of some meetings, by their ids, in that order: a few hundred are in memory at a time."""
    chunks = (register.meetings_named(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))
    if form in _ROWS:
        kind = coded_rows(register)
        rows = (row for meetings in chunks for row in _rows_of(register, meetings, kind))
        return _of_rows(form, rows, kind)
    pieces: Iterable[bytes] = import_module(f"whomet.exchange.{form}").write(
        told_of(register, chain.from_iterable(chunks))
    )
    return pieces


def _rows_of(register: Register, meetings: Sequence[Meeting], kind: type[Struct]) -> Iterator[Struct]:
    records = list_of_some(register, meetings)
    return rows_of(meetings, records, voices_in(register, records), kind)


def _of_rows(form: str, rows: Iterator[Struct], kind: type[Struct]) -> Iterable[bytes]:
    if form == "jsonl":
        return rows_as_jsonl(rows)
    module = import_module("whomet.exchange." + ("parquet" if form == "parquet" else "tables"))
    pieces: Iterable[bytes] = getattr(module, f"rows_as_{form}")(rows, kind)
    return pieces
