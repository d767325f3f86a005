"""Registers that are none, full disks, closed streams, runs that are stopped: one sentence, nothing lost."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from talks import TALKS

from whomet.register import Register

ASKING = [["meetings"], ["show", "x"], ["who", "x"], ["check"], ["export", "csv"], ["show", "--text", "x"]]


def text_file(path: Path) -> None:
    path.write_text("Notes of a meeting, long enough to tell. " * 20)


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def newer_register(path: Path) -> None:
    Register.open(path).close()
    with closing(sqlite3.connect(path)) as register, register:
        register.execute("UPDATE alembic_version SET version_num = '9999'")
        register.execute("UPDATE meta SET value = 'whomet 9.9.9' WHERE name = 'written_by'")


def cut_short(path: Path) -> None:
    Register.open(path).close()
    path.write_bytes(path.read_bytes()[:5000])


NONE = [
    (text_file, "is not a register; name another file, or move this one away."),
    (other_database, "is a database, but not a register; name another file."),
    (newer_register, "was written by a newer version (whomet 9.9.9); upgrade Whomet to open it."),
    (cut_short, "is damaged; put a copy of it back, or read the documents into a new one."),
    (Path.mkdir, "is a folder, not a register; name a file in it."),
]


@pytest.mark.parametrize("make, sentence", NONE, ids=lambda value: getattr(value, "__name__", None))
def test_what_is_no_register_is_left_alone(run, tmp_path, make, sentence):
    """Whoever asks of it or reads into it is told in one sentence; not a byte of it changes."""
    path = tmp_path / "some.whomet"
    make(path)
    (tmp_path / "good.txt").write_text(TALKS)
    before = path.read_bytes() if path.is_file() else b""
    for command in (["read", "good.txt"], *ASKING):
        done = run(*command, "--register", "some.whomet")
        assert (done.status, done.out) == (1, "")
        (line,) = done.err.splitlines()
        assert line.endswith(sentence) and "some.whomet" in line
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_asking_without_a_register_says_how_to_make_one(run, tmp_path, command):
    """And makes no file."""
    done = run(*command)
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "whomet read" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(run, tmp_path):
    """A register can't be made in it; what would have been read is still there to be read."""
    (tmp_path / "good.txt").write_text(TALKS)
    done = run("read", "good.txt", "--register", "no/such/folder.whomet")
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "make it first" in done.err


def records(count: int) -> str:
    """So many documents of some 3 kB; one long word is read sooner than as much prose."""
    texts = (f"{TALKS}Note {n}: {'x' * 3000}." for n in range(count))
    lines = (json.dumps({"id": f"r{n}", "text": text, "language": "en"}) for n, text in enumerate(texts))
    return "\n".join(lines) + "\n"


def test_a_full_disk(start, run, tmp_path):
    """One sentence, exit status 1; what was added before it was full is whole, and can be gone on from."""
    (tmp_path / "many.jsonl").write_text(records(60) + "no JSON\n")
    run("read", os.devnull)  # the register's tables find room

    def little_room() -> None:
        size = (tmp_path / "register.whomet").stat().st_size + 150_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    process = start("read", "many.jsonl", preexec_fn=little_room, stdout=subprocess.PIPE)
    out, err = process.communicate()
    assert (process.returncode, out) == (1, b"")
    lines = err.decode().splitlines()
    assert any("the disk" in line and "full" in line for line in lines) and "Traceback" not in err.decode(), lines
    kept = [json.loads(line)["id"] for line in run("export", "accounts").out.splitlines()]
    assert 0 < len(kept) < 60
    assert run("read", "many.jsonl").complaints == ["many.jsonl, line 61: is no JSON (Expecting value)."]
    assert len(run("export", "accounts").out.splitlines()) == 60


