"""Of two people who met, the one whose side nothing tells came for the side that is left."""

from __future__ import annotations

import pytest

import whomet


@pytest.mark.parametrize(
    ("text", "people"),
    [
        pytest.param(
            "Norway and Kenya met in Oslo on Monday. At the talks Norway’s foreign minister, Ada Lind, sat with "
            "Jomo Otieno for an hour. “We agree,” Otieno said after the meeting with Lind.",
            {"Ada Lind": "Norway", "Jomo Otieno": "Kenya"},
            id="the side that is left",
        ),
        pytest.param(
            "Norway’s foreign minister, Ada Lind, met Jomo Otieno in Oslo on Monday.",
            {"Ada Lind": "Norway", "Jomo Otieno": ""},
            id="no other side is named",
        ),
    ],
)
def test_the_side_that_is_left(text, people):
    account = whomet.read(text, published="2018-06-12").accounts[0]
    assert {p.name: p.party for p in account.people} == people
