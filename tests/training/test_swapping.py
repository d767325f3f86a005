"""Names are swapped for others, and every span still covers what it covered."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from swapping import Names, mixed, other_states, swapped, with_words
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
    names = Names(f"Anselm{n} Quist{n}".translate(str.maketrans("0123456789", "abcdefghij")) for n in range(90))
    found = next(f for seed in range(20) if "Brae" not in (f := swapped(example, names, random.Random(seed))).text)
    told = {s.of(found.text) for s in found.plain["person"]}
    fulls = [t for t in told if " " in t]
    assert len(fulls) == 2 and all(full.split()[1].startswith("Quist") for full in fulls)
    assert {t for t in told if " " not in t} <= {full.split()[1] for full in fulls}
    assert "Brae" not in found.text and "Okonveld" not in found.text


def test_persons_and_states_each_stay_in_half_of_all_draws():
    """And the same seed draws the same names."""
    example = annotated(TEXT, DOCUMENT, WORDS, whole=True)
    names = Names(["Anselm Quist", "Oda Verhaal"])
    drawn = [swapped(example, names, random.Random(seed)).text for seed in range(200)]
    assert 25 < sum(t == TEXT for t in drawn) < 80
    assert 60 < sum("Brae" in t for t in drawn) < 140
    assert drawn == [swapped(example, names, random.Random(seed)).text for seed in range(200)]


def test_states_become_others_with_all_their_words():
    """Name, adjective, people and capital of one state become those of one other; spans at its articles move whole."""
    text = "The United States and American envoys came to Nairobi; Kenyans and the U.S. were content."
    land, envoys = Span(0, 17), Span(22, 30)
    example = Example("x", text, {}, frozenset(), {}, (Question("meeting", (envoys,), {"side": [land]}, frozenset()),))
    new = other_states(example, random.Random(1))
    found = with_words(example, new)
    became = {new["United States"], new["American"], new["Kenyans"][:-1]}
    assert new["the U.S."] == new["United States"] and new["Kenyans"] == new["Kenyan"] + "s"
    assert len(became) == 3 and not any(w in found.text for w in ("United", "Americ", "Kenya", "Nairobi", "U.S."))
    assert found.questions[0].tags["side"][0].of(found.text) == new["United States"]
    assert found.questions[0].at[0].of(found.text) == new["American"]


def test_states_that_are_parts_of_persons_names_stay():
    """ "Jordan" is not swapped where somebody is called so."""
    people = ("Jordan Marsh", "Chad Oduya")
    example = Example("x", "Jordan Marsh of Jordan met Chad Oduya.", {}, frozenset(), names=people)
    assert other_states(example, random.Random(1)) == {}


FIRST = "Mira Okonveld met Tomas Brae in Oslo.\n\nThe talks went on."
OTHER = "Ulla Grant called Ono Pell.\n\nThey spoke of rain.\n\nNothing else was said."


def example_of(text: str, names: tuple[str, ...], word: str, plain: frozenset[str]) -> Example:
    """A text with one meeting word, and who met."""
    persons = [Span(text.index(n), text.index(n) + len(n)) for n in names]
    at = Span(text.index(word), text.index(word) + len(word))
    question = Question("meeting", (at,), {"participant": persons}, frozenset({"participant"}))
    return Example(word, text, {"person": persons, "meeting": [at]}, plain, {}, (question,), names)


def test_paragraphs_of_another_text_bring_their_own_meetings():
    """What was settled in both stays so; each question keeps its own words, wherever they stand now."""
    first = example_of(FIRST, ("Mira Okonveld", "Tomas Brae"), "met", frozenset({"meeting", "person"}))
    other = example_of(OTHER, ("Ulla Grant", "Ono Pell"), "called", frozenset({"meeting"}))
    found = mixed(first, other, random.Random(2))
    assert found.text.startswith("Mira Okonveld met Tomas Brae in Oslo.\n\nUlla Grant called Ono Pell.")
    assert found.text.endswith("The talks went on.") and found.settled == {"meeting"}
    said = [[s.of(found.text) for s in (*q.at, *q.tags["participant"])] for q in found.questions]
    assert said == [["met", "Mira Okonveld", "Tomas Brae"], ["called", "Ulla Grant", "Ono Pell"]]
    assert [s.of(found.text) for s in found.plain["meeting"]] == ["met", "called"]


def test_texts_that_name_the_same_people_are_not_put_together():
    """Nor is a text cut that has no paragraphs."""
    first = example_of(FIRST, ("Mira Okonveld", "Tomas Brae"), "met", frozenset())
    again = example_of("Tomas Brae called.\n\nThat was all.", ("Tomas Brae",), "called", frozenset())
    assert mixed(first, again, random.Random(2)) is first
    short = example_of("Ulla Grant met Ono Pell.", ("Ulla Grant", "Ono Pell"), "met", frozenset())
    assert mixed(short, again, random.Random(2)) is short
