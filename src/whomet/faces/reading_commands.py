"""`whomet read`, `absorb`, `schema`, `export`: documents into a register or straight into JSON, and out of a register.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.errors import WhometError
from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption
from whomet.faces.reader_options import (
    USUAL_TIMEOUT,
    AllowRemoteOption,
    AnswersOption,
    BudgetOption,
    EndpointOption,
    LlmChoice,
    LlmOption,
    PriceOption,
    ReaderName,
    ReaderOption,
    TimeoutOption,
)
from whomet.faces.worker_options import CoresOption, OnOption

if TYPE_CHECKING:
    from whomet.faces.run import Run
    from whomet.model import Reading
    from whomet.register import Register


class ReadFormat(StrEnum):
    """What `whomet read` prints."""

    TABLE = "table"
    JSONL = "jsonl"
    PARQUET = "parquet"


class Export(StrEnum):
    """What `whomet export` writes."""

    ACCOUNTS = "accounts"
    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    FTM = "ftm"
    PLOVER = "plover"
    CAMEO = "cameo"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    WEBANNOTATION = "webannotation"
    HTML = "html"
    CSL = "csl"
    BIBTEX = "bibtex"


def add_to(app: typer.Typer) -> None:
    """Puts the reading commands on the command line."""
    for command in (read, absorb, schema, export):
        app.command()(command)


Shards = Annotated[
    str,
    typer.Option(
        "--shards",
        metavar="FOLDER",
        help="Where workers write what they read, a folder that all of them see [default, with --on: REGISTER-shards].",
    ),
]


def read(  # noqa: PLR0913 - one parameter for each option
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    register: Annotated[
        str | None,
        typer.Option(
            "--register",
            metavar="FILE",
            help="The register to add to: a file, or postgresql://user@host/database "
            f"[default: {DEFAULT_REGISTER}; with --format jsonl none].",
        ),
    ] = None,
    form: Annotated[
        ReadFormat,
        typer.Option(
            "--format",
            help="table: add to the register and list the meetings found. jsonl: print each reading as JSON; "
            "no register is touched unless --register names one. parquet: write readings into the folder of --shards; "
            "no register is touched, `whomet absorb` does that later.",
        ),
    ] = ReadFormat.TABLE,
    cores: CoresOption = None,
    on: OnOption = "",
    shards: Shards = "",
    reader: ReaderOption = ReaderName.MODEL,
    endpoint: EndpointOption = "",
    llm: LlmOption = "",
    allow_remote: AllowRemoteOption = False,
    answers: AnswersOption = None,
    budget: BudgetOption = None,
    price: PriceOption = "",
    timeout: TimeoutOption = USUAL_TIMEOUT,
) -> None:
    """Read reports and add what they say to the register.

    Exit status 1 when something could not be read, or not read whole; the rest is read all the same.
    """
    from whomet.faces.run import Run, Workers, all_cores

    where = register or (DEFAULT_REGISTER if form is ReadFormat.TABLE else None)
    if reader is not ReaderName.LLM:
        _read(Run(paths, Workers(cores or all_cores(), on, shards)), where, form)
        return
    if on or shards or form is ReadFormat.PARQUET:
        raise WhometError("--reader llm asks from this machine: leave out --on, --shards and --format parquet.")
    choice = LlmChoice(endpoint, llm, allow_remote, answers, budget, price, timeout)
    other = choice.reading(where)
    told = (lambda: other.report(choice.prices()), lambda: other.stopped)
    _read(Run(paths, reader=other.readings), where, form, told)
    if other.stopped:
        raise typer.Exit(1)


def _read(run: Run, where: str | None, form: ReadFormat, told: Sequence[Callable[[], str]] = ()) -> None:
    """Reads and says what came of it; `told` are sentences to end with, those that are not empty."""
    from whomet.faces.terminal import complain

    try:
        if form is ReadFormat.PARQUET:
            complain(run.wrote(run.write()))
        elif form is ReadFormat.TABLE:
            _read_and_list(run, where or DEFAULT_REGISTER)
        elif where:
            _read_and_print(run, where)
        else:
            deque(_printing(run.readings(alone=False)), maxlen=0)
    except KeyboardInterrupt:
        complain(run.stopped(kept=where is not None))
        raise typer.Exit(130) from None
    finally:
        for sentence in (*run.complaints(), *(tell() for tell in told)):
            if sentence:
                complain(sentence)
    if run.complaints():
        raise typer.Exit(1)


def absorb(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of shards, or such files, that workers wrote.")
    ],
    register: RegisterOption = DEFAULT_REGISTER,
    cores: CoresOption = None,
    on: OnOption = "",
) -> None:
    """Take what workers read into the register, each reading once, however often it is given.

    Exit status 1 when something could not be read; the rest is taken all the same.
    """
    from whomet.faces.run import Run, Workers, all_cores
    from whomet.faces.terminal import complain
    from whomet.register import Register
    from whomet.shards.there import files_in, taken

    run = Run([str(path) for path in paths], Workers(cores or all_cores(), on))
    files = list(files_in(paths))
    try:
        with Register.open(register) as opened:
            _add(run, opened, run.noting((found for file in files for found in taken(file)), opened))
            _list(run, opened)
    except KeyboardInterrupt:
        complain(run.stopped(kept=True))
        raise typer.Exit(130) from None
    finally:
        for sentence in run.complaints():
            complain(sentence)
    if run.complaints():
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON Schema of a reading."""
    import json

    from whomet.exchange.contract import schema as schema_of_readings

    typer.echo(json.dumps(schema_of_readings(), indent=2))


