"""Accounts that a person adds, copies, kinds and codes: from the command to what is shown, exported and undone."""

from __future__ import annotations

import json
import re

import made_up
import pytest

from whomet.faces.deciding import log_lines
from whomet.model import Span
from whomet.pipeline import absorb
from whomet.register import Register, Tombstone
from whomet.values.decisions import Anchor, Decision, DecisionKind

REASON = ("--reason", "read in the library", "--by", "Ada")
WHO = ("--set", "party=Arvenia")
CELLS = (*WHO, "--set", "party=Lotland", "--set", "city=Port Sellis", "--set", "date=2031-03-04")
PEOPLE = ("--set", "person.name=Mira Okonveld", "--set", "person.name=Tomas Brae", "--set", "status=held")
PAGE = ("--title", "River Yearbook", "--publisher", "Lota Press", "--published", "2031-04-01", "--page", "12")


@pytest.fixture
def register(tmp_path):
    """A register of the made-up readings, with what follows from them."""
    path = tmp_path / "register.whomet"
    with Register.open(path) as opened:
        absorb(opened, made_up.readings())
    return path


@pytest.fixture
def joined(run, register) -> str:
    """The meeting that a person made of the accounts of three documents."""
    for other in (made_up.SECOND, made_up.THIRD):
        assert run("decide", "same", made_up.FIRST, other, *REASON).status == 0
    return made_up.FIRST


def said_id(said) -> str:
    """The id of the decision that a command says it kept."""
    return re.search(r"ecision ([0-9a-f]{12})", said.err).group(1)


def rows(run) -> list[dict]:
    return [json.loads(line) for line in run("export", "jsonl").out.splitlines()]


def account_lines(run) -> dict[str, dict]:
    """The accounts as exported, by id."""
    lines = (json.loads(line) for line in run("export", "accounts").out.splitlines())
    return {meeting["account"]: meeting for line in lines for meeting in line["meetings"]}


def test_an_account_of_a_document_is_added_and_taken_back(run, register):
    """Each value points at words of the document; it is in a meeting, under its own id, until it is undone."""
    before = run("export", "accounts").out
    words = "They will meet in Upper Venn in April."
    said = run(
        *("decide", "add", "tide-1", "--lead", words, *REASON, "--set", "person.name=Miraa Okonvelt"),
        *("--set", "person.party=Arvenia [Okonvelt]", "--set", "person.name=Tomas Brae", "--set", "status=planned"),
        *("--set", "date=2031-04 [in April]", "--set", "city=Upper Venn", "--set", "party=Lotland"),
    )
    assert said.status == 0, said.err
    added = account_lines(run)[f"hand-{said_id(said)}"]
    assert added["lead"] == words
    assert added["cites"]["date"][0]["text"] == "in April"
    assert [p["name"] for p in added["people"]] == ["Miraa Okonvelt", "Tomas Brae"]
    assert [p["party"] for p in added["people"]] == ["Arvenia", ""]
    assert "added by hand by Ada" in added["bases"]["lead"]
    page = run("show", f"hand-{said_id(said)[:6]}").out
    assert "added by hand by Ada on" in page
    assert "confidence 1.00" not in page
    assert "city=Upper Venn" in run("log").out
    built = run("export", "accounts").out
    assert run("rebuild").status == 0
    assert run("export", "accounts").out == built
    assert run("decide", "undo", said_id(said), *REASON).status == 0
    assert run("export", "accounts").out == before


def test_a_source_that_is_not_held_is_one_voice_more(run, register):
    """With its page wherever it is shown; the account is in the meeting of those that were read, which keeps its id."""
    before = {row["id"]: row["voices"] for row in rows(run)}
    said = run("decide", "add", *PAGE, "--lead", "Envoys met at the river.", *CELLS, *REASON, *PEOPLE)
    assert said.status == 0, said.err
    account = f"hand-{said_id(said)}"
    (row,) = (row for row in rows(run) if account in row["accounts"])
    assert row["voices"] == before[row["id"]] + 1
    assert any(name.startswith("by-hand-") for name in row["documents"])
    page = run("show", account).out
    assert "page 12, entered by hand: the source is not held" in page.replace("\n", " ")
    assert "River Yearbook" in page
    for form, words in (
        ("html", "page 12, entered by hand"),
        ("csl", "Page 12, entered by hand"),
        ("bibtex", "Page 12, entered by hand"),
        ("ftm", "page 12, entered by hand"),
        ("webannotation", "entered by hand from page 12"),
        ("plover", "entered by hand from page 12"),
        ("accounts", "entered by hand from page 12"),
        ("cameo", "by-hand-"),
    ):
        assert words in run("export", form).out, form
    name = next(name for name in row["documents"] if name.startswith("by-hand-"))
    assert run("show", name).status == 0
    assert "River Yearbook" in run("show", "--text", name).out
    assert account in run("meetings", "Yearbook", "--format", "jsonl").out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("lota-1", "--lead", "nobody met", *WHO), "does not stand in lota-1"),
        (("lota-1", "--lead", "Okonveld", *WHO), "stands 2 times in lota-1"),
        (("lota-1", "--at", "5:5000", *WHO), "is no place in lota-1"),
        (("lota-1", "--at", "0:9", "--set", "party=Sweden"), "say which words show it, as “party=Sweden [WORDS]”"),
        (("lota-1", "--at", "0:9", "--set", "party=Sweden [Swedes]"), "“Swedes” does not stand in the document"),
        (("lota-1", "--at", "0:9", "--set", "city=Port Sellis"), "Say who met"),
        (("lota-1", "--at", "0:9", "--set", "day=Monday"), "'day' is no field"),
        (("lota-1", "--at", "0:9", "--set", "party"), "is no FIELD=VALUE"),
        (("nowhere", "--at", "0:9", "--set", "party=Arvenia"), "No document in the register goes by 'nowhere'"),
        (("--lead", "They met.", "--set", "party=Arvenia"), "say by --title which source"),
        (("--lead", "They met.", "--set", "party=Arvenia", "--title", "A film"), "say by --page or by --timecode"),
        (("--lead", "They met.", *PAGE, "--set", "party=A", "--timecode", "1:02"), "say by --page or by --timecode"),
        (("--lead", "x", "--title", "F", "--timecode", "noon", "--set", "party=A"), "'noon' is no timecode"),
        (("--lead", "x", "--title", "F", "--page", "=1", "--set", "party=A"), "'=1' is no page"),
        (
            ("--lead", "x", "--title", "F", "--page", "1", "--published", "2031-3-4", "--set", "party=A"),
            "'2031-3-4' is no day of publication",
        ),
    ],
)
def test_what_can_not_be_added_is_one_sentence(run, register, given, sentence):
    """And nothing is kept, of the source neither."""
    said = run("decide", "add", *given, *REASON)
    assert said.status == 1
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
    with Register.open(register) as kept:
        assert kept.decisions() == []
        assert len(list(kept.documents())) == len(made_up.readings())


