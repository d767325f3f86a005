"""PLOVER, FollowTheMoney and Web Annotation -> rows, each an account or a meeting, its columns named by their fields.

They tell of words in documents that are not at hand, so what comes back is what the record says, as a row of it: the
record is the document, and the source that it names is its source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from whomet.exchange.importing.records import Sheet, Trouble
from whomet.exchange.importing.tables import sheet_of
from whomet.knowledge.country_codes import alpha3
from whomet.knowledge.places import countries
from whomet.model import Property
from whomet.values.edtf import interval

Found = tuple[str, dict[str, Any]]
"""Where an object stands in its file, and the object."""


def _texts(value: object) -> list[str]:
    """The strings of a value that should be one or a list of them; what is something else is left out."""
    several = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(each for each in several if isinstance(each, str) and each.strip()))


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _made(rows: Iterable[Found], left_out: Sequence[Trouble]) -> Sheet:
    sheet = sheet_of(rows)
    return Sheet(sheet.columns, (*sheet.rows, *left_out))


# --------------------------------------------------------------------------------------------------- PLOVER


def plover(found: Iterable[Found]) -> Sheet:
    """A row for each record of the category CONSULT; others tell of no meeting."""
    rows, left_out = [], []
    for place, record in found:
        if record.get("event_type") == "CONSULT":
            rows.append((place, _consultation(record)))
        else:
            left_out.append(Trouble(place, "is no record of PLOVER's category CONSULT, so it was left out"))
    return _made(rows, left_out)


def _consultation(record: dict[str, Any]) -> dict[str, Any]:
    own, told = _object(record.get("whomet")), _object(record.get("attributes"))
    geo = _object(_object(record.get("event_geolocation")).get("geo"))
    dates = _named(told.get("DATE")) or _texts(record.get("date"))
    future = "future" in _texts(record.get("contexts"))
    land = _codes().get(str(geo.get("country_code3")), "")
    city = geo.get("resolved_placename")
    return {
        "id": record.get("orig_id") or record.get("id"),
        "date": dates,
        "status": _texts(own.get("status")) or (["planned"] if future else []),
        "city": [] if city in (None, "", countries().get(land)) and not geo.get("geonameid") else _texts(city),
        "country": land,
        "venue": _named(own.get("venues")),
        "parties": [*_named(told.get("ACTOR")), *_named(told.get("RECIP"))],
        "mediators": _named(own.get("mediators")),
        "host": _named(own.get("hosts")),
        "people": _texts(record.get("story_people")),
        "lead": record.get("event_text"),
        "source.url": _object(record.get("cite_info")).get("url"),
        "source.title": record.get("headline"),
        "source.publisher": record.get("publisher"),
        "source.published": record.get("pub_date"),
        "accounts": _texts(own.get("account")),
    }


def _named(value: object) -> list[str]:
    return list(dict.fromkeys(t for each in _objects(value) for t in _texts(each.get("text"))))


@cache
def _codes() -> Mapping[str, str]:
    return {alpha3(code): code for code in countries() if alpha3(code)}


# -------------------------------------------------------------------------------------------- Web Annotation


def webannotation(found: Iterable[Found]) -> Sheet:
    """A row for each account that annotations were reported in; annotations of others are left out."""
    accounts: dict[str, list[Found]] = defaultdict(list)
    left_out = []
    for place, note in found:
        account = note.get("reported_in")
        if isinstance(account, str) and len(_bodies(note)) == 2:
            accounts[unquote(account.rpartition(":")[2])].append((place, note))
        else:
            left_out.append(Trouble(place, "is no annotation that Whomet wrote, so it was left out"))
    rows = ((notes[0][0], _annotated(account, [n for _, n in notes])) for account, notes in accounts.items())
    return _made(rows, left_out)


def _bodies(note: dict[str, Any]) -> list[str]:
    return [t for body in _objects(note.get("body")) for t in _texts(body.get("value"))]


_COLUMN_OF = {
    Property.DATE: "date",
    Property.STATUS: "status",
    Property.FORMAT: "format",
    Property.CONTACT: "contact",
    Property.CITY: "city",
    Property.COUNTRY: "country",
    Property.VENUE: "venue",
    Property.PART_OF: "part_of",
    Property.PARTY: "parties",
    Property.MEDIATOR: "mediators",
    Property.HOST: "host",
    Property.CHAIR: "chair",
    Property.TOPIC: "topics",
    Property.DURATION: "duration",
    Property.LEAD: "lead",
}


def _annotated(account: str, notes: list[dict[str, Any]]) -> dict[str, Any]:
    target = _object(notes[0].get("target"))
    values: dict[str, list[str]] = defaultdict(list)
    people: dict[object, dict[str, str]] = defaultdict(dict)
    for note in notes:
        prop, value = _bodies(note)
        if prop.startswith("person."):
            people[str(note.get("part"))].setdefault(prop.removeprefix("person."), value)
        elif prop not in _COLUMN_OF:
            values[prop].append(value)  # statements, outcomes and the like: kept as text
        elif value not in values[_COLUMN_OF[Property(prop)]]:
            values[_COLUMN_OF[Property(prop)]].append(value)
    named = [_person(p["name"], p.get("role", ""), p.get("party", "")) for p in people.values() if "name" in p]
    return {
        "id": account,
        **{column: list(dict.fromkeys(told)) for column, told in values.items()},
        "people": named,
        "words": "\n".join(dict.fromkeys(filter(None, map(_exact, notes)))),
        "source.url": target.get("document_url"),
        "source.title": target.get("document_name"),
        "accounts": [account],
    }


def _exact(note: dict[str, Any]) -> str:
    selectors = _objects(_object(note.get("target")).get("selector"))
    return next((t for each in selectors for t in _texts(each.get("exact"))), "")


def _person(name: str, role: str, party: str) -> str:
    """A person as a cell of people: signs that part people, or enclose what is told of them, are none of a name."""
    plain = (" ".join(part.translate(_SIGNS).split()) for part in (name, role, party))
    name, role, party = plain
    told = ", ".join(filter(None, (role, party)))
    return f"{name} ({told})" if told else name


_SIGNS = str.maketrans(dict.fromkeys("()[];|", " "))


# ------------------------------------------------------------------------------------------- FollowTheMoney


def followthemoney(found: Iterable[Found]) -> Sheet:
    """A row for each Event, with those involved by name; other entities are looked up, and are no rows."""
    entities: dict[str, dict[str, Any]] = {}
    meetings: list[Found] = []
    for place, entity in found:
        if isinstance(entity.get("id"), str) and isinstance(entity.get("properties"), dict):
            entities[entity["id"]] = entity
            meetings += [(place, entity)] if entity.get("schema") == "Event" else []
    speaks = _spokesmen(entities)
    return _made(((place, _meeting(each, entities, speaks)) for place, each in meetings), ())


def _spokesmen(entities: Mapping[str, dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    """(person, article) -> role and side, as a Representation tells them."""
    told: dict[tuple[str, str], tuple[str, str]] = {}
    for entity in entities.values():
        if entity.get("schema") == "Representation":
            agents, clients, proofs = (_values(entity, prop) for prop in ("agent", "client", "proof"))
            side = next((_name(entities.get(c, {})) for c in clients), "")
            role = next(iter(_values(entity, "role")), "")
            told |= {(agent, proof): (role, side) for agent in agents for proof in proofs}
    return told


def _meeting(
    meeting: dict[str, Any],
    entities: Mapping[str, dict[str, Any]],
    speaks: Mapping[tuple[str, str], tuple[str, str]],
) -> dict[str, Any]:
    proofs = _values(meeting, "proof")
    people, parties = [], []
    for ident in _values(meeting, "involved"):
        entity = entities.get(ident, {})
        if entity.get("schema") == "Person":
            role, side = next((speaks[ident, p] for p in proofs if (ident, p) in speaks), ("", ""))
            people.append(_person(_name(entity), role, side))
        elif _name(entity):
            parties.append(_name(entity))
    urls, publishers = _values(meeting, "sourceUrl"), _values(meeting, "publisher")
    return {
        "id": str(meeting["id"]),
        "title": _name(meeting),
        **dict(_dates(meeting)),
        "place": _values(meeting, "location"),
        "country": [code.upper() for code in _values(meeting, "country")],
        "parties": [p for p in parties if f"mediator: {p}" not in _values(meeting, "notes")],
        "host": [name for ident in _values(meeting, "organizer") if (name := _name(entities.get(ident, {})))],
        "people": people,
        **_worded(meeting),
        "lead": _values(meeting, "description")[:1],
        "told": _values(meeting, "description")[1:],
        "source.url": urls if len(urls) == 1 else [],
        "source.publisher": publishers if len(publishers) == 1 else [],
        "sources": [*urls, *publishers] if len(urls) > 1 or len(publishers) > 1 else [],
        "accounts": _values(meeting, "recordId"),
    }


_WORDED = {
    "status": "status",
    "format": "format",
    "contact": "contact",
    "topic": "topics",
    "mediator": "mediators",
    "chair": "chair",
    "duration": "duration",
    "part of": "part_of",
}


def _worded(meeting: dict[str, Any]) -> dict[str, list[str]]:
    """What stands in words, as "status: held"; other keywords and notes stay text."""
    told: dict[str, list[str]] = defaultdict(list)
    for words in (*_values(meeting, "keywords"), *_values(meeting, "notes")):
        head, parted, value = words.partition(": ")
        told[_WORDED.get(head, "notes")].append(value if parted and head in _WORDED else words)
    return told


def _dates(meeting: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The dates as EDTF, where they can be told: of several first and last days nobody says which belong together."""
    exact = [s.removeprefix("date (EDTF): ") for s in _values(meeting, "summary") if s.startswith("date (EDTF): ")]
    first, last = _values(meeting, "startDate"), _values(meeting, "endDate")
    if exact and (len(first) <= len(exact) or last):
        yield "date", exact
    elif not last:
        yield "date", first
    elif len(first) == len(last) == 1 and interval(first[0], last[0]):
        yield "date", [interval(first[0], last[0])]
    yield "days", [*first, *(f"until {day}" for day in last)]


def _values(entity: Mapping[str, Any], prop: str) -> list[str]:
    return _texts(_object(entity.get("properties")).get(prop))


def _name(entity: Mapping[str, Any]) -> str:
    return next(iter(_values(entity, "name")), "")
