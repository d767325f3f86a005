"""Meetings as CSV and JSON Lines."""

import codecs
import csv
import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.exchange.tables import MeetingRow, defused, rows_as_csv, rows_as_jsonl


def row(**values) -> MeetingRow:
    kinds = {name: [] for name in MeetingRow.__struct_fields__} | {"id": "m1", "voices": 1}
    return MeetingRow(**(kinds | values))


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_excel_can_tell_the_encoding():
    """The file begins with a byte order mark and its lines end as RFC 4180 wants."""
    data = b"".join(rows_as_csv([row(city=["Zürich"])]))
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(b"\r\n") == 2
    assert read_csv(data)[0]["city"] == "Zürich"


def test_several_values_share_a_cell():
    """Lists are joined, numbers are plain."""
    (read,) = read_csv(b"".join(rows_as_csv([row(parties=["Arvenia", "Lotland"], voices=2)])))
    assert read["parties"] == "Arvenia; Lotland"
    assert read["voices"] == "2"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " =", "\t=", "\n@"])
def test_no_cell_is_a_formula(start):
    """A value from a hostile report is not computed by the spreadsheet that opens it."""
    (read,) = read_csv(b"".join(rows_as_csv([row(venue=[start + "1+1"])])))
    assert read["venue"].startswith("'")


@given(st.text(alphabet=st.characters()))
def test_cells_are_harmless(text):
    """Whatever a value holds: one line, no control characters, no formula, and it can be written as UTF-8."""
    cell = defused(text)
    assert cell.encode("utf-8").splitlines()[1:] == []
    assert not cell.startswith(("=", "+", "-", "@"))
    assert defused(cell) == cell


def test_ordinary_words_stay():
    """Only a first sign of a formula is answered."""
    assert defused("Port Sellis - Upper Venn = 3") == "Port Sellis - Upper Venn = 3"


def test_json_lines_keep_lists():
    """A line for each meeting, every list a list."""
    one, two = rows_as_jsonl([row(), row(id="m2", date=["2031-03-04", "2031-03-06"], differ=["date"])])
    assert one.endswith(b"}\n")
    assert json.loads(two)["date"] == ["2031-03-04", "2031-03-06"]
    assert msgspec.json.decode(two, type=MeetingRow).differ == ["date"]


def test_no_meetings_is_a_header():
    """An empty list of meetings is still a readable file."""
    assert read_csv(b"".join(rows_as_csv([]))) == []
    assert b"".join(rows_as_csv([])).startswith(codecs.BOM_UTF8 + b"id,date,status")
