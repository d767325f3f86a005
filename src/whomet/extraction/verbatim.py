"""Values as they stand in the text, after it was read with spaces for the line breaks inside its paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from whomet.model import Claim, Property

_CANONICAL = (
    Property.PARTY,
    Property.MEDIATOR,
    Property.HOST,
    Property.PERSON_PARTY,
    Property.DELEGATION_PARTY,
    Property.CITY,
    Property.COUNTRY,
)
"""Values that are the same in every document, however its lines break."""


def verbatim(claims: Iterable[Claim], flowing: str, text: str) -> tuple[Claim, ...]:
    """The claims of one account, each value that its words show in `flowing` as those words stand in `text`; what else
    of the account has that value, has it too: one name stays one value."""
    found = tuple(claims)
    if flowing == text:
        return found
    canonical = {claim.value for claim in found if claim.property in _CANONICAL}
    broken = {
        claim.value: span.of(text)
        for claim in found
        for span in claim.spans[:1]
        if span.of(flowing) == claim.value != span.of(text) and claim.value not in canonical
    }
    return tuple(replace(c, value=broken[c.value]) if c.value in broken else c for c in found)
