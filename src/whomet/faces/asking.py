"""What can be asked of a register: pure functions over its meetings, accounts and entities. Nothing here prints.

Names are compared in folded Latin letters, without case, marks and punctuation (`knowledge.names.latin_name`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from whomet.errors import NotFoundError
from whomet.knowledge.names import compare_names, latin_name
from whomet.knowledge.places import country_code_named
from whomet.knowledge.roles import Level, understand_role
from whomet.model import (
    Accord,
    Account,
    Cell,
    CellReading,
    Claim,
    Document,
    Entity,
    EntityKind,
    Finding,
    Judgement,
    Meeting,
    Property,
    Reading,
    Verdict,
)
from whomet.values.edtf import bounds, width

SHORT_ID = 8
"""Fewest characters of an id that are shown."""


@dataclass(frozen=True, slots=True)
class Records:
    """What a register holds and what follows from it. Accounts by id, documents by key, figures by document key,
    persons by member ("<account id>/<part>"), meetings in the order of their dates and, in `homes`, by account id;
    `short` is how an id is shown."""

    meetings: tuple[Meeting, ...]
    homes: Mapping[str, Meeting]
    short: Mapping[str, str]
    accounts: Mapping[str, Account]
    documents: Mapping[str, Document]
    figures: Mapping[str, tuple[Claim, ...]]
    entities: tuple[Entity, ...]
    persons: Mapping[str, Entity]
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]

    def told(self, meeting: Meeting) -> tuple[Account, ...]:
        """The accounts of a meeting, those whose title reports it first, then by publication date and document.

        An account that a newer reading of its document no longer has is left out.
        """
        accounts = (self.accounts[a] for a in meeting.accounts if a in self.accounts)
        return tuple(sorted(accounts, key=lambda a: (not a.main, *self._published(a), a.id)))

    def _published(self, account: Account) -> tuple[str, str]:
        document = self.documents[account.document]
        return (document.published.value if document.published else "9999", document.id)

    def documents_of(self, meeting: Meeting) -> tuple[Document, ...]:
        """The documents that tell of a meeting, each once."""
        return tuple(self.documents[key] for key in dict.fromkeys(a.document for a in self.told(meeting)))


def gather(
    readings: Iterable[Reading],
    meetings: Iterable[Meeting],
    entities: Iterable[Entity] = (),
    judgements: Iterable[Judgement] = (),
    findings: Iterable[Finding] = (),
    ids: Iterable[str] = (),
) -> Records:
    """Puts together what questions need from what a register gives. A document read twice counts as last read.

    `ids` are those of accounts that are not among these and that a short id must be told apart from as well.
    """
    read = {r.document.key: r for r in readings}
    known, made = tuple(entities), sorted(meetings, key=_when)
    accounts = {a.id: a for r in read.values() for a in r.accounts}
    return Records(
        meetings=tuple(made),
        short=short_ids([*ids, *accounts, *(m.id for m in made)]),
        homes={a: m for m in made for a in m.accounts},
        accounts=accounts,
        documents={key: r.document for key, r in read.items()},
        figures={key: r.figures for key, r in read.items()},
        entities=known,
        persons={m: e for e in known if e.kind is EntityKind.PERSON for m in e.members},
        judgements=tuple(judgements),
        findings=tuple(findings),
    )


def _when(meeting: Meeting) -> tuple[str, str]:
    """Sorts by the earliest day any account gives; meetings without a date last."""
    days = [b[0].isoformat() for v in meeting.values(Property.DATE) if (b := bounds(v))]
    return (min(days, default="9999"), meeting.id)


# ------------------------------------------------------------------------------------- which meetings


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for; an empty field asks for nothing. `since` and `until` are EDTF."""

    name: str = ""
    party: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    status: str = ""


def choose(records: Records, question: Question, found: Collection[str] | None = None) -> tuple[Meeting, ...]:
    """The meetings that fit every part of a question; with since or until only those whose date may lie there.

    `found`, where given, are ids of accounts and keys of documents that a search for words led to.
    """
    fitting = (m for m in records.meetings if _fits(m, records, question))
    return tuple(m for m in fitting if found is None or _is_among(m, records, found))


def _is_among(meeting: Meeting, records: Records, found: Collection[str]) -> bool:
    return any(a.id in found or a.document in found for a in records.told(meeting))