def export(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help=f"accounts, every reading as JSON, or every meeting: {', '.join(list(Export)[1:])}; docs/exchange.md.",
        ),
    ],
    register: RegisterOption = DEFAULT_REGISTER,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to this file.")] = None,
) -> None:
    """Export the register: its accounts as `whomet read --format jsonl` prints them, or its meetings."""
    if form not in list(Export):
        raise typer.BadParameter(f"{form!r} is none of: {', '.join(Export)}.")
    from whomet.faces.exporting import exported
    from whomet.faces.opening import opened
    from whomet.faces.printing import write_to

    with opened(register) as source:
        write_to(output, exported(source, form))


# -------------------------------------------------------------------------------------------- how it reads


def _printing(readings: Iterator[Reading]) -> Iterator[Reading]:
    """Passes readings on, each printed as a line of JSON."""
    from whomet.exchange.contract import encode_all
    from whomet.faces.terminal import put_out

    printed, passed = tee(readings)
    for line, reading in zip(encode_all(printed), passed, strict=True):
        put_out([line, b"\n"])
        yield reading


def _add(run: Run, register: Register, readings: Iterator[Reading]) -> None:
    """Adds readings to a register, and what could not be read, also where a run stops before its end."""
    from whomet.pipeline import absorb
    from whomet.shards.sharing import sharing

    try:
        with sharing(run.workers.on, run.workers.cores) as workers:
            run.refused += [str(error) for error in absorb(register, readings, executor=workers)]
    finally:
        if run.skipped:
            register.note_skipped(run.skipped)


def _read_and_print(run: Run, where: str) -> None:
    from whomet.register import Register

    with Register.open(where) as register:
        _add(run, register, _printing(run.readings(register, where, alone=False)))


def _read_and_list(run: Run, where: str) -> None:
    from whomet.register import Register

    with Register.open(where) as register:
        _add(run, register, run.readings(register, where))
        _list(run, register)


def _list(run: Run, register: Register) -> None:
    """The meetings that the documents of a run tell of."""
    from whomet.faces.narrowing import list_told_in
    from whomet.faces.opening import voices_in
    from whomet.faces.printing import print_meetings
    from whomet.faces.terminal import complain

    with register.one_state():
        records = list_told_in(register, run.telling)
        print_meetings(records.meetings, records, voices_in(register, records), "table")
        every = register.meeting_count()
    complain(run.summary(len(records.meetings), every))
