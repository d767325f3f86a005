"""`whomet` as its users meet it: what it prints, where, and with which exit status."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import made_up
import pytest

import whomet
from whomet.faces.terminal import UNWRAPPED
from whomet.register import Register

SRC = str(Path(whomet.__file__).parents[1])


# ------------------------------------------------------------------------------------------------ asking


def test_meetings_are_listed_one_line_each(run, register):
    """To a pipe: a header, a rule and one line for each meeting, without colours; the count goes to standard error."""
    done = run("meetings")
    header, _rule, first, second = done.out.splitlines()
    assert done.status == 0
    assert header.split() == ["meeting", "date", "place", "parties", "who", "status", "format", "docs/voices"]
    assert first.startswith("3fa2b7c91d ") and "≠ 2031-03-06 / 2031-03-04 / 2031-03-07" in first
    assert "Mira Okonveld, Tomas Brae" in first and "in-person" in first
    assert "Upper Venn" in second and "planned" in second
    assert "\x1b" not in done.out
    assert done.err == "2 of 2 meetings.\n"


def test_meetings_on_a_narrow_page(run, register, monkeypatch):
    """At 80 columns no line is wider, and no value is cut."""
    monkeypatch.setenv("COLUMNS", "80")
    done = run("meetings")
    assert all(len(line) <= 80 for line in done.out.splitlines())
    for value in ("3fa2b7c91d", "2031-03-04", "Port Sellis", "Mira Okonveld", "Upper Venn", "planned", "in-person"):
        assert value in done.out


FILTERS = [
    (["--with", "okonvelt"], 1),
    (["--party", "Arvenia"], 2),
    (["--place", "Upper Venn"], 1),
    (["--since", "2031-04"], 1),
    (["--until", "2031-03-31"], 1),
    (["--status", "planned"], 1),
    (["river"], 1),
    (["valley", "lantern"], 1),
    (["nothing-such"], 0),
    (["--place", "Port Sellis", "--status", "planned"], 0),
]


@pytest.mark.parametrize("arguments, count", FILTERS, ids=str)
def test_filters(run, register, arguments, count):
    """Each filter leaves the meetings that fit, and all have to."""
    done = run("meetings", *arguments, "--format", "jsonl")
    assert done.status == 0
    assert len(done.out.splitlines()) == count


def test_meetings_as_csv(run, register):
    """A spreadsheet gets one line each, with a byte order mark and nothing that it would compute."""
    done = run("meetings", "--format", "csv")
    talks, plan = csv.DictReader(io.StringIO(done.raw.decode("utf-8-sig"), newline=""))
    assert talks["date"] == "2031-03-06; 2031-03-04; 2031-03-07"
    assert talks["differ"] == "date"
    assert talks["topics"] == "'=SUM(A1)"
    assert plan["city"] == "Upper Venn"


def test_show_lays_accounts_beside_each_other(run, register):
    """Every reading of a cell stands with each account's words, source and chain; then all the rest."""
    done = run("show", "3fa2b7c91d")
    wanted = [
        "≠ the sources differ on date",
        "DATE  the sources differ",
        '“Tuesday evening” — lota-1 (The Lota Courier, 2031-03-06). Basis: "Tuesday", published Thursday 2031-03-06',
        "“6 March 2031” — tide-1 (Evening Tide, 2031-03-08), according to the Lotland news desk",
        "according to Evening Tide, quoting A source at the port",
        "demands: “the river must stay open to every ship” — lota-1",
        "Arvenia and Lotland",
        "given by “Red Lantern society”",
        "judged by rules 1",
        "lota-1 (3fa2b7c91d) and tide-1 (3fa2b7c91e): same, +2.5",
        "for     Both name Tomas Brae and Mira Okonveld +4.0",
        "against One gives 2031-03-04, the other 2031-03-06 -1.5",
        "WHAT MAY BE THE SAME MEETING",
        "! The page says 1931.",
    ]
    assert done.status == 0
    assert [words for words in wanted if words not in done.out] == []


@pytest.mark.parametrize("width", [60, 80, 120])
def test_show_keeps_to_the_width(run, register, monkeypatch, width):
    """On a page of any width nothing runs over and every account's title is there."""
    monkeypatch.setenv("COLUMNS", str(width))
    done = run("show", made_up.FIRST)
    assert max(map(len, done.out.splitlines())) <= width
    assert done.out.count("River talks end") == 1


@pytest.mark.parametrize("wanted", [made_up.FIRST, made_up.SECOND, "b3d9", "harbour-1"])
def test_show_by_any_account(run, register, wanted):
    """The id of any account, or its beginning, or a document's, leads to the same page."""
    assert run("show", wanted).out == run("show", made_up.FIRST).out


