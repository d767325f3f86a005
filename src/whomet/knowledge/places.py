"""Places by name: cities with GeoNames ids, regions, countries, and venues that no gazetteer of cities has.

Where a text names them is told by `place_mentions`. What ships is the packed gazetteer (see `gazetteer`),
`data/places.yaml` and `data/venues.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from whomet.knowledge.data import read_data
from whomet.knowledge.gazetteer import find_folded, gazetteer, towns
from whomet.values.places import Place, fold_place_name

__all__ = ["Place", "Venue", "places_named"]

# Letters by which GeoNames' main name shows that it is a scholarly romanisation, not what English prints.
_SCHOLARLY = re.compile(r"[āēīōūḩţşḑḥṭṣḍẓźŏŭĀĪŪḨŢŞḐȘ‘’ʼ]", re.IGNORECASE)

_MUCH_LARGER = 3  # times the people: then a name in one country means the larger


@dataclass(frozen=True, slots=True)
class Venue:
    """A building or estate where people meet. `city` and `country` are "" where it lies in none, or it is disputed."""

    name: str
    city: str
    country: str


# --------------------------------------------------------------------------------------------------- by name


def places_named(name: str) -> tuple[Place, ...]:
    """All cities and regions of that name in any case, accents or script of ours, the most populous first."""
    return places_folded(fold_place_name(name))


def cities_with_main_name(name: str) -> tuple[Place, ...]:
    """The cities whose main or English name it is, not merely another one, the most populous first."""
    key = fold_place_name(name)
    mains = {number for number, is_main in find_folded(key) if is_main}
    ids = {gazetteer().ids[number] for number in mains} | _english_ids(key)
    return tuple(place for place in places_folded(key) if place.geonames_id in ids)


@lru_cache(maxsize=50_000)
def place_of(city: str, country: str) -> Place | None:
    """The place on the map of a meeting's city (English name) and country (ISO 3166-1 alpha-2, "" if disputed), with
    GeoNames id and coordinates; None if there is none, or two too much alike. Without a city the country itself.

    >>> place_of("Doha", "QA").geonames_id
    290030
    """
    if not city:
        return country_place(country)
    mains = cities_with_main_name(city)
    inside = [
        p for p in (mains or places_named(city)) if p.kind == "city" and (p.country in (country, "") or not country)
    ]
    if not inside:
        return next((p for p in places_named(city) if p.kind == "city" and p.country in (country, "")), None)
    alike = len(inside) > 1 and inside[1].population * _MUCH_LARGER > inside[0].population and not is_capital(inside[0])
    return None if alike else inside[0]


def venue_named(name: str) -> Venue | None:
    """The venue of that name, with or without "the", in any case."""
    return _venues().get(re.sub(r"^the ", "", fold_place_name(name)))


def venue_folded(key: str) -> Venue | None:
    """The venue of a folded name."""
    return _venues().get(key)


def country_code_named(name: str) -> str:
    """ISO 3166-1 alpha-2 of the country of that name in any case, "" if it is none."""
    return _country_codes().get(fold_place_name(name), "")


@cache
def phrase_beginnings() -> frozenset[str]:
    """The folded words with which listed names of several words begin: "great", "great hall", ..."""
    phrases = [key.split(" ") for key in (*_venues(), *_regions(), *_ids_by_english_name())]
    return frozenset(" ".join(words[:count]) for words in phrases for count in range(1, len(words)))


def regions_named(name: str) -> tuple[Place, ...]:
    """The regions of that name or abbreviation ("Ont.")."""
    return _regions().get(fold_place_name(name), ())


def countries() -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 -> commonest English name."""
    return _countries()


def country_place(code: str) -> Place | None:
    """A country as a place: its GeoNames id and the rough middle of its land."""
    found, middle = _lands().get(code), read_data("countries")["middle"].get(code)
    if not found or not middle:
        return None
    return Place(found[0], _countries().get(code, code), code, middle[0], middle[1], 0, "", "country")


def former_land(name: str) -> Place | None:
    """The country of today that was called so: "Zaire"."""
    return country_place(_former().get(name, ""))


def capital_of(code: str) -> Place | None:
    """The capital of a state; None if it has none that is not disputed."""
    return _capitals().get(code)


def is_capital(place: Place) -> bool:
    """Whether a city is the capital of its country."""
    capital = _capitals().get(place.country)
    return capital is not None and capital.geonames_id == place.geonames_id


def is_widely_known(place: Place) -> bool:
    """Whether readers think of this city first, whoever meets there, though larger ones may bear its name."""
    return place.geonames_id in _known_ids()


def is_city_state(code: str) -> bool:
    """Whether the state is one city, so that naming the state names the city."""
    return code in _city_states()


def described(place: Place) -> str:
    """A place among its namesakes: "Springfield (Illinois, United States)"."""
    division = _division_names().get((place.country, place.division), "") if place.kind == "city" else ""
    where = (division, countries().get(place.country, "country disputed"))
    return f"{place.name} ({', '.join(filter(None, where))})"


def english_name(place: Place, written: str) -> str:
    """What to call a city in English, given how the text writes it: GeoNames' main name, unless that is a scholarly
    romanisation ("Janīn") or the text's is one that is kept as written ("Saigon")."""
    key = fold_place_name(written)
    if key in _kept_names().get(place.geonames_id, ()) or (key.isascii() and _SCHOLARLY.search(place.name)):
        return " ".join(written.split())
    return place.name


