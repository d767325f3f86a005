"""The door to the word data."""

from __future__ import annotations

from importlib import resources

import pytest

from whomet.knowledge.data import read_data

FILES = sorted(
    p.name.removesuffix(".yaml") for p in resources.files("whomet.knowledge.data").iterdir() if p.name.endswith(".yaml")
)


def truths_in_lists(data: object) -> list[object]:
    """Every list of words that holds a truth value: a word that YAML took for one."""
    if isinstance(data, dict):
        return [found for value in data.values() for found in truths_in_lists(value)]
    if isinstance(data, list):
        words = data if any(isinstance(x, bool) for x in data) and any(isinstance(x, str) for x in data) else []
        return ([words] if words else []) + [found for value in data for found in truths_in_lists(value)]
    return []


def test_small_words_stay_words():
    """YAML 1.1 would make truth values of "on" and "no"."""
    assert "on" in read_data("meeting_words")["prepositions"]
    assert "no" in read_data("nouns")["openers"]


@pytest.mark.parametrize("name", FILES)
def test_no_list_of_words_holds_a_truth_value(name):
    """A word list with a true in it has lost a word."""
    assert truths_in_lists(read_data(name)) == []
