"""Web archives (WARC) -> Extracted, one for each page, PDF or text that was kept. The web is never asked again.

What a server answered counts, and what was kept without a server's answer; requests, errors, redirects, pictures,
scripts and second visits that found nothing new are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from whomet.documents.archived import Answer, Unreadable, read_answer, whole_body
from whomet.documents.extracted import Extracted
from whomet.documents.extractors import extract_part, format_of, may_be_read, warned, web_charset
from whomet.documents.inputs import SNIFFED, Format
from whomet.documents.mail_headers import web_address
from whomet.documents.titled import one_line
from whomet.documents.warc_records import LARGEST, Broken, Record, read_records
from whomet.errors import InputError
from whomet.model import FindingKind

_GIVEN = (0, 200, 203)  # what says that the thing itself follows
_KEPT = ("resource", "conversion")  # records that hold the thing itself
_LONGEST_ID = 300
_CUT = "The archive kept only the beginning of this text."


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """A text or an error for each document that was kept, and an error for each record that is broken."""
    for piece in split(stream):
        yield from extract_piece(piece, source, stem)


def split(stream: BinaryIO, before: int = 0) -> Iterator[Record | Broken]:
    """The records that may hold a document, and those that are broken. `before`: how many records stand before this
    part of an archive."""
    return read_records(stream, _is_wanted, before)


def extract_piece(piece: Record | Broken, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """The texts of a record, or why there is none."""
    where = f"{source}, {piece.place}"
    if isinstance(piece, Broken):
        yield InputError(where, piece.reason)
    else:
        yield from _read(piece, where, f"{stem}-{piece.number}")


def _is_wanted(headers: dict[str, str], head: bytes) -> bool:
    """By the beginning of a record, whether it may hold a document; what the rest then shows is for `_read`."""
    answer = _answer(headers, head)
    if answer is None:
        return headers.get("warc-type", "").lower() == "response" and bool(web_address(_address(headers)))
    if (
        answer.status not in _GIVEN
        or not answer.body
        or not may_be_read(answer.media_type)
        or _is_for_robots(_address(headers))
    ):
        return False
    return _is_sent_otherwise(answer) or bool(format_of(answer.media_type, answer.body[:SNIFFED]))


def _read(record: Record, source: str, stem: str) -> Iterator[Extracted | InputError]:
    answer, url = _answer(record.headers, record.block), web_address(_address(record.headers))
    if answer is None:
        yield InputError(source, "holds no answer of a server.")
        return
    try:
        body, whole = whole_body(answer, LARGEST)
    except Unreadable as reason:
        yield InputError(source, str(reason))
        return
    form = format_of(answer.media_type, body)
    if not form or not body:
        return
    whole = whole and not {"warc-truncated", "warc-segment-number"} & record.headers.keys()
    for found in extract_part(body, form, web_charset(answer.charset), source, stem):
        yield _placed(found, form, url, whole) if isinstance(found, Extracted) else found


def _placed(found: Extracted, form: Format, url: str, whole: bool) -> Extracted:
    """The text with the address it was kept under; an entry of a feed has its own."""
    told = found if whole else warned(found, FindingKind.TRUNCATED, _CUT)
    if not url or (form is Format.FEED and found.given.url):
        return told
    name = url if len(url) <= _LONGEST_ID and form is not Format.FEED else told.id
    return replace(told, id=name, given=replace(told.given, url=url))


def _is_sent_otherwise(answer: Answer) -> bool:
    return bool({"transfer-encoding", "content-encoding"} & answer.headers.keys())


def _is_for_robots(url: str) -> bool:
    return url.partition("?")[0].endswith("/robots.txt")


def _answer(headers: dict[str, str], block: bytes) -> Answer | None:
    kind = headers.get("warc-type", "").lower()
    if kind == "response":
        return read_answer(block)
    return Answer(0, {"content-type": headers.get("content-type", "")}, block) if kind in _KEPT else None


def _address(headers: dict[str, str]) -> str:
    return one_line(headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">"))
