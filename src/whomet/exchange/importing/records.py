"""A row of somebody's table, or a record of another program: the cells that are not empty, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from whomet.model import Span


@dataclass(frozen=True, slots=True)
class Record:
    """`place` says where it stands in its file: "line 3". `cells` are (column, what stands there)."""

    place: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be placed or read, where, and why: "line 3, column Date: “soon” is no date"."""

    place: str
    reason: str
    span: Span | None = None  # the cell, in the text of its row

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, in their order, those that could not be read as a Trouble, under the columns it names."""

    columns: tuple[str, ...]
    rows: tuple[Record | Trouble, ...]


def text_of(record: Record) -> tuple[str, tuple[tuple[str, Span], ...]]:
    """A row as a text, a line for each cell, and each column with where its cell stands there."""
    pieces: list[str] = []
    cells: list[tuple[str, Span]] = []
    at = 0
    for column, cell in record.cells:
        label = f"{column}: "
        cells.append((column, Span(at + len(label), at + len(label) + len(cell))))
        pieces.append(f"{label}{cell}\n")
        at += len(pieces[-1])
    return "".join(pieces), tuple(cells)
