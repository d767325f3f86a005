"""Who is told to have been at which meeting, beside the accounts that name them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A row for each spelling of a name at each meeting, from the accounts that have it."""
    columns = [sa.Column(name, words, nullable=False) for name in ("spelling", "meeting")]
    if op.get_bind().dialect.name == "postgresql":  # whose indexes take no long texts: spellings are not cut
        op.create_table("attendances", *columns)
        op.create_index("pk_attendances", "attendances", [sa.text("digest_of(spelling)"), "meeting"], unique=True)
        op.create_index("ix_attendances_spelling", "attendances", ["spelling"], postgresql_using="hash")
    else:
        key = sa.PrimaryKeyConstraint("spelling", "meeting", name=op.f("pk_attendances"))
        op.create_table("attendances", *columns, key, sqlite_with_rowid=False)
    op.create_index(op.f("ix_attendances_meeting"), "attendances", ["meeting"], unique=False)
    op.execute(
        "INSERT INTO attendances (spelling, meeting) SELECT DISTINCT m.spelling, p.meeting FROM members m "
        "JOIN meeting_accounts p ON p.account = m.account WHERE m.member <> m.account"
    )
