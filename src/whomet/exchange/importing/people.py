"""Persons of a row: "Mira Okonveld (foreign minister, Arvenia)", or a column each for name, role and side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from whomet.exchange.importing.cells import LONGEST_NAME, Unplaced, side_claim, stripped
from whomet.knowledge.parties import party_named
from whomet.knowledge.roles import understand_role
from whomet.knowledge.sides import at_the_table
from whomet.model import Claim, Property, Span

_LETTERS = 2  # that a name has at least
_BRACKETS = re.compile(r"(?P<name>[^()\[\]]+)[(\[](?P<told>[^()\[\]]+)[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Person:
    """Where a row says what somebody is called, in which role, for which side."""

    name: Span | None = None
    role: Span | None = None
    party: Span | None = None

    @classmethod
    def written(cls, text: str, span: Span) -> Self:
        """A name with what stands in brackets behind it: a side, a role, or a role and after the last comma a side."""
        if span.end - span.start > 2 * LONGEST_NAME:
            return cls(span)
        found = _BRACKETS.fullmatch(text, span.start, span.end)
        if not found:
            return cls(span)
        name, told = (stripped(text, Span(*found.span(word))) for word in ("name", "told"))
        if party_named(told.of(text)):
            return cls(name, None, told)
        comma = text.rfind(",", told.start, told.end)
        after = stripped(text, Span(comma + 1, told.end))
        if comma > 0 and party_named(after.of(text)):
            return cls(name, stripped(text, Span(told.start, comma)), after)
        return cls(name, told)

    def spans(self) -> tuple[Span, ...]:
        """The words of all three, as far as they are there."""
        return tuple(span for span in (self.name, self.role, self.party) if span)


def person_claims(text: str, person: Person, part: int) -> Iterator[Claim]:
    """The claims on one person, or on a side that is named where persons are. Raises Unplaced for a role or side of
    nobody, and for what is no name."""
    if person.name is None:
        raise Unplaced("is said of nobody: there is no name beside it")
    if any(span.end - span.start > LONGEST_NAME for span in person.spans()):
        raise Unplaced("is too long for a person")
    named, role = _line(person.name, text), _line(person.role, text)
    if sum(map(str.isalpha, named)) < _LETTERS:
        raise Unplaced("is no name of a person")
    if party_named(named) and not (person.role or person.party):
        yield side_claim(named, person.name, Property.PARTY)
        return
    yield Claim(Property.PERSON_NAME, named, (person.name,), part=part)
    if person.role:
        yield Claim(Property.PERSON_ROLE, role, (person.role,), part=part)
    if person.party:
        yield side_claim(_line(person.party, text), person.party, Property.PERSON_PARTY, part)
    elif person.role and (known := understand_role(role).party):
        side = at_the_table(known).name
        yield Claim(Property.PERSON_PARTY, side, (person.role,), f"“{role}” is an office of {side}", part=part)


def _line(span: Span | None, text: str) -> str:
    return " ".join(span.of(text).split()) if span else ""


def sides_of(claims: Iterable[Claim]) -> list[Claim]:
    """The sides whose people met, where no column names the sides."""
    told = list(claims)
    if any(claim.property is Property.PARTY for claim in told):
        return []
    first: dict[str, Claim] = {}
    for claim in told:
        if claim.property is Property.PERSON_PARTY:
            first.setdefault(claim.value, claim)
    return [Claim(Property.PARTY, name, c.spans, "the side of one who was there") for name, c in first.items()]