def _fits(meeting: Meeting, records: Records, question: Question) -> bool:
    return (
        (not question.name or names_one_of(question.name, names_in(meeting, records)))
        and (not question.party or speaks_of(question.party, parties_in(meeting, records)))
        and (not question.place or lies_in(question.place, meeting, records))
        and (not question.status or question.status in meeting.values(Property.STATUS))
        and (not (question.since or question.until) or may_lie(meeting, question.since, question.until))
    )


def names_one_of(wanted: str, names: Iterable[str]) -> bool:
    """Whether a name is one of these, in part or in another spelling."""
    asked = _words_asked(wanted)
    known = [(name, latin_name(name).split()) for name in names]
    spoken = bool(asked) and any(_has_all(asked, words) for _, words in known)
    return spoken or any(_may_be(asked, words) and _is_spelling(wanted, name) for name, words in known)


@lru_cache(maxsize=8)
def _words_asked(wanted: str) -> tuple[str, ...]:
    """What is asked of every name of a register: folded once."""
    return tuple(latin_name(wanted).split())


def _may_be(asked: Sequence[str], known: Sequence[str]) -> bool:
    """Whether all that is asked for can be meant by a name: no word too many, no initial that begins none of its."""
    if len(asked) > len(known) or any(not word.isalpha() for word in asked):
        return False
    initials = [word for word in asked if len(word) == 1]
    return all(any(word.startswith(initial) for word in known) for initial in initials)


def _is_spelling(wanted: str, name: str) -> bool:
    return compare_names(wanted, name).verdict is Verdict.SAME


def speaks_of(wanted: str, among: Iterable[str]) -> bool:
    """Whether one of the texts has all the wanted words, or words that begin so."""
    words = _words_asked(wanted)
    return bool(words) and any(_has_all(words, latin_name(text).split()) for text in among)


def _has_all(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(k == w or (len(w) > 2 and k.startswith(w)) for k in words) for w in wanted)


def names_in(meeting: Meeting, records: Records) -> set[str]:
    """Every spelling of every person of a meeting, also those that only other meetings' accounts use."""
    members = (f"{account.id}/{claim.part}" for account, claim in _person_claims(meeting, records))
    entities = (records.persons.get(member) for member in members)
    spelt = {claim.value for _, claim in _person_claims(meeting, records)}
    return spelt | {name for entity in entities if entity for name in entity.names}


def parties_in(meeting: Meeting, records: Records) -> set[str]:
    """The sides and mediators of a meeting, in all spellings that organisations of the register have."""
    named = set(meeting.values(Property.PARTY)) | set(meeting.values(Property.MEDIATOR))
    organisations = (e for e in records.entities if e.kind is EntityKind.ORGANISATION and not named.isdisjoint(e.names))
    return named | {name for e in organisations for name in e.names}


def lies_in(place: str, meeting: Meeting, records: Records) -> bool:
    """Whether a meeting was in a city, a venue or a country, named, by its code, or as a report words it."""
    code = country_code_named(place)
    if code and code in meeting.values(Property.COUNTRY):
        return True
    worded = {v for account in records.told(meeting) for v in account.values(Property.PLACE_TEXT)}
    named = {v for prop in (Property.CITY, Property.COUNTRY, Property.VENUE) for v in meeting.values(prop)}
    return speaks_of(place, worded | named)


def may_lie(meeting: Meeting, since: str, until: str) -> bool:
    """Whether one of the dates given for a meeting leaves it possible that it lies in the range. EDTF bounds."""
    first, last = bounds(since), bounds(until)
    spans = [b for v in meeting.values(Property.DATE) if (b := bounds(v))]
    return any((not first or b[1] >= first[0]) and (not last or b[0] <= last[1]) for b in spans)


def _person_claims(meeting: Meeting, records: Records) -> Iterator[tuple[Account, Claim]]:
    for account in records.told(meeting):
        for claim in account.all(Property.PERSON_NAME):
            yield account, claim


# ------------------------------------------------------------------------------------ who took part


@dataclass(frozen=True, slots=True)
class Telling:
    """What one account says of one person: claims of one part."""

    account: Account
    claims: tuple[Claim, ...]

    def first(self, prop: Property) -> Claim | None:
        return next((c for c in self.claims if c.property is prop), None)

    def value(self, prop: Property) -> str:
        claim = self.first(prop)
        return claim.value if claim else ""


def people_of(meeting: Meeting, records: Records) -> dict[str, list[Telling]]:
    """The persons of a meeting by name (an entity's name where there is one), each with what every account says."""
    people: dict[str, list[Telling]] = {}
    for account, claim in _person_claims(meeting, records):
        entity = records.persons.get(f"{account.id}/{claim.part}")
        part = tuple(c for c in account.claims if c.part == claim.part and c.property.startswith("person."))
        people.setdefault(entity.name if entity else claim.value, []).append(Telling(account, part))
    return people


