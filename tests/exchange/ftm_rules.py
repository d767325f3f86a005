"""What FollowTheMoney 4 asks of the entities that Whomet writes: of each schema what it is a kind of and what it must
have, and each property that is used, with its type and what it may point at (written down from the model of the package
`followthemoney` 4.11.2). The package itself takes a compiler to install; where it is there, a test holds this to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from whomet.knowledge.places import countries


@dataclass(frozen=True)
class Schema:
    """The schemas that one is a kind of, the properties without which it is not valid, and property -> type; an entity
    is written "entity: Schema"."""

    is_a: frozenset[str]
    required: frozenset[str]
    properties: dict[str, str]


def _schema(is_a: str, required: str, **properties: str) -> Schema:
    return Schema(frozenset(is_a.split()), frozenset(required.split()), properties)


_DOCUMENT, _LEGAL = "entity: Document", "entity: LegalEntity"
_PARTY = {"name": "name", "country": "country"}

SCHEMAS = {
    "Article": _schema(
        "Article Document Thing Analyzable",
        "",
        fileName="string",
        notes="text",
        title="string",
        publisher="string",
        publishedAt="date",
        sourceUrl="url",
        language="language",
    ),
    "LegalEntity": _schema("LegalEntity Thing", "name", **_PARTY),
    "Organization": _schema("Organization LegalEntity Thing", "name", **_PARTY),
    "PublicBody": _schema("PublicBody Organization LegalEntity Thing", "name", **_PARTY),
    "Person": _schema("Person LegalEntity Thing", "name", name="name", alias="name", position="string"),
    "Mention": _schema(
        "Mention", "document name", document=_DOCUMENT, resolved=_LEGAL, detectedSchema="string", name="name"
    ),
    "Representation": _schema(
        "Representation Interest Interval",
        "agent client",
        agent=_LEGAL,
        client=_LEGAL,
        role="string",
        date="date",
        proof=_DOCUMENT,
        recordId="string",
    ),
    "Event": _schema(
        "Event Interval Thing Analyzable",
        "name",
        name="name",
        proof=_DOCUMENT,
        recordId="string",
        sourceUrl="url",
        publisher="string",
        startDate="date",
        endDate="date",
        summary="text",
        involved=_LEGAL,
        organizer=_LEGAL,
        country="country",
        location="address",
        description="text",
        keywords="string",
        notes="text",
    ),
}

LENGTHS = {
    "string": 1024,
    "text": 65000,
    "name": 384,
    "date": 32,
    "url": 4096,
    "language": 16,
    "country": 16,
    "address": 250,
    "entity": 200,
}
"""How many code points a value of each type may have."""

_PATTERNS = {
    "date": re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"),
    "url": re.compile(r"(https?|ftp)://[^\s/]+(/\S*)?", re.IGNORECASE),
    "language": re.compile("ara|deu|eng|spa|fas|fra|heb|ita|por|rus|tur|ukr|zho"),
    "entity": re.compile(r"[0-9a-zA-Z.-]+"),
}
_ANYTHING = re.compile(r".*\S.*", re.DOTALL)


def faults(entities: list[dict[str, Any]]) -> list[str]:
    """What is wrong with entities of one file, each in a few words."""
    by_id = {entity["id"]: entity["schema"] for entity in entities}
    twice = [] if len(by_id) == len(entities) else ["an id stands twice"]
    return twice + [f"{entity['schema']}: {fault}" for entity in entities for fault in _wrong(entity, by_id)]


def _wrong(entity: dict[str, Any], by_id: dict[str, str]) -> Iterable[str]:
    schema = SCHEMAS[entity["schema"]]
    yield from (f"no {name}" for name in schema.required - entity["properties"].keys())
    for name, values in entity["properties"].items():
        if name not in schema.properties:
            yield f"no property {name}"
            continue
        kind, _, range_ = schema.properties[name].partition(": ")
        yield from (f"{name}: {value[:40]!r} is no {kind}" for value in values if not _fits(kind, value))
        if range_:
            lost = (v for v in values if v not in by_id or range_ not in SCHEMAS[by_id[v]].is_a)
            yield from (f"{name}: {value} is no {range_}" for value in lost)


def _fits(kind: str, value: str) -> bool:
    if kind == "country":
        return value.upper() in countries()
    return len(value) <= LENGTHS[kind] and bool(_PATTERNS.get(kind, _ANYTHING).fullmatch(value))
