"""What is left to decide, first what a decision would settle most."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rich.text import Text

from whomet.faces.asking import Records, gather
from whomet.faces.terminal import clean, quoted
from whomet.model import Accord, Account, Judgement, Meeting, Property, Verdict
from whomet.register import Register
from whomet.values.decided import anchored
from whomet.values.decisions import Decision, DecisionKind, in_force

SURE = 0.5  # an account less sure than this is asked about
_SINGLE = (
    Property.STATUS,
    Property.DATE,
    Property.CITY,
    Property.COUNTRY,
    Property.VENUE,
    Property.DURATION,
    Property.FORMAT,
    Property.CONTACT,
)
"""Fields that hold one value each: a correction settles them."""

_ASKED = (Property.LEAD, Property.DATE, Property.PARTY, Property.PERSON_NAME)


@dataclass(frozen=True, slots=True)
class Open:
    """Something to decide: how much a decision would settle (accounts that would move or stand otherwise), what it is
    about, and the accounts to look at."""

    settles: float
    what: str
    accounts: tuple[str, ...]
    command: str  # with what a person decides it


def queue(register: Register) -> tuple[list[Open], Records]:
    """All that is open, first what would settle most; and what is needed to show it."""
    records = gather(register.readings(texts=False, claims=_ASKED), register.meetings(), (), register.judgements(), ())
    made = in_force([d for _, d in register.decisions()])
    settled = _settled(made, list(records.accounts.values()))
    found = [*_unsure(records), *_conflicts(records, settled), *_doubtful(records, settled)]
    return sorted(found, key=lambda o: (-o.settles, o.accounts, o.what)), records


def _settled(decisions: Collection[Decision], accounts: list[Account]) -> dict[str, set[str]]:
    """What each account is no more asked about: "" for all of it, else fields."""
    found: dict[str, set[str]] = {}
    for decision in decisions:
        account = anchored(decision.about[0], accounts)
        if account and decision.kind is DecisionKind.ACCEPT:
            found.setdefault(account.id, set()).add("")
        elif account and decision.kind is DecisionKind.CORRECT:
            found.setdefault(account.id, set()).add(decision.value.partition("=")[0])
    return found


def _unsure(records: Records) -> Iterator[Open]:
    """Pairs of meetings that may be one, each by the judgement that speaks most for it."""
    best: dict[tuple[str, str], Judgement] = {}
    for judged in records.judgements:
        homes = [records.homes.get(judged.left), records.homes.get(judged.right)]
        if judged.verdict is not Verdict.UNSURE or None in homes or homes[0] == homes[1]:
            continue
        pair = (min(h.id for h in homes if h), max(h.id for h in homes if h))
        if pair not in best or judged.score > best[pair].score:
            best[pair] = judged
    for (one, other), judged in best.items():
        settles = len(records.homes[one].accounts) + len(records.homes[other].accounts)
        ends = f"{records.short[judged.left]} {records.short[judged.right]}"
        yield Open(settles, "may be one meeting", (judged.left, judged.right), f"whomet decide same|different {ends}")


def _conflicts(records: Records, settled: dict[str, set[str]]) -> Iterator[Open]:
    """Cells in which sources differ, unless somebody corrected one of the accounts there."""
    for meeting in records.meetings:
        for cell in meeting.cells:
            told = [reading.accounts[0] for reading in cell.readings if reading.accounts]
            if cell.accord is Accord.CONFLICT and not any(
                cell.property in settled.get(a, ()) for a in meeting.accounts
            ):
                values = " or ".join(clean(r.value) for r in cell.readings)
                command = f"whomet decide correct {records.short[next(iter(told))]} {cell.property} VALUE"
                yield Open(len(meeting.accounts), f"{cell.property}: {values}", tuple(told), command)


def _doubtful(records: Records, settled: dict[str, set[str]]) -> Iterator[Open]:
    """Accounts of a low confidence that nobody accepted; those that stand alone first, for nothing else vouches."""
    for account in records.accounts.values():
        meeting = records.homes.get(account.id)
        if meeting and account.confidence < SURE and "" not in settled.get(account.id, ()):
            alone = 1.0 if len(meeting.accounts) == 1 else 0.5
            command = f"whomet decide accept|reject {records.short[account.id]}"
            what = f"of confidence {account.confidence:.2f}"
            yield Open(alone * (1 - account.confidence), what, (account.id,), command)


def queue_lines(found: list[Open], records: Records) -> Iterator[Text]:
    """What is open, with the words of each account and the command that decides it."""
    for number, one in enumerate(found, 1):
        yield Text(f"{number:3d}  {one.what}", "bold")
        for name in one.accounts:
            account = records.accounts[name]
            document = records.documents[account.document]
            lead = quoted(account.value(Property.LEAD)[:200])
            yield Text(f"     {records.short[name]}  {clean(document.id)}: {_told(records.homes[name])}")
            yield Text(f"               {lead}")
        yield Text(f"     {one.command} --reason WORDS")


def _told(meeting: Meeting) -> str:
    parties = " and ".join(meeting.values(Property.PARTY)) or "parties not told"
    return clean(f"{parties}, {' or '.join(meeting.values(Property.DATE)) or 'no date'}")
