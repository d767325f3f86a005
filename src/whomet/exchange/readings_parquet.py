"""Readings as Apache Parquet: a row for each document that was read, whole, and one for each input that was not.

What workers write and `whomet absorb` takes into a register. The column `whole` brings the reading back letter for
letter; the others are for asking such files by themselves, with DuckDB, polars or Spark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from whomet.errors import InputError, MissingExtraError
from whomet.exchange.importing.readings import whole_reading
from whomet.exchange.parquet import rows_as_parquet
from whomet.model import Finding, FindingKind, Property, Reading

_AT_ONCE = 100  # rows that are in memory at a time


class ReadingRow(Struct, frozen=True):
    """One document as Whomet read it, or one input that it could not read."""

    id: str
    key: Annotated[str, Meta(description="of the document: SHA-256 of its text and metadata")]
    source: str
    url: str
    title: str
    publisher: str
    published: Annotated[str, Meta(description='ISO date, or ""')]
    language: Annotated[str, Meta(description="BCP 47")]
    reader: Annotated[str, Meta(description="name and version of what read it")]
    meetings: Annotated[int, Meta(description="accounts of meetings in it")]
    dates: Annotated[list[str], Meta(description="EDTF, of all its accounts")]
    parties: Annotated[list[str], Meta(description="of all its accounts")]
    people: Annotated[list[str], Meta(description="of all its accounts")]
    skipped: Annotated[str, Meta(description='why the input was not read, or "": then there is nothing but its source')]
    whole: Annotated[bytes, Meta(description="the reading as JSON, text included")]


def as_parquet(found: Iterable[Reading | Finding]) -> Iterator[bytes]:
    """The file in pieces. Raises MissingExtraError where pyarrow is not installed."""
    return rows_as_parquet(map(_row, found), ReadingRow)


def from_parquet(path: Path) -> Iterator[Reading | Finding]:
    """What a file holds, in its order. A row that contradicts itself is an InputError's Finding among the rest; raises
    InputError for what is no such file."""
    for number, row in enumerate(_rows(path, ("source", "skipped", "whole")), 1):
        if row["skipped"]:
            yield _skipped(row)
            continue
        where = f"{path}, row {number}"
        try:
            yield whole_reading(row["whole"], where)
        except InputError as error:
            yield Finding(FindingKind.INPUT_SKIPPED, str(error), where)


def outlined(path: Path) -> Iterator[tuple[int, Finding | None]]:
    """What a file holds, counted: of each row how many meetings are told there, or why the input was not read."""
    for row in _rows(path, ("source", "meetings", "skipped")):
        yield row["meetings"], _skipped(row) if row["skipped"] else None


def _skipped(row: Mapping[str, Any]) -> Finding:
    return Finding(FindingKind.INPUT_SKIPPED, row["skipped"], row["source"])


def _row(found: Reading | Finding) -> ReadingRow:
    if isinstance(found, Finding):
        return ReadingRow("", "", found.about, "", "", "", "", "", "", 0, [], [], [], found.text, b"")
    document = found.document
    title, publisher, published = (
        c.value if c else "" for c in (document.title, document.publisher, document.published)
    )

    def values(prop: Property) -> list[str]:
        return sorted({value for account in found.accounts for value in account.values(prop)})

    return ReadingRow(
        document.id,
        document.key,
        document.source,
        document.url,
        title,
        publisher,
        published,
        document.language,
        found.reader,
        len(found.accounts),
        values(Property.DATE),
        values(Property.PARTY),
        values(Property.PERSON_NAME),
        "",
        msgspec.json.encode(found),
    )


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingExtraError("Reading Parquet", "parquet") from None
    try:
        with parquet.ParquetFile(path) as file:
            if missing := set(columns) - set(file.schema_arrow.names):
                raise InputError(str(path), f"holds no readings: it has no column {min(missing)!r}.")
            for batch in file.iter_batches(_AT_ONCE, columns=list(columns)):
                yield from batch.to_pylist()
    except (OSError, pyarrow.ArrowException) as error:
        raise InputError(str(path), f"can't be read as Parquet ({str(error).splitlines()[0][:200]}).") from None
