"""`whomet token`: who may ask the API, and who may decide by it.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

token = typer.Typer(name="token", help="Who may ask a server's API, and who may decide by it.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Whose it is; decisions made with it bear the name.")]


class May(StrEnum):
    """What a token allows; who may decide may read."""

    READ = "read"
    DECIDE = "decide"


def add_to(app: typer.Typer) -> None:
    """Puts `whomet token` on the command line."""
    for name, command in (("add", add), ("list", list_tokens), ("revoke", revoke)):
        token.command(name)(command)
    app.add_typer(token)


def add(
    name: NameArgument,
    may: Annotated[May, typer.Option("--may", help="What it allows.")] = May.READ,
) -> None:
    """Make a token and print it, this once: only a hash of it is kept."""
    from rich.text import Text

    from whomet.faces.terminal import complain, output, say
    from whomet.faces.tokens import add_token

    say(output(), [Text(add_token(name, may))])
    complain("This is the only time that the token is shown; send it as “Authorization: Bearer TOKEN”.")


def list_tokens() -> None:
    """List whose tokens there are, and what each allows."""
    from rich.text import Text

    from whomet.faces.terminal import clean, complain, output, say
    from whomet.faces.tokens import kept_tokens

    found = kept_tokens()
    say(output(), [Text(f"{token.may:6}  {clean(token.name)}") for token in found])
    complain(f"{len(found)} token{'' if len(found) == 1 else 's'}.")


def revoke(name: NameArgument) -> None:
    """Take a token's rights away, at once."""
    from whomet.faces.terminal import complain
    from whomet.faces.tokens import revoke_token

    revoke_token(name)
    complain(f"The token of {name} is worth nothing any more.")
