"""Who held which office when: names to people, people to offices, and what a user's own book changes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge import holders, offices
from whomet.knowledge.office_book import OfficeBook, Source
from whomet.knowledge.offices import (
    InOffice,
    Person,
    Tenure,
    fits_office,
    holders_at,
    in_office,
    knowledge_version,
    people_named,
    people_of_office,
    people_surely_named,
    person_at,
    tenures_of,
)
from whomet.values.edtf import bounds

FILE = {
    "as_of": "2025-06-30",
    "sources": ["made up", {"public record": "gazettes"}],
    "offices": [
        {
            "party": "IR",
            "office": "foreign-minister",
            "title": "Minister of Foreign Affairs",
            "also": ["top envoy of the republic"],
            "holders": [
                ["Karim Zandi", "1999-08-03", "2005-08-03"],
                ["Ali Mehri Tavana", "2005-08", "2009-08", "acting"],
                ["Nasrin Golabi", date(2024, 8, 21), ""],
            ],
        },
        {
            "party": "CN",
            "office": "head-of-state",
            "title": "President",
            "heads_government": True,
            "holders": [["Guo Wenli", "2003", "2010"], ["Guo Baoming", "2010", ""]],
        },
        {
            "party": "un",
            "office": "organisation-head",
            "title": "Secretary-General",
            "holders": [["Zandi Ruiz", "2001", ""]],
        },
    ],
    "people": {
        "Karim Zandi": {"born": date(1950, 1, 2), "also": ["Kareem Zandy"], "native": ["کریم زندی"]},
        "Guo Wenli": {"native": ["郭文礼"], "died": ""},
        "Nasrin Golabi": {"born": "1970"},
    },
}


@pytest.fixture(autouse=True)
def made_up(monkeypatch, tmp_path):
    """The shipped book is the one above, and the user's file is not there."""
    monkeypatch.setenv("WHOMET_KNOWLEDGE", str(tmp_path / "own.sqlite"))
    monkeypatch.setattr(holders, "holder_files", lambda: ("holders_made_up",))
    monkeypatch.setattr(holders, "read_data", lambda name: FILE)
    monkeypatch.setattr(holders, "digest_of_files", lambda: "made up")
    book = holders.book_of_files()
    monkeypatch.setattr(offices, "shipped_book", lambda: book)
    offices.reopen()
    yield
    offices.reopen()


def own_book(path, *rows):
    """The user's book, of (person, tenures)."""
    book = OfficeBook.new(path / "own.sqlite")
    source = book.add_source(Source("mine.csv", "csv"))
    for person, tenures in rows:
        number = book.add_person(person, source.number)
        for tenure in tenures:
            book.add_tenure(tenure, number, source.number)
    offices.reopen()
    return book


