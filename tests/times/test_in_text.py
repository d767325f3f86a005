"""`find_times`: spans, the periods that words name, and lengths, told on Thursday 2017-05-18."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.in_text import find_times
from whomet.values.edtf import is_valid

PUBLISHED = "2017-05-18"

NAMED = [
    ("He left last week.", "last week", "2017-05-08/2017-05-14", "week"),
    ("He left overnight.", "overnight", "2017-05-17", "day"),
    ("He waited until Tuesday.", "Tuesday", "2017-05-16", "day"),
    ("Since March 2016 he waits.", "March 2016", "2016-03", "month"),
    ("In spring 2023 she will come.", "spring 2023", "2023-21", "season"),
    ("She came in early May.", "early May", "2017-05", "month"),
    ("In the 19th century they left.", "the 19th century", "1800/1899", "century"),
    ("The town fell on 29 May 1453.", "29 May 1453", "1453-05-29", "day"),
    ("Doors are locked since 9/11.", "9/11", "2001-09-11", "day"),
    ("She was ill on Sept. 11.", "Sept. 11", "2016-09-11", "day"),
    ("The deadline is June 2.", "June 2", "2017-06-02", "day"),
    ("Signed 05/11/16 in Lima.", "05/11/16", "[2016-05-11,2016-11-05]", "day"),
    ("The decree of 22 Bahman 1357 stands.", "22 Bahman 1357", "1979-02-11", "day"),
    ("It is dated 10 Dhul-Hijjah 1444.", "10 Dhul-Hijjah 1444", "2023-06-28", "day"),
    ("In the first half of 2015 trade grew.", "the first half of 2015", "2015-01/2015-06", "half-year"),
    ("They rested on the first Monday of May 2014.", "the first Monday of May 2014", "2014-05-05", "day"),
    ("They ate on Thanksgiving.", "Thanksgiving", "2016-11-24", "day"),
    ("They met on 3 May. Two days later he left.", "Two days later", "2017-05-05", "day"),
    ("They met on 3 May, and the following Monday again.", "the following Monday", "2017-05-08", "day"),
    ("In the third quarter of 2016 it lost 3 million, against 2 million a year earlier.", "a year earlier", "", ""),
    ("They met last night, the office said in a statement on Tuesday.", "last night", "2017-05-15", "day"),
    ("They talk every Monday.", "every Monday", "", "set"),
    ("He was in Rome at the time.", "the time", "", "vague"),
    ("The current council is split.", "current", "", "vague"),
]


@pytest.mark.parametrize(("text", "words", "edtf", "kind"), NAMED)
def test_words_name_their_period(text, words, edtf, kind):
    """Each kind of expression, with the period it names and its span to the letter."""
    if not kind:
        edtf, kind = "2015-07/2015-09", "quarter"  # the quarter of the year before
    (found,) = [f for f in find_times(text, PUBLISHED) if f.words == words]
    assert (found.edtf, found.kind) == (edtf, kind)
    assert text[found.start : found.end] == words


RANGES = [
    ("He stayed from 1985 to 1987.", [("1985", "1985"), ("1987", "1987")], "1985/1987"),
    ("He stayed from April to June 2016.", [("April", "2016-04"), ("June 2016", "2016-06")], "2016-04/2016-06"),
    (
        "He stayed from Monday to Tuesday.",
        [("Monday", "2017-05-15"), ("Tuesday", "2017-05-16")],
        "2017-05-15/2017-05-16",
    ),
    ("He stayed from 3 to 5 May.", [("3 to 5 May", "2017-05-03/2017-05-05")], ""),
    ("He stayed 1988-89 in Lima.", [("1988", "1988"), ("89", "1989")], "1988/1989"),
]


@pytest.mark.parametrize(("text", "ends", "whole"), RANGES)
def test_the_ends_of_a_range_are_two_where_each_could_stand_alone(text, ends, whole):
    """As in TimeML; what both bound is told beside each."""
    found = find_times(text, PUBLISHED)
    assert [(f.words, f.edtf) for f in found] == ends
    assert {f.part_of for f in found} == {whole}


ON_THEIR_DAY = [
    ("He came on 3 May and left them at 7 p.m. sharp.", "7 p.m.", "2017-05-03"),
    ("He came at noon, she said in a letter on Tuesday.", "noon", "2017-05-16"),
    ("He came at noon.", "noon", ""),
    ("Sales have fallen since year-end.", "year-end", "2016-12-31"),
    ("In 2006 they sold, and in the next quarter bought.", "2006", "2006"),
    ("In 2006 it lost less than in the 2004 period.", "the 2004 period", "2004"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), ON_THEIR_DAY)
def test_what_counts_from_other_words(text, words, edtf):
    """Hours belong to a day of their sentence, and periods to the one told of before."""
    (found,) = [f for f in find_times(text, PUBLISHED) if f.words == words]
    assert found.edtf == edtf


LENGTHS = [
    ("It took an hour and a half.", "PT1H30M", "PT1H30M", "PT1H30M"),
    ("It took 90 minutes.", "PT90M", "PT90M", "PT90M"),
    ("It took more than two hours.", "PT2H", "PT2H", ""),
    ("It took less than an hour.", "PT1H", "", "PT1H"),
    ("It took about two hours.", "PT2H", "PT1H30M", "PT2H30M"),
    ("It took nearly two days.", "P2D", "P1DT9H", "P2D"),
    ("It took two to three hours.", "", "PT2H", "PT3H"),
    ("It took two hours and ten minutes.", "PT2H10M", "PT2H10M", "PT2H10M"),
    ("It took several weeks.", "", "P2W", "P12W"),
    ("They sat all day.", "P1D", "P1D", "P1D"),
    ("They sat for two decades.", "P20Y", "P20Y", "P20Y"),
    ("They pray every Monday.", "P1W", "P1W", "P1W"),
]


@pytest.mark.parametrize(("text", "iso", "least", "most"), LENGTHS)
def test_lengths_have_bounds(text, iso, least, most):
    """Durations in ISO 8601, with the least and the most that their words leave possible."""
    (found,) = find_times(text, PUBLISHED)
    assert found.length is not None
    assert (found.duration, found.length.least, found.length.most) == (iso, least, most)


def test_without_a_day_of_publication_only_complete_dates_count():
    """Nothing is counted from a day that nobody named."""
    found = find_times("Last week he came. On 3 May 2016 he left, and two days later he was back.")
    assert [f.edtf for f in found] == ["", "2016-05-03", "2016-05-05"]


def test_the_day_of_publication_may_be_a_date():
    """A string and a date say the same; other strings are refused."""
    assert find_times("He left yesterday.", date(2017, 5, 18)) == find_times("He left yesterday.", PUBLISHED)
    with pytest.raises(ValueError):
        find_times("He left yesterday.", "last spring")


def test_an_edge_is_told_beside_its_day():
    """ "Until Tuesday" names Tuesday, and says that it ends something."""
    (found,) = find_times("He waited until Tuesday.", PUBLISHED)
    assert found.edge == "until"


def test_the_basis_tells_what_it_counts_from():
    """One phrase a reader can check."""
    (_, found) = find_times("They met on 3 May. Two days later he left.", PUBLISHED)
    assert found.basis == '"Two days later", counted from "3 May" (2017-05-03)'


PIECES = st.sampled_from(
    [
        "2006",
        "the latest period",
        "that year",
        "the year before",
        "a year earlier",
        "last week",
        "on Monday",
        "the quarter",
        "29 February",
        "9/11",
        "two",
        "days",
    ]
)


@given(st.lists(PIECES).map(" ".join), st.none() | st.dates())
def test_any_text_gives_valid_dates(text, published):
    """Whatever stands together, every date is valid EDTF and every span lies in the text."""
    found = find_times(text, published)
    assert all(is_valid(f.edtf) and f.words == text[f.start : f.end] for f in found)


def test_a_line_of_many_years_is_read_in_one_go():
    """What counts from the last period told of looks back a fixed way only."""
    found = find_times("a year earlier, in the quarter, later that day. " * 2_000, PUBLISHED)
    assert [f.words for f in found[-3:]] == ["a year earlier", "the quarter", "later that day"]
