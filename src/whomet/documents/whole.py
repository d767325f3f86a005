"""The bytes of one document, all at once: no more than fit in memory with what is made of them."""

from __future__ import annotations

import re
from typing import BinaryIO

from whomet.errors import InputError

LARGEST = 32 * 1024 * 1024
"""Bytes of one document: six times the Bible. Reading takes some thirty times as much memory."""

LARGEST_PDF = 256 * 1024 * 1024
"""Bytes of a PDF, nearly all of which are pictures where it is large."""

MOST_TAGS = 1_000_000
"""Tags of a page or feed: its tree takes some 300 bytes for each."""

_MOST_ATTRIBUTES = 2_000  # of a tag: libxml2 compares each with all that stand before it
# As HTML has it: quotation marks only count behind an equals sign. Nothing is tried twice, and no tag fails.
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
_TAG = re.compile(rf"(<[a-zA-Z]\w{{0,30}}+)((?:{_VALUE.pattern}|[^>=]++|=)*+)")
_ATTRIBUTE = re.compile(r"[^\s/]+")


def read_whole(stream: BinaryIO, source: str, largest: int = LARGEST) -> bytes:
    """All that is left of a stream. Raises InputError where that is more than is read as one document."""
    data = stream.read(largest + 1)
    if len(data) > largest:
        raise InputError(source, too_large(largest))
    return data


def too_large(largest: int) -> str:
    """Why something is not read, and what to do."""
    size = largest // 1024 // 1024
    return f"is larger than {size} MB, more than one document is: cut it, or give what it holds as JSON Lines."


def check_tags(text: str, source: str) -> None:
    """Raises InputError for a page or feed whose tree would not fit in memory."""
    if text.count("<") > MOST_TAGS:
        raise InputError(source, f"has more than {MOST_TAGS // 1_000_000} million tags, more than is read of one page.")


def with_few_attributes(markup: str) -> str:
    """HTML in which a tag with more attributes than anybody writes has none: parsing it could take hours."""
    return _TAG.sub(_bare, markup)


def _bare(tag: re.Match[str]) -> str:
    if tag.end(2) - tag.start(2) <= 2 * _MOST_ATTRIBUTES:
        return tag[0]
    return tag[1] if len(_ATTRIBUTE.findall(_VALUE.sub(" ", tag[2]))) > _MOST_ATTRIBUTES else tag[0]
