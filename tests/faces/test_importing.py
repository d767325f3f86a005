"""`whomet import` as its users run it: what comes in, what is named, and that twice adds nothing."""

import json
from pathlib import Path

import made_up
import pytest

from whomet.pipeline import reconcile_register
from whomet.register import Register

WHO = '"Mira Okonveld (foreign minister, Norway); Tomas Brae (envoy of Sweden)"'
TABLE = f"""\
No;When;Where;Participants;Topic;Source;Link;Track
1;early May 2014;Geneva, Switzerland;{WHO};river;The Lota Courier;https://news.example/1;2
2;3-5 May 2014;Oslo;Norway, Sweden and others;prisoners;;;1.5
3;soon;;;;;;
"""
MAP = """columns:
  No: id
  When: date
  Where: place
  Participants: people
  Topic: topics
  Source: source.publisher
  Link: source.url
  Track: {as: code, field: track}
"""


@pytest.fixture
def made(tmp_path) -> Path:
    """A register of the made-up readings with its meetings made by the pipeline itself."""
    path = tmp_path / "made.whomet"
    with Register.open(path) as register:
        for reading in made_up.readings():
            register.add(reading)
        reconcile_register(register)
    return path


@pytest.fixture
def table(tmp_path) -> Path:
    """A team's own table in `talks.csv`, and the map of its columns in `map.yaml`."""
    (tmp_path / "talks.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    return tmp_path / "talks.csv"


def imported(run, *more: str):
    return run("import", "csv", "talks.csv", "--columns", "map.yaml", "--by", "Ada", *more)


def meetings(run, register: str = "register.whomet") -> list[dict]:
    return [json.loads(line) for line in run("export", "jsonl", "--register", register).out.splitlines()]


# ----------------------------------------------------------------------------------------------- round trips


def test_accounts_come_back_byte_for_byte(run, made):
    """Exports of the new register are those of the old one; a second import adds nothing."""
    run("export", "accounts", "--register", str(made), "--output", "a.jsonl")
    for told in ("3 new, 0 changed, 0 held", "0 new, 0 changed, 3 held"):
        outcome = run("import", "jsonl", "a.jsonl", "--register", "b.whomet")
        assert (outcome.status, told in outcome.err) == (0, True)
    for form in ("accounts", "csv", "webannotation"):
        one, other = (run("export", form, "--register", where).raw for where in (str(made), "b.whomet"))
        assert one == other


COMES_BACK = {
    "csv": ("date", "status", "format", "city", "parties", "people", "topics", "part_of"),
    "jsonl": ("date", "status", "format", "city", "parties", "people", "topics", "part_of"),
    "parquet": ("date", "status", "format", "city", "parties", "people", "topics", "part_of"),
    "webannotation": ("date", "status", "format", "city", "people"),
    "ftm": ("date", "status", "format", "parties"),
    "plover": ("date", "city", "parties"),
}


@pytest.mark.parametrize("form", COMES_BACK)
def test_meetings_come_back_as_far_as_a_format_carries_them(run, made, form):
    """The columns that docs/exchange.md promises; into the register itself nothing comes."""
    if form == "parquet":
        pytest.importorskip("pyarrow")
    run("export", form, "--register", str(made), "--output", f"x.{form}")
    run("import", form, f"x.{form}", "--register", "back.whomet")
    columns = COMES_BACK[form]
    before, after = (
        sorted(tuple(tuple(sorted(map(plain, m[c]))) for c in columns) for m in meetings(run, where))
        for where in (str(made), "back.whomet")
    )
    assert [m for m in before if m in after] == [m for m in before if form != "plover" or any(m[2])]
    again = run("import", form, f"x.{form}", "--register", str(made))
    assert "0 new, 0 changed" in again.err


def plain(value: str) -> str:
    """A value without what a format can't carry: control characters and brackets."""
    return "".join(c for c in value if c.isalnum() or c in "-/,")


@pytest.mark.parametrize("form", ["html", "graphml", "geojson", "cameo", "csl", "bibtex"])
def test_a_format_that_carries_nothing_back_is_refused(run, table, form):
    """One sentence says why, and where more is said."""
    outcome = run("import", form, "talks.csv")
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith(f"{form} holds") or outcome.err.startswith(f"{form} is")
    assert "docs/exchange.md" in outcome.err


# ------------------------------------------------------------------------------------------- a team's table


def test_without_a_map_one_is_proposed(run, table):
    """It is printed whole, works as it is, and nothing is imported meanwhile."""
    outcome = run("import", "csv", "talks.csv")
    assert outcome.status == 1
    assert '"When": date' in outcome.out
    assert not Path("register.whomet").exists()
    Path("map.yaml").write_text(outcome.out, encoding="utf-8")
    assert "3 rows: 3 new" in imported(run).err


def test_a_dry_run_writes_nothing(run, table):
    """A line for each row; what could not be placed is named all the same."""
    outcome = imported(run, "--dry-run")
    assert outcome.out.splitlines() == [
        "line 2: 2014-05 · Geneva, CH · Norway, Sweden · Mira Okonveld, Tomas Brae · river",
        "line 3: 2014-05-03/2014-05-05 · Oslo, NO · Norway, Sweden and others · prisoners",
        "line 4: no meeting; its text is kept",
    ]
    assert "talks.csv, line 4, column When: “soon” is no date" in outcome.err
    assert not Path("register.whomet").exists()


def test_rows_come_in_with_what_could_not_be_placed(run, table):
    """Meetings are listed, troubles named with line and column, and found again by `check`."""
    outcome = imported(run)
    assert outcome.status == 1
    assert "Mira Okonveld" in outcome.out
    assert "talks.csv, line 4, column When" in outcome.err
    assert "“soon” is no date" in run("check").out
    shown = run("show", "talks-1").out
    assert "“early May 2014” — talks-1 (Ada), according to The Lota Courier" in shown
    assert "https://news.example/1" in shown


def test_the_same_table_twice_adds_nothing(run, table):
    """Neither rows nor decisions, whoever imports it."""
    imported(run)
    before = run("export", "accounts").raw, run("log").out
    again = run("import", "csv", "talks.csv", "--columns", "map.yaml", "--by", "Bo")
    assert "3 rows: 0 new, 0 changed, 3 held" in again.err
    assert (run("export", "accounts").raw, run("log").out) == before


def test_columns_of_the_projects_own_are_decisions(run, table):
    """A coded field has who brought it in, and where it stands."""
    imported(run)
    log = run("log").out
    assert "Ada: code track=2" in log
    assert "talks.csv, line 2" in log


def test_a_changed_row_takes_the_place_of_the_older_one(run, table):
    """And back again: each time one meeting, and the older row stays in the register as text."""
    imported(run)
    for words, date in (("7 May 2014", "2014-05-07"), ("3-5 May 2014", "2014-05-03/2014-05-05")) * 2:
        changed = TABLE.replace("3-5 May 2014", words)
        table.write_text(changed, encoding="utf-8")
        assert "0 new, 1 changed, 2 held" in imported(run).err
        assert sorted(d for m in meetings(run) for d in m["date"]) == sorted(["2014-05", date])
    with Register.open("register.whomet") as register:
        texts = [d.text for d in register.documents() if d.id == "talks-2"]
    assert len(texts) == 2


def test_another_map_reads_the_rows_anew(run, table):
    """What the corrected map says counts."""
    imported(run)
    Path("map.yaml").write_text(MAP.replace("Topic: topics", "Topic: venue"), encoding="utf-8")
    assert "0 new, 3 changed" in imported(run).err
    assert sorted(v for m in meetings(run) for v in m["venue"]) == ["prisoners", "river"]
    assert all(not m["topics"] for m in meetings(run))


def test_a_row_that_is_gone_stays(run, table):
    """A file that was cut deletes nothing."""
    imported(run)
    table.write_text("\n".join(TABLE.splitlines()[:2]), encoding="utf-8")
    outcome = imported(run)
    assert "1 row: 0 new, 0 changed, 1 held already. No longer in the file, and kept as they were: 2." in outcome.err
    assert len(meetings(run)) == 2


def test_what_a_person_decided_holds_over_an_import(run, table):
    """A correction stays, whatever comes in again."""
    imported(run)
    run("decide", "correct", "talks-2", "city", "Bergen", "--reason", "so the minutes say")
    Path("map.yaml").write_text(MAP.replace("Topic: topics", "Topic: venue"), encoding="utf-8")
    imported(run)
    assert ["Bergen"] in [m["city"] for m in meetings(run)]


def test_a_row_joins_a_meeting_that_was_read(run, made, table):
    """A row that tells of a meeting in the register is one more account of it; where it differs, that is shown."""
    header, cells = "id,date,parties,people,city", "7,2031-03-04,Arvenia; Lotland,Mira Okonveld; Tomas Brae,Port Sellis"
    Path("more.csv").write_text(f"{header}\n{cells}\n", encoding="utf-8")
    Path("map.yaml").write_text("columns: {id: id, date: date, parties: parties, people: people, city: city}")
    run("import", "csv", "more.csv", "--columns", "map.yaml", "--register", str(made), "--by", "Ada")
    ours = [m for m in meetings(run, str(made)) if "more-7" in m["documents"]]
    assert len(ours) == 1
    assert ours[0]["documents"] == ["lota-1", "more-7"]


# ------------------------------------------------------------------------------------------------ bad input


def test_a_line_that_lies_is_named_and_the_rest_comes_in(run, made):
    """Words that do not stand where it says."""
    run("export", "accounts", "--register", str(made), "--output", "a.jsonl")
    lines = Path("a.jsonl").read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace('"text":"Miraa Okonvelt"', '"text":"Nobody at all"', 1)
    Path("a.jsonl").write_text("\n".join([*lines, lines[2][:400]]), encoding="utf-8")
    outcome = run("import", "jsonl", "a.jsonl", "--register", "b.whomet")
    assert (outcome.status, "2 documents: 2 new" in outcome.err) == (1, True)
    assert "a.jsonl, line 3: it cites “Nobody at all”" in outcome.err
    assert "a.jsonl, line 4: is no reading that Whomet wrote" in outcome.err


def test_another_text_under_a_key_is_refused(run, made):
    """What the register holds stays what it is."""
    run("export", "accounts", "--register", str(made), "--output", "a.jsonl")
    before = run("export", "accounts", "--register", str(made)).raw
    text = Path("a.jsonl").read_text(encoding="utf-8").replace("have left the valley", "have kept the valley")
    Path("a.jsonl").write_text(text, encoding="utf-8")
    outcome = run("import", "jsonl", "a.jsonl", "--register", str(made))
    assert "has another text than the register's document" in outcome.err
    assert run("export", "accounts", "--register", str(made)).raw == before


def test_a_purged_document_does_not_come_back(run, made):
    """An import is refused as a reading would be."""
    run("export", "accounts", "--register", str(made), "--output", "a.jsonl")
    run("purge", "lota-1", "--reason", "by law", "--yes", "--register", str(made))
    outcome = run("import", "jsonl", "a.jsonl", "--register", str(made))
    assert (outcome.status, "0 new, 0 changed, 2 held" in outcome.err) == (1, True)
    assert "by law" in outcome.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "names its columns"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is no text"),
        (b"\n;;\n", "names its columns"),
    ],
)
def test_what_is_no_table_is_one_sentence(run, table, content, said):
    """No register is made of it."""
    table.write_bytes(content)
    outcome = imported(run)
    assert (outcome.status, outcome.err.count("\n")) == (1, 1)
    assert said in outcome.err
    assert not Path("register.whomet").exists()