def test_hostile_words_are_only_words(run, register):
    """Markup is printed as it stands, terminal codes are defused, in every command."""
    for arguments in (["show", "harbour-1"], ["meetings"], ["who", "Mira Okonveld"], ["check"]):
        assert "\x1b" not in run(*arguments).out
    page = run("show", "harbour-1").out
    assert "[red]and[/red]" in page and "=Harbour [bold]Post" in page and "\ufffd[31mTomas Brae" in page


def test_show_text_is_the_document(run, register):
    """To the byte: no line end is added, control characters are there, so that citations can be checked."""
    assert run("show", "--text", "harbour-1").raw == made_up.HARBOUR.encode()


def test_show_needs_one_thing(run, register):
    """Neither a meeting nor a text, or both, is a command not understood."""
    assert run("show").status == 2
    assert run("show", "3fa2b7c91d", "--text", "lota-1").status == 2


def test_who_tells_of_a_person(run, register):
    """Spellings with their counts, roles with their sources, meetings with whom."""
    done = run("who", "okonvelt")
    assert done.status == 0
    assert "Mira Okonveld (2), Miraa Okonvelt (1)" in done.out
    assert "foreign minister (minister) — lota-1 (The Lota Courier, 2031-03-06)" in done.out
    assert "with Tomas Brae" in done.out


def test_who_lists_several(run, register):
    """A name that fits two persons lists both, with their ids."""
    done = run("who", "m")
    assert done.status == 1
    done = run("who", "Mira", "Okonveld")
    assert done.out.startswith("Mira Okonveld\n")


def test_check_groups_findings(run, register):
    """Each kind has a heading with its count; what was found in a meeting names it; the status stays 0."""
    done = run("check")
    assert done.status == 0
    for words in ("DOUBTFUL DATES OF PUBLICATION  1", "WHERE SOURCES DIFFER  1", "INPUT THAT COULD NOT BE READ  1"):
        assert words in done.out
    assert "broken.pdf: encrypted" in done.out
    assert "Three dates are given.  meeting 3fa2b7c91d (Arvenia, Lotland, Port Sellis, 2031-03-06 or" in done.out
    assert done.out.splitlines()[-1] == "3 findings over 3 documents and 2 meetings"


# ------------------------------------------------------------------------------------------------ reading


def test_read_adds_and_lists(run, pipeline, tmp_path):
    """Reading makes the register and lists what this input tells of."""
    done = run("read", "reports", "-")
    assert done.status == 0
    assert pipeline == ["reports", "-"]
    assert "Port Sellis" in done.out and "Upper Venn" in done.out
    assert (tmp_path / "register.whomet").exists()
    again = run("read", "reports")
    assert (again.status, again.out) == (0, done.out)


def test_what_cannot_be_read_is_named(run, pipeline, register):
    """One line each on standard error, the rest is read, the exit status says so, and `check` still knows."""
    done = run("read", "bad.pdf", "good.txt")
    assert done.status == 1
    assert "bad.pdf: encrypted, so it was left out." in done.err.splitlines()
    assert "Port Sellis" in done.out
    assert "bad.pdf: encrypted" in run("check").out


