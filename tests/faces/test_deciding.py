"""`whomet decide`, `log` and `review`: what a person decides shows at once, and what is left is listed."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest

from whomet.errors import NotFoundError
from whomet.faces import reviewing
from whomet.faces.command_line import main
from whomet.faces.deciding import undoing

REPORTS = {
    "port": "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "quay": "Mira Okonveld, foreign minister of Norway, received the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "pier": "Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen on 9 June 2031.",
}


@pytest.fixture
def decided(run, tmp_path):
    """Runs `whomet` on a register of three reports of two meetings."""
    lines = (json.dumps({"id": i, "text": t, "language": "en"}) for i, t in REPORTS.items())
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("read", "reports.jsonl").status == 0
    return run


def ids(run) -> dict[str, str]:
    """Document -> the id of its account."""
    lines = [json.loads(line) for line in run("export", "accounts").out.splitlines()]
    return {line["id"]: meeting["account"] for line in lines for meeting in line["meetings"]}


def meetings(run) -> list[list[str]]:
    return sorted(json.loads(line)["documents"] for line in run("meetings", "--format", "jsonl").out.splitlines())


def test_two_meetings_are_parted_and_joined_again(decided):
    """By the accounts' ids or beginnings of them; the undo needs only the beginning of the decision's."""
    found = ids(decided)
    assert meetings(decided) == [["pier"], ["port", "quay"]]
    said = decided("decide", "different", found["port"], found["quay"][:8], "--reason", "two days", "--by", "Ada")
    assert said.status == 0
    assert meetings(decided) == [["pier"], ["port"], ["quay"]]
    made = re.search(r"Decision ([0-9a-f]{12}) \(number 1\)", said.err)
    assert made
    assert decided("decide", "undo", made.group(1)[:6], "--reason", "I misread", "--by", "Ada").status == 0
    assert meetings(decided) == [["pier"], ["port", "quay"]]


def test_a_decision_is_undone_by_the_number_that_the_log_gives(decided):
    """As `whomet decide` itself says it."""
    found = ids(decided)
    for account in ("pier", "port"):
        assert decided("decide", "reject", found[account], "--reason", "none", "--by", "Ada").status == 0
    assert meetings(decided) == [["quay"]]
    assert decided("decide", "undo", "2", "--reason", "I misread").status == 0
    assert meetings(decided) == [["port", "quay"]]


def test_a_number_that_begins_another_decisions_id_undoes_nothing():
    """It could be either; a longer beginning tells them apart."""
    kept = SimpleNamespace(
        decisions=lambda: [(n, SimpleNamespace(id=i, about=())) for n, i in ((2, "a1b2"), (3, "2b7c"))]
    )
    with pytest.raises(NotFoundError, match="'2' is the beginning of 2 decisions' ids or numbers; see `whomet log`"):
        undoing(kept, "2", "Ada", "which?")
    assert undoing(kept, "2b", "Ada", "that").value == "2b7c"
    assert undoing(kept, "3", "Ada", "that").value == "2b7c"


def test_the_log_says_who_decided_what_and_why(decided):
    """With the words that it is about; the user's own name stands where none is given."""
    found = ids(decided)
    decided("decide", "reject", found["pier"], "--reason", "never took place", "--by", "Ada [bold]Lind[/bold]")
    decided("decide", "accept", found["port"], "--reason", "checked")
    log = decided("log")
    assert "Ada [bold]Lind[/bold]: reject" in log.out
    assert "never took place" in log.out
    assert "Ole Vind in Bergen" in log.out
    assert log.err.startswith("2 decisions")
    assert meetings(decided) == [["port", "quay"]]


def test_a_correction_shows_beside_what_was_read(decided):
    """`show` gives the person's value with name and reason, and the machine's in the same line."""
    found = ids(decided)
    words = ("--reason", "a slip of the press", "--by", "Ada", "--words", "9 June 2031")
    assert decided("decide", "correct", found["pier"], "date", "2031-06-10", *words).status == 0
    page = decided("show", found["pier"]).out
    (line,) = (each for each in page.splitlines() if each.strip().startswith("2031-06-10"))
    assert "Ada decided so" in line
    assert "a slip of the press" in line
    assert "“2031-06-09” was read" in line
    assert "“9 June 2031”" in line


