"""The tables of a register, for SQLAlchemy Core. `migrations/` makes them; a test holds the two equal.

Kept are originals, documents, copies, readings with their accounts, claims, citations and findings, decisions,
tombstones and what people code by hand. Derived, and made anew at any time, are judgements, meetings, cells, entities
and the findings over all documents. `docs/decisions/0003-the-store.md` says why each is as it is.

Short lists that nobody joins on (regions, reasons, a chain of attribution, a finding's spans) are JSON in a text
column; whatever a reader may want to ask for, above all each citation, is a row.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from whomet.register import postgresql

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
)  # every migration, oldest first; the last is what this version of Whomet writes

# Ids and precedences are compared by code point in Python and in SQLite; `postgresql.py` sees to that there.
Words = Text().with_variant(postgresql.Words(), "postgresql")
Number = Integer().with_variant(BigInteger(), "postgresql")  # SQLite's integers have 64 bits as they are

schema = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(name: str, kind: Integer | Text = Words) -> Column[Any]:
    """One column of a primary key; a number in it is always given, never counted up by the database."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Number, nullable=False)


meta = Table("meta", schema, _key("name"), _words("value"))

# ------------------------------------------------------------------------------------------------ what was read

originals = Table("originals", schema, _key("hash"), Column("bytes", LargeBinary))  # bytes: kept only when asked for

documents = Table(
    "documents",
    schema,
    _key("key"),
    _words("id"),
    _words("source"),
    Column("original", Words, ForeignKey("originals.hash"), nullable=False),
    _words("text"),
    Index(None, "id", "key"),
)

copies = Table(  # every place where the same text was found; the smallest of them names the document
    "copies",
    schema,
    Column("document", Words, ForeignKey("documents.key"), primary_key=True),
    _key("id"),
    _key("source"),
    _key("original"),
    sqlite_with_rowid=False,
)

readings = Table(
    "readings",
    schema,
    Column("number", Number, primary_key=True),
    Column("document", Words, ForeignKey("documents.key"), nullable=False),
    _words("reader"),
    _words("extractor"),
    _words("contract"),
    _words("precedence"),  # greatest: the newest reading of its document
    _words("language"),
    _words("url"),
    _words("regions"),  # JSON: [[start, end, kind], ...]
    Index(None, "document", "precedence", unique=True),
    Index(None, "document", "reader", "extractor", unique=True),
)