def test_a_copy_is_no_voice_of_its_own(run, joined):
    """The voices say whose decision it was; undone, both count again."""
    (before,) = (row["voices"] for row in rows(run) if "lota-1" in row["documents"])
    said = run("decide", "copy", "harbour-1", "lota-1", *REASON)
    assert said.status == 0, said.err
    (after,) = (row["voices"] for row in rows(run) if "lota-1" in row["documents"])
    assert (before, after) == (3, 2)
    page = " ".join(run("show", joined).out.split())
    assert "copy Ada decided so on" in page
    assert run("decide", "undo", said_id(said), *REASON).status == 0
    assert [row["voices"] for row in rows(run) if "lota-1" in row["documents"]] == [before]


def test_a_copy_of_itself_is_refused(run, register):
    """At once, and over other copies."""
    assert "no copy of itself" in run("decide", "copy", "lota-1", "lota-1", *REASON).err
    assert run("decide", "copy", "lota-1", "tide-1", *REASON).status == 0
    assert run("decide", "copy", "tide-1", "harbour-1", *REASON).status == 0
    refused = run("decide", "copy", "harbour-1", "lota-1", *REASON)
    assert refused.status == 1
    assert "lota-1 is a copy of harbour-1 already" in refused.err


def test_a_kind_is_shown_and_undone(run, register):
    """Beside the publisher; a word that is none is answered with those that are."""
    said = run("decide", "kind", "lota-1", "state media of Norway", *REASON)
    assert said.status == 0, said.err
    page = " ".join(run("show", made_up.FIRST).out.split())
    assert "The Lota Courier, state media of Norway, 2031-03-06" in page
    assert "state media of Norway: Ada decided so on" in page
    assert run("decide", "undo", said_id(said), *REASON).status == 0
    assert "state media of Norway" not in run("show", made_up.FIRST).out
    for wrong in ("newspaper", "wire of Norway"):
        refused = run("decide", "kind", "lota-1", wrong, *REASON)
        assert refused.status == 1
        assert "it is one of: official, state media, party media" in refused.err


def test_a_code_is_a_column(run, register):
    """Of a meeting or an account; the last value of an account holds, an empty one takes it away."""
    plain = run("export", "csv").out
    assert run("decide", "code", made_up.FIRST, "violence_level=2", *REASON).status == 0
    assert run("decide", "code", made_up.FIRST, "violence_level=3", *REASON).status == 0
    (coded,) = (row["code_violence_level"] for row in rows(run) if made_up.FIRST in row["accounts"])
    assert coded == ["3"]
    lines = run("export", "csv").out.splitlines()
    assert lines[0].endswith(",voices,code_violence_level")
    assert sum(line.endswith(",3") for line in lines) >= 1
    assert "coded violence_level=3" in run("who", "Mira", "Okonveld").out
    page = run("show", made_up.FIRST).out
    assert "violence_level=3" in page
    assert "Ada decided so on" in page
    assert "violence_level=3" in run("export", "html").out
    assert run("decide", "code", made_up.FIRST, "violence_level=", *REASON).status == 0
    assert run("export", "csv").out == plain


@pytest.mark.parametrize("code", ["violence level=3", "=3", "level", "Level=3", f"level={'3' * 201}"])
def test_a_code_that_can_not_be_is_refused(run, register, code):
    """In one sentence, and nothing is kept."""
    said = run("decide", "code", made_up.FIRST, code, *REASON)
    assert said.status == 1
    assert len(said.err.strip().splitlines()) == 1
    assert run("log").out == ""


def test_the_log_has_purges_in_their_place():
    """Decisions and purges stand in one order of time."""
    anchor = Anchor("d" * 64, Span(0, 3), "who")
    times = ("2031-05-01T10:00:00Z", "2031-05-03T10:00:00Z")
    made = [
        (n, Decision(DecisionKind.ACCEPT, (anchor,), "", "Ada", on, f"reason {n}")) for n, on in enumerate(times, 1)
    ]
    purged = [Tombstone("e" * 64, "a court says so", "Ben", "2031-05-02T10:00:00Z")]
    lines = [line.plain.strip() for line in log_lines(made, purged)]
    assert [line for line in lines if line.startswith(("reason", "a court"))] == [
        "reason 1",
        "a court says so",
        "reason 2",
    ]
