"""Who is talked about, or reports, is told from who takes part: every example of the words."""

from __future__ import annotations

import re

import pytest

from whomet.knowledge.data import read_data
from whomet.language.bystanders import is_bystander, only_owns
from whomet.model import Span

_MARKED = re.compile(r"\[\[([^]]+)\]\]|\{\{([^}]+)\}\}")


@pytest.mark.parametrize("example", read_data("bystanders")["examples"])
def test_examples_are_told_apart(example):
    text = re.sub(r"[\[\]{}]", "", example)
    bystanders = {name: bool(one) for one, other in _MARKED.findall(example) for name in [one or other]}
    assert bystanders
    starts = {name: text.index(name) for name in bystanders}
    assert {name: is_bystander(text, Span(at, at + len(name))) for name, at in starts.items()} == bystanders


@pytest.mark.parametrize("example", read_data("bystanders")["owned_examples"])
def test_who_only_owns_is_told_from_who_takes_part(example):
    text = re.sub(r"[\[\]{}]", "", example)
    marked = {name: bool(one) for one, other in _MARKED.findall(example) for name in [one or other]}
    found = {name: only_owns(text, Span(text.index(name), text.index(name) + len(name))) for name in marked}
    assert found == marked


@pytest.mark.parametrize("words", read_data("bystanders")["owned"])
def test_each_of_somebodys_people_is_heard(words):
    assert only_owns(f"Ada Lind's {words} met him", Span(0, 8))
    assert not only_owns(f"Ada Lind, {words}, met him", Span(0, 8))


@pytest.mark.parametrize("noun", read_data("bystanders")["nouns"])
def test_each_noun_is_heard_before_a_name_and_behind_it(noun):
    """In whatever case it is written."""
    assert is_bystander(f"{noun.title()} Ada Lind", Span(len(noun) + 1, len(noun) + 9))
    assert is_bystander(f"Ada Lind, the Norlandic {noun}, left", Span(0, 8))
    assert not is_bystander(f"Ada Lind told a {noun} of it", Span(0, 8))
