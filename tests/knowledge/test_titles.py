"""Whose office it is, where the title alone tells that."""

from __future__ import annotations

from datetime import date

import pytest

from whomet.knowledge.titles import office_without_party, only_one_with

DAY = date(2019, 7, 1)


@pytest.mark.parametrize(
    ("role", "office"),
    [
        ("Vice Premier", "vice premier"),
        ("former Prime Minister", "prime minister"),
        ("President of Kenya", ""),
        ("Parliament Speaker", ""),
        ("deputy director", ""),
        ("singer", ""),
    ],
)
def test_a_high_office_without_a_party(role, office):
    assert office_without_party(role) == office


@pytest.mark.parametrize(
    ("title", "states", "one"),
    [
        pytest.param("vice premier", ["United States", "China"], "China", id="one has it"),
        pytest.param("treasury secretary", ["United States", "China"], "United States", id="by another wording"),
        pytest.param("prime minister", ["China", "Japan"], "Japan", id="the very title before another wording"),
        pytest.param("defense minister", ["Japan", "United States"], "Japan", id="however it is spelt"),
        pytest.param("president", ["United States", "Russia"], "", id="both have it"),
        pytest.param("emperor", ["United States", "Russia"], "", id="neither has it"),
        pytest.param("president", [], "", id="no state"),
    ],
)
def test_the_one_state_that_has_such_an_office(title, states, one):
    assert only_one_with(title, states, DAY) == one
