"""CSV, Excel's workbooks and Parquet -> rows. Whatever a file holds, a bad row costs only itself."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from whomet.errors import InputError, MissingExtraError
from whomet.exchange.importing.records import Record, Sheet, Trouble

_LONGEST = 64 * 1024 * 1024  # characters of a cell; csv's own limit is 128 KB, and a row may hold a whole report
_UNPACKED = 128 * 1024 * 1024  # bytes of a workbook, which is a packed folder
_MOST_CELLS = 5_000_000  # empty ones and rows counted too: three quarters of a gigabyte of memory
_DEFUSED = re.compile(r"^'(?=[=+\-@＝＋－＠])")  # the apostrophe that keeps a spreadsheet from computing a cell
_HALF_PAIR = re.compile("[\ud800-\udfff]")

Cells = tuple[int, list[str]]
"""The number of the line or row on which cells begin, and the cells."""


def csv_sheet(text: str, source: str) -> Sheet:
    """The rows of a table whose cells are parted by commas, semicolons or tabs, whichever its first line has most of.

    Raises InputError for a file without a first line that names columns.
    """
    told = re.match(r"sep=([,;\t|])\r?\n", text)  # Excel's own way to say it
    first = re.search(r"(?<![^\r\n])[^\S\r\n]*\S[^\r\n]*", text)
    delimiter = told[1] if told else max(",;\t|", key=(first[0] if first else "").count)
    lines = io.StringIO(text, newline="")
    if told:
        next(lines)
    rows = _csv_rows(csv.reader(lines, delimiter=delimiter, strict=True), 1 if told else 0)
    return _sheet(rows, "line", source)


def _csv_rows(reader: Any, skipped: int) -> Iterator[Cells | Trouble]:  # noqa: ANN401 - csv has no name for its reader
    while True:
        begins = reader.line_num + skipped + 1
        try:
            yield begins, _next_row(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cut = "unexpected end" in str(error)
            why = "the file ends within quotation marks: it was cut, or one is too many here" if cut else str(error)
            yield Trouble(f"line {begins}", f"{why}; what stands there was left out")


def _next_row(reader: Any) -> list[str]:  # noqa: ANN401
    before = csv.field_size_limit(_LONGEST)  # it is one for all that reads CSV, so it is put back at once
    try:
        row: list[str] = next(reader)
        return row
    finally:
        csv.field_size_limit(before)


def workbook_sheet(path: Path) -> Sheet:
    """The rows of the first sheet of an Excel workbook (.xlsx), formulas as what they came to.

    Raises InputError for what is no workbook, MissingExtraError where openpyxl is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("Reading .xlsx", "xlsx") from None
    try:
        with ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                raise InputError(str(path), "unpacks to more than a table that people keep; save it as CSV.")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what it says of its own size need not be so
            return _sheet(((n, [_written(v) for v in row]) for n, row in enumerate(sheet.values, 1)), "row", str(path))
        finally:
            book.close()
    except InputError:
        raise
    except Exception as error:  # a library of many: zipfile, XML and its own errors, KeyError and OSError among them
        if isinstance(error, OSError) and error.filename:
            raise
        raise InputError(str(path), f"is no Excel workbook that can be read ({str(error)[:120]}).") from None


def parquet_sheet(path: Path) -> Sheet:
    """The rows of a Parquet file. Raises InputError for what is none, MissingExtraError without pyarrow."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError("Reading Parquet", "parquet") from None
    with path.open("rb") as stream:
        try:
            with parquet.ParquetFile(stream) as file:
                told = file.metadata
                if told.num_rows * (1 + told.num_columns) > _MOST_CELLS:
                    raise _too_many(str(path))
                rows = file.read().to_pylist()
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise InputError(str(path), f"is no Parquet file that can be read ({str(error)[:120]}).") from None
    return sheet_of((f"row {n}", row) for n, row in enumerate(rows, 1))


def sheet_of(rows: Iterable[tuple[str, dict[str, Any]]]) -> Sheet:
    """Rows that already name their columns, each with its place; several values of one column stand with "; "."""
    made = tuple(Record(place, _cells((str(c), _written(v)) for c, v in row.items())) for place, row in rows)
    return Sheet(tuple(dict.fromkeys(c for record in made for c, _ in record.cells)), made)


def _sheet(rows: Iterator[Cells | Trouble], word: str, source: str) -> Sheet:
    """The first row that is not empty names the columns."""
    found = list(_filled(rows, source))
    if not found or isinstance(found[0], Trouble):
        raise InputError(source, "has no first line that names its columns.")
    columns = _named(found[0][1])
    return Sheet(tuple(columns), tuple(_record(row, columns, word) for row in found[1:]))


def _filled(rows: Iterable[Cells | Trouble], source: str) -> Iterator[Cells | Trouble]:
    """The rows that hold anything. Raises InputError where there are more than fit in memory."""
    seen = 0
    for row in rows:
        seen += 1 if isinstance(row, Trouble) else 1 + len(row[1])
        if seen > _MOST_CELLS:
            raise _too_many(source)
        if isinstance(row, Trouble) or any(cell.strip() for cell in row[1]):
            yield row


def _too_many(source: str) -> InputError:
    return InputError(source, f"has more than {_MOST_CELLS // 1_000_000} million cells: import it in several files.")


def _record(row: Cells | Trouble, columns: list[str], word: str) -> Record | Trouble:
    if isinstance(row, Trouble):
        return row
    number, cells = row
    more = [f"column {n}" for n in range(len(columns) + 1, len(cells) + 1)]
    return Record(f"{word} {number}", _cells(zip([*columns, *more], cells, strict=False)))


def _cells(found: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    plain = ((column, _plain(cell)) for column, cell in found)
    return tuple((column, cell) for column, cell in plain if cell)


def _plain(cell: str) -> str:
    """A cell as it reads: no space around it, no apostrophe of ours before it, the ends of its lines as elsewhere."""
    return _DEFUSED.sub("", _HALF_PAIR.sub("\ufffd", cell).replace("\r\n", "\n").strip(), count=1)


def _named(cells: list[str]) -> list[str]:
    """Names of columns, each once: those without one by their place, a second "Name" as "Name (2)"."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(cells, 1):
        name = " ".join(_plain(cell).split())[:100] or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    while names and names[-1] == f"column {len(names)}":  # empty cells at the end are no columns
        names.pop()
    return names


def _written(value: object) -> str:
    """A value of a typed cell as it would be written."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(_written(each) for each in value)
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
