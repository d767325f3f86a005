"""From the words that say where a meeting was to an English city name, a country code and a GeoNames id.

Nothing is guessed: a name that several places bear is settled by what the words add ("Amiens in France"), by the
parties' countries, or by one place far outweighing the others; else it stays open, and `why_unresolved` says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from whomet.knowledge.parties import STATE, Party, PartyMention, find_parties, state_of
from whomet.knowledge.place_mentions import PlaceMention, find_places
from whomet.knowledge.places import (
    Place,
    Venue,
    capital_of,
    cities_with_main_name,
    countries,
    country_place,
    described,
    english_name,
    is_city_state,
    places_named,
    regions_named,
    venue_named,
)
from whomet.resolution.place_choice import PlaceContext, likeliest
from whomet.values.places import fold_place_name

__all__ = ["PlaceContext", "ResolvedPlace", "resolve_place", "why_unresolved"]

_LONGEST_SETTING = 300  # code points
_LEADING_WORDS = re.compile(r"^(?:(?:in|at|near|from|to|the|of|city|town|capital)\s+)+", re.IGNORECASE)
_CAPITAL = re.compile(r"\bcapital\b", re.IGNORECASE)
_PARTS = re.compile(r"(?:(?<!\s)\s+)?(?:,|;|\(|\)|\s(?:in|at|of|near|outside|on)\s(?:the\s)?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """`city` in English or "", `country` ISO 3166-1 alpha-2 or "", GeoNames id of the city or 0, and how it follows."""

    city: str
    country: str
    geonames_id: int
    basis: str


def resolve_place(words: str, context: PlaceContext | None = None) -> ResolvedPlace | None:
    """The place that the words of one setting name; None if they name none, or one of several.

    >>> resolve_place("the Qatari capital").city
    'Doha'
    """
    words, context = _plain(words), context or PlaceContext()
    readers = (_capital_in, _venue_in, _named_in)
    return next((found for read in readers if (found := read(words, context)) is not None), None)


def why_unresolved(words: str, context: PlaceContext | None = None) -> str:
    """One sentence for the reader when several places bear the name and nothing settles which; else ""."""
    words, context = _plain(words), context or PlaceContext()
    if resolve_place(words, context) is not None:
        return ""
    head, lands = _head_and_lands(words)
    candidates = [place for place in places_named(head) if _lies_in(place, lands)]
    if len(candidates) < 2:
        return ""
    listed = ", ".join(dict.fromkeys(described(place) for place in candidates[:4]))
    return f'"{head}" may be {listed}: nothing in the text settles which.'


def _plain(words: str) -> str:
    """The words on one line; no setting is longer than this."""
    return " ".join(words[:_LONGEST_SETTING].split())


# ------------------------------------------------------------------------------------- "the Qatari capital"


def _capital_in(words: str, context: PlaceContext) -> ResolvedPlace | None:
    """ "the Qatari capital", "the Lebanese capital, Beirut", "the capital of Chad"."""
    if not _CAPITAL.search(words):
        return None
    states = [
        m.party for m in find_parties(words) if m.party and m.party.kind == STATE and m.form in ("adjective", "name")
    ]
    capital = capital_of(states[0].code) if states else None
    if capital is None:
        return None
    named = [mention for mention in find_places(words) if mention.places]
    if named and all(capital.geonames_id != place.geonames_id for place in named[-1].places):
        return None  # "the Kazakh commercial capital, Almaty"
    written = words[named[-1].start : named[-1].end] if named else capital.name
    basis = f"the capital of {states[0].name} is {capital.name}"
    return ResolvedPlace(english_name(capital, written), capital.country, capital.geonames_id, basis)


# ------------------------------------------------------------------------------------------ "the White House"


def _venue_in(words: str, context: PlaceContext) -> ResolvedPlace | None:
    """A known venue, unless the words name a city themselves."""
    mentions = find_places(words)
    venue = next((m.venue for m in mentions if m.venue), None) or venue_named(words)
    if venue is None:
        return None
    cities = [m for m in mentions if m.places and m.places[0].kind == "city" and not _names_city(words, m, venue.city)]
    if cities or not (venue.city or venue.country):
        return None
    return _place_of_venue(venue)


def _names_city(words: str, mention: PlaceMention, city: str) -> bool:
    return fold_place_name(words[mention.start : mention.end]) == fold_place_name(city)


def _place_of_venue(venue: Venue) -> ResolvedPlace:
    lies = (venue.city, countries().get(venue.country, "country disputed"))
    where = f"{venue.name} is known to lie here: {', '.join(filter(None, lies))}"
    inside = [place for place in places_named(venue.city) if place.country == venue.country] if venue.city else []
    return ResolvedPlace(venue.city, venue.country, inside[0].geonames_id if inside else 0, where)


# ------------------------------------------------------------------------- "Doha, Qatar", "Amiens in France"


def _named_in(words: str, context: PlaceContext) -> ResolvedPlace | None:
    head, lands = _head_and_lands(words)
    if head:
        found = _city(head, lands, context)
        if found is not None or places_named(head):
            return found
    return _land_alone(lands, context)


def _head_and_lands(words: str) -> tuple[str, tuple[Place, ...]]:
    """The name of the place itself, and the countries and regions that the words put it in."""
    head, lands = "", []
    whole = _LEADING_WORDS.sub("", words)
    parts = [whole] if _land_named(whole) or places_named(whole) else _PARTS.split(words)
    for part in filter(None, (_LEADING_WORDS.sub("", each.strip()) for each in parts)):
        land = _land_named(part)
        if land is not None and (head or not _is_rather_city(part)):
            lands.append(land)
        elif not head:
            head = _place_words(part)
    return head, tuple(lands)


def _is_rather_city(part: str) -> bool:
    """Whether a name that a region or a state bears is first of all a city's: "New York", "Luxembourg" is not."""
    return state_named(part) is None and bool(cities_with_main_name(part)) and not _is_region_first(part)


