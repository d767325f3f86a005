"""What a language model is asked to answer: its shape, as a JSON Schema for servers that hold a model to one, and how
an answer is taken that keeps to it more or less."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

Status = Literal["held", "ongoing", "planned", "postponed", "cancelled"]
Format = Literal["in-person", "phone", "video", "unspecified"]
Contact = Literal["direct", "indirect"]
OutcomeKind = Literal["agreed", "signed", "joint statement", "no agreement", "broken off", "next meeting", ""]
Act = Literal["states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"]

_MOST = 40  # entries of one list that are taken
_LONGEST = 3000  # code points of one value: nothing that is quoted is longer
_LONGEST_ANSWER = 200_000  # of all of it
_MOST_BRACKETS = 2000  # in what has to be mended: a mended heap of brackets would be nested without end


class Words(msgspec.Struct, frozen=True):
    """Words of the text, and their translation where the text is not in English."""

    words: str = ""
    english: str = ""


class Person(msgspec.Struct, frozen=True):
    name: str = ""
    role: str = ""
    party: str = ""


class Delegation(msgspec.Struct, frozen=True):
    words: str = ""
    party: str = ""


class Outcome(msgspec.Struct, frozen=True):
    words: str = ""
    kind: OutcomeKind = ""


class Denial(msgspec.Struct, frozen=True):
    words: str = ""
    by: str = ""


class Statement(msgspec.Struct, frozen=True):
    words: str = ""
    speaker: str = ""
    via: str = ""
    cue: str = ""
    act: Act = "states"


class Figure(msgspec.Struct, frozen=True):
    words: str = ""
    english: str = ""
    source: str = ""


class Meeting(msgspec.Struct, frozen=True):
    """One meeting, as the model tells of it."""

    lead: str = ""
    word: str = ""
    status: Status = "held"
    format: Format = "unspecified"
    contact: Contact = "direct"
    reported_by: str = ""
    parties: tuple[Words, ...] = ()
    mediators: tuple[Words, ...] = ()
    people: tuple[Person, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    host: str = ""
    chair: tuple[str, ...] = ()
    times: tuple[Words, ...] = ()
    places: tuple[Words, ...] = ()
    venue: str = ""
    duration: str = ""
    part_of: str = ""
    topics: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    denials: tuple[Denial, ...] = ()
    statements: tuple[Statement, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """What a model answers about one window of a text."""

    meetings: tuple[Meeting, ...] = ()
    figures: tuple[Figure, ...] = ()


def schema() -> dict[str, Any]:
    """The JSON Schema of an answer, every key required and none beside them, as strict servers want it, and without
    references, which some servers do not follow."""
    return _schema_of(Answer)


def answer_in(content: str) -> Answer | None:
    """The answer in what a model wrote, however it is wrapped or broken; None where there is none."""
    found = _parsed(content)
    if not isinstance(found, dict) or not isinstance(found.get("meetings"), list):
        return None
    answer: Answer = _taken(found, Answer)
    return answer


def _parsed(content: str) -> Any:  # noqa: ANN401 - JSON
    """Whatever JSON there is. What is none is mended by `json_repair`: models forget a comma, leave quotation marks
    within a quotation, wrap it all in a sentence. What mending makes up stands in no text, and goes with that."""
    content = content.rpartition("</think>")[2][:_LONGEST_ANSWER]  # what a model thinks aloud is no answer
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        pass
    begin = content.find("{")
    if begin < 0 or sum(map(content.count, "[{")) > _MOST_BRACKETS:
        return None
    from json_repair import loads

    try:
        return loads(content[begin:], skip_json_loads=True)
    except (ValueError, RecursionError):
        return None


# ------------------------------------------------------------------------------------- any JSON -> the shape


def _taken(value: Any, kind: Any) -> Any:  # noqa: ANN401 - JSON, and a type of any kind
    """The value as a `kind`, with nothing in the place of what does not fit."""
    if get_origin(kind) is tuple:
        of = get_args(kind)[0]
        return tuple(_all_taken(value if isinstance(value, list) else [value] if value else [], of))
    if get_origin(kind) is Literal:
        return value if value in get_args(kind) else None
    if kind is str:
        return value.strip() if isinstance(value, str) and len(value) <= _LONGEST else ""
    fields = _fields_of(kind)
    if isinstance(value, str):  # "Norway" in the place of {"words": "Norway"}
        value = {next(iter(fields)): value}
    said = {name: _taken(value[name], of) for name, of in fields.items() if name in value}
    return kind(**{name: each for name, each in said.items() if each is not None})


def _all_taken(values: list[Any], kind: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for value in values[:_MOST]:
        if isinstance(value, str if kind is str else dict | str):
            yield _taken(value, kind)


@cache
def _fields_of(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a Struct
    return get_type_hints(kind)


def _schema_of(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a type of any kind
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema_of(get_args(kind)[0])}
    if get_origin(kind) is Literal:
        return {"type": "string", "enum": list(get_args(kind))}
    if kind is str:
        return {"type": "string"}
    fields = {name: _schema_of(of) for name, of in _fields_of(kind).items()}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
