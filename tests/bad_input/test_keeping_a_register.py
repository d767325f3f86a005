"""`whomet rebuild` and `purge` as their users run them, and registers that a disk has damaged."""

from __future__ import annotations

import json
import random
import resource
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

TALKS = "LISBON, 3 May 2031 - The foreign minister of Norway met the Swedish envoy in Oslo on Friday.\n"
CITIES = ["Oslo", "Bergen", "Cairo", "Doha"] * 2
EVERY = [
    ["meetings"],
    ["show", "r1"],
    ["check"],
    ["export", "accounts"],
    ["export", "csv"],
    ["log"],
    ["read", "more.txt"],
    ["rebuild"],
    ["purge", "r2", "--reason", "an order", "--yes"],
]


@pytest.fixture
def kept(run, tmp_path) -> Path:
    """A register that holds a few meetings."""
    lines = [
        json.dumps({"id": f"r{n}", "text": TALKS.replace("Oslo", city), "published": f"20{n + 10}-05-03"})
        for n, city in enumerate(CITIES)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    (tmp_path / "more.txt").write_text(TALKS.replace("Oslo", "Turku"))
    assert run("read", "many.jsonl").status == 0
    return tmp_path / "register.whomet"


def test_rebuilding_changes_nothing(run, kept, dump):
    """What the register says is what it said; a register that is not there is not made."""
    before = dump()
    done = run("rebuild")
    assert (done.status, done.out) == (0, "")
    assert done.err.endswith("made anew.\n")
    assert dump() == before
    assert run("rebuild", "--register", "none.whomet").status == 1
    assert not Path("none.whomet").exists()


def test_a_purge_from_the_asking_to_the_log(run, kept, start):
    """It is asked first; then the document is gone; who reads it again is told, and the rest is read."""
    asked = start("purge", "r1", "--reason", "an order", stdin=subprocess.PIPE)
    err = asked.communicate(b"n\n")[1].decode()
    assert "r1 (many.jsonl, line 2)" in err or "r1 (" in err
    assert "Delete all of it for good?" in err
    assert asked.returncode == 1
    assert "Bergen" in run("show", "--text", "r1").out
    done = run("purge", "r1", "--reason", "an \x1b[31morder", "--by", "Ada", "--yes")
    assert (done.status, done.out) == (0, "")
    assert run("show", "r1").status == 1
    again = run("read", "many.jsonl", "more.txt")
    assert again.status == 1
    (line,) = (line for line in again.err.splitlines() if "purged" in line)
    assert "was purged by Ada on " in line
    assert "\x1b" not in line
    assert "Turku" in again.out
    assert "r1" not in run("check").out
    log = run("log")
    assert "Ada" in log.out
    assert "order" in log.out
    assert log.err == "0 decisions, 1 purge.\n"
    twice = run("purge", done.err.split()[0], "--reason", "again", "--yes")
    assert (twice.status, len(twice.err.splitlines())) == (1, 1)
    assert "was purged by Ada" in twice.err


def test_a_reader_of_json_is_refused_too(run, kept):
    """Nothing of a purged document is printed."""
    run("purge", "r1", "--reason", "an order", "--by", "Ada", "--yes")
    done = run("read", "many.jsonl", "--format", "jsonl", "--register", "register.whomet")
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == [f"r{n}" for n in (0, 2, 3, 4, 5, 6, 7)]
    assert done.status == 1


@pytest.mark.parametrize("given", [["nobody", "--reason", "x"], ["r1", "--reason", " "], ["", "--reason", "x"]])
def test_what_can_not_be_purged(run, kept, given):
    """No such document, or no reason: one sentence, and nothing changes."""
    before = kept.read_bytes()
    done = run("purge", *given, "--yes")
    assert (done.status, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert kept.read_bytes() == before


def test_a_decision_whose_words_are_purged_says_so(run, kept):
    """It stays in the log."""
    assert run("decide", "accept", "r1", "--reason", "I looked", "--by", "Ada").status == 0
    assert "“" in run("log").out
    run("purge", "r1", "--reason", "an order", "--yes")
    out = run("log").out
    assert "accept" in out
    assert "purged with their document" in out
    assert "“" not in out


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_are_one_sentence(run, kept, seed):
    """Whatever a disk changed, every command ends with an answer or with one sentence that names the register."""
    choose = random.Random(seed)
    whole = kept.read_bytes()
    damaged = bytearray(whole)
    for _ in range(choose.choice((1, 20, 300))):
        damaged[choose.randrange(100, len(damaged))] ^= 1 << choose.randrange(8)
    for command in EVERY:
        kept.write_bytes(damaged)
        for left in (kept.with_name(kept.name + end) for end in ("-wal", "-shm", "-journal")):
            left.unlink(missing_ok=True)
        done = run(*command)
        assert done.status in (0, 1)
        assert "Traceback" not in done.err


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_register_cut_short_is_said_to_be_damaged(run, kept, share):
    """Half a file, as after a copy that broke off: one sentence, and not a byte of it changes."""
    whole = kept.read_bytes()
    kept.write_bytes(whole[: int(len(whole) * share)])
    for command in EVERY:
        done = run(*command)
        assert done.status == 1
        assert [line for line in done.err.splitlines() if "is damaged; put a copy of it back" in line]
    assert kept.read_bytes() == whole[: int(len(whole) * share)]


@pytest.mark.parametrize("command", [["rebuild"], ["purge", "r1", "--reason", "an order", "--yes"]])
def test_a_disk_without_room(run, kept, start, dump, command):
    """One sentence; what was there is there, and once there is room the same command does its work."""
    before = dump()
    limit = 30_000

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = start(*command, preexec_fn=full)
    err = process.communicate()[1].decode()
    assert process.returncode == 1
    assert len(err.splitlines()) == 1
    assert err.startswith("register.whomet: ")
    with closing(sqlite3.connect(kept)) as register:
        assert register.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert dump() == before
    assert run(*command).status == 0
