"""Bytes -> Document: files, web pages, PDF, JSON Lines, mail, feeds, web archives.

`find_parts` says what there is to read, cut small; `read_part` reads one; `read_documents` is both, one text at a time.
What can't be read is handed on as an InputError among the rest, so that a run names it and goes on. Each format has a
file of its own that gives an `Extracted`; `describe` then finds in any of them what the text says of itself. The text
of a Document is never cut: boilerplate, title and datelines are regions over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from whomet.documents.describe import Loaded
from whomet.documents.inputs import Format, Input, find_inputs, named_input
from whomet.documents.parts import Part, find_parts, read_part
from whomet.documents.warc import split
from whomet.errors import InputError

__all__ = [
    "Input",
    "Loaded",
    "Part",
    "find_inputs",
    "find_parts",
    "named_input",
    "read_archived",
    "read_documents",
    "read_part",
]


def read_documents(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Loaded | InputError]:
    """Every text under `paths`, in order, as it is read; an InputError in the place of what can't be."""
    for part in find_parts(paths, stdin):
        if isinstance(part, InputError):
            yield part
        else:
            yield from read_part(part)


def read_archived(data: bytes, source: str, stem: str, before: int) -> Iterator[Loaded | InputError]:
    """The texts of records cut out of a web archive, in which so many stand before them. Raises nothing, as above."""
    archive = Input(source, stem, Format.WARC)
    for record in split(BytesIO(data), before):
        yield from read_part(Part(archive, record))
