"""What a server answered, as an archive keeps it: status, headers, and the body as it was before it was sent."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from importlib import import_module

from whomet.errors import MissingExtraError

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_LENGTH = re.compile(rb"([0-9a-fA-F]{1,12})[ \t]*(?:;[^\r\n]{0,500})?\r\n")
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,30})", re.I)
_PIECE = 64 * 1024


class Unreadable(Exception):
    """Why a body can't be read, as the end of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where no server's answer was kept but the thing itself; header names are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The kind of thing, without what else is said of it."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding that was declared, "" for none."""
        found = _CHARSET.search(self.headers.get("content-type", "")[:500])
        return found[1] if found else ""


def read_answer(block: bytes) -> Answer | None:
    """The answer in a block, its body as it was sent; None if it is none."""
    status = _STATUS.match(block)
    end = _END.search(block) if status else None
    if not status or not end:
        return None
    headers: dict[str, str] = {}
    for line in block[status.end() : end.start()].splitlines()[1:]:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return Answer(int(status[1]), headers, block[end.end() :])


def whole_body(answer: Answer, largest: int) -> tuple[bytes, bool]:
    """The body, joined and decompressed, and whether it is whole. Raises Unreadable."""
    body, whole = answer.body, True
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body, whole = _joined(body)
    codings = answer.headers.get("content-encoding", "").lower().replace(" ", "").split(",")
    for coding in reversed(codings[:3]):
        if coding in ("", "identity", "none", "utf-8"):
            continue
        body, complete = _decompressed(body, coding, largest)
        whole = whole and complete
    return body, whole


def _joined(body: bytes) -> tuple[bytes, bool]:
    """The chunks made one; as it is where it has none, since many archives keep bodies that they joined."""
    pieces: list[bytes] = []
    at = 0
    while chunk := _CHUNK_LENGTH.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(pieces), True
        pieces.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return (b"".join(pieces), False) if pieces else (body, True)


def _decompressed(body: bytes, coding: str, largest: int) -> tuple[bytes, bool]:
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, 31, largest) if body.startswith(b"\x1f\x8b") else (body, True)
    if coding == "deflate":
        wrapped = body[:1] == b"\x78" and len(body) > 1 and int.from_bytes(body[:2]) % 31 == 0
        return _inflated(body, 15 if wrapped else -15, largest)
    if coding == "br":
        return _unbrotlied(body, largest)
    raise Unreadable(f"is compressed in a way that isn't read ({coding[:20]}).")


def _inflated(body: bytes, wbits: int, largest: int) -> tuple[bytes, bool]:
    inflater, grown = zlib.decompressobj(wbits=wbits), bytearray()
    try:
        while body and not inflater.eof:
            grown += inflater.decompress(body, _PIECE)
            body = inflater.unconsumed_tail
            _refuse_above(largest, len(grown))
        grown += inflater.flush()
    except zlib.error:
        return bytes(grown), False
    return bytes(grown), inflater.eof


def _unbrotlied(body: bytes, largest: int) -> tuple[bytes, bool]:
    try:
        brotli = import_module("brotli")
    except ImportError:
        raise Unreadable(f"can't be read: {MissingExtraError('Brotli compression', 'warc')}") from None
    inflater, grown = brotli.Decompressor(), bytearray()
    try:
        while not inflater.is_finished():
            piece = inflater.process(body, output_buffer_limit=_PIECE)
            grown += piece
            _refuse_above(largest, len(grown))
            if not piece and inflater.can_accept_more_data():
                break
            body = b""
    except brotli.error:
        return bytes(grown), False
    return bytes(grown), bool(inflater.is_finished())


def _refuse_above(largest: int, size: int) -> None:
    if size > largest:
        raise Unreadable(f"is larger than {largest // 1024 // 1024} MB, more than is read of one page.")
