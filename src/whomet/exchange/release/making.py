"""The rows of a release: pure functions of what a register holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from whomet.exchange.release import entries
from whomet.exchange.release.meanings import REDACTED
from whomet.exchange.release.redaction import hidden_decision
from whomet.exchange.told import Told
from whomet.knowledge.publishers import SourceKind, kind_of, kind_of_document
from whomet.knowledge.roles import understand_role
from whomet.model import Accord, Account, Claim, Document, Entity, Finding, FindingKind, Meeting, Property, Reading
from whomet.values.by_hand import is_by_hand
from whomet.values.decisions import Decision, DecisionKind
from whomet.values.readings import folded_value


def digest(*told: object) -> str:
    """Twelve hexadecimal digits that follow from all of it."""
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:12]


# ------------------------------------------------------------------------------ meetings and their accounts


def meeting_of(told: Told) -> entries.Meetings:
    """A meeting as a row."""
    meeting = told.meeting

    def of(prop: Property) -> list[str]:
        return list(meeting.values(prop))

    names = (entity.name if entity else claims[Property.PERSON_NAME].value for _, entity, claims in told.persons())
    return entries.Meetings(
        id=meeting.id,
        date=of(Property.DATE),
        status=of(Property.STATUS),
        format=of(Property.FORMAT),
        contact=of(Property.CONTACT),
        city=of(Property.CITY),
        country=of(Property.COUNTRY),
        venue=of(Property.VENUE),
        part_of=of(Property.PART_OF),
        parties=of(Property.PARTY),
        mediators=of(Property.MEDIATOR),
        hosts=of(Property.HOST),
        people=list(dict.fromkeys(names)),
        topics=of(Property.TOPIC),
        differ=[cell.property.value for cell in meeting.cells if cell.accord is Accord.CONFLICT],
        accounts=len(told.accounts),
        documents=len(told.documents),
        voices=told.voices,
    )


def accounts_of(told: Told, readers: Mapping[str, str]) -> Iterator[entries.Accounts]:
    """Its accounts; `readers` names what read each document, by key."""
    for account in told.accounts:
        yield entries.Accounts(
            account.id,
            told.meeting.id,
            account.document,
            account.main,
            account.confidence,
            account.value(Property.LEAD),
            "by hand" if is_by_hand(account.id) else readers.get(account.document, ""),
        )


def codes_of(told: Told) -> Iterator[entries.Codes]:
    """What the project's own fields hold for its accounts."""
    for account in told.accounts:
        for claim in account.all(Property.CODE):
            field, _, value = claim.value.partition("=")
            yield entries.Codes(f"{account.id}/{field}", account.id, told.meeting.id, field, value, claim.basis)


def readings_of(told: Told) -> Iterator[entries.Readings]:
    """What its accounts say in each cell."""
    for cell in told.meeting.cells:
        for reading in cell.readings:
            yield entries.Readings(
                _reading_id(told.meeting, cell.property, reading.value),
                told.meeting.id,
                cell.property.value,
                reading.value,
                cell.accord.value,
                list(reading.accounts),
            )


def _reading_id(meeting: Meeting, prop: Property, value: str) -> str:
    return f"{meeting.id}/{prop.value}/{digest(value)}"


def claims_of(told: Told) -> Iterator[tuple[entries.Claims, list[entries.Citations]]]:
    """Every claim of its accounts, each with the words that show it."""
    for account in told.accounts:
        seen: Counter[str] = Counter()
        for claim in account.claims:
            ident = f"{account.id}/{digest(claim)}"
            seen[ident] += 1
            ident += f"-{seen[ident]}" if seen[ident] > 1 else ""  # one account may say the same twice
            row = entries.Claims(
                ident,
                account.id,
                claim.property.value,
                claim.part,
                claim.value,
                claim.basis,
                list(claim.according_to),
                _reading_behind(told.meeting, account, claim),
            )
            yield row, list(_citations(ident, told, account, claim))


def _citations(ident: str, told: Told, account: Account, claim: Claim) -> Iterator[entries.Citations]:
    for number, (span, words) in enumerate(zip(claim.spans, told.citations(account, claim), strict=True), 1):
        yield entries.Citations(f"{ident}/{number}", ident, account.document, span.start, span.end, words)


def _reading_behind(meeting: Meeting, account: Account, claim: Claim) -> str:
    """The cell's reading that a claim supports: that of its value, whatever case and spaces, else the only one that
    the account has part in."""
    cell = next((c for c in meeting.cells if c.property is claim.property), None)
    having = [r for r in cell.readings if account.id in r.accounts] if cell else []
    equal = [r for r in having if folded_value(r.value) == folded_value(claim.value)]
    found = equal or (having if len(having) == 1 else [])
    return _reading_id(meeting, claim.property, found[0].value) if found else ""


# --------------------------------------------------------------------------------------------------- people


def participants_of(told: Told) -> Iterator[entries.Participants]:
    """Each person of each account of a meeting."""
    for account, entity, claims in told.persons():
        name = claims[Property.PERSON_NAME]
        role, party = (claims[p].value if p in claims else "" for p in (Property.PERSON_ROLE, Property.PERSON_PARTY))
        level = understand_role(role, party).level.value if role else ""
        ident, person = f"{account.id}/{name.part}", entity.id if entity else ""
        yield entries.Participants(ident, account.id, told.meeting.id, person, name.value, role, party, level)


