"""What follows from readings comes back equal and is found by any account's id."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from put_by_hand import put_by_hand
from sqlalchemy import delete

from whomet.errors import NotFoundError
from whomet.model import (
    Accord,
    Cell,
    CellReading,
    Entity,
    EntityKind,
    Finding,
    FindingKind,
    Judgement,
    Meeting,
    Property,
    Reason,
    Verdict,
)
from whomet.reconciliation import index
from whomet.reconciliation.index import Member
from whomet.register import Register, query, tables
from whomet.register.columns import schema

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
several = st.lists(words, max_size=3).map(tuple)
weights = st.floats(-1e300, 1e300)
reasons = st.lists(st.builds(Reason, words, weights, words), max_size=3).map(tuple)
judgements = st.builds(Judgement, words, words, st.sampled_from(Verdict), reasons, words)
values = st.lists(st.builds(CellReading, words, several), max_size=3).map(tuple)
properties = st.sampled_from([p for p in Property if p is not Property.PERSON_NAME])
cells = st.lists(st.builds(Cell, properties, values, st.sampled_from(Accord)), max_size=4).map(tuple)
meetings = st.builds(Meeting, words, several, cells)


def emptied(register: Register) -> Register:
    """A register again as it was made, but for its full-text index."""
    with register._writing() as connection:
        for table in reversed(schema.sorted_tables):
            if table is not tables.meta:
                connection.execute(delete(table))
    return register


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(judgements, max_size=4, unique_by=lambda j: (j.left, j.right)),
    st.lists(meetings, max_size=4, unique_by=lambda m: m.id),
)
def test_what_is_put_comes_back_equal(shared, judged, met):
    """Judgements and meetings come back as they were put, in the order of their ids."""
    put_by_hand(emptied(shared), judged, met)
    assert list(shared.judgements()) == sorted(judged, key=lambda j: (j.left, j.right))
    assert list(shared.meetings()) == sorted(met, key=lambda m: m.id)


names = st.sampled_from("abcd")
members = st.builds(Member, names, names, names, names, words, words, words, words, names)
steps = st.one_of(
    st.tuples(st.just("put"), st.lists(members, max_size=3)),
    st.tuples(st.just("drop"), st.sampled_from(["member", "account", "spelling"]), st.lists(names, max_size=2)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(steps, max_size=8), st.sampled_from(["member", "account", "spelling"]), st.lists(names, max_size=3))
def test_a_table_behaves_as_rows_in_memory_do(shared, done, column, asked):
    """Whatever is put and dropped, both give the same rows, in the same order, and the same counts."""
    with emptied(shared).settling(1) as settling:
        relations = (index.InMemory(Member), settling.relation("members", Member))
        for name, *given_ in done:
            for relation in relations:
                getattr(relation, name)(*given_)
        in_memory, stored = ((r.where(column, asked), r.count(column, asked)) for r in relations)
        assert stored == in_memory


def meeting(*accounts: str) -> Meeting:
    return Meeting(accounts[0], accounts, (Cell(Property.CITY, (CellReading("Strelsau", accounts),)),))


def test_any_account_leads_to_its_meeting(register):
    """The id of any account of a meeting finds it, and so does a beginning that leads to no other meeting."""
    one, two = meeting("aa11", "cc33"), meeting("aa22", "cd44", "cd55")
    put_by_hand(register, (), (one, two))
    assert register.meeting("aa11") == register.meeting("cc33") == register.meeting("cc") == one
    assert register.meeting("cd") == register.meeting("aa2") == two
    several = r"more than one meeting: aa11 \(parties not told, no date\), aa22 \(.*\); say which"
    with pytest.raises(NotFoundError, match=several):
        register.meeting("aa")
    for unknown in ("", "x", "aa111", "a%", "_a11"):
        with pytest.raises(NotFoundError, match="No meeting, account or document"):
            register.meeting(unknown)


def test_an_id_that_begins_another_is_taken_whole(register):
    """An account's full id is never ambiguous, even where another id begins with it."""
    put_by_hand(register, (), (meeting("ab"), meeting("abc")))
    assert register.meeting("ab").id == "ab"


def test_judgements_are_found_by_either_side(register):
    """`judgements(about)` gives each judgement on any of the ids once, in the order of its two sides."""
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    judged = tuple(
        Judgement(x, y, Verdict.UNSURE, (Reason("place", 0.5, "both in one city"),), "rule 1") for x, y in pairs
    )
    put_by_hand(register, judged)
    assert list(register.judgements(["a", "b"])) == [judged[0], judged[3], judged[1]]
    assert list(register.judgements([])) == []
    assert list(register.judgements(["e"])) == []


