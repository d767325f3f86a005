"""Roles that what is known contradicts: a finding with its dates and source, and above all no false alarm."""

from __future__ import annotations

from datetime import date

import pytest

from whomet.model import Account, Claim, FindingKind, Property, Span
from whomet.resolution.roles import doubt_roles


def account(name, role, party="", day="", status="held", main=True):
    """An account of one person; spans stand for words that are somewhere."""
    claims = [
        Claim(Property.STATUS, status, (Span(0, 3),)),
        Claim(Property.PERSON_NAME, name, (Span(30, 40),), part=0),
        Claim(Property.PERSON_ROLE, role, (Span(20, 30),), part=0),
        *([Claim(Property.PERSON_PARTY, party, (Span(20, 30),), part=0)] if party else []),
        *([Claim(Property.DATE, day, (Span(50, 60),))] if day else []),
    ]
    return Account("made-up", "document", main, 1.0, tuple(claims))


def doubts(published, *args, **kwargs):
    return doubt_roles(account(*args, **kwargs), date.fromisoformat(published) if published else None)


def test_a_role_held_at_another_time_is_doubted():
    """The sentence says who held it when, according to what, and who held it on the day; the words are cited."""
    (found,) = doubts("2008-03-04", "Ehud Barak", "Israeli Prime Minister", day="2008-03-03")
    assert found.kind is FindingKind.ROLE_DOUBT and found.about == "made-up"
    assert found.spans == (Span(20, 30), Span(30, 40))
    for part in ("from 1999-07-06 to 2001-03-07", "Whomet’s list (as of", "Ehud Olmert", "2008-03-03"):
        assert part in found.text


def test_a_role_is_doubted_in_an_archive_too():
    """The lists of earlier days say who had it."""
    (found,) = doubts("1960-03-04", "Ehud Barak", "Israeli Prime Minister", day="1960-03-03")
    assert "David Ben-Gurion" in found.text
    assert doubts("1987-03-04", "George Bush", "US Vice President", day="1987-03-03") == ()
    assert doubts("1987-03-04", "James Baker", "US Treasury Secretary", day="1987-03-03") == ()


@pytest.mark.parametrize(
    ("published", "name", "role", "party", "day"),
    [
        ("2000-03-04", "Ehud Barak", "Prime Minister", "Israel", "2000-03-03"),  # he was
        ("2001-04-01", "Ehud Barak", "Prime Minister", "Israel", "2001-03-30"),  # just over
        ("1999-05-20", "Ehud Barak", "Prime Minister", "Israel", "1999-05-19"),  # elected, not sworn in
        ("2008-03-04", "Ehud Barak", "Prime Minister", "Israel", "2000"),  # told later of then
        ("2000-06-01", "Ehud Barak", "Prime Minister", "Israel", "1995"),  # told of before, by the title of the day
        ("2008-03-04", "Ehud Barak", "Prime Minister", "Israel", "2008-03-03"),  # a courtesy: the bare title of old
        ("2008-03-04", "Ehud Barak", "former Israeli Prime Minister", "", "2008-03-03"),
        ("2008-03-04", "Ehud Barak", "then-Israeli Prime Minister", "", ""),
        ("2008-03-04", "Ehud Barak", "then-Israeli Prime Minister", "", "2000-05"),
        ("2008-03-04", "Ehud Barak", "Israeli Tourism Minister", "", "2008-03-03"),  # no list of these
        ("2008-03-04", "Somebody Else", "Israeli Prime Minister", "", "2008-03-03"),  # nobody known
        ("2008-03-04", "Ehud Barak", "adviser to the Israeli Prime Minister", "", "2008-03-03"),
        ("2008-03-04", "Ehud Barak", "Lebanese Prime Minister", "", "2008-03-03"),  # never was
        ("1947-03-04", "Ehud Barak", "Israeli Prime Minister", "", "1947-03-03"),  # nobody is known to have been
        ("", "Ehud Barak", "Israeli Prime Minister", "", ""),  # no day at all
    ],
)
def test_no_false_alarm(published, name, role, party, day):
    """What may be right in any way is left alone."""
    assert doubts(published, name, role, party=party, day=day) == ()


def test_without_a_date_only_news_of_the_day_is_asked():
    """A meeting told of in passing may have been at any time."""
    assert doubts("2008-03-04", "Ehud Barak", "Israeli Prime Minister", main=True)
    assert doubts("2008-03-04", "Ehud Barak", "Israeli Prime Minister", main=False) == ()


def test_former_while_in_office_is_doubted():
    """For one who has been there for months, and was only once."""
    (found,) = doubts("2000-03-04", "Ehud Barak", "former Israeli Prime Minister")
    assert "was then in office" in found.text
    assert doubts("1999-07-20", "Ehud Barak", "former Israeli Prime Minister") == ()


def test_the_dead_take_part_in_nothing():
    """Unless the text knows it, or tells of an earlier day."""
    (found,) = doubts("2008-03-04", "Yitzhak Rabin", "Israeli Prime Minister", day="2008-03-03")
    assert "died on 1995-11-04" in found.text
    assert doubts("2008-03-04", "Yitzhak Rabin", "late Israeli Prime Minister", day="2008-03-03") == ()
    assert doubts("2008-03-04", "Yitzhak Rabin", "Israeli Prime Minister", day="1994") == ()
    (found,) = doubts("1930-03-04", "Ehud Barak", "Israeli Prime Minister", day="1930-03-03")
    assert "was born on 1942-02-12" in found.text


def test_then_means_the_day_of_the_meeting_alone():
    """Not that of the report, on which the role is over."""
    assert doubts("2000-03-04", "Ehud Barak", "then-Israeli Prime Minister", day="2008-03-03")
    assert doubts("2000-03-04", "Ehud Barak", "then-Israeli Prime Minister", day="2000-03-03") == ()
