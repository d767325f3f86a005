"""Lists of meetings are ordered, narrowed and counted by the database: a row for each value of each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Three tables, which are filled from the meetings that are there once all migrations have run."""
    op.create_table(
        "listings",
        *(_words(name) for name in ("meeting", "first_day", "last_day")),
        sa.Column("voices", number, nullable=False),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_listings")),
        sqlite_with_rowid=False,
    )
    for column in ("first_day", "last_day", "voices"):
        op.create_index(op.f(f"ix_listings_{column}_meeting"), "listings", [column, "meeting"], unique=False)
    op.create_table(
        "facets",
        *(_words(name) for name in ("facet", "value", "meeting")),
        sa.PrimaryKeyConstraint("facet", "value", "meeting", name=op.f("pk_facets")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_facets_meeting"), "facets", ["meeting"], unique=False)
    op.create_table(
        "tallies",
        *(_words(name) for name in ("facet", "value")),
        sa.Column("meetings", number, nullable=False),
        sa.PrimaryKeyConstraint("facet", "value", name=op.f("pk_tallies")),
        sqlite_with_rowid=False,
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, words, nullable=False)
