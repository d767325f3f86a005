"""`whomet.Register`: readings go in, meetings come out, people decide, each in one call."""

from __future__ import annotations

import pytest

import whomet
from whomet.pipeline import purge
from whomet.register import Register as Store

TEXTS = {
    "port": "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "quay": "Mira Okonveld, foreign minister of Norway, received the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "pier": "Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen on 9 June 2031.",
}


@pytest.fixture(scope="module")
def readings():
    """Three reports of two meetings."""
    return [whomet.read(text, id=name, publisher=f"The {name}", language="en") for name, text in TEXTS.items()]


@pytest.fixture
def register(tmp_path, readings):
    """A register of them."""
    with whomet.Register(tmp_path / "talks.whomet") as opened:
        opened.add(readings)
        yield opened


def account_in(register, document: str) -> str:
    return next(account.id for account in register.accounts() if account.told_in.id == document)


def grouped(register) -> list[list[str]]:
    return [sorted(account.told_in.id for account in meeting.told) for meeting in register.meetings()]


def test_readings_become_meetings(register):
    """Earliest first; each knows its accounts, persons and voices."""
    assert grouped(register) == [["port", "quay"], ["pier"]]
    first = register.meetings()[0]
    assert first.values("date") == ("2031-03-04",)
    assert {person.name for person in first.persons} == {"Mira Okonveld", "Tomas Brae"}
    assert first.voices >= 1
    assert first.cell("city").readings[0].value == "Oslo"
    assert first.cell("venue") is None
    assert first.differ == ()


def test_a_register_is_the_same_whichever_door_wrote_it(register, tmp_path, readings):
    """What was added here is what the store gives, and added again changes nothing."""
    before = {m.id: (m.accounts, m.cells) for m in register.meetings()}
    register.add(readings[0])
    with Store.open(tmp_path / "talks.whomet", create=False) as store:
        assert {m.id: (m.accounts, m.cells) for m in store.meetings()} == before
        kept = {r.document.id: r for r in store.readings()}
    assert [c for a in kept["port"].accounts for c in a.claims] == [c for a in readings[0].accounts for c in a.claims]


def test_meetings_have_a_length_an_index_and_slices(register):
    """As a tuple has; only what is looked at is fetched."""
    found = register.meetings()
    assert len(found) == 2
    assert found[-1].id == found[1].id == list(found)[1].id
    assert [m.id for m in found[1:]] == [found[1].id]
    assert found[0] in found
    with pytest.raises(IndexError):
        found[2]


@pytest.mark.parametrize(
    ("asked", "documents"),
    [
        ({"name": "Ole Vind"}, [["pier"]]),
        ({"party": "sweden"}, [["port", "quay"]]),
        ({"place": "Norway", "since": "2031-06"}, [["pier"]]),
        ({"until": "2031-05"}, [["port", "quay"]]),
        ({"status": "planned"}, []),
        ({"words": "danish envoy"}, [["pier"]]),
        ({"words": "receiv*", "name": "Brae"}, [["port", "quay"]]),
    ],
)
def test_meetings_are_asked_for_as_on_the_command_line(register, asked, documents):
    """All that is asked must fit."""
    found = register.meetings(**asked)
    assert [sorted(account.told_in.id for account in meeting.told) for meeting in found] == documents


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "soon"}, "since: 'soon' is no date; write 2024, 2024-08 or 2024-08-21."),
        ({"until": "1/2/2031"}, "until: '1/2/2031' is no date; write 2024, 2024-08 or 2024-08-21."),
        (
            {"status": "happened"},
            "status: 'happened' is none; it is one of: held, ongoing, planned, postponed, cancelled.",
        ),
    ],
)
def test_what_can_not_be_asked_is_one_sentence_at_once(register, asked, sentence):
    """Not only when the first meeting is looked at."""
    with pytest.raises(whomet.WhometError) as told:
        register.meetings(**asked)
    assert str(told.value) == sentence


def test_one_meeting_is_found_by_any_of_its_names(register):
    """An account's id, the beginning of one, a document's name; what leads nowhere is one sentence."""
    meeting = register.meetings()[0]
    for name in (*meeting.accounts, meeting.accounts[1][:8], "quay"):
        assert register.meeting(name) == meeting
    with pytest.raises(whomet.WhometError):
        register.meeting("nowhere")


