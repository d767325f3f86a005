"""What follows from readings is replaced as a whole, comes back equal and is found by any account's id."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whomet.errors import NotFoundError
from whomet.model import (
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
    Span,
    Verdict,
)
from whomet.register import Register, query

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
several = st.lists(words, max_size=3).map(tuple)
weights = st.floats(-1e300, 1e300)
reasons = st.lists(st.builds(Reason, words, weights, words), max_size=3).map(tuple)
judgements = st.lists(st.builds(Judgement, words, words, st.sampled_from(Verdict), reasons, words), max_size=4).map(
    tuple
)
values = st.lists(st.builds(CellReading, words, several), max_size=3).map(tuple)
cells = st.lists(st.builds(Cell, st.sampled_from(Property), values, st.booleans()), max_size=4).map(tuple)
meetings = st.lists(st.builds(Meeting, words, several, cells), max_size=4, unique_by=lambda m: m.id).map(tuple)
roles = st.lists(st.tuples(words, words, words), max_size=3).map(tuple)
entities = st.lists(
    st.builds(Entity, words, st.sampled_from(EntityKind), words, several, several, roles),
    max_size=4,
    unique_by=lambda entity: entity.id,
).map(tuple)
findings = st.lists(st.builds(Finding, st.sampled_from(FindingKind), words, words), max_size=3).map(tuple)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with Register.open(tmp_path_factory.mktemp("shared") / "all.whomet") as register:
        yield register


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(judgements, meetings, entities, findings)
def test_what_is_kept_comes_back_equal(shared, judged, met, named, found):
    """Judgements, meetings, entities and findings come back as they were kept, in their order, and replace the last."""
    shared.keep(judged, met, named, found)
    assert tuple(shared.judgements()) == judged
    assert tuple(shared.meetings()) == met
    assert tuple(shared.entities()) == named
    assert tuple(shared.findings()) == found


def meeting(*accounts: str) -> Meeting:
    return Meeting(accounts[0], accounts, (Cell(Property.CITY, (CellReading("Strelsau", accounts),)),))


def test_any_account_leads_to_its_meeting(register):
    """The id of any account of a meeting finds it, and so does a beginning that leads to no other meeting."""
    one, two = meeting("aa11", "cc33"), meeting("aa22", "cd44", "cd55")
    register.keep((), (one, two))
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
    register.keep((), (meeting("ab"), meeting("abc")))
    assert register.meeting("ab").id == "ab"


def test_judgements_are_found_by_either_side(register):
    """`judgements(about)` gives each judgement on any of the ids once, in the order they were kept."""
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    judged = tuple(
        Judgement(x, y, Verdict.UNSURE, (Reason("place", 0.5, "both in one city"),), "rule 1") for x, y in pairs
    )
    register.keep(judged, ())
    assert list(register.judgements(["a", "b"])) == [judged[0], judged[1], judged[3]]
    assert list(register.judgements([])) == []
    assert list(register.judgements(["e"])) == []


def test_more_than_a_chunk_comes_back_in_order(register, monkeypatch):
    """Many meetings, entities and judgements stream whole and in order."""
    monkeypatch.setattr(query, "CHUNK", 7)
    met = tuple(meeting(f"m{number * 7919 % 1009:04}") for number in range(50))
    named = tuple(Entity(m.id, EntityKind.PERSON, m.id, (m.id,), (f"{m.id}/1",)) for m in met)
    judged = tuple(Judgement(m.id, "x", Verdict.SAME, (), "rule 1") for m in met)
    register.keep(judged, met, named)
    assert tuple(register.meetings()) == met
    assert tuple(register.entities()) == named
    assert tuple(register.judgements(["x"])) == tuple(register.judgements({m.id for m in met})) == judged


def test_it_knows_when_meetings_are_behind(register, path, made_up):
    """From the first reading added until meetings are kept again, the register says so, also to who opens it later."""
    assert not register.behind
    register.add(made_up("one"))
    with Register.open(path) as other:
        assert other.behind
    register.keep((), ())
    assert not register.behind
    assert not register.add(made_up("one"))
    assert not register.behind


def test_findings_come_from_inputs_documents_and_comparison(register, made_up):
    """What could not be read comes first, then each document's own findings in document order, then the others."""
    skipped = Finding(FindingKind.INPUT_SKIPPED, "x.pdf: is encrypted", "x.pdf")
    compared = Finding(FindingKind.SOURCES_DIFFER, "The sources differ on the day.", "m", (Span(0, 1),))
    register.add(made_up("b"))
    register.add(made_up("a"))
    register.note_skipped([skipped])
    register.keep((), (), (), (compared,))
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


@pytest.mark.parametrize("weight", [float("inf"), float("-inf"), float("nan")])
def test_a_weight_has_to_be_a_number(register, weight):
    """A weight that JSON can't say is refused, and what was kept before stays."""
    register.keep((), (meeting("aa"),))
    with pytest.raises(ValueError, match="weights of a and b"):
        register.keep((Judgement("a", "b", Verdict.SAME, (Reason("place", weight, ""),), "rule 1"),), ())
    assert list(register.meetings()) == [meeting("aa")]


def test_what_is_asked_for_comes_alone(register, made_up):
    """Meetings by account, entities by member, voices and comparisons by id: no more than what was asked for."""
    one, two = meeting("aa11", "cc33"), meeting("bb22")
    people = tuple(Entity(f"p{m.id}", EntityKind.PERSON, "Zenda", ("Zenda",), (f"{m.id}/1",)) for m in (one, two))
    found = tuple(Finding(FindingKind.SOURCES_DIFFER, f"Two cities: {m.id}.", m.id) for m in (one, two))
    register.keep((), (one, two), people, found, {"aa11": 2})
    assert list(register.meetings(["cc33"])) == [one]
    assert list(register.meetings([])) == []
    assert list(register.entities(["bb22/1", "zz/1"])) == [people[1]]
    assert register.compared({"aa11"}) == [found[0]]
    assert register.voices() == {"aa11": 2}


def test_a_document_leads_to_its_meeting_or_to_the_choice(register, made_up):
    """By its id, its key, or both; where it tells of two meetings, they are named with sides and date."""
    reading = made_up("one")
    register.add(reading)
    (account,) = reading.accounts
    register.keep((), (meeting(account.id),))
    document = reading.document
    for name in ("one", document.key, f"one-{document.key[:8]}"):
        assert register.meeting(name).accounts == (account.id,)
