"""A register in a file and one in a server's database do the same: with others who write, killed, or too new."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from put_by_hand import put_by_hand
from sqlalchemy import insert, inspect, text, update

import whomet
from whomet.errors import RegisterError
from whomet.model import Cell, CellReading, Entity, EntityKind, Finding, FindingKind, Meeting, Property
from whomet.register import Register, databases, postgresql, sqlite, tables, versions
from whomet.register.columns import schema

fork = multiprocessing.get_context("fork")


def test_a_register_says_what_it_is(register):
    """Its `meta` table names its format and the version that made it."""
    assert register.meta() == {
        "what": "A register of who met whom, according to whom, made by Whomet.",
        "format": tables.REVISIONS[-1],
        "made_by": f"whomet {whomet.__version__}",
        "written_by": f"whomet {whomet.__version__}",
    }


def test_asking_makes_no_register(places):
    """Where nothing is, opening one to ask says so and makes nothing; opening one to write makes it."""
    place = places.new()
    for _ in range(2):
        with pytest.raises(RegisterError, match=r"there is no register .*`whomet read` makes one"):
            Register.open(place, create=False)
    with Register.open(place) as register:
        assert list(register.readings()) == []


def test_a_newer_register_is_left_alone(where):
    """One that a newer version made is not touched, and its version is named."""
    with Register.open(where) as register, register._writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(update(tables.meta).where(tables.meta.c.name == "written_by").values(value="whomet 99.1"))
    for create in (True, False):
        with pytest.raises(RegisterError, match=r"newer version \(whomet 99.1\); upgrade"):
            Register.open(where, create=create)


def test_an_older_register_is_migrated(where, monkeypatch):
    """A register of an older format is brought up to date when it is opened, and says so."""
    ran = []
    monkeypatch.setattr(tables, "REVISIONS", (*tables.REVISIONS, "9999"))
    monkeypatch.setattr(versions, "REVISIONS", (*tables.REVISIONS, "9999"))
    monkeypatch.setattr(versions, "migrate", lambda connection, database: ran.append(connection))
    Register.open(where).close()
    assert len(ran) == 1


def test_the_tables_are_those_that_the_code_knows(register):
    """Migrations give the tables, the columns and what may be null as `tables.py` has them."""
    with register._looking() as connection:
        there = inspect(connection)
        names = set(there.get_table_names()) - {"alembic_version"}
        assert {name for name in names if not name.startswith("word_index")} == set(schema.tables)
        for name, table in schema.tables.items():
            found = [(c["name"], c["nullable"]) for c in there.get_columns(name)]
            assert found == [(c.name, c.nullable) for c in table.columns]


def test_other_databases_are_not_there_yet():
    """An address of another kind of server is refused by name, without its password, not taken for a file."""
    with pytest.raises(RegisterError, match=r"^mysql://me:\*\*\*@localhost/team: registers are kept in files and in"):
        Register.open("mysql://me:sesame@localhost/team")


def _add_many(where: str, make: object, name: str, several: int) -> None:
    with Register.open(where) as register:
        for number in range(several):
            register.add(make(f"{name}{number:04}"))
            register.note_skipped([Finding(FindingKind.INPUT_SKIPPED, "x is empty", "x")])


def how_many(where: str) -> int:
    """How many documents were read."""
    with Register.open(where) as register:
        return sum(1 for _ in register.documents(texts=False))


def test_killed_at_any_moment_only_whole_readings_are_there(places, made_up):
    """A process killed while it makes or fills a register leaves readings that are whole and can be added to."""
    several, where = 0, places.new()
    for number in range(8):
        child = fork.Process(target=_add_many, args=(where, made_up, f"{number}-", 100_000))
        child.start()
        time.sleep(0.02 + 0.06 * number)
        while number > 5 and how_many(where) <= several:  # the last ones do add something, on a slow machine too
            time.sleep(0.05)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        with Register.open(where) as register:
            readings = list(register.readings())
            assert all(reading == made_up(reading.document.id) for reading in readings)
            assert len(readings) >= several
            several = len(readings)
            assert register.add(made_up(f"after {number}"))
            several += 1
    assert several > 8
    if Path(where).exists():
        with Register.open(where) as register, register._looking() as connection:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_several_processes_make_and_fill_one_register(places, made_up):
    """Three writers that begin at once where no register is yet lose nothing and fail at nothing."""
    where = places.new()
    writers = [fork.Process(target=_add_many, args=(where, made_up, name, 25)) for name in ("a", "b", "a")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    with Register.open(where) as register:
        expected = [made_up(f"{name}{number:04}") for name in "ab" for number in range(25)]
        assert list(register.readings()) == expected
        assert len([f for f in register.findings() if f.kind is FindingKind.INPUT_SKIPPED]) == 1


def test_who_asks_need_not_wait_for_who_writes(register, where, made_up):
    """While one process is in the middle of a write, another reads what was there before."""
    register.add(made_up("one"))
    with register._writing() as connection:
        connection.execute(insert(tables.meta), {"name": "half", "value": "done"})
        with Register.open(where, create=False) as other:
            assert list(other.readings()) == [made_up("one")]
            assert "half" not in other.meta()


def test_who_asks_sees_one_state_to_the_end(register, made_up):
    """What is written while one question is being answered is in none of its answers, then in all."""
    with register._looking() as connection:
        assert connection.execute(tables.documents.select()).all() == []
        register.add(made_up("one"))
        assert connection.execute(tables.documents.select()).all() == []
    assert list(register.readings()) == [made_up("one")]


def test_a_writer_that_never_ends_is_told_of(register, where, made_up, monkeypatch):
    """Who waits too long for another's write is told so, and nothing is added."""
    for database in (sqlite, postgresql):
        monkeypatch.setattr(database, "WAIT", 0.05)
    with register._writing(), Register.open(where) as other, pytest.raises(RegisterError, match="another program"):
        other.add(made_up("one"))
    assert list(register.readings()) == []


