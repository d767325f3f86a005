"""What an assistant is told: each value with its words, in answers that have an end and say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from asked_as_assistant import ASKED, call, citations, put, refused, size, texts_of

from whomet.faces.assistants.harmless import MOST, listed, shown
from whomet.faces.assistants.tools import Desk, tools
from whomet.model import Finding, FindingKind
from whomet.register import Register


def names(told) -> list[list[str]]:
    """The names of the documents that each meeting of a list rests on."""
    known = {source["key"]: source["name"] for source in told.get("documents", [])}
    return [sorted({known[c["document"]] for c in citations(m)}) for m in told["meetings"]]


def readings(told, about: str) -> list[dict]:
    return [one for cell in told["cells"] if cell["about"] == about for one in cell["readings"]]


def test_every_tool_is_asked_here(desk):
    """Else a new one would go untested."""
    assert set(ASKED) == set(tools(desk))


@pytest.mark.parametrize("name", [name for name in ASKED if name != "show_decisions"])
def test_every_citation_is_letter_for_letter_in_its_document(where, desk, name):
    """Signs that can't be seen aside; and each answer has some."""
    told, words = call(desk, name, **ASKED[name])
    found = [c for c in citations(told) if c["quote"]]
    assert found
    texts = texts_of(where)
    for citation in found:
        if name != "read_text":  # whose text is in no register
            text = texts[citation["document"]]
            assert shown(text[citation["start"] : citation["end"]]) == citation["quote"]
        assert citation["quote"].split()[0] in words


@pytest.mark.parametrize("name", ["search_meetings", "show_meeting", "compare_sources", "show_person"])
def test_every_value_has_words_or_a_basis(desk, name):
    """No claim without a span."""

    def check(told) -> int:
        found = 0
        if isinstance(told, dict):
            if "value" in told and "accounts" in told:
                assert all(c.get("quote") or c.get("basis") for c in told["citations"])
                assert told["citations"]
                found += 1
            told = list(told.values())
        return found + sum(map(check, told)) if isinstance(told, list) else found

    assert check(call(desk, name, **ASKED[name])[0]) > 5


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [["plan"], ["bell"], ["courier", "tide"]]),
        ({"order": "earliest"}, [["courier", "tide"], ["bell"], ["plan"]]),
        ({"person": "M. Okonveld"}, [["bell"], ["courier", "tide"]]),
        ({"party": "Sweden", "until": "2031-06"}, [["courier", "tide"]]),
        ({"place": "Norway", "since": "2031-05"}, [["bell"]]),
        ({"status": "planned"}, [["plan"]]),
        ({"words": "fishing"}, [["bell"]]),
        ({"sources_differ": True}, [["courier", "tide"]]),
        ({"sources_differ": True, "place": "Bergen"}, []),
        ({"person": "nobody"}, []),
    ],
)
def test_meetings_are_found_by_what_is_asked(desk, asked, expected):
    """In the order of their days."""
    told, words = call(desk, "search_meetings", **asked)
    assert names(told) == expected
    assert words.startswith(f"{len(expected)} meeting")


def test_numbers_and_truth_values_may_come_as_strings(desk):
    """As some models send them."""
    told, _ = call(desk, "search_meetings", limit="1", sources_differ="true")
    assert names(told) == [["courier", "tide"]]


@pytest.mark.parametrize("order", ["latest", "earliest"])
@pytest.mark.parametrize("limit", [1, 2])
def test_a_list_is_the_same_in_pages_as_at_once(desk, order, limit):
    """By cursors; the plain lines say that there is more."""
    whole, _ = call(desk, "search_meetings", order=order)
    found, cursor = [], ""
    while True:
        page, words = call(desk, "search_meetings", order=order, limit=limit, cursor=cursor)
        found += page["meetings"]
        cursor = page.get("next", "")
        assert bool(cursor) == ("THERE IS MORE" in words)
        if not cursor:
            break
    assert found == whole["meetings"]


def test_where_sources_differ_both_say_so(desk):
    """Each reading stands with its source, and none is chosen."""
    for name in ("show_meeting", "compare_sources"):
        told, words = call(desk, name, meeting="tide")
        assert told["head"]["differ"] == ["duration"]
        given = {one["value"]: one["citations"][0]["publisher"] for one in readings(told, "duration")}
        assert given == {"three hours": "The Lota Courier", "five hours": "Evening Tide"}
        assert "DURATION (the sources differ)" in words
        assert "2 independent origins" in words
    assert [cell["about"] for cell in told["cells"]] == ["duration"]
    assert {cell["about"] for cell in told["agreed"]} >= {"date", "city", "parties"}
    assert [c["readings"][0]["value"] for c in told["alone"] if c["about"] == "host"] == ["Norway"]


