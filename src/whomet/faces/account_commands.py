"""`whomet account`: who may log in to the pages of a server, and in which role; and what was done there.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from whomet.faces.audit import Noted

account = typer.Typer(
    name="account", help="Who may log in to a server's pages, and what was done there.", no_args_is_help=True
)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Whose it is; decisions bear the name.")]
_ROLES = "reader (sees all), coder (decides as well) or admin (sees who did what)"


def add_to(app: typer.Typer) -> None:
    """Puts `whomet account` on the command line."""
    account.command("list")(list_accounts)
    for command in (add, role, password, remove, log):
        account.command(command.__name__)(command)
    app.add_typer(account)


def add(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help=f"{_ROLES}.")] = "reader",
    no_password: Annotated[
        bool, typer.Option("--no-password", help="For somebody whom only a proxy names (whomet serve --proxy-user).")
    ] = False,
) -> None:
    """Make an account. The password is asked for, or is the first line of standard input."""
    from whomet.faces.accounts import add_account, check_free, role_called

    given = role_called(role)
    check_free(name)
    add_account(name, given, None if no_password else _password())
    _done(f"account of {name} made, {given}", f"{name} has an account now, as {given}.")


def list_accounts() -> None:
    """List who has an account, and each one's role."""
    from rich.text import Text

    from whomet.faces.accounts import kept_accounts
    from whomet.faces.terminal import clean, complain, output, say

    found = kept_accounts()
    say(output(), [Text(f"{a.role:6}  {clean(a.name)}{'' if a.argon2 else '  (no password)'}") for a in found])
    complain(f"{len(found)} account{'' if len(found) == 1 else 's'}.")


def role(name: NameArgument, role: Annotated[str, typer.Argument(metavar="ROLE", help=f"{_ROLES}.")]) -> None:
    """Give an account another role; whoever is logged in by it has to log in again."""
    from whomet.faces.accounts import change_role, role_called

    given = role_called(role)
    change_role(name, given)
    _done(f"account of {name} is {given} now", f"{name} is {given} now.")


def password(name: NameArgument) -> None:
    """Give an account another password; whoever is logged in by it has to log in again."""
    from whomet.faces.accounts import change_password, named

    named(name)  # else one would be asked for in vain
    change_password(name, _password())
    _done(f"account of {name} has another password", f"{name} has another password now.")


def remove(name: NameArgument) -> None:
    """Take an account away, and end what it is logged in to."""
    from whomet.faces.accounts import remove_account

    remove_account(name)
    _done(f"account of {name} removed", f"{name} has no account any more.")


def log(
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="How many lines.")] = 100,
) -> None:
    """List who did what on servers that ask people who they are, the latest last; times are UTC."""
    from rich.text import Text

    from whomet.faces.audit import noted
    from whomet.faces.terminal import complain, output, say

    lines = noted(most)
    say(output(), [Text(_line(line)) for line in reversed(lines)])
    complain(f"{len(lines)} line{'' if len(lines) == 1 else 's'}.")


def _line(line: Noted) -> str:
    from whomet.faces.terminal import clean

    who = f"{line.who or '–'} ({line.role})" if line.role else line.who or "–"
    parts = (line.on, f"{who}: {line.what}", line.about, line.address)
    return "  ".join(clean(part) for part in parts if part)


def _password() -> str:
    """A password that is typed twice, unseen, or is the first line of standard input. Raises AccessError."""
    from whomet.errors import AccessError

    if sys.stdin is None or not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n") if sys.stdin else ""
        if not line:
            raise AccessError("No password was given; type one when asked, or give it as a line of standard input.")
        return line
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise AccessError("These were two passwords; nothing was changed.")
    return first


def _done(noted: str, sentence: str) -> None:
    """Says what was done, and keeps that it was."""
    from whomet.faces.audit import Done, note
    from whomet.faces.own_files import own_name
    from whomet.faces.terminal import complain

    note(Done.ACCOUNT, f"{own_name()} at the command line", about=noted)
    complain(sentence)
