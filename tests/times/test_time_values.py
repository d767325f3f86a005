"""What expressions give when counted from a day: Thursday 2017-05-18."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.language.times import find_times
from whomet.values import edtf
from whomet.values.times import Kind, TimeValue, resolve

THURSDAY = date(2017, 5, 18)

PAST = {
    "Thursday": "2017-05-18",
    "Tuesday": "2017-05-16",
    "Friday": "2017-05-12",
    "last Thursday": "2017-05-11",
    "this past Tuesday": "2017-05-16",
    "Thursday last week": "2017-05-11",
    "last night": "2017-05-17",
    "overnight": "[2017-05-17,2017-05-18]",
    "this morning": "2017-05-18",
    "today": "2017-05-18",
    "yesterday": "2017-05-17",
    "the day before yesterday": "2017-05-16",
    "two days ago": "2017-05-16",
    "three weeks ago": "2017-04",
    "3 December 2016": "2016-12-03",
    "May 16, 2017": "2017-05-16",
    "August 21": "2016-08-21",
    "4 April": "2017-04-04",
    "Monday, 4 April": "2016-04-04",
    "October 7 last": "2016-10-07",
    "5-6 April 2016": "2016-04-05/2016-04-06",
    "between 3 and 5 May": "2017-05-03/2017-05-05",
    "29 December to 2 January": "2016-12-29/2017-01-02",
    "11/12 March": "2017-03-11/2017-03-12",
    "Monday to Wednesday": "2017-05-15/2017-05-17",
    "in July": "2016-07",
    "in May": "2017-05",
    "last May": "2016-05",
    "last month": "2017-04",
    "last week": "2017-05",
    "this week": "2017-05",
    "two weeks ago": "2017-05",
    "earlier this year": "2017",
    "last year": "2016",
    "October of last year": "2016-10",
    "since October of last year": "2016-10/2017-05-18",
    "since January 8": "2017-01-08/2017-05-18",
    "until Friday": "",
    "late August": "2016-08",
    "mid-July": "2016-07",
    "early 2015": "2015",
    "spring 2014": "2014-21",
    "last winter": "2016-24",
    "this spring": "2017-21",
    "the 1990s": "1990/1999",
    "the third quarter of 2016": "2016-07/2016-09",
    "the weekend of": "2017-05-13/2017-05-14",
    "04/05/2016": "[2016-04-05,2016-05-04]",
    "14/05/2016": "2016-05-14",
    "2016-06-04 14:00": "2016-06-04",
    "recently": "",
    "for months": "",
    "in the coming days": "",
    "more than five hours": "",
    "every Friday": "",
}


FUTURE = {
    "Thursday": "2017-05-18",
    "Tuesday": "2017-05-23",
    "next Thursday": "2017-05-25",
    "tomorrow": "2017-05-19",
    "Monday evening": "2017-05-22",
    "August 21": "2017-08-21",
    "4 April": "2018-04-04",
    "in April": "2018-04",
    "next May": "2018-05",
    "next month": "2017-06",
    "next week": "2017-05",
    "in two": "",
    "from 23 to 29 June": "2017-06-23/2017-06-29",
    "next July": "2017-07",
    "later this spring": "2017-21",
    "last week": "2017-05",
    "two weeks from now": "[2017-05,2017-06]",
}


def only_value(words: str) -> TimeValue:
    """The value of the first expression in some words."""
    return next((m.value for m in find_times(words)), TimeValue(Kind.VAGUE))


@pytest.mark.parametrize(("words", "expected"), PAST.items())
def test_counted_back_from_a_thursday(words, expected):
    """What was told on Thursday 2017-05-18 of something past."""
    assert resolve(only_value(words), THURSDAY).edtf == expected


@pytest.mark.parametrize(("words", "expected"), FUTURE.items())
def test_counted_on_from_a_thursday(words, expected):
    """What was announced on Thursday 2017-05-18."""
    assert resolve(only_value(words), THURSDAY, future=True).edtf == expected


@pytest.mark.parametrize(
    "words", ["Wednesday evening", "last night", "4 April", "in July", "last week", "since May 2016"]
)
def test_without_an_anchor_nothing_is_invented(words):
    """Only a complete date resolves alone."""
    assert resolve(only_value(words), None).edtf == ""
    assert resolve(only_value("4 April 2016"), None).edtf == "2016-04-04"


def test_the_basis_names_words_and_anchor():
    """One phrase a reader can check; a complete date counts from nothing."""
    assert (
        resolve(only_value("last night"), THURSDAY, words="last night").basis
        == '"last night", counted from Thursday 2017-05-18'
    )
    assert resolve(only_value("4 April 2016"), THURSDAY, words="4 April 2016").basis == '"4 April 2016"'


VALUES = st.builds(
    TimeValue,
    kind=st.sampled_from(Kind),
    year=st.none() | st.integers(1, 9999),
    years=st.none() | st.integers(-3, 3),
    month=st.none() | st.integers(1, 36),
    day=st.none() | st.integers(1, 31),
    weekday=st.none() | st.integers(1, 7),
    unit=st.sampled_from(["", "day", "week", "weekend", "month", "quarter", "year", "decade", "hour"]),
    amount=st.none() | st.integers(-99999, 99999),
    turn=st.sampled_from(["", "last", "next", "this", "past"]),
    part=st.sampled_from(["", "night", "overnight"]),
    edge=st.sampled_from(["", "since", "until"]),
)


@given(VALUES, st.none() | VALUES, st.none() | st.dates(), st.booleans())
def test_any_value_resolves_to_valid_edtf(value, until, anchor, future):
    """No value, however odd, raises or gives a date that is none; its notation brings it back."""
    value = replace(value, until=until)
    assert edtf.is_valid(resolve(value, anchor, future).edtf)
    assert TimeValue.parse(str(value)) == value


@pytest.mark.parametrize("notation", ["", "day month", "day color=red", "dinner", "day month=May", "day until"])
def test_other_notations_are_refused(notation):
    """A ValueError, and no half-read value."""
    with pytest.raises(ValueError):
        TimeValue.parse(notation)
