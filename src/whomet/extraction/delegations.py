"""Unnamed people who came for a side: "the Sudrian delegation", "both countries’ delegations", "senior officials"."""

from __future__ import annotations

from collections.abc import Iterator

from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.model import Claim, LinkKind, Property

_EACH, _OF_PERSON = "each side", "of a person"
_BESIDE = ("delegation", _EACH, _OF_PERSON)  # people beside those whom the text names


def claim_delegations(told: Told, sides: Sides, occasion: Occasion) -> list[Claim]:
    """One delegation a side: the first that the words seat at the occasion."""
    first: dict[str, tuple[int, Side]] = {}
    for group, side in _seated(told, sides, occasion):
        first.setdefault(side.name, (group, side))
    claims: list[Claim] = []
    for part, (group, side) in enumerate(first.values()):
        claims.append(Claim(Property.DELEGATION_TEXT, told.words(group), (told.span(group),), part=part))
        claims.append(Claim(Property.DELEGATION_PARTY, side.name, side.spans, side.basis, part=part))
    return claims


def _seated(told: Told, sides: Sides, occasion: Occasion) -> Iterator[tuple[int, Side]]:
    """Groups that take part, then those of its sides that the language says came along. "The leaders of both" are
    nobody beside the leaders whom the text names."""
    for group in dict.fromkeys(g for t in occasion.tellings for g in t.delegations):
        if told.mentions[group].reads_as == "delegation":
            yield from ((group, side) for side in sides.of_mention(group)[:1])
    named = {side.name for p in occasion.people if (side := sides.of_person(p))}
    for group in (g for t in occasion.tellings for g in told.links.of(LinkKind.MEETING_DELEGATION, t.meeting)):
        beside = told.mentions[group].reads_as in _BESIDE
        for side in _sides_of(told, sides, occasion, group):
            if side.name in occasion.sides and (beside or side.name not in named):
                yield group, side


def _sides_of(told: Told, sides: Sides, occasion: Occasion, group: int) -> list[Side]:
    reads_as = told.mentions[group].reads_as
    if reads_as == _EACH:
        basis = f"“{told.words(group)}” are of each of the two sides"
        spans = (told.span(group),)
        return [Side(name, spans, basis) for name in occasion.sides] if len(occasion.sides) == 2 else []
    if reads_as == _OF_PERSON:
        persons = told.links.of(LinkKind.DELEGATION_PARTY, group)
        return [side for p in persons if (side := sides.of_person(sides.person(p)))]
    return sides.of_mention(group)
