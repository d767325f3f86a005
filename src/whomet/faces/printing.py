"""Meetings and readings written to standard output or to a file, as a table, CSV or JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from whomet.exchange.tables import MeetingRow, rows_as_csv, rows_as_jsonl
from whomet.faces.asking import Records
from whomet.faces.listing import meetings_table, row_of
from whomet.faces.opening import voices_of
from whomet.faces.terminal import complain, output
from whomet.model import Meeting, Property


def print_meetings(meetings: Iterable[Meeting], records: Records, form: str) -> None:
    """Meetings on standard output; `form` is table, csv or jsonl."""
    rows = rows_of(meetings, records)
    if form == "table":
        console, listed = output(), list(rows)
        if listed:
            console.print(meetings_table(console, listed, records.short))
    else:
        write(rows_as_csv(rows) if form == "csv" else rows_as_jsonl(rows), sys.stdout.buffer)


def rows_of(meetings: Iterable[Meeting], records: Records) -> Iterator[MeetingRow]:
    """Meetings as rows, for a table or an export."""
    return (row_of(m, records, voices_of(m, records)) for m in meetings)


def print_count(meetings: Sequence[Meeting], records: Records, *, dated: bool) -> None:
    """How many meetings were listed, on standard error; of those without a date that a range of dates left out too."""
    without = sum(not m.values(Property.DATE) for m in records.meetings) if dated else 0
    left_out = f" {without} of the register give no date and were left out." if without else ""
    complain(f"{len(meetings)} of {len(records.meetings)} meetings.{left_out}")


def write(pieces: Iterable[bytes], out: BinaryIO) -> None:
    """Writes piece after piece and flushes."""
    for piece in pieces:
        out.write(piece)
    out.flush()


def write_to(path: Path | None, pieces: Iterable[bytes]) -> None:
    """Writes to a file, whole or not at all, or to standard output where no file is named."""
    if path is None:
        write(pieces, sys.stdout.buffer)
        return
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as out:
            write(pieces, out)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
