"""Accounts and documents as people decided them: accounts added and left out, values corrected and coded, the kind of
a source and what it is a copy of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whomet.model import Account, Claim, Document, Property, Verdict
from whomet.values.by_hand import account_of, is_by_hand
from whomet.values.decisions import Anchor, Decision, DecisionKind


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says of two accounts, or of two persons in accounts ("<account id>/<part>"), left < right. UNSURE
    says that a decision was taken back and none holds in its place."""

    left: str
    right: str
    verdict: Verdict
    by: str
    reason: str


_VERDICTS = {DecisionKind.SAME_MEETING: Verdict.SAME, DecisionKind.DIFFERENT_MEETING: Verdict.DIFFERENT}


def rulings(decisions: Iterable[Decision], accounts: Sequence[Account]) -> tuple[Ruling, ...]:
    """What decisions in force say of pairs of accounts, sorted; of several about one pair the last."""
    found: dict[tuple[str, str], Ruling] = {}
    for decision in decisions:
        verdict = _VERDICTS.get(decision.kind)
        ends = sorted({a.id for anchor in decision.about if (a := anchored(anchor, accounts))}) if verdict else []
        if verdict and len(ends) == 2:
            found[ends[0], ends[1]] = Ruling(ends[0], ends[1], verdict, decision.by, decision.reason)
    return tuple(found[pair] for pair in sorted(found))


_WHO = {DecisionKind.SAME_PERSON: Verdict.SAME, DecisionKind.DIFFERENT_PERSON: Verdict.DIFFERENT}


def identities(
    decisions: Sequence[Decision], in_force: Iterable[Decision], accounts: Sequence[Account]
) -> tuple[Ruling, ...]:
    """What decisions say of pairs of persons: those that were taken back, as UNSURE, then those in force, the last that
    was made last."""
    holding = {d.id for d in in_force}
    found: dict[tuple[str, str], Ruling] = {}
    for decision in sorted((d for d in decisions if d.kind in _WHO), key=lambda d: d.id in holding):
        verdict = _WHO[decision.kind] if decision.id in holding else Verdict.UNSURE
        ends = sorted({m for anchor in decision.about if (m := _member_at(anchor, accounts))})
        if len(ends) == 2:
            found.pop((ends[0], ends[1]), None)
            found[ends[0], ends[1]] = Ruling(ends[0], ends[1], verdict, decision.by, decision.reason)
    return tuple(found.values())


def _member_at(anchor: Anchor, accounts: Iterable[Account]) -> str:
    """The person whom an account names where an anchor points; the account that was meant first."""
    there = sorted((a for a in accounts if a.document == anchor.document), key=lambda a: (a.id != anchor.account, a.id))
    named = [(a, c) for a in there for c in a.all(Property.PERSON_NAME)]
    at = [(a, c) for a, c in named if any(s.meets(anchor.span) for s in c.spans)]
    found = at or [(a, c) for a, c in named if c.value == anchor.quote]
    return f"{found[0][0].id}/{found[0][1].part}" if found else ""


def decided(accounts: Iterable[Account], decisions: Sequence[Decision]) -> tuple[Account, ...]:
    """Some accounts after the decisions in force, which come in their order: the last one about a cell holds."""
    found = list(accounts)
    rejected: set[str] = set()
    for decision in decisions:
        if decision.kind is DecisionKind.ADD:
            found.append(account_of(decision))
            continue
        account = anchored(decision.about[0], found) if decision.about else None
        if account is None:
            continue
        if decision.kind in (DecisionKind.REJECT, DecisionKind.ACCEPT):
            (rejected.add if decision.kind is DecisionKind.REJECT else rejected.discard)(account.id)
        elif decision.kind is DecisionKind.CORRECT:
            found[found.index(account)] = corrected(account, decision)
        elif decision.kind is DecisionKind.CODE:
            found[found.index(account)] = coded(account, decision)
    return tuple(a for a in found if a.id not in rejected)


def described(document: Document, decisions: Iterable[Decision]) -> Document:
    """A document with what decisions in force say of its source; of several that say the same of it the last holds."""
    for decision in decisions:
        if decision.about and decision.about[0].document == document.key:
            if decision.kind is DecisionKind.SOURCE_KIND:
                document = replace(document, kind=Claim(Property.KIND, decision.value, (), _said(decision)))
            elif decision.kind is DecisionKind.COPY:
                document = replace(document, copy_of=Claim(Property.COPY_OF, decision.value, (), _said(decision)))
    return document


def _said(decision: Decision) -> str:
    return f"{decision.by} decided so on {decision.on[:10]} ({decision.reason})"


def anchored(anchor: Anchor, accounts: Iterable[Account]) -> Account | None:
    """The account that an anchor means: by its id, else, where another reader found others, the one whose lead shares
    most of its words; None where none does. One that a person added always has the id that it had."""
    there = [a for a in accounts if a.document == anchor.document]
    meant = next((a for a in there if a.id == anchor.account), None)
    if meant or is_by_hand(anchor.account):
        return meant
    shared = [(_shared(anchor, a), a.id, a) for a in there if not is_by_hand(a.id)]
    best = min(((-most, name, account) for most, name, account in shared if most), default=None)
    return best[2] if best else None


def _shared(anchor: Anchor, account: Account) -> int:
    """How many code points of a lead lie in the anchor, one more where they are the same span."""
    spans = [span for claim in account.all(Property.LEAD) for span in claim.spans]
    inside = [min(s.end, anchor.span.end) - max(s.start, anchor.span.start) for s in spans]
    return max([0, *inside]) + (anchor.span in spans)


def corrected(account: Account, decision: Decision) -> Account:
    """An account with a value of a person's in the place of the machine's, which the basis tells. An empty value takes
    the machine's away. A part (a person, a statement ...) is the one whose words the second anchor meets."""
    name, _, value = decision.value.partition("=")
    prop = Property(name)
    shown = decision.about[1:]
    part = _part(account, prop, shown)
    before = [c for c in account.claims if c.property is prop and c.part == part]
    told = " and ".join(dict.fromkeys(f"“{c.value}”" for c in before if c.value)) or "nothing"
    basis = f"{_said(decision)}; {told} was read"
    claim = Claim(prop, value, tuple(a.span for a in shown), basis, (), part)
    at = account.claims.index(before[0]) if before else len(account.claims)
    rest = [c for c in account.claims if c not in before]
    kept = (*rest[:at], *([claim] if value else []), *rest[at:])
    return replace(account, claims=kept)


def _part(account: Account, prop: Property, shown: Sequence[Anchor]) -> int:
    word = prop.partition(".")[0]
    if word == prop:
        return 0
    numbered = [c for c in account.claims if c.property.startswith(f"{word}.")]
    met = [c.part for c in numbered for a in shown for s in c.spans if s.meets(a.span)]
    return met[0] if met else max((c.part for c in numbered), default=0) + 1


def coded(account: Account, decision: Decision) -> Account:
    """An account with a field of the project's own, shown by its lead; an empty value takes the field away."""
    field, _, value = decision.value.partition("=")
    rest = tuple(c for c in account.claims if c.property is not Property.CODE or c.value.partition("=")[0] != field)
    claim = Claim(Property.CODE, decision.value, (decision.about[0].span,), _said(decision))
    return replace(account, claims=(*rest, claim) if value else rest)


def codes_in(values: Iterable[str]) -> dict[str, list[str]]:
    """What fields of the project's own hold, by name, from values as "field=value"."""
    found: dict[str, list[str]] = {}
    for field, _, value in (coded.partition("=") for coded in values):
        found.setdefault(field, []).append(value)
    return dict(sorted(found.items()))
