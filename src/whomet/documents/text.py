"""Plain text and Markdown -> Extracted: the text is the file's own content, Markdown's marks included."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from whomet.documents.encoding import decode, is_binary
from whomet.documents.extracted import Extracted
from whomet.documents.whole import read_whole
from whomet.errors import InputError
from whomet.model import FindingKind

EXTRACTOR = "text/1"


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted]:
    """One text. Raises InputError for bytes that are no text."""
    data = read_whole(stream, source)
    if is_binary(data):
        raise InputError(source, "is no text but binary data.")
    decoded = decode(data)
    warnings = ((FindingKind.ENCODING, decoded.warning),) if decoded.warning else ()
    yield Extracted(stem, decoded.text, source, sha256(data).hexdigest(), EXTRACTOR, warnings=warnings)
