"""Meetings on a map: GeoJSON (RFC 7946), a Feature for each meeting and each place that its sources give for it.

Points are of the gazetteer (GeoNames, WGS 84, longitude first). A meeting whose city no account tells, or no gazetteer
knows, has no geometry: a country's capital or middle would be a place that nobody named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from whomet.exchange.told import Told
from whomet.knowledge.places import place_of
from whomet.knowledge.sites import sites
from whomet.model import Accord, Account, Claim, Property
from whomet.values.edtf import bounds
from whomet.values.places import Place

_HEAD = b'{"type": "FeatureCollection", "attribution": "Coordinates: GeoNames, CC BY 4.0", "features": ['
_LISTS = {
    "date": Property.DATE,
    "status": Property.STATUS,
    "format": Property.FORMAT,
    "contact": Property.CONTACT,
    "countries": Property.COUNTRY,
    "venues": Property.VENUE,
    "parties": Property.PARTY,
    "mediators": Property.MEDIATOR,
}
_CITED = frozenset((*_LISTS.values(), Property.LEAD, Property.CITY, Property.PERSON_NAME))
_HALF_PAIR = re.compile("[\ud800-\udfff]")  # no text in any Unicode encoding: strict readers refuse the whole file

Site = tuple[str, Place | None]
"""A city as the accounts name it, and where that is; None where the gazetteer has none, or several too much alike."""


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """A FeatureCollection in ASCII, a line for each Feature; what is not ASCII is escaped, so that no reader of the
    file meets a control or bidirectional character."""
    yield _HEAD
    between = "\n"
    for each in told:
        for feature in _features(each):
            yield (between + json.dumps(feature)).encode("ascii")
            between = ",\n"
    yield b"\n]}\n"


def _features(told: Told) -> Iterator[dict[str, Any]]:
    accounts = sorted(told.accounts, key=lambda account: account.id)
    common = _common(told, accounts)
    placed = _sites(accounts) or {("", None): []}
    for (city, place), placing in placed.items():
        yield {
            "type": "Feature",
            "id": f"{told.meeting.id}/{place.geonames_id or place.name}"
            if place
            else f"{told.meeting.id}/{_sound(city)}",
            "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place else None,
            "properties": {
                "id": told.meeting.id,
                "city": _sound(city),
                "geonames_id": place.geonames_id or None if place else None,
                "placed_by": list(dict.fromkeys(_sound(told.document_of(a).id) for a in placing)),
                "other_cities": [_sound(other) for other, at in placed if (other, at) != (city, place)],
                **common,
            },
        }


# ----------------------------------------------------------------------------------------------- where


def _sites(accounts: Sequence[Account]) -> dict[Site, list[Account]]:
    """The cities of a meeting, each with the accounts that give it, by name."""
    stated = [(city, _country(a), a) for a in accounts for city in dict.fromkeys(_cities(a))]
    found = [(city, place_of(city, country), by) for (city, country), by in sites(stated).items()]
    found.sort(key=lambda one: (one[0], one[1].geonames_id if one[1] else 0))
    return {(city, place): by for city, place, by in found}


def _cities(account: Account) -> Iterator[str]:
    return (city for city in account.values(Property.CITY) if city.strip())


def _country(account: Account) -> str:
    """The country that an account gives; "" if it gives several, of which no one says which city is whose."""
    codes = set(account.values(Property.COUNTRY)) - {""}
    return codes.pop() if len(codes) == 1 else ""


# ------------------------------------------------------------------------------------------ what is told


def _common(told: Told, accounts: Sequence[Account]) -> dict[str, Any]:
    """What every Feature of a meeting says of it. `earliest` and `latest` are the bounds of all dates given: what lies
    between is possible, and no date is made more precise by it."""
    days = [day for value in told.meeting.values(Property.DATE) for day in bounds(value) or ()]
    persons = ((entity.name if entity else c[Property.PERSON_NAME].value) for _, entity, c in told.persons())
    return {
        **{key: [_sound(value) for value in told.meeting.values(prop)] for key, prop in _LISTS.items()},
        "earliest": _day(min(days, default=None)),
        "latest": _day(max(days, default=None)),
        "people": sorted({_sound(name) for name in persons}),
        "differ": [cell.property.value for cell in told.meeting.cells if cell.accord is Accord.CONFLICT],
        "voices": told.voices,
        "documents": [_document(told, account) for account in accounts],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _document(told: Told, account: Account) -> dict[str, Any]:
    """The document of an account, with the words that each of its values follows from."""
    document = told.document_of(account)
    cited = (claim for claim in account.claims if claim.property in _CITED)
    return {
        "id": _sound(document.id),
        "url": _sound(document.url),
        "publisher": _sound(document.publisher.value) if document.publisher else "",
        "published": document.published.value if document.published else "",
        "account": account.id,
        "cites": [cite for claim in cited for cite in _cites(claim, document.text)],
    }


def _cites(claim: Claim, text: str) -> Iterator[dict[str, Any]]:
    """A claim with each of its spans; with no words where it has none and its basis says how it follows."""
    told = {
        "property": claim.property.value,
        "value": _sound(claim.value),
        "basis": _sound(claim.basis),
        "according_to": [_sound(name) for name in claim.according_to],
    }
    for span in claim.spans:
        yield {**told, "text": _sound(span.of(text)), "start": span.start, "end": span.end}
    if not claim.spans:
        yield {**told, "text": "", "start": None, "end": None}


def _sound(text: str) -> str:
    return _HALF_PAIR.sub("\ufffd", text)
