"""The tables of what people code by hand: samples, the sheets that coders were given, and what came back with them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Table

from whomet.register.columns import Number, key, number, schema, words

samples = Table(
    "samples",
    schema,
    Column("number", Number, primary_key=True),
    words("name"),
    number("seed"),
    words("strata"),
    number("population"),
    words("drawn_by"),
    words("drawn_on"),
    Index(None, "name", unique=True),
)

drawn = Table(  # the documents of a sample, numbered from 1; a purge leaves a gap
    "drawn",
    schema,
    Column("sample", Number, ForeignKey("samples.number"), primary_key=True),
    key("position", Number),
    words("document"),
    words("stratum"),
    Index(None, "document"),
)

sheets = Table(  # what each coder was given; `settles`: what somebody chose where coders differed
    "sheets",
    schema,
    Column("number", Number, primary_key=True),
    Column("sample", Number, ForeignKey("samples.number"), nullable=False),
    words("coder"),
    Column("settles", Boolean, nullable=False),
    Column("blind", Boolean, nullable=False),
    words("given_on"),
    Index(None, "sample"),
)

coded = Table(  # a document that came back with a sheet
    "coded",
    schema,
    Column("sheet", Number, ForeignKey("sheets.number"), primary_key=True),
    key("document"),
    words("taken_on"),
    Index(None, "document"),
)

coded_cells = Table(  # one row for each value of a field of a meeting; no row where it tells of none
    "coded_cells",
    schema,
    key("sheet", Number),
    key("document"),
    key("meeting", Number),
    key("position", Number),
    words("field"),
    words("value"),
    ForeignKeyConstraint(["sheet", "document"], ["coded.sheet", "coded.document"]),
)
