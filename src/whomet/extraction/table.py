"""Who sat at the table: claims on parties, mediators, people, delegations, hosts and chairs."""

from __future__ import annotations

from collections.abc import Mapping

from whomet.extraction.delegations import claim_delegations
from whomet.extraction.home_politics import at_home, government_seat
from whomet.extraction.mediators import find_mediators
from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party, find_parties
from whomet.knowledge.sides import at_the_table
from whomet.model import Claim, LinkKind, MentionKind, Property, Span


def claim_table(told: Told, sides: Sides, occasion: Occasion) -> list[Claim]:
    """All claims on those who took part in one occasion."""
    seats, between = government_seat(occasion.sides), find_mediators(told, sides, occasion)
    return [
        *(_side(Property.PARTY, at_home(s, seats)) for s in occasion.sides.values() if s.name not in between),
        *(_side(Property.MEDIATOR, s) for s in between.values()),
        *_people(told, sides, occasion, seats),
        *claim_delegations(told, sides, occasion),
        *_hosts(told, sides, occasion),
        *_chairs(told, sides, occasion),
    ]


def _side(prop: Property, side: Side, part: int = 0) -> Claim:
    return Claim(prop, side.name, side.spans, side.basis, part=part)


def _people(told: Told, sides: Sides, occasion: Occasion, seats: Mapping[str, Party]) -> list[Claim]:
    claims = []
    left = _left_over(told, sides, occasion)
    between = {m for t in occasion.tellings for m in t.mediators if told.mentions[m].kind is MentionKind.PERSON}
    for part, person in enumerate(sorted({*occasion.people, *between}, key=told.span)):
        role, side = sides.role(person), sides.of_person(person) or left.get(person)
        claims.append(Claim(Property.PERSON_NAME, told.words(person), (told.span(person),), part=part))
        if role:
            claims.append(Claim(Property.PERSON_ROLE, role.of(told.text), (role,), part=part))
        if side:
            claims.append(_side(Property.PERSON_PARTY, at_home(side, seats), part))
    return claims


def _left_over(told: Told, sides: Sides, occasion: Occasion) -> dict[int, Side]:
    """Of two people from two sides, one is named with a side: the other, of whom none is told, came for the other."""
    speaks_for = {person: side for person in occasion.people if (side := sides.of_person(person))}
    unknown = [person for person in occasion.people if person not in speaks_for]
    spoken_for = {side.name for side in speaks_for.values()}
    left = [side for name, side in occasion.sides.items() if name not in spoken_for]
    if not len(occasion.sides) == len(occasion.people) == 2 or not len(unknown) == len(left) == 1:
        return {}
    other = next(iter(speaks_for))
    basis = f"of the two sides the one that {told.words(other)} does not speak for"
    return {unknown[0]: Side(left[0].name, (told.span(unknown[0]), *left[0].spans[:1]), basis)}


def _hosts(told: Told, sides: Sides, occasion: Occasion) -> list[Claim]:
    """The side of those who received, or in whose house it was: who sits there rather than who doesn't."""
    meetings = [t.meeting for t in occasion.tellings]
    receiving = (m for meeting in meetings for m in told.links.of(LinkKind.MEETING_HOST, meeting))
    hosts = [side for m in receiving for side in sides.of_mention(m)]
    if hosts:
        return [_side(Property.HOST, min(hosts, key=lambda side: side.name not in occasion.sides))]
    venues = (v for meeting in meetings for v in told.links.of(LinkKind.MEETING_VENUE, meeting))
    return [claim for v in venues if (claim := _owner(told, v, occasion))][:1]


def _owner(told: Told, venue: int, occasion: Occasion) -> Claim | None:
    """Who meets at its own headquarters is the host. A seat of government alone is only where it was."""
    span = told.span(venue)
    if told.words(venue).split()[-1].lower() not in read_data("meeting_words")["own_venues"]:
        return None
    found = [m for m in find_parties(told.text, span.start, span.end) if m.party and m.end < span.end]
    names = {at_the_table(m.party).name: Span(m.start, m.end) for m in found if m.party}
    host = next((n for n in names if n in occasion.sides), "")
    return Claim(Property.HOST, host, (names[host],), f"the meeting was at “{told.words(venue)}”") if host else None


def _chairs(told: Told, sides: Sides, occasion: Occasion) -> list[Claim]:
    chairing = (m for t in occasion.tellings for m in told.links.of(LinkKind.MEETING_CHAIR, t.meeting))
    people = dict.fromkeys(sides.person(m) for m in chairing)
    return [Claim(Property.CHAIR, told.words(p), (told.span(p),)) for p in people]
