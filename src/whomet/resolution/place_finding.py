"""Every place that a text names, with what it is on the map: `find_places`.

Cities, regions and venues come from `knowledge.place_mentions`, countries from `knowledge.parties`; which of several
bearers of a name is meant follows from the text as a whole (`place_choice`), and whether a place or a power speaks
from the words around (`place_sense`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whomet.knowledge.parties import PartyMention, find_parties
from whomet.knowledge.place_mentions import find_places as find_mentions
from whomet.knowledge.places import (
    Place,
    Venue,
    countries,
    country_place,
    described,
    english_name,
    former_land,
    is_capital,
    is_widely_known,
    place_of,
    regions_named,
    towns_folded,
)
from whomet.model import Span
from whomet.resolution.place_choice import PlaceContext, is_near, likeliest, whole_degrees
from whomet.resolution.place_sense import powers_named
from whomet.values.places import fold_place_name

__all__ = ["FoundPlace", "find_places"]

_WELL_KNOWN = 300_000  # people
_LARGE_CITY = 1_000_000  # people; a smaller city gives way to a region of its name
_TO_ITS_LAND = re.compile(r",\s{1,2}|\s\(|\sin\s(?:the\s)?|,\sin\s(?:the\s)?")
_AS_A_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|to|outside|around|"
    r"(?:town|village|city|port|district|camp|suburb)s? of(?: \w+(?: and|,))?)\s(?:the\s)?\Z"
)
_OF_ITS_LAND = re.compile(r"['’]s?\s(?:[a-z]+\s){0,2}")
_AS_A_STATE = re.compile(r"\s(?:Gov\.|Governor|state|State|Legislature|legislature|lawmakers)")
_POSTAL = re.compile(r",\s([A-Z]{2})\b")
_DATELINE_ENDS = re.compile(r"(?:,\s[^\n]{1,30}?)?\s{0,2}(?:[-–—]|\()")
_AS_A_PERSON = re.compile(
    r"(?:\s(?:has|had|said|says|told|tells|added|adds|who|himself|herself|spoke|and\s[A-Z])\b|,\s\d\d,)"
)
_NOT_IN_NAME = re.compile(r"\bd[eu]\s\Z")  # "Stade de France"
_WATERS = frozenset({"River", "Valley", "Lake", "Creek", "Bay"})


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that a text names: where the text does so, and what it is.

    `name` is the English one. `geonames_id` is 0 where none is known; `latitude` and `longitude` are decimal degrees
    (of a region or country its rough middle), None where it is open which place is meant. `country` is an ISO 3166-1
    alpha-2 code, "" where it is open or disputed. `kind` is city, region, country or venue. `use` is "place";
    "metonym" where the words name a power ("Moscow said") and `stands_for` says which; or "adjective" ("Syrian").
    `basis` says how it follows, `doubt` why it is open.
    """

    span: Span
    words: str
    name: str
    geonames_id: int = 0
    latitude: float | None = None
    longitude: float | None = None
    country: str = ""
    kind: str = "city"
    use: str = "place"
    stands_for: str = ""
    basis: str = ""
    doubt: str = ""

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        return self.span.start

    @property
    def end(self) -> int:
        """Offset after the last code point."""
        return self.span.end


@dataclass(frozen=True, slots=True)
class _Named:
    """A stretch that names one of these places, a venue, or (neither) something that is no place."""

    start: int
    end: int
    places: tuple[Place, ...] = ()
    venue: Venue | None = None
    party: PartyMention | None = None
    weak: bool = False


def find_places(
    text: str, publisher_country: str = "", party_countries: Iterable[str] = (), adjectives: bool = False
) -> tuple[FoundPlace, ...]:
    """All places that an English text names, in text order, none overlapping.

    `publisher_country` and `party_countries` (ISO 3166-1 alpha-2) help to tell places of one name apart. A name that
    nothing settles is found with a `doubt` and without coordinates. With `adjectives` "Syrian" counts as naming Syria.
    """
    named = _all_named(text)
    settling = _Settling(text, named, PlaceContext(tuple(party_countries), publisher_country=publisher_country))
    settled = settling.settle()
    powers = powers_named(text, [each.party if each.party and each.party.form == "metonym" else None for each in named])
    found = [_found(text, *each) for each in zip(named, settled, powers, strict=True)]
    return tuple(
        each
        for at, each in enumerate(found)
        if each and at not in settling.none and (adjectives or each.use != "adjective")
    )


