"""Names are looked up by their words and by how they sound, and days that are not exact by themselves: a question for a
name or a range of dates goes no longer through all there are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A table, which is filled from the spellings that are there once all migrations have run.

    Indexes of PostgreSQL take no long texts: words are cut, spellings are not.
    """
    columns = [sa.Column(name, words, nullable=False) for name in ("word", "spelling")]
    if op.get_bind().dialect.name == "postgresql":
        op.create_table("spelling_words", *columns)
        op.create_index("pk_spelling_words", "spelling_words", ["word", sa.text("digest_of(spelling)")], unique=True)
    else:
        key = sa.PrimaryKeyConstraint("word", "spelling", name=op.f("pk_spelling_words"))
        op.create_table("spelling_words", *columns, key, sqlite_with_rowid=False)
    op.create_index(
        op.f("ix_spelling_words_spelling"), "spelling_words", ["spelling"], unique=False, postgresql_using="hash"
    )
    longer = sa.text("first_day < last_day")
    op.create_index("ix_listings_longer", "listings", ["last_day"], sqlite_where=longer, postgresql_where=longer)
