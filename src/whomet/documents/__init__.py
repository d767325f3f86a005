"""Bytes -> Document: files, web pages, PDF, JSON Lines, mail, feeds, web archives.

`find_inputs` says what there is to read, `read_documents` reads it one text at a time. What can't be read is
handed on as an InputError among the rest, so that a run names it and goes on. Each format has a file of its own
that gives an `Extracted`; `describe` then finds in any of them what the text says of itself. The text of a
Document is never cut: boilerplate, title and datelines are regions over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from whomet.documents import warc
from whomet.documents.describe import Loaded, describe
from whomet.documents.extracted import Extracted
from whomet.documents.extractors import extractor_of
from whomet.documents.inputs import SNIFFED, SURE, Input, find_inputs, named_input, rewound, sniff
from whomet.errors import InputError

__all__ = ["Input", "Loaded", "find_inputs", "named_input", "read_archived", "read_documents", "read_input"]


def read_documents(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Loaded | InputError]:
    """Every text under `paths`, in order, as it is read; an InputError in the place of what can't be."""
    for found in find_inputs(paths, stdin):
        if isinstance(found, InputError):
            yield found
        else:
            yield from read_input(found)


def read_archived(data: bytes, source: str, stem: str, before: int) -> Iterator[Loaded | InputError]:
    """The texts of records cut out of a web archive, in which so many stand before them. Raises nothing, as above."""
    for extracted in warc.extract(BytesIO(data), source, stem, before):
        yield _describe(extracted)


def read_input(found: Input) -> Iterator[Loaded | InputError]:
    """The texts of one input. Raises nothing, whatever its bytes: what can't be read is an InputError in the stream."""
    count = 0
    try:
        with found.open() as stream:
            for extracted in _extract(found, stream):
                count += 1
                yield _describe(extracted)
        if not count:
            yield InputError(found.source, "holds no document.")
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(found.source, f"can't be read ({error.strerror}).")


def _extract(found: Input, stream: BinaryIO) -> Iterable[Extracted | InputError]:
    """By the suffix, else by the content; a PDF, a feed or a web archive is one under any name."""
    beginning = stream.read(SNIFFED)
    if not beginning:
        raise InputError(found.source, "is empty.")
    sniffed = sniff(beginning)
    chosen = sniffed if found.format is None or sniffed in SURE else found.format
    return extractor_of(chosen)(rewound(beginning, stream), found.source, found.stem)


def _describe(extracted: Extracted | InputError) -> Loaded | InputError:
    if isinstance(extracted, InputError):
        return extracted
    if not extracted.text.strip():
        return InputError(extracted.source, "holds no text, only white space.")
    return describe(extracted)
