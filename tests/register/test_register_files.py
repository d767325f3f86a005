"""What a register does with files that are none, disks that fail, processes that die and others that write."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import whomet
from whomet.errors import RegisterError
from whomet.model import Finding, FindingKind
from whomet.register import Register, sqlite, tables, versions

fork = multiprocessing.get_context("fork")


def test_a_register_says_what_it_is(register, path):
    """Its `meta` table names its format and the version that made it; the file is an SQLite database."""
    assert register.meta() == {
        "what": "A register of who met whom, according to whom, made by Whomet.",
        "format": tables.REVISIONS[-1],
        "made_by": f"whomet {whomet.__version__}",
        "written_by": f"whomet {whomet.__version__}",
    }
    assert path.read_bytes().startswith(sqlite.HEADER)


def test_closing_leaves_one_file(path, made_up):
    """After closing, all is in the one file that can be copied or sent."""
    with Register.open(path) as register:
        register.add(made_up("one"))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


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
    path.write_bytes(sqlite.HEADER + b"\xff" * 5000)


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


def test_other_databases_are_not_there_yet(tmp_path):
    """An address of a database server is refused by name, not taken for a file."""
    with pytest.raises(RegisterError, match="files only"):
        Register.open("postgresql://localhost/team")


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


# ------------------------------------------------------------------------------- processes that die or share


def _add_many(path: Path, make: object, name: str, several: int) -> None:
    with Register.open(path) as register:
        for number in range(several):
            register.add(make(f"{name}{number:04}"))
            register.note_skipped([Finding(FindingKind.INPUT_SKIPPED, "x is empty", "x")])


def test_killed_at_any_moment_only_whole_readings_are_there(path, made_up):
    """A process killed while it makes or fills a register leaves readings that are whole and can be added to."""
    several = 0
    for number in range(8):
        child = fork.Process(target=_add_many, args=(path, made_up, f"{number}-", 100_000))
        child.start()
        time.sleep(0.02 + 0.06 * number)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        with Register.open(path) as register:
            readings = list(register.readings())
            assert all(reading == made_up(reading.document.id) for reading in readings)
            assert len(readings) >= several
            several = len(readings)
            assert register.add(made_up(f"after {number}"))
            several += 1
    assert several > 8
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_several_processes_make_and_fill_one_register(path, made_up):
    """Three writers that begin at once on a file that is not there yet lose nothing and fail at nothing."""
    writers = [fork.Process(target=_add_many, args=(path, made_up, name, 25)) for name in ("a", "b", "a")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    with Register.open(path) as register:
        expected = [made_up(f"{name}{number:04}") for name in "ab" for number in range(25)]
        assert list(register.readings()) == expected
        assert len([f for f in register.findings() if f.kind is FindingKind.INPUT_SKIPPED]) == 1


def test_who_asks_need_not_wait_for_who_writes(register, path, made_up):
    """While one process is in the middle of a write, another reads what was there before."""
    register.add(made_up("one"))
    with register._writing() as connection:
        connection.execute(insert(tables.meta), {"name": "half", "value": "done"})
        with Register.open(path, create=False) as other:
            assert list(other.readings()) == [made_up("one")]
            assert "half" not in other.meta()


def test_a_writer_that_never_ends_is_told_of(register, path, made_up, monkeypatch):
    """Who waits too long for another's write is told so, and nothing is added."""
    monkeypatch.setattr(sqlite, "WAIT", 0.05)
    with register._writing(), Register.open(path) as other, pytest.raises(RegisterError, match="another program"):
        other.add(made_up("one"))


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
    tables.schema.create_all(create_engine(f"sqlite:///{known}"))
    assert _made_by(path) == _made_by(known)


def test_every_migration_is_numbered_and_known():
    """The files in `migrations/versions` are those that `REVISIONS` names, in its order."""
    files = sorted((versions.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert tuple(file.name[:4] for file in files) == tables.REVISIONS


def test_an_older_register_is_migrated(path, monkeypatch):
    """A register of an older format is brought up to date when it is opened, and says so."""
    Register.open(path).close()
    ran = []
    monkeypatch.setattr(tables, "REVISIONS", (*tables.REVISIONS, "9999"))
    monkeypatch.setattr(versions, "REVISIONS", (*tables.REVISIONS, "9999"))
    monkeypatch.setattr(versions, "migrate", lambda connection: ran.append(connection))
    Register.open(path).close()
    assert len(ran) == 1


def test_opening_does_not_wait_for_alembic(register, path):
    """A register that is up to date is opened without the migrations' library; importing it brings no mapper."""
    code = (
        "import sys; from whomet.register import Register; Register.open(sys.argv[1], create=False).close();"
        "print([m for m in ('alembic', 'sqlalchemy.orm') if m in sys.modules])"
    )
    source = str(Path(whomet.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": source},
    )
    assert done.stdout.strip() == "[]"


def test_the_tables_can_be_made_in_postgresql():
    """Every table and index compiles for PostgreSQL, with ids compared by code point as everywhere else."""
    made = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in tables.schema.sorted_tables]
    made += [
        str(CreateIndex(index).compile(dialect=postgresql.dialect()))
        for table in tables.schema.sorted_tables
        for index in table.indexes
    ]
    assert 'id TEXT COLLATE "C" NOT NULL' in "\n".join(made)
    assert not [statement for statement in made if "ROWID" in statement.upper()]


def test_one_file_alone_speaks_sqlite():
    """Statements written out as text, and SQLite's own words, stand in `sqlite.py` only."""
    folder = Path(versions.__file__).parent
    others = [file for file in folder.glob("*.py") if file.name not in ("sqlite.py", "versions.py")]
    assert len(others) > 5
    for file in others:
        said = file.read_text(encoding="utf-8")
        assert not [
            word for word in ("PRAGMA", "fts5", "import sqlite3", " text(") if word in said.replace("def text(", "")
        ]