# --------------------------------------------------------------------------------- what the text may name


def _all_named(text: str) -> list[_Named]:
    """Places and parties of a text in order; of two that overlap the longer, and of one length both in one."""
    parties = {(m.start, m.end): m for m in find_parties(text)}
    mentions = {(m.start, m.end): m for m in find_mentions(text, weak=True)}
    named: list[_Named] = []
    for start, end in sorted(parties.keys() | mentions.keys(), key=lambda span: (span[0], -span[1])):
        mention, party = mentions.get((start, end)), parties.get((start, end))
        places = (*_lands_of(party), *(mention.places if mention else _regions_of(party, text[start:end])))
        weak = bool(mention and mention.weak and not party)
        each = _Named(start, end, places, mention.venue if mention else None, party, weak)
        if _NOT_IN_NAME.search(text, max(0, start - 4), start) or _is_water(text, each):
            continue
        if not named or named[-1].end <= start:
            named.append(each)
        elif end - start > named[-1].end - named[-1].start:
            named[-1] = each
    return named


def _regions_of(party: PartyMention | None, words: str) -> tuple[Place, ...]:
    """Regions that bear the name of a state: Georgia."""
    return regions_named(words) if party and party.form == "name" and party.party and party.party.code else ()


def _is_water(text: str, named: _Named) -> bool:
    """ "the Peace River" is no town of that name."""
    last = text[named.start : named.end].split()[-1]
    cities = named.places and all(place.kind == "city" for place in named.places)
    return bool(cities) and last in _WATERS and text[max(0, named.start - 4) : named.start].lower() == "the "


def _lands_of(party: PartyMention | None) -> tuple[Place, ...]:
    """The countries or regions that the name or the adjective of a state gives."""
    if party is None or party.form == "metonym":
        return ()
    lands = (country_place(each.code) for each in party.candidates if each.code and each.kind in ("state", "territory"))
    known = tuple(land for land in lands if land)
    if known or party.party is None:
        return known
    former = former_land(party.party.name)
    return (former,) if former else tuple(p for p in regions_named(party.party.name) if p.kind == "region")


# ------------------------------------------------------------------------------------ which of them it is


