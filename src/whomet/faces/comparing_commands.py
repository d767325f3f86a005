"""`whomet compare-readers`: what two readers made of the same documents.

What takes long to import is imported inside the command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from whomet.faces.comparing import AgreementRow, Difference, Pair, Side


class ComparedFormat(StrEnum):
    """How differences are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command()(compare_readers)


def compare_readers(
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="[DOCUMENT]...", help="Ids or keys [default: all read by several].")
    ] = None,
    reader: Annotated[
        str,
        typer.Option(
            "--reader", metavar="NAME", help="Whom to compare with the one that counts, by a part of the name."
        ),
    ] = "",
    form: Annotated[
        ComparedFormat,
        typer.Option("--format", help="table: differences by document, then the agreement. jsonl: each difference."),
    ] = ComparedFormat.TABLE,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Compare what two readers made of the same documents: meetings that one alone found, cells that differ, how far
    they agree."""
    from whomet.exchange.shapes import as_json
    from whomet.faces.comparing import differences, pairs
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain, put_out

    with opened(register) as asked:
        found = pairs(asked, documents or [], reader)
        if form is ComparedFormat.JSONL:
            put_out(as_json(one) + b"\n" for pair in found for one in differences(pair))
            return
        several = _print_all(found)
    if not several:
        complain("No document was read by two readers; `whomet read --reader llm` reads by a second one.")


def _print_all(found: Iterator[Pair]) -> int:
    """Prints every pair's differences, then the agreement over all; gives how many there were."""
    from whomet.faces.comparing import Agreement, differences
    from whomet.faces.terminal import output, say

    console, agreement = output(), Agreement()
    for pair in found:
        agreement.add(pair)
        say(console, _page(console, pair, differences(pair)))
    if agreement.pairs:
        _print_table(console, agreement.rows())
    return agreement.pairs


def _page(console: Console, pair: Pair, found: Iterator[Difference]) -> Iterator[Text]:
    """One document: who read it, then each difference with both sides and their words."""
    from rich.text import Text

    from whomet.faces.sources import source
    from whomet.faces.terminal import clean, hung, quoted

    yield from hung(console, "", [source(pair.first.document)], column=0)
    readers = f"first: {clean(pair.first.reader)}. second: {clean(pair.second.reader)}"
    yield from hung(console, "", [Text(readers)], column=2)
    lead, nothing = None, True
    for one in found:
        nothing = False
        if one.lead != lead:
            yield from hung(console, "", [Text(quoted(one.lead))], column=2)
            lead = one.lead
        sides = [line for name, side in (("first", one.first), ("second", one.second)) for line in _lines(name, side)]
        yield from hung(console, one.field, sides, indent=4, column=18)
    if nothing:
        yield Text("    no difference")
    yield Text()


def _lines(name: str, side: Side) -> Iterator[Text]:
    from rich.text import Text

    from whomet.faces.terminal import clean, quoted

    if not side.account:
        yield Text(f"{name}: not found")
        return
    values = "; ".join(clean(value) for value in side.values) or "(empty)"
    shown = [quoted(cite.words) for cite in side.cites if cite.words not in side.values]
    yield Text(f"{name}: {values}" + (f"  {' … '.join(shown)}" if shown else ""))


def _print_table(console: Console, rows: list[AgreementRow]) -> None:
    from msgspec.structs import astuple
    from rich.table import Table

    from whomet.faces.comparing import AgreementRow

    table = Table(*AgreementRow.__struct_fields__, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(str, astuple(row)))
    console.print(table)
