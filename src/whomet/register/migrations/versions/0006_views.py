"""Each meeting as one row, and accounts as people decided them: what the views in `register/views.py` are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")

_SUMMED = (
    "date",
    "status",
    "format",
    "contact",
    "city",
    "country",
    "venue",
    "part_of",
    "parties",
    "mediators",
    "topics",
    "differ",
)


def upgrade() -> None:
    """Five tables; once all migrations have run, all meetings are listed anew, which fills the first of them."""
    op.create_table(
        "summaries",
        *(_words(name) for name in ("meeting", *_SUMMED)),
        sa.Column("voices", number, nullable=True),
        *(sa.Column(name, words, nullable=True) for name in ("earliest", "latest")),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_summaries")),
    )
    for column in ("earliest", "latest"):
        op.create_index(op.f(f"ix_summaries_{column}"), "summaries", [column], unique=False)
    op.create_table(
        "in_force",
        sa.Column("decision", number, nullable=False),
        sa.ForeignKeyConstraint(["decision"], ["decisions.number"], name=op.f("fk_in_force_decision")),
        sa.PrimaryKeyConstraint("decision", name=op.f("pk_in_force")),
    )
    _decided()
    for table in ("listings", "facets", "tallies"):
        op.execute(f"DELETE FROM {table}")


def _decided() -> None:
    op.create_table(
        "decided_accounts",
        *(_words(name) for name in ("account", "document")),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_decided_accounts")),
    )
    op.create_index(op.f("ix_decided_accounts_document"), "decided_accounts", ["document"], unique=False)
    op.create_table(
        "decided_claims",
        _words("account"),
        _number("number"),
        _words("property"),
        _number("part"),
        *(_words(name) for name in ("value", "basis", "according_to")),
        sa.PrimaryKeyConstraint("account", "number", name=op.f("pk_decided_claims")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decided_citations",
        _words("account"),
        *(_number(name) for name in ("claim", "position", "span_start", "span_end")),
        sa.PrimaryKeyConstraint("account", "claim", "position", name=op.f("pk_decided_citations")),
        sqlite_with_rowid=False,
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, words, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, number, autoincrement=False, nullable=False)
