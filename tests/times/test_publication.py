"""Doubt about a stated publication date: only where the text itself rules it out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.language.times import find_times
from whomet.model import Mention, MentionKind, Region, RegionKind, Span
from whomet.resolution.publication import doubt_publication

STATED = date(2019, 10, 24)
EXAMPLES = read_data("times")["publication"]["examples"]


def mentions(text):
    """The text's time expressions as the Analysis gives them."""
    return tuple(Mention(MentionKind.TIME, m.span, str(m.value)) for m in find_times(text))


@pytest.mark.parametrize(("text", "doubted"), EXAMPLES.items())
def test_every_example(text, doubted):
    """The examples of `times.yaml`, as texts that state 2019-10-24."""
    assert bool(doubt_publication(text, STATED, (), mentions(text))) is doubted


def test_the_window_is_the_last_ramadan_before_the_stated_date():
    """With the words that show it."""
    text = "Both wished peace to all during this month of Ramadan."
    doubt = doubt_publication(text, STATED)
    assert doubt.windows == ((date(2019, 5, 6), date(2019, 6, 3)),)
    assert [s.of(text) for s in doubt.spans] == ["during this month of Ramadan"]
    assert "2019-05-06 to 2019-06-03" in doubt.sentence


@pytest.mark.parametrize("stated", [date(2019, 5, 20), date(2019, 6, 20), date(2019, 4, 20), None])
def test_near_a_ramadan_nothing_is_doubted(stated):
    """Nor where no date is stated."""
    assert doubt_publication("Both wished peace to all during this month of Ramadan.", stated) is None


def test_boilerplate_raises_no_doubt():
    """A banner that wishes a happy Ramadan is no part of the article."""
    text = "Happy reading during this month of Ramadan! The envoys met."
    banner = Region(Span(0, 43), RegionKind.BOILERPLATE)
    assert doubt_publication(text, STATED) is not None
    assert doubt_publication(text, STATED, (banner,)) is None


@given(st.text())
def test_any_text_can_be_asked(text):
    """Nothing raises, and spans lie in the text."""
    doubt = doubt_publication(text, STATED, (), mentions(text))
    assert doubt is None or all(s.end <= len(text) for s in doubt.spans)
