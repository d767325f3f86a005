"""`whomet coding`: a sample coded blind by several people, how far they agree, and what a third settles.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption, TableFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgspec import Struct

coding = typer.Typer(
    name="coding", help="Code a sample by hand, blind, and measure how far people agree.", no_args_is_help=True
)

SampleOption = Annotated[
    str, typer.Option("--sample", metavar="NAME", help="Which sample [default: the last that was drawn].")
]
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True, help="A filled sheet.")
]
FormatOption = Annotated[TableFormat, typer.Option("--format", help="How to print.")]


class Strata(StrEnum):
    """What documents are divided by before a sample is drawn."""

    PUBLISHER = "publisher"
    YEAR = "year"
    LANGUAGE = "language"
    FOUND = "found"


def add_to(app: typer.Typer) -> None:
    """Puts the group on the command line."""
    for command in (sample, sheet, take, status, withdraw, agreement, disagreements, settle, measure):
        coding.command()(command)
    app.add_typer(coding)


def sample(
    size: Annotated[int, typer.Argument(metavar="SIZE", min=1, help="How many documents.")],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What the sample is called.")] = "first",
    strata: Annotated[
        Strata | None, typer.Option("--strata", help="Draw from each of these in proportion to its size.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another number draws another sample.")] = 1,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who draws [default: your user name].")] = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Draw a random sample of the register's documents; the same seed draws the same."""
    from whomet.faces.coding.drawing import drawn
    from whomet.faces.coding.working import checked_name
    from whomet.faces.deciding import now
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    said = (checked_name(name), seed, by or getpass.getuser(), now())
    with opened(register) as kept:
        made = drawn(kept, size, strata.value if strata else "", said)
        kept.draw(made)
    complain(f"Sample “{name}”: {size} of {made.population} documents, seed {seed}.")
    for stratum in sorted({d.stratum for d in made.drawn}) if strata else ():
        complain(f"  {stratum or '(not known)'}: {sum(d.stratum == stratum for d in made.drawn)}")


def sheet(
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Who codes.")],
    name: SampleOption = "",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="The sheet [default: SAMPLE-CODER.csv].")
    ] = None,
    machine: Annotated[
        bool, typer.Option("--with-machine", help="Fill in what the machine read: the coder is not blind to it.")
    ] = False,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Write the sheet that a coder fills in, and beside it, ending in .txt, the guide with all texts."""
    from whomet.errors import InputError
    from whomet.faces.coding.working import sheet_for
    from whomet.faces.deciding import now
    from whomet.faces.opening import opened
    from whomet.faces.printing import write_to
    from whomet.faces.terminal import complain
    from whomet.values.coding import Sheet

    with opened(register) as kept:
        path = output or Path(f"{kept.sample(name).name}-{coder}.csv")
        if path.exists():
            raise InputError(str(path), "is there already, and may be filled in; name another file by --output.")
        printed = sheet_for(kept, name, Sheet(coder, not machine, now()))
    write_to(path, [printed.sheet])
    write_to(path.with_suffix(".txt"), [printed.guide])
    complain(f"{path} and {path.with_suffix('.txt')}: sample “{printed.sample}” for {coder}.")


def take(file: FileArgument, register: RegisterOption = DEFAULT_REGISTER) -> None:
    """Take a filled sheet back: every cell is checked, and what could not be placed is listed with its line."""
    from whomet.faces.coding.working import take as take_back
    from whomet.faces.deciding import now
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    with opened(register) as kept:
        found, sentence = take_back(kept, file, now())
    _list_wrong(found.wrong)
    complain(sentence)
    if found.wrong:
        raise typer.Exit(1)


def status(name: SampleOption = "", register: RegisterOption = DEFAULT_REGISTER) -> None:
    """List the sheets of a sample and how much of each came back."""
    from whomet.faces.coding.working import missing
    from whomet.faces.opening import opened
    from whomet.faces.terminal import clean, complain, output

    with opened(register) as kept:
        one, sheets, settled = kept.sample(name), missing(kept, name), kept.settled_codings(name)
    for given, out in sheets:
        seen = "" if given.blind else ", with the machine's values"
        texts = f"; missing: text {', '.join(str(d.number) for d in out)}" if out else ""
        back = f"{len(given.taken)} of {len(one.drawn)} texts came back{texts}"
        output().print(f"{clean(given.coder)}: {back} (given {given.on}{seen})", soft_wrap=True)
    of = f"{len(one.drawn)} of {one.population} documents, seed {one.seed}, strata {one.strata or 'none'}"
    complain(f"Sample “{one.name}”: {of}; drawn by {one.by} on {one.on}; {len(settled)} settled.")


def withdraw(
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Whose sheet.")],
    name: SampleOption = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Forget a coder's sheet with what came back of it: one who codes no more keeps nobody waiting."""
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    with opened(register) as kept:
        kept.withdraw(name, coder)
    complain(f"{coder}'s sheet is forgotten.")


