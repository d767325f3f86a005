"""Rows and data frames of a register: lists stay lists, days are days, and neither library is a must."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from made_up import PLAN, told

import whomet
from whomet.errors import MissingExtraError
from whomet.exchange.frame_rows import SHAPES, account_rows, as_dict, citation_rows, days_of
from whomet.exchange.frames import columns, frame_of

TEXTS = {
    "port": "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031.",
    "pier": "Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen in June 2031.",
}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """Two reports of two meetings, one of them with a month for its date."""
    with whomet.Register(tmp_path_factory.mktemp("frames") / "talks.whomet") as opened:
        opened.add(whomet.read(text, id=name, language="en") for name, text in TEXTS.items())
        yield opened


def accounts() -> list[dict]:
    return [as_dict(row) for row in account_rows(told())]


def citations() -> list[dict]:
    return [as_dict(row) for row in citation_rows(told())]


def test_rows_are_plain_dictionaries_with_days_beside_the_dates(register):
    """A month is from its first to its last day."""
    first, second = register.rows("meetings")
    assert (first["date"], first["earliest"], first["latest"]) == (["2031-03-04"], date(2031, 3, 4), date(2031, 3, 4))
    assert (second["date"], second["earliest"], second["latest"]) == (["2031-06"], date(2031, 6, 1), date(2031, 6, 30))
    assert first["parties"] == ["Norway", "Sweden"]


@pytest.mark.parametrize("table", SHAPES)
def test_every_row_has_the_columns_of_its_shape(register, table):
    """In their order, and the page has them all."""
    rows = register.rows(table)
    assert rows
    assert all(list(row) == list(columns(SHAPES[table])) for row in rows)
    page = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
    (line,) = (each for each in page.splitlines() if each.startswith(f"| `{table}` |"))
    assert [c for c in columns(SHAPES[table]) if f"`{c}`" not in line] == []


def test_people_have_the_days_of_their_meetings(register):
    """From the first to the last."""
    people = {row["name"]: row for row in register.rows("people")}
    assert (people["Mira Okonveld"]["earliest"], people["Mira Okonveld"]["latest"]) == (
        date(2031, 3, 4),
        date(2031, 6, 30),
    )
    assert len(people["Mira Okonveld"]["meetings"]) == 2
    assert people["Ole Vind"]["dates"] == ["2031-06"]


def test_a_citation_has_the_words_of_its_span():
    """A value without words of its own has a row too, without offsets."""
    rows = citations()
    texts = {d.id: d.text for one in told() for d in one.documents.values()}
    cited = [row for row in rows if row["start"] is not None]
    assert all(texts[row["document"]][row["start"] : row["end"]] == row["words"] for row in cited)
    assert len(cited) > 20
    bare = [row for row in rows if row["start"] is None]
    assert {"person.party", "statement.act"} <= {row["property"] for row in bare}
    assert all(row["words"] == "" and row["end"] is None for row in bare)
    (quoted,) = (r for r in rows if r["property"] == "date" and r["value"] == "2031-03-07")
    assert quoted["according_to"] == ["Evening Tide", "A source at the port"]


def test_two_dates_of_one_account_are_two_values():
    """And its days reach from the one to the other."""
    (row,) = (row for row in accounts() if row["id"] == "3fa2b7c91e77")
    assert row["date"] == ["2031-03-06", "2031-03-07"]
    assert (row["earliest"], row["latest"]) == (date(2031, 3, 6), date(2031, 3, 7))
    assert next(row for row in accounts() if row["id"] == PLAN)["latest"] == date(2031, 4, 30)


def test_unknown_dates_give_no_days():
    """Nor does what is no EDTF."""
    assert days_of([]) == days_of(["", "soon"]) == (None, None)
    assert days_of(["2031", "soon"]) == (date(2031, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize("table", SHAPES)
def test_pandas_has_days_lists_and_numbers_as_they_are(register, table):
    """Each cell is that of the row."""
    pandas = pytest.importorskip("pandas")
    frame, rows = register.frame(table, "pandas"), register.rows(table)
    assert list(frame.columns) == list(columns(SHAPES[table]))
    assert len(frame) == len(rows)
    for name in frame.columns:
        for cell, value in zip(frame[name], (row[name] for row in rows), strict=True):
            if value is None:
                assert pandas.isna(cell)
            elif isinstance(value, date):
                assert cell == pandas.Timestamp(value)
            else:
                assert cell == value
                assert isinstance(cell, list) == isinstance(value, list)
    if "earliest" in frame:
        assert str(frame["earliest"].dtype) == "datetime64[s]"


@pytest.mark.parametrize("table", SHAPES)
def test_polars_has_the_same_rows(register, table):
    """Letter for letter, days as Date."""
    polars = pytest.importorskip("polars")
    frame = register.frame(table, "polars")
    assert frame.to_dicts() == register.rows(table)
    if "earliest" in frame.columns:
        assert frame.schema["earliest"] == polars.Date


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_an_empty_table_keeps_its_columns_and_their_types(library):
    """A frame of nothing can be joined with one of something."""
    pytest.importorskip(library)
    shape = SHAPES["citations"]
    empty, full = frame_of([], shape, library), frame_of(citations(), shape, library)
    assert list(empty.columns) == list(full.columns)
    assert list(map(str, empty.dtypes)) == list(map(str, full.dtypes))
    assert len(empty) == 0


def test_pandas_comes_first_and_polars_where_it_is_not_there(monkeypatch):
    """Whichever the user has."""
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    shape = SHAPES["accounts"]
    assert type(frame_of(accounts(), shape)).__module__.startswith("pandas")
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert type(frame_of(accounts(), shape)).__module__.startswith("polars")


def test_without_either_it_is_one_sentence(monkeypatch, register):
    """That says what to install; the rows are there all the same."""
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'whomet\[pandas\]'"):
        register.frame("meetings")
    with pytest.raises(MissingExtraError, match=r"A data frame of polars needs .* 'whomet\[polars\]'"):
        register.frame("meetings", "polars")
    assert len(register.rows("meetings")) == 2


def test_a_table_or_a_library_that_is_none_is_one_sentence(register):
    """With those there are."""
    for ask in (register.rows, register.frame):
        with pytest.raises(
            whomet.WhometError, match="'meeting' is no table; they are: meetings, accounts, people, citations"
        ):
            ask("meeting")
    with pytest.raises(
        whomet.WhometError, match="dask: is no library that frames are made with; name one of: pandas, polars"
    ):
        register.frame("meetings", "dask")
