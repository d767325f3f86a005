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
    shown = [c for c in found if c.spans and c.spans[0].of(flowing) == c.value and c.value not in canonical]
    broken = {c.value: c.spans[0].of(text) for c in shown if c.spans[0].of(text) != c.value}
    return tuple(replace(c, value=broken[c.value]) if c.value in broken else c for c in found)
