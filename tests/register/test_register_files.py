"""What a register in a file does with files that are none and disks that fail."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from whomet.errors import RegisterError
from whomet.register import Register, sqlite
from whomet.register.columns import schema

fork = multiprocessing.get_context("fork")
HEADER = b"SQLite format 3\0"


@pytest.fixture
def register(files, path):
    """In a file, all of them."""
    shutil.move(files.made(), path)
    with Register.open(path) as opened:
        yield opened


def test_closing_leaves_one_file(path, made_up):
    """After closing, all is in the one file that can be copied or sent."""
    with Register.open(path) as register:
        register.add(made_up("one"))
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes().startswith(HEADER)


def test_an_empty_file_becomes_a_register(path):
    """A file of no bytes is taken as a place for a new register; asking alone does not make one of it."""
    path.touch()
    with pytest.raises(RegisterError, match="no register in it"):
        Register.open(path, create=False)
    with Register.open(path) as register:
        assert list(register.readings()) == []


# ------------------------------------------------------------------------------------------- no registers


def text_file(path: Path) -> None:
    path.write_text("Dear diary, today nobody met anybody.")


def other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (name, value)")
    connection.close()


def cut_short(path: Path) -> None:
    Register.open(path).close()
    path.write_bytes(path.read_bytes()[:5000])


def scrambled(path: Path) -> None:
    path.write_bytes(HEADER + b"\xff" * 5000)


def newer(path: Path) -> None:
    Register.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("UPDATE meta SET value = 'whomet 99.1' WHERE name = 'written_by'")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (text_file, "not a register"),
        (other_database, "not a register"),
        (scrambled, "not a register|damaged"),
        (cut_short, "damaged"),
        (newer, r"newer version \(whomet 99.1\); upgrade"),
        (Path.mkdir, "is a folder"),
        (os.mkfifo, "not a register"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_what_is_no_register_is_refused_and_left_alone(path, make, says, create):
    """One sentence names the file and says what to do; not a byte of the file changes."""
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(RegisterError, match=says) as refused, Register.open(path, create=create) as register:
        list(register.readings())
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert before == (path.read_bytes() if path.is_file() else None)


def test_a_missing_folder_is_named(tmp_path):
    """A register is not put into a folder that is not there, nor is the folder made."""
    with pytest.raises(RegisterError, match="there is no folder"):
        Register.open(tmp_path / "nowhere" / "r.whomet")
    assert list(tmp_path.iterdir()) == []


def test_asking_makes_no_register(path):
    """Where there is no register, opening one to ask says so and leaves no file."""
    with pytest.raises(RegisterError, match="there is no register"):
        Register.open(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "loop"])
def test_what_can_be_no_file_is_refused(tmp_path, name):
    """A name too long, with NUL in it, or a link that leads back to itself is one sentence too."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(RegisterError, match="can't be opened"):
        Register.open(tmp_path / name)


def test_a_link_is_followed(register, path, made_up):
    """Through a link one opens the register that it leads to, with its write-ahead log."""
    link = path.with_name("link")
    link.symlink_to(path)
    register.add(made_up("one"))
    with Register.open(link) as other:
        assert list(other.readings()) == [made_up("one")]


WRITES = """
import sys
from whomet.model import Finding, FindingKind
from whomet.register import Register
with Register.open(sys.argv[1]) as register:
    register.note_skipped([Finding(FindingKind.INPUT_SKIPPED, sys.argv[2], sys.argv[2])])
"""


def test_a_register_that_is_open_twice_keeps_its_locks(path, made_up):
    """One process opens a register again and again, as a server does, while another writes to it and leaves: the other
    must not take away the write-ahead log that the one still writes to."""
    with Register.open(path) as one:
        for number in range(2):
            one.add(made_up(f"one {number}"))
            Register.open(path, create=False).close()
            subprocess.run([sys.executable, "-c", WRITES, path, f"skipped {number}"], check=True)
            assert path.with_name(f"{path.name}-wal").exists()
    with Register.open(path) as register, register._looking() as connection:
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert (len(list(register.readings())), len(list(register.findings()))) == (2, 4)


@pytest.mark.parametrize("name", ["with space", "100%", "a?mode=ro", "file:x", "#1", "сведения", "-x"])
def test_any_file_name_will_do(tmp_path, name, made_up, monkeypatch):
    """Signs that mean something in an address mean nothing in a file's name."""
    monkeypatch.chdir(tmp_path)
    with Register.open(name) as register:
        register.add(made_up("one"))
    assert [file.name for file in tmp_path.iterdir()] == [name]


# -------------------------------------------------------------------------------------- disks that fail


def test_a_place_that_cant_be_written_can_still_be_asked(path, made_up, monkeypatch):
    """A register on a read-only disk opens for reading; adding to it fails in one sentence."""
    with Register.open(path) as register:
        register.add(made_up("one"))
    monkeypatch.setattr(sqlite, "can_write", lambda path: False)
    with Register.open(path) as register:
        assert list(register.readings()) == [made_up("one")]
        with pytest.raises(RegisterError, match="can't be written"):
            register.add(made_up("two"))
    with pytest.raises(RegisterError, match="can't be opened"):
        Register.open(path.with_name("new.whomet"))


def test_a_full_disk_leaves_nothing_half_written(register, path, made_up):
    """When no page more can be had, the reading is refused whole, and goes in once there is room."""
    register.add(made_up("one"))
    large = made_up("two", text="x" * 60 + " and again" * 50_000)
    with register._engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages + 5}"))
    with pytest.raises(RegisterError, match=f"{path}: the disk is full"):
        register.add(large)
    assert list(register.readings()) == [made_up("one")]
    with register._engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))
    assert register.add(large)
    assert register.document("two") == large.document


def _add_with_a_limit(path: Path, reading: object, most: int, said: object) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        with Register.open(path) as register:
            register.add(reading)
        said.put("")
    except RegisterError as error:
        said.put(str(error))


@pytest.mark.parametrize("most", [0, 30_000, 250_000])
def test_a_write_that_the_system_refuses_is_one_sentence(path, made_up, most):
    """Whether making the register or adding to it fails, the sentence names it, and what is there opens again."""
    said = fork.SimpleQueue()
    child = fork.Process(
        target=_add_with_a_limit, args=(path, made_up("two", text="x" * 60 + " more" * 90_000), most, said)
    )
    child.start()
    child.join()
    assert child.exitcode == 0
    sentence = said.get()
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    with Register.open(path) as register:
        assert list(register.readings()) == []
        assert register.add(made_up("one"))


# ------------------------------------------------------------------------------------------ its tables


def _made_by(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type != 'view'"
    ).fetchall()
    connection.close()
    ours = ((name, " ".join(sql.split())) for name, sql in found)
    return sorted((name, sql) for name, sql in ours if not name.startswith(("word_index", "alembic_version")))


def test_migrations_make_the_tables_that_the_code_knows(register, path, tmp_path):
    """Running every migration gives the same statements, letter for letter, as the tables in `tables.py`."""
    known = tmp_path / "known.db"
    schema.create_all(create_engine(f"sqlite:///{known}"))
    assert _made_by(path) == _made_by(known)
