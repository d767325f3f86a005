"""Doubts about a stated publication date from the people of a text: their offices and their lives."""

from __future__ import annotations

from datetime import date

from whomet.model import Account, Claim, Property, Span
from whomet.resolution.publication import doubt_publication

TEXT = "Prime Minister Ehud Barak of Israel met President Hafez al-Assad of Syria in Oslo in 2000."
BARAK = ("Ehud Barak", "Prime Minister", "Israel")
ASSAD = ("Hafez al-Assad", "President of Syria", "Syria")
OLMERT = ("Ehud Olmert", "Israeli Prime Minister", "Israel")
SHARON = ("Ariel Sharon", "Israeli Prime Minister", "Israel")


def span(words):
    start = TEXT.find(words)
    return Span(max(0, start), max(0, start) + len(words))


def account(*people, main=True, time=""):
    claims = [Claim(Property.STATUS, "held", (span("met"),))]
    for part, (name, role, party) in enumerate(people):
        claims.append(Claim(Property.PERSON_NAME, name, (span(name),), part=part))
        claims.append(Claim(Property.PERSON_ROLE, role, (span(role),), part=part))
        claims.append(Claim(Property.PERSON_PARTY, party, (span(party),), part=part))
    if time:
        claims.append(Claim(Property.TIME_TEXT, time, (span(time),)))
    return Account("made-up", "document", main, 1.0, tuple(claims))


def doubt(published, *accounts):
    return doubt_publication(TEXT, date.fromisoformat(published), (), (), accounts)


def test_an_office_that_began_years_later_is_a_sure_sign():
    """Nobody can tell of it before; the text may be from the days in office."""
    found = doubt("2001-09-11", account(OLMERT))
    assert found.windows == ((date(2006, 1, 4), date(2006, 4, 14)), (date(2006, 4, 14), date(2009, 3, 31)))
    assert "from 2006-04-14 to 2009-03-31" in found.sentence and "2001-09-11" in found.sentence


def test_an_office_that_was_over_for_years_is_a_sure_sign():
    """Of somebody who is named in full and by more than a bare title."""
    assert doubt("2014-09-11", account(SHARON)).windows == ((date(2001, 3, 7), date(2006, 4, 14)),)
    assert doubt("2014-09-11", account(("Sharon", "Israeli Prime Minister", "Israel"))) is None


def test_a_bare_title_may_be_a_courtesy_and_takes_a_second_sign():
    """The two of them give the days on which both were in office."""
    assert doubt("2014-09-11", account(BARAK)) is None
    found = doubt("2014-09-11", account(BARAK, ("Hafez al-Assad", "President", "Syria")))
    assert found.windows == ((date(1999, 7, 6), date(2000, 6, 10)),)


def test_what_is_told_in_passing_or_with_its_year_is_no_sign():
    """A text may tell of the past."""
    assert doubt("2001-09-11", account(OLMERT, main=False)) is None
    assert doubt("2001-09-11", account(OLMERT, time="in 2000")) is None


def test_people_in_their_offices_are_no_sign():
    """Nor those who left them, or took them up, within a year."""
    for published in ("2007-05-05", "2005-06-01", "2010-02-01"):
        assert doubt(published, account(OLMERT)) is None


def test_the_dead_are_a_sign_with_another():
    """Together with a second one who was not in office any more; a word that he is dead is enough for none."""
    dead = ("Yitzhak Rabin", "former Israeli Prime Minister", "Israel")
    assert doubt("2016-05-05", account(dead)) is None
    found = doubt("2016-05-05", account(dead, ("Hafez al-Assad", "President", "Syria")))
    assert "died on 1995-11-04" in found.sentence
    late = ("Yitzhak Rabin", "late Israeli Prime Minister", "Israel")
    assert doubt("2016-05-05", account(late, ("Hafez al-Assad", "President", "Syria"))) is None


def test_years_of_office_settle_no_weekday():
    """Only short windows are counted from; the doubt itself keeps all."""
    found = doubt("2001-09-11", account(OLMERT))
    assert found.windows and found.to_count_from.windows == ()
    assert found.to_count_from.sentence == found.sentence
