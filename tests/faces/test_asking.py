"""Which meetings fit a question, and how one is found by id or name."""

from dataclasses import replace

import made_up
import pytest

from whomet.errors import NotFoundError
from whomet.faces.asking import (
    Question,
    Records,
    choose,
    counterparts,
    find_people,
    gather,
    leading,
    meetings_of,
    people_of,
    short_ids,
    spellings,
)
from whomet.model import Accord, Cell, CellReading, Meeting, Property

TALKS, PLAN = made_up.FIRST, made_up.PLAN


@pytest.fixture(scope="module")
def records() -> Records:
    return gather(made_up.readings(), made_up.meetings(), made_up.entities(), made_up.judgements(), made_up.findings())


QUESTIONS = [
    (Question(), [TALKS, PLAN]),
    (Question(name="Okonveld"), [TALKS]),
    (Question(name="miraa okonvelt"), [TALKS]),
    (Question(name="OKONV"), [TALKS]),
    (Question(name="Mira Sander"), []),
    (Question(name="okonveld 77"), []),
    (Question(name="mira okonvelt"), [TALKS]),
    (Question(name="M. Okonveld"), [TALKS]),
    (Question(name="X. Okonveld"), []),
    (Question(name="Mira Okonveld of Arvenia"), []),
    (Question(party="Republic of Arvenia"), [TALKS, PLAN]),
    (Question(party="Outland"), []),
    (Question(place="upper venn"), [PLAN]),
    (Question(place="Port"), [TALKS]),
    (Question(status="planned"), [PLAN]),
    (Question(status="cancelled"), []),
    (Question(since="2031-03-08"), [PLAN]),
    (Question(since="2031-03-07", until="2031-03-31"), [TALKS]),
    (Question(until="2031-03-05"), [TALKS]),
    (Question(until="2031-03-03"), []),
    (Question(since="2031"), [TALKS, PLAN]),
    (Question(since="2032"), []),
    (Question(since="2031-04-20"), [PLAN]),
    (Question(party="Lotland", place="Port Sellis", status="held"), [TALKS]),
]


@pytest.mark.parametrize("question, ids", QUESTIONS, ids=str)
def test_questions(records, question, ids):
    """Every part of a question has to fit; a vague date fits where it may lie; the earliest meeting comes first."""
    assert [m.id for m in choose(records, question)] == ids


def test_words_lead_to_meetings_through_accounts_and_documents(records):
    """What a search found are ids of accounts and keys of documents; one that found nothing leaves nothing."""
    assert [m.id for m in choose(records, Question(), {made_up.THIRD})] == [TALKS]
    key = made_up.tide().document.key
    assert [m.id for m in choose(records, Question(), {key})] == [TALKS, PLAN]
    assert choose(records, Question(), frozenset()) == ()


def test_a_meeting_without_a_date_is_in_no_range():
    """What is unknown stays unknown: it is not listed as if it lay in the range."""
    undated = [replace(m, cells=()) for m in made_up.meetings()]
    records = gather(made_up.readings(), undated)
    assert choose(records, Question(since="1900")) == ()
    assert len(choose(records, Question())) == 2


def test_people_by_any_spelling(records):
    """A person is found by each spelling, by part of one, and by id."""
    for name in ("Mira Okonveld", "okonvelt", "p-okonveld"):
        assert [e.id for e in find_people(records.entities, name)] == ["p-okonveld"]


def test_the_exact_name_wins():
    """Who is asked for by full name is not listed beside namesakes."""
    brae = made_up.entities()[1]
    longer = replace(brae, id="p-other", name="Tomas Brae Sander", names=("Tomas Brae Sander",), members=())
    assert [e.id for e in find_people([brae, longer], "Tomas Brae")] == ["p-brae"]
    assert len(find_people([brae, longer], "Tomas")) == 2


