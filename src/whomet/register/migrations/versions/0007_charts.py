"""Lists know on which days, at which sites and between which sides: what charts count."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """The lists are emptied: they are filled from the meetings that are there once all migrations have run."""
    op.drop_table("listings")
    op.create_table(
        "listings",
        *(_words(name) for name in ("meeting", "first_day", "last_day", "days")),
        sa.Column("voices", number, nullable=False),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_listings")),
        sqlite_with_rowid=False,
    )
    for column in ("first_day", "last_day", "days", "voices"):
        op.create_index(op.f(f"ix_listings_{column}_meeting"), "listings", [column, "meeting"], unique=False)
    for table in ("facets", "tallies"):
        op.execute(sa.text(f"DELETE FROM {table}"))
    for table, columns in (("sites", ("site", "meeting")), ("pairs", ("one", "other", "meeting"))):
        op.create_table(
            table,
            *map(_words, columns),
            sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}")),
            sqlite_with_rowid=False,
        )
        op.create_index(op.f(f"ix_{table}_meeting"), table, ["meeting"], unique=False)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, words, nullable=False)