def test_whom_a_source_names_is_said(desk):
    """ "according to", and how a value follows where the words do not say it."""
    told, words = call(desk, "show_meeting", meeting="tide")
    (norway,) = [one for one in readings(told, "host") if one["value"] == "Norway"]
    assert norway["citations"][0]["according_to"] == ["the ministry"]
    assert 'according to "the ministry"' in words
    dated = {c["publisher"]: c.get("basis", "") for one in readings(told, "date") for c in one["citations"]}
    assert dated["Evening Tide"] == ""
    assert "published Thu 2031-03-06" in dated["The Lota Courier"]


def test_a_person_has_roles_and_meetings_with_their_words(desk):
    """The latest meeting first; roles as they are stated."""
    told, words = call(desk, "show_person", person="okonveld")
    assert told["name"] == "Mira Okonveld"
    assert [role["date"] for role in told["roles"]] == ["2031-03-04", "2031-03-04", "2031-06-09"]
    assert [one["counterparts"] for one in told["meetings"]] == [["Ole Vind"], ["Tomas Brae"]]
    assert {c["quote"] for one in told["meetings"] for c in one["named"]} == {"Mira Okonveld"}
    assert "foreign minister of Norway" in words


def test_a_name_that_fits_several_is_asked_back(desk):
    """With ids to ask by; nobody of that name is one sentence."""
    put(desk.where, {"other": {"text": "Norway's envoy Jon Vind met the Danish envoy Ada Holm in Oslo on 2 May 2031."}})
    told, words = call(desk, "show_person", person="Vind")
    assert {one["name"] for one in told["choices"]} == {"Ole Vind", "Jon Vind"}
    assert "several persons" in words
    chosen, _ = call(desk, "show_person", person=told["choices"][0]["person"])
    assert chosen["name"] == told["choices"][0]["name"]
    assert refused(desk, "show_person", person="Zed") == "Nobody in this register goes by 'Zed'."


def test_documents_are_found_with_their_passages(desk):
    """Whatever case and marks the words have; the passage holds them."""
    told, words = call(desk, "search_documents", words="MALMO")
    (found,) = told["found"]
    assert found["document"]["name"] == "plan"
    assert "Malmö" in found["passages"][0]["quote"]
    assert found["accounts"][0]["meeting"]
    assert "Malmö" in words


def test_a_document_is_given_in_stretches(where, desk):
    """Which together are its text; a stretch behind its end is refused."""
    text = shown(next(text for text in texts_of(where).values() if "Bergen" in text))
    found, start = "", 0
    while True:
        told, _ = call(desk, "show_document", document="bell", start=start, length=100)
        assert told["start"] == start
        found, start = found + told["text"], told.get("more", 0)
        if not start:
            break
    assert found == text
    assert "has 221 code points" in refused(desk, "show_document", document="bell", start=221)


def test_documents_of_one_name_are_no_door_to_the_names_of_files(desk):
    """An ambiguous name is one sentence without a path."""
    put(desk.where, {"secret/place": {"text": "One text."}, "secret": {"text": "Another text."}})
    sentence = refused(desk, "show_document", document="nowhere")
    assert sentence.startswith("No one document goes by 'nowhere'")


def test_a_text_is_read_and_nothing_of_it_kept(where, desk):
    """Its meetings come as those of the register do."""
    before = texts_of(where)
    told, words = call(desk, "read_text", **ASKED["read_text"])
    (meeting,) = told["meetings"]
    assert [one["value"] for one in readings(meeting, "date")] == ["2031-03-04"]
    assert meeting["statements"][0]["speakers"] == ["Mira Okonveld"]
    assert "Nothing was kept." in words
    assert "lead to nothing there" in words
    assert "page" not in told["document"]
    assert texts_of(where) == before
    german, _ = call(desk, "read_text", text="Sie trafen sich am Dienstag in Oslo, sagte der Minister gestern Abend.")
    assert "language" in [warning["kind"] for warning in german["warnings"]]


