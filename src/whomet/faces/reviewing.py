"""What is left to decide, first what a decision would settle most.

What is open is asked of the database, so that the queue of a large register costs little; of what is then shown, and of
nothing else, the accounts are loaded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.text import Text

from whomet.faces.asking import gather
from whomet.faces.opening import alike
from whomet.faces.terminal import clean, quoted
from whomet.model import Meeting, Property
from whomet.register import Register
from whomet.register.undecided import Unsure
from whomet.values.decided import anchored
from whomet.values.decisions import Anchor, DecisionKind, in_force
from whomet.values.shown import brief

SURE = 0.5  # an account less sure than this is asked about
_ASKED = (Property.LEAD, Property.DATE, Property.PARTY, Property.PERSON_NAME)
_ALL = ""
"""Stands for all of an account, where it was accepted."""


class About(StrEnum):
    """What is open."""

    PAIR = "pair"  # whether two accounts tell of one meeting
    CELL = "cell"  # what holds where the sources of a meeting differ
    ACCOUNT = "account"  # whether an account of a low confidence is right


@dataclass(frozen=True, slots=True)
class Open:
    """Something to decide: how much a decision would settle (accounts that would move or stand otherwise), the meetings
    and, but for a cell, the accounts that it is about; of a cell its property; of an account its confidence."""

    settles: float
    about: About
    meetings: tuple[str, ...]
    accounts: tuple[str, ...] = ()
    prop: Property | None = None
    confidence: float = 0.0

    @property
    def key(self) -> str:
        """What tells it from all else that is open, as long as nothing about it changes."""
        return "-".join([self.about, *(self.accounts or self.meetings), *([self.prop] if self.prop else [])])


def queue(register: Register) -> list[Open]:
    """All that is open, first what would settle most."""
    settled = _settled(register)
    pairs, cells, doubted = _best_of(register.unsure()), register.differing(), register.less_sure(SURE)
    cells = [(meeting, prop) for meeting, prop in cells if prop not in settled.cells.get(meeting, ())]
    counts = register.account_counts({m for pair in pairs for m in pair.meetings} | {m for m, _ in cells})
    alone = {m for m, number in register.account_counts({m for _, m, _ in doubted}).items() if number == 1}
    found = [
        *(Open(sum(counts[m] for m in p.meetings), About.PAIR, p.meetings, (p.left, p.right)) for p in pairs),
        *(Open(counts[meeting], About.CELL, (meeting,), (), prop) for meeting, prop in cells),
        *(
            Open((1.0 if meeting in alone else 0.5) * (1 - sure), About.ACCOUNT, (meeting,), (account,), None, sure)
            for account, meeting, sure in doubted  # of those that stand alone nothing else vouches
            if account not in settled.accounts
        ),
    ]
    return sorted(found, key=lambda o: (-o.settles, o.meetings, o.accounts, o.prop or ""))


def _best_of(unsure: Iterable[Unsure]) -> list[Unsure]:
    """Of each pair of meetings the accounts that speak most for their being one."""
    best: dict[tuple[str, str], Unsure] = {}
    for pair in unsure:
        if pair.meetings not in best or pair.score > best[pair.meetings].score:
            best[pair.meetings] = pair
    return list(best.values())


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is asked no more: accounts that were accepted; by meeting, the properties that somebody settled."""

    accounts: set[str]
    cells: Mapping[str, Collection[Property]]


def _settled(register: Register) -> _Settled:
    """What decisions in force settle. A cell is settled by a correction of one of its accounts, and where all that
    differ in it are accepted: then they are read rightly, and the sources do differ."""
    kinds = (DecisionKind.ACCEPT, DecisionKind.CORRECT)
    made = [d for d in in_force([d for _, d in register.decisions()]) if d.kind in kinds]
    meant = _accounts_meant(register, [d.about[0] for d in made])
    homes, cells = register.homes(meant.values()), dict[str, set[Property]]()
    accepted = {meant[d.about[0]] for d in made if d.kind is DecisionKind.ACCEPT and d.about[0] in meant}
    for decision in made:
        home = homes.get(meant.get(decision.about[0], ""))
        if home and decision.kind is DecisionKind.CORRECT:
            cells.setdefault(home, set()).add(Property(decision.value.partition("=")[0]))
    for meeting in register.meetings_named(sorted({homes[a] for a in accepted if a in homes})):
        told = {cell.property: {a for r in cell.readings for a in r.accounts} for cell in meeting.cells}
        cells.setdefault(meeting.id, set()).update(prop for prop, among in told.items() if among <= accepted)
    return _Settled(accepted, cells)


def _accounts_meant(register: Register, anchors: Sequence[Anchor]) -> dict[Anchor, str]:
    """The account that each anchor means: by its id where that is in a meeting, else by its words."""
    homes = register.homes({anchor.account for anchor in anchors})
    found = {anchor: anchor.account for anchor in anchors if anchor.account in homes}
    strayed = [anchor for anchor in anchors if anchor not in found]
    readings = register.newest({anchor.document for anchor in strayed}, texts=False) if strayed else ()
    accounts = [account for reading in readings for account in reading.accounts]
    found.update((anchor, account.id) for anchor in strayed if (account := anchored(anchor, accounts)))
    return found


# ------------------------------------------------------------------------------------------ before a person


def accounts_of(one: Open, meetings: Mapping[str, Meeting]) -> tuple[str, ...]:
    """The accounts to look at: of a cell the first that gives each reading."""
    if one.accounts:
        return one.accounts
    cells = (cell for cell in meetings[one.meetings[0]].cells if cell.property is one.prop)
    return tuple(dict.fromkeys(r.accounts[0] for cell in cells for r in cell.readings if r.accounts))


def queue_lines(register: Register, found: Sequence[Open]) -> Iterator[Text]:
    """What is open, with the words of each account and the command that decides it."""
    meetings = {m.id: m for m in register.meetings_named(sorted({m for one in found for m in one.meetings}))}
    shown = {account for one in found for account in accounts_of(one, meetings)}
    readings = register.readings(shown, texts=False, claims=_ASKED)
    records = gather(readings, meetings.values(), ids=alike(register, {*shown, *meetings}))
    for number, one in enumerate(found, 1):
        accounts = accounts_of(one, meetings)
        yield Text(f"{number:3d}  {_what(one, meetings)}", "bold")
        for name in accounts:
            account = records.accounts[name]
            document = records.documents[account.document]
            lead = quoted(account.value(Property.LEAD)[:200])
            yield Text(f"     {records.short[name]}  {clean(brief(document.id))}: {_told(records.homes[name])}")
            yield Text(f"               {lead}")
        yield Text(f"     whomet decide {_command(one, [records.short[a] for a in accounts])} --reason WORDS")


def _what(one: Open, meetings: Mapping[str, Meeting]) -> str:
    if one.about is About.CELL and one.prop:
        return f"{one.prop}: {' or '.join(map(clean, meetings[one.meetings[0]].values(one.prop)))}"
    return f"of confidence {one.confidence:.2f}" if one.about is About.ACCOUNT else "may be one meeting"


def _command(one: Open, accounts: Sequence[str]) -> str:
    if one.about is About.CELL:
        return f"correct {accounts[0]} {one.prop} VALUE"
    return f"{'same|different' if one.about is About.PAIR else 'accept|reject'} {' '.join(accounts)}"


def _told(meeting: Meeting) -> str:
    parties = " and ".join(meeting.values(Property.PARTY)) or "parties not told"
    return clean(f"{parties}, {' or '.join(meeting.values(Property.DATE)) or 'no date'}")
