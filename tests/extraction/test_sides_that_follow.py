"""For whom somebody speaks whom no words give a side: whose adviser it is, whose land it was."""

from __future__ import annotations

import pytest

import whomet


@pytest.mark.parametrize(
    ("text", "people"),
    [
        pytest.param(
            "Norway’s president, Olav Brekke, stayed at home. Brekke’s adviser, Jomo Otieno, met Kenya’s foreign "
            "minister, Jane Wairimu, in Geneva on Monday.",
            {"Jomo Otieno": "Norway", "Jane Wairimu": "Kenya"},
            id="an adviser's is the president's",
        ),
        pytest.param(
            "Kenya’s foreign minister, Jane Wairimu, visited Oslo on Monday and held talks with Prime Minister "
            "Olav Brekke.",
            {"Jane Wairimu": "Kenya", "Olav Brekke": "Norway"},
            id="who received others in one land",
        ),
        pytest.param(
            "Japan and the United States met in Geneva on Monday. At the meeting Prime Minister Akio Tamba and "
            "President Ada Holm spoke of fishing. Tamba and Holm met for an hour.",
            {"Akio Tamba": "Japan", "Ada Holm": "United States"},
            id="one has a prime minister, the other a president",
        ),
        pytest.param(
            "Kenya’s foreign minister, Jane Wairimu, met Prime Minister Olav Brekke in Geneva on Monday. They talked "
            "for an hour.",
            {"Jane Wairimu": "Kenya", "Olav Brekke": ""},
            id="nobody came to anybody",
        ),
        pytest.param(
            "Kenya’s foreign minister, Jane Wairimu, visited Oslo on Monday and met Mayor Olav Brekke. The "
            "meeting lasted an hour.",
            {"Jane Wairimu": "Kenya", "Olav Brekke": ""},
            id="no office of a state",
        ),
    ],
)
def test_a_side_that_follows(text, people):
    account = whomet.read(text, published="2018-06-12").accounts[0]
    assert {p.name: p.party for p in account.people if p.name in people} == people
    claims = [c for c in account.claims if c.property == "person.party"]
    assert all(c.basis or any(c.value in span.of(text) for span in c.spans) for c in claims)


def test_the_basis_says_how_a_side_follows():
    text = (
        "Japan and the United States met in Geneva on Monday. At the meeting Prime Minister Akio Tamba and President "
        "Ada Holm spoke of fishing. Tamba and Holm met for an hour."
    )
    account = whomet.read(text, published="2018-06-12").accounts[0]
    told = {c.value: c.basis for c in account.claims if c.property == "person.party"}
    assert told["Japan"] == "of those who met Japan has a “Prime Minister”, not United States, or another one"