@lru_cache(maxsize=50_000)
def places_folded(key: str) -> tuple[Place, ...]:
    """`places_named` for a name that is folded already."""
    cities = [_known(gazetteer().place(number)) for number, _ in find_folded(key)]
    named = {place.geonames_id for place in cities}
    cities += [place for each in _english_ids(key) if each not in named and (place := _place_with_id(each))]
    return tuple(sorted(cities, key=lambda place: (-place.population, place.geonames_id))) + _regions().get(key, ())


@lru_cache(maxsize=50_000)
def towns_folded(key: str) -> tuple[Place, ...]:
    """The smaller towns of a folded name, which `places_named` leaves out, the most populous first."""
    return tuple(_known(towns().place(number)) for number, _ in towns().find(key))


def _place_with_id(geonames_id: int) -> Place | None:
    number = gazetteer().number_of(geonames_id)
    return None if number is None else _known(gazetteer().place(number))


def _known(place: Place) -> Place:
    """The place under its English name, without the country GeoNames gives it where that is disputed."""
    name = _english_names().get(place.geonames_id, place.name)
    country = "" if _is_disputed(place) else place.country
    return replace(place, name=name, country=country)


def _is_disputed(place: Place) -> bool:
    ids, divisions = _disputed()
    return (
        place.geonames_id in ids or (place.country, place.division) in divisions or (place.country, None) in divisions
    )


# --------------------------------------------------------------------------------------------- the word data


@cache
def _countries() -> Mapping[str, str]:
    states = read_data("states")
    return MappingProxyType(
        {row["code"]: row["name"] for row in states["states"] + states["territories"] if row["code"]}
    )


@cache
def _country_codes() -> dict[str, str]:
    """Folded name of a country -> its code."""
    states = read_data("states")
    rows = [row for row in states["states"] + states["territories"] if row["code"]]
    return {fold_place_name(name): row["code"] for row in rows for name in (row["name"], *row.get("names", ()))}


@cache
def _lands() -> dict[str, tuple[int, float, float]]:
    return gazetteer().countries_of_geonames()


@cache
def _former() -> dict[str, str]:
    return {row["name"]: row["country"] for row in read_data("places")["former"]}


@cache
def _capitals() -> dict[str, Place]:
    capitals: dict[str, Place] = {}
    for row in read_data("states")["states"]:
        for name in row.get("capital", ())[:1]:
            bearers = (*cities_with_main_name(name), *places_named(name))
            inside = [place for place in bearers if place.country == row["code"] and place.kind == "city"]
            if inside:
                capitals[row["code"]] = inside[0]
    return capitals


@cache
def _known_ids() -> frozenset[int]:
    return frozenset(row["id"] for row in read_data("places")["known"])


@cache
def _city_states() -> frozenset[str]:
    states = read_data("states")
    return frozenset(row["code"] for row in states["states"] if row.get("city_state"))


@cache
def _english_names() -> dict[int, str]:
    return {row["id"]: row["name"] for row in read_data("places")["english"]}


@cache
def _kept_names() -> dict[int, frozenset[str]]:
    return {row["id"]: frozenset(map(fold_place_name, row.get("also", ()))) for row in read_data("places")["english"]}


@cache
def _ids_by_english_name() -> dict[str, frozenset[int]]:
    ids: dict[str, set[int]] = {}
    for row in read_data("places")["english"]:
        for name in (row["name"], *row.get("also", ()), *row.get("other", ())):
            ids.setdefault(fold_place_name(name), set()).add(row["id"])
    return {key: frozenset(each) for key, each in ids.items()}


def _english_ids(key: str) -> frozenset[int]:
    return _ids_by_english_name().get(key, frozenset())


@cache
def _regions() -> dict[str, tuple[Place, ...]]:
    regions: dict[str, tuple[Place, ...]] = {}
    for row in read_data("regions")["regions"]:
        place = _region(row)
        for name in (row["name"], *row.get("aliases", ()), *row.get("abbreviations", ())):
            key = fold_place_name(name)
            regions[key] = (*regions.get(key, ()), place)
    return regions


@cache
def _division_names() -> dict[tuple[str, str], str]:
    """(country, GeoNames' first-level code) -> English name, of those that are listed."""
    rows = [row for row in read_data("regions")["regions"] if "admin1" in row]
    return {(row["country"], row["admin1"]): row["name"] for row in reversed(rows)}


def _region(row: dict[str, Any]) -> Place:
    country = "" if row.get("disputed") else row["country"]
    kind = "city" if row.get("city") else "region"
    latitude, longitude = row["at"]
    return Place(
        row.get("id", 0), row["name"], country, latitude, longitude, row.get("people", 0), row.get("admin1", ""), kind
    )


@cache
def _disputed() -> tuple[frozenset[int], frozenset[tuple[str, str | None]]]:
    rows = read_data("places")["disputed"]
    ids = frozenset(row["id"] for row in rows if "id" in row)
    return ids, frozenset((row["country"], row.get("admin1")) for row in rows if "country" in row)


@cache
def _venues() -> dict[str, Venue]:
    rows = read_data("venues")["venues"]
    return {
        fold_place_name(name): Venue(row["name"], row["city"], row["country"])
        for row in rows
        for name in (row["name"], *row.get("aliases", ()))
    }
