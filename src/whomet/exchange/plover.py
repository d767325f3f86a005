"""Meetings as PLOVER records: a JSON object a line for each account, in the field names of the coder NGEC.

PLOVER is the ontology of the Open Event Data Alliance (manual, draft 0.7b1, 2021): category CONSULT, its modes, the
context "future", sector GOV, IGO and NGO in place of a country, `cite_info`. The other names are those that NGEC, which
coded the dataset POLECAT, writes. What neither has a name for stands under `cites` and `whomet`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from whomet.exchange.cameo import Side, code_of, day_of, is_remote, is_third_place, lead_of, sides_of, was_held
from whomet.exchange.told import Told
from whomet.knowledge.country_codes import alpha3
from whomet.knowledge.places import countries, place_of
from whomet.model import Account, Claim, Document, Property, Span

_SECTOR_AT = 3  # a CAMEO code is a country, or IGO or NGO, and then a role or an organisation


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """A line for each account that names a side of a direct meeting, unless it was put off or called off. A planned one
    has the context "future". One meeting is held in memory."""
    for meeting in told:
        for account in sorted(meeting.accounts, key=lambda a: a.id):
            if _is_consultation(account):
                # escapes for all but ASCII: no control or bidirectional character is in the file, none is lost
                yield json.dumps(_record(meeting, account), separators=(",", ":")).encode("ascii") + b"\n"


def _is_consultation(account: Account) -> bool:
    counts = was_held(account) or "planned" in account.values(Property.STATUS)
    return counts and any(account.values(Property.PARTY)) and "indirect" not in account.values(Property.CONTACT)


def _record(told: Told, account: Account) -> dict[str, Any]:
    document, span = told.document_of(account), lead_of(account)
    guests, hosts = _seats(account)
    mode = _mode(account, [*guests, *hosts], hosts)
    return {
        "id": f"{account.id}_CONSULT_{mode}",
        "orig_id": account.id,
        "event_type": "CONSULT",
        "event_mode": mode,
        "contexts": [] if was_held(account) else ["future"],
        "date": day_of(account),
        "event_text": span.of(document.text) if span else "",
        **_source(document),
        "story_people": list(dict.fromkeys(account.values(Property.PERSON_NAME))),
        "attributes": {
            "ACTOR": [_party(document, account, Property.PARTY, side) for side in guests],
            "RECIP": [_party(document, account, Property.PARTY, side) for side in hosts],
            "LOC": _named(document, account, Property.CITY) or _named(document, account, Property.VENUE),
            "DATE": _named(document, account, Property.DATE),
        },
        "event_geolocation": _location(account),
        "cites": [_cite(document, span)] if span else [],
        "whomet": _own(told, account),
    }


def _seats(account: Account) -> tuple[list[Side], list[Side]]:
    """Those who are ACTOR: the guests, or all where none or all of them are hosts; and the hosts, who are RECIP."""
    sides, hosts = sides_of(account, Property.PARTY), account.values(Property.HOST)
    guests = [side for side in sides if side.name not in hosts]
    if not guests or is_remote(account) is not False:
        return list(sides), []
    return guests, [side for side in sides if side.name in hosts]


def _mode(account: Account, sides: list[Side], hosts: list[Side]) -> str:
    """One of PLOVER's, "" where none is told: "multilateral" for three sides or more, whoever is the host."""
    if is_remote(account) is not False:
        return "phone" if is_remote(account) else ""
    if len(sides) > 2:
        return "multilateral"
    elsewhere = any(account.values(Property.HOST)) or is_third_place(account, *sides)
    return "visit" if hosts else "third-party" if elsewhere and len(sides) == 2 else ""


def _source(document: Document) -> dict[str, Any]:
    title, publisher, published = (
        c.value if c else "" for c in (document.title, document.publisher, document.published)
    )
    return {
        "story_id": document.id,
        "publisher": publisher,
        "headline": title,
        "pub_date": published,
        "cite_info": {"url": document.url, "language": document.language},
    }


def _party(document: Document, account: Account, prop: Property, side: Side) -> dict[str, Any]:
    code = code_of(side)
    sector = "GOV" if code[_SECTOR_AT:] == "GOV" else ""
    claims = [claim for claim in account.all(prop) if claim.value == side.name]
    return {
        "text": side.name,
        "country": code[:_SECTOR_AT],
        "code_1": sector,
        "code_2": "",
        "basis": "; ".join(dict.fromkeys(claim.basis for claim in claims if claim.basis)),
        "cites": [cite for claim in claims for cite in _cites(document, claim)],
    }


def _named(document: Document, account: Account, prop: Property) -> list[dict[str, Any]]:
    """Every value that the account gives, with who is quoted for it and the words."""
    return [
        {"text": c.value, "basis": c.basis, "according_to": list(c.according_to), "cites": _cites(document, c)}
        for c in account.all(prop)
        if c.value
    ]


def _cites(document: Document, claim: Claim) -> list[dict[str, Any]]:
    return [_cite(document, span) for span in claim.spans]


def _cite(document: Document, span: Span) -> dict[str, Any]:
    """Words of the document and where they stand, in code points of its text."""
    return {"start": span.start, "end": span.end, "text": span.of(document.text)}


def _location(account: Account) -> dict[str, Any]:
    """Where it was, with GeoNames id and degrees where the gazetteer has the one city of that name; of a country alone
    no degrees are given, which would be more exact than the account."""
    cities, lands = ({v for v in account.values(p) if v} for p in (Property.CITY, Property.COUNTRY))
    if len(cities) > 1 or len(lands) > 1:
        return {"reason": "the account names several places", "geo": None}
    if not cities and not lands:
        return {"reason": "the account names no place", "geo": None}
    city, land = "".join(cities), "".join(lands)
    place = place_of(city, land) if city else None
    named = {"resolved_placename": city or countries().get(land, ""), "country_code3": alpha3(land)}
    if place is None or place.country != land:
        return {"reason": "a city that no gazetteer places" if city else "a country", "geo": named}
    return {
        "reason": "",
        "geo": named | {"geonameid": str(place.geonames_id), "lat": place.latitude, "lon": place.longitude},
    }


def _own(told: Told, account: Account) -> dict[str, Any]:
    """What PLOVER has no field for."""
    document = told.document_of(account)
    return {
        "meeting": told.meeting.id,
        "account": account.id,
        "status": list(dict.fromkeys(account.values(Property.STATUS))),
        "mediators": [
            _party(document, account, Property.MEDIATOR, side) for side in sides_of(account, Property.MEDIATOR)
        ],
        "hosts": _named(document, account, Property.HOST),
        "venues": _named(document, account, Property.VENUE),
        "denials": _named(document, account, Property.DENIAL_BY),
    }