def test_people_are_found_in_any_spelling(register):
    """All by name; nobody is an empty tuple."""
    assert [p.name for p in register.people()] == ["Mira Okonveld", "Ole Vind", "Tomas Brae"]
    assert [p.name for p in register.people("okonveld")] == ["Mira Okonveld"]
    assert register.people("Zed Quill") == ()


def test_a_search_gives_the_readings_with_all_words(register):
    """In the order of documents, each with its accounts; a document without accounts is found too."""
    register.add(whomet.read("The Danish court sat in Bergen.", id="court"))
    found = list(register.search("bergen danish"))
    assert [reading.document.id for reading in found] == ["court", "pier"]
    assert found[1].accounts[0].value("city") == "Bergen"
    assert list(register.search("nowhere")) == []


def test_what_was_not_read_is_kept_as_a_finding(register, tmp_path):
    """From `read_files`, with what was read; and what the register holds already is not read again."""
    (tmp_path / "pier.txt").write_text(TEXTS["pier"] + " They had lunch.", "utf-8")
    register.add(whomet.read_files([tmp_path / "pier.txt", tmp_path / "gone.txt"]))
    assert any("gone.txt: there is no such file" in finding.text for finding in register.findings())
    assert grouped(register) == [["port", "quay"], ["pier", "pier"]]


def test_what_the_register_holds_is_not_read_again(register, tmp_path, monkeypatch):
    """`read_files` with a register gives its reading."""
    (tmp_path / "lake.txt").write_text("Mira Okonveld met Ole Vind in Turku on 2 May 2031.", "utf-8")
    (first,) = whomet.read_files(tmp_path / "lake.txt")
    register.add(first)
    monkeypatch.setattr("whomet.pipeline.read", None)
    assert list(whomet.read_files(tmp_path / "lake.txt", register)) == [first]


@pytest.mark.parametrize("given", ["a text", [7], ["a text"], [None]])
def test_what_is_no_reading_is_not_added(register, given):
    """One sentence, and nothing changed."""
    with pytest.raises(whomet.WhometError, match=r"what is added: is no reading but .*; `whomet.read` makes one"):
        register.add(given)
    assert grouped(register) == [["port", "quay"], ["pier"]]


def test_a_document_that_was_purged_is_not_added_again(register, readings):
    """The others are; then one sentence says so."""
    purge(register.store, "pier", "a court ordered it", by="Ada", on="2031-07-01T10:00:00Z")
    more = whomet.read("Mira Okonveld met Ole Vind in Turku on 2 May 2031.", id="lake")
    with pytest.raises(whomet.WhometError, match="a court ordered it"):
        register.add([readings[2], more])
    assert grouped(register) == [["port", "quay"], ["lake"]]


def test_two_meetings_are_parted_and_joined_again(register):
    """By ids or their beginnings; the undo needs only the beginning of the decision's."""
    made = register.decide(
        "different", account_in(register, "port"), account_in(register, "quay")[:8], reason="two days", by="Ada"
    )
    assert sorted(grouped(register)) == [["pier"], ["port"], ["quay"]]
    undone = register.undo(made[:6], reason="I misread", by="Ada")
    assert grouped(register) == [["port", "quay"], ["pier"]]
    assert [(n, d.id, d.by, d.reason) for n, d in register.decisions()] == [
        (1, made, "Ada", "two days"),
        (2, undone, "Ada", "I misread"),
    ]


def test_an_account_is_rejected_and_accepted_again(register):
    """A rejected one is in no meeting."""
    pier = account_in(register, "pier")
    register.decide("reject", pier, reason="never took place", by="Ada")
    assert grouped(register) == [["port", "quay"]]
    assert [a.id for a in register.accounts([pier])] == []


def test_a_cell_is_corrected_with_the_words_that_show_it(register):
    """What was read stands in the basis."""
    pier = account_in(register, "pier")
    register.decide("correct", pier, "date", "2031-06-10", reason="a slip", by="Ada", words="9 June 2031")
    (citation,) = register.meeting(pier).citations("date")
    assert (citation.value, citation.words) == ("2031-06-10", ("9 June 2031",))
    assert "“2031-06-09” was read" in citation.basis


