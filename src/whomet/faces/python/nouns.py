"""Readings, accounts and meetings for who asks in Python: the nouns of `model`, with the words they rest on.

Each is its noun of `model` and can stand wherever that one can; what is added needs the document or the register.
Properties are named as strings: "date", "city", "party", "person.name" ... (`whomet.model.Property` has them all).
"""

from __future__ import annotations

from dataclasses import dataclass

from whomet import model
from whomet.errors import NotFoundError
from whomet.exchange import notebook
from whomet.exchange.told import Told
from whomet.faces.terminal import clean
from whomet.model import Cell, Claim, Document, Entity, Property
from whomet.reconciliation.cells import cells

_SHOWN = 60
"""Characters of a value in a `repr`."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A value with the exact words of the document that show it, one for each stretch, and who prints it. `basis` is ""
    or says how the value follows from the words; `according_to` is whom the document quotes, outermost first."""

    value: str
    words: tuple[str, ...]
    document: str  # its id
    publisher: str
    basis: str
    according_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One who took part, as one account names him or her; "" for what it does not say."""

    name: str
    role: str
    party: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What someone is told to have said at, after or about a meeting. `act` is states, demands, offers, agrees,
    refuses, condemns, praises, warns or denies."""

    speakers: tuple[str, ...]
    act: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Account(model.Account):
    """One document's telling of one meeting: `id`, `main`, `confidence`, `claims`, and `told_in`, the Document.

    All that takes a property raises NotFoundError for a name that is none.
    """

    told_in: Document

    def all(self, prop: str) -> tuple[Claim, ...]:
        """Every claim of one property, in the order of the account."""
        return model.Account.all(self, property_named(prop))

    def first(self, prop: str) -> Claim | None:
        """The first claim of one property, or None."""
        return model.Account.first(self, property_named(prop))

    def value(self, prop: str) -> str:
        """The first value of one property, "" if the account claims none."""
        return model.Account.value(self, property_named(prop))

    def values(self, prop: str) -> tuple[str, ...]:
        """Every value of one property."""
        return model.Account.values(self, property_named(prop))

    def citations(self, prop: str) -> tuple[Citation, ...]:
        """The claims of one property, each with the words it rests on."""
        return tuple(_citation(claim, self.told_in) for claim in self.all(prop))

    @property
    def people(self) -> tuple[Person, ...]:
        """Who took part, or is to."""
        named = (Property.PERSON_NAME, Property.PERSON_ROLE, Property.PERSON_PARTY)
        found = (tuple(part[p].value if p in part else "" for p in named) for part in self.parts("person"))
        return tuple(Person(name, role, party) for name, role, party in found)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What was said, in the order of the text's statements."""
        speakers = self.all(Property.STATEMENT_SPEAKER)
        parts = ((part, part.get(Property.STATEMENT_TEXT)) for part in self.parts("statement"))
        return tuple(
            Statement(
                tuple(c.value for c in speakers if c.part == said.part),
                part[Property.STATEMENT_ACT].value if Property.STATEMENT_ACT in part else "states",
                said.value,
            )
            for part, said in parts
            if said
        )

    def __repr__(self) -> str:
        return f"<Account {self.id} in {_short(self.told_in.id)}: {gist(_alone(self).meeting)}>"

    def _repr_html_(self) -> str:
        """The account cell by cell, for a notebook."""
        return notebook.articles([_alone(self)])


@dataclass(frozen=True, slots=True, repr=False)
class Reading(model.Reading):
    """One Document as it was read: `document`, `reader`, `accounts`, `figures` and `findings`, which a reader should
    see. The accounts know their document's words."""

    accounts: tuple[Account, ...] = ()

    def __repr__(self) -> str:
        told = [f"{len(self.accounts)} account{'s' * (len(self.accounts) != 1)}"]
        told += [f"{len(self.findings)} finding{'s' * (len(self.findings) != 1)}"] if self.findings else []
        listed = "".join(f"\n  {account!r}" for account in self.accounts)
        return f"<Reading of {_short(self.document.id)} by {clean(self.reader)}: {', '.join(told)}{listed}>"

    def _repr_html_(self) -> str:
        """Its accounts cell by cell, for a notebook."""
        return notebook.articles(map(_alone, self.accounts)) if self.accounts else notebook.note(repr(self))