def test_read_as_json_touches_no_register(run, pipeline, tmp_path):
    """Readings in the order of input, nothing else on standard output, no file made."""
    done = run("read", "bad.txt", "reports", "--format", "jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["id"] for line in lines] == ["lota-1", "tide-1", "harbour-1"]
    assert "meeting" not in lines[0]["meetings"][0]
    assert done.status == 1
    assert list(tmp_path.iterdir()) == []


def test_read_as_json_into_a_named_register(run, pipeline, tmp_path):
    """A register that is named is added to as well."""
    printed = run("read", "reports", "--format", "jsonl", "--register", "mine.whomet")
    assert len(printed.out.splitlines()) == 3
    assert "Upper Venn" in run("meetings", "--register", "mine.whomet").out


def test_a_register_in_a_servers_database(run, pipeline, postgresql, tmp_path):
    """`--register` takes an address wherever it takes a file; its password is in no line."""
    address = postgresql.replace("owner@", "owner:sesame@")
    assert run("read", "reports", "--register", address).status == 0
    assert "Upper Venn" in run("meetings", "--register", address).out
    assert "Okonveld" in run("who", "okonvelt", "--register", address).out
    assert len(run("export", "accounts", "--register", address).out.splitlines()) == 3
    with Register.open(address) as register:
        register.add(replace(made_up.lota(), reader="rules 9.0.0"))
    warned = run("check", "--register", address)
    assert warned.err.startswith("postgresql://owner:***@/") and "a run stopped before its end" in warned.err
    missing = run("meetings", "--register", address.replace("?host=", "?host=/nowhere"))
    assert (missing.status, missing.out) == (1, "") and missing.err.startswith("postgresql://owner:***@/")
    assert "sesame" not in warned.err + missing.err
    assert list(tmp_path.iterdir()) == []


def test_schema_is_printed(run):
    """The schema is JSON, and that of a reading."""
    assert "meetings" in json.loads(run("schema").out)["$defs"]["ReadingLine"]["properties"]


def test_export_accounts_with_their_meetings(run, register):
    """Every reading of the register, accounts with the id of their meeting, people with theirs."""
    lines = [json.loads(line) for line in run("export", "accounts").out.splitlines()]
    by_id = {line["id"]: line for line in lines}
    assert [a["meeting"] for a in by_id["tide-1"]["meetings"]] == [made_up.FIRST, made_up.PLAN]
    assert by_id["lota-1"]["meetings"][0]["people"][0]["person"] == "p-okonveld"


def test_a_format_that_is_none_is_named_with_those_that_are(run, register):
    """In the words of the command, not in those of a library."""
    done = run("export", "xml")
    assert done.status == 2
    assert "'xml' is none of: accounts, csv, jsonl, parquet, ftm," in done.err and "Value error" not in done.err


def test_export_to_a_file(run, register, tmp_path):
    """With --output the file holds what would have been printed, and nothing is printed."""
    for what in ("accounts", "csv", "jsonl"):
        printed = run("export", what).raw
        done = run("export", what, "--output", "out.file")
        assert (done.status, done.raw) == (0, b"")
        assert (tmp_path / "out.file").read_bytes() == printed
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_an_export_follows_no_link(run, register, tmp_path):
    """One by the file's own name is replaced, one by the name that is written first is taken away; a device stays."""
    kept, output = tmp_path / "kept.txt", tmp_path / "out.csv"
    kept.write_text("mine", encoding="utf-8")
    output.symlink_to(kept)
    for name in ("out.csv.part", f".out.csv.{os.getpid()}.part"):
        (tmp_path / name).symlink_to(kept)
    assert run("export", "csv", "--output", "out.csv").status == 0
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not output.is_symlink() and b"Evening Tide" in output.read_bytes()
    assert run("export", "csv", "--output", os.devnull).status == 0
    assert Path(os.devnull).is_char_device()


# ------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    "arguments",
    [["show", "zzz"], ["who", "Nobody"], ["show", "--text", "zzz"], ["export", "csv", "--output", "no/such/folder"]],
    ids=str,
)
def test_an_error_is_one_sentence(run, register, arguments):
    """On standard error, without a traceback, with exit status 1."""
    done = run(*arguments)
    assert (done.status, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", [["meetings"], ["show", "x"], ["who", "x"], ["check"], ["export", "csv"]], ids=str)
def test_no_register_is_one_sentence(run, command, tmp_path):
    """Asking makes no register where there is none, nor takes another file for one."""
    done = run(*command)
    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "register.whomet").write_text("not a database, and long enough to tell " * 20)
    assert run(*command).status == 1


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["read"], ["meetings", "--since", "yesterday"], ["meetings", "--status", "lively"], ["who"]],
    ids=str,
)
def test_a_command_not_understood(run, register, arguments):
    """Exit status 2, and standard output stays empty."""
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert "Traceback" not in done.err


def test_version(run):
    """The version is that of the package."""
    done = run("--version")
    assert (done.status, done.out) == (0, f"whomet {whomet.__version__}\n")


def _start(arguments: list[str], folder: Path, **more) -> subprocess.Popen:
    code = "import sys; from whomet.faces.command_line import main; sys.exit(main())"
    environment = os.environ | {"PYTHONPATH": SRC}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=folder, env=environment, **more)


@pytest.mark.parametrize("command", [["export", "accounts"], ["show", "lota-1"]], ids=str)
def test_a_closed_pipe_is_silent(register, command):
    """Whoever leaves early (`| head`) hears no complaint."""
    reader, writer = os.pipe()
    os.close(reader)
    process = _start(command, register.parent, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert process.communicate()[1] == b""


def test_help_starts_fast():
    """Asking for help imports neither the database nor the reader."""
    code = "import sys; import whomet.faces.command_line; print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": SRC}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    heavy = {"sqlalchemy", "alembic", "trafilatura", "msgspec", "rapidfuzz", "whomet.pipeline", "whomet.register"}
    assert heavy & set(done.stdout.split()) == set()


def test_a_pipe_is_wide_enough():
    """No line that belongs together is wrapped in a file."""
    assert UNWRAPPED > 10_000
