"""The views that other programs ask say what Whomet's own exports say, on either database, after any decision."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import yaml
from made_up_work import records
from sqlalchemy import text

import whomet
from whomet.exchange.tables import cell_of
from whomet.faces.exporting import exported
from whomet.faces.python.tables import table_of
from whomet.pipeline import absorb, rebuild
from whomet.register import Register, tables, views
from whomet.register.databases import database_at

DOCS = Path(__file__).parents[2] / "docs"
NOT_OURS = {"alembic_version", "cited_words", "word_index"}
NOT_KEPT = {"levels"}
"""What exports work out anew each time, and no view has."""

HOSTILE = (
    "Mira \x01\x00Okonveld, foreign minister of Norway, received the Swedish envoy Tomas Brae in Oslo on 4 March 2031."
)


@pytest.fixture(scope="module")
def place(places, read_record):
    """Where a register is in which people have decided something of every kind."""
    with places.place() as where:
        with Register.open(where) as register:
            said = [
                *records(12),
                {"id": "odd", "text": HOSTILE, "url": "https://news.example/odd", "title": "=SUM(A1)"},
            ]
            absorb(register, [read_record(record) for record in said])
        with whomet.Register(where) as register:
            decide(register)
        yield where


def decide(register: whomet.Register) -> None:
    """Something of every kind."""
    said = {"reason": "I looked", "by": "Ada"}
    told = {a.told_in.id: a.id for a in register.accounts()}
    register.decide("reject", told["r000"], **said)
    register.decide("correct", told["r001"], "city", "Turku; or not", **said)
    register.decide("correct", told["r002"], "date", "2031-03-06", **said)
    undone = register.decide("correct", told["r003"], "status", "planned", **said)
    register.undo(undone, **said)
    register.decide("code", told["r004"], "level=3=high", **said)
    register.decide("same", told["r005"], told["r009"], **said)
    register.decide("kind", "r006", "wire", **said)
    cells = ["party=Norway", "party=Finland", "city=Turku", "date=2031-04", "person.name=Ole Vind"]
    register.add_account("Envoys met in Turku.", cells, title="River Yearbook", page="12", **said)
    register.add_account("received the envoy", ["party=Norway", "city=Oslo"], document="r001", **said)


@pytest.fixture(scope="module")
def register(place):
    with Register.open(place) as opened:
        yield opened


def seen(register: Register, view: str) -> list[dict[str, object]]:
    """The rows of a view."""
    with register._looking() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM v1_{view}")).mappings()]


def plain(row: dict[str, object], columns: list[str]) -> tuple[object, ...]:
    """A row of a table as a view has it: lists joined, days as text."""
    shown = (row[name] for name in columns)
    return tuple("; ".join(v) if isinstance(v, list) else str(v) if hasattr(v, "isoformat") else v for v in shown)


def marked(words: object) -> object:
    """As PostgreSQL, which holds no U+0000, has it shown."""
    return words.replace("\0", "\u2400") if isinstance(words, str) else words


def test_meetings_are_those_of_the_csv(register):
    """Every line, every column but what is worked out anew and the project's own fields, which are `v1_codes`."""
    lines = csv.DictReader(io.StringIO(b"".join(exported(register, "csv")).decode("utf-8-sig")))
    told = {line["id"]: line for line in lines}
    found = {row["id"]: row for row in seen(register, "meetings")}
    columns = [name for name in next(iter(told.values())) if name not in NOT_KEPT and not name.startswith("code_")]
    assert len(columns) == 18
    assert found.keys() == told.keys()
    for ident, line in told.items():
        assert {n: cell_of(found[ident][n]) for n in columns} == {n: line[n].replace("\u2400", " ") for n in columns}
    coded = {(ident, line["code_level"]) for ident, line in told.items() if line["code_level"]}
    assert {(r["meeting"], r["value"]) for r in seen(register, "codes") if r["field"] == "level"} == coded != set()


@pytest.mark.parametrize("table", ["meetings", "accounts", "people", "citations"])
def test_rows_are_those_of_the_data_frames(register, table):
    """Each row once, with the columns that docs/python.md names, but the days of accounts."""
    rows = table_of(register, table)[0]
    found = seen(register, table)
    columns = [name for name in rows[0] if name in found[0]]
    left_out = {"meetings": {"levels", "code_level"}, "accounts": {"earliest", "latest"}}
    assert set(rows[0]) - set(columns) == left_out.get(table, set())
    assert set(found[0]) == set(columns)
    told = sorted((tuple(map(marked, plain(row, columns))) for row in rows), key=repr)
    assert sorted((tuple(marked(row[name]) for name in columns) for row in found), key=repr) == told


