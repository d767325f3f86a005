"""Apache Parquet -> Extracted, one for each row, whose columns are the keys of JSON Lines.

Needs pyarrow: extra "parquet". Row groups are read one after the other, so a file may be larger than memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO

from whomet.documents.archived import Unreadable
from whomet.documents.extracted import Extracted, Given
from whomet.documents.json_lines import from_record
from whomet.errors import InputError

_COLUMNS = ("id", "text", *Given().as_dict())
_AT_ONCE = 100  # rows


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number, from 1, as JSON."""

    number: int
    row: bytes

    @property
    def place(self) -> str:
        return f"row {self.number}"

    @property
    def size(self) -> int:
        return len(self.row)


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """A text or an error for each row."""
    for piece in split(stream):
        yield from extract_piece(piece, source, stem)


def split(stream: BinaryIO) -> Iterator[Row]:
    """The rows. Raises Unreadable for what is no such file, or one without texts."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise Unreadable("is Parquet, which needs pip install 'whomet[parquet]'.") from None
    try:
        whole = stream if stream.seekable() else BytesIO(stream.read())
        schema = parquet.read_schema(whole)
        columns = [name for name in _COLUMNS if name in schema.names]
        if "text" not in columns:
            raise Unreadable("has no column “text”.")
        strings = [name for name in columns if pyarrow.types.is_string(schema.field(name).type)]
        with parquet.ParquetFile(whole, read_dictionary=strings) as file:
            for number, row in enumerate(_rows(file.iter_batches(_AT_ONCE, columns=columns)), 1):
                yield Row(number, json.dumps(row, default=_written, sort_keys=True).encode())
    except (pyarrow.ArrowException, OSError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(f"can't be read as Parquet ({str(error).splitlines()[0][:120]}).") from None


def _rows(batches: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """One row at a time: a small file may say one long text a million times over."""
    for batch in batches:
        for at in range(batch.num_rows):
            yield {name: _value(batch.column(name)[at]) for name in batch.schema.names}


def _value(cell: Any) -> Any:  # noqa: ANN401 - pyarrow's scalars have no types
    try:
        return cell.as_py()
    except UnicodeDecodeError:  # what calls itself a string need not be UTF-8
        words = getattr(cell, "value", cell)  # of a dictionary's entry
        return words.as_buffer().to_pybytes().decode("utf-8", "replace")


def extract_piece(piece: Row, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """The text of a row, or why there is none."""
    record = json.loads(piece.row)
    yield from_record(record, piece.row, f"{source}, {piece.place}", f"{stem}-{piece.number}")


def _written(value: object) -> str:
    """A day without its time of day; what is no value of JSON is no text either."""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