def test_no_room_for_temporary_files(start, tmp_path):
    """A library unpacks what reading needs: the run ends with one sentence, and nothing is half read."""
    (tmp_path / "good.txt").write_text(TALKS)
    limit = 1_000_000
    process = start("read", "good.txt", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    err = process.communicate()[1].decode()
    assert process.returncode == 1
    assert len(err.splitlines()) == 1 and "make some" in err


def test_a_folder_that_cannot_be_written(start, tmp_path):
    """No register can be made there; one sentence says so."""
    before = []
    if os.geteuid() == 0:  # whom no right is refused, unless it is given up
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere, and setpriv is not here to stop it")
        before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    (tmp_path / "good.txt").write_text(TALKS)
    sealed.chmod(0o555)
    process = start("read", "good.txt", "--register", "sealed/r.whomet", before=before)
    err = process.communicate()[1].decode()
    assert process.returncode == 1
    assert len(err.splitlines()) == 1 and err.startswith("sealed/r.whomet: can't be ")
    assert list(sealed.iterdir()) == []


def test_a_run_that_is_stopped_keeps_what_it_read(start, run, tmp_path):
    """Ctrl-C: exit status 130, one sentence, and the same command goes on from there."""
    (tmp_path / "good.txt").write_text(TALKS)
    (tmp_path / "empty.txt").write_text("")
    command = ["read", "empty.txt", "good.txt", "-"]
    process = start(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # it waits for us to say something
    while not _readings(tmp_path / "register.whomet") and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert err.decode().splitlines() == [
        "Stopped after 1 document, which the register keeps; the same command goes on from there.",
        "empty.txt: is empty.",
    ]
    assert [json.loads(line)["id"] for line in run("export", "accounts").out.splitlines()] == ["good"]
    asked = run("meetings")
    assert "a run stopped before its end" in asked.err and asked.out == ""
    assert "Oslo" in run("read", "good.txt").out
    assert "Oslo" in run("meetings").out
    assert "is empty" in run("check").out


def _readings(path: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as register:
            return int(register.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.fixture
def kept(run, tmp_path) -> Path:
    """A register that holds many meetings."""
    (tmp_path / "many.jsonl").write_text(
        "".join(
            json.dumps({"id": f"r{n}", "text": TALKS.replace("Oslo", city), "published": f"20{n + 10}-05-03"}) + "\n"
            for n, city in enumerate(["Oslo", "Bergen", "Cairo", "Doha"] * 3)
        )
    )
    assert run("read", "many.jsonl").status == 0
    return tmp_path


@pytest.mark.parametrize("command", [["meetings"], ["meetings", "--format", "csv"], ["check"], ["export", "accounts"]])
def test_who_leaves_early_hears_no_complaint(kept, start, command):
    """`whomet meetings | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    process = start(*command, stdout=writer)
    os.close(writer)
    err = process.communicate()[1].decode()
    assert [line for line in err.splitlines() if " meetings." not in line] == []


@pytest.mark.parametrize("command", [["meetings"], ["show", "r0"], ["meetings", "--format", "csv"], ["schema"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_output_that_finds_no_room(kept, start, command):
    """`> /dev/full`: one sentence, exit status 1."""
    with Path("/dev/full").open("wb") as full:
        process = start(*command, stdout=full)
    err = process.communicate()[1].decode()
    assert process.returncode == 1
    assert [line for line in err.splitlines() if " meetings." not in line] == [
        "standard output: No space left on device."
    ]


def test_an_output_that_cannot_be_written_is_named_as_it_was_given(kept, run, tmp_path):
    """No file of ours that nobody knows, no word of standard output: what to do, and nothing half is left."""
    (tmp_path / "a-folder").mkdir()
    for output, why in {
        "no/such/file.csv": "its folder is not there; make it first.",
        "a-folder": "is a folder; name a file in it.",
        "many.jsonl/file.csv": "what it is to be in is a file, not a folder; name another place.",
    }.items():
        done = run("export", "csv", "--output", output)
        assert (done.status, done.err) == (1, f"{output}: {why}\n")
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["export", "html", "--output", "x"], "x"),
        (["release", "1", "--date", "2031-06-01", "--output", "r"], "r"),
    ],
)
def test_an_output_on_a_disk_that_is_full(kept, run, monkeypatch, tmp_path, command, name):
    """Whole or not at all, with what to do; the disk is one that takes nothing."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.open", full)
    done = run(*command)
    said = f"{name}: the disk is full, so nothing of it was kept; make room, or name a place on another one.\n"
    assert (done.status, done.err) == (1, said)
    monkeypatch.undo()
    assert not (tmp_path / name).exists() and not list(tmp_path.rglob("*.part"))


def test_a_process_without_streams(kept, start):
    """`<&- >&- 2>&-`, one after the other: no traceback, and the work is done."""

    def without(*streams: int):
        return lambda: [os.close(stream) for stream in streams]

    process = start("read", "-", preexec_fn=without(0))
    assert "-: there is no standard input to read." in process.communicate()[1].decode().splitlines()
    assert process.returncode == 1
    process = start("meetings", preexec_fn=without(1))
    assert process.communicate()[1].decode() == "12 of 12 meetings.\n"
    assert process.returncode == 0
    process = start("meetings", stderr=None, stdout=subprocess.PIPE, preexec_fn=without(2))
    assert b"Bergen" in process.communicate()[0]
    assert process.returncode == 0


def test_standard_input_in_an_old_encoding(start, run, tmp_path):
    """It is read, as a guess, which is said."""
    process = start("read", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    _, err = process.communicate(TALKS.replace("Swedish", "Swedish – “old” –").encode("cp1252"))
    assert process.returncode == 1
    assert "-: The text is no UTF-8 and was read as cp1252, which is a guess." in err.decode().splitlines()
    assert "– “old” –" in run("show", "--text", "stdin").out


def test_standard_input_is_one_document_or_many(start, run):
    """Text is one; JSON Lines are as many as there are lines."""
    for given, ids in ((TALKS, ["stdin"]), (records(2), ["r0", "r1", "stdin"])):
        start("read", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE).communicate(given.encode())
        assert [json.loads(line)["id"] for line in run("export", "accounts").out.splitlines()] == ids


@pytest.mark.parametrize("columns", ["0", "1", "7", "19", "-5", "wide", ""])
def test_a_terminal_of_any_width(kept, run, monkeypatch, columns):
    """Too narrow, or no number at all: the pages are printed all the same."""
    monkeypatch.setenv("COLUMNS", columns)
    for command in (["meetings"], ["show", "r1"], ["check"]):
        done = run(*command)
        assert done.status == 0 and "Traceback" not in done.err
    assert run("show", "r1").out.strip()


def test_an_old_locale(kept, start):
    """Letters that the terminal's encoding lacks are escaped, and stop nothing."""
    process = start("show", "r0", stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    out = process.communicate()[0]
    assert process.returncode == 0
    assert out.isascii() and b"\\u201c" in out
