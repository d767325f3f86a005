"""The first tables: what was read, what people decide, and what follows from both."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
number = sa.Integer().with_variant(sa.BigInteger(), "postgresql")

# For those who open a register with another program: each citation with its words, beside the claim it shows.
CITED_WORDS = """
CREATE VIEW cited_words AS
SELECT documents.id AS document, accounts.id AS account, claims.property, claims.part, claims.value, claims.basis,
       claims.according_to, citations.span_start, citations.span_end,
       {words} AS words,
       readings.document AS document_key, readings.reader
FROM citations
JOIN claims ON claims.reading = citations.reading AND claims.number = citations.claim
JOIN readings ON readings.number = citations.reading
JOIN documents ON documents.key = readings.document
LEFT JOIN accounts ON accounts.reading = claims.reading AND accounts.number = claims.account
"""
WORDS = "substr(documents.text, citations.span_start + 1, citations.span_end - citations.span_start)"

# In PostgreSQL U+0000 is kept as two signs, and U+0001 too (register/postgresql.py); U+2400 shows a U+0000 here.
WORDS_IN_POSTGRESQL = r"""
substr(replace(replace(documents.text, E'\x01\x01', E'\u2400'), E'\x01\x02', E'\x01'),
       least(citations.span_start, 2147483646)::integer + 1,
       least(citations.span_end - citations.span_start, 2147483647)::integer)
