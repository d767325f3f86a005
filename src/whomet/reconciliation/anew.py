"""All accounts at once: what `settle` makes of them, in blocks that other processes work on.

`settle` asks what each change touches. Where everything is made anew nothing has to be touched twice: all accounts are
filed, then those that share a key are judged, then grouped, and each meeting is laid out once. Filing, judging and
laying out are pure and most of the work; they are asked of an executor, some accounts at a time. All rows are looked up
and written here, in one order: what comes does not depend on who did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice

from whomet.model import Account, Document
from whomet.reconciliation.asking import answers
from whomet.reconciliation.candidates import candidates, file_under
from whomet.reconciliation.identities import ask_who
from whomet.reconciliation.index import Block, Index, Judged, Member, Standing
from whomet.reconciliation.judge import judge
from whomet.reconciliation.meetings import Laying, batches, fetched, lay_out, write
from whomet.reconciliation.organisations import count_parties, parties_of
from whomet.reconciliation.people import fuller_names, members_of, settle_surnames
from whomet.reconciliation.questions import ask_all
from whomet.reconciliation.regroup import group_all
from whomet.reconciliation.settle import Crowds, Sources, recount, rule_accounts, rule_people
from whomet.reconciliation.spellings import Recounted, count
from whomet.reconciliation.tellings import Telling, as_json, as_telling, tell

Read = Sequence[tuple[Document, Sequence[Account]]]
"""Some documents, their texts left out, with all accounts of each."""


def settle_anew(index: Index, read: Iterable[Read], sources: Sources, executor: Executor | None = None) -> None:
    """Fills an index that holds nothing with all documents there are, as `settle` would."""
    people = _file(index, read, executor)
    for pairs in answers(executor, judged, _pairs(index)):
        index.judged.put(pairs)
    for page in index.standings.pages():
        rule_accounts(index, sources, {s.account for s in page})
    group_all(index)
    people |= _settle_surnames(index)
    people |= rule_people(index, (), sources.who_decided(), sources)
    ask_who(index, people.renamed, people.surnames)
    ask_all(index)
    for laid in answers(executor, lay_out, _layings(index, sources)):
        write(index, laid)


# ------------------------------------------------------------------------------------------------------ filing


@dataclass(frozen=True, slots=True)
class Filed:
    """The rows that follow from some documents alone."""

    standings: tuple[Standing, ...]
    blocks: tuple[Block, ...]
    people: tuple[Member, ...]
    parties: tuple[Member, ...]


def filed(read: Read) -> Filed:
    """Pure: where the accounts of some documents are kept, and whom they name."""
    people = [m for document, accounts in read for m in members_of(accounts, document)]
    fuller = fuller_names(people)
    tellings = [tell(account, document, fuller) for document, accounts in read for account in accounts]
    return Filed(
        tuple(Standing(t.id, t.document, "", "", as_json(t)) for t in tellings),
        tuple(Block(key, t.id) for t in tellings for key in sorted(file_under(t))),
        tuple(people),
        tuple(m for _, accounts in read for m in parties_of(accounts)),
    )


def _file(index: Index, read: Iterable[Read], executor: Executor | None) -> Recounted:
    found = Recounted()
    for batch in answers(executor, filed, read):
        index.standings.put(batch.standings)
        index.blocks.put(batch.blocks)
        index.members.put([*batch.people, *batch.parties])
        count_parties(index, [], batch.parties)
        found |= count(index, [], [m for m in batch.people if m.home])
    return found


# ----------------------------------------------------------------------------------------------------- judging

_AT_ONCE = 2000  # pairs
Pairs = Sequence[tuple[Telling, Telling]]


def judged(pairs: Pairs) -> list[Judged]:
    """Pure: a judgement of each pair."""
    return [judge(a, b) for a, b in pairs]


def _pairs(index: Index) -> Iterator[Pairs]:
    """The pairs that share a block, each once: with the page that holds its first account."""
    for page in index.standings.pages():
        tellings = {s.account: as_telling(s.telling) for s in page}
        pairs = ((a, b) for a, b in candidates(index, tellings.values()) if a.id in tellings)
        while some := list(islice(pairs, _AT_ONCE)):
            yield some


# ------------------------------------------------------------------------------------------ people and meetings


def _groups(index: Index) -> Iterator[list[tuple[str, ...]]]:
    """The accounts of each meeting, some meetings at a time: a meeting is called by the first of them."""
    for page in index.standings.pages():
        groups: dict[str, list[str]] = {s.account: [] for s in page if s.meeting == s.account}
        for standing in index.standings.where("meeting", groups):
            groups[standing.meeting].append(standing.account)
        yield [tuple(group) for group in groups.values()]


def _settle_surnames(index: Index) -> Recounted:
    """Counts those who are known by a surname alone, now that their meetings and all full names are known."""
    found, crowds = Recounted(), Crowds(index)
    for groups in _groups(index):
        found |= recount(index, settle_surnames(index, groups, crowds))
    return found


def _layings(index: Index, sources: Sources) -> Iterator[Laying]:
    return (fetched(groups, sources) for page in _groups(index) for groups in batches(page))
