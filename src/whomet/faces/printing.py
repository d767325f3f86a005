"""Meetings written to standard output or to a file, as a table, CSV or JSON Lines."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from whomet.errors import written_at
from whomet.exchange.tables import MeetingRow, as_coded, coded, rows_as_csv, rows_as_jsonl
from whomet.faces.asking import Records
from whomet.faces.listing import meetings_table, row_of
from whomet.faces.opening import Voices
from whomet.faces.sources import sources
from whomet.faces.terminal import complain, output, put_out
from whomet.faces.untold import documents_with
from whomet.model import Meeting, Property
from whomet.register import Register
from whomet.values.decided import codes_in

_NAMED = 10  # documents


def print_meetings(
    meetings: Sequence[Meeting], records: Records, voices: Voices, form: str, kind: type[Struct] = MeetingRow
) -> None:
    """Meetings on standard output; `form` is table, csv or jsonl, in rows of a `kind`."""
    if form == "csv":
        put_out(rows_as_csv(rows_of(meetings, records, voices, kind), kind))
    elif form == "jsonl":
        put_out(rows_as_jsonl(rows_of(meetings, records, voices, kind)))
    elif meetings:
        console, rows = output(), (row_of(m, records, voices(m)) for m in meetings)
        console.print(meetings_table(console, zip(meetings, rows, strict=True), records.short))


def rows_of(
    meetings: Iterable[Meeting], records: Records, voices: Voices, kind: type[Struct] | None = None
) -> Iterator[Struct]:
    """Meetings as rows, for an export: of `kind_of_rows`, or of the `kind` that is given."""
    kind = kind or kind_of_rows(records)
    return (as_coded(row_of(m, records, voices(m)), kind, codes_in(m.values(Property.CODE))) for m in meetings)


def kind_of_rows(records: Records, kind: type[Struct] = MeetingRow) -> type[Struct]:
    """A kind of row with the fields of the project's own that any meeting has."""
    return coded(kind, codes_in(value for meeting in records.meetings for value in meeting.values(Property.CODE)))


def coded_rows(register: Register) -> type[Struct]:
    """The same of a register, whichever of its meetings are listed."""
    return coded(MeetingRow, codes_in(register.codes()))


def print_count(listed: int, register: Register, *, dated: bool) -> None:
    """How many meetings were listed, on standard error; of those without a date that a range of dates left out too."""
    every = register.meeting_count()
    without = every - register.dated_count() if dated else 0
    left_out = f" {without} of the register give no date and were left out." if without else ""
    complain(f"{listed} of {every} meetings.{left_out}")


def print_untold(words: str, register: Register) -> None:
    """On standard error, the documents that have some words and in which no meeting was found, where there are any."""
    found, every = documents_with(words, register, _NAMED)
    if found:
        more = f"; and {every - _NAMED} more" if every > _NAMED else ""
        what = "A document has these words" if every == 1 else f"{every} documents have these words"
        complain(f"{what}, and no meeting was found there: {sources(found).plain}{more}.")


def write_to(path: Path | None, pieces: Iterable[bytes]) -> None:
    """Writes to a file, whole or not at all, or to standard output where no file is named.

    A link by that name is replaced by the file; what it leads to stays as it is. Only a device is written to itself.
    Raises OutputError where it can't be written.
    """
    if path is None:
        put_out(pieces)
        return
    if path.is_char_device():  # /dev/null, a terminal: replacing those would be a surprise
        with written_at(path), path.open("wb") as out:
            out.writelines(pieces)
        return
    with written_at(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            unfinished.unlink(missing_ok=True)
            with unfinished.open("xb") as out:  # made anew: nobody's link by that name is followed
                out.writelines(pieces)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