"""

# An index of PostgreSQL takes no text over some 2,700 bytes, a name or a source may have more: hash indexes find those,
# digests keep them unique.
DIGEST = """
CREATE FUNCTION digest_of(words text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT sha256(convert_to(words, 'UTF8')) $$
"""


def upgrade() -> None:
    """Every table of the first register, and the view that shows each citation with its words."""
    if _in_postgresql():
        op.execute(DIGEST)
    _documents()
    _readings()
    _claims()
    op.execute(CITED_WORDS.format(words=WORDS_IN_POSTGRESQL if _in_postgresql() else WORDS))
    _decisions()
    _meetings()
    _entities()


def _in_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _index(table: str, *columns: str, long: str) -> None:
    """An index on some columns; in PostgreSQL, on the one of them that may be long."""
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    if _in_postgresql():
        op.create_index(name, table, [long], postgresql_using="hash")
    else:
        op.create_index(name, table, columns, unique=False)


def _documents() -> None:
    op.create_table(
        "meta",
        sa.Column("name", words, autoincrement=False, nullable=False),
        sa.Column("value", words, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "originals",
        sa.Column("hash", words, autoincrement=False, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_originals")),
    )
    op.create_table(
        "documents",
        sa.Column("key", words, autoincrement=False, nullable=False),
        sa.Column("id", words, nullable=False),
        sa.Column("source", words, nullable=False),
        sa.Column("original", words, nullable=False),
        sa.Column("text", words, nullable=False),
        sa.ForeignKeyConstraint(["original"], ["originals.hash"], name=op.f("fk_documents_original")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_documents")),
    )
    _index("documents", "id", "key", long="id")
    one = sa.PrimaryKeyConstraint("document", "id", "source", "original", name=op.f("pk_copies"))
    op.create_table(
        "copies",
        sa.Column("document", words, nullable=False),
        sa.Column("id", words, autoincrement=False, nullable=False),
        sa.Column("source", words, autoincrement=False, nullable=False),
        sa.Column("original", words, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], name=op.f("fk_copies_document")),
        *(() if _in_postgresql() else (one,)),
        sqlite_with_rowid=False,
    )
    if _in_postgresql():
        digests = [sa.text(f"digest_of({column})") for column in ("id", "source", "original")]
        op.create_index("pk_copies", "copies", ["document", *digests], unique=True)


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("number", number, nullable=False),
        sa.Column("document", words, nullable=False),
        sa.Column("reader", words, nullable=False),
        sa.Column("extractor", words, nullable=False),
        sa.Column("contract", words, nullable=False),
        sa.Column("precedence", words, nullable=False),
        sa.Column("language", words, nullable=False),
        sa.Column("url", words, nullable=False),
        sa.Column("regions", words, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.key"], name=op.f("fk_readings_document")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_readings")),
    )
    op.create_index(op.f("ix_readings_document_precedence"), "readings", ["document", "precedence"], unique=True)
    op.create_index(
        op.f("ix_readings_document_reader_extractor"), "readings", ["document", "reader", "extractor"], unique=True
    )
    op.create_table(
        "accounts",
        sa.Column("reading", number, nullable=False),
        sa.Column("number", number, autoincrement=False, nullable=False),
        sa.Column("id", words, nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name=op.f("fk_accounts_reading")),
        sa.PrimaryKeyConstraint("reading", "number", name=op.f("pk_accounts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_accounts_id_reading"), "accounts", ["id", "reading"], unique=True)
    op.create_table(
        "findings",
        sa.Column("number", number, nullable=False),
        sa.Column("origin", words, nullable=False),
        sa.Column("reading", number, nullable=True),
        sa.Column("position", number, nullable=False),
        sa.Column("kind", words, nullable=False),
        sa.Column("text", words, nullable=False),
        sa.Column("about", words, nullable=False),
        sa.Column("spans", words, nullable=False),
        sa.CheckConstraint("origin in ('reading', 'run', 'comparison')", name=op.f("ck_findings_origin")),
        sa.CheckConstraint("(origin = 'reading') = (reading is not null)", name=op.f("ck_findings_reading")),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name=op.f("fk_findings_reading")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_findings")),
    )
    _index("findings", "kind", "about", long="about")
    op.create_index(op.f("ix_findings_reading_position"), "findings", ["reading", "position"], unique=False)


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("reading", number, nullable=False),
        sa.Column("number", number, autoincrement=False, nullable=False),
        sa.Column("account", number, nullable=True),
        sa.Column("property", words, nullable=False),
        sa.Column("part", number, nullable=False),
        sa.Column("value", words, nullable=False),
        sa.Column("basis", words, nullable=False),
        sa.Column("according_to", words, nullable=False),
        sa.ForeignKeyConstraint(
            ["reading", "account"], ["accounts.reading", "accounts.number"], name=op.f("fk_claims_reading_account")
        ),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name=op.f("fk_claims_reading")),
        sa.PrimaryKeyConstraint("reading", "number", name=op.f("pk_claims")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "citations",
        sa.Column("reading", number, autoincrement=False, nullable=False),
        sa.Column("claim", number, autoincrement=False, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("span_start", number, nullable=False),
        sa.Column("span_end", number, nullable=False),
        sa.ForeignKeyConstraint(
            ["reading", "claim"], ["claims.reading", "claims.number"], name=op.f("fk_citations_reading_claim")
        ),
        sa.PrimaryKeyConstraint("reading", "claim", "position", name=op.f("pk_citations")),
        sqlite_with_rowid=False,
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("number", number, nullable=False),
        sa.Column("id", words, nullable=False),
        sa.Column("kind", words, nullable=False),
        sa.Column("subject", words, nullable=False),
        sa.Column("value", words, nullable=False),
        sa.Column("decided_by", words, nullable=False),
        sa.Column("decided_on", words, nullable=False),
        sa.Column("reason", words, nullable=False),
        sa.Column("quote", words, nullable=False),
        sa.Column("spans", words, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_id"), "decisions", ["id"], unique=True)
    _index("decisions", "subject", long="subject")
    op.create_table(
        "tombstones",
        sa.Column("document", words, autoincrement=False, nullable=False),
        sa.Column("reason", words, nullable=False),
        sa.Column("decided_by", words, nullable=False),
        sa.Column("decided_on", words, nullable=False),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_tombstones")),
    )


def _meetings() -> None:
    op.create_table(
        "judgements",
        sa.Column("number", number, autoincrement=False, nullable=False),
        sa.Column("left_id", words, nullable=False),
        sa.Column("right_id", words, nullable=False),
        sa.Column("verdict", words, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("judge", words, nullable=False),
        sa.Column("reasons", words, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_left_id"), "judgements", ["left_id"], unique=False)
    op.create_index(op.f("ix_judgements_right_id"), "judgements", ["right_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", words, autoincrement=False, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("voices", number, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_number"), "meetings", ["number"], unique=False)
    op.create_table(
        "meeting_accounts",
        sa.Column("meeting", words, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("account", words, nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_meeting_accounts_meeting")),
        sa.PrimaryKeyConstraint("meeting", "position", name=op.f("pk_meeting_accounts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_meeting_accounts_account"), "meeting_accounts", ["account"], unique=False)
    op.create_table(
        "cells",
        sa.Column("meeting", words, nullable=False),
        sa.Column("cell", number, autoincrement=False, nullable=False),
        sa.Column("variant", number, autoincrement=False, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("property", words, nullable=False),
        sa.Column("differ", sa.Boolean(), nullable=False),
        sa.Column("value", words, nullable=True),
        sa.Column("account", words, nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.id"], name=op.f("fk_cells_meeting")),
        sa.PrimaryKeyConstraint("meeting", "cell", "variant", "position", name=op.f("pk_cells")),
        sqlite_with_rowid=False,
    )


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("id", words, autoincrement=False, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("kind", words, nullable=False),
        sa.Column("name", words, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
    )
    op.create_index(op.f("ix_entities_number"), "entities", ["number"], unique=False)
    op.create_table(
        "entity_names",
        sa.Column("entity", words, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("name", words, nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name=op.f("fk_entity_names_entity")),
        sa.PrimaryKeyConstraint("entity", "position", name=op.f("pk_entity_names")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entity_members",
        sa.Column("entity", words, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("member", words, nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name=op.f("fk_entity_members_entity")),
        sa.PrimaryKeyConstraint("entity", "position", name=op.f("pk_entity_members")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_entity_members_member"), "entity_members", ["member"], unique=False)
    op.create_table(
        "entity_roles",
        sa.Column("entity", words, nullable=False),
        sa.Column("position", number, autoincrement=False, nullable=False),
        sa.Column("role", words, nullable=False),
        sa.Column("date", words, nullable=False),
        sa.Column("account", words, nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name=op.f("fk_entity_roles_entity")),
        sa.PrimaryKeyConstraint("entity", "position", name=op.f("pk_entity_roles")),
        sqlite_with_rowid=False,
    )
