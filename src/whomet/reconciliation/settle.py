"""What some documents, read anew, change about meetings, people and findings; all else stays as it is.

The result does not depend on the order in which documents come, nor on how many come at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from whomet.model import Account, Document, Verdict
from whomet.reconciliation.candidates import candidates, refile
from whomet.reconciliation.identities import ask_who
from whomet.reconciliation.index import Index, Member, Standing
from whomet.reconciliation.judge import judge, ruled
from whomet.reconciliation.meetings import batches, drop, fetched, lay_out, write
from whomet.reconciliation.organisations import count_parties, parties_of
from whomet.reconciliation.people import fuller_names, is_person, members_of, settle_crowded, settle_surnames
from whomet.reconciliation.questions import ask
from whomet.reconciliation.regroup import Regrouped, judged_about, regroup
from whomet.reconciliation.spellings import Recounted, count, namesakes, rule, ruled_pairs
from whomet.reconciliation.tellings import Telling, as_json, as_telling, tell
from whomet.values.decided import Ruling

Accounts = Mapping[str, Sequence[Account]]


class Sources(Protocol):
    """Where accounts and documents are fetched that a change touches."""

    def accounts(self, ids: Collection[str]) -> Iterable[Account]: ...

    def documents(self, keys: Collection[str], *, texts: bool) -> Iterable[Document]: ...

    def rulings(self, documents: Collection[str]) -> Iterable[Ruling]:
        """What people decided about pairs of accounts of which one is in these documents."""
        ...

    def identities(self, documents: Collection[str]) -> Iterable[Ruling]:
        """What people decided, and took back, about pairs of persons of which one is named in these documents; what was
        taken back first, then in the order in which it was decided."""
        ...

    def who_decided(self) -> Collection[str]:
        """The documents that decisions about persons point at."""
        ...


def settle(index: Index, read: Accounts, sources: Sources) -> None:
    """Brings an index up to date with documents whose accounts are new, changed or gone.

    `read` maps the key of each such document to all accounts that it now has, none for one that is no more.
    """
    documents = {d.key: d for d in sources.documents(read, texts=False)}
    members = [m for key, accounts in read.items() for m in members_of(accounts, documents.get(key))]
    fuller = fuller_names(members)
    tellings = [tell(a, documents.get(key), fuller) for key, accounts in read.items() for a in accounts]
    left = _leave(index, read)
    changed = _judge(index, left.accounts, tellings) | left.tied
    changed |= rule_accounts(index, sources, changed)
    regrouped = regroup(index, changed, {t.id for t in tellings}, left.meetings)
    gone = (regrouped.gone | left.meetings) - {group[0] for group in regrouped.groups}
    parties = [m for accounts in read.values() for m in parties_of(accounts)]
    _settle_people(index, [*members, *parties], regrouped, read, sources)
    ask(index, regrouped.looked_at, gone, left.tied)
    _write_meetings(index, regrouped, gone, sources)


# ---------------------------------------------------------------------------------------------------- accounts


@dataclass(frozen=True, slots=True)
class _Left:
    """What the earlier accounts of some documents leave behind: their ids, the meetings they stood in, and the other
    accounts that a judgement or a meeting tied to them."""

    accounts: set[str]
    meetings: set[str]
    tied: set[str]


def _leave(index: Index, documents: Collection[str]) -> _Left:
    """Takes the earlier accounts of some documents away."""
    old = index.standings.where("document", documents)
    ids, meetings = {s.account for s in old}, {s.meeting for s in old}
    mates = index.standings.where("meeting", meetings) + index.standings.where("kin", {s.kin for s in old})
    tied = {s.account for s in mates} | _unjudge(index, ids)
    index.standings.drop("document", documents)
    return _Left(ids, meetings, tied - ids)


def _unjudge(index: Index, accounts: Collection[str]) -> set[str]:
    """Takes all judgements about some accounts away; gives those at their other ends that were not judged different."""
    old = judged_about(index, accounts)
    for side in ("left", "right"):
        index.judged.drop(side, accounts)
    return {end for j in old if j.verdict != Verdict.DIFFERENT for end in (j.left, j.right)} - set(accounts)


def _judge(index: Index, gone: Collection[str], came: Sequence[Telling]) -> set[str]:
    """Files accounts and judges them against those they share a block with; gives all whose judgements changed."""
    seekers = refile(index, gone, came)
    index.standings.put(Standing(t.id, t.document, "", "", as_json(t)) for t in came)
    again = [as_telling(s.telling) for s in index.standings.where("account", seekers)]
    tied = _unjudge(index, seekers)
    index.judged.put(judge(a, b) for a, b in candidates(index, (*came, *again)))
    return {t.id for t in came} | seekers | tied


def rule_accounts(index: Index, sources: Sources, accounts: Collection[str]) -> set[str]:
    """Puts what people decided in the place of what was judged; gives the accounts at the other ends."""
    home = {s.document for s in index.standings.where("account", accounts)}
    found = [r for r in sources.rulings(home) if r.left in accounts or r.right in accounts]
    there = {s.account for s in index.standings.where("account", {end for r in found for end in (r.left, r.right)})}
    held = [r for r in found if {r.left, r.right} <= there]
    index.judged.put(ruled(r) for r in held)
    return {end for r in held for end in (r.left, r.right)}


# ------------------------------------------------------------------------------------------------------ people


def _settle_people(
    index: Index, came: Sequence[Member], regrouped: Regrouped, documents: Collection[str], sources: Sources
) -> None:
    """Counts the members of some documents, then those by a surname alone whose meeting or namesakes changed."""
    gone = index.members.where("document", documents)
    index.members.drop("document", documents)
    index.members.put(came)
    count_parties(index, [m for m in gone if not is_person(m)], [m for m in came if not is_person(m)])
    full = count(index, [m for m in gone if is_person(m) and m.spelling], [m for m in came if is_person(m) and m.home])
    moved = settle_surnames(index, regrouped.groups, Crowds(index))
    by_meeting = recount(index, moved)
    by_crowd = recount(index, settle_crowded(index, full.crowded, Crowds(index)))
    spelt = {m.spelling for m in (*gone, *came) if is_person(m) and m.spelling}
    people = full | by_meeting | by_crowd | rule_people(index, spelt, documents, sources)
    ask_who(index, people.renamed, people.surnames)


def rule_people(index: Index, spellings: Collection[str], documents: Collection[str], sources: Sources) -> Recounted:
    """Follows what people decided about the persons that are so spelt, or named in these documents."""
    return rule(index, _ruled_spellings(index, spellings, documents, sources))


def _ruled_spellings(
    index: Index, spellings: Collection[str], documents: Collection[str], sources: Sources
) -> dict[tuple[str, str], Verdict]:
    """Pairs of spellings, the smaller first, with what people decided about the persons that are so spelt; a pair that
    was ruled, and is by nobody any more, is UNSURE. Of several decisions about one pair the last holds."""
    ruled = dict.fromkeys(ruled_pairs(index, spellings), Verdict.UNSURE)
    about = set(documents)
    if ruled:
        ends = {end for pair in ruled for end in pair}
        named = index.members.where("document", sources.who_decided())
        about |= {m.document for m in named if m.spelling in ends}
    rulings = list(sources.identities(about))
    members = {end for r in rulings for end in (r.left, r.right)}
    spelt = {m.member: m.spelling for m in index.members.where("member", members) if is_person(m)}
    for r in rulings:
        pair = sorted({spelt.get(r.left, ""), spelt.get(r.right, "")} - {""})
        if len(pair) == 2:
            ruled[pair[0], pair[1]] = r.verdict
    return ruled


def recount(index: Index, moved: Sequence[Member]) -> Recounted:
    """Counts members that moved from one spelling to another."""
    before = {m.member: m for m in index.members.where("member", [m.member for m in moved])}
    index.members.drop("member", before)
    index.members.put(moved)
    return count(index, [before[m.member] for m in moved if before[m.member].spelling], moved)


class Crowds:
    """Whether several people go by a surname and a party, looked up once each."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, dict[tuple[str, str], int]] = {}

    def __call__(self, surname: str, party: str) -> bool:
        if surname not in self._known:
            self._known[surname] = namesakes(self._index, [surname])
        return self._known[surname].get((surname, party), 0) > 1


# ---------------------------------------------------------------------------------------------------- meetings


def _write_meetings(index: Index, regrouped: Regrouped, gone: Collection[str], sources: Sources) -> None:
    """Lays the accounts of each changed meeting side by side, with what they differ in and in how many voices."""
    drop(index, gone, [group[0] for group in regrouped.groups])
    for groups in batches(regrouped.groups):
        write(index, lay_out(fetched(groups, sources)))
