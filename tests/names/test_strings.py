"""Names as strings: folding, sounds, likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.values.names import fold, is_slip, likeness, part_words, skeleton, weight

LETTERS = st.text(alphabet="abdehiklmnorstuwyzXSG", max_size=12)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ismaʿil  O’Dwyer-Ruiz", "ismail odwyer ruiz"), ("ŞENOL", "senol"), ("G20", "g20"), ("", "")],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_words_that_lost_their_space_are_parted():
    assert part_words("AnnaMolin and McKay") == "Anna Molin and McKay"


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(LETTERS, LETTERS, st.booleans())
def test_likeness_is_symmetric_and_bounded(a, b, abjad):
    found = likeness(a, b, frozenset(), abjad)
    assert found == likeness(b, a, frozenset(), abjad) and 0 <= found <= 1


@given(LETTERS)
def test_likeness_of_a_name_with_itself_is_one(a):
    assert likeness(a, a, frozenset()) == 1


def test_a_vowel_more_costs_less_where_the_script_leaves_vowels_out():
    assert likeness("krm", "karim", frozenset(), abjad=True) > likeness("krm", "karim", frozenset())


def test_an_alike_pair_costs_less_than_another():
    assert likeness("qasem", "kasem", frozenset({"qk"})) > likeness("qasem", "kasem", frozenset())


@pytest.mark.parametrize(("a", "b"), [("lavrin", "lavirn"), ("molinari", "molirari"), ("sechin", "sechhin")])
def test_one_slip_of_the_pen(a, b):
    assert is_slip(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("karim", "karimi"), ("salah", "saleh"), ("hale", "hlae"), ("sarah", "farah"), ("", "")]
)
def test_no_slip_of_the_pen(a, b):
    assert not is_slip(a, b)


def test_the_skeleton_keeps_consonants_and_merges_near_ones():
    assert skeleton("qasem", {"q": "k"}) == skeleton("kasim", {}) == "ksm"
    assert skeleton("aya", {}) == "a" and skeleton("", {}) == ""


def test_consonants_weigh_more_than_vowels():
    assert weight("b") > weight("h") > weight("a")