def test_more_than_a_chunk_comes_back_in_order(register, monkeypatch):
    """Many meetings, entities and judgements stream whole and in order."""
    monkeypatch.setattr(query, "CHUNK", 7)
    met = tuple(meeting(f"m{number * 7919 % 1009:04}") for number in range(50))
    named = tuple(Entity(m.id, EntityKind.PERSON, m.id, (m.id,), (f"{m.id}x/1",)) for m in met)
    judged = tuple(Judgement(m.id, "x", Verdict.SAME, (), "rule 1") for m in met)
    put_by_hand(register, judged, met, named)
    assert list(register.meetings()) == sorted(met, key=lambda m: m.id)
    assert list(register.entities()) == sorted(named, key=lambda e: e.id)
    found = sorted(judged, key=lambda j: j.left)
    assert list(register.judgements(["x"])) == list(register.judgements({m.id for m in met})) == found


def test_it_knows_when_meetings_are_behind(register, where, made_up):
    """From the first reading added until meetings are kept again, the register says so, also to who opens it later."""
    assert not register.behind
    register.add(made_up("one"))
    with Register.open(where) as other:
        assert other.behind
    put_by_hand(register)
    assert not register.behind
    assert not register.add(made_up("one"))
    assert not register.behind


def test_findings_come_from_inputs_documents_and_comparison(register, made_up):
    """What could not be read comes first, then each document's own findings in document order, then the others."""
    skipped = Finding(FindingKind.INPUT_SKIPPED, "x.pdf: is encrypted", "x.pdf")
    compared = Finding(FindingKind.SOURCES_DIFFER, "The sources differ on the day.", "m")
    register.add(made_up("b"))
    register.add(made_up("a"))
    register.note_skipped([skipped])
    put_by_hand(register, findings=[compared])
    own = [made_up(name).findings[0] for name in "ab"]
    assert list(register.findings()) == [skipped, *own, compared]


def test_runs_do_not_pile_up_what_they_skip(register):
    """The same skipped input in a second run is noted once; another reason is noted too."""
    first = Finding(FindingKind.INPUT_SKIPPED, "x.pdf: is encrypted", "x.pdf")
    second = Finding(FindingKind.INPUT_SKIPPED, "x.pdf: is empty", "x.pdf")
    register.note_skipped([first, first])
    register.note_skipped([first, second])
    assert list(register.findings()) == [second, first]


def test_what_is_read_at_last_is_no_longer_skipped(register, made_up):
    """An input that could not be read, and can now, is a finding no more; other findings of a run stay."""
    skipped = Finding(FindingKind.INPUT_SKIPPED, "one.txt: is empty", "one.txt")
    renamed = Finding(FindingKind.SAME_ID, "Two documents are called one.", "one.txt")
    register.note_skipped([skipped, renamed])
    register.add(made_up("one"))
    assert list(register.findings()) == [renamed, *made_up("one").findings]


def test_an_older_reading_warns_no_more(register, made_up):
    """Findings of a reading that a newer one took the place of are kept but not shown."""
    newer = made_up("one", reader="rules 0.2.0")
    register.add(made_up("one"))
    register.add(newer)
    assert list(register.findings()) == list(newer.findings)


def test_what_is_asked_for_comes_alone(register, made_up):
    """Meetings by account, entities by member, voices and comparisons by id: no more than what was asked for."""
    one, two = meeting("aa11", "cc33"), meeting("bb22")
    people = tuple(Entity(f"p{m.id}", EntityKind.PERSON, "Zenda", ("Zenda",), (f"{m.id}x/1",)) for m in (one, two))
    found = tuple(Finding(FindingKind.SOURCES_DIFFER, f"Two cities: {m.id}.", m.id) for m in (one, two))
    put_by_hand(register, (), (one, two), people, found, {"aa11": 2})
    assert list(register.meetings(["cc33"])) == [one]
    assert list(register.meetings([])) == []
    assert list(register.entities(["bb22x/1", "zz/1"])) == [people[1]]
    assert register.compared({"aa11"}) == [found[0]]
    assert register.voices() == {"aa11": 2}


def test_a_document_leads_to_its_meeting_or_to_the_choice(register, made_up):
    """By its id, its key, or both; where it tells of two meetings, they are named with sides and date."""
    reading = made_up("one")
    register.add(reading)
    (account,) = reading.accounts
    put_by_hand(register, (), (meeting(account.id),))
    document = reading.document
    for name in ("one", document.key, f"one-{document.key[:8]}"):
        assert register.meeting(name).accounts == (account.id,)
