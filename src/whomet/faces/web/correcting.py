"""What a page needs to decide about the accounts of a meeting, or about a person: whom, which fields, with which
words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whomet.errors import NotFoundError
from whomet.exchange.html_words import name_of
from whomet.faces.deciding import CORRECTED, WORDS_OF
from whomet.faces.web.addresses import shortened
from whomet.faces.web.decided import DecisionRow, about, called
from whomet.model import Account, Claim, Property, Verdict
from whomet.register import Register

_MOST = 30  # other accounts, or names, that are offered
_LONGEST_NAME = 200  # code points of a name that is offered


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be corrected: its name, what a reader calls it, what is read there, and the values there are, ()
    where any may stand."""

    name: str
    title: str
    value: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An account that can be decided about: its id, whose it is, its lead."""

    ident: str
    name: str
    lead: str


@dataclass(frozen=True, slots=True)
class MeetingActs:
    """What can be decided on the page of a meeting; `others`: accounts that may tell of it, too."""

    accounts: tuple[Told, ...]
    others: tuple[Told, ...]
    fields: tuple[tuple[str, str], ...]
    decided: tuple[DecisionRow, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class PersonActs:
    """What can be decided on the page of a person; `names`: those that a form can hold."""

    names: tuple[str, ...]
    seen: int


def field_of(account: Account, prop: Property) -> Field:
    """A field of an account, as it is read."""
    claim = account.first(prop) or Claim(prop, "")
    return Field(prop, called(prop), shortened(claim.value), WORDS_OF.get(prop, ()))


def meeting_acts(register: Register, name: str) -> MeetingActs:
    """What can be decided about a meeting. Raises NotFoundError as `Register.meeting` does."""
    meeting = register.meeting(name)
    ours = set(meeting.accounts)
    unsure = sorted((j for j in register.judgements(ours) if j.verdict is Verdict.UNSURE), key=lambda j: -j.score)
    beside = dict.fromkeys(a for j in unsure for a in (j.left, j.right) if a not in ours)
    told = {one.ident: one for one in _told(register, ours | set(list(beside)[:_MOST]))}
    documents = {reading.document.key for reading in register.readings(ours, texts=False, claims=())}
    return MeetingActs(
        tuple(told[a] for a in meeting.accounts if a in told),
        tuple(told[a] for a in beside if a in told),
        tuple((prop.value, called(prop)) for prop in CORRECTED),
        about(register, documents),
        register.last_decision(),
    )


def _told(register: Register, accounts: set[str]) -> Iterator[Told]:
    for reading in register.readings(accounts, texts=False, claims=(Property.LEAD,)):
        for account in reading.accounts:
            if account.id in accounts:
                yield Told(account.id, name_of(reading.document), shortened(account.value(Property.LEAD)))


def person_acts(register: Register, ident: str) -> PersonActs:
    """What can be decided about a person. Raises NotFoundError where there is none."""
    person = register.entity(ident)
    if person is None:
        raise NotFoundError(f"Nobody in this register goes by {ident!r}.")
    names = tuple(name for name in person.names if len(name) <= _LONGEST_NAME)
    return PersonActs(names[:_MOST], register.last_decision())
