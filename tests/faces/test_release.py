"""`whomet release` as its users run it: on the made-up register, and on the examples as they are read."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import made_up
import pytest
import yaml

from whomet.exchange.release import folder
from whomet.model import Reading
from whomet.pipeline import absorb, read_inputs
from whomet.register import Register

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
DAY = ("--date", "2031-05-01")


def table(release: Path, name: str) -> list[dict[str, str]]:
    """The rows of a release's table, as CSV has them."""
    with (release / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def everything(release: Path) -> str:
    """All that stands in any file of a release, Parquet read as rows; the reader's card left out."""
    files = sorted(p for p in release.rglob("*") if p.is_file() and p.name != "reader-card.md")
    return "\n".join(as_text(path) for path in files)


def as_text(path: Path) -> str:
    if path.suffix != ".parquet":
        return path.read_text("utf-8-sig")
    return json.dumps(pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist(), ensure_ascii=True)


def bytes_of(release: Path) -> dict[str, bytes]:
    return {str(p.relative_to(release)): p.read_bytes() for p in release.rglob("*") if p.is_file()}


@pytest.fixture
def released(run, register, tmp_path):
    """Makes a release of the made-up register with these options and gives its folder."""

    def release_with(name: str, *options: str) -> Path:
        done = run("release", name, "--register", str(register), "--output", name, *DAY, *options)
        assert done.status == 0, done.err
        return tmp_path / name

    return release_with


@pytest.fixture(scope="module")
def examples(tmp_path_factory) -> Path:
    """A register of the reports in examples/, read once."""
    path = tmp_path_factory.mktemp("examples") / "register.whomet"
    with Register.open(path) as register:
        absorb(register, (r for r in read_inputs([str(REPORTS)]) if isinstance(r, Reading)))
    return path


# ---------------------------------------------------------------------------------- the made-up register


def test_a_release_is_a_whole_folder(released):
    """Tables, codebook, coverage, sums, metadata: all there, and sha256sum finds them right."""
    made = released("2031.1", "--creator", "Quill, Ada", "--title", "Talks on the river", "--publisher", "Venn Press")
    found = set(bytes_of(made))
    assert {"codebook.md", "codebook.json", "coverage.md", "datacite.json", "CITATION.cff"} <= found
    assert {"meetings.csl.json", "meetings.bib", "manifest.json", "SHA256SUMS", "reader-card.md"} <= found
    assert {"tables/meetings.csv", "tables/claims.csv", "tables/differences.csv"} <= found
    checked = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=made, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert len(checked.stdout.splitlines()) == len(found) - 1
    told = json.loads((made / "datacite.json").read_text("utf-8"))
    assert (told["titles"][0]["title"], told["publisher"], told["version"]) == (
        "Talks on the river",
        {"name": "Venn Press"},
        "2031.1",
    )
    assert yaml.safe_load((made / "CITATION.cff").read_text("utf-8"))["authors"][0]["family-names"] == "Quill"
    assert folder.read_release(made)[0] == "2031.1"
    assert not [p.name for p in made.parent.iterdir() if p.name.endswith(".part")]


def test_what_the_register_says_is_in_the_tables(released):
    """Two meetings, four accounts, two persons, three sources; each reading with who says so; skipped input counted."""
    made = released("1")
    assert {m["id"]: m["date"] for m in table(made, "meetings")} == {
        made_up.FIRST: "2031-03-06; 2031-03-04; 2031-03-07",
        made_up.PLAN: "2031-04",
    }
    assert {a["id"] for a in table(made, "accounts")} == {
        made_up.FIRST,
        made_up.SECOND,
        made_up.THIRD,
        made_up.PLAN,
    }
    assert sorted(p["name"] for p in table(made, "people")) == ["Mira Okonveld", "Tomas Brae"]
    assert {s["name"]: s["publisher"] for s in table(made, "sources")}["lota-1"] == "The Lota Courier"
    dates = {r["value"]: r["accounts"] for r in table(made, "readings") if r["property"] == "date"}
    assert dates["2031-03-06"] == f"{made_up.SECOND}; {made_up.THIRD}"
    assert {f["kind"] for f in table(made, "findings")} == {"date-doubt", "sources-differ"}
    page = (made / "coverage.md").read_text("utf-8")
    assert "1 input could not be read." in page and "broken.pdf" not in everything(made)
    assert table(made, "differences") == []


def test_the_same_register_gives_the_same_bytes(released):
    """No clock, no chance: but for its name a release is the same each time."""
    first = bytes_of(released("1"))
    shutil.move("1", "kept")
    assert bytes_of(released("1")) == first


def test_formulas_and_terminal_codes_do_no_harm(released):
    """What a spreadsheet would compute begins with an apostrophe; no control character gets into any text."""
    made = released("1")
    text = "\n".join(p.read_text("utf-8-sig") for p in made.rglob("*") if p.suffix != ".parquet" and p.is_file())
    assert "'=SUM(A1)" in text and "'=Harbour [bold]Post" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("name", ["tide-1", "EVENING tide", "746964652d31"])
def test_what_is_left_out_is_nowhere(released, name):
    """Neither its name nor its words nor what only it says; the statement says how many, not which."""
    made = released("1", "--leave-out", name)
    text = everything(made)
    for words in ("tide-1", "Evening Tide", "746964652d31", "Okonvelt", "agreed to meet", "Upper Venn"):
        assert words not in text
    assert "2031-03-07" not in {c["value"] for c in table(made, "claims")}
    assert [m["id"] for m in table(made, "meetings")] == [made_up.FIRST]
    assert {a["id"] for a in table(made, "accounts")} == {made_up.FIRST, made_up.THIRD}
    assert "1 document left out of this release" in text
    assert [m["voices"] for m in table(made, "meetings")] == ["2"]
    (okonveld,) = (p for p in table(made, "people") if p["name"] == "Mira Okonveld")
    assert (okonveld["spellings"], okonveld["accounts"]) == ("Mira Okonveld", "2")


def test_a_meeting_without_its_smallest_account_has_the_id_of_the_smallest_left(released):
    """The id of an account that is left out is not told."""
    made = released("1", "--leave-out", "lota-1")
    assert made_up.FIRST not in everything(made)
    assert {m["id"] for m in table(made, "meetings")} == {made_up.SECOND, made_up.PLAN}


def test_what_is_redacted_keeps_values_and_places(released):
    """The words are withheld in every file, values, ids and offsets stay."""
    made = released("1", "--redact", "Evening Tide")
    text = everything(made)
    for words in ("was received by", "agreed to meet again", "A source at the port", "They will meet in"):
        assert words not in text
    (tide,) = (s for s in table(made, "sources") if s["name"] == "tide-1")
    assert (tide["redacted"], tide["title"], tide["publisher"]) == ("true", "[redacted]", "Evening Tide")
    cited = [c for c in table(made, "citations") if c["source"] == tide["id"]]
    assert cited and {c["words"] for c in cited} == {"[redacted]"}
    assert all(int(c["end"]) > int(c["start"]) for c in cited)
    assert "2031-03-07" in {c["value"] for c in table(made, "claims")}
    assert "Of 1 document the words are withheld" in text


def test_everything_may_be_left_out(released):
    """A release of nothing is still a release."""
    made = released("1", *(x for d in ("lota-1", "tide-1", "harbour-1") for x in ("--leave-out", d)))
    assert table(made, "meetings") == table(made, "sources") == []
    assert "0 meetings, told in 0 accounts; 0 documents were read." in (made / "coverage.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["1"], "--date"),
        (["1", "--date", "1 May"], "1 May"),
        (["1", "--date", "2031-02-30"], "2031-02-30"),
        (["../1", *DAY], "no version"),
        (["", *DAY], "no version"),
        (["1", *DAY, "--creator", " \u202e"], "--creator 1"),
        (["1", *DAY, "--leave-out", "The Times"], "'The Times' is no document and no publisher"),
        (["1", *DAY, "--previous", "nowhere"], "nowhere: there is no manifest.json"),
        (["1", *DAY, "--output", "no/where"], "make it first"),
        (["1", *DAY, "--output", "."], "it is there already"),
    ],
)
def test_what_can_not_be_released_is_one_sentence(run, register, tmp_path, options, sentence):
    """Exit status 1, one line that names what was wrong, and nothing made."""
    done = run("release", *options, "--register", str(register))
    assert (done.status, done.out) == (1, "")
    assert sentence in done.err and done.err.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir() if "whomet" not in p.name] == []