def agreement(
    name: SampleOption = "", form: FormatOption = TableFormat.TABLE, register: RegisterOption = DEFAULT_REGISTER
) -> None:
    """How far coders agree in each field: Krippendorff's alpha, its units, an interval, the share of equal pairs."""
    from whomet.faces.coding.agreement import AgreementRow
    from whomet.faces.coding.working import agreed
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    with opened(register) as kept:
        rows = agreed(kept, name)
        not_blind = [s.coder for s in kept.sheets(name) if not s.blind]
    _print_rows(rows, AgreementRow, form)
    complain(
        "alpha: Krippendorff's (1 perfect, 0 as by chance; empty where nothing varies). low, high: where it lies in 95 "
        "of 100 resamples of documents. Fields are compared over meetings that both of two coders found."
    )
    if not_blind:
        complain(f"Not blind to the machine's values: {', '.join(not_blind)}.")


def disagreements(
    name: SampleOption = "",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write the sheet to settle them in, too.")
    ] = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """List where coders differ and nobody has settled it yet."""
    from whomet.faces.coding.settling import saying
    from whomet.faces.coding.working import differing
    from whomet.faces.opening import opened
    from whomet.faces.printing import write_to
    from whomet.faces.terminal import clean, complain
    from whomet.faces.terminal import output as console

    with opened(register) as kept:
        found, sheet = differing(kept, name)
    for one in found:
        words = clean(one.group[min(one.group)].value("words"))[:60]
        console().print(f"text {one.told.number}  {one.field}  {clean(saying(one.said))}  “{words}”", soft_wrap=True)
    if output:
        write_to(output, [sheet])
        complain(f"{output}: write what holds in the place of each cell that begins with ??, why under remark.")
    complain(f"Cells that differ: {len(found)}, in {len({one.told.number for one in found})} of the texts.")


def settle(
    file: FileArgument,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who settles [default: your user name].")] = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Take what a third person chose where coders differ: with what they agree on it becomes decisions."""
    from whomet.faces.coding.working import settle as settle_all
    from whomet.faces.deciding import now
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    with opened(register) as kept:
        done = settle_all(kept, file, by or getpass.getuser(), now())
    _list_wrong(done.wrong)
    for sentence in done.left:
        complain(f"No decision can say this yet: {sentence}")
    complain(f"Texts settled: {done.documents}. Decisions kept: {done.decisions}.")
    if done.wrong:
        raise typer.Exit(1)


def measure(
    name: SampleOption = "", form: FormatOption = TableFormat.TABLE, register: RegisterOption = DEFAULT_REGISTER
) -> None:
    """Measure the machine by what was settled, field by field; decisions do not count for it."""
    from whomet.faces.coding.measuring import MeasureRow
    from whomet.faces.coding.working import measured
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    with opened(register) as kept:
        rows, documents = measured(kept, name)
    _print_rows(rows, MeasureRow, form)
    complain(f"{documents} settled texts. Fields are counted over meetings that people and the machine both have.")


def _list_wrong(sentences: Sequence[str]) -> None:
    from whomet.faces.terminal import complain

    for sentence in sentences:
        complain(sentence)
    if sentences:
        complain(f"{len(sentences)} could not be placed, so their texts were left out; mend them and hand it in again.")


def _print_rows(rows: Sequence[Struct], kind: type[Struct], form: TableFormat) -> None:
    from msgspec.structs import astuple
    from rich.table import Table

    from whomet.exchange.shapes import as_json
    from whomet.exchange.tables import rows_as_csv
    from whomet.faces.terminal import output, put_out

    if form is TableFormat.CSV:
        put_out(rows_as_csv(rows, kind))
    elif form is TableFormat.JSONL:
        put_out(as_json(row) + b"\n" for row in rows)
    else:
        table = Table(*kind.__struct_fields__, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*map(str, astuple(row)))
        output().print(table)
