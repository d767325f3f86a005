"""`whomet mcp`: the register for an assistant, over standard input and output.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption


def add_to(app: typer.Typer) -> None:
    """Puts the assistants' command on the command line."""
    app.command()(mcp)


def mcp(
    allow_decisions: Annotated[
        bool, typer.Option("--allow-decisions", help="Let it accept, reject, join and part accounts, and undo.")
    ] = False,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Whose its decisions are [default: you, by an assistant].")
    ] = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Answer an assistant's program over standard input and output (Model Context Protocol), until the input ends.

    What it is given leaves this machine where its model runs elsewhere.
    """
    import getpass
    import sys

    from whomet.errors import DecisionError, MissingExtraError
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    if by.strip() and not allow_decisions:
        raise DecisionError("--by names whose the decisions are; nobody decides without --allow-decisions.")
    try:
        from whomet.faces.assistants.server import serve_assistants
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise MissingExtraError("`whomet mcp`", "mcp") from error
    from whomet.faces.assistants.tools import Desk

    with opened(register):
        pass  # says at once what is wrong with it
    if not sys.stdin:  # closed before we began: nobody asks anything
        return
    if sys.stdin.isatty():
        complain("Waiting for an assistant's program on standard input; docs/assistants.md says how one starts this.")
    name = allow_decisions and (by.strip() or f"{getpass.getuser()}, by an assistant")
    serve_assistants(Desk(register, name or ""))
