"""Who met whom, as a graph: GraphML 1.0 (http://graphml.graphdrawing.org/specification.html), undirected.

Nodes are persons and parties; an edge is one meeting of two of them. Two who met three times have three parallel
edges: dates and status of one meeting are never mixed with another's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, groupby
from xml.sax.saxutils import escape, quoteattr

from whomet.exchange.told import Told
from whomet.model import Accord, Account, Claim, Document, Property

Value = str | int | bool

_KEYS = {
    "node": {"label": "string", "kind": "string", "name": "string", "id_in_register": "string", "names": "string"},
    "edge": {
        "kind": "string",
        "meeting": "string",
        "dates": "string",
        "status": "string",
        "contact": "string",
        "format": "string",
        "city": "string",
        "sides": "string",
        "mediation": "boolean",
        "denied": "boolean",
        "differ": "string",
        "documents": "string",
        "document_count": "int",
        "voices": "int",
        "cites": "string",
    },
}
"""The attributes of nodes and edges and their types in GraphML."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# What XML 1.0 (section 2.2) has no way to write, and what turns round the order in which letters are shown.
_UNFIT = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u0080-\u009f\u202a-\u202e\u2066-\u2069]"
)
_LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class _Seat:
    """One who sits at a meeting, on a side, by an account, with the claims that say so."""

    node: str
    side: str
    mediates: bool
    account: Account
    claims: tuple[Claim, ...]


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """The graph, a piece for each meeting: the nodes first met there, then its edges. Only the ids of the nodes that
    are written are kept: no node is written twice."""
    yield (_HEAD + "".join(_declared()) + '<graph id="meetings" edgedefault="undirected">\n').encode()
    written: set[str] = set()
    for each in told:
        people, parties = list(_people(each)), list(_parties(each))
        nodes = {ident: values for ident, values, _ in (*people, *parties) if ident not in written}
        written |= nodes.keys()
        pieces = [_element("node", f'id="{ident}"', nodes[ident]) for ident in sorted(nodes)]
        pieces += _edges(each, "person", [seat for _, _, seat in people])
        pieces += _edges(each, "party", [seat for _, _, seat in parties])
        yield "".join(pieces).encode()
    yield b"</graph>\n</graphml>\n"


# ----------------------------------------------------------------------------------------------- nodes

Node = tuple[str, dict[str, Value], _Seat]


def _people(told: Told) -> Iterator[Node]:
    """The persons of each account. One whom nothing resolves is a node of that account alone."""
    for account, entity, claims in told.persons():
        name = claims[Property.PERSON_NAME]
        key = entity.id if entity else f"{account.id}/{name.part}"
        side = claims[Property.PERSON_PARTY].value if Property.PERSON_PARTY in claims else ""
        said = tuple(claims[p] for p in (Property.PERSON_NAME, Property.PERSON_PARTY) if p in claims)
        seat = _Seat(_id("person", key), side, side in account.values(Property.MEDIATOR), account, said)
        names = sorted(entity.names if entity else {name.value})
        yield (
            seat.node,
            _described("person", entity.name if entity else name.value, entity.id if entity else "", names),
            seat,
        )


def _parties(told: Told) -> Iterator[Node]:
    for account in told.accounts:
        for prop in (Property.PARTY, Property.MEDIATOR):
            for claim in account.all(prop):
                if claim.value:
                    mediates = prop is Property.MEDIATOR
                    seat = _Seat(_id("party", claim.value), claim.value, mediates, account, (claim,))
                    yield seat.node, _described("party", claim.value, "", [claim.value]), seat


def _described(kind: str, name: str, ident: str, names: list[str]) -> dict[str, Value]:
    label = name if len(name) <= _LONGEST_LABEL else name[:_LONGEST_LABEL] + "…"
    return {"label": label, "kind": kind, "name": name, "id_in_register": ident, "names": "; ".join(names)}


