"""A register without the documents that must not be passed on: as if they had never told of anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from whomet.errors import NotFoundError
from whomet.exchange.release.making import is_of
from whomet.exchange.release.redaction import redacted
from whomet.exchange.told import Told
from whomet.faces.opening import all_told
from whomet.model import Account, Cell, Document, Entity, EntityKind, Meeting, Property
from whomet.reconciliation.cells import cells
from whomet.reconciliation.voices import voices_of
from whomet.register import Register
from whomet.values.readings import gather


@dataclass(frozen=True, slots=True)
class Hidden:
    """Keys of the documents that are left out and of those whose words are, and the persons whom leaving out changes,
    by id."""

    left_out: frozenset[str] = frozenset()
    redacted: frozenset[str] = frozenset()
    people: Mapping[str, Entity] = field(default_factory=dict)


def hidden(register: Register, leave_out: Collection[str], redact: Collection[str]) -> Hidden:
    """What some names (of documents or of their publishers) say is not to be passed on. Raises NotFoundError for a name
    that is nobody's."""
    if not (leave_out or redact):
        return Hidden()
    documents = list(register.documents(texts=False))
    left_out = _meant(leave_out, documents)
    people = _people_without(register, left_out) if left_out else {}
    return Hidden(left_out, _meant(redact, documents) - left_out, people)


def _meant(names: Iterable[str], documents: Iterable[Document]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        keys = {document.key for document in documents if is_of(name, document)}
        if not keys:
            raise NotFoundError(f"{name!r} is no document and no publisher of this register; nothing was made.")
        found |= keys
    return frozenset(found)


def _people_without(register: Register, left_out: Collection[str]) -> dict[str, Entity]:
    """The persons named in documents that are left out, as the others spell them."""
    spelt: dict[str, str] = {}
    gone: set[str] = set()
    for reading in register.readings(texts=False, claims=(Property.PERSON_NAME,)):
        names = {f"{a.id}/{c.part}": c.value for a in reading.accounts for c in a.all(Property.PERSON_NAME)}
        if reading.document.key in left_out:
            gone |= names.keys()
        else:
            spelt |= names
    touched = (e for e in register.entities() if e.kind is EntityKind.PERSON and not gone.isdisjoint(e.members))
    return {e.id: _spelt_anew(e, spelt) for e in touched}


def _spelt_anew(entity: Entity, spelt: Mapping[str, str]) -> Entity:
    """With the fullest, then most frequent spelling of those left; a person whom nobody names is never asked for."""
    members = tuple(m for m in entity.members if m in spelt)
    names = Counter(spelt[m] for m in members)
    fullest = min(names, key=lambda n: (-len(n.split()), -len(n), -names[n], n), default="")
    accounts = {m.rpartition("/")[0] for m in members}
    return replace(
        entity,
        name=entity.name if entity.name in names else fullest,
        names=tuple(sorted(names)),
        members=members,
        roles=tuple(role for role in entity.roles if role[2] in accounts),
    )


def told_without(register: Register, what: Hidden) -> Iterator[tuple[Told, bool]]:
    """Every meeting that is left, each with whether anything of it is hidden."""
    for told in all_told(register):
        left = _without(told, what)
        if left:
            touched = left is not told or not what.redacted.isdisjoint(left.documents)
            yield redacted(left, what.redacted), touched


def _without(told: Told, what: Hidden) -> Told | None:
    """A meeting as the accounts that are left tell it; None where none is."""
    people = {member: what.people.get(entity.id, entity) for member, entity in told.people.items()}
    if what.left_out.isdisjoint(told.documents):
        if people == told.people:
            return told
        renamed = tuple(_named_anew(c, told.accounts, people) for c in told.meeting.cells)
        return replace(told, meeting=replace(told.meeting, cells=renamed), people=people)
    accounts = tuple(a for a in told.accounts if a.document not in what.left_out)
    if not accounts:
        return None
    documents = {key: d for key, d in told.documents.items() if key not in what.left_out}
    ids = tuple(sorted(a.id for a in accounts))
    named = (_named_anew(c, accounts, people) for c in told.meeting.cells if c.property is Property.PERSON_NAME)
    meeting = Meeting(min(ids), ids, (*cells(accounts, documents), *(c for c in named if c.readings)))
    own = {member: e for member, e in people.items() if member.rpartition("/")[0] in ids}
    return Told(meeting, accounts, documents, own, len(voices_of(documents.values(), accounts)))


def _named_anew(cell: Cell, accounts: Iterable[Account], people: Mapping[str, Entity]) -> Cell:
    """Who is named, of some accounts and by the names that persons have now."""
    if cell.property is not Property.PERSON_NAME:
        return cell
    named = ((people.get(f"{a.id}/{c.part}"), c, a) for a in accounts for c in a.all(Property.PERSON_NAME))
    return replace(cell, readings=gather((entity.name if entity else c.value, a.id) for entity, c, a in named))
