"""Samples of documents that people code by hand: what was drawn, who was given a sheet, and what each coded."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Five tables, empty."""
    op.create_table(
        "samples",
        sa.Column("number", number, nullable=False),
        _words("name"),
        _number("seed"),
        _words("strata"),
        _number("population"),
        *_words_of("drawn_by", "drawn_on"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_samples")),
    )
    op.create_index(op.f("ix_samples_name"), "samples", ["name"], unique=True)
    op.create_table(
        "drawn",
        *(_key(name) for name in ("sample", "position")),
        *_words_of("document", "stratum"),
        sa.ForeignKeyConstraint(["sample"], ["samples.number"], name=op.f("fk_drawn_sample")),
        sa.PrimaryKeyConstraint("sample", "position", name=op.f("pk_drawn")),
    )
    op.create_index(op.f("ix_drawn_document"), "drawn", ["document"], unique=False)
    op.create_table(
        "sheets",
        sa.Column("number", number, nullable=False),
        _number("sample"),
        _words("coder"),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        _words("given_on"),
        sa.ForeignKeyConstraint(["sample"], ["samples.number"], name=op.f("fk_sheets_sample")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sheets")),
    )
    op.create_index(op.f("ix_sheets_sample"), "sheets", ["sample"], unique=False)
    _coded()


def _coded() -> None:
    op.create_table(
        "coded",
        _key("sheet"),
        sa.Column("document", words, nullable=False),
        _words("taken_on"),
        sa.ForeignKeyConstraint(["sheet"], ["sheets.number"], name=op.f("fk_coded_sheet")),
        sa.PrimaryKeyConstraint("sheet", "document", name=op.f("pk_coded")),
    )
    op.create_index(op.f("ix_coded_document"), "coded", ["document"], unique=False)
    op.create_table(
        "coded_cells",
        _key("sheet"),
        sa.Column("document", words, nullable=False),
        *(_key(name) for name in ("meeting", "position")),
        *_words_of("field", "value"),
        sa.ForeignKeyConstraint(
            ["sheet", "document"], ["coded.sheet", "coded.document"], name=op.f("fk_coded_cells_sheet_document")
        ),
        sa.PrimaryKeyConstraint("sheet", "document", "meeting", "position", name=op.f("pk_coded_cells")),
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, words, nullable=False)


def _words_of(*names: str) -> list[sa.Column[str]]:
    return [_words(name) for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, number, nullable=False)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, number, autoincrement=False, nullable=False)
