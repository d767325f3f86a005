"""Accounts -> judgements, people, meetings, findings: which accounts tell of one meeting, and where they differ.

A pure function of the accounts: their order changes nothing. See `features` for what speaks for and against,
`group` for what may be joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from whomet.model import Account, Document, Entity, Finding, FindingKind, Judgement, Meeting, Verdict
from whomet.reconciliation import people
from whomet.reconciliation.candidates import candidates
from whomet.reconciliation.cells import cells, differences
from whomet.reconciliation.group import Pair, agglomerate
from whomet.reconciliation.judge import judge, reconsider, strength
from whomet.reconciliation.organisations import organisations
from whomet.reconciliation.tellings import Telling, tell
from whomet.reconciliation.voices import VoiceCount, count_voices, voices, voices_of_meetings
from whomet.values.ids import told_apart

__all__ = ["Reconciled", "VoiceCount", "count_voices", "reconcile", "voices", "voices_of_meetings"]

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What all accounts make together, each part in the order of its ids."""

    judgements: tuple[Judgement, ...]
    meetings: tuple[Meeting, ...]
    entities: tuple[Entity, ...]
    findings: tuple[Finding, ...]


def reconcile(accounts: Sequence[Account], documents: Mapping[str, Document]) -> Reconciled:
    """Judge which accounts tell of one meeting, and lay them side by side.

    `documents` maps keys to documents; one that is missing costs only its day of print and its name. Pure: the order of
    `accounts` changes nothing; accounts with one id are taken once.
    """
    by_id = {a.id: a for a in sorted(accounts, key=lambda a: a.id)}
    claims = people.person_claims(by_id.values())
    by_name = people.cluster(claims)
    known = {member: people.person_id(first) for member, first in by_name.items()}
    tellings = {a.id: tell(a, documents.get(a.document), known) for a in by_id.values()}
    judgements = [judge(a, b) for a, b in candidates(tellings.values())]
    judgements = _with_siblings(tellings, judgements, _groups(tellings, judgements))
    groups = _groups(tellings, judgements)
    persons = by_name | _surnames_in_meetings(claims, by_name, groups)
    entities = people.entities(claims, persons)
    names = {member: entity.name for entity in entities for member in entity.members}
    meetings = [_meeting([by_id[a] for a in group], names, documents) for group in groups]
    findings = [f for m in meetings for f in differences(m.id, m.cells, by_id, documents)]
    findings += people.open_identities(claims, persons) + _open_judgements(judgements, groups)
    findings += _namesakes(documents.values())
    return Reconciled(tuple(judgements), tuple(meetings), (*organisations(by_id.values()), *entities), tuple(findings))


def _groups(tellings: Mapping[str, Telling], judgements: Sequence[Judgement]) -> Groups:
    judged = {(j.left, j.right): j for j in judgements}

    def apart(a: str, b: str) -> bool:
        pair: Pair = (a, b) if a < b else (b, a)
        if pair not in judged:
            judged[pair] = judge(tellings[a], tellings[b])
        return judged[pair].verdict is Verdict.DIFFERENT

    links = {(j.left, j.right): strength(j) for j in judgements if j.verdict is Verdict.SAME}
    return agglomerate(tellings, links, apart)


def _with_siblings(tellings: Mapping[str, Telling], judgements: Sequence[Judgement], groups: Groups) -> list[Judgement]:
    """Unsure judgements with the same persons on both sides, looked at again where the documents share a meeting."""
    documents = ({tellings[a].document for a in group} for group in groups)
    shared = {pair for group in documents for pair in combinations(sorted(group), 2)}

    def siblings(j: Judgement) -> bool:
        first, second = sorted((tellings[j.left].document, tellings[j.right].document))
        leaders = any(r.feature == "persons_sides" for r in j.reasons)
        return leaders and j.verdict is Verdict.UNSURE and (first, second) in shared

    return [reconsider(j) if siblings(j) else j for j in judgements]


def _surnames_in_meetings(
    claims: Sequence[people.PersonClaim], by_name: Mapping[str, str], groups: Groups
) -> dict[str, str]:
    """Persons known by one word, and joined to none yet, who are clear once their meeting is."""
    meeting = {account: group[0] for group in groups for account in group}
    full = {by_name[c.member] for c in claims if c.full}
    contexts = {c.member: (meeting[c.account],) for c in claims if c.full or by_name[c.member] not in full}
    return people.join_surnames(claims, by_name, contexts)


def _meeting(accounts: Sequence[Account], names: Mapping[str, str], documents: Mapping[str, Document]) -> Meeting:
    ids = tuple(a.id for a in accounts)
    return Meeting(ids[0], ids, cells(accounts, names, documents))


def _open_judgements(judgements: Sequence[Judgement], groups: Groups) -> list[Finding]:
    """One finding for each two meetings that may be one: the strongest unsure judgement between them, or one that
    said "same" and could not be followed."""
    meeting = {account: group[0] for group in groups for account in group}
    found: dict[Pair, Judgement] = {}
    for j in judgements:
        pair = (min(meeting[j.left], meeting[j.right]), max(meeting[j.left], meeting[j.right]))
        if (
            j.verdict is not Verdict.DIFFERENT
            and pair[0] != pair[1]
            and (pair not in found or j.score > found[pair].score)
        ):
            found[pair] = j
    apart = defaultdict(set)
    for j in judgements:
        if j.verdict is Verdict.DIFFERENT:
            apart[meeting[j.left]].add(meeting[j.right])
    return [_may_be_one(p, j) for p, j in sorted(found.items()) if p[1] not in apart[p[0]] and p[0] not in apart[p[1]]]


def _namesakes(documents: Iterable[Document]) -> list[Finding]:
    """One finding for each id that several documents go by."""
    by_id = defaultdict(list)
    for document in documents:
        by_id[document.id].append(document)
    return [_same_id(sorted(found, key=lambda d: d.key)) for _, found in sorted(by_id.items()) if len(found) > 1]


def _same_id(found: Sequence[Document]) -> Finding:
    named = ", ".join(f"{told_apart(d.id, d.key)} ({d.source})" for d in found[:4])
    more = f" and {len(found) - 4} more" if len(found) > 4 else ""
    text = f"{len(found)} documents have the id {found[0].id}; each is known as: {named}{more}."
    return Finding(FindingKind.SAME_ID, text, about=found[0].key)


def _may_be_one(pair: Pair, judgement: Judgement) -> Finding:
    why = "; ".join(r.text for r in judgement.reasons if r.weight > 0) or "nothing speaks clearly for or against"
    text = f"Meetings {pair[0]} and {pair[1]} may be one: {why}. Kept apart."
    return Finding(FindingKind.IDENTITY_UNSURE, text, about=pair[0])
