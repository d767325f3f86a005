"""Every entry of names.yaml matches its examples and nothing that it says it must not match."""

import itertools

import pytest

from whomet.knowledge.data import read_data
from whomet.knowledge.names import compare_names, latin_name, parse_name
from whomet.knowledge.organisation_names import names_organisation
from whomet.model import EntityKind, Verdict

DATA, GIVEN, BODIES = read_data("names"), read_data("given_names"), read_data("organisation_names")
ENTRIES = [e for key in ("particles", "bound", "ending", "titles") for e in DATA[key]]
NAME_OF = {id(e): " ".join(e["words"][:3]) for e in ENTRIES}


EXAMPLES = [DATA["alike_examples"], DATA["patronymic_examples"], DATA["generation_examples"], GIVEN["examples"]]
ALIKE = {key: [pair for e in EXAMPLES for pair in e.get(key, [])] for key in ("same", "different", "unsure")}


def pairs(key, entries=ENTRIES):
    return [pytest.param(a, b, id=f"{a} / {b}") for e in entries for a, b in e.get(key, [])]


@pytest.mark.parametrize("script", DATA["scripts"], ids=lambda s: s["name"])
def test_a_script_is_romanised_as_its_examples_say(script):
    assert {written: latin_name(written) for written, _ in script["examples"]} == dict(script["examples"])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: NAME_OF[id(e)])
def test_every_entry_carries_an_example(entry):
    assert entry["examples"]


@pytest.mark.parametrize(("a", "b"), pairs("examples"))
def test_particles_bound_words_and_titles_set_no_names_apart(a, b):
    assert compare_names(a, b).verdict is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), pairs("not_examples"))
def test_a_word_that_belongs_to_the_name_is_kept(a, b):
    assert compare_names(a, b).verdict is not Verdict.SAME


@pytest.mark.parametrize(("a", "b"), pairs("examples", DATA["titles"]))
def test_titles_are_dropped_wholly(a, b):
    assert parse_name(a) == parse_name(b)


@pytest.mark.parametrize(("a", "b"), ALIKE["same"])
def test_spellings_of_one_name_are_the_same(a, b):
    assert compare_names(a, b).verdict is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), ALIKE["different"])
def test_near_names_are_not_the_same(a, b):
    assert compare_names(a, b).verdict is not Verdict.SAME


@pytest.mark.parametrize(("a", "b"), ALIKE["unsure"])
def test_what_may_be_one_is_unsure(a, b):
    assert compare_names(a, b).verdict is Verdict.UNSURE


@pytest.mark.parametrize(("a", "b"), DATA["east_asian_family_names"]["examples"])
def test_a_syllable_more_makes_another_name(a, b):
    assert compare_names(a, b).verdict is not Verdict.SAME


@pytest.mark.parametrize("group", GIVEN["given_names"], ids=lambda g: g["names"][0])
def test_all_variants_of_a_given_name_go_with_one_surname(group):
    for a, b in itertools.combinations(group["names"], 2):
        assert compare_names(f"{a} Sarbandi", f"{b} Sarbandi").verdict is Verdict.SAME, (a, b)


def test_no_word_is_listed_twice_in_one_kind():
    for key in ("titles", "bound", "ending", "particles"):
        words = [w for e in DATA[key] for w in e["words"]]
        assert len(words) == len(set(words)), key


def test_no_given_name_is_written_twice_in_one_entry():
    assert all(len(e["names"]) == len(set(e["names"])) for e in GIVEN["given_names"])


@pytest.mark.parametrize(("a", "b"), [pair for form in BODIES["forms"] for pair in form["examples"]])
def test_legal_forms_set_no_names_apart(a, b):
    assert compare_names(a, b, EntityKind.ORGANISATION).verdict is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), [pair for form in BODIES["forms"] for pair in form.get("not_examples", [])])
def test_legal_forms_hide_no_difference(a, b):
    assert compare_names(a, b, EntityKind.ORGANISATION).verdict is not Verdict.SAME


@pytest.mark.parametrize(("a", "b"), BODIES["word_examples"]["same"] + BODIES["adjective_examples"])
def test_words_that_many_organisations_share_are_known_in_other_tongues(a, b):
    assert compare_names(a, b, EntityKind.ORGANISATION).verdict is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), BODIES["word_examples"]["different"])
def test_one_telling_word_makes_another_organisation(a, b):
    assert compare_names(a, b, EntityKind.ORGANISATION).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(("a", "b"), BODIES["word_examples"]["unsure"])
def test_a_part_of_an_organisation_is_unsure(a, b):
    assert compare_names(a, b, EntityKind.ORGANISATION).verdict is Verdict.UNSURE


@pytest.mark.parametrize(("a", "b"), BODIES["word_examples"]["acronyms"])
def test_initials_are_a_name(a, b):
    assert compare_names(a, b).verdict is Verdict.SAME


def test_no_word_of_organisations_stands_for_two():
    words = [w for e in BODIES["words"] for w in (e["is"], *e["words"])]
    assert len(words) == len(set(words)), sorted(w for w in words if words.count(w) > 1)


@pytest.mark.parametrize("entry", [e["is"] for e in BODIES["words"] if e.get("mark")])
def test_a_marking_word_tells_an_organisation(entry):
    assert names_organisation(f"Norwal {entry}") and not names_organisation("Norwal Karimi")
