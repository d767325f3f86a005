"""Wikidata's JSON dumps: an array with one entity a line, read while it streams, or a filtered part of one.

Kept: humans who held a position (P39) with a start or an end (P580, P582), with birth and death (P569, P570); states
and organisations by their class (P31); the names of positions. Labels and aliases in the languages of `imports.yaml`.
A line is only parsed where its bytes show one of these. https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
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

_DAY, _MONTH, _YEAR = 11, 10, 9  # Wikibase's precisions
_TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T", re.ASCII)
_ALONE = frozenset({b"[", b"]", b""})


class _Entity(msgspec.Struct):
    id: str
    labels: Any = None  # an empty mapping is written as an empty list
    aliases: Any = None
    claims: Any = None
    modified: str = ""

    def statements(self, prop: str) -> list[dict[str, Any]]:
        """The statements of a property that count: the preferred ones, else all but the deprecated."""
        every = self.claims.get(prop, ()) if isinstance(self.claims, dict) else ()
        ranked = [s for s in every if s.get("rank") == "preferred"]
        return ranked or [s for s in every if s.get("rank") != "deprecated"]

    def current(self, prop: str) -> list[dict[str, Any]]:
        """All statements of a property but the deprecated: for what was true one after the other."""
        every = self.claims.get(prop, ()) if isinstance(self.claims, dict) else ()
        return [s for s in every if s.get("rank") != "deprecated"]

    def items(self, prop: str) -> tuple[str, ...]:
        """The ids of the items that a property names."""
        found = (_item(s.get("mainsnak", {})) for s in self.current(prop))
        return tuple(item for item in found if item)

    def time(self, prop: str) -> str:
        """The date of a property."""
        return one_date(_time(s.get("mainsnak", {})) for s in self.statements(prop))


def read_wikidata(lines: Iterable[tuple[int, bytes]]) -> Iterator[Found]:
    """What the lines of a dump tell. A line that is no entity is a Trouble."""
    decoder = msgspec.json.Decoder(_Entity)
    for number, raw in lines:
        line = raw.strip().removesuffix(b",").strip()
        if line in _ALONE or not (_wanted().search(line) or not line.endswith(b"}")):
            continue
        try:
            yield from _entity(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Trouble(f"line {number}: no Wikidata entity ({str(error).rstrip('.')})")
        except (AttributeError, TypeError, KeyError):
            yield Trouble(f"line {number}: a Wikidata entity of another form")


@cache
def _wanted() -> re.Pattern[bytes]:
    """What a line shows that is worth parsing."""
    forms = read_data("imports")["wikidata"]
    classes = [item[1:] for item in (*forms["states"], *forms["bodies"])]
    signs = [rf'"(?:{"|".join(["P39", *forms["posts"]])})":', rf'"numeric-id": ?(?:{"|".join(classes)})\b']
    signs.append(rf'"id": ?"Q(?:{"|".join(classes)})"')
    return re.compile("|".join(signs).encode())


def _entity(entity: _Entity) -> Iterator[Found]:
    forms = read_data("imports")["wikidata"]
    if modified := clean_date(entity.modified):
        yield KnownUntil(modified)
    names = _names(entity, forms["languages"])
    if not names:
        return
    classes = entity.items("P31")
    if forms["human"] in classes:
        yield from _person(entity, names)
        return
    kinds = [forms["bodies"][c] for c in classes if c in forms["bodies"]]
    is_state = any(c in forms["states"] for c in classes)
    code = _text(entity, "P297").upper()
    if is_state or kinds:
        yield FoundBody(entity.id, names[0], names, "state" if is_state else kinds[0], code)
    elif any(entity.items(prop) for prop in forms["posts"]):
        yield FoundPost(entity.id, names[0], (*entity.items("P2389"), *entity.items("P1001"), *entity.items("P17")))


def _names(entity: _Entity, languages: list[str]) -> tuple[str, ...]:
    """Labels, then aliases, in the order of the languages; an English one stands first where there is any."""
    labels = entity.labels if isinstance(entity.labels, dict) else {}
    aliases = entity.aliases if isinstance(entity.aliases, dict) else {}
    found = [labels[each]["value"] for each in [*languages, "mul"] if each in labels]
    found += [alias["value"] for each in [*languages, "mul"] for alias in aliases.get(each, ())]
    return clean_names(found)


def _person(entity: _Entity, names: tuple[str, ...]) -> Iterator[Found]:
    held = [s for s in entity.current("P39") if _item(s.get("mainsnak", {})) and _is_dated(s)]
    if not held:
        return
    yield FoundPerson(entity.id, names[0], names, entity.time("P569"), entity.time("P570"))
    for statement in held:
        first, last = (one_date(map(_time, _qualifiers(statement, prop))) for prop in ("P580", "P582"))
        ended = any(snak.get("snaktype") == "somevalue" for snak in _qualifiers(statement, "P582"))
        bodies = [_item(snak) for prop in ("P642", "P1001") for snak in _qualifiers(statement, prop)]
        yield FoundHolding(
            entity.id, _item(statement["mainsnak"]), tuple(filter(None, bodies)), first=first, last=last,
            until="" if ended else "file", cited=f"https://www.wikidata.org/wiki/{entity.id}",
        )  # fmt: skip


def _is_dated(statement: dict[str, Any]) -> bool:
    return bool(_qualifiers(statement, "P580") or _qualifiers(statement, "P582"))


def _qualifiers(statement: dict[str, Any], prop: str) -> list[dict[str, Any]]:
    qualifiers = statement.get("qualifiers") or {}
    found: list[dict[str, Any]] = qualifiers.get(prop, [])
    return found


def _value(snak: dict[str, Any]) -> Any:  # noqa: ANN401 - a mapping or a string, as the property has it
    return snak.get("datavalue", {}).get("value") if snak.get("snaktype") == "value" else None


def _item(snak: dict[str, Any]) -> str:
    """The id of the item that a snak names, "" for none; old dumps write only its number."""
    value = _value(snak)
    if not isinstance(value, dict):
        return ""
    return str(value.get("id") or (f"Q{value['numeric-id']}" if "numeric-id" in value else ""))


def _text(entity: _Entity, prop: str) -> str:
    values = [_value(s.get("mainsnak", {})) for s in entity.statements(prop)]
    return next((value for value in values if isinstance(value, str)), "")


def _time(snak: dict[str, Any]) -> str:
    """A time as EDTF, as precise as it says it is; "" for decades and what lies before the year 1000."""
    value = _value(snak)
    found = _TIME.match(str(value.get("time", ""))) if isinstance(value, dict) else None
    length = {_DAY: 10, _MONTH: 7, _YEAR: 4}.get(value.get("precision", 0)) if found else None
    return "-".join(found.groups())[:length] if found and length else ""
