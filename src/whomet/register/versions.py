"""Whether a database is a register, and one that this version of Whomet can read; migrations bring it up to date.

A register says two things about itself: alembic's `alembic_version` names the last migration that ran, and `meta` says
which version of Whomet made it. Alembic is imported only where a migration has to run.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text, update

import whomet
from whomet.errors import RegisterError
from whomet.register import listings, spelt, standing, views, whereabouts
from whomet.register.databases import Database
from whomet.register.tables import REVISIONS, meta

MIGRATIONS = Path(__file__).with_name("migrations")


def revision_of(connection: Connection, database: Database, where: str) -> str:
    """The last migration that a register has had, "" for an empty database, which may become one.

    Raises RegisterError for a database of something else, or of a newer version of Whomet.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return ""
    if not {"meta", "alembic_version", "readings"} <= set(names):
        raise RegisterError(f"{where} is a database, but not a register; name another {database.PLACE}.")
    revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    if revision not in REVISIONS:
        made_by = connection.scalar(select(meta.c.value).where(meta.c.name == "written_by"))
        raise RegisterError(f"{where} was written by a newer version ({made_by}); upgrade Whomet to open it.")
    return revision


def check_unchanged(connection: Connection, where: str) -> None:
    """Raises RegisterError where another version of Whomet has changed the tables since the register was opened."""
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision != REVISIONS[-1]:
        made_by = connection.scalar(select(meta.c.value).where(meta.c.name == "written_by"))
        raise RegisterError(
            f"{where}: another version ({made_by}) has changed its tables meanwhile, and nothing of this was added; "
            "upgrade Whomet and run this again."
        )


def migrate(connection: Connection, database: Database) -> None:
    """Run the migrations that a register has not had, in the connection's own transaction: all of them or none."""
    from alembic import command
    from alembic.config import Config

    new = not inspect(connection).has_table("meta")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    views.drop(connection)  # what a view shows can't be changed under it
    command.upgrade(config, "head")
    if new:
        _begin_meta(connection)
        database.make_index(connection)
    listings.catch_up(connection)
    standing.catch_up(connection)
    spelt.catch_up(connection)
    whereabouts.catch_up(connection)
    views.make(connection, database)
    connection.execute(update(meta).where(meta.c.name == "format").values(value=REVISIONS[-1]))
    connection.execute(update(meta).where(meta.c.name == "written_by").values(value=_written_by()))


def _begin_meta(connection: Connection) -> None:
    said = {
        "what": "A register of who met whom, according to whom, made by Whomet.",
        "format": "",  # the last migration it had
        "made_by": _written_by(),  # the version that made it
        "written_by": "",  # the version that last changed its tables
    }
    connection.execute(insert(meta), [{"name": name, "value": value} for name, value in said.items()])


def _written_by() -> str:
    return f"whomet {whomet.__version__}"
