"""Accounts -> judgements, people, meetings, findings: which accounts tell of one meeting, and where they differ.

Start at `settle`: what new accounts change; `anew` makes all at once. See `candidates` for who is compared with whom,
`features` for what speaks for and against, `group` for what may be joined, `index` for what is kept from one run to the
next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from whomet.model import (
    Account,
    Cell,
    Document,
    Entity,
    EntityKind,
    Finding,
    FindingKind,
    Judgement,
    Meeting,
    Property,
)
from whomet.reconciliation.anew import Read, settle_anew
from whomet.reconciliation.index import Index, Meetings, Member, Relation, build_index, in_memory
from whomet.reconciliation.judge import as_judgement
from whomet.reconciliation.people import by_document
from whomet.reconciliation.settle import Sources, settle
from whomet.reconciliation.voices import VoiceCount, count_voices, voices, voices_of
from whomet.values.decided import Ruling
from whomet.values.readings import gather

__all__ = [
    "Index",
    "Meetings",
    "Read",
    "Reconciled",
    "Relation",
    "Sources",
    "VoiceCount",
    "build_index",
    "count_voices",
    "reconcile",
    "settle",
    "settle_anew",
    "voices",
    "voices_of",
]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What all accounts make together, each part in the order of its ids."""

    judgements: tuple[Judgement, ...]
    meetings: tuple[Meeting, ...]
    entities: tuple[Entity, ...]
    findings: tuple[Finding, ...]


def reconcile(accounts: Sequence[Account], documents: Mapping[str, Document]) -> Reconciled:
    """Judge which accounts tell of one meeting, and lay them side by side: all at once, in memory.

    `documents` maps keys to documents; one that is missing costs only its day of print and its name. Pure: the order of
    `accounts` changes nothing; accounts with one id are taken once.
    """
    index = in_memory()
    by_id = {a.id: a for a in sorted(accounts, key=lambda a: a.id)}
    settle(index, by_document(by_id.values()), _Given(by_id, documents))
    return look(index)


def look(index: Index) -> Reconciled:
    """All that an index in memory holds."""
    rows: Any = index  # relations in memory show their rows
    judged = [as_judgement(j) for _, j in sorted(rows.judged.rows.items())]
    entities = {e.id: e for e in _entities(rows.entities.rows.values(), rows.spellings.rows, rows.members.rows)}
    present: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for entity in entities.values():
        if entity.kind is EntityKind.PERSON:
            for account, _, part in (m.rpartition("/") for m in entity.members):
                present[account].append((int(part), entity.name))
    meetings = [_with_people(m, present) for _, (m, _) in sorted(rows.meetings.found.items())]
    findings = [Finding(FindingKind(c.kind), c.text, c.about) for _, c in sorted(rows.compared.rows.items())]
    return Reconciled(tuple(judged), tuple(meetings), tuple(entities[e] for e in sorted(entities)), tuple(findings))


@dataclass(frozen=True, slots=True)
class _Given:
    """Sources that are all at hand."""

    by_id: Mapping[str, Account]
    by_key: Mapping[str, Document]

    def accounts(self, ids: Collection[str]) -> Iterable[Account]:
        return [self.by_id[i] for i in ids]

    def documents(self, keys: Collection[str], *, texts: bool) -> Iterable[Document]:
        return [self.by_key[k] for k in keys if k in self.by_key]

    def rulings(self, documents: Collection[str]) -> Iterable[Ruling]:
        return ()

    def identities(self, documents: Collection[str]) -> Iterable[Ruling]:
        return ()

    def who_decided(self) -> Collection[str]:
        return ()


def _entities(named: Iterable[Any], spellings: Mapping[Any, Any], members: Mapping[Any, Member]) -> Iterable[Entity]:
    of: dict[str, list[Member]] = defaultdict(list)
    for _, member in sorted(members.items()):
        of[spellings[(member.spelling,)].entity].append(member)
    for e in named:
        mine = of[e.entity]
        yield Entity(
            id=e.entity,
            kind=EntityKind(e.kind),
            name=e.name,
            names=tuple(sorted({m.name for m in mine})),
            members=tuple(sorted({m.member for m in mine})),
            roles=tuple(
                sorted({(m.role, m.date, m.account) for m in mine if m.role}, key=lambda r: (r[1], r[2], r[0]))
            ),
        )


def _with_people(meeting: Meeting, present: Mapping[str, Sequence[tuple[int, str]]]) -> Meeting:
    """The meeting with a cell of its persons, each by the name of the person."""
    named = [(name, account) for account in meeting.accounts for _, name in sorted(present.get(account, ()))]
    cell = Cell(Property.PERSON_NAME, gather(named))
    return replace(meeting, cells=(*meeting.cells, cell)) if named else meeting
