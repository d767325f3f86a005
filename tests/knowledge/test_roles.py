"""Roles as written: every example of the word data, the scale of levels, and what holds for any words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.knowledge.roles import Level, understand_role, understand_roles

ROLES = read_data("roles")
EXAMPLES = [(role, want) for entry in ROLES["offices"] for role, want in entry["examples"].items()]


@pytest.mark.parametrize(("role", "want"), [*EXAMPLES, *ROLES["examples"].items()])
def test_every_example_is_understood(role, want):
    """Manner, level and kind of office, as the word data say."""
    found = understand_role(role)
    assert [found.manner, str(found.level), found.office] == [part.strip() for part in want.split(",")]


@pytest.mark.parametrize(
    ("role", "party", "level", "office"),
    [
        ("Secretary of State", "United States", "minister", "foreign-minister"),
        ("Secretary of State", "Vatican", "minister", ""),
        ("President", "European Commission", "head", "organisation-head"),
        ("President", "Fatah", "movement leader", "movement-leader"),
        ("Chairman", "Hamas", "movement leader", "movement-leader"),
        ("Foreign Secretary", "India", "senior official", ""),
        ("spokesman", "Hamas", "senior official", ""),
        ("President", "nobody whom the word data know", "head", "head-of-state"),
    ],
)
def test_whose_office_it_is_decides_what_it_is(role, party, level, office):
    """The same words are another office elsewhere; an unknown party changes nothing."""
    found = understand_role(role, party)
    assert (str(found.level), found.office) == (level, office)


def test_every_office_of_a_role_is_understood():
    """With the party that one of them names; the highest stands for the role."""
    one, other = understand_roles("Deputy Prime Minister and Minister of Defence of Norway")
    assert (one.office, other.office) == ("deputy-head-of-government", "defence-minister")
    assert one.party == other.party and one.party.name == "Norway"
    assert understand_role("army general and President of Chad").office == "head-of-state"


def test_an_envoy_speaks_for_who_sends_him():
    """Not for whom he is sent to."""
    assert understand_role("Swedish Ambassador to Oman").party.name == "Sweden"
    assert understand_role("UN Special Envoy for Syria").party.name == "United Nations"
    assert understand_role("Ambassador to Oman").party is None


def test_levels_are_ordered():
    """From heads down; the order is part of the scale."""
    ranks = [level.rank for level in Level]
    assert ranks == sorted(ranks) and Level.HEAD.rank < Level.ENVOY.rank < Level.WORKING.rank


def test_every_kind_of_level_in_the_data_is_one_of_the_scale():
    """No entry names a level that is none, and every level but none is named."""
    named = {choice["level"] for e in ROLES["offices"] for choice in ([e] if "level" in e else e["of"].values())}
    assert named == {str(level) for level in Level}


@given(st.text())
def test_any_words_are_understood_somehow(words):
    """Nothing raises, and there is always a level."""
    assert understand_role(words).level in Level
    assert understand_roles(words + " of the " * 50, words)


def test_long_words_are_no_burden():
    """A line of millions of code points is cut, not walked."""
    assert understand_role("minister of " * 500_000).level is Level.MINISTER
