"""A Reading put into the shapes of the contract, one line of JSON for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from math import isfinite
from typing import Any

from msgspec import UNSET, structs

from whomet.exchange.met import Met
from whomet.exchange.shapes import (
    CONTRACT_VERSION,
    Cite,
    Delegation,
    Denial,
    Figure,
    Meeting,
    Note,
    Outcome,
    Person,
    ReadingLine,
    Statement,
    as_json,
    schema,
)
from whomet.knowledge.roles import understand_role
from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Span
from whomet.values.decided import codes_in
from whomet.values.ids import told_apart

__all__ = ["CONTRACT_VERSION", "Places", "encode", "encode_all", "line_of", "schema"]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a register has put what a reading holds: account id -> meeting id, "<account id>/<part>" -> entity id."""

    meetings: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def encode(reading: Reading, places: Places | None = None, notes: Iterable[Finding] = ()) -> bytes:
    """One line of UTF-8 JSON, without its line end. With `places` (an export) accounts carry `meeting`."""
    return as_json(line_of(reading, places, notes))


def encode_all(readings: Iterable[Reading], places: Places | None = None, *, whole: bool = False) -> Iterator[bytes]:
    """A line for each reading, in their order; ids that would be equal are made different, which a note says. `whole`
    lines hold the readings themselves, as an import needs them."""
    met = Met()
    for reading in readings:
        given = reading.document.id
        name = _unlike(given, reading.document.key, met)
        note = Finding(FindingKind.SAME_ID, f"An earlier document has the id {given} too; this one is called {name}.")
        shown = replace(reading, document=replace(reading.document, id=name))
        line = line_of(shown, places, [note] if name != given else ())
        yield as_json(structs.replace(line, whole=reading) if whole else line)


