"""Names are swapped for others, and every span still covers what it covered."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from swapping import Names, swapped, with_words
from test_training_examples import DOCUMENT, TEXT, WORDS

from examples import Example, Question, annotated
from whomet.model import Span

WORD = st.text("abcdé", min_size=1, max_size=6)


@settings(deadline=None)
@given(st.lists(WORD, min_size=1, max_size=12), st.dictionaries(WORD, WORD, max_size=4), st.data())
def test_spans_move_with_the_words_that_are_swapped(words, new, data):
    """Of any run of words, swapped in any way: a span covers the same words, as they are now written."""
    text = " ".join(words)
    a = data.draw(st.integers(0, len(words) - 1))
    b = data.draw(st.integers(a + 1, len(words)))
    start = len(" ".join(words[:a])) + (a > 0)
    span = Span(start, len(" ".join(words[:b])))
    question = Question("person", (span,), {"role-of": [span]}, frozenset())
    example = Example("x", text, {"person": [span]}, frozenset(), {"place": [span]}, (question,))
    found = with_words(example, new)
    wanted = " ".join(new.get(w, w) for w in words[a:b])
    assert found.text == " ".join(new.get(w, w) for w in words)
    moved = [found.plain["person"][0], found.blank["place"][0], found.questions[0].at[0]]
    assert [s.of(found.text) for s in (*moved, found.questions[0].tags["role-of"][0])] == [wanted] * 4


def test_nothing_swapped_is_the_example_itself():
    """No new words, no new example; spans inside a longer word are not touched."""
    example = Example("x", "Brae and Braemar", {"person": [Span(0, 4)]}, frozenset())
    assert with_words(example, {}) is example
    assert with_words(example, {"Brae": "Olin"}).text == "Olin and Braemar"


def test_a_person_keeps_one_new_name_in_the_whole_text():
    """Full name and surname change alike; so do the spans of the questions."""
    example = annotated(TEXT, DOCUMENT, WORDS, whole=True)
    names = Names(["Anselm Quist", "Oda Verhaal"])
    assert (names.first, names.last) == (["Anselm", "Oda"], ["Quist", "Verhaal"])
    found = next(f for seed in range(20) if (f := swapped(example, names, random.Random(seed))).text != TEXT)
    told = {s.of(found.text) for s in found.plain["person"]}
    fulls = [t for t in told if " " in t]
    assert len(fulls) == 2 and all(full.split()[1] in ("Quist", "Verhaal") for full in fulls)
    assert {t for t in told if " " not in t} <= {full.split()[1] for full in fulls}
    assert "Brae" not in found.text and "Okonveld" not in found.text


def test_about_half_of_all_draws_stay_as_they_are():
    """And the same seed draws the same names."""
    example = annotated(TEXT, DOCUMENT, WORDS, whole=True)
    names = Names(["Anselm Quist", "Oda Verhaal"])
    drawn = [swapped(example, names, random.Random(seed)).text for seed in range(200)]
    assert 60 < sum(t == TEXT for t in drawn) < 140
    assert drawn == [swapped(example, names, random.Random(seed)).text for seed in range(200)]
