"""The solar calendar of Iran, against days that both calendars name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.values.solar_calendar import is_leap, solar_day, solar_month

KNOWN = [
    ((1357, 11, 22), date(1979, 2, 11)),
    ((1399, 1, 1), date(2020, 3, 20)),
    ((1399, 12, 30), date(2021, 3, 20)),
    ((1402, 7, 15), date(2023, 10, 7)),
    ((1404, 1, 1), date(2025, 3, 21)),
]


@pytest.mark.parametrize(("solar", "day"), KNOWN)
def test_known_days(solar, day):
    """Days that are known in both calendars."""
    assert solar_day(*solar) == day


@given(st.integers(1300, 1498), st.integers(1, 12))
def test_months_follow_each_other(year, month):
    """The day after a month's last is the next month's first."""
    then = (year, month + 1) if month < 12 else (year + 1, 1)
    assert solar_month(year, month)[1] + timedelta(days=1) == solar_month(*then)[0]


@pytest.mark.parametrize("solar", [(1404, 12, 30), (1403, 7, 31), (1403, 13, 1), (1200, 1, 1), (1403, 1, 0)])
def test_days_that_do_not_exist_are_refused(solar):
    """A ValueError for what the calendar, or our tables, lack."""
    with pytest.raises(ValueError):
        solar_day(*solar)


def test_leap_years():
    """Those of the years around 1400."""
    assert [year for year in range(1395, 1410) if is_leap(year)] == [1395, 1399, 1403, 1408]
