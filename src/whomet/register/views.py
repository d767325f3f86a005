"""Views for whoever asks the database itself: meetings, accounts, citations, people ... as people think of them.

Their names begin with a version, and their columns are called as in exports (docs/sql.md). What a version promises does
not change; columns may be added at the end, by a migration: views are made anew whenever one has run. Several values in
one column stand with "; " between them, in the order in which exports have them; what is unknown is "", and null where
it would be a number or a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import Connection, inspect, text

from whomet.register.databases import Database
from whomet.register.tables import SUMMED

PREFIX = "v1_"
"""What the names of our views begin with."""

_NEWEST = "NOT EXISTS (SELECT 1 FROM readings n WHERE n.document = r.document AND n.precedence > r.precedence)"
_AS_READ = "NOT EXISTS (SELECT 1 FROM decided_accounts o WHERE o.account = p.account)"

_READ = f"""meeting_accounts p JOIN accounts a ON a.id = p.account
JOIN readings r ON r.number = a.reading AND {_NEWEST} AND {_AS_READ}
JOIN documents d ON d.key = r.document"""
"""The accounts of meetings that are as they were read, with their newest readings and documents."""

_DECIDED = f"""meeting_accounts p JOIN decided_accounts a ON a.account = p.account
JOIN readings r ON r.document = a.document AND {_NEWEST}
JOIN documents d ON d.key = r.document"""
"""The accounts of meetings that people changed or added."""

_IN_CELLS = {"sides": ("party", "mediator", "host", "chair"), "places": ("city", "country", "venue")}
_LISTED = {"parties": "party", "mediators": "mediator", "people": "person.name", "topics": "topic"}
_OF_ACCOUNTS = (*(name for name in SUMMED if name not in ("part_of", "topics")), "people", "topics")


def make(connection: Connection, database: Database) -> None:
    """Makes all views."""
    for name, query in definitions(database).items():
        connection.execute(text(f"CREATE VIEW {PREFIX}{name} AS\n{query}"))


def drop(connection: Connection) -> None:
    """Takes all views of ours away, of whatever version."""
    for name in inspect(connection).get_view_names():
        if re.fullmatch("v[0-9]+_[a-z]+", name):
            connection.execute(text(f"DROP VIEW {name}"))


def definitions(database: Database) -> Mapping[str, str]:
    """The query of each view, by its name without the version, in the words of one database."""
    return {
        "meetings": _meetings(database),
        "accounts": _accounts(database),
        "citations": f"{_citations(database, _READ)}\nUNION ALL\n{_citations(database, _DECIDED)}",
        "people": _people(database),
        "participants": _participants(database),
        "sides": _cells(database, "c.property AS role, {value} AS name", "sides"),
        "places": _cells(database, "c.property AS kind, {value} AS name", "places"),
        "cells": _cells(database, "c.property, {value} AS value, c.accord"),
        "codes": _codes(database),
        "documents": _documents(database),
        "texts": f"SELECT d.key, d.id, {database.legible('d.text')} AS text FROM documents d",
        "decisions": _decisions(database),
    }


def _meetings(database: Database) -> str:
    columns = {name: database.legible(f"s.{name}") for name in SUMMED}
    people = """members n JOIN spellings w ON w.spelling = n.spelling JOIN entities e ON e.id = w.entity
    WHERE n.account = t.account AND n.member <> n.account"""
    told = {
        "people": _distinct(database, "e.name", f"{_told('s.meeting')} t, {people}", f"{_FIRST}, {_part('n.member')}"),
        "accounts": database.joined("p.account", "meeting_accounts p WHERE p.meeting = s.meeting", "p.position"),
        "documents": _distinct(database, "t.document", f"{_told('s.meeting')} t", _FIRST, by="t.key"),
        "publishers": _distinct(database, "t.publisher", f"{_told('s.meeting')} t WHERE t.publisher <> ''", _FIRST),
    }
    documents = f"(SELECT count(DISTINCT t.key) FROM {_told('s.meeting')} t)"
    return f"""SELECT s.meeting AS id, {_named(columns, *SUMMED[:-1])}, {_named(told, "people")},
    {_named(columns, "topics")}, s.differ, {_named(told, "accounts", "documents", "publishers")},
    coalesce(s.voices, {documents}) AS voices, s.earliest, s.latest
