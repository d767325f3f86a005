"""What charts count, grouped by the database: the same in a file and on a server."""

from __future__ import annotations

from hashlib import sha256

import pytest
from put_by_hand import put_by_hand, reading_of, told_of

from whomet.model import (
    Accord,
    Account,
    Cell,
    CellReading,
    Claim,
    Entity,
    EntityKind,
    Meeting,
    Property,
    Span,
)
from whomet.register import listings
from whomet.register.browsing import View
from whomet.register.charting import Tally
from whomet.register.listings import Facet

SPANS = (Span(0, 1),)
TOLD = {  # dates, (city, country) by account, sides
    "day": (["2031-03-04"], [("Geneva", "CH")], ["Ruritania", "Zenda"]),
    "month": (["2031-03"], [("Geneva", "CH")], ["Ruritania", "Zenda", "Strelsau"]),
    "finer": (["2031", "2031-05-02"], [("", "CH")], ["Ruritania"]),
    "differ": (["2031-03-07", "2031-05-10/2031-05-12"], [("Geneva", "CH"), ("Doha", "QA")], ["Zenda"]),
    "none": ([], [("", "")], ["Zenda", "Strelsau"]),
    "nobody": (["2029-12-31"], [("Nowhere-on-Sea", "")], []),
}


def account_of(name: str, number: int) -> Account:
    """One of a meeting's accounts, with its own city and country; dates are told in turn."""
    dates, places, sides = TOLD[name]
    city, country = places[number]
    said = [(Property.CITY, city), (Property.COUNTRY, country), *((Property.PARTY, side) for side in sides)]
    said += [(Property.DATE, day) for day in dates[number :: len(places)]]
    key = sha256(f"{name}{number}".encode()).hexdigest()
    claims = [Claim(prop, value, SPANS) for prop, value in said if value]
    claims += [Claim(Property.PERSON_NAME, who, SPANS, part=part) for part, who in enumerate(("Rudolf", "Flavia"), 1)]
    return Account(f"{name}{number}", key, True, 1.0, tuple(claims))


def meeting_of(name: str) -> Meeting:
    """The meeting of some accounts; of "differ" the sources differ on date and place."""
    accounts = [account_of(name, number) for number in range(len(TOLD[name][1]))]
    cells = []
    for prop in (Property.DATE, Property.CITY, Property.COUNTRY, Property.PARTY):
        readings = told_of(prop, accounts)
        accord = Accord.CONFLICT if name == "differ" and len(readings) > 1 else Accord.FINER
        if readings:
            cells.append(Cell(prop, readings, accord))
    return Meeting(accounts[0].id, tuple(a.id for a in accounts), tuple(cells))


@pytest.fixture
def filled(register):
    """A register of the meetings; two people were at each, a third at one."""
    for name, (_, places, _) in TOLD.items():
        for number in range(len(places)):
            register.add(reading_of(account_of(name, number)))
    everywhere = [f"{name}0" for name in TOLD]
    people = [
        Entity(f"p-{who}", EntityKind.PERSON, who, (who,), tuple(f"{account}/{part}" for account in at))
        for part, who, at in (
            (1, "Rudolf", everywhere),
            (2, "Flavia", everywhere[:2]),
            (2, "Black Michael", ["differ1"]),
        )
    ]
    put_by_hand(register, meetings=map(meeting_of, TOLD), entities=people)
    return register


def test_days_are_counted_as_exactly_as_they_are_told(filled):
    """A day, a month, the finest of dates that agree, both of two that differ, and none."""
    assert filled.days(View()) == {
        "2031-03-04": Tally(1, 0),
        "2031-03-01/2031-03-31": Tally(1, 0),
        "2031-05-02": Tally(1, 0),
        "2031-03-07 2031-05-10/2031-05-12": Tally(1, 1),
        "": Tally(1, 0),
        "2029-12-31": Tally(1, 0),
    }
    assert filled.days(View(facets={Facet.PARTY: "Zenda"}))["2031-03-04"] == Tally(1, 0)
    assert "2031-05-02" not in filled.days(View(facets={Facet.PARTY: "Zenda"}))
    assert filled.days_told(["day0", "none0"]) == {"day0": "2031-03-04", "none0": ""}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2031-03-04", {"day0", "month0"}),
        ("2031-03", {"day0", "month0", "differ0"}),
        ("2031-04", set()),
        ("2031-05-11", {"differ0"}),
        ("2031", {"day0", "month0", "differ0", "finer0"}),
        ("202X", {"nobody0"}),
        ("20XX", {"day0", "month0", "differ0", "finer0", "nobody0"}),
        ("undated", {"none0"}),
    ],
)
def test_a_period_has_what_may_have_been_in_it(filled, when, expected):
    """Also between two dates that sources give there is nothing; a list, its length and its pages agree."""
    view = View(when=when)
    assert set(filled.listed_ids(view)) == expected
    assert filled.listed(view, 0, 10).total == filled.total(view) == len(expected)
    assert sum(tally.meetings for tally in filled.days(view).values()) == len(expected)


