"""When holidays are: every example of the word data, and dates that almanacs print."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.knowledge.holidays import days_of_holiday, eastern_easter, holiday_names, western_easter

HOLIDAYS = read_data("holidays")["holidays"]
EXAMPLES = [(n, int(y), str(day)) for n, entry in HOLIDAYS.items() for y, day in entry["examples"].items()]


@pytest.mark.parametrize(("name", "year", "day"), EXAMPLES)
def test_every_example_of_the_data(name, year, day):
    """The first day of one occurrence in that year."""
    found = days_of_holiday(name, date(year, 1, 1), date(year, 12, 31))
    assert date.fromisoformat(day) in [first for first, _ in found]


def test_every_holiday_has_an_example():
    """None goes untested."""
    assert {name for name, _, _ in EXAMPLES} == set(holiday_names())


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [(2000, "2000-04-23", "2000-04-30"), (2017, "2017-04-16", "2017-04-16"), (2038, "2038-04-25", "2038-04-25")],
)
def test_easter_of_both_churches(year, western, eastern):
    """Also in years in which they fall together."""
    assert (western_easter(year).isoformat(), eastern_easter(year).isoformat()) == (western, eastern)


@given(st.integers(1900, 2099))
def test_easter_is_a_sunday_in_spring(year):
    """In every year."""
    for easter in (western_easter(year), eastern_easter(year)):
        assert easter.isoweekday() == 7 and date(year, 3, 22) <= easter <= date(year, 5, 8)


@given(st.integers(1900, 2099))
def test_the_hebrew_year_begins_on_its_four_days(year):
    """Never on a Sunday, Wednesday or Friday; Passover is 163 days before the next."""
    new_year = days_of_holiday("Rosh Hashanah", date(year, 8, 1), date(year, 11, 1))
    passover = days_of_holiday("Passover", date(year, 3, 1), date(year, 5, 1))
    assert new_year[0][0].isoweekday() in (1, 2, 4, 6)
    assert new_year[0][0] - passover[0][0] == timedelta(days=163)


def test_a_holiday_that_only_touches_counts():
    """The last day of one is enough, and one that began in the year before is found."""
    assert days_of_holiday("New Year", date(2020, 1, 1), date(2020, 1, 1)) == ((date(2019, 12, 31), date(2020, 1, 1)),)
    assert days_of_holiday("New Year", date(2020, 1, 2), date(2020, 12, 30)) == ()


def test_far_years_have_none():
    """Nothing is computed where the rules would not hold."""
    assert days_of_holiday("Easter", date(1500, 1, 1), date(1500, 12, 31)) == ()
    assert days_of_holiday("Easter", date(9000, 1, 1), date.max) == ()
