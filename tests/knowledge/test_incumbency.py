"""Names with roles beside what the lists of office holders say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from whomet.knowledge.incumbency import (
    known_person,
    listed,
    others_in_office,
    party_by_office,
    tenures_claimed,
    told,
)


def test_the_tenures_that_a_name_and_a_role_claim():
    """Of that office of that party alone: one person's terms, not another office of the same person."""
    found = tenures_claimed("Ehud Barak", "Israeli Prime Minister")
    assert [(t.person.name, t.office, t.party) for t in found] == [("Ehud Barak", "head-of-government", "Israel")]
    assert tenures_claimed("Ehud Barak", "Israeli Tourism Minister") == ()
    assert tenures_claimed("Ehud Barak", "Prime Minister", "Jordan") == ()
    assert tenures_claimed("Ehud Barak", "deputy Prime Minister", "Israel") == ()


@pytest.mark.parametrize(
    ("name", "role", "day", "party"),
    [
        ("Barak", "Prime Minister", date(2000, 7, 1), "Israel"),
        ("Ehud Barak", "Prime Minister", date(2000, 7, 1), "Israel"),
        ("Barak", "former prime minister", date(2015, 1, 1), "Israel"),
        ("Barak", "Prime Minister", date(2015, 1, 1), ""),
        ("Barak", "Israeli Prime Minister", date(2000, 7, 1), ""),
        ("Barak", "spokesman", date(2000, 7, 1), ""),
        ("Barak", "", date(2000, 7, 1), ""),
        ("Ehud Barak", "", date(2000, 7, 1), "Israel"),
        ("Ehud Barak", "", date(1990, 7, 1), ""),
        ("Ehud Barak", "chief rabbi", date(2000, 7, 1), ""),
        ("Ehud Barak", "lawmaker", date(2000, 7, 1), "Israel"),
        ("Barak", "lawmaker", date(2000, 7, 1), ""),
        ("Nobody Atall", "President", date(2000, 7, 1), ""),
    ],
)
def test_the_party_that_an_office_leaves_as_the_only_one(name, role, day, party):
    """None where the day does not fit, the role's own words name a party, or nobody is known."""
    found = party_by_office(name, role, day)
    assert (found.party if found else "") == party


def test_a_full_name_is_one_person_a_surname_is_none():
    """A person is known by a full name alone."""
    assert known_person("Yitzhak Rabin").died == "1995-11-04"
    assert known_person("Rabin") is None
    assert known_person("Nobody Atall") is None


def test_others_in_office_are_told_only_where_the_name_can_mean_none_of_them():
    """Another spelling of the holder's own name is no other."""
    (barak,) = tenures_claimed("Ehud Barak", "Israeli Prime Minister")
    assert [t.person.name for t in others_in_office("Ehud Barak", barak, date(2008, 1, 1))] == ["Ehud Olmert"]
    assert others_in_office("Olmert", barak, date(2008, 1, 1)) == ()
    assert others_in_office("Ehud Barak", barak, date(1800, 1, 1)) == ()


def test_a_tenure_in_words():
    """Its title, its party, its days."""
    (barak,) = tenures_claimed("Ehud Barak", "Israeli Prime Minister")
    assert told(barak) == "prime minister (Israel) from 1999-07-06 to 2001-03-07"


def test_the_list_is_named_with_the_day_up_to_which_it_knows():
    """Whomet's own, or what its user has imported."""
    (barak,) = tenures_claimed("Ehud Barak", "Israeli Prime Minister")
    assert listed(barak) == f"Whomet’s list (as of {barak.known_until})"
    assert listed(replace(barak, source="mine.csv", known_until=None, last="2001")) == "mine.csv"
