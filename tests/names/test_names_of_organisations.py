"""Organisations by their names: legal forms, words in other tongues, numbers, initials, and what is known of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.names import compare_names
from whomet.knowledge.organisation_names import alternatives, names_organisation, parse_organisation
from whomet.model import EntityKind, Verdict

BODY = EntityKind.ORGANISATION


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("Hamas", "Islamic Resistance Movement", Verdict.SAME),
        ("Hezbollah", "حزب الله", Verdict.SAME),
        ("Hamas", "Fatah", Verdict.DIFFERENT),
        ("Russia", "Russian Federation", Verdict.SAME),
    ],
)
def test_what_is_known_of_both_decides(a, b, verdict):
    found = compare_names(a, b)
    assert found.verdict is verdict and found.reasons[0].feature == "name_known"


def test_without_a_kind_a_word_of_organisations_tells_one():
    assert names_organisation("Norwal Shipping Ltd") and names_organisation("Ministry of Norland")
    assert names_organisation("Norwal & Sons") and not names_organisation("Anna Molin")


def test_numbers_agree_however_they_are_written():
    assert parse_organisation("First Norland Bank").words == parse_organisation("1st Norland Bank").words
    assert parse_organisation("Norland Fund III").numbers == parse_organisation("Norland Fund 3").numbers == {"3"}


def test_brackets_that_only_abbreviate_are_left_out():
    assert parse_organisation("Norland Liberation Front (NLF)") == parse_organisation("Norland Liberation Front")
    assert parse_organisation("Norwal (Asia) Bank") != parse_organisation("Norwal Bank")


def test_a_legal_form_cut_off_at_the_end_is_still_one():
    assert parse_organisation("Norwal Joint Stock Compan") == parse_organisation("Norwal JSC")


def test_a_longer_word_of_the_same_beginning_is_another():
    assert compare_names("Technowind JSC", "Technowindustria JSC").verdict is not Verdict.SAME
    assert compare_names("Norland Automatic Bureau", "Norland Automation Bureau").verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Norwal / Norwalia", ("Norwal", "Norwalia")),
        ("Norwal (a.k.a. Sudwal)", ("Norwal", "Sudwal")),
        ("Omar (a.k.a. Umar) Rashid", ("Omar Rashid",)),
        ("A/S Norwal", ("A/S Norwal",)),
        ("", ("",)),
    ],
)
def test_names_given_side_by_side(text, names):
    assert alternatives(text) == names


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_compare_alike_in_both_orders(a, b):
    there, back = compare_names(a, b, BODY), compare_names(b, a, BODY)
    assert there == back and 0 <= there.score <= 1


@pytest.mark.parametrize(
    "name", ["", "…", "&", "(((", "a.k.a. " * 50_000, "A." * 100_000, "Ltd", "/ / /", "м" * 500_000]
)
def test_what_is_no_name_raises_nothing(name):
    assert 0 <= compare_names(name, "Norwal Shipping Ltd", BODY).score <= 1
