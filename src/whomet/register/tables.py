"""The tables of a register, for SQLAlchemy Core. `migrations/` makes them; a test holds the two equal.

Kept are originals, documents, copies, readings with their accounts, claims, citations and findings, decisions,
tombstones and, in `coding_tables.py`, what people code by hand. Derived, and made anew at any time, are judgements,
meetings, cells, entities and the findings over all documents. `docs/decisions/0003-the-store.md` says why each is as
it is.

Short lists that nobody joins on (regions, reasons, a chain of attribution, a finding's spans) are JSON in a text
column; whatever a reader may want to ask for, above all each citation, is a row.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Table,
)

from whomet.register.columns import Number, Words, key, number, schema, words

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""Every migration, oldest first; the last is what this version of Whomet writes."""


SUMMED = (
    *("date", "status", "format", "contact", "city", "country", "venue", "part_of"),
    *("parties", "mediators", "topics"),
)
"""The columns of `summaries` that hold values of a cell, called as exports call them."""

meta = Table("meta", schema, key("name"), words("value"))

# ------------------------------------------------------------------------------------------------ what was read

originals = Table("originals", schema, key("hash"), Column("bytes", LargeBinary))  # bytes: kept only when asked for

documents = Table(
    "documents",
    schema,
    key("key"),
    words("id"),
    words("source"),
    Column("original", Words, ForeignKey("originals.hash"), nullable=False),
    words("text"),
    Index(None, "id", "key"),
)

copies = Table(  # every place where the same text was found; the smallest of them names the document
    "copies",
    schema,
    Column("document", Words, ForeignKey("documents.key"), primary_key=True),
    key("id"),
    key("source"),
    key("original"),
    sqlite_with_rowid=False,
)

readings = Table(
    "readings",
    schema,
    Column("number", Number, primary_key=True),
    Column("document", Words, ForeignKey("documents.key"), nullable=False),
    words("reader"),
    words("extractor"),
    words("contract"),
    words("precedence"),  # greatest: the newest reading of its document
    words("language"),
    words("url"),
    words("regions"),  # JSON: [[start, end, kind], ...]
    Index(None, "document", "precedence", unique=True),
    Index(None, "document", "reader", "extractor", unique=True),
)

