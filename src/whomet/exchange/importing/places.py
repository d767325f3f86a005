"""Where the meeting of a row took place: cities and countries as the gazetteer has them, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whomet.exchange.importing.cells import country_code
from whomet.knowledge.places import english_name, is_city_state, place_of
from whomet.model import Claim, Property

_WORDED = (Property.PLACE_TEXT, Property.CITY)


def settled_places(claims: Iterable[Claim]) -> list[Claim]:
    """The claims with their places settled: a city by its English name, its country where it can only be that one, and
    "Geneva, Switzerland" as both. A city that no gazetteer knows stays as it is written."""
    told = list(claims)
    lands = [claim.value for claim in told if claim.property is Property.COUNTRY]
    found: list[Claim] = []
    for claim in told:
        found += _settled(claim, lands) if claim.property in _WORDED else [claim]
    return list(dict.fromkeys(found))


def _settled(claim: Claim, lands: list[str]) -> Iterator[Claim]:
    """A place as worded, then what it is."""
    yield Claim(Property.PLACE_TEXT, claim.value, claim.spans)
    whole = country_code(claim.value) if claim.property is Property.PLACE_TEXT else ""
    if whole and not is_city_state(whole):
        yield _land(whole, claim)
        return
    before, _, last = claim.value.rpartition(",")
    code = country_code(last.strip()) if before else ""
    words = before.strip() if code else claim.value
    code = code or whole or (lands[0] if len(set(lands)) == 1 else "")
    place = place_of(words, code)
    if place and place.kind == "city":
        name = english_name(place, words)
        yield Claim(Property.CITY, name, claim.spans, "" if name in claim.value else f"“{words}” is {name}")
        code = code or place.country
    elif claim.property is Property.CITY:
        yield Claim(Property.CITY, words, claim.spans)
    if code and not lands:
        yield _land(code, claim)


def _land(code: str, claim: Claim) -> Claim:
    return Claim(Property.COUNTRY, code, claim.spans, f"“{claim.value}” is in the country {code}")