@dataclass(frozen=True, slots=True, repr=False)
class Meeting(model.Meeting):
    """What all accounts judged the same make together: `id`, `accounts` (their ids), `cells`; `told` has the accounts
    themselves, those whose title reports it first, `persons` who took part, `voices` how many independent origins tell
    of it. All that takes a property raises NotFoundError for a name that is none."""

    told: tuple[Account, ...] = ()
    persons: tuple[Entity, ...] = ()
    voices: int = 0

    def values(self, prop: str) -> tuple[str, ...]:
        """The values of one property, most widely claimed first; several may be right at once, or sources differ."""
        return model.Meeting.values(self, property_named(prop))

    def cell(self, prop: str) -> Cell | None:
        """All readings of one property, with the accounts that give each, and how they go together; or None."""
        wanted = property_named(prop)
        return next((cell for cell in self.cells if cell.property is wanted), None)

    @property
    def differ(self) -> tuple[str, ...]:
        """The properties in which its sources can't all be right."""
        return tuple(cell.property.value for cell in self.cells if cell.accord is model.Accord.CONFLICT)

    def citations(self, prop: str) -> tuple[Citation, ...]:
        """What each account says of one property, with the words it rests on."""
        return tuple(citation for account in self.told for citation in account.citations(prop))

    def __repr__(self) -> str:
        documents = len({account.document for account in self.told})
        counted = f"{documents} document{'s' * (documents != 1)}, {self.voices} voice{'s' * (self.voices != 1)}"
        differ = f"; sources differ on {', '.join(self.differ)}" if self.differ else ""
        return f"<Meeting {self.id}: {gist(self)}; {counted}{differ}>"

    def _repr_html_(self) -> str:
        """The meeting cell by cell, each reading with its words and sources, for a notebook."""
        return notebook.articles([as_told(self)])


def property_named(name: str) -> Property:
    """A property by its name. Raises NotFoundError, with all there are."""
    try:
        return Property(name)
    except ValueError:
        raise NotFoundError(f"{name!r} is no property; they are: {', '.join(Property)}.") from None


def reading_of(reading: model.Reading) -> Reading:
    """A reading whose accounts know their document."""
    document = reading.document
    accounts = tuple(account_of(account, document) for account in reading.accounts)
    return Reading(document, reading.reader, accounts, reading.figures, reading.findings)


def account_of(account: model.Account, document: Document) -> Account:
    """An account that knows its document."""
    return Account(account.id, account.document, account.main, account.confidence, account.claims, document)


def meeting_of(told: Told) -> Meeting:
    """A meeting with all that its sources say of it."""
    accounts = tuple(account_of(account, told.document_of(account)) for account in told.accounts)
    persons = tuple({entity.id: entity for _, entity, _ in told.persons() if entity}.values())
    return Meeting(told.meeting.id, told.meeting.accounts, told.meeting.cells, accounts, persons, told.voices)


def as_told(meeting: Meeting) -> Told:
    """The meeting as exports are given it."""
    documents = {account.document: account.told_in for account in meeting.told}
    people = {member: entity for entity in meeting.persons for member in entity.members}
    return Told(meeting, meeting.told, documents, people, meeting.voices)


def gist(meeting: model.Meeting) -> str:
    """Who, when, where and whether, in one harmless line."""
    shown = [" – ".join(map(_short, meeting.values(Property.PARTY))) or "sides not told"]
    for prop in (Property.DATE, Property.CITY, Property.STATUS):
        shown += [" or ".join(map(_short, meeting.values(prop)))] if meeting.values(prop) else []
    return ", ".join(shown)


def _alone(account: Account) -> Told:
    """An account as a meeting that nobody else tells of."""
    documents = {account.document: account.told_in}
    made = model.Meeting(account.id, (account.id,), cells([account], documents))
    return Told(made, (account,), documents, {}, 1)


def _citation(claim: Claim, document: Document) -> Citation:
    words = tuple(span.of(document.text) for span in claim.spans)
    publisher = document.publisher.value if document.publisher else ""
    return Citation(claim.value, words, document.id, publisher, claim.basis, claim.according_to)


def _short(value: str) -> str:
    plain = clean(value[: 4 * _SHOWN])
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
