"""What follows from the readings is kept so that a new document changes only what it touches."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")

_MADE_ANEW = (
    "entity_roles",
    "entity_members",
    "entity_names",
    "entities",
    "cells",
    "meeting_accounts",
    "meetings",
    "judgements",
)


def upgrade() -> None:
    """What followed is dropped and will be made anew: every document waits to be settled."""
    for table in _MADE_ANEW:
        op.drop_table(table)
    op.execute("DELETE FROM findings WHERE origin = 'comparison'")
    _accounts()
    _meetings()
    _people()
    op.execute("INSERT INTO unsettled (document) SELECT DISTINCT document FROM readings")
    op.execute("DELETE FROM meta WHERE name = 'meetings'")


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, words, nullable=False)


def _in_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _table(name: str, key: tuple[str, ...], *columns: sa.Column[Any], rowid: bool = False) -> None:
    """A table with a key; in PostgreSQL, whose indexes take no long texts, digests keep the key unique."""
    if _in_postgresql():
        op.create_table(name, *columns)
        op.create_index(f"pk_{name}", name, [sa.text(f"digest_of({column})") for column in key], unique=True)
        _index(name, key[0])
        return
    named = sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}"))
    op.create_table(name, *columns, named, **({} if rowid else {"sqlite_with_rowid": False}))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False, postgresql_using="hash")


def _accounts() -> None:
    op.create_table(
        "unsettled",
        _words("document"),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], name=op.f("fk_unsettled_document")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_unsettled")),
    )
    columns = [_words(name) for name in ("account", "document", "kin", "meeting", "telling")]
    _table("standings", ("account",), *columns, rowid=True)
    _index("standings", "document", "kin", "meeting")
    _table("blocks", ("key", "account"), _words("key"), _words("account"))
    _index("blocks", "account")
    _table(
        "judgements",
        ("left_id", "right_id"),
        *(_words(name) for name in ("left_id", "right_id", "alone", "verdict")),
        sa.Column("score", sa.Float(), nullable=False),
        _words("judge"),
        _words("reasons"),
    )
    _index("judgements", "right_id")


def _meetings() -> None:
    op.create_table(
        "meetings",
        _words("id"),
        sa.Column("voices", number, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_table(
        "meeting_accounts",
        sa.Column("meeting", words, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("account", words, nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_meeting_accounts_meeting")),
        sa.PrimaryKeyConstraint("meeting", "position", name=op.f("pk_meeting_accounts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_meeting_accounts_account"), "meeting_accounts", ["account"])  # ids are begun, not long
    op.create_table(
        "cells",
        sa.Column("meeting", words, nullable=False),
        *(sa.Column(name, number, autoincrement=False, nullable=False) for name in _CELL),
        sa.Column("property", words, nullable=False),
        sa.Column("accord", words, nullable=False),
        sa.Column("value", words, nullable=True),
        sa.Column("account", words, nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_cells_meeting")),
        sa.PrimaryKeyConstraint("meeting", *_CELL, name=op.f("pk_cells")),
        sqlite_with_rowid=False,
    )
    compared = ("occasion", "kind", "about", "text")
    _table("compared", compared, *(_words(name) for name in compared))
    _index("compared", "about")


_CELL = ("cell", "variant", "position")


def _people() -> None:
    member = ("member", "spelling", "account", "document", "name", "party", "role", "date", "home")
    _table("members", ("member", "spelling"), *(_words(name) for name in member))
    _index("members", "spelling", "account", "document")
    _table(
        "spellings",
        ("spelling",),
        *(_words(name) for name in ("spelling", "name", "party", "surname")),
        sa.Column("full", number, nullable=False),
        sa.Column("count", number, nullable=False),
        _words("entity"),
        rowid=True,
    )
    _index("spellings", "surname", "entity")
    _table("spelling_keys", ("key", "spelling"), _words("key"), _words("spelling"))
    _index("spelling_keys", "spelling")
    score = sa.Column("score", sa.Float(), nullable=False)
    _table("spelling_links", ("left_id", "right_id"), _words("left_id"), _words("right_id"), score)
    _index("spelling_links", "right_id")
    _table("entities", ("id",), _words("id"), _words("kind"), _words("name"), rowid=True)