def _is_region_first(part: str) -> bool:
    regions = regions_named(part)
    return bool(regions) and all(place.population < 1_000_000 for place in cities_with_main_name(part))


def _place_words(part: str) -> str:
    """The capitalised name within a part: "city of Nur-Sultan" -> "Nur-Sultan"; or all of it."""
    if places_named(part):
        return part
    found = [mention for mention in find_places(part) if mention.places]
    return part[found[0].start : found[0].end] if found else ""


def _land_named(part: str) -> Place | None:
    """A country or region as a place, by its name, abbreviation or adjective ("Lebanese")."""
    party = state_named(part)
    if party is not None:
        return country_place(party.code) or Place(0, party.name, party.code, 0.0, 0.0, 0, "", "country")
    return next((place for place in regions_named(part) if place.kind == "region"), None)


def state_named(words: str) -> Party | None:
    """The state or territory with a code that the words wholly name; capitals and metonyms do not count."""
    found = find_parties(words)
    if len(found) != 1 or fold_place_name(words) != fold_place_name(words[found[0].start : found[0].end]):
        return None
    return _as_state(found[0])


def _as_state(mention: PartyMention) -> Party | None:
    party = mention.party
    is_state = party is not None and bool(party.code) and state_of(party.code) is party
    return party if is_state and mention.form == "name" else None


def _land_alone(lands: Sequence[Place], context: PlaceContext) -> ResolvedPlace | None:
    """ "in Jordan", "in the West Bank": no city; a city-state is its own city. "Georgia" among Americans stays open."""
    if not lands:
        return None
    land = lands[0]
    about = {*context.party_countries, *context.named_countries}
    if land.country not in about and any(other.country in about for other in regions_named(land.name)):
        return None
    if land.kind == "region":
        return ResolvedPlace("", land.country, 0, f"{land.name} is a region, not a city")
    city = capital_of(land.country) if is_city_state(land.country) else None
    if city is not None:
        return ResolvedPlace(city.name, land.country, city.geonames_id, f"{land.name} is a city and a state")
    return ResolvedPlace("", land.country, 0, f"the words name {land.name} and no city in it")


# ------------------------------------------------------------------------------------ which of several places


def _city(head: str, lands: tuple[Place, ...], context: PlaceContext) -> ResolvedPlace | None:
    candidates = [place for place in places_named(head) if _lies_in(place, lands)]
    regions = [place for place in candidates if place.kind == "region"]
    if regions and not any(place.population > 1_000_000 for place in candidates):
        return ResolvedPlace("", regions[0].country, 0, f"{regions[0].name} is a region, not a city")
    place = likeliest(head, candidates, context)
    if place is None:
        return None
    country = place.country or (lands[0].country if lands else "")
    name = english_name(place, head)
    return ResolvedPlace(name, country, place.geonames_id, _basis(name, place, len(candidates), lands))


def _basis(name: str, place: Place, bearers: int, lands: Sequence[Place]) -> str:
    where = countries().get(place.country, "")
    if lands:
        return f"the words put {name} in {lands[0].name}"
    if not where:
        return f"{name} is named; its country is disputed and the words give none"
    if bearers > 1:
        return f"of the {bearers} places called {name}, {name} ({where}) is by far the likeliest"
    return f"GeoNames has one {name}: {name} ({where})"


def _lies_in(place: Place, lands: Sequence[Place]) -> bool:
    """Whether a place lies in each land the words put it in; a place whose country is disputed may lie in any."""
    return all(_lies_in_one(place, land) for land in lands)


def _lies_in_one(place: Place, land: Place) -> bool:
    if not place.country or not land.country:
        return True
    if place.country != land.country:
        return False
    return land.kind != "region" or not land.division or place.division == land.division
