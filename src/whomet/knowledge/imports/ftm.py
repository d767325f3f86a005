"""FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them (`entities.ftm.json`).

Persons with their names and lives, positions, occupancies, memberships and directorships; public bodies and
organisations. `last_seen` is the day up to which an entity's source knows. https://followthemoney.tech
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from whomet.knowledge.data import read_data
from whomet.knowledge.imports.records import (
    Found,
    FoundBody,
    FoundHolding,
    FoundPerson,
    FoundPost,
    KnownUntil,
    Trouble,
    clean_date,
    clean_names,
    one_date,
)

_NAMES = ("name", "alias", "previousName")
_WEAK = "weakAlias"  # taken where it has two words or more: a nickname of one word is anybody's


class _Entity(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list[Any]] = {}
    caption: str = ""
    last_seen: str | None = ""

    def all(self, *names: str) -> list[str]:
        """The values of some properties, entities nested in them left to their ids."""
        found = (value for name in names for value in self.properties.get(name, ()))
        return [v if isinstance(v, str) else str(v.get("id", "")) if isinstance(v, dict) else str(v) for v in found]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "") if name else ""


def read_ftm(lines: Iterable[tuple[int, bytes]]) -> Iterator[Found]:
    """What the lines of a file tell. A line that is no entity is a Trouble; other schemas are passed over."""
    decoder = msgspec.json.Decoder(_Entity)
    for number, line in lines:
        if not line.strip():
            continue
        try:
            entity = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Trouble(f"line {number}: no FollowTheMoney entity ({str(error).rstrip('.')})")
            continue
        yield from _entity(entity, number)


def _entity(entity: _Entity, number: int) -> Iterator[Found]:
    forms = read_data("imports")["followthemoney"]
    if seen := clean_date(entity.last_seen or ""):
        yield KnownUntil(seen)
    if entity.schema in forms["persons"]:
        yield _person(entity) or Trouble(f"line {number}: the person {entity.id} has no name")
    elif entity.schema in forms["bodies"]:
        yield _body(entity, forms) or Trouble(f"line {number}: the organisation {entity.id} has no name")
    elif entity.schema in forms["posts"]:
        yield _post(entity)
    elif entity.schema in forms["holdings"]:
        yield from _holdings(entity, forms["holdings"][entity.schema], number, seen)


def _names(entity: _Entity) -> tuple[str, ...]:
    weak = [name for name in entity.all(_WEAK) if len(name.split()) > 1]
    caption = [entity.caption] if entity.caption and entity.caption != entity.id else []
    return clean_names([*caption, *entity.all(*_NAMES), *weak])


def _person(entity: _Entity) -> FoundPerson | None:
    names = _names(entity)
    if not names:
        return None
    return FoundPerson(entity.id, names[0], names, one_date(entity.all("birthDate")), one_date(entity.all("deathDate")))


def _body(entity: _Entity, forms: Mapping[str, Any]) -> FoundBody | None:
    names = _names(entity)
    if not names:
        return None
    topics = entity.all("topics")
    kind = next((kind for topic, kind in forms["topics"].items() if topic in topics), forms["bodies"][entity.schema])
    codes = _codes(entity, "jurisdiction", "country")
    return FoundBody(entity.id, names[0], names, kind, codes[0] if len(codes) == 1 else "")


def _codes(entity: _Entity, *names: str) -> tuple[str, ...]:
    """The codes of states, in capitals; FollowTheMoney also has codes of three and more letters, which we lack."""
    return tuple(dict.fromkeys(code.upper() for code in entity.all(*names) if len(code) == 2))


def _post(entity: _Entity) -> FoundPost:
    title = next(iter(clean_names([*entity.all("name"), entity.caption])), "")
    return FoundPost(entity.id, title, tuple(entity.all("organization")), _codes(entity, "country"))


def _holdings(entity: _Entity, form: Mapping[str, str], number: int, seen: str) -> Iterator[Found]:
    people, post, bodies = entity.all(form["person"]), entity.first(form["post"]), entity.all(form["body"])
    if not people or not (post or bodies):
        yield Trouble(f"line {number}: the {entity.schema.lower()} {entity.id} lacks a person, or what it is of")
        return
    ended = entity.first("status") == "ended"
    last = one_date(entity.all("endDate"))
    for person in people:
        yield FoundHolding(
            person,
            post,
            tuple(bodies),
            title=entity.first(form["title"]),
            first=one_date(entity.all("startDate")),
            last=last,
            until="" if ended and not last else seen,
            cited=entity.first("sourceUrl"),
        )
