"""`whomet coding`: from a sample to decisions, and the machine measured by what two coded and a third settled."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from whomet.faces.coding.sheets import COLUMNS

REPORTS = {
    "port": "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "pier": "Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen on 9 June 2031.",
    "lake": "The water of the lake rose by a metre in May, and the ferry did not sail for eleven days.",
}
PORT = {
    "meeting": "yes",
    "words": REPORTS["port"],
    "main": "YES",
    "status": "held",
    "contact": "direct",
    "format": "in-person",
    "date": "2031-03-04",
    "city": "Oslo",
    "country": "Norway",
    "parties": "Norway; Sweden",
    "people": "Mira Okonveld | foreign minister | Norway; Tomas Brae | envoy | Sweden",
}
PIER = PORT | {
    "words": REPORTS["pier"],
    "date": "2031-06-09",
    "city": "Bergen",
    "country": "NO",
    "parties": "Denmark; Norway",
    "people": "Ole Vind | envoy | Denmark; Mira Okonveld | foreign minister | Norway",
}
LAKE = {"meeting": "no"}


@pytest.fixture
def coding(run, tmp_path):
    """Runs `whomet coding ...` on a register of three reports, all in a sample, with sheets given to Ada and Ben."""
    lines = (json.dumps({"id": i, "text": t, "language": "en", "published": "2031-06-11"}) for i, t in REPORTS.items())
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert run("read", "reports.jsonl").status == 0
    assert run("coding", "sample", "3", "--name", "pilot").status == 0
    for coder in ("Ada", "Ben"):
        assert run("coding", "sheet", "--coder", coder).status == 0
    return lambda *arguments: run("coding", *arguments)


def lines_of(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(path: str, *, delimiter: str = ",", encoding: str = "utf-8-sig", **told: dict[str, str]) -> None:
    """Fills in a sheet, by the names of documents, as a spreadsheet writes it."""
    lines = [line | told.get(line["document"], {}) for line in lines_of(path)]
    with Path(path).open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(lines)


def both(coding, ada: dict[str, dict[str, str]], ben: dict[str, dict[str, str]]) -> None:
    """Both hand in."""
    usual = {"port": PORT, "pier": PIER, "lake": LAKE}
    for coder, told in (("Ada", ada), ("Ben", ben)):
        fill(f"pilot-{coder}.csv", **(usual | told))
        taken = coding("take", f"pilot-{coder}.csv")
        assert taken.status == 0, taken.err


def row(said, field: str) -> dict[str, object]:
    """One line of a table."""
    return next(r for line in said.out.splitlines() if (r := json.loads(line))["field"] == field)


def test_a_sheet_shows_the_texts_and_nothing_of_what_was_read(coding):
    """Empty cells beside the numbers; the guide has every text with its day; what is there is not written over."""
    lines = lines_of("pilot-Ada.csv")
    assert [line["text"] for line in lines] == ["1", "2", "3"]
    assert {line["sheet"] for line in lines} == {"pilot: Ada"}
    assert not any(line[column] for line in lines for column in COLUMNS[3:])
    guide = Path("pilot-Ada.txt").read_text(encoding="utf-8")
    assert all(text in guide for text in REPORTS.values())
    assert "published 2031-06-11" in guide
    again = coding("sheet", "--coder", "Ada")
    assert (again.status, "is there already" in again.err) == (1, True)


def test_the_machine_fills_in_only_where_it_is_asked_to(coding):
    """And then the report says who was not blind to it."""
    assert coding("sheet", "--coder", "Cem", "--with-machine").status == 0
    by_name = {line["document"]: line for line in lines_of("pilot-Cem.csv")}
    assert by_name["port"]["date"] == "2031-03-04"
    assert "Tomas Brae | " in by_name["port"]["people"]
    assert by_name["lake"]["meeting"] == "no"
    assert coding("take", "pilot-Cem.csv").status == 0
    both(coding, {}, {})
    assert "Not blind to the machine's values: Cem." in coding("agreement").err


def test_two_coders_who_agree(coding):
    """All pairs are equal; what never varies has no alpha; nothing is left to settle."""
    both(coding, {}, {})
    said = coding("agreement", "--format", "jsonl")
    assert row(said, "meetings found")["agreement"] == "1.000"
    assert (row(said, "meeting")["alpha"], row(said, "meeting")["units"]) == ("1.000", 3)
    assert (row(said, "city")["alpha"], row(said, "city")["units"]) == ("1.000", 2)
    assert (row(said, "status")["alpha"], row(said, "status")["agreement"]) == ("", "1.000")
    assert row(said, "person's role")["units"] == 4
    assert coding("disagreements").err == "Cells that differ: 0, in 0 of the texts.\n"


def test_a_sheet_comes_back_however_a_spreadsheet_wrote_it(coding):
    """With semicolons or tabs, in UTF-16, with its own apostrophes."""
    told = {"port": PORT | {"date": "'2031-03-04"}, "pier": PIER, "lake": LAKE}
    fill("pilot-Ada.csv", delimiter=";", **told)
    fill("pilot-Ben.csv", delimiter="\t", encoding="utf-16", **told)
    assert coding("take", "pilot-Ada.csv").status == 0
    assert coding("take", "pilot-Ben.csv").status == 0
    assert row(coding("agreement", "--format", "jsonl"), "date")["agreement"] == "1.000"


def test_what_can_not_be_placed_is_listed_with_its_line_and_the_rest_is_taken(coding):
    """Every cell is checked; the text is left out whole; mended, it is taken."""
    wrong = {
        "words": "Mira met Tomas",
        "status": "happened",
        "date": "4/3/2031",
        "country": "Nowhere",
        "parties": "",
        "people": "Mira Okonveld | queen | Norway; a|b|c|d",
        "venue": "the old mill",
    }
    fill("pilot-Ada.csv", port=PORT | wrong, pier=PIER, lake=LAKE | {"city": "Oslo"})
    taken = coding("take", "pilot-Ada.csv")
    assert taken.status == 1
    line = next(n for n, told in enumerate(lines_of("pilot-Ada.csv"), 2) if told["document"] == "port")
    for column in wrong:
        assert f"line {line}, {column}: " in taken.err, column
    assert "city: no meeting, yet something stands here." in taken.err
    assert "1 of 3 texts taken; still missing: text " in taken.err
    assert "still out: Ada (1 of 3), Ben (0 of 3)" in coding("agreement").err
    fill("pilot-Ada.csv", port=PORT | dict.fromkeys(wrong, "") | PORT, lake=LAKE | {"city": ""})
    assert "the sheet is whole" in coding("take", "pilot-Ada.csv").err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no coder's sheet: it has no column sheet"),
        (b"\xff\x00\xfe", "is not in UTF-8"),
        (",".join(COLUMNS).encode(), "must name one sheet in its first column"),
        (",".join(COLUMNS).encode() + b"\npilot: Zed,1", "Zed was given no sheet"),
        (",".join(COLUMNS).encode() + b"\nother: Ada,1", "No sample is called"),
        (",".join(COLUMNS).encode() + b"\npilot: (to settle),1", "`whomet coding settle` takes it"),
        (",".join(COLUMNS).encode() + b'\npilot: Ada,99,"\x1b[31m"', "line 2, text: “99” is no text of this sample."),
        (",".join(COLUMNS).encode() + b"\npilot: Ada,1," + b"x" * 200_000, "can't be read"),
    ],
)
def test_a_file_that_is_no_sheet_is_one_sentence(coding, content, sentence):
    """Whatever it holds."""
    Path("bad.csv").write_bytes(content)
    taken = coding("take", "bad.csv")
    assert (taken.status, sentence in taken.err, "Traceback" in taken.err) == (1, True, False)


def test_a_third_settles_and_the_register_says_what_was_chosen(coding, run):
    """Disagreements are listed and put in a sheet; choices, and what both coded alike, become decisions; the machine is
    measured by them as it read."""
    ben = {"port": PORT | {"city": "Drammen", "status": "planned"}, "pier": PIER | {"format": "phone"}}
    both(coding, {"pier": PIER | {"format": "phone"}}, ben)
    listed = coding("disagreements", "--output", "settle.csv")
    assert "city  Ada: Oslo / Ben: Drammen" in listed.out
    assert "status  Ada: held / Ben: planned" in listed.out
    assert listed.err.endswith("Cells that differ: 2, in 1 of the texts.\n")
    cities = {line["document"]: (line["meeting"], line["city"]) for line in lines_of("settle.csv")}
    assert cities["port"] == ("yes", "?? Ada: Oslo / Ben: Drammen")
    assert (cities["pier"], cities["lake"]) == (("yes", "Bergen"), ("no", ""))
    unsettled = coding("settle", "settle.csv", "--by", "Eve")
    assert (unsettled.status, "city: still to be settled" in unsettled.err) == (1, True)
    fill("settle.csv", port={"city": "Drammen", "status": "held", "remark": "the talks were in Drammen"})
    assert "somebody else settles it" in coding("settle", "settle.csv", "--by", "Ben").err
    assert "Texts settled: 1." in coding("settle", "settle.csv", "--by", "Eve").err
    assert "Texts settled: 0. Decisions kept: 0." in coding("settle", "settle.csv", "--by", "Eve").err
    log = run("log").out
    assert "Eve: correct city=Drammen" in log
    assert "the talks were in Drammen" in log
    assert "Eve: correct format=phone" in log
    assert "Ada and Ben coded it so (sample pilot)" in log
    cities = {c for line in run("meetings", "--format", "jsonl").out.splitlines() for c in json.loads(line)["city"]}
    assert cities == {"Drammen", "Bergen"}
    assert coding("disagreements").err == "Cells that differ: 0, in 0 of the texts.\n"
    said = coding("measure", "--format", "jsonl")
    assert row(said, "meetings")["f1"] == "1.000"
    assert (row(said, "city")["coded"], row(said, "city")["right"]) == (2, 1)
    assert "3 settled texts" in said.err


def test_what_nobody_coded_is_rejected_and_what_was_not_read_is_told(coding, run):
    """An account of a text without a meeting goes; a meeting that the machine has not can't be added by a decision."""
    flood = PORT | {"words": REPORTS["lake"], "people": "", "parties": "Norway; Sweden"}
    told = {"pier": dict.fromkeys(PIER, "") | {"meeting": "no"}, "lake": flood}
    both(coding, told, told)
    coding("disagreements", "--output", "settle.csv")
    settled = coding("settle", "settle.csv", "--by", "Eve")
    assert "tells of a meeting that was not read" in settled.err
    assert "Eve: reject" in run("log").out
    said = coding("measure", "--format", "jsonl")
    assert [row(said, "meetings")[key] for key in ("coded", "found", "right")] == [2, 2, 1]


