"""The command line, `whomet`: how it begins and ends. Its commands are in `reading_commands`, `asking_commands`,
`deciding_commands` and others named so.

Exit status: 0, or 1 when something could not be read or done, or 2 for a command that was not understood.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated, TextIO

import typer

from whomet import __version__
from whomet.errors import WhometError
from whomet.faces import (
    account_commands,
    adding_commands,
    asking_commands,
    assistant_commands,
    coding_commands,
    comparing_commands,
    deciding_commands,
    fetching_commands,
    importing_commands,
    keeping_commands,
    knowledge_commands,
    model_commands,
    reading_commands,
    release_commands,
    serving_commands,
    token_commands,
)

app = typer.Typer(
    name="whomet",
    help="A cited register of who met whom, where, when and about what, according to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
reading_commands.add_to(app)
asking_commands.add_to(app)
deciding_commands.add_to(app)
adding_commands.add_to(deciding_commands.decide)
keeping_commands.add_to(app)
coding_commands.add_to(app)
comparing_commands.add_to(app)
fetching_commands.add_to(app)
release_commands.add_to(app)
importing_commands.add_to(app)
serving_commands.add_to(app)
knowledge_commands.add_to(app)
model_commands.add_to(app)
token_commands.add_to(app)
account_commands.add_to(app)
assistant_commands.add_to(app)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"whomet {__version__}")
        raise typer.Exit


@app.callback()
def whomet(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """A cited register of who met whom, where, when and about what, according to whom."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status; prints errors as one sentence, never as a traceback."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):  # letters that an old code page lacks are no reason to stop
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except WhometError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _fail("Stopped.", status=130)
    except BrokenPipeError:  # whoever read the output has left
        _leave_quietly(sys.stdout)
        return 1
    except OSError as error:
        if error.filename is None:  # no file of ours: what we print goes nowhere
            _leave_quietly(sys.stdout)
        return _fail(f"{error.filename or 'standard output'}: {error.strerror or error}.")


def _run(arguments: Sequence[str] | None) -> int:
    try:
        app(args=None if arguments is None else list(arguments), prog_name="whomet")
    except SystemExit as leaving:  # how typer ends every command
        status = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    else:
        status = 0
    sys.stdout.flush()
    return status


def _open_what_is_closed() -> None:
    """Who starts us without standard output or standard error (`>&-`) wants to hear nothing."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115, PTH123 - open as long as we run
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115, PTH123


def _fail(sentence: str, status: int = 1) -> int:
    from whomet.faces.terminal import complain

    complain(sentence)
    return status


def _leave_quietly(stream: TextIO) -> None:
    """Sends the rest of a stream nowhere, so that Python's last flush does not complain."""
    with contextlib.suppress(OSError, ValueError):  # a stream without a file of its own has no such flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