FROM summaries s"""


_FIRST = "t.aside, t.published, t.document, t.account"
"""In which order exports tell the accounts of a meeting: those whose title reports it, then by day and document."""


def _told(meeting: str) -> str:
    """The accounts of a meeting, each with what its order follows from, as a part of FROM."""
    source = f"""SELECT p.account, NOT a.main AS aside, d.key, d.id AS document, {_said("publisher")} AS publisher,
    coalesce({_first("published")}, '9999') AS published"""
    return f"""({source} FROM {_READ} WHERE p.meeting = {meeting}
    UNION ALL {source} FROM {_DECIDED} WHERE p.meeting = {meeting})"""


def _accounts(database: Database) -> str:
    """Values are looked up in what was read or in what was decided for the rows that are shown, not to count them."""
    source = "p.account, p.meeting, a.main, a.confidence, d.id AS document, r.url, r.number AS reading"
    read = f"SELECT {source}, a.number, 0 AS decided FROM {_READ}"
    decided = f"SELECT {source}, 0 AS number, 1 AS decided FROM {_DECIDED}"
    listed = {name: _LISTED.get(name, name) for name in _OF_ACCOUNTS}
    lists = {name: _as_decided(partial(_values, database, prop)) for name, prop in listed.items()}
    lead = _as_decided(_lead)
    return f"""SELECT t.account AS id, t.meeting, {_source(database, "t")}, t.main, t.confidence,
    {_named(lists, *lists)}, coalesce({database.legible(lead)}, '') AS lead
FROM ({read} UNION ALL {decided}) t"""


def _as_decided(value: Callable[[str], str]) -> str:
    """A value of an account as people decided it, else as it was read."""
    decided, read = value("decided_claims c WHERE c.account = t.account"), value(_READ_CLAIMS)
    return f"CASE t.decided WHEN 1 THEN {decided} ELSE {read} END"


_READ_CLAIMS = "claims c WHERE c.reading = t.reading AND c.account = t.number"


def _values(database: Database, prop: str, claims: str) -> str:
    return _distinct(database, "c.value", f"{claims} AND c.property = '{prop}'", "c.number")


def _lead(claims: str) -> str:
    return f"(SELECT c.value FROM {claims} AND c.property = 'lead' ORDER BY c.number LIMIT 1)"


def _citations(database: Database, accounts: str) -> str:
    if accounts == _READ:
        claims = "claims c ON c.reading = a.reading AND c.account = a.number"
        spans = "citations k ON k.reading = c.reading AND k.claim = c.number"
    else:
        claims = "decided_claims c ON c.account = a.account"
        spans = "decided_citations k ON k.account = c.account AND k.claim = c.number"
    words = database.words_at("d.text", "k.span_start", "k.span_end")
    value, basis = database.legible("c.value"), database.legible("c.basis")
    return f"""SELECT p.meeting, p.account, {_source(database)}, c.property, c.part, {value} AS value,
    coalesce({words}, '') AS words, k.span_start AS start, k.span_end AS "end", {basis} AS basis,
    coalesce({database.chained("c.according_to")}, '') AS according_to
FROM {accounts} JOIN {claims} LEFT JOIN {spans}"""


def _people(database: Database) -> str:
    members = "spellings w JOIN members n ON n.spelling = w.spelling WHERE w.entity = e.id AND n.member <> n.account"
    there = """FROM spellings w JOIN members n ON n.spelling = w.spelling AND n.member <> n.account
    JOIN meeting_accounts p ON p.account = n.account JOIN summaries s ON s.meeting = p.meeting WHERE w.entity = e.id"""
    homes = f"(SELECT DISTINCT p.meeting, coalesce(s.earliest, '9999') AS first_day {there})"
    dates = f"{homes} h JOIN cells c ON c.meeting = h.meeting WHERE c.property = 'date' AND c.value IS NOT NULL"
    lists = {
        "names": _distinct(database, "n.name", members, "n.name"),
        "roles": _distinct(database, "n.role", f"{members} AND n.role <> ''", "n.date, n.account, n.role"),
        "dates": _distinct(database, "c.value", dates, "h.first_day, h.meeting, c.cell, c.variant"),
        "meetings": database.joined("h.meeting", f"{homes} h", "h.first_day, h.meeting"),
        "accounts": _distinct(database, "n.account", members, "n.member"),
    }
    return f"""SELECT e.id, {database.legible("e.name")} AS name, {_named(lists, "names", "roles", "dates")},
    (SELECT min(s.earliest) {there}) AS earliest, (SELECT max(s.latest) {there}) AS latest,
    {_named(lists, "meetings", "accounts")}
FROM entities e WHERE e.kind = 'person'"""


def _participants(database: Database) -> str:
    named = {"name": "e.name", "spelt": "n.name", "role": "n.role", "party": "n.party", "date": "n.date"}
    shown = {name: database.legible(column) for name, column in named.items()}
    return f"""SELECT p.meeting, n.account, e.id AS person, {_named(shown, *shown)}
