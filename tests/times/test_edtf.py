"""EDTF strings of the contract's forms, and how they compare; cross-checked against the `edtf` package."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.values import edtf

VALID = [
    "",
    "2019-05-17",
    "2019-05",
    "2019",
    "2019-21",
    "2019-24",
    "2019-05-17/2019-05-19",
    "2019-05/2020",
    "[2019-05-17,2019-05-24]",
    "[2019-05,2019-06]",
]
INVALID = [
    "2019-02-30",
    "2019-13",
    "2019-20",
    "19",
    "0000",
    "2019-05-17/",
    "2019-06/2019-05",
    "[]",
    "[2019,]",
    "soon",
    "2019-5-7",
]

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
DATES = st.one_of(DAYS.map(edtf.format_day), DAYS.map(edtf.format_month), DAYS.map(lambda d: str(d.year)))


@pytest.mark.parametrize("value", VALID)
def test_the_contracts_forms_are_valid(value):
    """Days, months, years, seasons, intervals, sets and the unknown."""
    assert edtf.is_valid(value)


@pytest.mark.parametrize("value", INVALID)
def test_other_strings_are_not(value):
    """Days that the calendar lacks, open or turned intervals, empty sets."""
    assert not edtf.is_valid(value)
    assert edtf.bounds(value) is None


@pytest.mark.parametrize("value", VALID[1:])
def test_bounds_agree_with_the_edtf_package(value):
    """First and last day are those of an independent implementation; winter, which it cuts at new year, aside."""
    package = pytest.importorskip("edtf")
    other = package.parse_edtf(value)
    first, last = edtf.bounds(value)
    assert first.timetuple()[:3] == other.lower_strict()[:3]
    if not value.endswith("-24"):
        assert last.timetuple()[:3] == other.upper_strict()[:3]


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("2019-05-17", "2019-05", True),
        ("2019-05-17", "2019-06", False),
        ("2019-05-17", "", True),
        ("[2019-05-17,2019-05-24]", "2019-05-24", True),
        ("[2019-05-17,2019-05-24]", "2019-05-20", False),
        ("2019-05-16/2019-05-18", "2019-05-17", True),
        ("2019-21", "2019-06-01", False),
        ("2019-24", "2020-01", True),
    ],
)
def test_two_dates_agree_where_they_share_a_day(left, right, agree):
    """What is unknown agrees with everything; a set agrees only by its members."""
    assert edtf.may_agree(left, right) is agree
    assert edtf.may_agree(right, left) is agree


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [("2019-05-17", "2019-05"), ("2019-05", "2019"), ("2019-05-17", "[2019-05-17,2019-05-24]"), ("2019", "")],
)
def test_a_refinement_is_within_and_narrower(fine, coarse):
    """And never the other way round, nor of itself."""
    assert edtf.refines(fine, coarse)
    assert not edtf.refines(coarse, fine)
    assert not edtf.refines(fine, fine)


@given(DATES, DATES)
def test_what_refines_agrees(left, right):
    """A refinement always agrees with what it refines, and has fewer days."""
    if edtf.refines(left, right):
        assert edtf.may_agree(left, right)
        assert edtf.width(left) < edtf.width(right)


@given(st.text())
def test_no_string_breaks_the_comparisons(text):
    """Hostile strings are invalid, and nothing is raised."""
    assert edtf.is_valid(text) == (text == "" or edtf.bounds(text) is not None)
    assert edtf.may_agree(text, text)


def test_one_of_sorts_and_drops_doubles():
    """A single day needs no brackets, none gives nothing."""
    a, b = date(2019, 5, 24), date(2019, 5, 17)
    assert edtf.one_of([a, b, a]) == "[2019-05-17,2019-05-24]"
    assert edtf.one_of([a]) == "2019-05-24"
    assert edtf.one_of([]) == ""


def test_weekdays_within_a_window():
    """Both ends belong to the window."""
    days = edtf.weekdays_within(5, date(2019, 5, 17), date(2019, 5, 31))
    assert [d.day for d in days] == [17, 24, 31]