def test_two_names_are_one_person(register):
    """By spellings of the register; taken back, they are two again."""
    made = register.decide("same-person", "Ole Vind", "Tomas Brae", reason="he married", by="Ada")
    assert len(register.people()) == 2
    register.undo(made, reason="he did not", by="Ada")
    assert len(register.people()) == 3


def test_who_decides_is_the_user_where_nobody_is_named(register, monkeypatch):
    """As on the command line."""
    monkeypatch.setattr("getpass.getuser", lambda: "ben")
    register.decide("accept", account_in(register, "pier"), reason="checked")
    assert [decision.by for _, decision in register.decisions()] == ["ben"]


@pytest.mark.parametrize(
    ("what", "about", "more", "sentence"),
    [
        ("merge", ("x", "y"), {}, "'merge' can't be decided; it is one of: same, different"),
        ("same", ("pier",), {}, "'same' takes 2 of accounts' ids, not 1"),
        ("same-person", ("Ole Vind",), {}, "'same-person' takes 2 of persons' names, not 1"),
        ("correct", ("pier", "date"), {}, "'correct' takes an account's id, a field and a value, not 2"),
        ("correct", ("pier", "day", "2031"), {}, "'day' is no field"),
        ("correct", ("pier", "date", "the tenth"), {}, "is no date in EDTF"),
        ("correct", ("pier", "person.role", "envoy"), {}, "say by `words` which"),
        ("correct", ("pier", "city", "Oslo"), {"words": "Trondheim"}, "does not stand in the document"),
        ("reject", ("pier",), {"words": "Bergen"}, "takes no words"),
        ("reject", ("nowhere",), {}, "nowhere"),
    ],
)
def test_what_can_not_be_decided_is_one_sentence_and_nothing_is_kept(register, what, about, more, sentence):
    """A WhometError each time."""
    with pytest.raises(whomet.WhometError) as told:
        register.decide(what, *about, reason="why not", by="Ada", **more)
    assert sentence in str(told.value)
    assert register.decisions() == []


def test_who_decides_without_having_seen_the_last_is_refused(register):
    """The sentence names who decided what meanwhile."""
    pair = account_in(register, "port"), account_in(register, "quay")
    register.decide("different", *pair, reason="two days", by="Ada")
    with pytest.raises(whomet.WhometError, match="Ada decided “different-meeting” about the same words meanwhile"):
        register.decide("same", *pair, reason="no", by="Ben", seen=0)
    register.decide("same", *pair, reason="no", by="Ben", seen=1)
    assert grouped(register) == [["port", "quay"], ["pier"]]


def test_a_register_that_is_not_there_is_made_unless_it_must_not_be(tmp_path):
    """A slip in a name is one sentence."""
    with pytest.raises(whomet.WhometError, match="there is no register"):
        whomet.Register(tmp_path / "tlaks.whomet", create=False)
    assert list(tmp_path.iterdir()) == []
    with whomet.Register(tmp_path / "new.whomet") as made:
        assert len(made.meetings()) == 0
        assert repr(made.meetings()) == "<0 meetings>"
        assert "new.whomet" in repr(made)


def test_a_run_that_stopped_is_warned_of_and_can_be_ended(tmp_path, readings):
    """What was read last is in no meeting until then."""
    where = tmp_path / "half.whomet"
    with Store.open(where) as store:
        store.add(readings[0])
    with pytest.warns(RuntimeWarning, match="a run stopped before its end"):
        register = whomet.Register(where)
    with register:
        assert len(register.meetings()) == 0
        register.add([])
        assert len(register.meetings()) == 1


def test_a_repr_says_who_when_where_and_how_many_tell_of_it(register):
    """One line for a meeting; a list has a line for each."""
    meeting = register.meeting("port")
    assert repr(meeting).startswith(f"<Meeting {meeting.id}: Norway – Sweden, 2031-03-04, Oslo, held; 2 documents, ")
    assert len(repr(register.meetings()).splitlines()) == 3
