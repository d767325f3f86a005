"""A register of the first format is brought up to date: nothing read is lost, and what follows is made anew."""

from __future__ import annotations

import sqlite3

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from whomet.pipeline import reconcile_register
from whomet.register import Register, versions

READ = ("originals", "documents", "copies", "readings", "accounts", "claims", "citations", "findings")


def first_format(path, newer) -> None:
    """A register as the first migration made it, with all that another holds of what was read."""
    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    with create_engine(f"sqlite:///{path}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        versions._begin_meta(connection)
    with sqlite3.connect(path) as old:
        old.execute("INSERT INTO meta VALUES ('meetings', 'current')")
        old.execute("INSERT INTO meetings VALUES ('left over', 1, NULL)")
        old.execute("ATTACH ? AS newer", (str(newer),))
        for table in READ:
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})"))
            old.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}")
    old.close()


def held(path):
    """What follows in a register once it is up to date."""
    with Register.open(path) as register:
        reconcile_register(register)
        return list(register.meetings()), list(register.entities()), list(register.findings())


def test_a_register_of_the_first_format_is_settled_anew(tmp_path, made_up):
    """Its readings are all there; its meetings wait to be made, and come out as in a new register."""
    new, old = tmp_path / "new.whomet", tmp_path / "old.whomet"
    readings = [made_up(name) for name in ("one", "two", "three")]
    with Register.open(new) as register:
        for reading in readings:
            register.add(reading)
    first_format(old, new)
    with Register.open(old) as register:
        assert register.behind
        assert {r.document.key for r in register.readings()} == {r.document.key for r in readings}
    assert held(old) == held(new)
    assert held(old)[0]