class _Settling:
    """Settles the names of one text: those beside their land first, then those that the whole text settles."""

    def __init__(self, text: str, named: Sequence[_Named], context: PlaceContext) -> None:
        self._text, self._named = text, named
        self._settled: list[Place | None] = [None] * len(named)
        self._by_name: dict[str, Place | None] = {}
        self._none: set[int] = set()
        self._told: dict[str, set[str]] = {}
        codes = {c.code for each in named if each.party and each.party.form != "metonym" for c in each.party.candidates}
        codes.discard("")
        self._context = replace(context, named_countries=tuple(sorted(codes)))

    def settle(self) -> list[Place | None]:
        """The place of each name, None where it is open or none."""
        for at in range(len(self._named)):
            self._settle_with_code(at)
        for at in range(len(self._named) - 1):
            self._settle_with_land(at)
            self._settle_of_land(at)
        self._settle_lands()
        self._settle_dateline()
        self._settle_rest()
        codes = {place.country for place in self._settled if place and place.country}
        self._context = replace(self._context, named_countries=tuple(sorted({*self._context.named_countries, *codes})))
        self._settle_rest()
        return self._settled

    @property
    def none(self) -> set[int]:
        """Numbers of the names that are no place after all."""
        return self._none

    def _words(self, at: int) -> str:
        return self._text[self._named[at].start : self._named[at].end]

    def _settle_with_land(self, at: int) -> None:
        """ "Birmingham, Alabama", "Tripoli (Lebanon)": the next name is the land, if one of the places lies in it. If
        none does and the land is a region, the name stays open throughout: "Paris, Idaho" is not in France."""
        here, land = self._named[at], self._named[at + 1]
        gap = self._text[here.end : land.start]
        if not here.places or not _TO_ITS_LAND.fullmatch(gap):
            return
        key, lands = fold_place_name(self._words(at)), _lands_within(land, self._words(at + 1))
        is_land = any(place.kind == "country" for place in here.places)  # "China, Japan" is no town of Japan
        bearers = here.places if is_land else _bearers(here, key)
        inside = [(place, each) for each in lands for place in bearers if lies_in(place, each)]
        if inside:
            place, self._settled[at + 1] = max(inside, key=lambda pair: pair[0].population)
            self._settled[at] = place
            self._by_name.setdefault(key, place)
        elif gap == ", " and lands and all(each.kind == "region" and each.division for each in lands):
            self._by_name.setdefault(key, None)

    def _settle_with_code(self, at: int) -> None:
        """ "Austin, TX"."""
        code = _POSTAL.match(self._text, self._named[at].end)
        key = fold_place_name(self._words(at))
        inside = [p for p in _bearers(self._named[at], key) if code and (p.country, p.division) == ("US", code[1])]
        if inside:
            self._settled[at] = self._by_name[key] = max(inside, key=lambda place: place.population)

    def _settle_of_land(self, at: int) -> None:
        """ "Australia's Darwin": the next name is one that lies in this land, or near this city, or no place at all."""
        here, then = self._named[at], self._named[at + 1]
        cities = then.places and all(place.kind == "city" for place in then.places)
        if not cities or not here.places or not _OF_ITS_LAND.fullmatch(self._text[here.end : then.start]):
            return
        key = fold_place_name(self._words(at + 1))
        inside = tuple(p for p in _bearers(then, key) if any(_belongs_to(p, land) for land in here.places))
        self._settled[at + 1] = likeliest(key, inside, self._context)
        if not inside:
            self._none.add(at + 1)

    def _settle_dateline(self) -> None:
        """The place that a text begins with, before a dash or a bracket, tells in which country it was written."""
        if not self._named or self._named[0].start > 2 or not _DATELINE_ENDS.match(self._text, self._named[0].end):
            return
        place = self._settled[0] or self._by_text(0, self._named[0], self._context)
        self._settled[0] = place
        self._context = replace(self._context, dateline_country=place.country if place else "")

    def _settle_lands(self) -> None:
        """Countries and regions; then what they tell of cities."""
        for at, each in enumerate(self._named):
            lands = [p for p in each.places if p.kind != "city"]
            if _AS_A_STATE.match(self._text, each.end) and (states := regions_named(f"{self._words(at)} State")):
                self._settled[at] = states[0]
            if lands and self._settled[at] is None and not any(p.population > _LARGE_CITY for p in each.places):
                self._settled[at] = self._land(each, lands)
        divisions = {(p.country, p.division) for p in self._settled if p and p.kind == "region" and p.division}
        codes = {p.country for p in self._settled if p and p.country}
        codes |= set(self._context.named_countries)
        self._context = replace(self._context, divisions=tuple(sorted(divisions)), named_countries=tuple(sorted(codes)))

    def _land(self, named: _Named, lands: list[Place]) -> Place | None:
        """The one land of that name; "Georgia" is the state whose country the text speaks of otherwise."""
        if len({(land.kind, land.country) for land in lands}) == 1:
            return lands[0]
        others = self._countries_beside(self._text[named.start : named.end])
        likely = [land for land in lands if land.country in others or land.country == self._context.publisher_country]
        return likely[0] if len(likely) == 1 else None if likely else lands[0]

    def _countries_beside(self, words: str) -> set[str]:
        """The countries that the text speaks of, leaving out what these words would add."""
        if not self._told:
            for each in self._named:
                told = self._told.setdefault(self._text[each.start : each.end], set())
                told |= {place.country for place in each.places if place.kind != "city"}
                if each.party and each.party.party and each.party.form != "name":
                    told.add(each.party.party.code)
        return set().union(*(told for other, told in self._told.items() if other != words))

    def _settle_rest(self) -> None:
        """Cities by the whole text, with those that are settled as neighbours."""
        others = frozenset(whole_degrees(p) for p in self._settled if p and p.kind == "city")
        context = replace(self._context, others=others)
        for at, each in enumerate(self._named):
            if self._settled[at] is None and each.places and at not in self._none:
                self._settled[at] = self._by_text(at, each, context)

    def _by_text(self, at: int, named: _Named, context: PlaceContext) -> Place | None:
        words = self._words(at)
        key = fold_place_name(words)
        if key in self._by_name:
            return self._by_name[key]
        near = {*context.named_countries, context.publisher_country, context.dateline_country}
        as_a_place = _AS_A_PLACE.search(self._text, max(0, named.start - 30), named.start)
        if named.weak:
            return _chosen(words, tuple(p for p in named.places if p.country in near), context) if as_a_place else None
        place = _chosen(words, named.places, context)
        speaks = not as_a_place and _AS_A_PERSON.match(self._text, named.end)
        if place and speaks and not _is_well_known(place) and place.country not in near:
            self._none.add(at)  # rather a person: "Hidalgo has said"
        return place


