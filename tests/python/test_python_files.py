"""Files out of a register and into one, from Python: what came back is what was written, what can't be is said."""

from __future__ import annotations

import json
import re

import pytest

import whomet

TOLD = "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031."


@pytest.fixture
def register(tmp_path, read_record):
    """A register of one report, whose account has a field of the project's own."""
    with whomet.Register(tmp_path / "register.whomet") as opened:
        opened.add(read_record({"id": "port", "text": TOLD}))
        account = next(iter(opened.accounts()))
        for code in ("level=3", "track=two, informal"):
            opened.decide("code", account.id, code, reason="our codebook", by="Ada")
        yield opened


def test_what_was_coded_comes_back(register, tmp_path):
    """A line of the accounts names the project's fields; imported, they are columns of the meetings as before."""
    out = tmp_path / "accounts.jsonl"
    register.export_file("accounts", out)
    (account,) = json.loads(out.read_text("utf-8"))["meetings"]
    assert account["codes"] == {"level": ["3"], "track": ["two, informal"]}
    with whomet.Register(tmp_path / "other.whomet") as other:
        told = other.import_file("jsonl", out)
        assert (told.new, told.held, told.troubles) == (1, 0, [])
        assert other.rows("meetings") == register.rows("meetings")
        assert other.rows("meetings")[0]["code_level"] == ["3"]
        other.export_file("accounts", tmp_path / "again.jsonl")
        assert (tmp_path / "again.jsonl").read_bytes() == out.read_bytes()
        told = other.import_file("jsonl", out)
        assert (told.new, told.held) == (0, 1)


def test_a_reading_without_codes_has_no_key_for_them(tmp_path, read_record):
    """The line is as it always was."""
    with whomet.Register(tmp_path / "register.whomet") as opened:
        opened.add(read_record({"id": "port", "text": TOLD}))
        opened.export_file("accounts", tmp_path / "accounts.jsonl")
    assert '"codes"' not in (tmp_path / "accounts.jsonl").read_text("utf-8")


def test_rows_that_can_t_be_placed_are_named(register, tmp_path):
    """The others come in, under the name of who keeps the table."""
    table, columns = tmp_path / "talks.csv", tmp_path / "map.yaml"
    table.write_text("When,Where,Sides\n4 May 2031,Bergen,Norway; Finland\n31 February,Turku,Norway; Sweden\n", "utf-8")
    columns.write_text("columns: {When: date, Where: place, Sides: parties}\n", "utf-8")
    told = register.import_file("csv", table, columns=columns, by="Ada Lind")
    assert (told.new, len(told.troubles)) == (2, 1)
    assert "31 February" in told.troubles[0]
    assert len(register.meetings(place="Bergen")) == 1
    assert {row["publisher"] for row in register.rows("accounts") if "Bergen" in row["city"]} == {"Ada Lind"}


@pytest.mark.parametrize(
    ("form", "name", "said"),
    [
        ("html", "talks.html", "is a page to be read"),
        ("docx", "talks.docx", "is no format that is read"),
        ("csv", "none.csv", "there is no such file"),
        ("csv", "talks.csv", "`whomet import csv .*` proposes a map"),
    ],
)
def test_what_can_t_be_imported_is_one_sentence(register, tmp_path, form, name, said):
    """A format that carries nothing back, one that is none, a file that is not there, columns that nobody knows."""
    (tmp_path / "talks.csv").write_text("Alpha,Beta\n1,2\n", "utf-8")
    with pytest.raises(whomet.WhometError, match=said):
        register.import_file(form, tmp_path / name)


def test_what_can_t_be_exported_leaves_no_file(register, tmp_path):
    """A format that is none is named with those that there are."""
    with pytest.raises(
        whomet.WhometError, match=re.escape("docx: is no format that is written; name one of: accounts")
    ):
        register.export_file("docx", tmp_path / "talks.docx")
    assert not list(tmp_path.glob("talks*"))