FROM members n JOIN meeting_accounts p ON p.account = n.account
JOIN spellings w ON w.spelling = n.spelling JOIN entities e ON e.id = w.entity
WHERE n.member <> n.account"""


def _cells(database: Database, columns: str, only: str = "") -> str:
    """A row for each value of a cell, with the accounts that give it."""
    kinds = ", ".join(f"'{prop}'" for prop in _IN_CELLS.get(only, ()))
    narrowed = f" AND c.property IN ({kinds})" if only else ""
    return f"""SELECT c.meeting, {columns.format(value=database.legible("c.value"))}, {_givers(database)}
FROM cells c WHERE c.position = 0 AND c.value IS NOT NULL{narrowed}"""


def _givers(database: Database) -> str:
    of_it = (
        "cells o WHERE o.meeting = c.meeting AND o.cell = c.cell AND o.variant = c.variant AND o.account IS NOT NULL"
    )
    return f"{database.joined('o.account', of_it, 'o.position')} AS accounts"


def _codes(database: Database) -> str:
    value = database.legible("c.value")
    at = database.place_of("=", value)
    return f"""SELECT c.meeting, substr({value}, 1, {at} - 1) AS field, substr({value}, {at} + 1) AS value,
    {_givers(database)}
FROM cells c WHERE c.position = 0 AND c.property = 'code' AND c.value IS NOT NULL"""


def _documents(database: Database) -> str:
    told = f"""(SELECT p.account, a.number FROM meeting_accounts p JOIN accounts a ON a.id = p.account
    WHERE a.reading = r.number AND {_AS_READ}
    UNION ALL SELECT a.account, coalesce(i.number, 1000000000) FROM decided_accounts a
    JOIN meeting_accounts p ON p.account = a.account
    LEFT JOIN accounts i ON i.id = a.account AND i.reading = r.number WHERE a.document = d.key)"""
    said = {
        name: database.legible(column)
        for name, column in {
            "id": "d.id",
            "title": _said("title"),
            "publisher": _said("publisher"),
            "published": _said("published"),
            "url": "r.url",
            "language": "r.language",
            "source": "d.source",
            "reader": "r.reader",
            "extractor": "r.extractor",
        }.items()
    }
    accounts = database.joined("t.account", f"{told} t", "t.number, t.account")
    return f"""SELECT d.key, {_named(said, *said)}, {accounts} AS accounts
FROM documents d JOIN readings r ON r.document = d.key AND {_NEWEST}"""


def _decisions(database: Database) -> str:
    about = "anchors b WHERE b.decision = m.number"
    documents = "anchors b LEFT JOIN documents d ON d.key = b.document WHERE b.decision = m.number"
    lists = {
        "documents": database.joined("coalesce(d.id, b.document)", documents, "b.position"),
        "accounts": database.joined("b.account", f"{about} AND b.account <> ''", "b.position"),
        "words": database.joined("b.quote", about, "b.position"),
    }
    said = {name: database.legible(f"m.{name}") for name in ("value", "decided_by", "decided_on", "reason")}
    holds = "CASE WHEN EXISTS (SELECT 1 FROM in_force f WHERE f.decision = m.number) THEN 1 ELSE 0 END"
    return f"""SELECT m.number, m.id, m.kind, {_named(lists, *lists)}, {_named(said, *said)}, {holds} AS in_force
FROM decisions m"""


# ------------------------------------------------------------------------------------------------- parts


def _named(columns: Mapping[str, str], *names: str) -> str:
    return ",\n    ".join(f"{columns[name]} AS {name}" for name in names)


def _source(database: Database, told: str = "") -> str:
    """What there is to say of an account's document; `told` is what has its id, address and reading, if another."""
    said = {
        "document": f"{told}.document" if told else "d.id",
        "publisher": _said("publisher", f"{told}.reading" if told else "r.number"),
        "published": _said("published", f"{told}.reading" if told else "r.number"),
        "url": f"{told or 'r'}.url",
    }
    return _named({name: database.legible(column) for name, column in said.items()}, *said)


def _first(prop: str, reading: str = "r.number") -> str:
    """What a document says of itself, null where it does not."""
    of_it = f"c.reading = {reading} AND c.account IS NULL AND c.property = '{prop}'"
    return f"(SELECT c.value FROM claims c WHERE {of_it} ORDER BY c.number LIMIT 1)"


def _said(prop: str, reading: str = "r.number") -> str:
    return f"coalesce({_first(prop, reading)}, '')"


def _distinct(database: Database, what: str, source: str, order: str, by: str = "") -> str:
    """Each value once, in the order of the place where it first stands; `by` tells those apart that look alike."""
    placed = f"SELECT {what} AS value, {by or what} AS key, row_number() OVER (ORDER BY {order}) AS place FROM {source}"
    once = f"(SELECT min(v.value) AS value, min(v.place) AS place FROM ({placed}) v GROUP BY v.key) u"
    return database.joined("u.value", once, "u.place")


def _part(member: str) -> str:
    """The number of a person in an account, from "<account id>/<part>"."""
    return f"length({member}), {member}"
