"""Every shape of `times.yaml` finds its examples and nothing else; spans are exact whatever the text."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.language.times import find_times, looks_ahead
from whomet.values.times import TimeValue

DATA = read_data("times")
WIDER = read_data("times_wider")


def examples(entries):
    """Each example sentence with the values beside it."""
    return [
        (sentence, [values] if isinstance(values, str) else values)
        for entry in entries
        for sentence, values in entry["examples"].items()
    ]


FOR_BOTH = [entry for entry in DATA["shapes"] if entry.get("for") != "reading"]


def unmarked(sentence: str) -> tuple[str, list[str]]:
    """A sentence without its brackets, and what stood in them."""
    return re.sub(r"[\[\]]", "", sentence), re.findall(r"\[([^\]]*)\]", sentence)


@pytest.mark.parametrize(("sentence", "values"), examples(DATA["shapes"]))
def test_every_example_is_found_and_understood(sentence, values):
    """The marked expressions are found, to the letter, with the values beside them."""
    text, marked = unmarked(sentence)
    found = find_times(text)
    assert [(m.span.of(text), str(m.value)) for m in found] == list(zip(marked, values, strict=True))


@pytest.mark.parametrize(("sentence", "values"), examples([*WIDER["shapes"], *FOR_BOTH]))
def test_every_wider_example_is_found_and_understood(sentence, values):
    """So are those of the wider words, and of the narrower ones beside them."""
    text, marked = unmarked(sentence)
    found = {m.span.of(text): str(m.value) for m in find_times(text, wide=True)}
    assert {words: found.get(words) for words in marked} == dict(zip(marked, values, strict=True))


@pytest.mark.parametrize("sentence", DATA["nothing"])
def test_no_time_where_there_is_none(sentence):
    """Names, numbers and look-alikes are no time expressions (durations and ages aside)."""
    assert [m.span.of(sentence) for m in find_times(sentence)] == []


def test_every_shape_has_an_example():
    """No entry goes untested."""
    assert [e["shapes"] for e in [*DATA["shapes"], *WIDER["shapes"]] if not e["examples"]] == []


GLUE = [
    "Thursday",
    "night",
    "the",
    "of",
    ",",
    "-",
    "/",
    ":",
    "14",
    "2019",
    "3",
    "two",
    "days",
    "week",
    "ago",
    "’s",
    "\n\n",
]
ODD = ["following", "\u0669", "(", ".", "Ramadan", "1445", "Ⅻ"]
WORDS = st.sampled_from([*DATA["words"]["turn"], *DATA["words"]["month"], *GLUE, *ODD])


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_spans_are_exact_and_apart(text):
    """Any text: spans lie inside it, in order, without overlap; every value survives its notation."""
    found = find_times(text)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(TimeValue.parse(str(m.value)) == m.value for m in found)
    assert all(m.span.of(text) == m.span.of(text).strip() for m in found)


def test_only_the_part_asked_for_is_read():
    """Offsets bound the search, and spans count from the start of the text."""
    text = "On Monday he came, on Tuesday he left."
    (found,) = find_times(text, 18)
    assert found.span.of(text) == "Tuesday"
    assert find_times(text, 0, 9)[0].span.of(text) == "Monday"


def test_a_line_of_a_million_words_is_read_in_one_go():
    """A hostile single line neither blows up nor hides the expression at its end."""
    text = "last last the of 3 " * 100_000 + "x on 4 May 2011"
    assert str(find_times(text)[-1].value) == "day year=2011 month=5 day=4"


@pytest.mark.parametrize(("sentence", "ahead"), DATA["tense"]["examples"].items())
def test_the_nearest_verb_tells_the_tense(sentence, ahead):
    """Each example of the tense words, with its one marked expression."""
    text, _ = unmarked(sentence)
    (found,) = find_times(text)
    assert looks_ahead(text, found.span) is ahead


@pytest.mark.parametrize(("sentence", "expected"), WIDER["no_time"]["examples"].items())
def test_names_numbers_and_rates_are_no_times(sentence, expected):
    """Each example of what looks like a time; a year by itself is found beside them."""
    assert [m.span.of(sentence) for m in find_times(sentence, wide=True)] == expected
