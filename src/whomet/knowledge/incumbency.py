"""A name with a role as a text writes it, beside what the books of office holders say of it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from whomet.knowledge.holders import shipped_book
from whomet.knowledge.names import compare_names
from whomet.knowledge.offices import holders_at, people_named, people_surely_named, tenures_of
from whomet.knowledge.parties import STATE, Party, party_named, state_of
from whomet.knowledge.roles import Level, Role, understand_roles
from whomet.knowledge.sides import at_the_table
from whomet.model import Verdict
from whomet.values.edtf import format_day
from whomet.values.offices import InOffice, Person, Tenure, in_office

_OVER = ("former", "late")  # manners of who is in the office no more
_BODY = "government body"
_HEADS = ("head-of-state", "head-of-government", "supreme-leader")
_PERSONAL = ("", "then", "acting", "caretaker", *_OVER)  # manners of who holds, or held, an office in person


def tenures_claimed(name: str, role: str, party: str = "") -> tuple[Tenure, ...]:
    """The tenures, by whoever the name may mean, of an office that the words of a role name, in order of time.

    `party` is whom the person speaks for; "" leaves it to the role's words, else any party's office counts. Words that
    name no office that the books have kinds for give none.
    """
    found: list[Tenure] = []
    if not any(r.office or not r.party for r in understand_roles(role, party)):
        return ()
    for person in people_named(name):
        for tenure in tenures_of(person):
            if (not party or _is_party(party, tenure.party)) and is_office(role, tenure):
                found.append(tenure)
    return tuple(sorted(found, key=lambda t: (t.first, t.last)))


def has_led(name: str, role: str) -> bool:
    """Whether whoever the name may mean was ever at the head of the state whose "leader" a role calls somebody; false
    for roles that name an office."""
    states = {r.party.name for r in understand_roles(role) if r.party and r.level is Level.HEAD and not r.office}
    tenures = (t for person in people_named(name) for t in tenures_of(person) if t.office in _HEADS) if states else ()
    return any(_is_party(state, t.party) for t in tenures for state in states)


def is_office(role: str, tenure: Tenure) -> bool:
    """Whether the words of a role name the office of a tenure, of the same party."""
    return any(_is_office(each, tenure) for each in understand_roles(role, tenure.party))


def _is_office(role: Role, tenure: Tenure) -> bool:
    if not role.office or role.manner not in _PERSONAL or not role.party:
        return False
    kinds = {tenure.office, "head-of-government"} if tenure.heads_government else {tenure.office}
    return role.office in kinds and _is_party(role.party.name, tenure.party)


def _is_party(written: str, known: str) -> bool:
    """Whether two names are one party's, or a body's and that of the party it speaks for."""
    one, other = party_named(written), party_named(known)
    if one is None or other is None:
        return written == known
    return one.id == other.id or at_the_table(one).id == at_the_table(other).id


def party_by_office(name: str, role: str, when: date) -> Tenure | None:
    """The tenure that tells for whom somebody of that name and role spoke on a day.

    A person of that name, or surname, was in such an office, or in one that had ended, of one party alone; without a
    role, or with a public one that no list has ("Sen."), it takes a full name, and one party whose offices that person
    surely had. None where nobody was, where several parties come into question, and where the role names a party.
    """
    roles = understand_roles(role)
    if any(r.party for r in roles):
        return None
    claimed = tenures_claimed(name, role)
    over = any(r.manner in _OVER for r in roles)
    unlisted = not any(r.office or r.level is Level.OTHER for r in roles)
    if not role or (unlisted and not claimed and not over):
        known = known_person(name)
        claimed = tuple(t for t in tenures_of(known) if in_office(t, when) is InOffice.YES) if known else ()
    held = [(t, in_office(t, when)) for t in claimed]
    begun = [t for t, now in held if now is not InOffice.NO or (over and t.first and t.first < format_day(when))]
    sure = [t for t, now in held if now is InOffice.YES]
    table = _one_table({side_of(t) for t in begun})
    return next((_for_the_state(t, when) for t in reversed(sure or begun) if side_of(t) == table), None)


def side_of(tenure: Tenure) -> Party | None:
    """Whom the holder of an office speaks for at a table: the state for a ministry, a union for its commission."""
    party = party_named(tenure.party)
    side = at_the_table(party) if party else None
    return state_of(side.code) if side and side.kind == _BODY and side.code else side


def _one_table(sides: set[Party | None]) -> Party | None:
    """The one side of several offices: a state's, where somebody leads one of its parties too."""
    states = [side for side in sides if side and side.kind == STATE]
    if len(sides) == 1 or (len(states) == 1 and all(side and side.code == states[0].code for side in sides)):
        return states[0] if states else next(iter(sides))
    return None


def _for_the_state(tenure: Tenure, when: date) -> Tenure:
    """The tenure of the state's own head office, where who leads a party ("the leader") leads the state too."""
    party = side_of(tenure)
    if party is None or not party.code or party.kind == STATE:
        return tenure
    state = state_of(party.code)
    heads = (t for t in tenures_of(tenure.person) if t.office in _HEADS and state and t.party == state.name)
    return next((t for t in heads if in_office(t, when) is InOffice.YES), tenure)


def known_person(name: str) -> Person | None:
    """The one person whose full name it is; None where nobody's or several people's."""
    found = people_surely_named(name) if len(name.split()) > 1 else ()
    return found[0] if len(found) == 1 else None


def others_in_office(name: str, tenure: Tenure, when: date | str) -> tuple[Tenure, ...]:
    """The tenures of those who surely held the office of `tenure` on a day, if none of them, nor of those who may have
    held it, can be whom `name` means; else (). A party may have several offices of a kind: the title says which."""
    may_hold = holders_at(tenure.party, tenure.office, when, sure=False)
    if any(_may_mean(name, each.person) for each in may_hold):
        return ()
    holders = holders_at(tenure.party, tenure.office, when)
    return tuple(each for each in holders if each.title == tenure.title)


@lru_cache(maxsize=4096)
def _may_mean(name: str, person: Person) -> bool:
    return any(compare_names(name, known).verdict is not Verdict.DIFFERENT for known in person.names)


def told(tenure: Tenure) -> str:
    """A tenure in words, without its person: "president (France) from 2012-05-15 to 2017-05-14"."""
    manner = f"{tenure.manner} " if tenure.manner else ""
    since = f" from {tenure.first}" if tenure.first else ""
    until = f" to {tenure.last}" if tenure.last else ""
    if not tenure.last and tenure.known_until:
        until = f" (no end known as of {tenure.known_until})"
    return f"{manner}{tenure.title.lower()} ({tenure.party}){since}{until}"


def listed(tenure: Tenure) -> str:
    """Where a tenure is from, for a sentence: "Whomet's list (as of 2025-06-30)", or what the user has imported."""
    shipped = tenure in shipped_book().tenures_of(tenure.person.id)
    as_of = f" (as of {tenure.known_until})" if tenure.known_until else ""
    return f"{'Whomet’s list' if shipped else tenure.source or 'an imported list'}{as_of}"