accounts = Table(
    "accounts",
    schema,
    Column("reading", Number, ForeignKey("readings.number"), primary_key=True),
    key("number", Number),
    words("id"),
    Column("main", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Index(None, "id", "reading", unique=True),
    sqlite_with_rowid=False,
)

claims = Table(  # of an account; where `account` is null, of the document itself (title ...) or of a figure in it
    "claims",
    schema,
    Column("reading", Number, ForeignKey("readings.number"), primary_key=True),
    key("number", Number),
    Column("account", Number),
    words("property"),
    number("part"),
    words("value"),
    words("basis"),
    words("according_to"),  # JSON: [name, ...], outermost first
    ForeignKeyConstraint(["reading", "account"], ["accounts.reading", "accounts.number"]),
    sqlite_with_rowid=False,
)

citations = Table(  # the spans of a claim, in code points of documents.text, half open
    "citations",
    schema,
    key("reading", Number),
    key("claim", Number),
    key("position", Number),
    number("span_start"),
    number("span_end"),
    ForeignKeyConstraint(["reading", "claim"], ["claims.reading", "claims.number"]),
    sqlite_with_rowid=False,
)

findings = Table(
    "findings",
    schema,
    Column("number", Number, primary_key=True),
    words("origin"),
    Column("reading", Number, ForeignKey("readings.number")),
    number("position"),
    words("kind"),
    words("text"),
    words("about"),
    words("spans"),  # JSON: [[start, end], ...]
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
    words("id"),
    words("kind"),
    words("value"),
    words("decided_by"),
    words("decided_on"),
    words("reason"),
    Index(None, "id", unique=True),
)

anchors = Table(  # the words that a decision is about; `account`: the id of the account meant, as it was read then
    "anchors",
    schema,
    Column("decision", Number, ForeignKey("decisions.number"), primary_key=True),
    key("position", Number),
    words("document"),
    number("span_start"),
    number("span_end"),
    words("quote"),
    words("account"),
    Index(None, "document"),
)

tombstones = Table(  # documents that had to be deleted; the key says which, nothing else of them is left
    "tombstones",
    schema,
    key("document"),
    words("reason"),
    words("decided_by"),
    words("decided_on"),
)

# ------------------------------------------------------------------------- what follows: made anew at any time

unsettled = Table(  # documents read, or renamed, since meetings were last brought up to date
    "unsettled", schema, Column("document", Words, ForeignKey("documents.key"), primary_key=True)
)

standings = Table(  # where each account stands, and what of it is compared
    "standings",
    schema,
    key("account"),
    words("document"),
    words("kin"),
    words("meeting"),
    words("telling"),  # JSON
    Index(None, "document"),
    Index(None, "kin"),
    Index(None, "meeting"),
)

blocks = Table(  # keys that accounts of one meeting can be expected to share
    "blocks", schema, key("key"), key("account"), Index(None, "account"), sqlite_with_rowid=False
)

judgements = Table(
    "judgements",
    schema,
    Column("left_id", Words, key="left", primary_key=True),
    Column("right_id", Words, key="right", primary_key=True),
    words("alone"),  # the verdict without regard to other meetings
    words("verdict"),
    Column("score", Float, nullable=False),
    words("judge"),
    words("reasons"),  # JSON: [{feature, weight, text}, ...]
    Index(None, "right"),
    sqlite_with_rowid=False,
)

meetings = Table(  # voices: how many independent texts tell of it, null where they were not counted
    "meetings", schema, key("id"), Column("voices", Number)
)

meeting_accounts = Table(
    "meeting_accounts",
    schema,
    Column("meeting", Words, ForeignKey("meetings.id"), primary_key=True),
    key("position", Number),
    words("account"),
    Index(None, "account"),
    sqlite_with_rowid=False,
)

cells = Table(  # one row for each value of a property of a meeting and each account that claims it
    "cells",
    schema,
    Column("meeting", Words, ForeignKey("meetings.id"), primary_key=True),
    key("cell", Number),
    key("variant", Number),
    key("position", Number),
    words("property"),
    words("accord"),
    Column("value", Words),
    Column("account", Words),
    sqlite_with_rowid=False,
)

listings = Table(  # what a list of meetings is ordered by; days are ISO, "9999" and "" where no source gives one
    "listings",
    schema,
    key("meeting"),
    words("first_day"),
    words("last_day"),
    words("days"),  # all that are possible, as `values.periods.told` writes them
    number("voices"),
    Index(None, "first_day", "meeting"),
    Index(None, "last_day", "meeting"),
    Index(None, "days", "meeting"),
    Index(None, "voices", "meeting"),
    sqlite_with_rowid=False,
)
LONGER = listings.c.first_day < listings.c.last_day
"""The meetings that may have been on one of several days. Most were on one."""
Index("ix_listings_longer", listings.c.last_day, sqlite_where=LONGER, postgresql_where=LONGER)

facets = Table(  # what lists are narrowed by: each value of a facet, shortened, and the meetings that have it
    "facets", schema, key("facet"), key("value"), key("meeting"), Index(None, "meeting"), sqlite_with_rowid=False
)

summaries = Table(  # the cells of a meeting as one row: several values joined by "; ", as in CSV; days are ISO, or null
    "summaries",
    schema,
    key("meeting"),
    *(words(name) for name in SUMMED),
    words("differ"),
    Column("voices", Number),
    Column("earliest", Words),
    Column("latest", Words),
    Index(None, "earliest"),
    Index(None, "latest"),
)

tallies = Table(  # how many meetings have each value of a facet
    "tallies", schema, key("facet"), key("value"), number("meetings"), sqlite_with_rowid=False
)

sites = Table(  # the cities of each meeting, "CH/Geneva"; "CH/" where only the country is told, "/" where nothing is
    "sites", schema, key("site"), key("meeting"), Index(None, "meeting"), sqlite_with_rowid=False
)

pairs = Table(  # each two sides of a meeting, the smaller name first; no names where there are too many
    "pairs", schema, key("one"), key("other"), key("meeting"), Index(None, "meeting"), sqlite_with_rowid=False
)

in_force = Table(  # the decisions that nobody undid
    "in_force", schema, Column("decision", Number, ForeignKey("decisions.number"), primary_key=True)
)

decided_accounts = Table(  # accounts that decisions changed or added, as they are now; all others are as they were read
    "decided_accounts",
    schema,
    key("account"),
    words("document"),
    Column("main", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Index(None, "document"),
)

decided_claims = Table(
    "decided_claims",
    schema,
    key("account"),
    key("number", Number),
    words("property"),
    number("part"),
    words("value"),
    words("basis"),
    words("according_to"),  # JSON, as in claims
    sqlite_with_rowid=False,
)

decided_citations = Table(
    "decided_citations",
    schema,
    key("account"),
    key("claim", Number),
    key("position", Number),
    number("span_start"),
    number("span_end"),
    sqlite_with_rowid=False,
)

members = Table(  # a person of an account ("<account id>/<part>") or a party in it (its id), and how it is spelt
    "members",
    schema,
    key("member"),
    key("spelling"),
    words("account"),
    words("document"),
    words("name"),
    words("party"),
    words("role"),
    words("date"),
    words("home"),
    Index(None, "spelling"),
    Index(None, "account"),
    Index(None, "document"),
    sqlite_with_rowid=False,
)

attendances = Table(  # each spelling of a person's name, and the meetings of the accounts that have it
    "attendances", schema, key("spelling"), key("meeting"), Index(None, "meeting"), sqlite_with_rowid=False
)

whereabouts = Table(  # each word of the places of a meeting, in Latin letters; "*" where there are too many
    "whereabouts", schema, key("word"), key("meeting"), Index(None, "meeting"), sqlite_with_rowid=False
)

spellings = Table(  # each name as written, with a party: which entity it names, and how many members are spelt so
    "spellings",
    schema,
    key("spelling"),
    words("name"),
    words("party"),
    words("surname"),
    number("full"),
    number("count"),
    words("entity"),
    Index(None, "surname"),
    Index(None, "entity"),
)

spelling_keys = Table(
    "spelling_keys", schema, key("key"), key("spelling"), Index(None, "spelling"), sqlite_with_rowid=False
)

spelling_words = Table(  # each word of a spelling in Latin letters, and, after a sign, how it sounds (`sought_names`)
    "spelling_words", schema, key("word"), key("spelling"), Index(None, "spelling"), sqlite_with_rowid=False
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

entities = Table("entities", schema, Column("id", Words, key="entity", primary_key=True), words("kind"), words("name"))

compared = Table(  # findings over several accounts; `occasion` says what each was made for
    "compared",
    schema,
    key("occasion"),
    key("kind"),
    key("about"),
    key("text"),
    Index(None, "about"),
    sqlite_with_rowid=False,
)
