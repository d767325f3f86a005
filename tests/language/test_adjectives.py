"""An adjective of a party names it, or only says whose a thing is: every example of the words."""

from __future__ import annotations

import re

import pytest

from whomet.knowledge.data import read_data
from whomet.language.adjectives import says_whose
from whomet.model import Span

_MARKED = re.compile(r"\[\[(\w+)\]\]|\{\{(\w+)\}\}")


@pytest.mark.parametrize("example", read_data("adjectives")["examples"])
def test_examples_are_told_apart(example):
    text = re.sub(r"[\[\]{}]", "", example)
    whose = {
        word: bool(thing) for found in _MARKED.finditer(example) for thing, word in [(found[1], found[1] or found[2])]
    }
    assert whose
    starts = {word: text.index(word) for word in whose}
    assert {word: says_whose(text, Span(at, at + len(word))) for word, at in starts.items()} == whose


@pytest.mark.parametrize("text", ["Ireland question", "Irish", "Irish Question", "the Irish", "Irish\n\n\n\nquestion"])
def test_only_an_adjective_before_a_small_word_says_whose(text):
    """Names, ends of texts, names of things and headlines do not."""
    at = text.index("Ir")
    assert not says_whose(text, Span(at, at + len(text[at:].split()[0])))