def test_an_answer_has_an_end_and_says_how_to_get_the_rest(tmp_path):
    """Of a meeting that sixty documents tell of: every page is short, and together they are all there is."""
    told_by = {
        f"paper-{n}": {
            "text": "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on "
            f"4 March 2031. She said that {n} ships had passed the strait, and that harbour master {n} knew them all.",
            "publisher": f"Paper {n}",
            "published": "2031-03-06",
        }
        for n in range(60)
    }
    where = str(tmp_path / "many.whomet")
    put(where, told_by)
    desk = Desk(where)
    for name in ("show_meeting", "compare_sources"):
        accounts, statements, cursor, pages = [], [], "", 0
        while True:
            told, words = call(desk, name, meeting="paper-0", cursor=cursor)
            lists = {key: value for key, value in told.items() if key not in ("documents", "head")}
            assert size(lists) < MOST + 5_000
            assert len(words) < 2 * MOST
            accounts += told.get("accounts", [])
            statements += told.get("statements", [])
            pages, cursor = pages + 1, told.get("next", "")
            assert bool(cursor) == ("THERE IS MORE" in words)
            if not cursor:
                break
        assert pages > 1
        if name == "show_meeting":
            assert len({one["account"] for one in accounts}) == len(accounts) == 60
            assert len(statements) == 60
    first, _ = call(desk, "search_meetings")
    (city,) = readings(first["meetings"][0], "city")
    assert (city["accounts"], len(city["citations"]), city["more_citations"]) == (60, 1, 59)


def test_a_cursor_of_something_else_is_refused(desk):
    """One sentence, also for one of a meeting that has changed."""
    none = "This cursor is none that a list of "
    for name, asked in ASKED.items():
        if name != "show_document":
            assert refused(desk, name, **(asked | {"cursor": "x"})).startswith(none)
    page, _ = call(desk, "search_meetings", limit=1)
    assert refused(desk, "search_meetings", order="earliest", cursor=page["next"]).startswith(none)


def test_doubts_are_said(where, desk):
    """A date of publication that is doubted is so wherever it stands; a run without an end is a note."""
    with Register.open(where) as register:
        reading = register.reading("courier")
        doubt = Finding(FindingKind.DATE_DOUBT, "The page says 1931.", reading.document.key)
    newer = replace(reading, reader="another 1", findings=(doubt,))
    with Register.open(where) as register:
        register.add(newer)
    told, words = call(desk, "search_meetings", person="Brae", status="held")
    (source,) = [one for one in told["documents"] if one["name"] == "courier"]
    assert source["doubt"] == "The page says 1931."
    assert told["meetings"][0]["warned_of"] == ["date-doubt"]
    assert "(2031-03-06, doubted)" in words
    assert "a run stopped before its end" in told["notes"][0]


@pytest.mark.parametrize(
    ("name", "asked", "sentence"),
    [
        ("search_meetings", {"since": "yesterday"}, "since: 'yesterday' is no date"),
        ("search_meetings", {"wurds": "x"}, "object contains unknown field `wurds`"),
        ("search_meetings", {"limit": 1000}, "expected `int` <= 50 - at `limit`"),
        ("search_meetings", {"status": "burnt"}, "invalid enum value 'burnt' - at `status`"),
        ("show_meeting", {}, "object missing required field `meeting`"),
        ("show_meeting", {"meeting": "nowhere"}, "No meeting, account or document in the register goes by 'nowhere'."),
        ("show_meeting", {"meeting": "\u0000\u202e"}, "goes by '\\x00\\u202e'"),
        ("read_text", {"text": "  "}, "holds no text"),
        ("search_documents", {"words": ""}, "length >= 1 - at `words`"),
        ("show_document", {"document": "bell", "length": 10**9}, "<= 12000"),
    ],
)
def test_what_can_not_be_is_one_sentence(desk, name, asked, sentence):
    """Of what was wrong; nothing of Python's."""
    assert sentence in refused(desk, name, **asked)


def test_what_is_left_out_of_a_list_is_counted(tmp_path):
    """People of a meeting, names of any list."""
    names = [f"{first} {last}" for first in ("Ada", "Bo", "Cleo", "Dag") for last in ("Holm", "Lind", "Falk", "Vind")]
    where = str(tmp_path / "many.whomet")
    put(
        where,
        {
            "long": {
                "text": f"The Norwegian envoys {', '.join(names[:-1])} and {names[-1]} met the Swedish envoy "
                "Tomas Brae in Oslo on 4 March 2031."
            }
        },
    )
    told, words = call(Desk(where), "search_meetings")
    (meeting,) = told["meetings"]
    assert len(meeting["people"]) == 12
    assert meeting["more_people"] > 0
    assert f"and {meeting['more_people']} more people" in words
    assert listed(["a", "b", "c"], 2) == ["a", "b", "… and 1 more"]
