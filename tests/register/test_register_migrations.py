"""A register of the first format is brought up to date: nothing read is lost, and what follows is made anew."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import insert, select, text

from whomet.pipeline import reconcile_register
from whomet.register import Register, tables, versions
from whomet.register.databases import database_at

READ = ("originals", "documents", "copies", "readings", "accounts", "claims", "citations", "findings")


def first_format(where: str, newer: Register) -> None:
    """A register as the first migration made it, with all that another holds of what was read."""
    config = Config()
    config.set_main_option("script_location", str(versions.MIGRATIONS))
    engine = database_at(where).connect(where, create=True)
    with engine.connect() as plain, plain.execution_options(writes=True).begin(), newer._looking() as read:
        config.attributes["connection"] = plain
        command.upgrade(config, "0001")
        versions._begin_meta(plain)
        plain.execute(text("INSERT INTO meta VALUES ('meetings', 'current')"))
        plain.execute(text("INSERT INTO meetings VALUES ('left over', 1, NULL)"))
        for table in map(tables.schema.tables.get, READ):
            rows = [dict(row) for row in read.execute(select(table)).mappings()]
            plain.execute(insert(table), rows)
    engine.dispose()


def held(where: str):
    """What follows in a register once it is up to date."""
    with Register.open(where) as register:
        reconcile_register(register)
        return list(register.meetings()), list(register.entities()), list(register.findings())


def test_a_register_of_the_first_format_is_settled_anew(places, made_up):
    """Its readings are all there; its meetings wait to be made, and come out as in a new register."""
    new, old = places.new(), places.new()
    readings = [made_up(name) for name in ("one", "two", "three")]
    with Register.open(new) as register:
        for reading in readings:
            register.add(reading)
        first_format(old, register)
    with Register.open(old) as register:
        assert register.behind
        assert {r.document.key for r in register.readings()} == {r.document.key for r in readings}
    assert held(old) == held(new)
    assert held(old)[0]
