"""Meetings laid out: the accounts of each side by side, what they differ in, and how many voices tell of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from whomet.model import Account, Document, Meeting
from whomet.reconciliation.cells import cells, differences
from whomet.reconciliation.index import Compared, Index
from whomet.reconciliation.omissions import left_out
from whomet.reconciliation.reprints import doubt_alone, doubt_reprints
from whomet.reconciliation.voices import voices_of

_AT_ONCE = 200  # accounts whose claims are fetched together

Groups = Sequence[tuple[str, ...]]


class Told(Protocol):
    """Where the accounts of meetings are fetched, and their documents."""

    def accounts(self, ids: Collection[str]) -> Iterable[Account]: ...

    def documents(self, keys: Collection[str], *, texts: bool) -> Iterable[Document]: ...


@dataclass(frozen=True, slots=True)
class Laying:
    """Meetings to be laid out: of each its name and the accounts that it has; these accounts, and their documents, with
    texts where a meeting has several accounts."""

    groups: Mapping[str, tuple[str, ...]]
    accounts: Mapping[str, Account]
    documents: Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Laid:
    """One meeting, how many voices tell of it, and what its accounts differ in."""

    meeting: Meeting
    voices: int
    compared: tuple[Compared, ...]


def batches(groups: Iterable[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Groups with some hundred accounts at a time: what is fetched at once."""
    batch: list[tuple[str, ...]] = []
    for group in groups:
        batch.append(group)
        if sum(map(len, batch)) >= _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def fetched(groups: Groups, sources: Told) -> Laying:
    """All that is needed to lay out the meetings of some groups of accounts."""
    accounts = {a.id: a for a in sources.accounts({a for group in groups for a in group})}
    still = {group[0]: there for group in groups if (there := _still_read(group, accounts))}
    several = {accounts[a].document for group in still.values() if len(group) > 1 for a in group}
    alone = {a.document for a in accounts.values()} - several
    found = ((several, True), (alone, False))
    documents = {d.key: d for keys, texts in found for d in sources.documents(keys, texts=texts)}
    return Laying(still, accounts, documents)


def _still_read(group: tuple[str, ...], accounts: Collection[str]) -> tuple[str, ...]:
    """A group without the accounts of documents that were read anew and wait for their turn to be settled. Until then
    its meeting keeps its name, by which it is found and taken away."""
    return tuple(account for account in group if account in accounts)


def lay_out(laying: Laying) -> list[Laid]:
    """Pure: the meetings."""
    return [_lay(name, group, laying.accounts, laying.documents) for name, group in laying.groups.items()]


def _lay(name: str, group: tuple[str, ...], accounts: Mapping[str, Account], documents: Mapping[str, Document]) -> Laid:
    told = [accounts[a] for a in group]
    meeting = Meeting(name, group, cells(told, documents))
    of_it = [documents[key] for key in sorted({a.document for a in told} & documents.keys())]
    found = [
        *differences(meeting.id, meeting.cells, accounts, documents),
        *left_out(meeting.id, told, documents),
        *(doubt_reprints(told, documents) or doubt_alone(told, documents)),
    ]
    compared = tuple(Compared(_occasion(meeting.id), f.kind, f.about, f.text) for f in found)
    return Laid(meeting, len(voices_of(of_it, told)) if len(of_it) > 1 else 1, compared)


def write(index: Index, laid: Iterable[Laid]) -> None:
    """Writes meetings into an index, what they are warned of first: lists tell it."""
    found = list(laid)
    index.compared.put(compared for one in found for compared in one.compared)
    index.meetings.put((one.meeting, one.voices) for one in found)


def drop(index: Index, gone: Collection[str], changed: Collection[str]) -> None:
    """Takes away meetings that are no more, and what those that changed were warned of."""
    index.meetings.drop(gone)
    index.compared.drop("occasion", [_occasion(m) for m in (*gone, *changed)])


def _occasion(meeting: str) -> str:
    return f"differences of {meeting}"
