"""What other accounts' dates say of a document's stated day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.values.edtf import format_day
from whomet.values.stated_days import day_stated_wrongly

STATED = date(2019, 10, 24)


def test_two_others_that_agree_move_the_stated_day():
    """By as many days as their date is off."""
    assert day_stated_wrongly(STATED, "2019-10-22", ["2018-10-23", "2018-10-23", "2018-10"]) == date(2018, 10, 25)


@pytest.mark.parametrize(
    "others",
    [
        [],
        ["2018-10-23"],  # one alone
        ["2018-10-23", "2018-10"],  # one day alone
        ["2018-10-23", "2018-10-24"],  # they differ
        ["2018-10-23", "2018-10-23", "2019-10-22"],  # one agrees with the document
        ["2018-10-23", "2018-10-23", "2019"],  # one may agree with it
        ["2018-10-23", "2018-10-23", ""],  # one says nothing, so it may
        ["2019-10-24", "2019-10-24"],  # time zones
    ],
)
def test_less_than_that_says_nothing(others):
    """In doubt the stated day is trusted."""
    assert day_stated_wrongly(STATED, "2019-10-22", others) is None


def test_a_weekday_is_only_moved_by_weeks():
    """The words of the document must still be right."""
    assert day_stated_wrongly(STATED, "2019-10-22", ["2019-09-24"] * 2, by_weekday=True) == date(2019, 9, 26)
    assert day_stated_wrongly(STATED, "2019-10-22", ["2019-09-25"] * 2, by_weekday=True) is None


@given(st.dates(), st.dates(), st.integers(0, 400))
def test_the_moved_day_makes_the_dates_agree(told, counted, late):
    """Counted from it, the document says what the others say."""
    try:
        stated = counted + timedelta(days=late)
    except OverflowError:
        return
    moved = day_stated_wrongly(stated, format_day(counted), [format_day(told)] * 2)
    assert moved is None or moved - timedelta(days=late) == told
