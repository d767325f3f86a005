"""What can be asked of a register: pure functions over its meetings, accounts and entities. Nothing here prints.

Names are compared in folded Latin letters, without case, marks and punctuation (`knowledge.names.latin_name`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from whomet.errors import NotFoundError
from whomet.knowledge.names import compare_names, latin_name
from whomet.model import (
    Account,
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
from whomet.values.edtf import bounds

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
) -> Records:
    """Puts together what questions need from what a register gives. A document read twice counts as last read."""
    read = {r.document.key: r for r in readings}
    known, made = tuple(entities), sorted(meetings, key=_when)
    accounts = {a.id: a for r in read.values() for a in r.accounts}
    return Records(
        meetings=tuple(made),
        short=short_ids([*accounts, *(m.id for m in made)]),
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
        and (not question.place or speaks_of(question.place, places_in(meeting, records)))
        and (not question.status or question.status in meeting.values(Property.STATUS))
        and (not (question.since or question.until) or may_lie(meeting, question.since, question.until))
    )


def names_one_of(wanted: str, names: Iterable[str]) -> bool:
    """Whether a name is one of these, in part or in another spelling."""
    known = list(names)
    return speaks_of(wanted, known) or any(compare_names(wanted, n).verdict is Verdict.SAME for n in known)


def speaks_of(wanted: str, among: Iterable[str]) -> bool:
    """Whether one of the texts has all the wanted words, or words that begin so."""
    words = latin_name(wanted).split()
    return bool(words) and any(_has_all(words, latin_name(text).split()) for text in among)


def _has_all(wanted: list[str], words: list[str]) -> bool:
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


def places_in(meeting: Meeting, records: Records) -> set[str]:
    """City, country (code and the words for it) and venue of a meeting."""
    props = (Property.CITY, Property.COUNTRY, Property.VENUE)
    cited = {words for prop in props for words in _cited(meeting, records, prop)}
    return cited | {value for prop in props for value in meeting.values(prop)}


def may_lie(meeting: Meeting, since: str, until: str) -> bool:
    """Whether one of the dates given for a meeting leaves it possible that it lies in the range. EDTF bounds."""
    first, last = bounds(since), bounds(until)
    spans = [b for v in meeting.values(Property.DATE) if (b := bounds(v))]
    return any((not first or b[1] >= first[0]) and (not last or b[0] <= last[1]) for b in spans)


def _person_claims(meeting: Meeting, records: Records) -> Iterator[tuple[Account, Claim]]:
    for account in records.told(meeting):
        for claim in account.all(Property.PERSON_NAME):
            yield account, claim


def _cited(meeting: Meeting, records: Records, prop: Property) -> Iterator[str]:
    for account in records.told(meeting):
        for claim in account.all(prop):
            yield from (span.of(records.documents[account.document].text) for span in claim.spans)


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


# --------------------------------------------------------------------------- finding one by id or name


def find_meeting(records: Records, wanted: str) -> Meeting:
    """The meeting of an id: the meeting's, any of its accounts', or an unambiguous beginning of either, or the id of
    a document that tells of one meeting only.

    Raises NotFoundError when none or several fit.
    """
    exact = [m for m in records.meetings if wanted in (m.id, *m.accounts)]
    begun = [m for m in records.meetings if wanted and any(i.startswith(wanted) for i in (m.id, *m.accounts))]
    named = [m for m in records.meetings if wanted in {d.id for d in records.documents_of(m)}]
    found = exact or begun or named
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(f"No meeting, account or document of this register goes by {wanted!r}.")
    ids = ", ".join(sorted(m.id for m in found))
    raise NotFoundError(f"{wanted!r} fits {len(found)} meetings, name one of them: {ids}.")


def find_people(records: Records, name: str) -> tuple[Entity, ...]:
    """The persons one of whose spellings has all words of `name`; those spelt just so alone, where there are any.

    Raises NotFoundError when nobody fits.
    """
    people = [e for e in records.entities if e.kind is EntityKind.PERSON]
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
    around = zip(ordered, ["", *ordered[:-1]], [*ordered[1:], ""], strict=True)
    return {i: i[: max(SHORT_ID, _shared(i, before) + 1, _shared(i, after) + 1)] for i, before, after in around}


def _shared(one: str, other: str) -> int:
    """How many characters two ids begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
