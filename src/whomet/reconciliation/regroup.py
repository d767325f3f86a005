"""Which accounts make one meeting, worked out again where a judgement changed and nowhere else.

Twice: by each judgement alone; then with those added that another meeting of the same two documents tips. Both times
the accounts that hang together by "same" are found first: what lies outside changes nothing inside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from whomet.model import Verdict
from whomet.reconciliation.group import Pair, agglomerate
from whomet.reconciliation.index import Index, Judged, Standing
from whomet.reconciliation.judge import judge, may_lean, reconsider, strength
from whomet.reconciliation.tellings import Telling, as_telling


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Groups of accounts that changed, the ids of meetings that are no more, and all accounts that were looked at."""

    groups: tuple[tuple[str, ...], ...]
    gone: frozenset[str]
    looked_at: frozenset[str]


def regroup(index: Index, changed: Collection[str], anew: Collection[str], left: Collection[str]) -> Regrouped:
    """The groups around accounts whose judgements `changed`. A group with an account of `anew`, read anew, counts as
    changed, and so does what remains of the meetings that accounts `left`.

    Writes where each account stands, and the judgements that another meeting tips.
    """
    mates = {s.account for s in _mates(index, changed, "kin")} | {s.account for s in _mates(index, changed, "meeting")}
    first = _closure(index, {*changed, *mates}, _alone)
    kin = _grouped(index, first, _alone)
    _stand(index, kin, "kin")
    tipped = _tip(index, first.accounts)
    again = {s.account for s in _mates(index, tipped, "meeting")} | tipped
    final = _closure(index, {*first.accounts, *again}, _in_the_end)
    before = {s.account: s.meeting for s in index.standings.where("account", final.accounts)}
    groups = _grouped(index, final, _in_the_end)
    _stand(index, groups, "meeting")
    return Regrouped(
        _changed(groups, before, anew, left), frozenset(before.values()) - _ids(groups) - {""}, final.accounts
    )


def group_all(index: Index) -> None:
    """As `regroup`, of all accounts, where none stands anywhere yet."""
    for page in index.standings.pages():
        first = _closure(index, {s.account for s in page if not s.kin}, _alone)
        _stand(index, _grouped(index, first, _alone), "kin")
    for page in index.standings.pages():
        _tip(index, {s.account for s in page})
    for page in index.standings.pages():
        final = _closure(index, {s.account for s in page if not s.meeting}, _in_the_end)
        _stand(index, _grouped(index, final, _in_the_end), "meeting")


def _alone(judged: Judged) -> str:
    return judged.alone


def _in_the_end(judged: Judged) -> str:
    return judged.verdict


@dataclass(frozen=True, slots=True)
class _Closure:
    """Accounts that hang together, and every judgement about any of them."""

    accounts: frozenset[str]
    judged: Mapping[Pair, Judged]


def judged_about(index: Index, accounts: Collection[str]) -> list[Judged]:
    """Every judgement about some accounts, each once."""
    found = {(j.left, j.right): j for side in ("left", "right") for j in index.judged.where(side, accounts)}
    return [found[pair] for pair in sorted(found)]


def _closure(index: Index, start: Collection[str], verdict: Callable[[Judged], str]) -> _Closure:
    seen = set(start)
    judged: dict[Pair, Judged] = {}
    frontier = set(start)
    while frontier:
        about = judged_about(index, frontier)
        judged |= {(j.left, j.right): j for j in about}
        ends = {end for j in about if verdict(j) == Verdict.SAME for end in (j.left, j.right)}
        frontier = ends - seen
        seen |= frontier
    return _Closure(frozenset(seen), judged)


def _grouped(index: Index, closure: _Closure, verdict: Callable[[Judged], str]) -> tuple[tuple[str, ...], ...]:
    links = {pair: strength(j) for pair, j in closure.judged.items() if verdict(j) == Verdict.SAME}
    tellings: dict[str, Telling] = {}

    def apart(a: str, b: str) -> bool:
        known = closure.judged.get((min(a, b), max(a, b)))
        if known is None:
            if not tellings:
                standing = index.standings.where("account", closure.accounts)
                tellings.update((s.account, as_telling(s.telling)) for s in standing)
            known = judge(tellings[a], tellings[b])
        return verdict(known) == Verdict.DIFFERENT

    return agglomerate(closure.accounts, links, apart)


def _mates(index: Index, accounts: Collection[str], column: str) -> list[Standing]:
    """All that stand in one group with some accounts."""
    groups = {getattr(s, column) for s in index.standings.where("account", accounts)}
    return index.standings.where(column, groups - {""})


def _stand(index: Index, groups: Iterable[tuple[str, ...]], column: str) -> None:
    of = {account: group[0] for group in groups for account in group}
    now = index.standings.where("account", of)
    index.standings.put(replace(s, **{column: of[s.account]}) for s in now if getattr(s, column) != of[s.account])


def _tip(index: Index, accounts: Collection[str]) -> set[str]:
    """Considers again what leans on another meeting of the same documents; gives accounts whose judgements moved."""
    documents = {s.document for s in index.standings.where("account", accounts)}
    near = index.standings.where("document", documents)
    leaning = [j for j in judged_about(index, [s.account for s in near]) if may_lean(j)]
    ends = {end for j in leaning for end in (j.left, j.right)}
    home = {s.account: s.document for s in index.standings.where("account", ends)}
    meets = defaultdict(set)
    for standing in index.standings.where("document", set(home.values())):
        meets[standing.document].add(standing.kin)
    moved = []
    for j in leaning:
        again = reconsider(j, bool(meets[home[j.left]] & meets[home[j.right]]))
        if again != j:
            moved.append(again)
    index.judged.put(moved)
    return {end for j in moved for end in (j.left, j.right)}


def _changed(
    groups: Iterable[tuple[str, ...]], before: Mapping[str, str], anew: Collection[str], left: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    members = defaultdict(set)
    for account, meeting in before.items():
        members[meeting].add(account)
    moved = {account for account, meeting in before.items() if meeting in left} | set(anew)
    return tuple(g for g in groups if members.get(g[0]) != set(g) or not moved.isdisjoint(g))


def _ids(groups: Iterable[tuple[str, ...]]) -> set[str]:
    return {group[0] for group in groups}
