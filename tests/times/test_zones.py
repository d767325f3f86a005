"""The day of a meeting where its place and the outlet's are many hours apart."""

import pytest

from whomet.knowledge.data import read_data
from whomet.knowledge.time_zones import hours_ahead
from whomet.language.times import find_times
from whomet.model import Account, Claim, Document, Mention, MentionKind, Property, Span
from whomet.resolution.dates import date_account
from whomet.resolution.said import said_in
from whomet.resolution.zones import in_local_time

HEADER = "2017-05-15 | "  # a Monday


def told(words: str, country: str, outlet: str, status: str = "held") -> Claim:
    """The date claim of an account that tells of a meeting in a country by these words."""
    text = f"{HEADER}They met {words}."
    published = Claim(Property.PUBLISHED, "2017-05-15", (Span(0, 10),))
    document = Document("key", "id", text, "", "", "", published=published)
    times = tuple(Mention(MentionKind.TIME, m.span, str(m.value)) for m in find_times(text, len(HEADER)))
    claims = (Claim(Property.STATUS, status), Claim(Property.COUNTRY, country))
    time_text = Claim(Property.TIME_TEXT, words, (Span(text.index(words), len(text) - 1),))
    account = Account("account", "key", True, 1.0, (*claims, time_text))
    everywhere = said_in(document, times)
    dated, _ = date_account(document, everywhere, account)
    found = in_local_time(document, dated, everywhere, outlet).first(Property.DATE)
    assert found is not None
    return found


CASES = [
    ("on Tuesday morning", "JP", "US", "2017-05-16"),
    ("early on Tuesday", "JP", "US", "2017-05-16"),
    ("at 9 a.m. on Tuesday", "JP", "US", "2017-05-16"),
    ("on Tuesday (local time)", "JP", "US", "2017-05-16"),
    ("on Tuesday", "JP", "US", "2017-05-09"),
    ("on Tuesday morning", "US", "JP", "2017-05-09"),
    ("on Tuesday morning", "QA", "GB", "2017-05-09"),
    ("on Sunday evening", "JP", "US", "2017-05-14"),
    ("late on Monday (local time)", "US", "JP", "2017-05-15"),
    ("last Tuesday morning", "JP", "US", "2017-05-09"),
    ("yesterday morning", "JP", "US", "2017-05-14"),
    ("on Tuesday morning", "JP", "", "2017-05-09"),
    ("at 11:30 p.m. GMT on Monday", "JP", "", "2017-05-16"),
    ("at 11 p.m. EST on Sunday", "JP", "", "2017-05-15"),
    ("at 3:00 GMT on Monday", "US", "", "2017-05-14"),
    ("at 8:00 GMT on Monday", "US", "", "2017-05-15"),
    ("at 11:30 a.m. GMT on Monday", "JP", "", "2017-05-15"),
    ("at 11:30 p.m. on Monday", "JP", "US", "2017-05-15"),
    ("on 9 May", "JP", "US", "2017-05-09"),
]


@pytest.mark.parametrize(("words", "country", "outlet", "expected"), CASES)
def test_the_day_is_that_of_the_place(words, country, outlet, expected):
    """Only where an hour, a part of the day or the place's own time is told, and clocks are far apart."""
    assert told(words, country, outlet).value == expected


@pytest.mark.parametrize(
    ("words", "outlet", "why"),
    [
        ("on Tuesday morning", "US", "clocks in JP are 13 to 19 hours ahead of those in US, where it was printed"),
        ("at 11 p.m. GMT on Monday", "", "and at 11 p.m. GMT it was another day in JP"),
    ],
)
def test_the_basis_names_the_clocks(words, outlet, why):
    """A reader sees why the day is another one, and the claim still cites words and publication."""
    claim = told(words, "JP", outlet)
    assert claim.basis.endswith(why)
    assert len(claim.spans) == 2


@pytest.mark.parametrize(("there", "here", "least", "most"), read_data("time_zones")["examples"])
def test_hours_between_two_states(there, here, least, most):
    """Each example of the word data."""
    assert hours_ahead(there, here) == (least, most)


def test_every_range_is_in_order():
    """The least stands first, and no clock is further from UTC than clocks are."""
    assert all(-12 <= least <= most <= 14 for least, most in read_data("time_zones")["hours"].values())


def test_unknown_states_have_no_hours():
    """Nothing is guessed."""
    assert hours_ahead("JP", "") is None
    assert hours_ahead("ZZ", "JP") is None
