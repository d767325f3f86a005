"""The table of country codes: its shape, and that it knows the countries that Whomet knows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.country_codes import alpha3
from whomet.knowledge.data import read_data
from whomet.knowledge.places import countries


def test_every_pair_is_two_letters_and_three():
    """ISO 3166-1 has 249 pairs; no alpha-3 is given twice."""
    pairs = read_data("alpha3")
    assert len(pairs) == len(set(pairs.values())) == 249
    assert all(re.fullmatch("[A-Z]{2}", two) and re.fullmatch("[A-Z]{3}", three) for two, three in pairs.items())


def test_every_country_of_ours_but_kosovo_has_one():
    """Of the codes in states.yaml only the one that ISO has not assigned is missing."""
    assert [code for code in countries() if not alpha3(code)] == ["XK"]


@pytest.mark.parametrize(
    ("two", "three"),
    [("NO", "NOR"), ("PS", "PSE"), ("KP", "PRK"), ("KR", "KOR"), ("CD", "COD"), ("CG", "COG"), ("RO", "ROU")],
)
def test_codes_that_are_easily_confused(two, three):
    """YAML's "no", the two Koreas and Congos, and codes that were another's before."""
    assert alpha3(two) == three


@given(st.text())
def test_any_text_has_a_code_or_none(text):
    """What is no alpha-2 code has no alpha-3, in whatever case."""
    assert bool(alpha3(text)) == (text in read_data("alpha3"))
    assert alpha3(text.lower()) == ""
