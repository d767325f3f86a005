"""Meetings as Parquet, read back with pyarrow."""

import builtins
import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.errors import MissingExtraError
from whomet.exchange import parquet
from whomet.exchange.parquet import rows_as_parquet
from whomet.exchange.tables import MeetingRow

arrow = pytest.importorskip("pyarrow")
from pyarrow import parquet as pq  # noqa: E402


def row(**values) -> MeetingRow:
    kinds = {name: [] for name in MeetingRow.__struct_fields__} | {"id": "m1", "voices": 1}
    return MeetingRow(**(kinds | values))


def read(rows):
    return pq.read_table(io.BytesIO(b"".join(rows_as_parquet(rows))))


def test_rows_come_back_as_they_were():
    """Lists stay lists, numbers numbers: what is read back is the same row."""
    rows = [row(id="m1", date=["2031-03-06", "2031-03-04"], differ=["date"], voices=3), row(id="m2", city=["Zürich"])]
    assert [msgspec.convert(r, MeetingRow) for r in read(rows).to_pylist()] == rows


def test_columns_say_what_they_hold():
    """Every field is a column, in order, with the field's own description."""
    schema = read([]).schema
    assert schema.names == list(MeetingRow.__struct_fields__)
    assert schema.field("date").type == arrow.list_(arrow.string())
    assert schema.field("voices").type == arrow.int64()
    assert schema.field("country").metadata == {b"description": b"ISO 3166-1 alpha-2"}
    assert schema.metadata[b"description"].startswith(b"One meeting of the register.")


def test_written_piece_by_piece(monkeypatch):
    """A row group at a time is read from the source and handed on; together they are one file."""
    monkeypatch.setattr(parquet, "_AT_ONCE", 2)
    taken = []
    source = (taken.append(n) or row(id=f"m{n}") for n in range(5))
    pieces = rows_as_parquet(source)
    first = next(pieces)
    assert taken == [0, 1]
    file = pq.ParquetFile(io.BytesIO(first + b"".join(pieces)))
    assert file.num_row_groups == 3
    assert file.read()["id"].to_pylist() == ["m0", "m1", "m2", "m3", "m4"]


def test_same_rows_same_bytes():
    """No clock and no chance in the file."""
    rows = [row(people=["Mira Okonveld", "Tomas Brae"])] * 3
    assert b"".join(rows_as_parquet(rows)) == b"".join(rows_as_parquet(rows))


@settings(max_examples=50, deadline=None)
@given(st.text(), st.lists(st.text()))
def test_hostile_text_comes_back(ident, names):
    """Formulas, control and bidirectional characters are data here: none is changed."""
    (back,) = read([row(id=ident, people=names)]).to_pylist()
    assert (back["id"], back["people"]) == (ident, names)


def test_half_a_surrogate_pair():
    """What UTF-8 can't hold is shown as lost; its neighbours stay."""
    assert read([row(venue=["a\ud800b", "\ud83d\ude00"])])["venue"].to_pylist() == [["a\ufffdb", "😀"]]


def test_no_meetings_is_a_table_with_columns():
    """An empty register is still a readable file."""
    assert read([]).num_rows == 0


def test_without_pyarrow_it_says_what_to_install(monkeypatch):
    """Who has not installed the extra is told its name."""
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"whomet\[parquet\]"):
        next(rows_as_parquet([]))
