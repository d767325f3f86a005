"""Which function reads which format, also for a document that lies inside another: an attachment, an archived page."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO, Protocol

from whomet.documents.encoding import decode_declared
from whomet.documents.extracted import Extracted
from whomet.documents.inputs import SNIFFED, SURE, Format, sniff
from whomet.errors import InputError
from whomet.model import FindingKind

Extractor = Callable[[BinaryIO, str, str], Iterable[Extracted | InputError]]


class Piece(Protocol):
    """What is cut off an input and read by itself: where in it that was, and its bytes in number."""

    @property
    def place(self) -> str: ...

    @property
    def size(self) -> int: ...


Cutter = Callable[[BinaryIO], Iterable[Piece]]
PieceExtractor = Callable[[Piece, str, str], Iterable[Extracted | InputError]]

CUT = (Format.JSON_LINES, Format.WARC, Format.PARQUET)
"""Formats that are cut into pieces, each read by itself: `extract` is `split` and then `extract_piece`."""

# Named, not imported: trafilatura and pdfium take most of a second to load, and are only once a file needs them.
_EXTRACTORS = {
    Format.TEXT: ("text", "extract"),
    Format.WEB_PAGE: ("web_page", "extract"),
    Format.PDF: ("pdf", "extract"),
    Format.JSON: ("json_lines", "extract_whole"),
    Format.JSON_LINES: ("json_lines", "extract"),
    Format.MAIL: ("mail", "extract"),
    Format.FEED: ("feeds", "extract"),
    Format.WARC: ("warc", "extract"),
    Format.PARQUET: ("parquet_rows", "extract"),
}
_OF_MEDIA_TYPE = {
    "text/plain": Format.TEXT,
    "text/markdown": Format.TEXT,
    "text/html": Format.WEB_PAGE,
    "application/xhtml+xml": Format.WEB_PAGE,
    "application/pdf": Format.PDF,
    "application/x-pdf": Format.PDF,
    "message/rfc822": Format.MAIL,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/feed+json": Format.FEED,
}
# What servers and mail programs say of anything: the content tells, and only what it tells surely is believed.
_SAYS_LITTLE = {
    "",
    "application/octet-stream",
    "application/download",
    "application/force-download",
    "application/json",
    "application/xml",
    "text/xml",
}
_ARCHIVES = (Format.WARC, Format.PARQUET)  # never read inside another document
_TEXTS = (Format.TEXT, Format.WEB_PAGE)
_PLAIN_LATIN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")  # what the Web reads as windows-1252


def extractor_of(form: Format) -> Extractor:
    """The function that reads a format; its libraries are loaded by this."""
    module, function = _EXTRACTORS[form]
    found: Extractor = getattr(importlib.import_module(f"whomet.documents.{module}"), function)
    return found


def cutter_of(form: Format) -> Cutter:
    """The function that cuts a format into pieces."""
    found: Cutter = importlib.import_module(f"whomet.documents.{_EXTRACTORS[form][0]}").split
    return found


def piece_extractor_of(form: Format) -> PieceExtractor:
    """The function that reads a piece of a format."""
    found: PieceExtractor = importlib.import_module(f"whomet.documents.{_EXTRACTORS[form][0]}").extract_piece
    return found


def format_of(media_type: str, data: bytes) -> Format | None:
    """The format of a document inside another, by its media type and its first bytes; None if it isn't read."""
    sniffed = sniff(data[:SNIFFED])
    declared = _OF_MEDIA_TYPE.get(media_type)
    if sniffed in _ARCHIVES or (sniffed in SURE and (declared or media_type in _SAYS_LITTLE)):
        return None if sniffed in _ARCHIVES else sniffed
    if declared is None and media_type in _SAYS_LITTLE:
        return sniffed if sniffed is Format.WEB_PAGE else None
    return declared


def may_be_read(media_type: str) -> bool:
    """Whether a document of such a media type may be of a format that is read."""
    return media_type in _OF_MEDIA_TYPE or media_type in _SAYS_LITTLE


def extract_part(data: bytes, form: Format, charset: str, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """The texts of a document that lies inside another. Raises nothing: what can't be read is an InputError among
    them. `charset` is what the outer document says of it, which comes before what it says of itself."""
    try:
        if not data:
            raise InputError(source, "is empty.")
        text = decode_declared(data, charset) if charset and form in _TEXTS else None
        if not text or text.guessed:
            yield from extractor_of(form)(io.BytesIO(data), source, stem)
            return
        for found in extractor_of(form)(io.BytesIO(text.text.encode()), source, stem):
            yield replace(found, original=sha256(data).hexdigest()) if isinstance(found, Extracted) else found
    except InputError as error:
        yield error


def warned(found: Extracted, kind: FindingKind, sentence: str) -> Extracted:
    """The same text with one more warning."""
    return replace(found, warnings=(*found.warnings, (kind, sentence)))


def web_charset(charset: str) -> str:
    """The encoding that a label on the Web means."""
    label = charset.strip("\"' \t").lower()
    return "cp1252" if label in _PLAIN_LATIN else label
