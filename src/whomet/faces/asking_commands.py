"""`whomet meetings`, `show`, `who`, `check`: what a register answers.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

RegisterOption = Annotated[
    str, typer.Option("--register", metavar="FILE", help="The register: a file, or postgresql://user@host/database.")
]
DEFAULT_REGISTER = "register.whomet"


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
    from whomet.exchange.tables import MeetingRow
    from whomet.faces.asking import Question
    from whomet.faces.narrowing import fitting
    from whomet.faces.opening import opened, voices_in
    from whomet.faces.printing import coded_rows, print_count, print_meetings, print_untold

    question = Question(name, party, place, since, until, status.value if status else "")
    with opened(register) as asked:
        chosen, records = fitting(asked, question, " ".join(words or ()))
        kind = MeetingRow if form is TableFormat.TABLE else coded_rows(asked)
        print_meetings(chosen, records, voices_in(asked, records), form.value, kind)
        print_count(len(chosen), asked, dated=bool(since or until))
        if not chosen and question == Question():
            print_untold(" ".join(words or ()), asked)


def show(
    meeting: Annotated[str, typer.Argument(help="The id of a meeting or account, or its beginning.")] = "",
    text: Annotated[str, typer.Option("--text", metavar="ID", help="Print the text of a document instead.")] = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Show one meeting cell by cell, each account's words beside the other's, each with its source."""
    from whomet.faces.opening import one_meeting, opened
    from whomet.faces.showing import meeting_page
    from whomet.faces.terminal import output, put_out, say

    if bool(meeting) == bool(text):
        raise typer.BadParameter("name one MEETING, or one document with --text ID.")
    with opened(register) as asked:
        if text:
            put_out([asked.document(text).text.encode("utf-8", "surrogatepass")])
            return
        found, records = one_meeting(asked, meeting)
    console = output()
    say(console, meeting_page(console, found, records))


def who(
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="A name in any spelling, or a person's id.")],
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Show a person: spellings, roles over time, meetings and with whom."""
    from whomet.faces.listing import people_list, person_page
    from whomet.faces.opening import opened, people_named
    from whomet.faces.terminal import complain, output, say

    with opened(register) as asked:
        people, records = people_named(asked, " ".join(name))
    console = output()
    if len(people) == 1:
        say(console, person_page(console, people[0], records))
        return
    complain(f"{len(people)} persons fit; ask for one by the id at the end of its line.")
    say(console, people_list(people))


def check(register: RegisterOption = DEFAULT_REGISTER) -> None:
    """List what a reader must be warned of: doubtful dates, unresolved names, differences, skipped input."""
    from whomet.faces.listing import check_page
    from whomet.faces.opening import all_findings, opened
    from whomet.faces.terminal import output, say

    with opened(register) as asked:
        records = all_findings(asked)
    console = output()
    say(console, check_page(console, records))
