"""`whomet import`: what others wrote, into a register.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.errors import InputError, WhometError
from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption

if TYPE_CHECKING:
    from whomet.exchange.importing.columns import ColumnMap
    from whomet.exchange.importing.placing import Placed
    from whomet.exchange.importing.records import Sheet
    from whomet.faces.importing import Outcome
    from whomet.register import Register


class Import(StrEnum):
    """What `whomet import` reads."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    FTM = "ftm"
    PLOVER = "plover"
    WEBANNOTATION = "webannotation"


NOT_READ = {
    "accounts": "is read as jsonl: whomet import jsonl FILE",
    "html": "is a page to be read, in which values have lost their places",
    "graphml": "holds pairs of names without meetings' other cells",
    "geojson": "holds points on a map without people, and a meeting as often as it has places",
    "cameo": "holds pairs of codes without names",
    "csl": "holds citations, in which meetings are but titles",
    "bibtex": "holds citations, in which meetings are but titles",
}
"""Formats of `whomet export` that carry no meetings back, and why."""


def add_to(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command(name="import")(import_file)


def _format(name: str) -> Import:
    if name in NOT_READ:
        raise WhometError(f"{name} {NOT_READ[name]}; docs/exchange.md says what can be imported.")
    try:
        return Import(name)
    except ValueError:
        raise typer.BadParameter(f"{name!r} is none of: {', '.join(Import)}.") from None


def import_file(
    form: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"{', '.join(Import)}; docs/exchange.md says what each brings back.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to import.")],
    columns: Annotated[
        Path | None,
        typer.Option(
            "--columns", metavar="MAP", help="YAML that says which column holds what; without it one is proposed."
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who keeps the table [default: your user name].")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come in; write nothing.")] = False,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Import readings that Whomet exported, or the rows of a table, each as a document of its own.

    Exit status 1 when something could not be read or placed; the rest is imported all the same. Twice adds nothing.
    """
    from whomet.faces import importing
    from whomet.faces.terminal import complain

    chosen = _format(form)
    if not file.is_file():
        raise InputError(str(file), "there is no such file.")
    if chosen is Import.JSONL and importing.holds_readings(file):
        troubles = _readings(file, register, dry_run=dry_run)
    else:
        sheet, warning = importing.sheet_in(chosen.value, file)
        found = _columns(chosen, file, columns, sheet)
        troubles = [
            *filter(None, [warning]),
            *_rows(file, sheet, found, by or getpass.getuser(), "" if dry_run else register),
        ]
    for sentence in troubles:
        complain(sentence)
    if troubles:
        raise typer.Exit(1)


def _columns(form: Import, file: Path, given: Path | None, sheet: Sheet) -> ColumnMap:
    """The map of a table's columns; where nobody knows it one is proposed, printed, and the command left."""
    from whomet.exchange.importing.columns import proposed, written
    from whomet.faces.importing import columns_of
    from whomet.faces.terminal import clean, complain, put_out

    found = columns_of(form.value, str(given or ""), sheet)
    if found:
        return found
    lines = written(proposed(sheet.columns), file.name)
    put_out(f"{clean(line) if line.startswith('#') else line}\n".encode() for line in lines)
    complain(
        f"{file}: no --columns says what its columns hold; a map is proposed on standard output. Nothing was imported."
    )
    raise typer.Exit(1)


def _readings(file: Path, where: str, *, dry_run: bool) -> list[str]:
    from whomet.faces.importing import import_readings, readings_in
    from whomet.faces.terminal import complain
    from whomet.register import Register

    if dry_run:
        troubles: list[str] = []
        several = sum(1 for _ in readings_in(file, troubles))
        complain(f"{several} document{'' if several == 1 else 's'} would be imported.")
        return troubles
    with Register.open(where) as register:
        outcome = import_readings(register, file)
        _list(register, outcome)
    complain(outcome.summary("document"))
    return outcome.troubles


def _rows(file: Path, sheet: Sheet, columns: ColumnMap, by: str, where: str) -> list[str]:
    """Imports the rows of a table, or shows them where no register is named; gives what could not be read or placed."""
    from whomet.exchange.importing.placing import Kept
    from whomet.faces.importing import as_text, import_rows, preview, rows_of, unread
    from whomet.faces.terminal import complain, output, say
    from whomet.pipeline import read_row
    from whomet.register import Register

    placed: list[Placed] = [read_row(row, columns, Kept(str(file), by)) for row in rows_of(sheet)]
    troubles = [*unread(sheet, str(file)), *(f"{file}, {t}." for each in placed for t in each.troubles)]
    if not where:
        say(output(), preview(placed))
        complain(f"{len(placed)} row{'' if len(placed) == 1 else 's'} would be imported.")
    else:
        with Register.open(where) as register:
            outcome = import_rows(register, placed, str(file), by)
            _list(register, outcome)
        complain(outcome.summary("row"))
        troubles += outcome.troubles
    if kept := as_text(columns, sheet):
        complain(f"Kept as text only: {', '.join(kept)}.")
    return troubles


def _list(register: Register, outcome: Outcome) -> None:
    """The meetings that the file tells of."""
    from whomet.faces.narrowing import list_told_in
    from whomet.faces.opening import voices_in
    from whomet.faces.printing import print_meetings

    with register.one_state():
        records = list_told_in(register, outcome.keys)
        print_meetings(records.meetings, records, voices_in(register, records), "table")
