"""Exports and imports of `whomet.Register`: what `whomet export` and `whomet import` do, without their words."""

from __future__ import annotations

from pathlib import Path

from whomet.errors import InputError
from whomet.exchange.importing.placing import Kept
from whomet.faces.exporting import exported
from whomet.faces.importing import (
    Outcome,
    columns_of,
    holds_readings,
    import_readings,
    import_rows,
    rows_of,
    sheet_in,
    unread,
)
from whomet.faces.importing_commands import NOT_READ, Import
from whomet.faces.printing import write_to
from whomet.faces.reading_commands import Export
from whomet.pipeline import read_row
from whomet.register import Register


def export_file(register: Register, form: str, file: Path) -> None:
    """Writes all meetings of a register to a file. Raises InputError for a format that is none."""
    if form not in list(Export):
        raise InputError(form, f"is no format that is written; name one of: {', '.join(Export)}.")
    write_to(file, exported(register, form))


def import_file(register: Register, form: str, file: Path, columns: str, by: str) -> Outcome:
    """Brings the readings or rows of a file into a register. Raises InputError for a format or a file that is none."""
    if form in NOT_READ:
        raise InputError(form, f"{NOT_READ[form]}; docs/exchange.md says what can be imported.")
    if form not in list(Import):
        raise InputError(form, f"is no format that is read; name one of: {', '.join(Import)}.")
    if not file.is_file():
        raise InputError(str(file), "there is no such file.")
    if form == Import.JSONL and holds_readings(file):
        return import_readings(register, file)
    sheet, warning = sheet_in(form, file)
    known = columns_of(form, columns, sheet)
    if known is None:
        raise InputError(str(file), f"nobody says what its columns hold; `whomet import {form} {file}` proposes a map.")
    placed = [read_row(row, known, Kept(str(file), by)) for row in rows_of(sheet)]
    outcome = import_rows(register, placed, str(file), by)
    unplaced = (f"{file}, {trouble}." for each in placed for trouble in each.troubles)
    outcome.troubles = [*filter(None, [warning]), *unread(sheet, str(file)), *unplaced, *outcome.troubles]
    return outcome
