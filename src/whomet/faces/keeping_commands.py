"""`whomet rebuild` and `purge`: meetings made anew from what was read, and documents that must go.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption
from whomet.faces.worker_options import CoresOption, OnOption

if TYPE_CHECKING:
    from whomet.register import Register


def add_to(app: typer.Typer) -> None:
    """Puts the keeping commands on the command line."""
    for command in (rebuild, purge):
        app.command()(command)


def rebuild(register: RegisterOption = DEFAULT_REGISTER, cores: CoresOption = None, on: OnOption = "") -> None:
    """Make all meetings, people and findings anew from what was read and decided.

    Whole or not at all; meanwhile others read what was there. Nothing changes unless Whomet, or what it knows, did.
    """
    from whomet.faces.run import all_cores
    from whomet.faces.terminal import complain
    from whomet.pipeline import rebuild as rebuild_all
    from whomet.register import Register
    from whomet.shards.sharing import sharing

    with Register.open(register, create=False) as kept:
        with sharing(on, cores or all_cores()) as workers:
            rebuild_all(kept, workers)
        several = sum(1 for _ in kept.meetings())
    complain(f"{several} meeting{'' if several == 1 else 's'} made anew.")


def purge(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id, or its key.")],
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why it has to go.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who purges [default: your user name].")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Delete a document for good, with all that was read from it and all that followed.

    A tombstone stays: its key, the reason, who and when. Whoever reads the document again is refused. The file that it
    was read from is named, and not touched.
    """
    from whomet.errors import NotFoundError, WhometError
    from whomet.faces.deciding import now
    from whomet.faces.endpoint.keeping import answers_beside, forget
    from whomet.faces.terminal import clean, complain
    from whomet.pipeline import purge as purge_one
    from whomet.register import Register

    if not reason.strip():
        raise WhometError("A document is purged for a reason; say which by --reason.")
    with Register.open(register, create=False) as kept:
        try:
            goes, known = _what_goes(kept, document), kept.document(document)
        except NotFoundError:
            goes, known = "", None  # purged before, perhaps: the register knows
        if goes and not yes:
            typer.confirm(f"{clean(goes)} Delete all of it for good?", abort=True, err=True)
        if known:
            forget(answers_beside(register), known.key)
        gone = purge_one(kept, document, reason, by=by or getpass.getuser(), on=now())
    source = known.source if known else ""
    complain(f"{gone.document} is purged; `whomet log` has who and why. What it was read from is as it was: {source}")


def _what_goes(register: Register, name: str) -> str:
    """What a purge would delete, in a sentence."""
    reading = register.reading(name)
    document = reading.document
    about = len(register.decisions([document.key]))
    met = sum(1 for _ in register.meetings({account.id for account in reading.accounts}))
    counted = f"{_counted(len(reading.accounts), 'account')} of {_counted(met, 'meeting')}"
    return f"{document.id} ({document.source}): {counted}, {_counted(about, 'decision')} about it."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