def test_names_of_any_length_are_kept(register, made_up):
    """Ids, sources, names and sentences longer than an index may hold are kept, found and told apart."""
    end = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(20_000))
    one, two = (made_up(name, id=name + end, source=name + end) for name in "ab")
    for reading in (one, two, one):
        register.add(reading)
    assert register.document("a" + end) == one.document
    met = Meeting("m", ("m",), (Cell(Property.CITY, (CellReading(end, ("m",)),)),))
    found = [Finding(FindingKind.SOURCES_DIFFER, name + end, name + end) for name in "ab"]
    named = [Entity(f"e{name}", EntityKind.PERSON, name + end, (name + end,), ("m/1",)) for name in "ab"]
    for _ in range(2):
        put_by_hand(register, (), (met,), named, found)
    assert [m.values(Property.CITY) for m in register.meetings(["m"])] == [(end,)]
    assert list(register.entities()) == named
    assert register.compared({"a" + end}) == found[:1]


def opened_anew(where: str, asked: str) -> str:
    """What a fresh process answers after it opened a register."""
    opening = "import sys; from whomet.register import Register; Register.open(sys.argv[1], create=False).close()"
    return subprocess.run(
        [sys.executable, "-c", f"{opening}; print({asked})", where],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(whomet.__file__).parents[1])},
    ).stdout.strip()


def test_opening_does_not_wait_for_alembic(register, where):
    """A register that is up to date is opened without the migrations' library; importing it brings no mapper."""
    assert opened_anew(where, "[m for m in ('alembic', 'sqlalchemy.orm') if m in sys.modules]") == "[]"


def test_files_do_without_the_driver_of_a_server(where):
    """Psycopg, an extra, is loaded for an address of PostgreSQL alone."""
    loaded = opened_anew(where, "'psycopg' in sys.modules")
    assert loaded == str(not Path(where).exists())


def test_every_migration_is_numbered_and_known():
    """The files in `migrations/versions` are those that `REVISIONS` names, in its order."""
    files = sorted((versions.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert tuple(file.name[:4] for file in files) == tables.REVISIONS


def test_each_database_has_one_file_of_its_own():
    """Statements written out as text, and a database's own words, stand in its own file; both have like functions."""
    folder = Path(versions.__file__).parent
    own = ("sqlite.py", "postgresql.py")
    others = [file for file in folder.glob("*.py") if file.name not in (*own, "versions.py")]
    assert len(others) > 5
    for file in others:
        said = file.read_text(encoding="utf-8").replace("def text(", "")
        words = ("PRAGMA", "fts5", "import sqlite3", "psycopg.", "pg_", "dialect.name", " text(")
        assert not [word for word in words if word in said], file
    wanted = {name for name in vars(databases.Database) if not name.startswith("_")}
    assert wanted <= vars(sqlite).keys() & vars(postgresql).keys()
