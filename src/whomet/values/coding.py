"""What people code by hand: a sample of documents, the sheet of each coder, and what a coder says of one document.

Nothing here is the machine's: a coding stands beside the readings, and decisions may follow from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from whomet.model import Span


class Scale(StrEnum):
    """How two values of a field are compared; the sentence is what a reader of the figures is told."""

    NOMINAL = "nominal: the same or not"
    DAYS = "interval: days from publication, squared"
    SET = "set: MASI, so that a part in common counts"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet. `many`: several values, "; " between them; `verbatim`: words of the text."""

    name: str
    many: bool = False
    verbatim: bool = False
    words: tuple[str, ...] = ()  # where only these may stand


YES, NO = "yes", "no"

FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("words", verbatim=True),
        Field("main", words=(YES, NO)),
        Field("status", words=("held", "ongoing", "planned", "postponed", "cancelled")),
        Field("contact", words=("direct", "indirect")),
        Field("format", words=("in-person", "phone", "video", "unspecified")),
        Field("date"),
        Field("city"),
        Field("country"),
        Field("venue", verbatim=True),
        Field("part_of", verbatim=True),
        Field("parties", many=True),
        Field("mediators", many=True),
        Field("people", many=True),
        Field("host"),
        Field("topics", many=True, verbatim=True),
    )
}
"""What is coded of a meeting, in the order of a sheet; `words` are those that show that it took or will take place."""


@dataclass(frozen=True, slots=True)
class CodedPerson:
    """One who took part, as a coder gives him or her; "" for what the text does not say."""

    name: str
    role: str = ""
    party: str = ""


def person_of(cell: str) -> CodedPerson:
    """A person written "name | role | party"; what is missing at the end is "". Raises ValueError for another shape."""
    parts = [part.strip() for part in cell.split("|")]
    if len(parts) > 3 or not parts[0]:
        raise ValueError(cell)
    return CodedPerson(*parts)


@dataclass(frozen=True, slots=True)
class CodedMeeting:
    """A meeting as it was coded, as (field, value) in the order of a sheet: one for each value, none for an empty cell.
    `span` is where its words stand, where that was looked up; `remark` what the coder says of it; `account` is the
    account's id, of what the machine read."""

    cells: tuple[tuple[str, str], ...]
    remark: str = ""
    span: Span | None = None
    account: str = ""

    def all(self, field: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(value for name, value in self.cells if name == field)

    def value(self, field: str) -> str:
        """The value of a field, "" for an empty cell."""
        return next(iter(self.all(field)), "")

    @property
    def people(self) -> tuple[CodedPerson, ...]:
        """Who took part, or is to."""
        return tuple(map(person_of, self.all("people")))


Coding: TypeAlias = tuple[CodedMeeting, ...]
"""What is coded of one document: its meetings, none where it tells of none."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document of a sample. `number` is what coders know it by; it stays where another is purged."""

    number: int
    document: str
    stratum: str


@dataclass(frozen=True, slots=True)
class Sample:
    """Documents drawn from a register: `strata` is what they were divided by before, "" for nothing; `population` how
    many documents there were, `on` an ISO 8601 instant, UTC."""

    name: str
    seed: int
    strata: str
    population: int
    by: str
    on: str
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a coder was given, and how much of it came back. `blind`: without the machine's values."""

    coder: str
    blind: bool
    on: str
    taken: frozenset[str] = frozenset()  # documents

    def is_whole(self, sample: Sample) -> bool:
        """Whether every document of the sample came back."""
        return self.taken >= {drawn.document for drawn in sample.drawn}


_REPLACED = "\N{REPLACEMENT CHARACTER}"  # what a screen shows in the place of a control character
_NAME = re.compile(r"\w[\w .'’-]{0,63}")


def is_name(name: str) -> bool:
    """Whether a sample or a coder may be called so: letters, digits, spaces and .'- in one file name."""
    return bool(_NAME.fullmatch(name)) and name == name.strip(" .")


def place(words: str, text: str) -> Span | None:
    """Where some words stand first in a text; None where they do not. White space, and what no screen shows (control
    characters, soft hyphens, marks of direction), may have been lost on the way through a spreadsheet."""
    legible, offsets = _legible(text)
    sought = _legible(words)[0].strip()
    start = legible.find(sought) if sought else -1
    return Span(offsets[start], offsets[start + len(sought) - 1] + 1) if start >= 0 else None


@lru_cache(maxsize=64)
def _legible(text: str) -> tuple[str, tuple[int, ...]]:
    """A text as a screen shows it, white space runs as a space, with the offset of each character."""
    shown: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        blank = character.isspace() or unicodedata.category(character) == "Cc"
        if character == _REPLACED or unicodedata.category(character) == "Cf" or (blank and shown[-1:] == [" "]):
            continue
        shown.append(" " if blank else character)
        offsets.append(offset)
    return "".join(shown), tuple(offsets)
