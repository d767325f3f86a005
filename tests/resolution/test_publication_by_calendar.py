"""Doubts about a stated publication date from holidays, weekdays and days after it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.language.times import find_times
from whomet.model import FindingKind, Mention, MentionKind
from whomet.resolution.calendar_signs import holiday_now, impossible_days
from whomet.resolution.publication import doubt_publication
from whomet.resolution.session_signs import sessions_named
from whomet.resolution.signs import DatedText

HOLIDAYS = read_data("holidays")["examples"]


def mentions(text):
    """The text's time expressions as the Analysis gives them."""
    return tuple(Mention(MentionKind.TIME, m.span, str(m.value)) for m in find_times(text))


def doubt(text, published):
    return doubt_publication(text, date.fromisoformat(published), (), mentions(text))


@pytest.mark.parametrize(("sentence", "holiday"), HOLIDAYS.items())
def test_every_example_of_the_data(sentence, holiday):
    """Whether a sentence says that it is a holiday now, and which."""
    assert holiday_now(sentence) == holiday


def test_a_holiday_that_is_far_dates_the_text():
    """The window is a week on either side of the last one before the stated date."""
    text = "The emir and the sultan exchanged Eid al-Adha greetings by phone."
    found = doubt(text, "2019-12-24")
    assert found.windows == ((date(2019, 8, 4), date(2019, 8, 21)),)
    assert "2019-08-11 to 2019-08-14" in found.sentence
    assert found.to_count_from == found
    assert doubt(text, "2019-08-30") is None and doubt(text, "2019-07-20") is None


@pytest.mark.parametrize(
    "text",
    [
        "He will visit Oslo on the occasion of Easter.",
        "They had spoken on the occasion of Easter in 2015.",
        "Last year they exchanged Eid al-Adha greetings.",
    ],
)
def test_other_holidays_are_no_sign(text):
    """Those to come, and those of other years."""
    assert doubt(text, "2019-10-24") is None


def test_two_dates_on_other_weekdays_tell_the_year():
    """22 and 23 May were a Wednesday and a Thursday in 2019, not in 2021; one of them alone may be a slip."""
    two = "They met on Wednesday, 22 May, and she left on Thursday, 23 May."
    found = doubt(two, "2021-05-25")
    assert (date(2019, 4, 23), date(2019, 6, 21)) in found.windows
    assert doubt("They met on Wednesday, 22 May.", "2021-05-25") is None
    assert doubt(two, "2019-05-25") is None
    assert doubt(two, "2020-01-25") is None


def test_weekdays_that_belong_to_a_named_year_are_no_sign():
    """A date is read with the year that stands near it."""
    assert doubt("In 2019 they met on Wednesday, 22 May, and again on Thursday, 23 May.", "2021-05-25") is None


def test_a_picture_of_a_later_day_is_a_sign():
    """Two days may be time zones, unless the text tells of that weekday too."""
    caption = "The envoy, left, speaks to the press in Bern, Jan. 17, 2017\n"
    assert doubt(caption, "2017-01-10")
    assert doubt(caption, "2017-01-16") is None
    assert doubt(caption + "The envoy said Tuesday that they agreed.", "2017-01-16")
    assert doubt(caption + "The envoy said Monday that they agreed.", "2017-01-16") is None
    assert doubt("They will sit down in Bern, Jan. 17, 2017\n", "2017-01-10") is None


def test_a_full_date_on_another_weekday_is_found_whatever_the_stated_date():
    """It says nothing of when the text is from, only that one of the two is wrong."""
    text = "They met on Tuesday, 15 May 2024, in Bonn and on Thursday, 16 May 2024, in Trier."
    (found,) = impossible_days(DatedText.of(text, date(2024, 5, 17), (), mentions(text)), "key")
    assert found.kind is FindingKind.DATE_UNRESOLVED and found.about == "key"
    assert found.spans[0].of(text) == "Tuesday, 15 May 2024" and "was a Wednesday" in found.text
    assert doubt(text, "2024-05-17") is None


@pytest.mark.parametrize(("sentence", "year"), read_data("holidays")["sessions"]["examples"].items())
def test_every_example_of_a_numbered_session(sentence, year):
    """The year in which it opened."""
    assert [found for _, found in sessions_named(sentence)] == [year]


def test_a_session_that_was_years_ahead_is_a_sure_sign():
    """The one before is none: a text may tell of it."""
    text = "They met beside the 78th session of the UN General Assembly."
    assert doubt(text, "2019-09-24").windows == ((date(2022, 7, 28), date(2024, 8, 31)),)
    assert doubt(text, "2023-09-24") is doubt(text, "2022-10-01") is doubt(text, "2030-09-24") is None


def test_a_meeting_beside_a_session_needs_a_second_sign():
    """Months away from any September it may be told of in retrospect."""
    text = "They met on the sidelines of the UN General Assembly on Wednesday, 25 September."
    assert doubt("They met on the sidelines of the UN General Assembly.", "2022-04-24") is None
    assert doubt(text, "2022-04-24").windows == ()
    assert doubt(text, "2019-09-26") is None


@given(st.text(), st.dates())
def test_any_text_can_be_asked(text, published):
    """Nothing raises, and windows are in order."""
    found = doubt_publication(text + " on the occasion of Eid, Monday, 3 March", published, (), ())
    assert found is None or all(first <= last for first, last in found.windows)