def test_values_are_there_one_by_one(register):
    """Sides, places and all cells have a row for each value of a meeting, with the accounts that give it."""
    told = {
        (meeting.id, cell.property.value, reading.value): (cell.accord.value, "; ".join(reading.accounts))
        for meeting in register.meetings()
        for cell in meeting.cells
        for reading in cell.readings
        if cell.property.value != "person.name"
    }
    cells = seen(register, "cells")
    assert {(r["meeting"], r["property"], r["value"]): (r["accord"], r["accounts"]) for r in cells} == told
    for view, column, kinds in (
        ("sides", "role", views._IN_CELLS["sides"]),
        ("places", "kind", views._IN_CELLS["places"]),
    ):
        found = {(r["meeting"], r[column], r["name"]): r["accounts"] for r in seen(register, view)}
        assert found == {key: by for key, (_, by) in told.items() if key[1] in kinds} != {}


def test_who_took_part_is_there_one_by_one(register):
    """A row for each person of each account, with the person whom the name leads to."""
    told = sorted(
        (home.id, member.rpartition("/")[0], entity.id, entity.name)
        for entity in register.entities()
        for member in entity.members
        if "/" in member
        for home in register.meetings([member.rpartition("/")[0]])
    )
    found = seen(register, "participants")
    assert sorted((r["meeting"], r["account"], r["person"], r["name"]) for r in found) == told != []
    assert "Norway's foreign minister" in {r["role"] for r in found}


def test_documents_and_texts_are_those_that_were_read(register):
    """Each document with the accounts that it has now; its text beside it."""
    told = {d.key: d for d in register.documents()}
    found = {r["key"]: r for r in seen(register, "documents")}
    assert found.keys() == told.keys()
    assert {k: (r["id"], r["url"], r["language"]) for k, r in found.items()} == {
        k: (d.id, d.url, d.language) for k, d in told.items()
    }
    assert {r["key"]: r["text"] for r in seen(register, "texts")} == {
        k: d.text if database_at(register.where).PLACE == "file" else marked(d.text) for k, d in told.items()
    }
    homes = {a for meeting in register.meetings() for a in meeting.accounts}
    for reading in register.readings():
        own = [a.id for a in reading.accounts if a.id in homes]
        assert found[reading.document.key]["accounts"] == "; ".join(own)


def test_decisions_say_whether_they_hold(register):
    """All that the log has, those undone marked; an undoing is one that holds."""
    found = seen(register, "decisions")
    assert [(r["number"], r["id"], r["kind"], r["decided_by"]) for r in found] == [
        (number, d.id, d.kind.value, d.by) for number, d in register.decisions()
    ]
    assert [r["kind"] for r in found if not r["in_force"]] == ["correct", "undo"]
    assert next(r for r in found if r["kind"] == "same-meeting")["documents"] == "r005; r009"


def test_all_is_there_again_after_a_rebuild(place, register):
    """What follows is made anew, the views with it; a purged document is in none."""
    before = {name: seen(register, name) for name in views.definitions(database_at(place))}
    rebuild(register)
    for name, rows in before.items():
        assert sorted(seen(register, name), key=repr) == sorted(rows, key=repr)


def described() -> dict[str, dict[str, str]]:
    """Each view of docs/sql.md with its columns and what is said of them."""
    parts = re.split(r"^### `(v1_[a-z]+)`$", (DOCS / "sql.md").read_text("utf-8"), flags=re.M)[1:]
    named = zip(parts[::2], parts[1::2], strict=True)
    return {view: dict(re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", said, re.M)) for view, said in named}


def test_every_view_is_described(register):
    """docs/sql.md has each with all its columns, in their order; Datasette is told the same."""
    known = yaml.safe_load((DOCS / "datasette.yaml").read_text("utf-8"))["databases"]["register"]["tables"]
    told = described()
    for view in (f"v1_{name}" for name in views.definitions(database_at(register.where))):
        with register._looking() as connection:
            columns = list(connection.execute(text(f"SELECT * FROM {view}")).keys())
        assert (view, list(told.pop(view))) == (view, columns)
        assert known[view]["columns"] == {name: said.replace("`", "") for name, said in described()[view].items()}
        assert {*known[view].get("facets", ()), known[view].get("sort", "id")} <= {*columns, "id"}
    assert told == {}
    assert {name for name in known if not name.startswith("v1_")} == {*tables.schema.tables, *NOT_OURS}


def test_a_register_of_an_older_version_gets_them(place, register, places):
    """The migration fills what the views stand on, decisions included."""
    before = {name: sorted(seen(register, name), key=repr) for name in ("meetings", "accounts", "decisions")}
    with register._writing() as connection:
        for name in ("summaries", "in_force", "decided_citations", "decided_claims", "decided_accounts"):
            connection.execute(tables.schema.tables[name].delete())
        views.drop(connection)
        later = ("sites", "pairs", "spelling_words", "attendances", "whereabouts")  # of the migrations behind it
        connection.execute(text("DROP INDEX ix_listings_longer"))
        for name in ("summaries", "in_force", "decided_citations", "decided_claims", "decided_accounts", *later):
            connection.execute(text(f"DROP TABLE {name}"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    with Register.open(place) as migrated:
        for name, rows in before.items():
            assert sorted(seen(migrated, name), key=repr) == rows
