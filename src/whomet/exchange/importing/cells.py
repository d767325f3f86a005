"""What stands in a cell -> claims on a meeting, each with its words; what it can't be raises Unplaced."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from whomet.exchange.importing.columns import Column
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import party_named
from whomet.knowledge.places import countries, country_code_named
from whomet.knowledge.sides import at_the_table
from whomet.model import Claim, Property, Span
from whomet.values.edtf import bounds, is_valid
from whomet.values.names import fold

DateReader = Callable[[str, str], str]
"""Words of a date, and in which order figures stand in it -> EDTF, "" where they are none."""

LONGEST_NAME = 300  # code points; what is longer is no name
_YEARS = (1000, 2200)  # a meeting outside of these is a slip of the keyboard
_USUAL = ";|\n"
_OPENING, _CLOSING = "([", ")]"


@dataclass(frozen=True, slots=True)
class Written:
    """Some words of a cell, in the text of their row."""

    text: str
    span: Span
    column: Column

    @property
    def words(self) -> str:
        """The words, white space as single spaces."""
        return " ".join(self.span.of(self.text).split())


class Unplaced(Exception):
    """Why words can't be placed, as the end of a sentence that begins with them; `claims` can be told all the same."""

    def __init__(self, reason: str, claims: list[Claim] | None = None) -> None:
        super().__init__(reason)
        self.reason, self.claims = reason, claims or []


def pieces(text: str, cell: Span, separator: str = "") -> list[Span]:
    """The values of a cell, parted by `separator`, else by semicolons, bars or lines, but not within brackets."""
    parting = re.compile("|".join(map(re.escape, [separator] if separator else _USUAL)) + r"|[()\[\]]")
    ends: list[tuple[int, int]] = []
    depth = 0
    for found in parting.finditer(text, cell.start, cell.end):
        if found[0] in _OPENING and found[0] != separator:
            depth += 1
        elif found[0] in _CLOSING and found[0] != separator:
            depth = max(0, depth - 1)
        elif depth == 0:
            ends.append(found.span())
    if depth:  # a bracket that never closes hides nothing
        plain = re.compile("|".join(map(re.escape, [separator] if separator else _USUAL)))
        ends = [found.span() for found in plain.finditer(text, cell.start, cell.end)]
    starts = [cell.start, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), cell.end]
    trimmed = (stripped(text, Span(a, b)) for a, b in zip(starts, stops, strict=True))
    return [span for span in trimmed if span.start < span.end]


def stripped(text: str, span: Span) -> Span:
    """A span without the white space at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def claims_in(written: Written, read_date: DateReader) -> list[Claim]:
    """What some words of a cell claim, by the field of their column."""
    field, length = written.column.holds, written.span.end - written.span.start
    if length > LONGEST_NAME:
        raise Unplaced(f"has {length} characters, too many for a {field}")
    if field.startswith("date"):
        return _date(written, read_date)
    if field in _SIDES:
        return [_side(written, _SIDES[field])]
    if field in ("status", "format", "contact"):
        return [_fixed(written, Property(field))]
    if field == "country":
        return [_country(written)]
    prop = _VERBATIM[field]
    return [Claim(prop, written.words, (written.span,))]


_SIDES = {"parties": Property.PARTY, "mediators": Property.MEDIATOR, "host": Property.HOST}
_VERBATIM = {
    "place": Property.PLACE_TEXT,
    "city": Property.CITY,
    "venue": Property.VENUE,
    "chair": Property.CHAIR,
    "topics": Property.TOPIC,
    "part_of": Property.PART_OF,
    "duration": Property.DURATION,
}


def _date(written: Written, read_date: DateReader) -> list[Claim]:
    words = written.words
    told = [Claim(Property.TIME_TEXT, words, (written.span,))]
    edtf = words if is_valid(words) else read_date(words, written.column.order)
    days = bounds(edtf)
    if not days:
        raise Unplaced("is no date that Whomet can read", told)
    if days[0].year < _YEARS[0] or days[1].year > _YEARS[1]:
        raise Unplaced("is no date that a meeting can have", told)
    basis = "" if edtf == words else f"“{words}” is {edtf}"
    return [*told, Claim(Property.DATE, edtf, (written.span,), basis)]


def _side(written: Written, prop: Property) -> Claim:
    return side_claim(written.words, written.span, prop)


def side_claim(words: str, span: Span, prop: Property, part: int = 0) -> Claim:
    """A side by the name that Whomet has for it, where it knows it, else as written."""
    known = party_named(words)
    name = at_the_table(known).name if known else words
    return Claim(prop, name, (span,), "" if name == words else f"“{words}” is {name}", part=part)


def _fixed(written: Written, prop: Property) -> Claim:
    known = read_data("columns")["words"][prop.value]
    folded = fold(written.words)
    value = written.column.words.get(folded) or known.get(folded, "")
    if value not in known.values():
        raise Unplaced(f"is none of: {', '.join(dict.fromkeys(known.values()))}")
    return Claim(prop, value, (written.span,), "" if value == written.words else f"“{written.words}” is {value}")


def _country(written: Written) -> Claim:
    code = country_code(written.words)
    if not code:
        raise Unplaced("is no country of today")
    return Claim(
        Property.COUNTRY, code, (written.span,), "" if code == written.words else f"“{written.words}” is {code}"
    )


def country_code(words: str) -> str:
    """ISO 3166-1 alpha-2 of a country, by its name or those two letters themselves; "" for none."""
    return words if words in countries() else country_code_named(words)
