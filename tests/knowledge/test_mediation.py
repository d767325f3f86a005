"""Who goes between others is told from who does not: every example of the words."""

from __future__ import annotations

import re

import pytest

from whomet.knowledge.data import read_data
from whomet.knowledge.mediation import find_deeds, find_leads, find_mediating

_MARKED = re.compile(r"\[\[([^]]+)\]\]|\{\{([^}]+)\}\}")
EXAMPLES = [example for entry in read_data("mediation")["mediation"] for example in entry["finds"]]


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_are_told_apart(example):
    text = re.sub(r"[\[\]{}]", "", example)
    wanted = [named for named, _ in _MARKED.findall(example) if named]
    assert [text[m.start : m.end] for m in find_mediating(text)] == wanted


@pytest.mark.parametrize("entry", read_data("mediation")["under"], ids=lambda entry: entry["words"][:20])
def test_words_that_lead_to_a_mediator_end_before_the_name(entry):
    for text, named in entry["finds"].items():
        (end,) = find_leads(text, 0, len(text))
        assert 0 < text.index(named) - end < 12


@pytest.mark.parametrize("entry", read_data("mediation")["between"], ids=lambda entry: entry["words"][:20])
def test_what_mediators_do_begins_behind_the_name(entry):
    for text, named in entry["finds"].items():
        (start,) = find_deeds(text)
        assert 0 < start - text.index(named) - len(named) < 4
