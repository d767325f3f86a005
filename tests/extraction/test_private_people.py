"""People of no office, of no second side, of whom the reading model doubts that they met for politics: no account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whomet.extraction.accounts import _is_private
from whomet.extraction.occasions import Occasion
from whomet.extraction.tellings import Telling
from whomet.model import Account, Claim, Property, Span

LIND = Claim(Property.PERSON_NAME, "Ada Lind", (Span(0, 8),))
FRANCE, NORWAY = (Claim(Property.PARTY, name, (Span(20, 26),)) for name in ("France", "Norway"))
ENVOY = Claim(Property.PERSON_ROLE, "envoy", (Span(10, 15),))
FLEW = Telling(1, Span(9, 12), Span(0, 40), "planned", "in-person", "direct", "told", False, sure=0.99)


@pytest.mark.parametrize(
    ("claims", "confidence", "sure", "private"),
    [
        ((LIND, FRANCE), 0.12, 0.99, True),
        ((LIND,), 0.12, 0.99, True),
        ((LIND, FRANCE), 0.4, 0.99, False),
        ((LIND, FRANCE, NORWAY), 0.12, 0.99, False),
        ((LIND, ENVOY, FRANCE), 0.12, 0.99, False),
        ((FRANCE,), 0.12, 0.99, False),
        ((LIND, FRANCE), 0.12, 0.0, False),
    ],
    ids=["one side", "no side", "hardly doubted", "two sides", "an office", "nobody named", "found by rules"],
)
def test_who_is_private(claims, confidence, sure, private):
    occasion = Occasion()
    occasion.take(replace(FLEW, sure=sure))
    assert _is_private(Account("a", "d", False, confidence, claims), occasion) is private