def _id(kind: str, key: str) -> str:
    """An id that XML allows (NMTOKEN), whatever a name holds: a hash (SHA-256, 64 bits of it)."""
    return f"{kind}-{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


# ----------------------------------------------------------------------------------------------- edges


def _edges(told: Told, kind: str, seats: list[_Seat]) -> Iterator[str]:
    """An edge for each two that one account seats on different sides, by id."""
    pairs: dict[tuple[str, str], list[tuple[_Seat, _Seat]]] = {}
    for _, of_account in groupby(sorted(seats, key=lambda s: (s.account.id, s.node, s.side)), lambda s: s.account.id):
        for one, other in combinations([s for s in of_account if s.side], 2):
            if one.side != other.side and one.node != other.node:
                pairs.setdefault((one.node, other.node), []).append((one, other))
    for (source, target), sat in sorted(pairs.items()):
        ends = f'id="{_id("edge", f"{told.meeting.id} {source} {target}")}" source="{source}" target="{target}"'
        yield _element("edge", ends, _meeting(told, kind) | _sat(told, sat))


def _meeting(told: Told, kind: str) -> dict[str, Value]:
    def of(prop: Property) -> str:
        return "; ".join(told.meeting.values(prop))

    return {
        "kind": kind,
        "meeting": told.meeting.id,
        "dates": of(Property.DATE),
        "status": of(Property.STATUS),
        "contact": of(Property.CONTACT),
        "format": of(Property.FORMAT),
        "city": of(Property.CITY),
        "differ": "; ".join(c.property.value for c in told.meeting.cells if c.accord is Accord.CONFLICT),
        "denied": any(account.first(Property.DENIAL_TEXT) for account in told.accounts),
        "voices": told.voices,
    }


def _sat(told: Told, sat: list[tuple[_Seat, _Seat]]) -> dict[str, Value]:
    """What the accounts that seat the two say: on which sides, and in which words. The words are JSON, which has a
    way to write every character."""
    documents = {d.key: d for one, _ in sat for d in [told.document_of(one.account)]}
    cites = [
        cite
        for seat in dict.fromkeys(seat for pair in sat for seat in pair)
        for claim in seat.claims
        for cite in _cites(claim, told.document_of(seat.account))
    ]
    return {
        "sides": "; ".join(sorted({f"{one.side} – {other.side}" for one, other in sat})),
        "mediation": any(seat.mediates for pair in sat for seat in pair),
        "documents": "; ".join(sorted({d.id for d in documents.values()})),
        "document_count": len(documents),
        "cites": json.dumps(cites),
    }


def _cites(claim: Claim, document: Document) -> list[dict[str, Value | None]]:
    """The spans of a claim; of one that has none, how it follows."""
    whose: dict[str, Value | None] = {"document": document.id, "url": document.url, "value": claim.value}
    whose |= {"basis": claim.basis, "according_to": ", quoting ".join(claim.according_to)}
    shown = [{**whose, "text": s.of(document.text), "start": s.start, "end": s.end} for s in claim.spans]
    return shown or [whose]


# ------------------------------------------------------------------------------------------------- XML


def _declared() -> Iterator[str]:
    for what, keys in _KEYS.items():
        for name, kind in keys.items():
            yield f'<key id="{what}_{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'


def _element(what: str, attributes: str, values: dict[str, Value]) -> str:
    """A node or an edge with its data in the order of the keys; empty ones left out."""
    data = (
        f"<data key={quoteattr(f'{what}_{name}')}>{_written(values[name])}</data>"
        for name in _KEYS[what]
        if values[name] != ""
    )
    return f"<{what} {attributes}>{''.join(data)}</{what}>\n"


def _written(value: Value) -> str:
    """A value as XML's character data; what is unfit becomes U+FFFD, one for one, and is kept in `cites`."""
    if isinstance(value, bool):
        return str(value).lower()
    return escape(_UNFIT.sub("\ufffd", str(value)), {"\r": "&#13;"})
