"""Counts of people and sums of money: the examples of the word data, and whose figures they are."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.extraction.figures import find_figure_claims
from whomet.knowledge.data import read_data
from whomet.language.figures import find_figures
from whomet.language.numbers import value_of
from whomet.model import Analysis, MentionKind, Property, Span, Speech, claims_by_part

DATA = read_data("figures")
ENTRIES = [*DATA["kinds"], DATA["money"]]


def told(text):
    """(words, number) of each figure in a text taken as one sentence."""
    return [(m.span.of(text), m.reads_as) for m in find_figures(text, (Span(0, len(text)),))]


@pytest.mark.parametrize("example", [x for e in ENTRIES for x in e["examples"]], ids=lambda x: x["text"][:40])
def test_an_entry_finds_its_examples(example):
    """The words and the number in plain digits."""
    assert told(example["text"]) == [(example["what"], example["value"])]


@pytest.mark.parametrize("text", [text for e in ENTRIES for text in e["not"]])
def test_an_entry_leaves_alone_what_it_must(text):
    """Dates, ages, percentages, numbers of resolutions."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("40,223", "40223"),
        ("1.2 million", "1200000"),
        ("13,5 billion", "13500000000"),
        ("twenty-one", "21"),
        ("three hundred", "300"),
        ("half a million", "500000"),
        ("a half-million", "500000"),
        ("a million", "1000000"),
        ("3bn", "3000000000"),
        ("0.5", "0.5"),
        ("seven", "7"),
        ("dozens", None),
        ("", None),
    ],
)
def test_numbers_read_as_plain_digits(words, value):
    """Words and digits come to the same; vague numbers have none."""
    assert value_of(words) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Between 500 and 900 people were killed.", "500"),
        ("Arrests of 1,200 to 1,500 people a month: 1,200 to 1,500 people were detained.", "1200"),
        ("The toll stands at 3,100.", "3100"),
        ("Norland freed sixteen hostages and eleven prisoners.", "16"),
    ],
)
def test_a_range_gives_its_lower_end(text, value):
    """One figure for a range."""
    assert told(text)[0][1] == value


def test_dozens_and_bare_numbers_are_no_figures():
    """Nothing vague, nothing that counts neither people nor money."""
    assert told("Dozens were killed; the 15 ministers met for 3 hours in room 12.") == []


def claims_of(text, speeches=()):
    """Figure claims of a text as dicts of words."""
    sentences = (Span(0, len(text)),)
    analysis = Analysis(sentences, find_figures(text, sentences), (), speeches)
    return [
        {p: c.value for p, c in part.items()} for part in claims_by_part(find_figure_claims(text, analysis), "figure")
    ]


def test_a_figure_names_who_gives_it():
    """The speaker of the speech around it; none outside."""
    text = "At least 30 people were killed, according to the ministry. The raid wounded 12 soldiers."
    start = text.index("the ministry")
    speech = Speech(Span(0, 30), "states", Span(32, 44), (Span(start, start + len("the ministry")),))
    first, second = claims_of(text, (speech,))
    assert first == {
        Property.FIGURE_VALUE: "30",
        Property.FIGURE_WHAT: "At least 30 people were killed",
        Property.FIGURE_SOURCE: "the ministry",
    }
    assert second == {Property.FIGURE_VALUE: "12", Property.FIGURE_WHAT: "wounded 12 soldiers"}


def test_a_figure_told_twice_is_one_and_eight_are_kept():
    """The first telling of each number, and no more than eight."""
    text = " ".join(f"The raid wounded {n} soldiers." for n in (11, 11, 12, 13, 14, 15, 16, 17, 18, 19))
    assert [c[Property.FIGURE_VALUE] for c in claims_of(text)] == ["11", "12", "13", "14", "15", "16", "17", "18"]


WORDS = ["killed", "12", "1,200", "$", "million", "people", "were", "of", ".", ",", "\n", "two", "€3bn", "toll", "٣٤"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_whatever_the_text_spans_are_exact(text):
    """Spans lie in the text in order and hold a number that reads as digits."""
    mentions = find_figures(text, (Span(0, len(text)),))
    assert all(m.kind is MentionKind.FIGURE and m.reads_as.replace(".", "", 1).isdigit() for m in mentions)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in mentions)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


@pytest.mark.parametrize("unit", ["12 ", "killed 1", "a million ", "1,000,", "$", "at least "])
def test_hostile_numbers_cost_linear_time(unit):
    """A long line of numbers is read in one pass."""
    text = unit * 20_000
    assert all(m.span.end <= len(text) for m in find_figures(text, (Span(0, len(text)),)))
