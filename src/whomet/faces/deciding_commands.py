"""`whomet decide`, `log` and `review`: what people decide about what was read, and what is left to decide.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from whomet.register import Register
    from whomet.values.decisions import Anchor, Decision, DecisionKind

decide = typer.Typer(
    name="decide", help="Decide about accounts and meetings, with a reason; nothing read is lost.", no_args_is_help=True
)

ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides [default: your user name].")]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why.")]
SeenOption = Annotated[
    int | None,
    typer.Option("--seen", metavar="N", help="Number of the last decision you know of: refused if one came since."),
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A person, by a spelling of the register.")]
AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="An account's id, or its beginning.")]


def add_to(app: typer.Typer) -> None:
    """Puts the group and the log on the command line."""
    for command in (same, different, same_person, different_person, accept, reject, correct, copy, kind, code, undo):
        decide.command(command.__name__.replace("_", "-"))(command)
    app.add_typer(decide)
    app.command()(log)
    app.command()(review)


def same(
    one: AccountArgument,
    other: AccountArgument,
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Two accounts tell of one meeting."""
    from whomet.values.decisions import DecisionKind

    _decide(register, DecisionKind.SAME_MEETING, [one, other], reason, by, seen)


def different(
    one: AccountArgument,
    other: AccountArgument,
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Two accounts tell of two meetings."""
    from whomet.values.decisions import DecisionKind

    _decide(register, DecisionKind.DIFFERENT_MEETING, [one, other], reason, by, seen)


def same_person(
    one: NameArgument,
    other: NameArgument,
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Two names are one person's."""
    from whomet.values.decisions import DecisionKind

    _decide_who(register, DecisionKind.SAME_PERSON, [one, other], reason, by, seen)


def different_person(
    one: NameArgument,
    other: NameArgument,
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Two spellings are two persons."""
    from whomet.values.decisions import DecisionKind

    _decide_who(register, DecisionKind.DIFFERENT_PERSON, [one, other], reason, by, seen)


def accept(
    account: AccountArgument,
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """An account is right: the review queue asks no more about it."""
    from whomet.values.decisions import DecisionKind

    _decide(register, DecisionKind.ACCEPT, [account], reason, by, seen)


def reject(
    account: AccountArgument,
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """An account tells of no meeting: it is in none until this is undone."""
    from whomet.values.decisions import DecisionKind

    _decide(register, DecisionKind.REJECT, [account], reason, by, seen)


def correct(  # noqa: PLR0913
    account: AccountArgument,
    field: Annotated[str, typer.Argument(help="What is corrected: date, city, status, person.role ...")],
    value: Annotated[str, typer.Argument(help='The right value; "" where the account says none.')],
    reason: ReasonOption,
    words: Annotated[
        str, typer.Option("--words", help="The document's words that show it; of a person, the name there.")
    ] = "",
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """A cell of an account gets another value; what was read stays beside it."""
    from whomet.errors import DecisionError
    from whomet.faces.deciding import checked, lead_of, make, now, words_in
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain
    from whomet.values.decisions import Decision, DecisionKind

    told = checked(field, value)
    if "." in field and not words:
        raise DecisionError(f"{field} is told of several; say by --words which, as “--words 'Mira Okonveld'”.")
    with opened(register) as kept:
        lead = lead_of(kept, account)
        about = (lead, words_in(kept, lead, words)) if words else (lead,)
        made = Decision(DecisionKind.CORRECT, about, told, by or getpass.getuser(), now(), reason)
        number = make(kept, made, seen)
    complain(f"Decision {made.id} (number {number}) is kept.")


def copy(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id or key.")],
    of: Annotated[str, typer.Argument(metavar="OF", help="The document that it is a copy of.")],
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """A document is a copy of another: they are one independent origin."""
    from whomet.faces.deciding import copying

    _keep(register, lambda kept, said: copying(kept, document, of, said), (reason, by, seen))


def kind(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A document's id or key.")],
    name: Annotated[str, typer.Argument(metavar="KIND", help='"wire", "independent", "state media of Norway" ...')],
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """A document's source is of another kind than the lists of owners say."""
    from whomet.faces.deciding import naming_kind

    _keep(register, lambda kept, said: naming_kind(kept, source, name, said), (reason, by, seen))


def code(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT-OR-MEETING", help="Its id, or its beginning.")],
    value: Annotated[str, typer.Argument(metavar="FIELD=VALUE", help="A field of your own, as violence_level=3.")],
    reason: ReasonOption,
    by: ByOption = "",
    seen: SeenOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """A field of your project's own holds a value; an empty one takes it away."""
    from whomet.faces.deciding import coding

    _keep(register, lambda kept, said: coding(kept, account, value, said), (reason, by, seen))


def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id, its beginning, or its number.")],
    reason: ReasonOption,
    by: ByOption = "",
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """A decision holds no longer; it stays in the log. An undo can be undone."""
    from whomet.faces.deciding import make, undoing
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    with opened(register) as kept:
        made = undoing(kept, decision, by or getpass.getuser(), reason)
        number = make(kept, made)
    complain(f"Decision {made.id} (number {number}) is kept.")


def log(register: RegisterOption = DEFAULT_REGISTER) -> None:
    """List every decision and every purge: who, when, what, why, about which words."""
    from whomet.faces.deciding import log_lines
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain, output, say

    with opened(register) as kept:
        found, purged = kept.decisions(), kept.tombstones()
    say(output(), log_lines(found, purged))
    purges = f", {len(purged)} purge{'' if len(purged) == 1 else 's'}" if purged else ""
    complain(f"{len(found)} decision{'' if len(found) == 1 else 's'}{purges}.")


def review(
    most: Annotated[int, typer.Option("--most", metavar="N", help="How many to list.", min=1)] = 20,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """List what is left to decide, first what a decision would settle most."""
    from whomet.faces.opening import opened
    from whomet.faces.reviewing import queue, queue_lines
    from whomet.faces.terminal import complain, output, say

    with opened(register) as kept:
        found = queue(kept)
        say(output(), queue_lines(kept, found[:most]))
    complain(f"{len(found)} open, {min(most, len(found))} listed.")


def _decide(register: str, kind: DecisionKind, names: list[str], reason: str, by: str, seen: int | None) -> None:
    from whomet.faces.deciding import lead_of

    _make(register, kind, names, lead_of, (reason, by, seen))


def _decide_who(register: str, kind: DecisionKind, names: list[str], reason: str, by: str, seen: int | None) -> None:
    from whomet.faces.deciding import person_of

    _make(register, kind, names, person_of, (reason, by, seen))


def _make(
    register: str,
    kind: DecisionKind,
    names: list[str],
    place: Callable[[Register, str], Anchor],
    told: tuple[str, str, int | None],
) -> None:
    from whomet.faces.deciding import now
    from whomet.values.decisions import Decision

    def decided(kept: Register, said: tuple[str, str]) -> Decision:
        return Decision(kind, tuple(place(kept, n) for n in names), "", said[0], now(), said[1])

    _keep(register, decided, told)


def _keep(
    register: str,
    decided: Callable[[Register, tuple[str, str]], Decision],
    told: tuple[str, str, int | None],
) -> None:
    """Keeps what `decided` makes for a register, for who decides and why; `told`: why, who, and what they have seen."""
    from whomet.faces.deciding import make
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain

    reason, by, seen = told
    with opened(register) as kept:
        made = decided(kept, (by or getpass.getuser(), reason))
        number = make(kept, made, seen)
    complain(f"Decision {made.id} (number {number}) is kept.")
