"""`whomet decide add`: an account that nobody read, of a document of the register or of a source that is not held.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption
from whomet.faces.deciding_commands import ByOption, ReasonOption, SeenOption


def add_to(group: typer.Typer) -> None:
    """Puts the command into the group of decisions."""
    group.command()(add)


def add(  # noqa: PLR0913 - one parameter for each option
    reason: ReasonOption,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Of the register; without it name a source.")
    ] = "",
    lead: Annotated[str, typer.Option(metavar="WORDS", help="The words that say that there was a meeting.")] = "",
    at: Annotated[str, typer.Option("--at", metavar="START:END", help="Where they stand, in code points.")] = "",
    cells: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A value, as “date=2031-03-04 [on Tuesday]”."),
    ] = None,
    title: Annotated[str, typer.Option(metavar="WORDS", help="Of a source that is not held.")] = "",
    publisher: Annotated[str, typer.Option(metavar="NAME", help="Who published it.")] = "",
    published: Annotated[str, typer.Option(metavar="DAY", help="When, as 2031-03-06.")] = "",
    url: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it is.")] = "",
    page: Annotated[str, typer.Option(metavar="PAGE", help="Where in it the words stand.")] = "",
    timecode: Annotated[str, typer.Option(metavar="TIME", help="When in it the words fall, as 1:02:30.")] = "",
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Add an account by hand: of a document, or of a source that the register does not hold."""
    from whomet.faces.adding import UnheldSource, adding, entering
    from whomet.faces.deciding import make
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain
    from whomet.values.by_hand import account_id

    named = UnheldSource(title, publisher, published, url, page, timecode)
    if document and named != UnheldSource(""):
        raise typer.BadParameter(
            "a DOCUMENT of the register says itself what it is: leave out what describes a source."
        )
    if bool(lead) == bool(at) or (at and not document):
        raise typer.BadParameter("give the words by --lead, or, in a DOCUMENT, their place by --at.")
    said, source = (by or getpass.getuser(), reason), None
    with opened(register) as kept:
        if document:
            made = adding(kept, document, lead or at, cells or (), said)
        else:
            made, source = entering(named, lead, cells or (), said)
        number = make(kept, made, seen, source)
    complain(f"Account {account_id(made.id)} is added: decision {made.id} (number {number}).")
