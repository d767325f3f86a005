"""Whom a phrase names as sides: a state beside an organisation of that state; and what is a name at all."""

from __future__ import annotations

import pytest

from whomet.language.names import parties_of
from whomet.language.sentences import find_sentences
from whomet.language.trained import _is_name
from whomet.language.units import Tagger
from whomet.model import Span


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("They met representatives of the Afghan government and the Taliban.", ["Afghanistan", "Taliban"]),
        ("They met leaders of the Palestinian movement Hamas.", ["Hamas"]),
        ("They met leaders of the Palestinian movements Hamas and Fatah.", ["Hamas", "Fatah"]),
        ("They met leaders of Hamas, Lebanese ministers and Kenya.", ["Hamas", "Lebanon", "Kenya"]),
    ],
)
def test_an_adjective_gives_way_to_the_organisation_that_it_goes_with(text, sides):
    sentences = find_sentences(text, ())
    assert [unit.party.name for unit in parties_of(Tagger(text, sentences).units(sentences[0]))] == sides


@pytest.mark.parametrize(
    ("words", "is_name"), [("Mullah", False), ("Mr. Lind", True), ("Lt-Gen", False), ("the minister", False)]
)
def test_a_title_alone_is_no_name(words, is_name):
    assert _is_name(words, Span(0, len(words))) is is_name
