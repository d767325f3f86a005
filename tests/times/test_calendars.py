"""The Islamic calendar: Ramadan 1440 was 2019-05-06 to 2019-06-03, Ramadan 1441 2020-04-24 to 2020-05-23."""

from datetime import date

import pytest

from whomet.knowledge.calendars import islamic_month, ramadans_touching, resolve_hijri
from whomet.language.times import find_times

R1440 = (date(2019, 5, 6), date(2019, 6, 3))
R1441 = (date(2020, 4, 24), date(2020, 5, 23))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2019, 6, 3), date(2019, 12, 31), (R1440,)),
        (date(2019, 6, 4), date(2020, 4, 23), ()),
        (date(2019, 5, 10), date(2020, 5, 1), (R1440, R1441)),
        (date(1, 1, 1), date(1900, 1, 1), ()),
        (date(9000, 1, 1), date(9999, 1, 1), ()),
    ],
)
def test_ramadans_that_share_a_day(first, last, found):
    """Both ends count; outside of the tables there is none."""
    assert ramadans_touching(first, last) == found


def test_months_outside_of_the_tables_are_unknown():
    """1343 to 1500 AH, and no thirteenth month."""
    assert islamic_month(1440, 9) == R1440
    assert islamic_month(1300, 9) is islamic_month(1440, 13) is None


@pytest.mark.parametrize(
    ("words", "anchor", "future", "edtf"),
    [
        ("1 Ramadan 1440", None, False, "2019-05-06"),
        ("Ramadan 1440", None, False, "2019-05-06/2019-06-03"),
        ("Ramadan 2020", None, False, "2020-04-24/2020-05-23"),
        ("the holy month of Ramadan", date(2019, 5, 20), False, "2019-05-06/2019-06-03"),
        ("the holy month of Ramadan", date(2019, 10, 24), False, "2019-05-06/2019-06-03"),
        ("the holy month of Ramadan", date(2019, 10, 24), True, "2020-04-24/2020-05-23"),
        ("last Ramadan", date(2020, 5, 1), False, "2019-05-06/2019-06-03"),
        ("Ramadan", None, False, ""),
        ("30 Ramadan 1440", None, False, ""),
    ],
)
def test_islamic_months_resolve(words, anchor, future, edtf):
    """With a year of either calendar, or counted from a day; a month that has 29 days has no thirtieth."""
    (found,) = find_times(words)
    assert resolve_hijri(found.value, anchor, future).edtf == edtf
