"""For whom somebody speaks is told by a party beside the name: every example of the patterns."""

from __future__ import annotations

import re

import pytest

from whomet.knowledge.data import read_data
from whomet.language.draft import Draft
from whomet.language.rules import add_names
from whomet.model import LinkKind, MentionKind, Span

_NAME, _PARTY = re.compile(r"\[\[([^]]+)\]\]"), re.compile(r"\{\{([^}]+)\}\}")


@pytest.mark.parametrize("example", read_data("beside_names")["examples"])
def test_examples_are_told_apart(example):
    text = re.sub(r"[\[\]{}]", "", example)
    draft = Draft(text, (Span(0, len(text)),))
    add_names(draft)
    (name,), parties = _NAME.findall(example), _PARTY.findall(example)
    persons = [i for i in draft.of_kind(MentionKind.PERSON) if draft.words(i) == name]
    assert len(persons) == 1
    assert [draft.words(p) for p in draft.linked(LinkKind.PERSON_PARTY, persons[0])] == parties
