"""`whomet meetings`, `show`, `who`, `check`: what a register answers.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

RegisterOption = Annotated[Path, typer.Option("--register", metavar="FILE", help="The register to ask.")]
DEFAULT_REGISTER = Path("register.whomet")


class TableFormat(StrEnum):
    """How meetings are listed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


class Status(StrEnum):
    """What became of a meeting."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


def add_to(app: typer.Typer) -> None:
    """Puts the asking commands on the command line."""
    for command in (meetings, show, who, check):
        app.command()(command)


def _date(value: str) -> str:
    """A date option as given. Raises BadParameter for what is no date."""
    from whomet.values.edtf import bounds

    if value and not bounds(value):
        raise typer.BadParameter(f"{value!r} is no date; write 2024, 2024-08 or 2024-08-21.")
    return value


def meetings(  # noqa: PLR0913 - one parameter for each option
    words: Annotated[
        list[str] | None, typer.Argument(help="Words of an account or its document; ceas* for one begun.")
    ] = None,
    name: Annotated[str, typer.Option("--with", metavar="NAME", help="A person, in any spelling.")] = "",
    party: Annotated[str, typer.Option(metavar="PARTY", help="A side or mediator.")] = "",
    place: Annotated[str, typer.Option(metavar="PLACE", help="A city, country or venue.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Not before this day or month.", callback=_date)] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Not after this day or month.", callback=_date)] = "",
    status: Annotated[Status | None, typer.Option(help="What became of it.")] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How to print.")] = TableFormat.TABLE,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """List the meetings of the register that fit all that is asked, earliest first."""
    from whomet.faces.asking import Question, choose
    from whomet.faces.opening import open_records
    from whomet.faces.printing import print_count, print_meetings

    records, found = open_records(register, " ".join(words or []))
    question = Question(name, party, place, since, until, status.value if status else "")
    chosen = choose(records, question, found)
    print_meetings(chosen, records, form.value)
    print_count(chosen, records, dated=bool(since or until))


def show(
    meeting: Annotated[str, typer.Argument(help="The id of a meeting or account, or its beginning.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="ID", help="Print the text of a document instead.")] = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Show one meeting cell by cell, each account's words beside the other's, each with its source."""
    from whomet.faces.asking import find_meeting
    from whomet.faces.opening import open_records, read_text, voices_of
    from whomet.faces.showing import meeting_page
    from whomet.faces.terminal import output, say

    if bool(meeting) == bool(text):
        raise typer.BadParameter("name one MEETING, or one document with --text ID.")
    if text:
        sys.stdout.buffer.write(read_text(register, text).encode("utf-8", "surrogatepass"))
        return
    records, _ = open_records(register)
    found, console = find_meeting(records, meeting), output()
    say(console, meeting_page(console, found, records, voices_of(found, records)))


def who(
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="A name in any spelling, or a person's id.")],
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Show a person: spellings, roles over time, meetings and with whom."""
    from whomet.faces.asking import find_people
    from whomet.faces.listing import people_list, person_page
    from whomet.faces.opening import open_records
    from whomet.faces.terminal import complain, output, say

    records, _ = open_records(register)
    people, console = find_people(records, " ".join(name)), output()
    if len(people) == 1:
        say(console, person_page(console, people[0], records))
        return
    complain(f"{len(people)} persons fit; ask for one by the id at the end of its line.")
    say(console, people_list(people))


def check(register: RegisterOption = DEFAULT_REGISTER) -> None:
    """List what a reader must be warned of: doubtful dates, unresolved names, differences, skipped input."""
    from whomet.faces.listing import check_page
    from whomet.faces.opening import open_records
    from whomet.faces.terminal import output, say

    records, _ = open_records(register)
    console = output()
    say(console, check_page(console, records))
