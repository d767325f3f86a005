"""Meetings as FollowTheMoney entities (https://followthemoney.tech, model 4), for OpenAleph and its kin.

A meeting is an Event, those who sit there are Persons and, by what the knowledge base says they are, PublicBodies,
Organizations or LegalEntities; a document is an Article, a person's name in it a Mention, whom a person speaks for a
Representation. Every entity gives its values twice: as `properties`, which every tool of that family reads, and as
`statements`, each with the exact words (`original_value`) and where they stand (`origin`: the Article's id and a
fragment of RFC 5147, "#char=97,100", then how the value follows and who is quoted for it). Needs no library.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile
from typing import Any

from whomet.exchange.told import Told
from whomet.knowledge.parties import Party, party_named
from whomet.model import Account, Claim, Document, Entity, Property
from whomet.values.by_hand import entered
from whomet.values.edtf import bounds

DATASET = "whomet"

_PUBLIC = ("state", "territory", "historical state", "government body")
"""Kinds of parties that are PublicBodies; of other kinds they are Organizations, and if unknown LegalEntities."""

_LENGTHS = {"name": 384, "alias": 384, "location": 250, "description": 65000, "notes": 65000, "sourceUrl": 4096}
_LONGEST = 1024
"""How long a value may be, by property (`max_length` of FollowTheMoney's types), and of all others."""

_REQUIRED = ("name", "fileName")
"""What an entity is not valid without, even if a hostile text leaves nothing of it that can be shown."""

_LANGUAGES = {
    "ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb", "it": "ita",
    "pt": "por", "ru": "rus", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip
"""ISO 639-1 -> ISO 639-3, in which FollowTheMoney names languages."""

_PLAIN = {Property.CITY: "location", Property.VENUE: "location", Property.LEAD: "description"}
_NOTED = {
    Property.MEDIATOR: "mediator",
    Property.CHAIR: "chair",
    Property.DURATION: "duration",
    Property.PART_OF: "part of",
    Property.OUTCOME_TEXT: "outcome",
    Property.DENIAL_TEXT: "denial",
}
_KEYWORDS = (Property.STATUS, Property.FORMAT, Property.CONTACT, Property.TOPIC)
_URL = re.compile(r"(?:https?|ftp)://[^\s/?#@\[\]]+(?:[/?#]\S{0,4000})?", re.IGNORECASE)
_HALF_PAIR = re.compile("[\ud800-\udfff]")  # no text in any Unicode encoding: FollowTheMoney's reader refuses the line
_BLANK = ("Cc", "Cs")  # categories of Unicode


@dataclass(frozen=True, slots=True)
class _Said:
    """A value of an entity, the words that it comes from, and where those stand ("" for what Whomet itself says)."""

    prop: str
    value: str
    words: str = ""
    origin: str = ""


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """An entity a line, in ASCII JSON, those of a meeting together. What several meetings share (documents, persons,
    parties) is written where it is first met; of what is written the ids alone are kept."""
    written: set[str] = set()
    for each in told:
        for ident, line in _entities(each):
            if ident not in written:
                written.add(ident)
                yield line


def _entities(told: Told) -> Iterator[tuple[str, bytes]]:
    accounts = sorted(told.accounts, key=lambda account: account.id)
    for document in sorted(told.documents.values(), key=lambda d: d.key):
        yield _entity("Article", _id("document", document.key), _of_document(document))
    for name in sorted({c.value for a in accounts for c in a.claims if c.property in _PARTIES and c.value.strip()}):
        yield _party(name, party_named(name))
    persons = sorted(told.persons(), key=lambda p: (p[0].id, p[2][Property.PERSON_NAME].part))
    for person in persons:
        yield from _of_person(told, *person)
    said = [said for account in accounts for said in _of_account(told, account)]
    for account, entity, claims in persons:
        named = claims[Property.PERSON_NAME]
        said += _cited("involved", _person(account, entity, named), named, told.document_of(account))
    yield _entity("Event", _id("meeting", told.meeting.id), [_Said("name", _title(told)), *said])


_PARTIES = frozenset((Property.PARTY, Property.MEDIATOR, Property.HOST, Property.PERSON_PARTY))


# ------------------------------------------------------------------------- documents, parties, persons


def _of_document(document: Document) -> Iterator[_Said]:
    yield _Said("fileName", document.id)
    yield _Said("notes", entered(document))
    for prop, claim in (
        ("title", document.title),
        ("publisher", document.publisher),
        ("publishedAt", document.published),
    ):
        if claim:
            yield from _cited(prop, claim.value, claim, document)
    if _URL.fullmatch(document.url):
        yield _Said("sourceUrl", document.url)
    yield _Said("language", _LANGUAGES.get(document.language.partition("-")[0].lower(), ""), document.language)


def _party(name: str, known: Party | None) -> tuple[str, bytes]:
    """A party by the name that accounts give it; the country of a state alone, not of who is at odds with one."""
    schema = "LegalEntity" if known is None else "PublicBody" if known.kind in _PUBLIC else "Organization"
    country = known.code.lower() if known and known.kind in ("state", "territory") else ""
    return _entity(schema, _id("party", name), [_Said("name", name), _Said("country", country)])


def _person(account: Account, entity: Entity | None, name: Claim) -> str:
    """The id of a person; one whom nothing resolves is a person of that account alone."""
    return _id("person", entity.id if entity else f"{account.id}/{name.part}")


def _of_person(
    told: Told, account: Account, entity: Entity | None, claims: dict[Property, Claim]
) -> Iterator[tuple[str, bytes]]:
    """The Person, the Mention of the name, and for whom the person sits there by this account, in which role."""
    document, name = told.document_of(account), claims[Property.PERSON_NAME]
    ident, member = _person(account, entity, name), f"{account.id}/{name.part}"
    named = list(_cited("name", name.value, name, document))
    yield _entity("Person", ident, _of_entity(entity) if entity else named)
    article = _id("document", document.key)
    mention = [_Said("document", article), _Said("resolved", ident), _Said("detectedSchema", "Person")]
    yield _entity("Mention", _id("mention", member), [*mention, *named])
    side, role = claims.get(Property.PERSON_PARTY), claims.get(Property.PERSON_ROLE)
    if side and side.value.strip():
        speaks = [_Said("agent", ident), *_cited("client", _id("party", side.value), side, document)]
        speaks += _cited("role", role.value, role, document) if role else []
        for when in account.all(Property.DATE):
            speaks += _cited("date", _prefix(when.value), when, document)
        speaks += [_Said("proof", article), _Said("recordId", member)]
        yield _entity("Representation", _id("representation", member), speaks)


def _of_entity(entity: Entity) -> Iterator[_Said]:
    yield _Said("name", entity.name)
    yield from (_Said("alias", name) for name in entity.names if name != entity.name)
    for role, when, account in entity.roles:
        yield _Said("position", role, origin=f"account {account}, {when or 'no date'}")


# ---------------------------------------------------------------------------------------- the meeting


def _title(told: Told) -> str:
    """What a list shows. With the status: an Event that is but planned must not look as if it took place."""
    persons = {e.name if e else c[Property.PERSON_NAME].value for _, e, c in told.persons()}
    sides = sorted(told.meeting.values(Property.PARTY)) or sorted(persons)
    status = " or ".join(told.meeting.values(Property.STATUS)) or "status not told"
    of = " and ".join(_cut(side, 100) for side in sides[:6])
    return f"Meeting of {of} ({status})" if of else f"Meeting ({status})"


def _of_account(told: Told, account: Account) -> Iterator[_Said]:
    """What one account says of the meeting."""
    document = told.document_of(account)
    article = _id("document", document.key)
    publisher = document.publisher.value if document.publisher else ""
    url = document.url if _URL.fullmatch(document.url) else ""
    for prop, value in (("proof", article), ("recordId", account.id), ("sourceUrl", url), ("publisher", publisher)):
        yield _Said(prop, value, origin=article)
    for claim in account.claims:
        for prop, value in _placed(claim):
            yield from _cited(prop, value, claim, document)


def _placed(claim: Claim) -> Iterator[tuple[str, str]]:
    """In which property of an Event a claim is told, and as which value."""
    prop, value = claim.property, claim.value
    if not value.strip():
        return
    if prop is Property.DATE:
        yield from _dates(value)
    elif prop in (Property.PARTY, Property.MEDIATOR):
        yield "involved", _id("party", value)
    elif prop is Property.HOST:
        yield "organizer", _id("party", value)
    elif prop is Property.COUNTRY:
        yield "country", value.lower()
    elif prop in _PLAIN:
        yield _PLAIN[prop], value
    elif prop in _KEYWORDS:
        yield "keywords", f"{prop.value}: {value}"
    if prop in _NOTED:
        yield "notes", f"{_NOTED[prop]}: {value}"


def _dates(edtf: str) -> Iterator[tuple[str, str]]:
    """A date as the prefixes of ISO 8601 that FollowTheMoney has. What they can't tell is kept in EDTF as a summary."""
    first, _, last = edtf.partition("/")
    yield "startDate", _prefix(first)
    if last:
        yield "endDate", _prefix(last)
    if _prefix(first) != first or _prefix(last) != last:
        yield "summary", f"date (EDTF): {edtf}"


def _prefix(edtf: str) -> str:
    """What is certain of a date, as a prefix of ISO 8601: what its first and last possible day share; "" for nothing.

    >>> _prefix("2031-21"), _prefix("[2031-03-04,2031-03-11]"), _prefix("2031-04"), _prefix("2031-12-31/2032-01-02")
    ('2031', '2031-03', '2031-04', '')
    """
    days = bounds(edtf) or ()
    shared = takewhile(
        lambda parts: len(set(parts)) == 1, zip(*(day.isoformat().split("-") for day in days), strict=True)
    )
    return "-".join(parts[0] for parts in shared)


# --------------------------------------------------------------------------------------------- entities


def _cited(prop: str, value: str, claim: Claim, document: Document) -> Iterator[_Said]:
    """A value once for each span that shows it. Its origin says where that is, how the value follows from it, and whom
    the document quotes for it, outermost first."""
    by = f"according to {', quoting '.join(claim.according_to)}" if claim.according_to else ""
    how = "; ".join(filter(None, (claim.basis, by)))
    for span in claim.spans:
        place = f"{_id('document', document.key)}#char={span.start},{span.end}"
        yield _Said(prop, value, span.of(document.text), f"{place} {how}".strip())
    if not claim.spans:
        yield _Said(prop, value, "", f"{_id('document', document.key)} {how}".strip())


def _entity(schema: str, ident: str, said: Iterable[_Said]) -> tuple[str, bytes]:
    """An id with its line: the values each once, and every statement, both sorted."""
    made = {
        statement["id"]: statement
        for each in said
        if (value := _fit(each.prop, each.value))
        for statement in [_statement(schema, ident, each, value)]
    }
    statements = sorted(made.values(), key=lambda s: (s["prop"], s["value"], s["id"]))
    properties: dict[str, list[str]] = {}
    for statement in statements:
        values = properties.setdefault(statement["prop"], [])
        if statement["value"] not in values[-1:]:
            values.append(statement["value"])
    entity = {"id": ident, "schema": schema, "datasets": [DATASET], "properties": properties, "statements": statements}
    return ident, json.dumps(entity).encode("ascii") + b"\n"


def _statement(schema: str, ident: str, said: _Said, value: str) -> dict[str, Any]:
    """A statement. Its id hashes words and origin too: FollowTheMoney's own would make two sources' words one."""
    original = _HALF_PAIR.sub("\ufffd", said.words or said.value)
    key = "\0".join((DATASET, ident, said.prop, value, original, said.origin))
    return {
        "id": _hash(key),
        "canonical_id": ident,
        "entity_id": ident,
        "prop": said.prop,
        "schema": schema,
        "value": value,
        "dataset": DATASET,
        "original_value": None if original == value else original,
        "external": False,
        "origin": _HALF_PAIR.sub("\ufffd", said.origin) or None,
    }


def _fit(prop: str, value: str) -> str:
    """A value as FollowTheMoney cleans it: composed (NFC), on one line, without control and format characters, a name
    without quotation marks around it, and no longer than its type allows."""
    length = _LENGTHS.get(prop, _LONGEST)
    kinds = ((c, unicodedata.category(c)) for c in value[: 4 * length])  # of ten megabytes the beginning is enough
    shown = (" " if kind in _BLANK or c == "\u0a00" else c for c, kind in kinds if kind != "Cf")
    line = " ".join(unicodedata.normalize("NFC", "".join(shown)).split())
    if prop in ("name", "alias"):
        line = line.strip("\"'“”‘’ ")
    line = line or ("\ufffd" if prop in _REQUIRED else "")
    return _cut(line + "…" if len(value) > 4 * length else line, length)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _id(kind: str, key: str) -> str:
    return f"{DATASET}-{_hash(kind, key)}"


def _hash(*parts: str) -> str:
    """40 hexadecimal digits of the SHA-256 of the parts."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