@dataclass
class People:
    """The persons of the meetings that were noted, told from them alone: what no released account says is not here."""

    _entities: dict[str, Entity] = field(default_factory=dict)
    _spellings: dict[str, set[str]] = field(default_factory=dict)
    _meetings: dict[str, set[str]] = field(default_factory=dict)
    _accounts: dict[str, set[str]] = field(default_factory=dict)

    def note(self, told: Told) -> None:
        """Adds the persons of one meeting."""
        for account, entity, claims in told.persons():
            if entity:
                self._entities[entity.id] = entity
                self._spellings.setdefault(entity.id, set()).add(claims[Property.PERSON_NAME].value)
                self._meetings.setdefault(entity.id, set()).add(told.meeting.id)
                self._accounts.setdefault(entity.id, set()).add(account.id)

    def rows(self) -> Iterator[entries.People]:
        """In the order of ids."""
        for ident, entity in sorted(self._entities.items()):
            meetings, accounts = len(self._meetings[ident]), len(self._accounts[ident])
            yield entries.People(ident, entity.name, sorted(self._spellings[ident]), meetings, accounts)


# -------------------------------------------------------------------------------------------------- sources


def source_of(reading: Reading, accounts: int, left_out: Collection[str], redacted: bool) -> entries.Sources:
    """A document as a row; of `left_out`, by their keys, none is named."""
    document, known = reading.document, kind_of_document(reading.document)
    publisher = document.publisher.value if document.publisher else ""
    copy_of = document.copy_of.value if document.copy_of else ""
    title = document.title.value if document.title else ""
    return entries.Sources(
        id=document.key,
        name=document.id,
        title=REDACTED if redacted and title else title,
        publisher=publisher,
        outlet=_outlet_id(known, publisher),
        kind=known.kind.value,
        party=known.party,
        why=known.why,
        copy_of="" if copy_of in left_out else copy_of,
        url=document.url,
        published=document.published.value if document.published else "",
        doubted=any(finding.kind is FindingKind.DATE_DOUBT for finding in reading.findings),
        language=document.language,
        reader=reading.reader,
        extractor=document.extractor,
        accounts=accounts,
        redacted=redacted,
    )


def _outlet_id(known: SourceKind, publisher: str) -> str:
    return digest(known.name or publisher, known.kind.value, known.party)


def outlet_name(source: entries.Sources) -> str:
    """What the lists of owners call the publisher of a source, else what the document does."""
    return kind_of(source.publisher, source.url).name or source.publisher


def outlets(sources: Iterable[entries.Sources]) -> list[entries.Outlets]:
    """The publishers of some sources, in the order of their names."""
    found: dict[str, entries.Outlets] = {}
    for source in sources:
        before = found.get(source.outlet)
        day = "" if source.doubted else source.published
        days = sorted(d for d in (day, *((before.first, before.last) if before else ())) if d)
        found[source.outlet] = entries.Outlets(
            id=source.outlet,
            name=before.name if before else outlet_name(source),
            kind=source.kind,
            party=source.party,
            documents=(before.documents if before else 0) + 1,
            accounts=(before.accounts if before else 0) + source.accounts,
            first=days[0] if days else "",
            last=days[-1] if days else "",
        )
    return sorted(found.values(), key=lambda o: (o.name, o.id))


def is_of(source: str, document: Document) -> bool:
    """Whether a document is meant by a name: its id, its key or at least eight characters of it, its publisher."""
    publisher = document.publisher.value if document.publisher else ""
    names = {folded_value(n) for n in (publisher, kind_of(publisher, document.url).name) if n}
    by_key = len(source) >= 8 and document.key.startswith(source)
    return source == document.id or by_key or folded_value(source) in names


# --------------------------------------------------------------------------------- decisions and findings


def decisions_of(
    decisions: Sequence[Decision], without: Collection[str], redacted: Collection[str]
) -> Iterator[tuple[entries.Decisions, list[entries.Anchors]]]:
    """Every decision that is not about a document of `without`, each with its anchors."""
    undone = _undone(decisions)
    for made in decisions:
        keys = {anchor.document for anchor in made.about} | ({made.value} if made.kind is DecisionKind.COPY else set())
        if keys.isdisjoint(without):
            shown = hidden_decision(made) if keys & set(redacted) else made
            holds = made.id not in undone
            row = entries.Decisions(made.id, made.kind.value, shown.value, made.by, made.on, made.reason, holds)
            yield row, list(_anchors(made, redacted))


def _undone(decisions: Sequence[Decision]) -> set[str]:
    """The ids of those that were taken back; what took back one that was taken back itself does not count."""
    found: set[str] = set()
    for decision in reversed(decisions):
        if decision.kind is DecisionKind.UNDO and decision.id not in found:
            found.add(decision.value)
    return found


def _anchors(made: Decision, redacted: Collection[str]) -> Iterator[entries.Anchors]:
    for number, anchor in enumerate(made.about, 1):
        words = REDACTED if anchor.document in redacted else anchor.quote
        span, ident = anchor.span, f"{made.id}/{number}"
        yield entries.Anchors(ident, made.id, anchor.document, anchor.account, span.start, span.end, words)


def finding_of(finding: Finding, redacted: bool) -> entries.Findings:
    """A finding as a row; of a redacted document or meeting its sentence may quote, so it is withheld."""
    ident = digest(finding.kind.value, finding.about, finding.text)
    return entries.Findings(ident, finding.kind.value, finding.about, REDACTED if redacted else finding.text)