@pytest.mark.parametrize("name", ["Nobody Known", "", "!?", "Arvenia"])
def test_nobody_fits(records, name):
    """Unknown names, no name, and an organisation, which is no person."""
    with pytest.raises(NotFoundError):
        find_people(records.entities, name)


def test_a_persons_life(records):
    """Spellings are counted, meetings and those on the other side are found."""
    okonveld, brae, _ = records.entities
    (talks,) = meetings_of(okonveld, records)
    assert spellings(okonveld, records) == {"Mira Okonveld": 2, "Miraa Okonvelt": 1}
    assert talks.id == TALKS
    assert counterparts(okonveld, talks, records)[0] == "Tomas Brae"
    assert counterparts(brae, talks, records)[0] == "Mira Okonveld"


def test_people_are_told_of_by_every_account(records):
    """One name, however it is spelt, with what each account says."""
    people = people_of(records.homes[TALKS], records)
    assert [t.account.id for t in people["Mira Okonveld"]] == [made_up.FIRST, made_up.THIRD, made_up.SECOND]


def test_accounts_that_a_newer_reading_lacks_are_left_out():
    """A meeting made before its document was read again is still shown."""
    records = gather([made_up.lota()], made_up.meetings(), made_up.entities())
    talks = records.homes[TALKS]
    assert [a.id for a in records.told(talks)] == [made_up.FIRST]
    assert spellings(made_up.entities()[0], records) == {"Mira Okonveld": 1}


def test_short_ids_are_unique():
    """Ids are cut to eight characters, or as many as tell them apart."""
    assert short_ids(["abcdefghij", "abcdefghzz", "b" * 12]) == {
        "abcdefghij": "abcdefghi",
        "abcdefghzz": "abcdefghz",
        "b" * 12: "b" * 8,
    }
    assert short_ids(["abcdefgh", "abcdefghij"]) == {"abcdefgh": "abcdefgh", "abcdefghij": "abcdefghi"}


def cell(prop: str, *values: str, differ: bool = False) -> Meeting:
    """A meeting with one cell, a reading of it for each value."""
    readings = tuple(CellReading(value, (str(n),)) for n, value in enumerate(values))
    return Meeting("m", ("0",), (Cell(Property(prop), readings, Accord.CONFLICT if differ else Accord.AGREE),))


@pytest.mark.parametrize(
    "meeting, told",
    [
        (cell("date", "2031-04", "2031-04-02"), ("2031-04-02",)),
        (cell("date", "2031-04-02", "2031-04-03", differ=True), ("2031-04-02", "2031-04-03")),
        (cell("status", "planned", "held"), ("held",)),
        (cell("status", "planned", "cancelled"), ("cancelled",)),
        (cell("status", "held", "cancelled", differ=True), ("held", "cancelled")),
        (cell("format", "unspecified", "phone"), ("phone",)),
        (cell("city", "Port Sellis"), ("Port Sellis",)),
        (Meeting("m", ("0",)), ()),
    ],
    ids=str,
)
def test_a_page_gives_the_reading_that_says_most(meeting, told):
    """All where sources differ; else the narrowest date, the last state, the format that is one."""
    prop = meeting.cells[0].property if meeting.cells else Property.DATE
    assert leading(meeting, prop) == told


def test_documents_that_have_the_words_are_named_where_no_meeting_has_them(run, tmp_path):
    """A text in a language that nobody read is found all the same; beside other questions it is not named."""
    (tmp_path / "muscat.txt").write_text("التقى وزير الخارجية نظيره العماني في مسقط، وقال الوزير إن المحادثات مفيدة.")
    assert run("read", "muscat.txt").status == 0
    said = "0 of 0 meetings.\nA document has these words, and no meeting was found there: muscat.\n"
    assert run("meetings", "مسقط").err == said
    assert run("meetings", "مسقط", "--place", "Oman").err == "0 of 0 meetings.\n"
    assert run("meetings", "Atlantis").err == "0 of 0 meetings.\n"
