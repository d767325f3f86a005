"""A state that meets nobody but its own is called by the seat of its government."""

from __future__ import annotations

import pytest

import whomet
from whomet.extraction.home_politics import government_seat


@pytest.mark.parametrize(
    ("table", "seat"),
    [
        pytest.param(["United States", "Democratic Party"], "White House", id="a political party"),
        pytest.param(["Russia", "State Duma"], "Kremlin", id="a parliament"),
        pytest.param(["Russia", "Gazprom"], "Kremlin", id="a company"),
        pytest.param(["United States", "Hamas"], "", id="a movement of elsewhere"),
        pytest.param(["United States", "Russia"], "", id="another state"),
        pytest.param(["United States", "State Duma"], "", id="a parliament of elsewhere"),
        pytest.param(["United States", "Democratic Party", "Norland Front"], "", id="one that nobody knows besides"),
        pytest.param(["United States"], "", id="nobody else"),
        pytest.param(["Kiribati", "Kiribati Parliament"], "", id="a state whose seat nobody knows"),
    ],
)
def test_the_seat_stands_for_a_state_among_its_own(table, seat):
    assert [party.name for party in government_seat(table).values()] == ([seat] if seat else [])


def test_side_and_person_are_called_alike_and_the_basis_says_why():
    text = (
        "US President Donald Trump met with Democratic Party leaders at the White House on Monday. "
        "The meeting with the Democratic Party lasted an hour."
    )
    account = whomet.read(text, published="2018-06-12").accounts[0]
    assert sorted(account.values("party")) == ["Democratic Party", "White House"]
    assert [(p.name, p.party) for p in account.people] == [("Donald Trump", "White House")]
    assert account.first("party").basis.endswith("its government is meant")