accounts = Table(
    "accounts",
    schema,
    Column("reading", Number, ForeignKey("readings.number"), primary_key=True),
    _key("number", Number),
    _words("id"),
    Column("main", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Index(None, "id", "reading", unique=True),
    sqlite_with_rowid=False,
)

claims = Table(  # of an account; where `account` is null, of the document itself (title ...) or of a figure in it
    "claims",
    schema,
    Column("reading", Number, ForeignKey("readings.number"), primary_key=True),
    _key("number", Number),
    Column("account", Number),
    _words("property"),
    _number("part"),
    _words("value"),
    _words("basis"),
    _words("according_to"),  # JSON: [name, ...], outermost first
    ForeignKeyConstraint(["reading", "account"], ["accounts.reading", "accounts.number"]),
    sqlite_with_rowid=False,
)

citations = Table(  # the spans of a claim, in code points of documents.text, half open
    "citations",
    schema,
    _key("reading", Number),
    _key("claim", Number),
    _key("position", Number),
    _number("span_start"),
    _number("span_end"),
    ForeignKeyConstraint(["reading", "claim"], ["claims.reading", "claims.number"]),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    schema,
    Column("number", Number, primary_key=True),
    _words("origin"),
    Column("reading", Number, ForeignKey("readings.number")),
    _number("position"),
    _words("kind"),
    _words("text"),
    _words("about"),
    _words("spans"),  # JSON: [[start, end], ...]
    CheckConstraint("origin in ('reading', 'run', 'comparison')", name="origin"),  # comparison: not since 0002
    CheckConstraint("(origin = 'reading') = (reading is not null)", name="reading"),
    Index(None, "reading", "position"),
    Index(None, "kind", "about"),
)

# --------------------------------------------------------------------------------------------- what people decide

decisions = Table(  # only ever appended to: an undo is one more row, with the undone one's id as its value
    "decisions",
    schema,
    Column("number", Number, primary_key=True),
    _words("id"),
    _words("kind"),
    _words("value"),
    _words("decided_by"),
    _words("decided_on"),
    _words("reason"),
    Index(None, "id", unique=True),
)

anchors = Table(  # the words that a decision is about; `account`: the id of the account meant, as it was read then
    "anchors",
    schema,
    Column("decision", Number, ForeignKey("decisions.number"), primary_key=True),
    _key("position", Number),
    _words("document"),
    _number("span_start"),
    _number("span_end"),
    _words("quote"),
    _words("account"),
    Index(None, "document"),
)

tombstones = Table(  # documents that had to be deleted; the key says which, nothing else of them is left
    "tombstones",
    schema,
    _key("document"),
    _words("reason"),
    _words("decided_by"),
    _words("decided_on"),
)

# ----------------------------------------------------------------------------------------- what people code by hand

samples = Table(
    "samples",
    schema,
    Column("number", Number, primary_key=True),
    _words("name"),
    _number("seed"),
    _words("strata"),
    _number("population"),
    _words("drawn_by"),
    _words("drawn_on"),
    Index(None, "name", unique=True),
)

drawn = Table(  # the documents of a sample, numbered from 1; a purge leaves a gap
    "drawn",
    schema,
    Column("sample", Number, ForeignKey("samples.number"), primary_key=True),
    _key("position", Number),
    _words("document"),
    _words("stratum"),
    Index(None, "document"),
)

sheets = Table(  # what each coder was given; `settles`: what somebody chose where coders differed
    "sheets",
    schema,
    Column("number", Number, primary_key=True),
    Column("sample", Number, ForeignKey("samples.number"), nullable=False),
    _words("coder"),
    Column("settles", Boolean, nullable=False),
    Column("blind", Boolean, nullable=False),
    _words("given_on"),
    Index(None, "sample"),
)

coded = Table(  # a document that came back with a sheet
    "coded",
    schema,
    Column("sheet", Number, ForeignKey("sheets.number"), primary_key=True),
    _key("document"),
    _words("taken_on"),
    Index(None, "document"),
)

coded_cells = Table(  # one row for each value of a field of a meeting; no row where it tells of none
    "coded_cells",
    schema,
    _key("sheet", Number),
    _key("document"),
    _key("meeting", Number),
    _key("position", Number),
    _words("field"),
    _words("value"),
    ForeignKeyConstraint(["sheet", "document"], ["coded.sheet", "coded.document"]),
)

# ------------------------------------------------------------------------- what follows: made anew at any time

unsettled = Table(  # documents read, or renamed, since meetings were last brought up to date
    "unsettled", schema, Column("document", Words, ForeignKey("documents.key"), primary_key=True)
)

standings = Table(  # where each account stands, and what of it is compared
    "standings",
    schema,
    _key("account"),
    _words("document"),
    _words("kin"),
    _words("meeting"),
    _words("telling"),  # JSON
    Index(None, "document"),
    Index(None, "kin"),
    Index(None, "meeting"),
)

blocks = Table(  # keys that accounts of one meeting can be expected to share
    "blocks", schema, _key("key"), _key("account"), Index(None, "account"), sqlite_with_rowid=False
)

judgements = Table(
    "judgements",
    schema,
    Column("left_id", Words, key="left", primary_key=True),
    Column("right_id", Words, key="right", primary_key=True),
    _words("alone"),  # the verdict without regard to other meetings
    _words("verdict"),
    Column("score", Float, nullable=False),
    _words("judge"),
    _words("reasons"),  # JSON: [{feature, weight, text}, ...]
    Index(None, "right"),
    sqlite_with_rowid=False,
)

meetings = Table(  # voices: how many independent texts tell of it, null where they were not counted
    "meetings", schema, _key("id"), Column("voices", Number)
)

meeting_accounts = Table(
    "meeting_accounts",
    schema,
    Column("meeting", Words, ForeignKey("meetings.id"), primary_key=True),
    _key("position", Number),
    _words("account"),
    Index(None, "account"),
    sqlite_with_rowid=False,
)

cells = Table(  # one row for each value of a property of a meeting and each account that claims it
    "cells",
    schema,
    Column("meeting", Words, ForeignKey("meetings.id"), primary_key=True),
    _key("cell", Number),
    _key("variant", Number),
    _key("position", Number),
    _words("property"),
    _words("accord"),
    Column("value", Words),
    Column("account", Words),
    sqlite_with_rowid=False,
)

listings = Table(  # what a list of meetings is ordered by; days are ISO, "9999" and "" where no source gives one
    "listings",
    schema,
    _key("meeting"),
    _words("first_day"),
    _words("last_day"),
    _number("voices"),
    Index(None, "first_day", "meeting"),
    Index(None, "last_day", "meeting"),
    Index(None, "voices", "meeting"),
    sqlite_with_rowid=False,
)

facets = (
    Table(  # what a list of meetings is narrowed by: each value of a facet, shortened, and the meetings that have it
        "facets",
        schema,
        _key("facet"),
        _key("value"),
        _key("meeting"),
        Index(None, "meeting"),
        sqlite_with_rowid=False,
    )
)

tallies = Table(  # how many meetings have each value of a facet
    "tallies", schema, _key("facet"), _key("value"), _number("meetings"), sqlite_with_rowid=False
)

members = Table(  # a person of an account ("<account id>/<part>") or a party in it (its id), and how it is spelt
    "members",
    schema,
    _key("member"),
    _key("spelling"),
    _words("account"),
    _words("document"),
    _words("name"),
    _words("party"),
    _words("role"),
    _words("date"),
    _words("home"),
    Index(None, "spelling"),
    Index(None, "account"),
    Index(None, "document"),
    sqlite_with_rowid=False,
)

spellings = Table(  # each name as written, with a party: which entity it names, and how many members are spelt so
    "spellings",
    schema,
    _key("spelling"),
    _words("name"),
    _words("party"),
    _words("surname"),
    _number("full"),
    _number("count"),
    _words("entity"),
    Index(None, "surname"),
    Index(None, "entity"),
)

spelling_keys = Table(
    "spelling_keys", schema, _key("key"), _key("spelling"), Index(None, "spelling"), sqlite_with_rowid=False
)

spelling_links = Table(  # two spellings that may be one person's
    "spelling_links",
    schema,
    Column("left_id", Words, key="left", primary_key=True),
    Column("right_id", Words, key="right", primary_key=True),
    Column("score", Float, nullable=False),
    Index(None, "right"),
    sqlite_with_rowid=False,
)

entities = Table(
    "entities", schema, Column("id", Words, key="entity", primary_key=True), _words("kind"), _words("name")
)

compared = Table(  # findings over several accounts; `occasion` says what each was made for
    "compared",
    schema,
    _key("occasion"),
    _key("kind"),
    _key("about"),
    _key("text"),
    Index(None, "about"),
    sqlite_with_rowid=False,
)
