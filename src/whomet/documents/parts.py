"""Paths -> parts: what can be read by itself, by any process and in any order.

A part is a file, or one line or record of a file that holds many documents: such files are cut, as a stream, where that
takes no understanding. All that takes time (HTML, PDF, finding a date) is left to who reads the part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from whomet.documents.archived import Unreadable
from whomet.documents.describe import Loaded, describe
from whomet.documents.extracted import Extracted
from whomet.documents.extractors import CUT, Piece, cutter_of, extractor_of, piece_extractor_of
from whomet.documents.inputs import SNIFFED, SURE, Format, Input, find_inputs, rewound, sniff
from whomet.documents.remote import mark_of
from whomet.documents.whole import LARGEST_PDF, read_whole
from whomet.errors import InputError


@dataclass(frozen=True, slots=True)
class Part:
    """All of an input, or, of one whose format is cut, a piece. `end` says how many bytes of its file lie before what
    follows, as far as that is known."""

    input: Input
    piece: Piece | None = None
    end: int = 0

    @property
    def source(self) -> str:
        """What messages call it."""
        return f"{self.input.source}, {self.piece.place}" if self.piece else self.input.source

    def mark(self) -> bytes:
        """What changes when its content does: of a file, its size and when it was last changed; else the content."""
        if self.piece:
            return repr(self.piece).encode()
        if isinstance(self.input.stream, BytesIO):
            return self.input.stream.getvalue()
        if self.input.address:
            return mark_of(self.input.address).encode()
        try:
            state = Path(self.input.path or "").stat()
        except OSError:
            return b""
        return f"{state.st_size} {state.st_mtime_ns}".encode()


def find_parts(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Part | InputError]:
    """Everything under `paths` in order, as it is read; an InputError in the place of what can't be."""
    for found in find_inputs(paths, stdin):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            yield from _cut(found)
        except InputError as error:
            yield error
        except Unreadable as reason:
            yield InputError(found.source, str(reason))
        except OSError as error:
            yield _unreadable(found, error)


def read_part(part: Part) -> Iterator[Loaded | InputError]:
    """The documents of a part. Raises nothing, whatever its bytes: what can't be read is an InputError among them."""
    count = 0
    try:
        for extracted in _extracted(part):
            count += 1
            yield _described(extracted)
        if not count and part.piece is None:
            yield _empty(part.input)
    except InputError as error:
        yield error
    except Unreadable as reason:
        yield InputError(part.input.source, str(reason))
    except OSError as error:
        yield _unreadable(part.input, error)


def _cut(found: Input) -> Iterator[Part | InputError]:
    """Its pieces; all of it as one where it is not cut. What came by a pipe is kept, for it comes only once."""
    with found.open() as stream:
        form, whole = _begun(found, stream)
        if form in CUT:
            yield from _pieces(replace(found, format=form, stream=None), form, whole, stream)
        elif found.stream is None and stream.seekable():
            yield Part(found)
        else:
            yield Part(replace(found, stream=BytesIO(read_whole(whole, found.source, LARGEST_PDF))))


def _pieces(found: Input, form: Format, whole: BinaryIO, stream: BinaryIO) -> Iterator[Part | InputError]:
    piece, end = None, 0
    for piece in cutter_of(form)(whole):
        with suppress(OSError, ValueError):  # a pipe has no place
            end = stream.tell()
        yield Part(found, piece, end)
    if piece is None:
        yield _empty(found)


def _begun(found: Input, stream: BinaryIO) -> tuple[Format, BinaryIO]:
    """Its format, by the suffix, else by the content; a PDF, a feed or a web archive is one under any name. And the
    stream from its beginning."""
    beginning = stream.read(SNIFFED)
    if not beginning:
        raise InputError(found.source, "is empty.")
    sniffed = sniff(beginning)
    form = sniffed if found.format is None or sniffed in SURE else found.format
    if found.stream is not None or not stream.seekable():
        return form, rewound(beginning, stream)
    stream.seek(0)
    return form, stream


def _extracted(part: Part) -> Iterator[Extracted | InputError]:
    found = part.input
    if part.piece is not None and found.format:
        yield from piece_extractor_of(found.format)(part.piece, found.source, found.stem)
        return
    with found.open() as stream:
        form, whole = _begun(found, stream)
        yield from extractor_of(form)(whole, found.source, found.stem)


def _described(extracted: Extracted | InputError) -> Loaded | InputError:
    if isinstance(extracted, InputError):
        return extracted
    if not extracted.text.strip():
        return InputError(extracted.source, "holds no text, only white space.")
    return describe(extracted)


def _empty(found: Input) -> InputError:
    return InputError(found.source, "holds no document.")


def _unreadable(found: Input, error: OSError) -> InputError:
    return InputError(found.source, f"can't be read ({error.strerror}).")
