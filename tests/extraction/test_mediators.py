"""Who goes between the sides is a mediator and no side, wherever the text says so."""

from __future__ import annotations

import pytest

import whomet


@pytest.mark.parametrize(
    ("text", "parties", "mediators"),
    [
        pytest.param(
            "Norway, Kenya and Qatar held talks in Oslo on Monday. Ada Lind, the Qatari mediator, said that Norway and "
            "Kenya had come closer to each other. The Qatari mediators will stay in Oslo.",
            ["Kenya", "Norway"],
            ["Qatar"],
            id="called so elsewhere",
        ),
        pytest.param(
            "Norway and Kenya met in Geneva on Monday for UN-brokered talks on fishing.",
            ["Kenya", "Norway"],
            ["United Nations"],
            id="in the sentence",
        ),
        pytest.param(
            "Norway and Qatar held talks in Oslo on Monday. The Qatari mediators had come from Doha.",
            ["Norway", "Qatar"],
            [],
            id="with one side alone it sits like any other",
        ),
        pytest.param(
            "Norway, Kenya and Qatar held talks in Oslo on Monday. Mediators were not asked for.",
            ["Kenya", "Norway", "Qatar"],
            [],
            id="nobody is called so",
        ),
    ],
)
def test_a_mediator_is_no_side(text, parties, mediators):
    account = whomet.read(text, published="2018-06-12").accounts[0]
    assert (sorted(account.values("party")), list(account.values("mediator"))) == (parties, mediators)
