"""Meetings that may be one: what stays open after the judgements, as findings for a reader to settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from whomet.model import FindingKind, Verdict
from whomet.reconciliation.group import Pair
from whomet.reconciliation.index import Compared, Index, Judged
from whomet.reconciliation.judge import reasons_of
from whomet.reconciliation.regroup import judged_about


def ask(index: Index, looked_at: Collection[str], gone: Collection[str], others: Collection[str]) -> None:
    """Writes anew what is open about the meetings of some accounts, and of those that judgements tie to them.

    `gone` are meetings that are no more; `others` accounts that a judgement tied to one that is no more.
    """
    about = judged_about(index, looked_at)
    ends = {end for j in about if j.verdict != Verdict.DIFFERENT for end in (j.left, j.right)}
    meetings = {s.meeting for s in index.standings.where("account", {*looked_at, *ends, *others})}
    standings = index.standings.where("meeting", meetings)
    found = _open(index, judged_about(index, [s.account for s in standings]), meetings)
    index.compared.drop("occasion", [_occasion(m) for m in (*meetings, *gone)])
    index.compared.put(found)


def ask_all(index: Index) -> None:
    """As `ask`, where nothing was asked before, of all meetings."""
    for page in index.standings.pages():
        meetings = {s.account for s in page if s.meeting == s.account}
        standings = index.standings.where("meeting", meetings)
        index.compared.put(_open(index, judged_about(index, [s.account for s in standings]), meetings))


def _open(index: Index, judged: Iterable[Judged], meetings: Collection[str]) -> list[Compared]:
    """One finding for each two meetings that may be one: the strongest unsure judgement between them, or one that
    said "same" and could not be followed."""
    judged = list(judged)
    ends = {end for j in judged for end in (j.left, j.right)}
    meeting = {s.account: s.meeting for s in index.standings.where("account", ends)}
    found: dict[Pair, Judged] = {}
    apart: dict[str, set[str]] = defaultdict(set)
    for j in judged:
        pair = (min(meeting[j.left], meeting[j.right]), max(meeting[j.left], meeting[j.right]))
        if j.verdict == Verdict.DIFFERENT:
            apart[pair[0]].add(pair[1])
        elif pair[0] != pair[1] and (pair not in found or j.score > found[pair].score):
            found[pair] = j
    return [_may_be_one(p, j) for p, j in sorted(found.items()) if p[0] in meetings and p[1] not in apart[p[0]]]


def _may_be_one(pair: Pair, judged: Judged) -> Compared:
    positive = [r.text for r in reasons_of(judged) if r.weight > 0]
    why = "; ".join(positive) or "nothing speaks clearly for or against"
    text = f"Meetings {pair[0]} and {pair[1]} may be one: {why}. Kept apart."
    return Compared(_occasion(pair[0]), FindingKind.IDENTITY_UNSURE, pair[0], text)


def _occasion(meeting: str) -> str:
    return f"may be one with {meeting}"