def test_the_same_seed_draws_the_same_and_a_larger_sample_holds_the_smaller(coding, run):
    """Another seed draws another; strata are told; more than there is can't be drawn."""
    run("coding", "sample", "1", "--name", "one", "--seed", "5")
    run("coding", "sample", "2", "--name", "two", "--seed", "5", "--strata", "found")
    for name in ("one", "two"):
        run("coding", "sheet", "--coder", "Ada", "--sample", name)
    one, two = ({line["document"] for line in lines_of(f"{name}-Ada.csv")} for name in ("one", "two"))
    assert len(one & two) <= len(one) == 1
    assert len(two) == 2
    more = run("coding", "sample", "4", "--name", "more")
    assert (more.status, "The register has 3 documents, so 4 can't be drawn." in more.err) == (1, True)


def test_the_state_of_a_sample_is_told_and_a_sheet_can_be_withdrawn(coding):
    """Who has handed in how much; whoever codes no more keeps nobody waiting."""
    assert coding("sheet", "--coder", "Cem").status == 0
    both(coding, {}, {})
    assert "Cem: 0 of 3 texts came back; missing: text 1, 2, 3" in coding("status").out
    assert coding("agreement").status == 1
    assert coding("withdraw", "--coder", "Cem").status == 0
    assert coding("agreement").status == 0
    assert "Cem" not in coding("status").out


def test_without_the_library_alpha_is_asked_for_by_its_extra(coding, monkeypatch):
    """One sentence; nothing else of coding needs it."""
    both(coding, {"pier": PIER | {"status": "planned"}}, {})
    monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    said = coding("agreement")
    assert (said.status, "pip install 'whomet[coding]'" in said.err) == (1, True)
    assert coding("disagreements").status == 0
