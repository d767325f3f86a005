"""`whomet release`: a register frozen into a data set that can be cited.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption


def add_to(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command()(release)


def release(  # noqa: PLR0913 - what a catalogue asks for
    version: Annotated[str, typer.Argument(metavar="VERSION", help="What the release is called, as 2024.1.")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FOLDER", help="A new folder [default: release-VERSION].")
    ] = None,
    day: Annotated[str, typer.Option("--date", metavar="DAY", help="When it is released, as 2024-08-21.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="WORDS", help="What the data set is called.")] = "",
    creator: Annotated[
        list[str] | None,
        typer.Option("--creator", metavar="NAME", help="Who made it: “Quill, Ada” is a person; may be repeated."),
    ] = None,
    publisher: Annotated[
        str, typer.Option("--publisher", metavar="NAME", help="Who publishes it, for the DOI deposit.")
    ] = "",
    previous: Annotated[
        Path | None,
        typer.Option("--previous", metavar="FOLDER", help="An earlier release: the differences from it are told."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            "--leave-out",
            metavar="SOURCE",
            help="A document or a publisher that is left out, with all that only it tells; may be repeated.",
        ),
    ] = None,
    redact: Annotated[
        list[str] | None,
        typer.Option(
            "--redact",
            metavar="SOURCE",
            help="A document or a publisher whose words are withheld, but not what they say; may be repeated.",
        ),
    ] = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Freeze the register into a data set that can be cited: tables, codebook, coverage, hashes, metadata."""
    from whomet.faces import releasing
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    told = releasing.about(version, day, title, creator or (), publisher)
    folder = output or Path(f"release-{version}")
    order = releasing.Order(told, folder, previous, tuple(leave_out or ()), tuple(redact or ()))
    with opened(register) as asked:
        covered = releasing.release(asked, order)
    complain(f"{folder}: version {version} with {covered.meetings} meetings of {covered.documents} documents.")