def test_sites_hold_every_meeting(filled):
    """Cities with the country that tells which; only the country; nothing; and both where sources differ."""
    assert filled.sites(View()) == {
        "CH/Geneva": Tally(3, 1),
        "QA/Doha": Tally(1, 1),
        "CH/": Tally(1, 0),
        "/": Tally(1, 0),
        "/Nowhere-on-Sea": Tally(1, 0),
    }
    assert set(filled.listed_ids(View(site="CH/Geneva"))) == {"day0", "month0", "differ0"}
    assert filled.listed_ids(View(site="/")) == ["none0"]
    assert filled.sites(View(when="2031-03-04")) == {"CH/Geneva": Tally(2, 0)}


def test_a_city_without_its_country_is_the_one_that_others_mean(register):
    """One place is one site, whoever leaves its country out."""
    cells = (
        Cell(Property.CITY, (CellReading("Tripoli", ("a", "b")),)),
        Cell(Property.COUNTRY, (CellReading("LB", ("a",)),)),
    )
    put_by_hand(register, meetings=[Meeting("a", ("a", "b"), cells)])
    assert list(register.sites(View())) == ["LB/Tripoli"]


def test_pairs_of_sides_are_counted_in_every_view(filled):
    """Of all meetings, of some, and of most, which is counted from the rest."""
    names = ["Ruritania", "Zenda", "Strelsau", "Nobody"]
    assert filled.pairs(View(), names) == {
        ("Ruritania", "Zenda"): 2,
        ("Ruritania", "Strelsau"): 1,
        ("Strelsau", "Zenda"): 2,
    }
    assert filled.pairs(View(when="2031-03-04"), names)[("Strelsau", "Zenda")] == 1
    assert filled.pairs(View(facets={Facet.PARTY: "Zenda"}), ["Ruritania", "Zenda"]) == {("Ruritania", "Zenda"): 2}
    both = View(facets={Facet.PARTY: "Zenda"}, also=((Facet.PARTY, "Strelsau"),))
    assert set(filled.listed_ids(both)) == {"month0", "none0"}
    assert filled.listed(both, 0, 1).total == 2


def test_who_was_there_with_whom_is_not_noted_of_very_many(register, monkeypatch):
    """Such meetings are counted apart."""
    monkeypatch.setattr(listings, "MOST_SIDES", 2)
    put_by_hand(register, meetings=map(meeting_of, TOLD))
    assert register.pairs(View(), ["Ruritania", "Zenda"]) == {("Ruritania", "Zenda"): 1}
    assert register.crowded(View()) == 1
    assert register.crowded(View(when="undated")) == 0


def test_people_are_counted_by_meetings_not_accounts(filled):
    """Each of them, and each two who were at one meeting, by whichever account."""
    found = filled.together(View(), ["p-Rudolf", "p-Flavia", "p-Black Michael"])
    assert found.meetings == {"p-Rudolf": 6, "p-Flavia": 2, "p-Black Michael": 1}
    assert found.pairs == {("p-Flavia", "p-Rudolf"): 2, ("p-Black Michael", "p-Rudolf"): 1}
    assert filled.together(View(when="undated"), ["p-Rudolf", "p-Flavia"]).pairs == {}


def test_what_charts_count_goes_with_its_meeting(filled):
    """A meeting that is no more is at no site and on no day."""
    with filled.settling(0) as settling:
        settling.meetings.drop(["day0", "month0", "differ0"])
    assert set(filled.sites(View())) == {"CH/", "/", "/Nowhere-on-Sea"}
    assert filled.pairs(View(), ["Ruritania", "Zenda"]) == {}
