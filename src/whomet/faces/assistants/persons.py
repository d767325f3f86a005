"""A person for an assistant: roles over time and meetings, each as sources state it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from whomet.errors import CursorError, NotFoundError
from whomet.faces.asking import Records, counterparts, gather, names_one_of
from whomet.faces.assistants import citing, gives, takes
from whomet.faces.assistants.harmless import cut, fitting, listed
from whomet.faces.assistants.meetings import found, notes_of, records_of
from whomet.faces.cursors import cursor, place_in
from whomet.knowledge.names import latin_name
from whomet.model import Account, Claim, Entity, EntityKind, Meeting, Property
from whomet.register import Register
from whomet.values.edtf import bounds

_CHOICES = 20
_SPELLINGS = 30
_CITED = 3
_AT_ONCE = 10  # roles and meetings

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
    if (known := register.entity(name)) and known.kind is EntityKind.PERSON:
        return [name]
    near = register.spelt_like(name)
    exact = [one for one, names in near.items() if latin_name(name) in map(latin_name, names)]
    return exact or [one for one, names in near.items() if names_one_of(name, names)]


def _named(entity: Entity) -> gives.PersonNamed:
    spelt = listed(entity.names, _SPELLINGS)
    return gives.PersonNamed(entity.id, cut(entity.name), spelt, len({m.rpartition("/")[0] for m in entity.members}))


@dataclass(frozen=True, slots=True)
class _Life:
    """What there is to tell of a person: each role with its date and the accounts that state it, then each meeting, the
    latest first; and which persons of each account are this one."""

    entity: Entity
    roles: tuple[tuple[str, str, tuple[str, ...]], ...]
    meetings: tuple[Meeting, ...]
    parts: Mapping[str, set[int]]

    def __len__(self) -> int:
        return len(self.roles) + len(self.meetings)


def _shown(register: Register, entity: Entity, given: str) -> gives.PersonShown:
    life = _life(register, entity)
    whose, begin, many = place_in(given, "show_person", _Placed, (entity.id, 0, len(life)))
    if (whose, many) != (entity.id, len(life)):
        raise CursorError("This cursor is of another person, or the register has changed since; ask without it.")
    loaded: list[Records] = []
    shown = fitting(_pieces(register, life, begin, loaded))
    end = begin + len(shown)
    return gives.PersonShown(
        person=entity.id,
        name=cut(entity.name),
        spellings=listed(entity.names, _SPELLINGS),
        roles=[one for one in shown if isinstance(one, gives.Role)],
        meetings=[one for one in shown if isinstance(one, gives.Encounter)],
        documents=citing.sources_in(shown, *loaded),
        next=cursor("show_person", (entity.id, end, many)) if end < many else "",
        notes=notes_of(register),
    )


def _life(register: Register, entity: Entity) -> _Life:
    parts: dict[str, set[int]] = {}
    for account, _, part in (member.rpartition("/") for member in entity.members):
        parts.setdefault(account, set()).add(int(part))
    roles: dict[tuple[str, str], list[str]] = {}
    for role, date, account in sorted(entity.roles, key=_by_day):
        roles.setdefault((role, date), []).append(account)
    meetings = gather((), register.meetings(parts)).meetings
    stated = tuple((role, date, tuple(accounts)) for (role, date), accounts in roles.items())
    return _Life(entity, stated, meetings[::-1], parts)


def _by_day(role: tuple[str, str, str]) -> tuple[str, str, str]:
    """Roles by their first possible day, those without a date last."""
    first = bounds(role[1])
    return (first[0].isoformat() if first else "9999", role[1], role[0])


def _pieces(
    register: Register, life: _Life, begin: int, loaded: list[Records]
) -> Iterator[gives.Role | gives.Encounter]:
    """Roles, then meetings, from the one numbered `begin` on: no more of a long life is loaded than is told."""
    for start in range(begin, len(life), _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, len(life)))
        roles = life.roles[start : start + _AT_ONCE]
        first = max(0, start - len(life.roles))
        meetings = list(life.meetings[first : first + len(numbers) - len(roles)])
        accounts = {account for _, _, stated in roles for account in stated[:_CITED]}
        accounts |= {account for meeting in meetings for account in meeting.accounts}
        loaded.append(records_of(register, meetings, list(register.readings(accounts))))
        yield from (_role(one, life, loaded[-1]) for one in roles)
        yield from (_encounter(meeting, life, loaded[-1]) for meeting in meetings)


def _role(stated: tuple[str, str, tuple[str, ...]], life: _Life, records: Records) -> gives.Role:
    role, date, ids = stated
    accounts = [records.accounts[i] for i in ids if i in records.accounts]
    claims = [(c, a) for a in accounts for c in a.all(Property.PERSON_ROLE) if _is_of(c, a, life) and c.value == role]
    return gives.Role(cut(role), date, citing.reading(role, claims, records, _CITED).citations)


def _encounter(meeting: Meeting, life: _Life, records: Records) -> gives.Encounter:
    """A meeting with the words that name the person there."""
    told = records.told(meeting)
    named = [(c, a) for a in told for c in a.all(Property.PERSON_NAME) if _is_of(c, a, life)]
    words = citing.reading(life.entity.name, named, records, _CITED).citations
    others = listed(counterparts(life.entity, meeting, records), citing.READINGS)
    return gives.Encounter(found(meeting, records), words, others)


def _is_of(claim: Claim, account: Account, life: _Life) -> bool:
    return claim.part in life.parts.get(account.id, ())