def _is_well_known(place: Place) -> bool:
    return place.population > _WELL_KNOWN or is_capital(place) or is_widely_known(place)


def _belongs_to(place: Place, other: Place) -> bool:
    return is_near(place, other) if other.kind == "city" else lies_in(place, other)


def _bearers(named: _Named, key: str) -> tuple[Place, ...]:
    """The places of a name, small towns too."""
    return named.places if named.weak else (*named.places, *towns_folded(key))


def _lands_within(named: _Named, words: str) -> list[Place]:
    """Countries and regions that a name may mean, also by abbreviation."""
    return [p for p in (*named.places, *regions_named(words), *regions_named(f"{words} State")) if p.kind != "city"]


def _chosen(words: str, places: tuple[Place, ...], context: PlaceContext) -> Place | None:
    regions = [place for place in places if place.kind == "region"]
    cities = [place for place in places if place.kind == "city"]
    if regions and not any(place.population > _LARGE_CITY for place in cities):
        return None
    return likeliest(words, cities, context)


def lies_in(place: Place, land: Place) -> bool:
    """Whether a place lies in a country or region; one whose country is disputed may lie in any."""
    if place == land or place.kind == "country":
        return False
    if not place.country or not land.country:
        return land.kind == "country"
    if place.country != land.country:
        return False
    return land.kind != "region" or not land.division or place.division == land.division


# ------------------------------------------------------------------------------------------ what is told


def _found(text: str, named: _Named, place: Place | None, power: str) -> FoundPlace | None:
    words = text[named.start : named.end]
    use = "metonym" if power else "adjective" if named.party and named.party.form == "adjective" else "place"
    found = FoundPlace(Span(named.start, named.end), words, " ".join(words.split()), use=use, stands_for=power)
    if place is not None:
        return _with_place(found, place, len({each.geonames_id for each in named.places}))
    if named.venue:
        return _with_venue(found, named.venue)
    return replace(found, doubt=_doubt(words, named.places)) if named.places and not named.weak else None


def _with_place(found: FoundPlace, place: Place, bearers: int) -> FoundPlace:
    name = english_name(place, found.words) if place.kind == "city" else place.name
    where = countries().get(place.country, "")
    called = f"of {bearers} places of that name" if bearers > 1 else "the one place of that name"
    return replace(
        found,
        name=name,
        geonames_id=place.geonames_id,
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country,
        kind=place.kind,
        basis=f"{name} ({where or 'no one country'}), {called}",
    )


def _with_venue(found: FoundPlace, venue: Venue) -> FoundPlace:
    city = place_of(venue.city, venue.country)
    lies = ", ".join(filter(None, (venue.city, countries().get(venue.country, "country disputed"))))
    found = replace(
        found, name=venue.name, country=venue.country, kind="venue", basis=f"{venue.name} lies here: {lies}"
    )
    if city is None:
        return found
    return replace(found, geonames_id=city.geonames_id, latitude=city.latitude, longitude=city.longitude)


def _doubt(words: str, places: Sequence[Place]) -> str:
    listed = ", ".join(dict.fromkeys(described(place) for place in places[:4]))
    return f"“{' '.join(words.split())}” may be {listed}: nothing in the text settles which."
