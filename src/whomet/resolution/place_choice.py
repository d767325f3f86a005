"""Which of several places of one name is meant: weighed by people, and by what else the text and its source name.

Nothing is guessed: the likeliest place counts only if it outweighs the next by far; else the name stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whomet.knowledge.places import Place, cities_with_main_name, is_capital, is_widely_known, regions_named
from whomet.values.places import kilometres_between

# How much likelier each makes a reading of an ambiguous name; guesses, set on the training documents, not measured.
GUESSED_WEIGHT_OF_CAPITAL = 5.0
GUESSED_WEIGHT_OF_WIDELY_KNOWN = 20.0
GUESSED_WEIGHT_OF_PARTY_COUNTRY = 20.0
GUESSED_WEIGHT_OF_DATELINE = 10.0
GUESSED_WEIGHT_OF_PUBLISHER = 6.0
GUESSED_WEIGHT_OF_DIVISION = 30.0
GUESSED_WEIGHT_OF_NEIGHBOUR = 10.0
GUESSED_WEIGHT_OF_OTHER_NAME = 0.05
GUESSED_MARGIN = 3.0  # the likeliest must outweigh the next by this

_ONE_AGGLOMERATION_KM = 50.0
_AROUND = tuple((north, east) for north in (-1, 0, 1) for east in (-1, 0, 1))  # a hundred to two hundred kilometres


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """What else is known: ISO codes of the parties' countries, of countries that the document names, of the country it
    was published in and of that of its dateline; (country, GeoNames' first-level code) of regions it names; and
    whole degrees of latitude and longitude of other places in it that are settled."""

    party_countries: tuple[str, ...] = ()
    named_countries: tuple[str, ...] = ()
    publisher_country: str = ""
    dateline_country: str = ""
    divisions: tuple[tuple[str, str], ...] = ()
    others: frozenset[tuple[int, int]] = frozenset()


def likeliest(name: str, candidates: Sequence[Place], context: PlaceContext) -> Place | None:
    """The one that outweighs all others; None if two are too close, or there is none."""
    own = cities_with_main_name(name)
    mains = {place.geonames_id for place in (*own, *regions_named(name))}
    apart = [
        place for place in candidates if place.geonames_id in mains or not any(is_near(place, each) for each in own)
    ]
    weighed = sorted(((_weight(place, mains, context), place) for place in apart), key=lambda each: -each[0])
    if not weighed:
        return None
    best = weighed[0][1]
    rival = next((weight for weight, place in weighed if not is_near(place, best)), 0.0)
    return None if weighed[0][0] < GUESSED_MARGIN * rival or _is_overtaken(best, mains, own, context) else best


def _is_overtaken(best: Place, mains: set[int], own: Sequence[Place], context: PlaceContext) -> bool:
    """Whether a name is rather that of the cities that bear it first ("Salisbury" was Harare once): the context alone
    could tell."""
    about = {*context.party_countries, *context.named_countries, context.dateline_country, context.publisher_country}
    large = any(place.population > GUESSED_WEIGHT_OF_OTHER_NAME * best.population / 2 for place in own)
    return large and best.geonames_id not in mains and best.country not in about


def is_near(place: Place, other: Place) -> bool:
    """Whether the two are parts of one agglomeration: "New Delhi" is also another name of Delhi."""
    there = (other.latitude, other.longitude)
    return kilometres_between(place.latitude, place.longitude, *there) < _ONE_AGGLOMERATION_KM


def _weight(place: Place, mains: set[int], context: PlaceContext) -> float:
    weight = place.population + 1.0
    if is_capital(place):
        weight *= GUESSED_WEIGHT_OF_CAPITAL
    if is_widely_known(place):
        weight *= GUESSED_WEIGHT_OF_WIDELY_KNOWN
    if place.geonames_id not in mains and place.kind == "city" and place.geonames_id:
        weight *= GUESSED_WEIGHT_OF_OTHER_NAME
    return weight * _weight_of_surroundings(place, context)


def _weight_of_surroundings(place: Place, context: PlaceContext) -> float:
    """What the text and its source add: the strongest sign of the country counts, and of the region."""
    signs = (
        (place.country in (*context.party_countries, *context.named_countries), GUESSED_WEIGHT_OF_PARTY_COUNTRY),
        (place.country == context.dateline_country, GUESSED_WEIGHT_OF_DATELINE),
        (place.country == context.publisher_country, GUESSED_WEIGHT_OF_PUBLISHER),
    )
    weight = max((w for holds, w in signs if holds and place.country), default=1.0)
    if place.division and (place.country, place.division) in context.divisions:
        return weight * GUESSED_WEIGHT_OF_DIVISION
    latitude, longitude = whole_degrees(place)
    near = any((latitude + north, longitude + east) in context.others for north, east in _AROUND)
    return weight * (GUESSED_WEIGHT_OF_NEIGHBOUR if near else 1.0)


def whole_degrees(place: Place) -> tuple[int, int]:
    """Latitude and longitude without their fractions."""
    return int(place.latitude // 1), int(place.longitude // 1)