def _unlike(name: str, key: str, met: Met) -> str:
    """The first of these that was not met yet: `name`, with the beginning of its key, and then with a number."""
    apart = told_apart(name, key)
    candidates = chain((name, apart), (f"{apart}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if met.is_new("id", candidate))


def line_of(reading: Reading, places: Places | None = None, notes: Iterable[Finding] = ()) -> ReadingLine:
    """A Reading in the contract's shape."""
    document = reading.document
    findings = [*notes, *reading.findings]
    figures = _grouped(reading.figures, "figure")
    unnumbered = [_unreadable(f) for f in figures if _number(_value(f, Property.FIGURE_VALUE)) is None]
    differing = [d for account in reading.accounts for d in _other_values(account)]
    return ReadingLine(
        id=document.id,
        published=_plain(document.published),
        published_doubt=next((f.text for f in findings if f.kind is FindingKind.DATE_DOUBT), ""),
        language=document.language,
        reader=reading.reader,
        meetings=[_meeting(a, document.text, places) for a in reading.accounts],
        figures=[f for group in figures for f in _figure(group, document.text)],
        notes=[_note(f, document) for f in [*findings, *unnumbered, *differing]],
        title=_plain(document.title),
        publisher=_plain(document.publisher),
        url=document.url,
        extractor=document.extractor,
        contract=CONTRACT_VERSION,
    )


# Keys of an account that hold one value, and those that hold a list of them.
_SINGLE = {
    "status": Property.STATUS,
    "contact": Property.CONTACT,
    "format": Property.FORMAT,
    "date": Property.DATE,
    "duration": Property.DURATION,
    "city": Property.CITY,
    "country": Property.COUNTRY,
    "venue": Property.VENUE,
    "part_of": Property.PART_OF,
    "host": Property.HOST,
    "lead": Property.LEAD,
}
_LISTS = {
    "time_text": Property.TIME_TEXT,
    "parties": Property.PARTY,
    "mediators": Property.MEDIATOR,
    "chair": Property.CHAIR,
    "topics": Property.TOPIC,
}
_PARTS = {
    "delegations": Property.DELEGATION_TEXT,
    "outcomes": Property.OUTCOME_TEXT,
    "denials": Property.DENIAL_TEXT,
}
_WHEN_UNSAID = {"status": "held", "contact": "direct", "format": "unspecified"}


def _meeting(account: Account, text: str, places: Places | None) -> Meeting:
    claims = {key: _chosen(account, prop) for key, prop in _SINGLE.items()}
    claims |= {key: [c for c in account.all(prop) if c.value] for key, prop in {**_LISTS, **_PARTS}.items()}
    values: dict[str, Any] = {
        key: claims[key][0].value if claims[key] else _WHEN_UNSAID.get(key, "") for key in _SINGLE
    }
    lists: dict[str, Any] = {key: list(dict.fromkeys(c.value for c in claims[key])) for key in _LISTS}
    return Meeting(
        **values,
        **lists,
        main=account.main,
        date_basis=claims["date"][0].basis if claims["date"] else "",
        people=_people(account, text, places),
        denials=[Denial(*pair) for pair in _pairs(account, Property.DENIAL_BY, Property.DENIAL_TEXT)],
        delegations=[Delegation(*p) for p in _pairs(account, Property.DELEGATION_PARTY, Property.DELEGATION_TEXT)],
        outcomes=[Outcome(*pair) for pair in _pairs(account, Property.OUTCOME_KIND, Property.OUTCOME_TEXT)],
        statements=[_statement(s, lists["parties"], text) for s in _grouped(account.claims, "statement")],
        confidence=account.confidence,
        cites=_cites_by_key(claims, text),
        bases={key: found[0].basis for key, found in claims.items() if found and found[0].basis},
        account=account.id,
        meeting=places.meetings.get(account.id, "") if places else UNSET,
        codes=codes_in(account.values(Property.CODE)) or UNSET,
    )


def _chosen(account: Account, prop: Property) -> list[Claim]:
    """The claims of the first value that an account gives: what a key with one place shows."""
    claims = [c for c in account.all(prop) if c.value]
    return [c for c in claims if c.value == claims[0].value]


def _other_values(account: Account) -> Iterator[Finding]:
    """What a key with one place has no room for: a document that itself gives two readings keeps both."""
    for key, prop in _SINGLE.items():
        chosen = _chosen(account, prop)
        for claim in account.all(prop):
            if claim.value and claim.value != chosen[0].value:
                by = f", according to {', quoting '.join(claim.according_to)}" if claim.according_to else ""
                words = f"The document gives {chosen[0].value} as {key.replace('_', ' ')}, and also {claim.value}{by}."
                yield Finding(FindingKind.SOURCES_DIFFER, words, account.id, claim.spans)


def _cites_by_key(claims: Mapping[str, list[Claim]], text: str) -> dict[str, list[Cite]]:
    cites = {key: [cite for claim in found for cite in _cites(claim, text)] for key, found in claims.items()}
    if not claims["status"]:  # said by no word of its own: it follows from the lead
        cites["status"] = cites["lead"]
    return {key: found for key, found in cites.items() if found}


def _people(account: Account, text: str, places: Places | None) -> list[Person]:
    known = places.people if places else {}
    return [
        _person(person, known.get(f"{account.id}/{person[0].part}", ""), text)
        for person in _grouped(account.claims, "person")
    ]


def _person(claims: list[Claim], entity: str, text: str) -> Person:
    role, party = _value(claims, Property.PERSON_ROLE), _value(claims, Property.PERSON_PARTY)
    understood = understand_role(role, party) if role else None
    return Person(
        name=_value(claims, Property.PERSON_NAME),
        role=role,
        party=party,
        level=understood.level if understood else "",
        manner=understood.manner if understood else "",
        person=entity,
        cites={
            "name": _cites_of(claims, Property.PERSON_NAME, text),
            "role": _cites_of(claims, Property.PERSON_ROLE, text),
        },
    )


def _statement(claims: list[Claim], parties: list[str], text: str) -> Statement:
    named = list(dict.fromkeys(c.value for c in claims if c.property is Property.STATEMENT_SPEAKER and c.value))
    return Statement(
        speaker="both" if len(named) > 1 else "".join(named),
        speakers=parties if named == ["both"] else named,
        via=_value(claims, Property.STATEMENT_VIA),
        cue=_value(claims, Property.STATEMENT_CUE),
        act=_value(claims, Property.STATEMENT_ACT) or "states",
        quote=_value(claims, Property.STATEMENT_QUOTE) == "true",
        text=_value(claims, Property.STATEMENT_TEXT),
        cites={
            "text": _cites_of(claims, Property.STATEMENT_TEXT, text),
            "cue": _cites_of(claims, Property.STATEMENT_CUE, text),
        },
    )


def _figure(claims: list[Claim], text: str) -> Iterator[Figure]:
    number = _number(_value(claims, Property.FIGURE_VALUE))
    if number is not None:
        what, source = _value(claims, Property.FIGURE_WHAT), _value(claims, Property.FIGURE_SOURCE)
        yield Figure(number, what, source, {"what": _cites_of(claims, Property.FIGURE_WHAT, text)})


def _number(value: str) -> int | float | None:
    """The number that a figure's value spells in plain digits, or None."""
    try:
        number = float(value.replace(",", ""))
    except ValueError:
        return None
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def _unreadable(claims: list[Claim]) -> Finding:
    words, spans = _value(claims, Property.FIGURE_WHAT), tuple(s for c in claims for s in c.spans)
    return Finding(FindingKind.NOT_UNDERSTOOD, f"A figure without a number that can be told: {words}.", spans=spans)


def _note(finding: Finding, document: Document) -> Note:
    return Note(finding.kind, finding.text, [_cite(span, document.text) for span in finding.spans])


# ------------------------------------------------------------------------------------- claims and cites


def _grouped(claims: tuple[Claim, ...], word: str) -> list[list[Claim]]:
    """Claims of one person, statement, figure ... each: unlike `claims_by_part`, joint speakers are all kept."""
    parts: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.property.startswith(word + "."):
            parts.setdefault(claim.part, []).append(claim)
    return list(parts.values())


def _pairs(account: Account, first: Property, second: Property) -> Iterator[tuple[str, str]]:
    for claims in _grouped(account.claims, first.partition(".")[0]):
        yield _value(claims, first), _value(claims, second)


def _value(claims: list[Claim], prop: Property) -> str:
    return next((c.value for c in claims if c.property is prop), "")


def _plain(claim: Claim | None) -> str:
    return claim.value if claim else ""


def _cites_of(claims: list[Claim], prop: Property, text: str) -> list[Cite]:
    return [cite for claim in claims if claim.property is prop for cite in _cites(claim, text)]


def _cites(claim: Claim, text: str) -> list[Cite]:
    return [_cite(span, text, claim.according_to) for span in claim.spans]


def _cite(span: Span, text: str, according_to: tuple[str, ...] = ()) -> Cite:
    return Cite(span.of(text), span.start, span.end, according_to)
