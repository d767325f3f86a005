"""Names as strings: folding, sounds, likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.values.names import Heard, fold, is_slip, likeness, part_words, skeleton, weight

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


@given(LETTERS, LETTERS, st.booleans(), st.booleans())
def test_likeness_is_symmetric_and_bounded(a, b, a_abjad, b_abjad):
    first, second = Heard(a, a_abjad), Heard(b, b_abjad)
    found = likeness(first, second, frozenset())
    assert found == pytest.approx(likeness(second, first, frozenset())) and 0 <= found <= 1


@given(LETTERS, LETTERS, st.booleans(), st.sampled_from([0.3, 0.66, 0.9]))
def test_a_floor_changes_no_likeness_above_it(a, b, abjad, floor):
    first, second = Heard(a, abjad), Heard(b)
    whole, cut = likeness(first, second, frozenset({"kq"})), likeness(first, second, frozenset({"kq"}), floor)
    assert cut == (whole if whole > floor + 1e-9 else cut) and cut in (0.0, whole)


@given(LETTERS)
def test_likeness_of_a_name_with_itself_is_one(a):
    assert likeness(Heard(a), Heard(a, abjad=True), frozenset()) == 1


def test_a_vowel_more_costs_less_where_the_script_leaves_vowels_out():
    short, full = "krm", Heard("karim")
    assert likeness(Heard(short, abjad=True), full, frozenset()) > likeness(Heard(short), full, frozenset())


def test_a_long_vowel_that_is_written_counts():
    alike = [likeness(Heard("kamal", abjad=True), Heard(other), frozenset()) for other in ("kemal", "kumil")]
    assert alike[0] > 0.9 > alike[1]


def test_an_alike_pair_costs_less_than_another():
    pair = Heard("qasem"), Heard("kasem")
    assert likeness(*pair, frozenset({"qk"})) > likeness(*pair, frozenset())


def test_of_two_like_consonants_one_may_go_where_the_script_writes_both():
    assert likeness(Heard("nasrallh", abjad=True), Heard("nasralah"), frozenset()) > 0.9


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
