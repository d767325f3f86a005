"""Person claims of all accounts -> people. Full names are clustered over the whole register; a surname alone joins only
where its document, then its meeting, leaves one candidate. What stays open is a Finding.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from whomet.knowledge.names import compare_names, latin_name, name_keys, parse_name, surname_key
from whomet.model import Account, Entity, EntityKind, Finding, FindingKind, Property, Verdict
from whomet.reconciliation.group import agglomerate
from whomet.values.names import fold

_ACROSS_PARTIES = 0.9  # names at least so alike are one person though the parties differ
_WITHIN_PARTY = 0.65  # names at least so alike may be one where the party is the same
_NEAREST = 40  # spellings of one block that each is compared with, next to it in order: a block costs no square
Clusters = Mapping[str, str]  # member -> the smallest member of its person


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """One person of one account. `member` is "<account id>/<part>"."""

    member: str
    account: str
    document: str
    name: str
    party: str
    role: str
    date: str

    @property
    def spelling(self) -> str:
        """Name and party (folded): claims that share both are one person."""
        return f"{fold(latin_name(self.name)) or fold(self.name)}|{fold(self.party)}"

    @property
    def full(self) -> bool:
        return len(parse_name(self.name).words) > 1


def person_claims(accounts: Iterable[Account]) -> list[PersonClaim]:
    """All person claims, in the order of members."""
    found = []
    for account in accounts:
        for part in account.parts("person"):
            name = part.get(Property.PERSON_NAME)
            if name and name.value.strip():
                party, role = part.get(Property.PERSON_PARTY), part.get(Property.PERSON_ROLE)
                found.append(
                    PersonClaim(
                        member=f"{account.id}/{name.part}",
                        account=account.id,
                        document=account.document,
                        name=" ".join(name.value.split()),
                        party=party.value if party else "",
                        role=role.value if role else "",
                        date=account.value(Property.DATE),
                    )
                )
    return sorted(found, key=lambda c: c.member)


def cluster(claims: Sequence[PersonClaim]) -> dict[str, str]:
    """Member -> smallest member of its person, from names, parties and documents alone."""
    of = _by_spelling([c for c in claims if c.full])
    alone = [c for c in claims if not c.full]
    of |= join_surnames(claims, of, {c.member: (c.document,) for c in claims})
    return of | _by_surname([c for c in alone if c.member not in of], [c for c in claims if c.full], of)


def _by_spelling(claims: Sequence[PersonClaim]) -> dict[str, str]:
    """Full names: one node a spelling and party, linked where the names are one person's."""
    nodes: dict[str, PersonClaim] = {}
    members: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        nodes.setdefault(claim.spelling, claim)
        members[claim.spelling].append(claim.member)
    links = {pair: score for pair in _spelling_pairs(nodes) if (score := _link(nodes[pair[0]], nodes[pair[1]]))}
    groups = agglomerate(nodes, links, lambda a, b: _strangers(nodes[a], nodes[b]), margin=0.02)
    found = [sorted(m for spelling in group for m in members[spelling]) for group in groups]
    return {member: group[0] for group in found for member in group}


def _spelling_pairs(nodes: Mapping[str, PersonClaim]) -> set[tuple[str, str]]:
    blocks: dict[str, list[str]] = defaultdict(list)
    for spelling in sorted(nodes):
        for key in name_keys(nodes[spelling].name):
            blocks[key].append(spelling)
    return {pair for block in blocks.values() for pair in _neighbours(block)}


