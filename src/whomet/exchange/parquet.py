"""Meetings as Apache Parquet: the rows of `tables`, for pandas, polars, DuckDB, R or Spark.

A column for each field of `MeetingRow`: `list<string>` where it is a list there, `string`, or `int64`. What a column
holds is said in its field's metadata ("description"), what a row is in the schema's. Needs pyarrow: extra "parquet".
"""

from __future__ import annotations

import io
import typing
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import Struct

from whomet.errors import MissingExtraError
from whomet.exchange.tables import MeetingRow

if TYPE_CHECKING:
    import pyarrow

_AT_ONCE = 5_000
"""Rows in a row group: what is in memory at a time."""


def rows_as_parquet(rows: Iterable[Struct], kind: type[Struct] = MeetingRow) -> Iterator[bytes]:
    """The file in pieces, one or more for each row group, compressed with Zstandard.

    The same rows give the same bytes with the same pyarrow, which signs each file with its version (`created_by`).
    Raises MissingExtraError where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingExtraError("An export to Parquet", "parquet") from None
    schema, pieces = _schema(pyarrow, kind), _Pieces()
    remaining = iter(rows)
    with parquet.ParquetWriter(pieces, schema, compression="zstd") as writer:
        while batch := [_plain(row) for row in islice(remaining, _AT_ONCE)]:
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
            yield pieces.taken()
    yield pieces.taken()


class _Pieces(io.RawIOBase):
    """A file that keeps only what was written since it was last asked: pyarrow writes, the generator hands on."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:  # noqa: ANN401 - whatever pyarrow takes for bytes
        self._written += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last call."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def _schema(arrow: Any, kind: type[Struct]) -> pyarrow.Schema:  # noqa: ANN401 - the module, imported where it is needed
    """The columns of a kind of row; lists are never null, an unknown is an empty list."""
    plain = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    kinds = plain | {bytes: arrow.binary(), list[str]: arrow.list_(arrow.string())}
    fields = [
        arrow.field(name, kinds[of], nullable=False, metadata={"description": said} if said else None)
        for name, of, said in columns(kind)
    ]
    return arrow.schema(fields, metadata={"description": kind.__doc__ or ""})


def columns(kind: type[Struct]) -> Iterator[tuple[str, Any, str]]:
    """Name, Python type and description of each field of a kind of row."""
    for name, hint in typing.get_type_hints(kind, include_extras=True).items():
        annotated = typing.get_origin(hint) is Annotated
        of, *notes = typing.get_args(hint) if annotated else (hint,)
        yield name, of, next((note.description for note in notes if note.description), "")


def _plain(row: Struct) -> dict[str, Any]:
    """A row as pyarrow takes it: half of a surrogate pair, which UTF-8 can't hold, becomes U+FFFD."""
    values = msgspec.structs.asdict(row)
    return {n: [_sound(v) for v in x] if isinstance(x, list) else _sound(x) for n, x in values.items()}


def _sound(value: str | float | bytes) -> str | float | bytes:
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value