def test_a_missing_column_is_named(run, table):
    """With those that are there."""
    table.write_text(TABLE.replace("Where;", "Ort;"), encoding="utf-8")
    outcome = imported(run)
    assert "map.yaml: names a column “Where” that the table does not have; it has: “No”, “When”, “Ort”" in outcome.err


def test_a_wrong_encoding_is_read_and_said(run, table):
    """An old code page is guessed, and the guess told."""
    table.write_bytes(TABLE.replace("Geneva", "Genève").encode("cp1252"))
    outcome = imported(run)
    assert "was read as cp1252, which is a guess" in outcome.err
    assert ["Geneva"] in [m["city"] for m in meetings(run)]


def test_hostile_cells_do_no_harm(run, table):
    """Formulas, control and bidirectional characters: kept in the text, harmless on a terminal and in a spreadsheet."""
    table.write_text(
        TABLE.replace("Tomas Brae", "\u202eTomas \x1b[31mBrae").replace("prisoners", "=cmd()"), encoding="utf-8"
    )
    outcome = imported(run)
    assert "\x1b" not in outcome.out + outcome.err
    assert "\u202e" not in outcome.out + outcome.err
    assert "'=cmd()" in run("export", "csv").out


def test_two_rows_of_one_id_are_both_taken(run, table):
    """And named."""
    table.write_text(TABLE.replace("\n2;", "\n1;"), encoding="utf-8")
    outcome = imported(run)
    assert "talks.csv, line 3: has the id that line 2 has; both were taken." in outcome.err
    assert len(meetings(run)) == 2


def test_a_file_that_is_not_there_is_named(run):
    """As everywhere."""
    outcome = run("import", "csv", "none.csv")
    assert (outcome.status, "none.csv: there is no such file." in outcome.err) == (1, True)


def test_a_format_that_nobody_knows_is_a_wrong_command(run, table):
    """Exit status 2, with those that there are."""
    outcome = run("import", "odt", "talks.csv")
    assert (outcome.status, "webannotation" in outcome.err) == (2, True)