def levels_of(meeting: Meeting, records: Records) -> dict[str, Level]:
    """Party -> the highest level on which it was represented, by the roles that any account tells."""
    found: dict[str, Level] = {}
    for tellings in people_of(meeting, records).values():
        for telling in tellings:
            party, role = telling.value(Property.PERSON_PARTY), telling.value(Property.PERSON_ROLE)
            level = understand_role(role, party).level
            if party and role and level.rank < found.get(party, Level.OTHER).rank:
                found[party] = level
    return found


# ------------------------------------------------------------------------------- what readings agree on


def leading(meeting: Meeting, prop: Property) -> tuple[str, ...]:
    """What a page gives as a meeting's value: all readings where the sources differ; else the one that says most.

    Of dates that agree that is the narrowest, of states the latest in an occasion's life.
    """
    cell = next((c for c in meeting.cells if c.property is prop), None)
    values = tuple(r.value for r in in_order(cell)) if cell else ()
    settled = cell is not None and cell.accord is not Accord.CONFLICT and prop in _SAYS_MOST
    return values[:1] if settled else values


def in_order(cell: Cell) -> tuple[CellReading, ...]:
    """The readings of a cell; where they agree or one came later, what says most comes first."""
    rank = _SAYS_MOST.get(cell.property)
    if rank is None or cell.accord is Accord.CONFLICT:
        return cell.readings
    return tuple(sorted(cell.readings, key=lambda reading: rank(reading.value)))


_LIFE = ("held", "ongoing", "cancelled", "postponed", "planned")
_SAYS_MOST: Mapping[Property, Callable[[str], int]] = {
    Property.DATE: width,
    Property.STATUS: lambda value: _LIFE.index(value) if value in _LIFE else len(_LIFE),
    Property.FORMAT: lambda value: value == "unspecified",
}


# ------------------------------------------------------------------------------------------ finding people


def find_people(entities: Iterable[Entity], name: str) -> tuple[Entity, ...]:
    """The persons one of whose spellings has all words of `name`; those spelt just so alone, where there are any.

    Raises NotFoundError when nobody fits.
    """
    people = [e for e in entities if e.kind is EntityKind.PERSON]
    exact = [e for e in people if name == e.id or latin_name(name) in map(latin_name, e.names)]
    found = exact or [e for e in people if names_one_of(name, e.names)]
    if not found:
        raise NotFoundError(f"Nobody in this register goes by {name!r}.")
    return tuple(sorted(found, key=lambda e: (-len(e.members), e.name, e.id)))


# ------------------------------------------------------------------------------------ about one person


def spellings(entity: Entity, records: Records) -> Counter[str]:
    """How often each spelling of a person's name stands as the fullest in an account."""
    parts = (member.rpartition("/") for member in entity.members)
    named = ((records.accounts[a].all(Property.PERSON_NAME), part) for a, _, part in parts if a in records.accounts)
    return Counter(c.value for claims, part in named for c in claims if str(c.part) == part)


def meetings_of(entity: Entity, records: Records) -> tuple[Meeting, ...]:
    """The meetings that a person took part in, or is to."""
    homes = (records.homes.get(m.rpartition("/")[0]) for m in entity.members)
    ids = {home.id for home in homes if home}
    return tuple(m for m in records.meetings if m.id in ids)


def counterparts(entity: Entity, meeting: Meeting, records: Records) -> list[str]:
    """The others of a meeting that are not given as of the person's own party."""
    people = people_of(meeting, records)
    own = {t.value(Property.PERSON_PARTY) for t in people.get(entity.name, [])} - {""}
    others = {n: {t.value(Property.PERSON_PARTY) for t in ts} for n, ts in people.items() if n != entity.name}
    return [name for name, parties in others.items() if own.isdisjoint(parties)]


# --------------------------------------------------------------------------------------------- ids shown


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """For each id its shortest beginning, of at least SHORT_ID characters, that no other id shares."""
    ordered = sorted(set(ids))
    around = zip(ordered, ["", *ordered], [*ordered[1:], ""], strict=False)
    return {i: i[: max(SHORT_ID, _shared(i, before) + 1, _shared(i, after) + 1)] for i, before, after in around}


def _shared(one: str, other: str) -> int:
    """How many characters two ids begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
