"""Who is talked about, or reports, is told from who takes part: every example of the words."""

from __future__ import annotations

import re

import pytest

from whomet.knowledge.data import read_data
from whomet.language.bystanders import is_bystander, only_owns
from whomet.model import Span

_MARKED = re.compile(r"\[\[([^]]+)\]\]|\{\{([^}]+)\}\}")


@pytest.mark.parametrize(
    ("tells", "example"),
    [
        (tells, example)
        for tells, key in ((is_bystander, "examples"), (only_owns, "owned_examples"))
        for example in read_data("bystanders")[key]
    ],
)
def test_examples_are_told_apart(tells, example):
    text = re.sub(r"[\[\]{}]", "", example)
    marked = {name: bool(one) for one, other in _MARKED.findall(example) for name in [one or other]}
    assert marked
    starts = {name: text.index(name) for name in marked}
    assert {name: tells(text, Span(at, at + len(name))) for name, at in starts.items()} == marked


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
