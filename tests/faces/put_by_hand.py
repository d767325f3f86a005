"""Puts meetings, people, judgements and findings into a register as a test has them, not as they would follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from whomet.model import (
    Account,
    CellReading,
    Document,
    Entity,
    EntityKind,
    Finding,
    Judgement,
    Meeting,
    Property,
    Reading,
)
from whomet.reconciliation.index import Compared, Judged, Member, Named, Spelling
from whomet.register import Register


def put_by_hand(
    register: Register,
    judgements: Iterable[Judgement] = (),
    meetings: Iterable[Meeting] = (),
    entities: Iterable[Entity] = (),
    findings: Iterable[Finding] = (),
    voices: Mapping[str, int] | None = None,
) -> None:
    """In one transaction, after which the register is up to date."""
    with register.settling(1000) as settling:
        settling.relation("judged", Judged).put(_judged(j) for j in judgements)
        found = [Compared(str(n), f.kind, f.about, f.text) for n, f in enumerate(findings)]
        settling.relation("compared", Compared).put(found)
        settling.meetings.put((m, (voices or {}).get(m.id)) for m in meetings)
        for entity in entities:
            settling.relation("entities", Named).put([Named(entity.id, entity.kind, entity.name)])
            settling.relation("spellings", Spelling).put(_spelling(entity, name) for name in entity.names)
            settling.relation("members", Member).put(_members(entity))
        settling.done()


def reading_of(account: Account) -> Reading:
    """The reading of a document that tells of nothing else."""
    document = Document(account.document, account.id, account.id, f"{account.id}.txt", account.document, "text 1")
    return Reading(document, "rules 1", (account,))


def told_of(prop: Property, accounts: Iterable[Account]) -> tuple[CellReading, ...]:
    """What some accounts say of a property, and which of them says what."""
    values: dict[str, dict[str, None]] = {}
    for account in accounts:
        for value in account.values(prop):
            values.setdefault(value, {})[account.id] = None
    return tuple(CellReading(value, tuple(by)) for value, by in values.items())


def _judged(j: Judgement) -> Judged:
    reasons = msgspec.json.encode(j.reasons).decode()
    return Judged(j.left, j.right, j.verdict, j.verdict, j.score, j.judge, reasons)


def _spelling(entity: Entity, name: str) -> Spelling:
    return Spelling(f"{entity.id} {name}", name, "", name, 1, 1, entity.id)


def _members(entity: Entity) -> Iterable[Member]:
    """The members spelt in turn as the entity's names; an organisation without members is spelt by nobody."""
    persons = entity.kind is EntityKind.PERSON
    roles = {account: (role, date) for role, date, account in entity.roles}
    for n, member in enumerate(entity.members):
        name, account = entity.names[n % len(entity.names)], member.rpartition("/")[0] if persons else member
        role, date = roles.get(account, ("", ""))
        yield Member(member, account, "", name, "", role, date, "", f"{entity.id} {name}")