def test_a_folder_that_is_there_is_not_touched(run, register, released):
    """The release of yesterday stays as it is."""
    made = released("1")
    before = bytes_of(made)
    done = run("release", "2", "--register", str(register), "--output", "1", *DAY)
    assert done.status == 1 and "it is there already" in done.err
    assert bytes_of(made) == before


def test_a_full_disk_leaves_nothing(run, register, tmp_path, monkeypatch):
    """What can't be finished is not there."""

    def full(*_):
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(folder, "seal", full)
    done = run("release", "1", "--register", str(register), *DAY)
    assert done.status == 1 and "release-1: the disk is full" in done.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["register.whomet"]


def test_a_register_that_is_behind_is_not_frozen(run, register):
    """Half of a run is no data set."""
    with Register.open(register) as opened:
        reading = made_up.lota()
        document = made_up.document("late-1", made_up.LOTA + " ", "Late", "2031-03-09", "Envoys")
        opened.add(Reading(document, reading.reader))
    done = run("release", "1", "--register", str(register), *DAY)
    assert done.status == 1 and "a run stopped before its end; then run it again" in done.err


# ----------------------------------------------------------------------------------------------- the examples


def test_the_examples_with_a_decision_between(run, examples, tmp_path):
    """A person makes two meetings one: the next release says so, with the name and the reason; undone, it says that."""
    where = tmp_path / "register.whomet"
    shutil.copy(examples, where)
    at = ("--register", str(where))
    assert run("release", "1", *at, *DAY).status == 0
    of_ghana = [m["id"] for m in table(Path("release-1"), "meetings") if "Portugal" in m["parties"] and m["city"]]
    one, other = sorted(of_ghana)
    decided = run("decide", "same", one, other, "--reason", "one visit, two cities", "--by", "Ada", *at)
    assert decided.status == 0, decided.err
    assert run("release", "2", *at, *DAY, "--previous", "release-1").status == 0
    found = table(Path("release-2"), "differences")
    (merged,) = (d for d in found if d["change"] == "merged")
    assert (merged["thing"], merged["old"], merged["new"]) == (one, f"{one}; {other}", one)
    assert merged["reason"].startswith("Ada decided same-meeting on ") and "one visit, two cities" in merged["reason"]
    assert {d["table"] for d in found if d["change"] == "added"} == {"decisions"}
    (kept,) = table(Path("release-2"), "decisions")
    assert (kept["by"], kept["kind"], kept["holds"]) == ("Ada", "same-meeting", "true")
    undone = run("decide", "undo", kept["id"], "--reason", "two visits", "--by", "Ben", *at)
    assert undone.status == 0, undone.err
    assert run("release", "3", *at, *DAY, "--previous", "release-2").status == 0
    found = table(Path("release-3"), "differences")
    (split,) = (d for d in found if d["change"] == "split")
    assert (split["thing"], split["new"]) == (one, f"{one}; {other}")
    assert "Ben decided undo on " in split["reason"]
    (holds,) = (d for d in found if d["field"] == "holds")
    assert (holds["thing"], holds["old"], holds["new"]) == (kept["id"], "true", "false")
    assert "two visits" in holds["reason"]


def test_every_citation_of_the_examples_stands_there(run, examples, tmp_path):
    """Each span of the released tables is the words of the document, in code points."""
    assert run("release", "1", "--register", str(examples), *DAY).status == 0
    with Register.open(examples) as register:
        texts = {document.key: document.text for document in register.documents()}
    parquet = pytest.importorskip("pyarrow.parquet")
    cited = parquet.read_table("release-1/tables/citations.parquet").to_pylist()
    assert len(cited) > 200
    assert all(texts[c["source"]][c["start"] : c["end"]] == c["words"] for c in cited)
    assert len(cited) == len(table(Path("release-1"), "citations"))


def test_one_version_is_given_once(run, examples):
    """Two releases of one name could not be told apart."""
    assert run("release", "1", "--register", str(examples), *DAY).status == 0
    again = run("release", "1", "--register", str(examples), *DAY, "--output", "b", "--previous", "release-1")
    assert again.status == 1 and "it is version 1 too" in again.err
