"""A person for an assistant: roles over time and meetings, each as sources state it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from whomet.errors import CursorError, NotFoundError
from whomet.faces.asking import Records, counterparts, meetings_of, names_one_of
from whomet.faces.assistants import citing, gives, takes
from whomet.faces.assistants.harmless import cut, page_of
from whomet.faces.assistants.meetings import found, notes_of, records_of
from whomet.faces.cursors import cursor, place_in
from whomet.knowledge.names import latin_name
from whomet.model import Account, Claim, Entity, EntityKind, Property, claims_by_part
from whomet.register import Register
from whomet.values.edtf import bounds

_CHOICES = 20
_SPELLINGS = 30
_CITED = 3

_Placed = tuple[str, Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]]


def show(register: Register, asked: takes.OnePerson) -> gives.PersonShown:
    """The person whom a name fits, or those to choose from. Raises NotFoundError where nobody fits."""
    fitting = _fitting(register, asked.person)
    people = [one for one in register.entities_with(fitting) if one.kind is EntityKind.PERSON]
    if not people:
        raise NotFoundError(f"Nobody in this register goes by {asked.person!r}.")
    if len(people) > 1:
        ranked = sorted(people, key=lambda one: (-len(one.members), one.name, one.id))
        choices = [_named(one) for one in ranked[:_CHOICES]]
        more = [f"{len(ranked) - _CHOICES} more fit; give more of the name."] if len(ranked) > _CHOICES else []
        return gives.PersonShown(choices, notes=[*more, *notes_of(register)])
    return _shown(register, people[0], asked.cursor)


def _fitting(register: Register, name: str) -> list[str]:
    """The ids of those whom a name fits; of those spelt just so alone, where there are any."""
    known = register.names_of(EntityKind.PERSON)
    if name in known:
        return [name]
    exact = [one for one, names in known.items() if latin_name(name) in map(latin_name, names)]
    return exact or [one for one, names in known.items() if names_one_of(name, names)]


def _named(entity: Entity) -> gives.PersonNamed:
    spelt = [cut(name) for name in entity.names[:_SPELLINGS]]
    return gives.PersonNamed(entity.id, cut(entity.name), spelt, len({m.rpartition("/")[0] for m in entity.members}))


def _shown(register: Register, entity: Entity, given: str) -> gives.PersonShown:
    meetings = list(register.meetings({member.rpartition("/")[0] for member in entity.members}))
    readings = list(register.readings({account for meeting in meetings for account in meeting.accounts}))
    records = records_of(register, meetings, readings)
    items: list[tuple[str, Struct]] = [("roles", role) for role in _roles(entity, records)]
    items += [("meetings", one) for one in _encounters(entity, records)]
    whose, begin, many = place_in(given, "show_person", _Placed, (entity.id, 0, len(items)))
    if (whose, many) != (entity.id, len(items)):
        raise CursorError("This cursor is of another person, or the register has changed since; ask without it.")
    lists, end = page_of(items, begin)
    return gives.PersonShown(
        person=entity.id,
        name=cut(entity.name),
        spellings=[cut(name) for name in entity.names[:_SPELLINGS]],
        **lists,
        documents=citing.sources_in(lists, records),
        next=cursor("show_person", (entity.id, end, len(items))) if end else "",
        notes=notes_of(register),
    )


def _roles(entity: Entity, records: Records) -> Iterator[gives.Role]:
    """Each role that sources state, once for each date, by the first possible day; those without a date last."""
    told: dict[tuple[str, str], list[citing.Told]] = {}
    for role, date, account in sorted(entity.roles, key=_by_day):
        if account in records.accounts:
            told.setdefault((role, date), []).extend(_role_claims(entity, records.accounts[account], role))
    for (role, date), claims in told.items():
        stated = citing.reading(role, claims, records, _CITED)
        yield gives.Role(stated.value, date, stated.citations)


def _by_day(role: tuple[str, str, str]) -> tuple[str, str, str]:
    first = bounds(role[1])
    return (first[0].isoformat() if first else "9999", role[1], role[0])


def _role_claims(entity: Entity, account: Account, role: str) -> list[citing.Told]:
    parts = _parts(entity, account)
    return [(c, account) for c in account.all(Property.PERSON_ROLE) if c.part in parts and c.value == role]


def _parts(entity: Entity, account: Account) -> set[int]:
    """Which persons of an account are this one."""
    split = (member.rpartition("/") for member in entity.members)
    return {int(part) for of, _, part in split if of == account.id and part.isdecimal()}


def _encounters(entity: Entity, records: Records) -> Iterator[gives.Encounter]:
    """The meetings of a person, the latest first."""
    for meeting in reversed(meetings_of(entity, records)):
        told = records.told(meeting)
        named: list[citing.Told] = [(c, a) for a in told for c in _names(entity, a)]
        words = citing.reading(entity.name, named, records, _CITED).citations
        others = [cut(name) for name in counterparts(entity, meeting, records)]
        yield gives.Encounter(found(meeting, records), words, others[: citing.READINGS])


def _names(entity: Entity, account: Account) -> list[Claim]:
    parts = _parts(entity, account)
    claims = (part.get(Property.PERSON_NAME) for part in claims_by_part(account.claims, "person"))
    return [claim for claim in claims if claim and claim.part in parts]