def _neighbours(block: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each with those next to it in a sorted block: all pairs, unless the block is larger than any name's spellings."""
    for n, first in enumerate(block):
        for second in block[n + 1 : n + 1 + _NEAREST]:
            yield first, second


def _link(a: PersonClaim, b: PersonClaim) -> float:
    """How strongly two spellings are one person's, 0 if not or if unsure."""
    compared = compare_names(a.name, b.name)
    one_party = _may_be_one_party(a.party, b.party)
    if compared.verdict is Verdict.SAME and (one_party or compared.score >= _ACROSS_PARTIES):
        return compared.score + (0.1 if one_party else 0.0)
    return compared.score if one_party and a.party and b.party and compared.score >= _WITHIN_PARTY else 0.0


def _may_be_one_party(a: str, b: str) -> bool:
    return not a or not b or fold(a) == fold(b)


def _strangers(a: PersonClaim, b: PersonClaim) -> bool:
    compared = compare_names(a.name, b.name)
    return compared.verdict is Verdict.DIFFERENT or (compared.score < _WITHIN_PARTY and a.full and b.full)


def join_surnames(
    claims: Sequence[PersonClaim], of: Clusters, contexts: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Members known by one word only -> the person they are, where their context leaves exactly one candidate.

    `contexts` maps each member to what it shares with others (its document, its meeting).
    """
    known: dict[str, list[PersonClaim]] = defaultdict(list)
    for claim in claims:
        if claim.full and claim.member in of:
            for context in contexts.get(claim.member, ()):
                known[context].append(claim)
    joined = {}
    for claim in claims:
        if not claim.full:
            near = [c for context in contexts.get(claim.member, ()) for c in known[context]]
            fitting = {of[c.member] for c in near if _fits(claim, c)}
            if len(fitting) == 1:
                joined[claim.member] = fitting.pop()
    return joined


def _fits(alone: PersonClaim, full: PersonClaim) -> bool:
    """Whether a single word may be this person: the family name, or a part of it in the same party."""
    if not _may_be_one_party(alone.party, full.party):
        return False
    return compare_names(alone.name, full.name).verdict is not Verdict.DIFFERENT


def _by_surname(alone: Sequence[PersonClaim], full: Sequence[PersonClaim], of: Clusters) -> dict[str, str]:
    """What is left of single words: one person for each spelling and party; where the register knows two people whom
    the word may name, for each document."""
    rivals = candidates_by_surname(full, of)
    nodes: dict[str, list[PersonClaim]] = defaultdict(list)
    for claim in alone:
        crowded = len(rivals.get((surname_key(claim.name), fold(claim.party)), ())) > 1
        nodes[f"{claim.spelling}|{claim.document if crowded else ''}"].append(claim)
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for node, claims in sorted(nodes.items()):
        blocks[(surname_key(claims[0].name), *node.split("|")[1:])].append(node)
    links = {
        pair: score
        for block in blocks.values()
        for pair in _neighbours(block)
        if (score := _link(nodes[pair[0]][0], nodes[pair[1]][0]))
    }
    groups = agglomerate(nodes, links, lambda a, b: _strangers(nodes[a][0], nodes[b][0]), margin=0.02)
    found = [sorted(c.member for node in group for c in nodes[node]) for group in groups]
    return {member: group[0] for group in found for member in group}


def candidates_by_surname(full: Iterable[PersonClaim], of: Clusters) -> dict[tuple[str, str], set[str]]:
    """(surname's skeleton, party) -> the people who go by it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in full:
        found[surname_key(claim.name), fold(claim.party)].add(of[claim.member])
    return found


def entities(claims: Sequence[PersonClaim], of: Clusters) -> tuple[Entity, ...]:
    """People as entities, in the order of their ids; the id follows from the smallest member."""
    groups: dict[str, list[PersonClaim]] = defaultdict(list)
    for claim in claims:
        groups[of[claim.member]].append(claim)
    return tuple(sorted((_entity(group) for group in groups.values()), key=lambda e: e.id))


def _entity(group: Sequence[PersonClaim]) -> Entity:
    members = tuple(sorted(c.member for c in group))
    return Entity(
        id=person_id(members[0]),
        kind=EntityKind.PERSON,
        name=fullest([c.name for c in group]),
        names=tuple(sorted({c.name for c in group})),
        members=members,
        roles=tuple(sorted({(c.role, c.date, c.account) for c in group if c.role}, key=lambda r: (r[1], r[2], r[0]))),
    )


def person_id(smallest_member: str) -> str:
    """A person's id, stable as long as the smallest member is."""
    return "person-" + hashlib.sha256(smallest_member.encode()).hexdigest()[:12]


def fullest(names: Sequence[str]) -> str:
    """The spelling with the most words that count (initials not), Latin first among scripts, then the most frequent."""
    counts = Counter(names)

    def rank(name: str) -> tuple[int, int, int, int, str]:
        words = sum(not w.initial for w in parse_name(name).words)
        return (-name.isascii() - (fold(name) == latin_name(name)), -words, -counts[name], -len(name), name)

    return min(counts, key=rank)


def open_identities(claims: Sequence[PersonClaim], of: Clusters) -> list[Finding]:
    """A finding for each person known by one word only who may be somebody known by a full name."""
    by_member = {c.member: c for c in claims}
    full = {of[c.member] for c in claims if c.full}
    rivals = candidates_by_surname([c for c in claims if c.full], of)
    found = {}
    for claim in claims:
        person = of[claim.member]
        near = rivals.get((surname_key(claim.name), fold(claim.party)), set()) - {person}
        options = {o for o in near if _fits(claim, by_member[o])}
        if person not in full and options:
            names = sorted(by_member[o].name for o in options)
            some = ", ".join(names[:3]) + (f" or {len(names) - 3} more" if len(names) > 3 else "")
            found[person] = Finding(
                FindingKind.IDENTITY_UNSURE,
                f"“{claim.name}” is named by one word only and may be {some}: kept apart.",
                about=person_id(person),
            )
    return [found[p] for p in sorted(found)]
