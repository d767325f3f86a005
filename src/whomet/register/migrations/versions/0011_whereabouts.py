"""Meetings are looked up by the words of their places: a question for one goes no longer through all there are."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A table, which is filled from the meetings that are there once all migrations have run."""
    columns = [sa.Column(name, words, nullable=False) for name in ("word", "meeting")]
    key = sa.PrimaryKeyConstraint("word", "meeting", name=op.f("pk_whereabouts"))
    op.create_table("whereabouts", *columns, key, sqlite_with_rowid=False)
    op.create_index(op.f("ix_whereabouts_meeting"), "whereabouts", ["meeting"], unique=False)
