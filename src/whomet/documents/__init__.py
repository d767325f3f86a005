"""Bytes -> Document: files, web pages, PDF, JSON Lines.

`find_inputs` says what there is to read, `read_documents` reads it one text at a time. What can't be read is
handed on as an InputError among the rest, so that a run names it and goes on. Each format has a file of its own
that gives an `Extracted`; `describe` then finds in any of them what the text says of itself. The text of a
Document is never cut: boilerplate, title and datelines are regions over it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from whomet.documents.describe import Loaded, describe
from whomet.documents.extracted import Extracted
from whomet.documents.inputs import SNIFFED, Format, Input, find_inputs, rewound, sniff
from whomet.errors import InputError

__all__ = ["Input", "Loaded", "find_inputs", "read_documents", "read_input"]

# Named, not imported: trafilatura and pdfium take most of a second to load, and are only once a file needs them.
_EXTRACTORS = {
    Format.TEXT: ("text", "extract"),
    Format.WEB_PAGE: ("web_page", "extract"),
    Format.PDF: ("pdf", "extract"),
    Format.JSON: ("json_lines", "extract_whole"),
    Format.JSON_LINES: ("json_lines", "extract"),
}


def read_documents(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Loaded | InputError]:
    """Every text under `paths`, in order, as it is read; an InputError in the place of what can't be."""
    for found in find_inputs(paths, stdin):
        if isinstance(found, InputError):
            yield found
        else:
            yield from read_input(found)


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
    """By the suffix, else by the content; a PDF is one under any name."""
    beginning = stream.read(SNIFFED)
    if not beginning:
        raise InputError(found.source, "is empty.")
    sniffed = sniff(beginning)
    chosen = sniffed if found.format is None or sniffed is Format.PDF else found.format
    module, function = _EXTRACTORS[chosen]
    extract: Callable[[BinaryIO, str, str], Iterable[Extracted | InputError]] = getattr(
        importlib.import_module(f"{__name__}.{module}"), function
    )
    return extract(rewound(beginning, stream), found.source, found.stem)


def _describe(extracted: Extracted | InputError) -> Loaded | InputError:
    if isinstance(extracted, InputError):
        return extracted
    if not extracted.text.strip():
        return InputError(extracted.source, "holds no text, only white space.")
    return describe(extracted)
