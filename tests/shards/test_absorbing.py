"""`whomet read` on several cores and `whomet absorb`, as their users run them: one register, however it came to be."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from some_reports import dumped, report

from whomet.faces.command_line import main
from whomet.shards.here import FEW

SRC = Path(__file__).parents[2] / "src"
CODE = "import sys; from whomet.faces.command_line import main; sys.exit(main())"
COUNT = 50


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Fifty reports, one that can't be read, and this folder to work in."""
    (tmp_path / "reports.jsonl").write_text("\n".join([*map(report, range(COUNT)), "no JSON"]))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capfdbinary, folder):
    """Runs `whomet` with these arguments; gives its status and what it printed."""

    def whomet(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return whomet


def start(*arguments: str, **more) -> subprocess.Popen[bytes]:
    """`whomet` as a process of its own."""
    return subprocess.Popen([sys.executable, "-c", CODE, *arguments], env=os.environ | {"PYTHONPATH": str(SRC)}, **more)


def readings(where: str) -> int:
    """How many a register holds."""
    try:
        with closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as register:
            return int(register.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def wait_for(where: str, process: subprocess.Popen[bytes], most: int = 3) -> None:
    """Until a register holds so many readings, or the run is over."""
    while readings(where) < most and process.poll() is None:
        time.sleep(0.02)


def test_two_cores_and_one_print_and_keep_the_same(run):
    """Standard output, standard error, exit status and every row of the register are those of one core."""
    one = run("read", "reports.jsonl", "--cores", "1", "--register", "one.whomet")
    assert run("read", "reports.jsonl", "--cores", "2", "--register", "two.whomet") == one
    assert one[0] == 1 and one[2].startswith(f"{COUNT} documents read: ")
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet"))
    printed = run("read", "reports.jsonl", "--cores", "1", "--format", "jsonl")
    assert run("read", "reports.jsonl", "--cores", "2", "--format", "jsonl") == printed
    assert len(printed[1].splitlines()) == COUNT


def test_shards_are_written_and_absorbed_once(run):
    """No register is touched by what writes them; absorbing gives the register of one machine, and again changes
    nothing."""
    one = run("read", "reports.jsonl", "--cores", "1", "--register", "one.whomet")
    status, out, err = run("read", "reports.jsonl", "--cores", "2", "--format", "parquet", "--shards", "done")
    assert (status, out) == (1, "")
    assert err.splitlines()[0] == f"{COUNT} documents read into done; `whomet absorb done` takes them into a register."
    assert sorted(path.name for path in Path().iterdir()) == ["done", "one.whomet", "reports.jsonl"]
    absorbed = run("absorb", "done", "--register", "two.whomet")
    assert absorbed == one
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet"))
    assert run("absorb", "done", "--register", "two.whomet") == one
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet"))


def test_absorbing_that_is_killed_goes_on(run):
    """SIGKILL in the middle, then the same command: the register is that of one machine."""
    run("read", "reports.jsonl", "--cores", "1", "--register", "one.whomet")
    run("read", "reports.jsonl", "--cores", "1", "--format", "parquet", "--shards", "done")
    process = start("absorb", "done", "--register", "two.whomet", stderr=subprocess.DEVNULL)
    wait_for("two.whomet", process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert run("absorb", "done", "--register", "two.whomet")[0] == 1
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet"))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda s: s.name)
def test_reading_on_two_cores_that_is_stopped_goes_on(run, how):
    """Ctrl-C or a kill in the middle, then the same command: nothing is lost, and the register is that of one core."""
    run("read", "reports.jsonl", "--cores", "1", "--register", "one.whomet")
    command = ["read", "reports.jsonl", "--cores", "2", "--register", "two.whomet"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = start(*command, "-", start_new_session=True, **pipes)  # it waits for us to say something
    wait_for("two.whomet", process, FEW)  # from there on workers are started
    os.killpg(process.pid, how) if how is signal.SIGINT else process.send_signal(how)
    err = process.communicate()[1].decode()
    if how is signal.SIGINT:
        assert process.returncode == 130, err
        assert err.startswith("Stopped after ") and "the same command goes on from there." in err
        assert "Traceback" not in err
    assert run(*command)[0] == 1
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet"))


def test_what_is_no_shard_is_named(run, folder):
    """A file that is damaged, one of another kind, and none at all: a sentence each, the rest is taken."""
    run("read", "reports.jsonl", "--cores", "1", "--format", "parquet", "--shards", "done")
    (folder / "done" / "0000000-damaged.parquet").write_bytes(b"PAR1 and no more")
    run("read", "reports.jsonl", "--cores", "1")
    run("export", "parquet", "--output", "meetings.parquet")
    status, _, err = run("absorb", "done", "meetings.parquet", "--register", "two.whomet")
    assert status == 1
    assert "done/0000000-damaged.parquet: can't be read as Parquet" in err
    assert "meetings.parquet: holds no readings: it has no column" in err
    assert f"{COUNT} documents read" in err
    assert run("absorb", "nowhere")[2] == "nowhere: there is no such file or folder.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--format", "parquet"], "needs --shards FOLDER"),
        (["--on", "local:2", "--format", "jsonl"], "--on needs --shards FOLDER"),
        (["--on", "nowhere"], "nowhere: is no cluster"),
    ],
)
def test_what_is_missing_is_said(run, arguments, sentence):
    """One sentence, and nothing is begun."""
    status, out, err = run("read", "reports.jsonl", *arguments)
    assert (status, out) == (1, "") and sentence in err
    assert len(err.splitlines()) == 1


def test_a_cluster_gives_the_register_of_one_core(run):
    """`--on local:2`, whole: what is printed and what is kept; the shards lie beside the register."""
    pytest.importorskip("distributed")
    one = run("read", "reports.jsonl", "--cores", "1", "--register", "one.whomet")
    assert run("read", "reports.jsonl", "--on", "local:2", "--register", "two.whomet") == one
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet"))
    assert list(Path("two.whomet-shards").glob("*.parquet"))