def names(people):
    return [person.name for person in people]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Karim Zandi", ["Karim Zandi"]),
        ("Mr. Kareem Zandi", ["Karim Zandi"]),
        ("کریم زندی", ["Karim Zandi"]),
        ("Zandi, Karim", ["Karim Zandi"]),
        ("Zandi", ["Karim Zandi"]),
        ("زندی", ["Karim Zandi"]),
        ("Mehri Tavana", ["Ali Mehri Tavana"]),
        ("Guo", ["Guo Wenli"]),  # the family name comes first where a Chinese spelling is known
        ("郭文礼", ["Guo Wenli"]),
        ("Wenli", ["Guo Wenli"]),  # the last word may be the family name, who knows
        ("Karim Zarrabi", []),
        ("Karim", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_written_name_finds_the_people_it_may_mean(written, found):
    """Spellings, scripts, titles, order; a surname of one word or two; nobody for a name that nobody has."""
    assert names(people_named(written)) == found


def test_a_surname_alone_is_never_a_full_name():
    """Candidates by surname are told from people of that name."""
    assert names(people_surely_named("Karim Zandi")) == ["Karim Zandi"]
    assert people_named("Zandi") and people_surely_named("Zandi") == ()


def test_tenures_come_in_order_with_all_that_is_known():
    """Party by its canonical name, kind, wordings, dates as written, the day up to which the file knows, the source."""
    (tenure,) = tenures_of(people_named("Nasrin Golabi")[0])
    assert (tenure.person.born, tenure.party, tenure.office) == ("1970", "Iran", "foreign-minister")
    assert (tenure.first, tenure.last, tenure.known_until) == ("2024-08-21", "", date(2025, 6, 30))
    assert tenure.source == "made up; public record: gazettes"
    assert tenures_of(Person("nobody", "Nobody Known")) == ()


@pytest.mark.parametrize(
    ("first", "last", "when", "answer"),
    [
        ("1999-08-03", "2005-08-03", "1999-08-02", "no"),
        ("1999-08-03", "2005-08-03", "1999-08-03", "yes"),
        ("1999-08-03", "2005-08-03", "2005-08-03", "yes"),
        ("1999-08-03", "2005-08-03", "2005-08-04", "no"),
        ("1999-08-03", "2005-08-03", "2005-08", "unknown"),  # some days of August and not others
        ("1999-08-03", "2005-08-03", "2004", "yes"),
        ("2005-08", "2009", "2005-07-31", "no"),
        ("2005-08", "2009", "2005-08-31", "yes"),
        ("2005-08", "2009", "2005-08-30", "unknown"),
        ("2005-08", "2009", "2009-01-01", "yes"),
        ("2005-08", "2009", "2009-06-01", "unknown"),
        ("2005-08", "2009", "2010-01-01", "no"),
        ("2024-08-21", "", "2025-06-30", "yes"),
        ("2024-08-21", "", "2025-07-01", "unknown"),
        ("2024-08-21", "", "2024-08-20", "no"),
        ("", "2009-05-01", "2009-05-01", "yes"),
        ("", "2009-05-01", "2001-05-01", "unknown"),
        ("", "2009-05-01", "2009-05-02", "no"),
        ("2005", "2005", "2005-05-02", "unknown"),
        ("2005", "2005", "2005", "unknown"),
        ("", "", "2005", "unknown"),
        ("2001", "2009", "", "unknown"),
        ("2001", "2009", "soon", "unknown"),
    ],
)
def test_in_office_is_never_more_precise_than_the_dates(first, last, when, answer):
    """Yes where every possible day is covered, no where none is, else unknown."""
    tenure = Tenure(Person("x", "X"), "Iran", "", "", first, last, date(2025, 6, 30))
    assert in_office(tenure, when) == InOffice(answer)


def test_an_open_tenure_of_a_source_that_tells_no_day_is_sure_on_its_first_day_only():
    """Without a day up to which it is known, nothing follows for later."""
    tenure = Tenure(Person("x", "X"), "Iran", "", "", "2020-05-01")
    assert in_office(tenure, date(2020, 5, 1)) is InOffice.YES
    assert in_office(tenure, date(2020, 5, 2)) is InOffice.UNKNOWN


DATES = st.one_of(
    st.just(""),
    st.dates(date(1995, 1, 1), date(1997, 12, 31)).map(str),
    st.sampled_from(["1995", "1996", "1997", "1995-03", "1996-03", "1996-09"]),
)


@given(DATES, DATES, st.dates(date(1994, 6, 1), date(1998, 6, 1)), st.integers(0, 400))
def test_a_range_is_answered_as_its_days_are(first, last, start, length):
    """Yes for a range says yes for each of its days, and no says no."""
    if first and last and bounds(first)[0] > bounds(last)[1]:
        return
    tenure = Tenure(Person("x", "X"), "Iran", "", "", first, last, date(1998, 1, 1))
    end = start + timedelta(days=length)
    whole = in_office(tenure, f"{start}/{end}")
    for day in (start, start + timedelta(days=length // 2), end):
        assert whole is InOffice.UNKNOWN or in_office(tenure, day) is whole


def test_who_held_an_office_on_a_day():
    """By kind or title, by any name of the party; both on the day of the change; who may have it only when asked."""
    for office in (
        "foreign-minister",
        "Minister of Foreign Affairs",
        "the foreign minister",
        "Top envoy of the Republic",
    ):
        assert [t.person.name for t in holders_at("Islamic Republic of Iran", office, "2001-01-01")] == ["Karim Zandi"]
    assert [t.person.name for t in holders_at("China", "prime minister", date(2005, 5, 5))] == ["Guo Wenli"]
    assert holders_at("Iran", "foreign minister", date(2026, 1, 1)) == ()
    (may,) = holders_at("Iran", "foreign minister", date(2026, 1, 1), sure=False)
    assert may.person.name == "Nasrin Golabi"
    assert holders_at("Iran", "president", date(2001, 1, 1)) == holders_at("Atlantis", "king", date(2001, 1, 1)) == ()


@pytest.mark.parametrize(
    ("name", "title", "when", "party", "found"),
    [
        ("Zandi", "Foreign Minister", date(2001, 1, 1), "", "Karim Zandi"),
        ("Zandi", "Foreign Minister", date(2001, 1, 1), "Iran", "Karim Zandi"),
        ("Zandi", "Iranian foreign minister", date(2001, 1, 1), "", "Karim Zandi"),
        ("Zandi", "Foreign Minister", date(2001, 1, 1), "Iraq", None),
        ("Zandi", "French foreign minister", date(2001, 1, 1), "", None),
        ("Zandi", "Foreign Minister", date(2006, 1, 1), "", None),
        ("Zandi", "Defence Minister", date(2001, 1, 1), "", None),
        ("Golabi", "foreign minister", date(2026, 1, 1), "", "Nasrin Golabi"),  # nothing says that she left
        ("Guo", "President", "2005", "China", "Guo Wenli"),
        ("Karim Zandi", "", date(2001, 1, 1), "", "Karim Zandi"),
        ("Nobody", "President", "2005", "China", None),
    ],
)
def test_one_person_of_a_name_and_a_title_on_a_day(name, title, when, party, found):
    """The one who fits, nobody where the office, its party or its time says no."""
    person = person_at(name, title, when, party)
    assert (person.name if person else None) == found


def test_two_who_fit_are_nobody(tmp_path):
    """A surname and a title that two share at the time name neither; full names tell them apart."""
    other = Person("x2", "Bahram Zandi", ("Bahram Zandi",))
    own_book(tmp_path, (other, [Tenure(other, "Iran", "foreign-minister", "", "2001-02-01", "2001-03-01")]))
    assert person_at("Zandi", "foreign minister", "2001-02-15") is None
    assert person_at("Bahram Zandi", "foreign minister", "2001-02-15").name == "Bahram Zandi"
    assert person_at("Zandi", "foreign minister", "2001-04-15").name == "Karim Zandi"


def test_a_surname_written_alike_leaves_out_what_only_sounds_like_it(tmp_path):
    """Of surnames the one as written; another that sounds alike where there is no better."""
    one, other = (Person(f"x{n}", n, (n,)) for n in ("Omar Guterras", "Sami Gutierrez"))
    own_book(tmp_path, (one, []), (other, [Tenure(other, "Iran", "envoy", "Envoy", "2001", "2005")]))
    assert names(people_named("Guterras")) == ["Omar Guterras"]
    assert names(people_named("Gutierrez")) == ["Sami Gutierrez"]
    assert person_at("Guterras", "envoy", "2003").name == "Sami Gutierrez"  # the office tells who is meant


def test_those_who_held_it_at_another_time_are_told_with_a_no():
    """A role that the time contradicts can be shown for what it is."""
    ((person, held),) = people_of_office("Zandi", "foreign minister", date(2020, 1, 1))
    assert (person.name, held) == ("Karim Zandi", InOffice.NO)


def test_a_title_of_another_kind_does_not_fit():
    """A deputy is no minister."""
    (tenure,) = tenures_of(people_named("Karim Zandi")[0])
    assert fits_office(tenure, "foreign minister") and not fits_office(tenure, "deputy foreign minister")


# --------------------------------------------------------------------------------------- the user's own book


def test_what_the_user_says_of_an_office_of_a_person_counts_alone(tmp_path):
    """One person in both books is one, under the user's name, with the dates of both; other offices stay."""
    own = Person("Q1", "Karim Zandy", ("Karim Zandy", "Karim Zandi"), "", "2020")
    tenure = Tenure(own, "Iran", "foreign-minister", "Foreign Minister", "2000-01-01", "2001-01-01")
    own_book(tmp_path, (own, [tenure]))
    (person,) = people_named("Karim Zandi")
    assert (person.id, person.name, person.born, person.died) == ("Q1", "Karim Zandy", "1950-01-02", "2020")
    assert "کریم زندی" in person.names and names(people_named("زندی")) == ["Karim Zandy"]
    assert [(t.first, t.last) for t in tenures_of(person)] == [("2000-01-01", "2001-01-01")]
    assert holders_at("Iran", "foreign-minister", date(2003, 1, 1)) == ()
    assert len(holders_at("Iran", "foreign-minister", date(2000, 6, 1))) == 1


def test_a_user_who_only_adds_a_spelling_takes_nothing_away(tmp_path):
    """A person without tenures leaves the shipped ones as they are."""
    own = Person("Q1", "Karim Zandi", ("Karim Zandi", "K. Zandovich"))
    own_book(tmp_path, (own, []))
    assert names(people_named("K. Zandovich")) == names(people_named("Kareem Zandy")) == ["Karim Zandi"]
    assert people_named("K. Zandovich") == people_named("کریم زندی")
    assert holders_at("Iran", "foreign-minister", date(2003, 1, 1))
    assert tenures_of(people_named("Karim Zandi")[0])


def test_a_namesake_with_another_life_stays_another(tmp_path):
    """Two of one name born on different days are two, each with their own offices."""
    own = Person("Q2", "Karim Zandi", ("Karim Zandi",), "1980-05-05")
    own_book(tmp_path, (own, [Tenure(own, "Iran", "envoy", "Envoy", "2022")]))
    found = people_named("Karim Zandi")
    assert [p.born for p in found] == ["1950-01-02", "1980-05-05"]
    assert [len(tenures_of(p)) for p in found] == [1, 1]
    assert [t.office for p in found for t in tenures_of(p)] == ["foreign-minister", "envoy"]


def test_the_version_names_all_knowledge_in_use(tmp_path):
    """Another book of the user, another version; the same book written in another order, the same."""
    a, b = Person("a", "Anna Abel"), Person("b", "Berta Bork")
    before = knowledge_version()
    own_book(tmp_path, (a, []), (b, []))
    one = knowledge_version()
    (tmp_path / "own.sqlite").unlink()
    own_book(tmp_path, (b, []), (a, []))
    assert before != one == knowledge_version() and len(one) == 12


def test_nothing_is_read_before_the_first_question():
    """Importing the module opens no book and parses no list."""
    code = (
        "from whomet.knowledge import data, offices, holders, user_book;"
        "print(holders.shipped_book.cache_info().misses, user_book.user_book.cache_info().misses,"
        "data.read_data.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0", "0"]
