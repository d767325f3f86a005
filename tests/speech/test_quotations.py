"""What stands in quotation marks, whatever the marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.language.quotations import find_quotations

CASES = [
    ("“The bridge is safe,” she said.", ["The bridge is safe,"]),
    ('He called it "a small step" and left.', ["a small step"]),
    ("« La route est sûre », dit-elle.", [" La route est sûre "]),
    ("Das „alte Tor“ ist zu.", ["alte Tor"]),
    ("The ‘old gate’ of the town’s wall", ["old gate"]),
    ("They said 'never again' and Norland's men left.", ["never again"]),
    ("“She told me ‘not yet’ twice,” he said.", ["She told me ‘not yet’ twice,", "not yet"]),
    ("The leaders’ plan, “Norland’s” plan", ["Norland’s"]),
    ("“First part.\n\n“Second part,” she said.", ["First part.", "Second part,"]),
    ("“First line.\n“Second line.”", ["First line.", "Second line."]),
    ("“Left open to the end.\n\nNext paragraph.", ["Left open to the end."]),
    ('a 6" pipe, then "a word"', ["a word"]),
    ("’tis the season’s end", []),
    ('"A," he said, "B."', ["A,", "B."]),
    ("“”", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotations_are_found_without_their_marks(text, expected):
    """Each text gives exactly these quotations, the outer one before the inner."""
    assert [span.of(text) for span in find_quotations(text)] == expected


@given(st.text(alphabet="ab .,\n“”\"'‘’«»„", max_size=80))
def test_spans_lie_in_the_text_and_never_cross(text):
    """Any marks: spans are exact, sorted, not empty, and hold each other wholly or not at all."""
    spans = find_quotations(text)
    assert list(spans) == sorted(spans, key=lambda s: (s.start, -s.end))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    crossing = [(a, b) for a in spans for b in spans if a.meets(b) and not (a.holds(b) or b.holds(a))]
    assert crossing == []


@pytest.mark.parametrize("unit", ["“", '"', "‘a ", "“ x\n", "'a'b ", "«»"])
def test_hostile_marks_cost_linear_time(unit):
    """A hundred thousand marks on one line are read in one pass; each gives an answer."""
    text = unit * 100_000
    assert all(span.end <= len(text) for span in find_quotations(text))
