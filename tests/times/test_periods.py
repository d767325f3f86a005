"""Possible days in one line, and the periods that a timeline counts them by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.values.edtf import possible
from whomet.values.periods import (
    Level,
    days_of,
    in_words,
    is_period,
    level_of,
    parts_of,
    period_of,
    periods_between,
    told,
)

DAYS = st.dates().map(str)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], ""),
        (["2024-08-21"], "2024-08-21"),
        (["2024-08"], "2024-08-01/2024-08-31"),
        (["[2024-03-14,2024-03-21]"], "2024-03-14 2024-03-21"),
        (["2024-03-21", "2024-03-14/2024-03-16"], "2024-03-14/2024-03-16 2024-03-21"),
        (["2024-03", "2024-03-14"], "2024-03-01/2024-03-31"),
        ([f"2024-01-{day:02}" for day in range(1, 30)], "2024-01-01/2024-01-29"),
    ],
)
def test_possible_days_are_told_in_one_line(dates, expected):
    """In order, overlapping ones as one, a very long list as all from its first to its last."""
    line = told(part for date in dates for part in possible(date))
    assert line == expected
    assert " ".join(first if first == last else f"{first}/{last}" for first, last in parts_of(line)) == line


@pytest.mark.parametrize("name", ["2024", "2024-02", "2024-02-29", "202X", "20XX", "0001"])
def test_periods_have_names(name):
    """Each begins with its first day and is the period of its days."""
    first, last = days_of(name)
    assert is_period(name)
    level = Level(len(name.rstrip("X")))
    assert {period_of(first, level), period_of(last, level)} == {name}


@pytest.mark.parametrize("name", ["", "2024-2", "2023-02-29", "2024-13", "2XXX", "２０２４", "2024/2025", "undated"])
def test_what_is_no_period_is_none(name):
    """Nothing that stands in an address is taken for one that there is not."""
    assert not is_period(name)


@settings(deadline=None)
@given(first=DAYS, last=DAYS)
def test_periods_cover_every_day_between_and_no_other(first, last):
    """Each follows the one before, the ends lie in the first and the last; there are never very many of them."""
    first, last = sorted((first, last))
    level = level_of(first, last)
    found = list(periods_between(first, last, level))
    assert days_of(found[0])[0] <= first <= days_of(found[0])[1]
    assert days_of(found[-1])[0] <= last <= days_of(found[-1])[1]
    assert found == sorted(set(found))
    assert len(found) <= 101


@pytest.mark.parametrize(
    ("first", "last", "level"),
    [
        ("2024-01-01", "2024-02-20", Level.DAY),
        ("2024-01-01", "2025-02-20", Level.MONTH),
        ("2004-01-01", "2025-02-20", Level.YEAR),
        ("1804-01-01", "2025-02-20", Level.DECADE),
        ("0804-01-01", "2025-02-20", Level.CENTURY),
    ],
)
def test_the_longer_the_time_the_longer_the_periods(first, last, level):
    """Days, months, years, decades, centuries."""
    assert level_of(first, last) is level


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2024-08-01", "1 August 2024"),
        ("2024-08", "August 2024"),
        ("2024", "2024"),
        ("202X", "the 2020s"),
        ("19XX", "1900 to 1999"),
        ("undated", "no date told"),
    ],
)
def test_a_period_in_words(name, words):
    """As a reader is told of it."""
    assert in_words(name) == words
