"""Decisions point at words of documents, any number of them each. No version before this one wrote a decision."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """The empty table of decisions is made anew, with one beside it for the words."""
    op.drop_table("decisions")
    op.create_table(
        "decisions",
        sa.Column("number", number, nullable=False),
        *(_words(name) for name in ("id", "kind", "value", "decided_by", "decided_on", "reason")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_id"), "decisions", ["id"], unique=True)
    op.create_table(
        "anchors",
        sa.Column("decision", number, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        _words("document"),
        sa.Column("span_start", number, nullable=False),
        sa.Column("span_end", number, nullable=False),
        _words("quote"),
        _words("account"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.number"], name=op.f("fk_anchors_decision")),
        sa.PrimaryKeyConstraint("decision", "position", name=op.f("pk_anchors")),
    )
    op.create_index(op.f("ix_anchors_document"), "anchors", ["document"], unique=False)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, words, nullable=False)
