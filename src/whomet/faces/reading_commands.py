"""`whomet read`, `schema`, `export`: documents into a register or straight into JSON, and a register out of Whomet.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whomet.faces.asking import Records
    from whomet.model import Finding, Reading

DEFAULT_REGISTER = Path("register.whomet")


class ReadFormat(StrEnum):
    """What `whomet read` prints."""

    TABLE = "table"
    JSONL = "jsonl"


class Export(StrEnum):
    """What `whomet export` writes."""

    ACCOUNTS = "accounts"
    CSV = "csv"
    JSONL = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Puts the reading commands on the command line."""
    for command in (read, schema, export):
        app.command()(command)


def read(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    register: Annotated[
        Path | None,
        typer.Option(
            "--register",
            metavar="FILE",
            help=f"The register to add to [default: {DEFAULT_REGISTER}; with --format jsonl none].",
        ),
    ] = None,
    form: Annotated[
        ReadFormat,
        typer.Option(
            "--format",
            help="table: add to the register and list the meetings found. jsonl: print each reading as JSON; "
            "no register is touched unless --register names one.",
        ),
    ] = ReadFormat.TABLE,
) -> None:
    """Read reports and add what they say to the register.

    Exit status 1 when something could not be read; the rest is read all the same.
    """
    skipped: list[Finding] = []
    if form is ReadFormat.TABLE:
        _add_and_list(_readings(paths, skipped), register or DEFAULT_REGISTER, skipped)
    elif register:
        _add(_printing(_readings(paths, skipped, alone=False)), register, skipped)
    else:
        deque(_printing(_readings(paths, skipped, alone=False)), maxlen=0)
    _name_skipped(skipped)
    if skipped:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of a reading."""
    import json

    from whomet.exchange.contract import schema as schema_of_readings

    typer.echo(json.dumps(schema_of_readings(), indent=2))


def export(
    what: Annotated[Export, typer.Argument(help="accounts: every reading as JSON. csv, jsonl: every meeting.")],
    register: Annotated[Path, typer.Option("--register", metavar="FILE", help="The register.")] = DEFAULT_REGISTER,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file.")] = None,
) -> None:
    """Export the register: its accounts as `whomet read --format jsonl` prints them, or its meetings."""
    from whomet.exchange.contract import encode_all
    from whomet.exchange.tables import rows_as_csv, rows_as_jsonl
    from whomet.faces.opening import places_of, records_of
    from whomet.faces.printing import rows_of, write_to
    from whomet.register import Register

    with Register.open(register, create=False) as opened:
        if what is Export.ACCOUNTS:
            write_to(output, (line + b"\n" for line in encode_all(opened.readings(), places_of(opened))))
            return
        records = records_of(opened)
    rows = rows_of(records.meetings, records)
    write_to(output, rows_as_csv(rows) if what is Export.CSV else rows_as_jsonl(rows))


# -------------------------------------------------------------------------------------------- how it reads


def _readings(paths: list[str], skipped: list[Finding], *, alone: bool = True) -> Iterator[Reading]:
    """The readings of all inputs, in their order; what could not be read goes to `skipped`. Shows progress."""
    from whomet.faces.terminal import progress
    from whomet.model import Finding
    from whomet.pipeline import read_inputs

    with progress("reading", alone=alone) as tell:
        for number, found in enumerate(read_inputs(paths, sys.stdin.buffer), 1):
            if isinstance(found, Finding):
                skipped.append(found)
            else:
                yield found
                tell(f"{number} documents read, the last {found.document.id}")


def _printing(readings: Iterator[Reading]) -> Iterator[Reading]:
    """Passes readings on, each printed as a line of JSON."""
    from whomet.exchange.contract import encode_all
    from whomet.faces.printing import write

    printed, passed = tee(readings)
    for line, reading in zip(encode_all(printed), passed, strict=True):
        write([line, b"\n"], sys.stdout.buffer)
        yield reading


def _add(readings: Iterator[Reading], path: Path, skipped: list[Finding]) -> Records:
    """Adds readings to a register, and what they could not read; gives what the register then holds."""
    from whomet.faces.opening import records_of
    from whomet.pipeline import absorb
    from whomet.register import Register

    with Register.open(path) as register:
        absorb(register, readings)
        register.note_skipped(skipped)  # complete only once absorb has drawn every reading
        return records_of(register)


def _add_and_list(readings: Iterator[Reading], path: Path, skipped: list[Finding]) -> None:
    from whomet.faces.printing import print_count, print_meetings

    keys: set[str] = set()
    records = _add(_noting(readings, keys), path, skipped)
    found = [m for m in records.meetings if any(records.accounts[a].document in keys for a in m.accounts)]
    print_meetings(found, records, "table")
    print_count(found, records, dated=False)


def _noting(readings: Iterable[Reading], keys: set[str]) -> Iterator[Reading]:
    for reading in readings:
        keys.add(reading.document.key)
        yield reading


def _name_skipped(skipped: Iterable[Finding]) -> None:
    from whomet.faces.terminal import complain

    for finding in skipped:
        complain(finding.text)
