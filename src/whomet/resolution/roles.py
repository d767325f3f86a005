"""Whether the people of an account held the roles it gives them: findings where what is known says no, no corrections.

The days asked about reach from that of the meeting to that of publication, for a text may give a person the role of
either; handovers are given room on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from whomet.knowledge.data import read_data
from whomet.knowledge.incumbency import known_person, listed, others_in_office, tenures_claimed, told
from whomet.knowledge.roles import Level, Role, understand_role
from whomet.model import Account, Claim, Finding, FindingKind, Property
from whomet.values.edtf import bounds, format_day, interval
from whomet.values.offices import InOffice, Tenure, in_office

BEFORE = timedelta(days=120)  # elected, named or nominated, and called so already
AFTER = timedelta(days=60)  # still called so, or in charge until the successor came
_SETTLED = timedelta(days=60)  # in office for so long, nobody is "former" any more
_HELD = ("", "then", "acting", "caretaker")
_OPEN = ("planned", "postponed")


@dataclass(frozen=True, slots=True)
class Told:
    """A person as an account tells of one: the claims of name and role, and the party ("" where none is told)."""

    name: Claim
    role: Claim
    party: str

    @property
    def understood(self) -> Role:
        """What the words of the role say."""
        return understand_role(self.role.value, self.party)

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Those of the office that the role names, by whoever the name may mean."""
        return tenures_claimed(self.name.value, self.role.value, self.party)


def people_told(account: Account) -> Iterator[Told]:
    """The persons of an account that have a role and a party, by claim or by the role's own words."""
    for part in account.parts("person"):
        role, party = part.get(Property.PERSON_ROLE), part.get(Property.PERSON_PARTY)
        if not role:
            continue
        person = Told(part[Property.PERSON_NAME], role, party.value if party else "")
        if party or person.understood.party:
            yield person


def doubt_roles(account: Account, published: date | None) -> tuple[Finding, ...]:
    """Findings on roles that people surely did not hold, and on people who did not live, in the account's days."""
    days = days_asked(account, published)
    if days is None:
        return ()
    sentences = [
        (person, doubt)
        for person in people_told(account)
        if (
            doubt := _not_alive(person, account, days)
            or _not_in_office(person, account, days)
            or _not_over(person, published)
        )
    ]
    return tuple(
        Finding(FindingKind.ROLE_DOUBT, text, account.id, (*person.role.spans, *person.name.spans))
        for person, text in sentences
    )


def days_asked(account: Account, published: date | None) -> tuple[date, date] | None:
    """From the first day on which the meeting may have been to the day of publication; None where neither is known.

    A meeting without a date, told of in passing, may have been at any time.
    """
    held = bounds(account.value(Property.DATE))
    if held and published:
        return min(held[0], published), max(held[1], published)
    if held:
        return held
    return (published, published) if published and account.main else None


def is_unique(role: Role, words: str) -> bool:
    """Whether only one person at a time is called so: "foreign minister", not "vice president" or "leader"."""
    data = read_data("roles")
    if role.office not in data["unique"]["offices"]:
        return False
    return not any(word in words.lower() for word in data["unique"]["loose"].get(role.office, ()))


def surely_not_held(person: Told, first: date, last: date) -> tuple[Tenure, ...]:
    """The tenures of a person who surely had the office in none of these days, while somebody else surely had it; else
    ()."""
    role, tenures = person.understood, person.tenures
    if not tenures or role.manner not in _HELD or not is_unique(role, person.role.value):
        return ()
    wide = interval(format_day(first - AFTER), format_day(last + BEFORE))
    if any(in_office(t, wide) is not InOffice.NO for t in tenures):
        return ()
    return tenures if others_in_office(person.name.value, tenures[-1], last) else ()


def may_be_courtesy(person: Told, tenures: tuple[Tenure, ...], first: date) -> bool:
    """Whether it is the bare title of one who was head before, which some keep for life ("President Carter")."""
    ended = any(t.last and (b := bounds(t.last)) and b[1] < first for t in tenures)
    return ended and person.understood.level is Level.HEAD and understand_role(person.role.value).party is None


def _not_in_office(person: Told, account: Account, days: tuple[date, date]) -> str:
    if person.understood.manner == "then":
        held = bounds(account.value(Property.DATE))
        if held is None:
            return ""
        days = held
    tenures = surely_not_held(person, *days)
    if not tenures or may_be_courtesy(person, tenures, days[0]):
        return ""
    holder = others_in_office(person.name.value, tenures[-1], days[1])[0]
    holds = " and ".join(dict.fromkeys(told(t) for t in tenures))
    return (
        f"The text calls {_plain(person.name.value)} “{_plain(person.role.value)}” {_when(days)}. According to "
        f"{listed(tenures[-1])}, {tenures[-1].person.name} was {holds}; on {format_day(days[1])} it was "
        f"{holder.person.name}."
    )


def _not_over(person: Told, published: date | None) -> str:
    """ "Former", of one who has long been in that office on the day of publication."""
    if published is None or person.understood.manner != "former" or not is_unique(person.understood, person.role.value):
        return ""
    now = [
        t
        for t in person.tenures
        if in_office(t, interval(format_day(published - _SETTLED), format_day(published))) is InOffice.YES
    ]
    if not now or len({t.person.id for t in person.tenures}) > 1 or len(person.tenures) > 1:
        return ""
    name, role = _plain(person.name.value), _plain(person.role.value)
    return (
        f"The text, published on {format_day(published)}, calls {name} “{role}”. "
        f"According to {listed(now[0])}, {now[0].person.name} was then in office: {told(now[0])}."
    )


def _not_alive(person: Told, account: Account, days: tuple[date, date]) -> str:
    """That one who takes part was dead, or not born yet, on all days on which the meeting may have been."""
    held = bounds(account.value(Property.DATE))
    ahead = account.value(Property.STATUS) in _OPEN
    if not person.tenures or person.understood.manner == "late" or not (held or ahead):
        return ""
    known = known_person(person.name.value)
    if known is None:
        return ""
    first, last = held or days
    born, died = bounds(known.born), bounds(known.died)
    lived = ""
    if died and died[1] + timedelta(days=1) < first:
        lived = f"died on {known.died}"
    elif born and last < born[0]:
        lived = f"was born on {known.born}"
    source = listed(person.tenures[-1])
    return f"{known.name}, said to take part {_when((first, last))}, {lived}, according to {source}." if lived else ""


def _when(days: tuple[date, date]) -> str:
    first, last = map(format_day, days)
    return f"on {first}" if first == last else f"between {first} and {last}"


def _plain(words: str) -> str:
    return " ".join(words.split())
