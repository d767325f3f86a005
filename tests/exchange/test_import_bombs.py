"""Files to import that hold, or claim to hold, more than a table that people keep."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from whomet.documents import Loaded, read_documents
from whomet.errors import InputError
from whomet.exchange.importing import tables
from whomet.exchange.importing.columns import read_map
from whomet.exchange.importing.tables import csv_sheet, parquet_sheet, workbook_sheet
from whomet.faces import importing
from whomet.faces.importing import sheet_in
from whomet.knowledge.imports.ftm import read_ftm
from whomet.knowledge.imports.records import Trouble
from whomet.knowledge.imports.table import read_table
from whomet.knowledge.imports.wikidata import read_wikidata

LAUGHS = "a0: &a0 [ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
MERGES = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 9))
DEEP = b'{"id": "Q1", "claims": {"P39": ' + b"[" * 100_000


@pytest.fixture
def few_cells(monkeypatch):
    """A thousand cells are many."""
    monkeypatch.setattr(tables, "_MOST_CELLS", 1000)


def test_a_table_of_too_many_cells_is_refused(few_cells):
    """Empty ones are counted as well: they too take time."""
    with pytest.raises(InputError, match="cells: import it in several files"):
        csv_sheet("a,b\n" + "1,2\n" * 500, "t.csv")
    with pytest.raises(InputError, match="cells"):
        csv_sheet("a,b\n" + "\n" * 2000, "t.csv")
    assert len(csv_sheet("a,b\n" + "1,2\n" * 100, "t.csv").rows) == 100


def test_a_row_that_claims_a_number_without_end_is_refused(few_cells, tmp_path):
    """The rows between it and the one before would be made, empty."""
    book, kept = Workbook(), io.BytesIO()
    book.active.append(["When"])
    book.active.append(["3 May 2014"])
    book.save(kept)
    with ZipFile(kept) as made, ZipFile(tmp_path / "t.xlsx", "w") as changed:
        for name in made.namelist():
            cells = re.sub(rb'(<row r="|<c r="A)2"', rb'\g<1>999999999"', made.read(name))
            changed.writestr(name, cells if "sheet1" in name else made.read(name))
    with pytest.raises(InputError, match="cells: import it in several files"):
        workbook_sheet(tmp_path / "t.xlsx")


def test_a_table_in_parquet_of_too_many_cells_is_refused(few_cells, tmp_path):
    """By what the file says of itself, before a row of it is made."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"a": ["x"] * 5000}), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="cells: import it in several files"):
        parquet_sheet(tmp_path / "t.parquet")


def test_parquet_whose_text_is_no_utf8(tmp_path):
    """As a table to import it is named; as documents it is read, with a sign for each byte that is none."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    broken = pyarrow.array([b"They met.", b"They met \xff again."]).view(pyarrow.string())
    parquet.write_table(pyarrow.table({"text": broken}), tmp_path / "t.parquet")
    with pytest.raises(InputError, match="is no Parquet file that can be read"):
        parquet_sheet(tmp_path / "t.parquet")
    texts = [one.document.text for one in read_documents([str(tmp_path / "t.parquet")]) if isinstance(one, Loaded)]
    assert texts == ["They met.", "They met \N{REPLACEMENT CHARACTER} again."]


def test_what_is_no_workbook_or_parquet_is_named(tmp_path):
    """Whatever error the library has for it, none of the disk's."""
    for form, data in (("xlsx", b"PK\x03\x04" + bytes(99)), ("parquet", b"PAR1" + b"\xff" * 99 + b"PAR1")):
        path = tmp_path / f"t.{form}"
        path.write_bytes(data)
        with pytest.raises(InputError, match=f"t.{form}: is no "):
            sheet_in(form, path)


def test_a_file_that_is_not_there_is_the_disks_error(tmp_path):
    """Its name goes with it."""
    for form in ("csv", "xlsx", "parquet"):
        with pytest.raises(OSError) as told:
            sheet_in(form, tmp_path / "none")
        assert Path(told.value.filename) == tmp_path / "none"


def test_a_table_too_large_for_memory_is_refused(monkeypatch, tmp_path):
    """With what to do."""
    monkeypatch.setattr(importing, "_LARGEST", 1024 * 1024)
    (tmp_path / "t.csv").write_bytes(b"a,b\n" * 500_000)
    with pytest.raises(InputError, match="is larger than 1 MB: import it in several files"):
        sheet_in("csv", tmp_path / "t.csv")


@pytest.mark.parametrize(
    "text", [LAUGHS, MERGES, "a: &a [*a]", "[" * 100_000], ids=["laughs", "merges", "self", "deep"]
)
def test_a_map_of_columns_that_repeats_itself_is_refused(text):
    """A few lines that stand for gigabytes are none that a person wrote."""
    with pytest.raises(InputError, match="repeats parts of itself"):
        read_map(text, "map.yaml", ["When"])


def test_a_line_nested_without_end_costs_only_itself():
    """What stands behind it is read."""
    person = b'{"id": "p", "schema": "Person", "properties": {"name": ["Ada Lind"]}}'
    for read in (read_ftm, read_wikidata):
        trouble, *_ = read(enumerate([DEEP, person], 1))
        assert isinstance(trouble, Trouble)


def test_a_first_line_that_is_no_csv_is_named():
    """A mark of quotation that is never closed rightly."""
    with pytest.raises(InputError, match="its first line is no row of CSV"):
        list(read_table([(1, b'"name"x,party\n')], "t.csv"))


@pytest.mark.parametrize("kind", ["", "movement"])
def test_a_name_that_is_none_is_told(kind):
    """Too long for one, and nothing else to call the person or the body by."""
    (trouble,) = read_table([(1, b"name,kind\n"), (2, b"a" * 5000 + b"," + kind.encode() + b"\n")], "t.csv")
    assert isinstance(trouble, Trouble)
    assert trouble.text.startswith("line 2: “aaa") and len(trouble.text) < 100


def test_a_row_that_ends_before_its_name_is_told():
    """Its name is missing."""
    (trouble,) = read_table([(1, b"party,name\n"), (2, b"NO\n")], "t.csv")
    assert trouble == Trouble("line 2: the name is missing")
