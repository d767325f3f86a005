"""Lists of meetings, narrowed, ordered and counted by the database: the same in a file and on a server."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from put_by_hand import put_by_hand
from sqlalchemy import delete, select

from whomet.model import (
    Accord,
    Account,
    Cell,
    CellReading,
    Claim,
    Document,
    Entity,
    EntityKind,
    Finding,
    FindingKind,
    Meeting,
    Property,
    Reading,
    Span,
)
from whomet.register import browsing, listings, speaking, tables
from whomet.register.browsing import Order, View
from whomet.register.listings import DENIED, Facet

LISTS = (tables.listings, tables.summaries, tables.facets, tables.tallies, tables.sites, tables.pairs)

TOLD = {  # city, dates, status, publisher, text
    "a": ("Strelsau", ("2031-03-04",), "held", "Courier", "envoys on the river"),
    "b": ("Zenda", ("2031", "2033-01-01"), "planned", "Courier", "envoys in the castle"),
    "c": ("Strelsau", (), "held", "Tide", "a supper by the river"),
    "d": ("x" * 5000, ("2029-05/2030-02",), "held", "Tide\x00", "nothing"),
}


def reading_of(name: str) -> Reading:
    """A document that tells of one meeting, whose id is its name."""
    city, dates, status, publisher, text = TOLD[name]
    key = sha256(name.encode()).hexdigest()
    spans = (Span(0, 1),)
    claims = [
        Claim(Property.CITY, city, spans),
        Claim(Property.STATUS, status, spans),
        Claim(Property.PARTY, "Ruritania", spans),
    ]
    claims += [Claim(Property.DATE, day, spans) for day in dates]
    claims += [Claim(Property.PERSON_NAME, f"Rudolf {name.upper()}", spans, part=1)]
    document = Document(
        key, name, text, f"{name}.txt", key, "text 1", publisher=Claim(Property.PUBLISHER, publisher, spans)
    )
    warned = [Finding(FindingKind.NAME_UNRESOLVED, "who?", name)] if name == "a" else []
    return Reading(document, "rules 1", (Account(name, key, True, 1.0, tuple(claims)),), findings=tuple(warned))


def meeting_of(name: str) -> Meeting:
    """The meeting as its cells say; the sources of b differ in the day, c is denied."""
    account = reading_of(name).accounts[0]
    props = (Property.CITY, Property.STATUS, Property.PARTY, Property.DATE)
    cells = [
        Cell(
            p,
            tuple(CellReading(v, (name,)) for v in account.values(p)),
            Accord.CONFLICT if name == "b" and p is Property.DATE else Accord.AGREE,
        )
        for p in props
        if account.values(p)
    ]
    cells += [Cell(Property.DENIAL_TEXT, (CellReading("never", (name,)),), Accord.CONFLICT)] if name == "c" else []
    return Meeting(name, (name,), tuple(cells))


@pytest.fixture
def filled(register):
    """A register of the four meetings; one person was at a, b and c, another at d."""
    for name in TOLD:
        register.add(reading_of(name))
    people = [
        Entity(
            "person-1",
            EntityKind.PERSON,
            "Rudolf",
            ("Rudolf", "رودولف"),
            ("a/1", "b/1", "c/1"),
            (("king", "2031", "a"),),
        ),
        Entity("person-2", EntityKind.PERSON, "Flavia", ("Flavia",), ("d/1",)),
    ]
    left_out = [Finding(FindingKind.LEFT_OUT, "told by one side", "b")]
    put_by_hand(register, meetings=map(meeting_of, TOLD), entities=people, findings=left_out, voices={"c": 3})
    return register


def ids(register, view: View) -> list[str]:
    """What a view lists, also as stretches."""
    whole = register.listed(view, 0, 10)
    assert whole.total == len(whole.meetings)
    stretches = [m.id for start in range(0, 4, 3) for m in register.listed(view, start, 3).meetings]
    assert stretches == [m.id for m in whole.meetings] == register.listed_ids(view)
    return stretches


@pytest.mark.parametrize(
    ("order", "expected"), [(Order.LATEST, "badc"), (Order.EARLIEST, "dbac"), (Order.VOICES, "cdba")]
)
def test_meetings_are_ordered_and_those_without_a_date_come_last(filled, order, expected):
    """By the last or the first day that a source leaves possible, or by voices."""
    assert "".join(ids(filled, View(order=order))) == expected


@pytest.mark.parametrize(
    ("facets", "words", "expected"),
    [
        ({Facet.PLACE: "Strelsau"}, "", "ac"),
        ({Facet.PLACE: "x" * listings.LONGEST}, "", "d"),
        ({Facet.YEAR: "2031"}, "", "ba"),
        ({Facet.YEAR: "2033"}, "", "b"),
        ({Facet.YEAR: "2032"}, "", ""),
        ({Facet.STATUS: "held", Facet.SOURCE: "Tide"}, "", "c"),
        ({Facet.PERSON: "person-1"}, "", "bac"),
        ({Facet.PERSON: "person-1", Facet.PLACE: "Zenda"}, "", "b"),
        ({Facet.DOUBT: "date"}, "", "b"),
        ({Facet.DOUBT: DENIED}, "", "c"),
        ({Facet.DOUBT: "name-unresolved"}, "", "a"),
        ({Facet.DOUBT: "left-out"}, "", "b"),
        ({Facet.PARTY: "Nobody"}, "", ""),
        ({}, "river", "ac"),
        ({}, "ENVOY* river", "a"),
        ({}, "zenda", "b"),
        ({Facet.STATUS: "held"}, "strelsau", "ac"),
        ({}, '""', ""),
    ],
)
def test_a_list_is_narrowed_by_facets_and_words(filled, facets, words, expected):
    """All of what is asked has to be so; words stand in the account or in its document."""
    assert "".join(ids(filled, View(words, facets))) == expected


@pytest.mark.parametrize(("words", "expected"), [("the", "bac"), ("rudolf", "badc"), ("river", "ac")])
def test_words_that_most_meetings_have_are_asked_by_those_that_have_not(filled, monkeypatch, words, expected):
    """The list is the same, and so are the counts beside it."""
    view = View(words)
    usual = counts(filled, Facet.PLACE, view)
    monkeypatch.setattr(browsing, "BROAD", -1)
    filled._leave_state()
    assert "".join(ids(filled, view)) == expected
    assert counts(filled, Facet.PLACE, view) == usual
    assert "".join(ids(filled, View(words, {Facet.STATUS: "held"}))) == expected.replace("b", "")


def test_meetings_without_a_word_are_those_that_do_not_have_it(filled):
    """However it is asked: as all others than those that have it, or by way of the texts that have not. An account that
    has it, or a second reading of a document, speaks for the meeting; one of two accounts does for both."""
    again = reading_of("d")
    filled.add(replace(again, reader="rules 2"))
    put_by_hand(filled, meetings=[Meeting("b", ("b", "a"))])
    found = 0
    for words in ("the", "envoys", "river", "rudolf", "strelsau", "nothing", "nowhere", "rud*"):
        with filled._looking() as connection:
            entries = filled._database.entries_with(browsing.terms_of(words))
            every = set(connection.scalars(select(tables.listings.c.meeting)))
            having = set(connection.scalars(speaking.meetings_with(entries)))
            assert set(speaking.silent(connection, entries)) == every - having, words
            found += bool(having) and bool(every - having)
    assert found > 3


def test_a_list_is_searched_without_an_index_as_with_one(filled, monkeypatch):
    """Where a database has none, everything is read, with the same answers."""
    monkeypatch.setattr(filled._database, "has_index", lambda connection: False)
    assert ids(filled, View("river")) == ["a", "c"]


def test_words_are_looked_up_once_in_a_state(filled, monkeypatch):
    """What a page lists and counts follows from one search; what was added since is found in the next state."""
    searched = []
    look_up = filled._looked_up
    monkeypatch.setattr(filled, "_looked_up", lambda *asked: searched.append(asked[1]) or look_up(*asked))
    with filled.one_state():
        assert ids(filled, View("river")) == ["a", "c"]
        assert counts(filled, Facet.PLACE, View("river")) == {"Strelsau": 2}
        assert ids(filled, View("castle")) == ["b"]
    assert searched == ["river", "castle"]
    put_by_hand(filled, meetings=[Meeting("c", ("c", "d"))])
    with filled.one_state():
        assert ids(filled, View("castle")) == ["b"]
        assert sorted(ids(filled, View("nothing"))) == ["c", "d"]


def counts(register, facet: Facet, view: View | None = None) -> dict[str, int]:
    """The values of a facet with their counts."""
    return {c.name: c.meetings for c in register.counted(view or View(), [facet], 10)[facet]}


def test_facets_are_counted_among_what_is_shown(filled):
    """All of them, or those of a narrowed list, most frequent first; years in their order."""
    assert list(counts(filled, Facet.PLACE).items()) == [("Strelsau", 2), ("Zenda", 1), ("x" * listings.LONGEST, 1)]
    assert list(counts(filled, Facet.YEAR)) == ["2033", "2031", "2030", "2029"]
    assert counts(filled, Facet.STATUS, View(facets={Facet.PLACE: "Strelsau"})) == {"held": 2}
    assert counts(filled, Facet.PERSON) == {"Rudolf": 3, "Flavia": 1}
    assert counts(filled, Facet.PERSON, View("castle")) == {"Rudolf": 1}
    assert counts(filled, Facet.PLACE, View(facets={Facet.STATUS: "held"})) == {
        "Strelsau": 2,
        "x" * listings.LONGEST: 1,
    }
    assert counts(filled, Facet.SOURCE, View(facets={Facet.STATUS: "planned"})) == {"Courier": 1}
    assert counts(filled, Facet.DOUBT) == {"date": 1, DENIED: 1, "left-out": 1, "name-unresolved": 1}


def test_of_a_long_list_those_most_often_named_are_given(filled, monkeypatch):
    """Then the persons are those of the whole register, uncounted; what is listed is the same."""
    monkeypatch.setattr(browsing, "RANKED", 1)
    monkeypatch.setattr(browsing, "BROAD", 1)
    assert counts(filled, Facet.PERSON, View(facets={Facet.STATUS: "held"})) == {"Rudolf": 0, "Flavia": 0}
    assert ids(filled, View("river", {Facet.STATUS: "held", Facet.PERSON: "person-1"})) == ["a", "c"]


def test_a_person_is_told_by_spellings_roles_and_party(filled):
    """As accounts have them."""
    assert filled.entity("person-1").name == "Rudolf"
    assert filled.entity("person-3") is None
    assert {s.name for s in filled.spelt("person-1")} == {"Rudolf", "رودولف"}
    assert [(h.role, h.date, h.accounts) for h in filled.held("person-1")] == [("king", "2031", 1)]


def test_a_register_made_before_there_were_lists_is_listed_when_it_is_opened(filled):
    """What the last migration fills in is what writing meetings leaves, letter for letter."""

    def rows():
        with filled._looking() as connection:
            return [sorted(map(tuple, connection.execute(t.select())), key=repr) for t in LISTS]

    before = rows()
    with filled._writing() as connection:
        for table in LISTS:
            connection.execute(delete(table))
    assert rows() == [[] for _ in LISTS]
    with filled._writing() as connection:
        listings.catch_up(connection)
    assert rows() == before


def test_a_meeting_that_is_made_anew_is_listed_once(filled):
    """With what it is now, and nothing of what it was."""
    changed = Meeting("a", ("a",), (Cell(Property.CITY, (CellReading("Hentzau", ("a",)),)),))
    put_by_hand(filled, meetings=[changed])
    assert ids(filled, View(facets={Facet.PLACE: "Hentzau"})) == ["a"]
    assert ids(filled, View(facets={Facet.PLACE: "Strelsau"})) == ["c"]
    assert ids(filled, View(facets={Facet.STATUS: "held"})) == ["d", "c"]
    assert counts(filled, Facet.PLACE) == {"Hentzau": 1, "Strelsau": 1, "Zenda": 1, "x" * listings.LONGEST: 1}
    assert "name-unresolved" in counts(filled, Facet.DOUBT)
