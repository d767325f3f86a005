"""`whomet knowledge import`, `list`, `forget`: what the user adds to what Whomet knows before reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whomet.knowledge.imports import Imported

knowledge = typer.Typer(
    name="knowledge", help="Add to what Whomet knows of people, their offices and organisations.", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    """Puts the group on the command line."""
    knowledge.command("import")(import_)
    knowledge.command("list")(list_)
    knowledge.command("forget")(forget)
    app.add_typer(knowledge)


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="FollowTheMoney JSON lines, a Wikidata JSON dump, or CSV; .gz and .bz2."
        ),
    ],
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The day up to which the files know, as 2025-06-30.")
    ] = "",
) -> None:
    """Import people, their offices and organisations from files.

    A file of the same name replaces what it gave before. Exit status 1 when a line, or a file, could not be read; the
    rest is imported all the same.
    """
    from whomet.errors import InputError
    from whomet.faces.terminal import complain, progress
    from whomet.knowledge.imports import import_file

    _check_day(as_of)
    failed = False

    def note(sentence: str) -> None:
        nonlocal failed
        failed = True
        complain(sentence)

    with progress("importing") as tell:
        for file in files:
            try:
                complain(_summary(import_file(file, note, as_of=as_of, tell=lambda now: tell(lambda: now))))
            except InputError as error:
                note(str(error))
    if failed:
        raise typer.Exit(1)


def list_() -> None:
    """List the files that were imported, with what each of them gave."""
    from rich.text import Text

    from whomet.faces.terminal import clean, complain, output, say
    from whomet.knowledge.imports import imported
    from whomet.knowledge.offices import knowledge_version
    from whomet.knowledge.user_parties import user_file

    found = imported()
    say(output(), (Text(clean(_summary(one))) for one in found))
    complain(f"Knowledge {knowledge_version()}; what you imported is kept in {user_file()}.")


def forget(names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Files, as `list` calls them.")]) -> None:
    """Take out all that was imported from files of these names."""
    from whomet.errors import NotFoundError
    from whomet.knowledge.imports import forget as forget_one

    for name in names:
        if not forget_one(name):
            raise NotFoundError(f"{name}: nothing was imported from a file of that name; see whomet knowledge list.")


def _check_day(written: str) -> None:
    try:
        if written:
            date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no day; write 2025-06-30.") from None


def _summary(one: Imported) -> str:
    """ "holders.csv (csv, known until 2025-06-30): 3 persons, 4 tenures, 1 organisation." """
    until = f", known until {one.as_of}" if one.as_of else ""
    counted = [(one.persons, "person"), (one.tenures, "tenure"), (one.bodies, "organisation")]
    return f"{one.name} ({one.form}{until}): " + ", ".join(f"{n} {w}{'' if n == 1 else 's'}" for n, w in counted) + "."