@pytest.mark.parametrize(
    ("field", "value", "more", "sentence"),
    [
        ("day", "2031", (), "'day' is no field"),
        ("date", "the tenth", (), "is no date in EDTF"),
        ("country", "Norway", (), "is no country; write its two letters"),
        ("status", "happened", (), "it is one of: held, ongoing"),
        ("lead", "x", (), "it can't be corrected"),
        ("person.role", "envoy", (), "say by --words which"),
        ("city", "Oslo", ("--words", "Trondheim"), "“Trondheim” does not stand in the document"),
    ],
)
def test_a_correction_that_can_not_be_is_one_sentence(decided, field, value, more, sentence):
    """And nothing is kept."""
    said = decided("decide", "correct", ids(decided)["pier"], field, value, "--reason", "why not", *more)
    assert said.status == 1
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert decided("log").out == ""


def test_who_decides_without_having_seen_the_last_is_refused(decided):
    """The sentence says who decided what, when and why; with the newest number seen it goes through."""
    found = ids(decided)
    pair = (found["port"], found["quay"], "--reason", "two days")
    assert decided("decide", "different", *pair, "--by", "Ada").status == 0
    refused = decided("decide", "same", *pair, "--by", "Ben", "--seen", "0")
    assert refused.status == 1
    assert "Ada decided “different-meeting” about the same words meanwhile" in refused.err
    assert decided("decide", "same", *pair, "--by", "Ben", "--seen", "1").status == 0
    assert meetings(decided) == [["pier"], ["port", "quay"]]


def test_two_names_are_one_persons(decided):
    """By their spellings, or by a part that fits one person only; a name that fits nobody is one sentence."""
    told = ("--reason", "he married", "--by", "Ada")
    assert decided("decide", "same-person", "Ole Vind", "Brae", *told).status == 0
    assert "2 meetings" in decided("who", "Ole", "Vind").out or "Tomas Brae" in decided("who", "Ole", "Vind").out
    assert decided("decide", "different-person", "Ole Vind", "Tomas Brae", *told, "--seen", "1").status == 0
    assert "Tomas Brae" not in decided("who", "Ole", "Vind").out.partition("MEETINGS")[0]
    nobody = decided("decide", "same-person", "Ole Vind", "Zed Quill", *told)
    assert nobody.status == 1
    assert "Nobody in this register goes by 'Zed Quill'" in nobody.err


def test_a_name_that_could_mean_several_accounts_is_asked_back(run, register):
    """A meeting of several accounts can't be rejected as a whole."""
    said = run("decide", "reject", "3fa2b7c91", "--reason", "no")
    assert said.status == 1
    assert "3fa2b7c91d00" in said.err
    assert "3fa2b7c91e77" in said.err


def test_what_is_left_to_decide_is_listed(run, register):
    """First the two meetings that may be one, then differing dates, then what is unsure: each with its command."""
    page = run("review").out
    assert page.index("may be one meeting") < page.index("date: 2031-03-06 or 2031-03-04 or 2031-03-07")
    assert "whomet decide same|different" in page
    assert "of confidence 0.40" in page
    assert "\x1b" not in page
    assert "open, 1 listed." in run("review", "--most", "1").err


def test_what_was_decided_is_asked_no_more(decided, monkeypatch):
    """An account that was accepted leaves the queue."""
    monkeypatch.setattr(reviewing, "SURE", 1.1)  # so that every account is asked about
    found = ids(decided)
    assert f"accept|reject {found['pier'][:8]}" in decided("review").out
    assert decided("decide", "accept", found["pier"], "--reason", "read it").status == 0
    assert f"accept|reject {found['pier'][:8]}" not in decided("review").out
    assert f"accept|reject {found['port'][:8]}" in decided("review").out


def test_nothing_is_decided_in_a_register_that_is_not_there(tmp_path, monkeypatch, capsys):
    """No register is made for it."""
    monkeypatch.chdir(tmp_path)
    assert main(["decide", "reject", "abc", "--reason", "x"]) == 1
    assert "there is no register yet" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
