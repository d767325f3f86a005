"""Every entry of names.yaml matches its examples and nothing that it says it must not match."""

import itertools

import pytest

from whomet.knowledge.data import read_data
from whomet.knowledge.names import compare_names, latin_name, parse_name
from whomet.model import Verdict

DATA = read_data("names")
ENTRIES = [e for key in ("particles", "bound", "ending", "titles") for e in DATA[key]]
NAME_OF = {id(e): " ".join(e["words"][:3]) for e in ENTRIES}


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


@pytest.mark.parametrize(("a", "b"), DATA["alike_examples"]["same"] + DATA["variant_examples"]["same"])
def test_spellings_of_one_name_are_the_same(a, b):
    assert compare_names(a, b).verdict is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), DATA["alike_examples"]["different"] + DATA["variant_examples"]["different"])
def test_near_names_are_not_the_same(a, b):
    assert compare_names(a, b).verdict is not Verdict.SAME


@pytest.mark.parametrize("group", DATA["variants"], ids=lambda g: g["names"][0])
def test_all_variants_of_a_given_name_go_with_one_surname(group):
    for a, b in itertools.combinations(group["names"], 2):
        assert compare_names(f"{a} Sarbandi", f"{b} Sarbandi").verdict is Verdict.SAME, (a, b)


def test_no_word_is_listed_twice_in_one_kind():
    for key in ("titles", "bound", "ending", "particles"):
        words = [w for e in DATA[key] for w in e["words"]]
        assert len(words) == len(set(words)), key
