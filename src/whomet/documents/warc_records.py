"""Bytes of a web archive -> its records, one at a time, compressed or not, with no more in memory than one page.

Read by hand rather than by a library: those that there are end, or go on in silence, at the first byte that is damaged.
Here a record that is broken is named, and reading goes on at the next place where a record begins.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

LARGEST = 64 * 1024 * 1024  # bytes of a block that is read; a page or PDF is far smaller
HEAD = 64 * 1024  # bytes of a block by which it is decided whether the rest is wanted
_CHUNK = 64 * 1024
_LONGEST_LINE = 64 * 1024
_MOST_HEADERS = 200
_MOST_PUT_BACK = 20  # long blocks with another record in them; reading each anew takes time
_MEMBER = b"\x1f\x8b\x08"
_BEGINNING = re.compile(rb"WARC/\d\.\d{1,2}\r?\n(?=[A-Za-z]{2})")  # also in the middle of a line that broke off
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\r?\n\Z")
_LONGEST_BEGINNING = 16  # bytes by which it is known


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is wanted, whole; `number` counts all records from 1. Header names are in small letters."""

    number: int
    headers: dict[str, str]
    block: bytes

    @property
    def place(self) -> str:
        return f"record {self.number}"

    @property
    def size(self) -> int:
        return len(self.block)


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where no whole record could be read, and why. `number` is that of the record it belongs to."""

    number: int
    reason: str
    size = 0

    @property
    def place(self) -> str:
        return f"record {self.number}"


class _Damaged(Exception):
    """The bytes up to here could be read, some that follow could not."""


Wanted = Callable[[dict[str, str], bytes], bool]
"""Whether a record is wanted, by its headers and the beginning of its block."""


def read_records(stream: BinaryIO, wanted: Wanted, before: int = 0) -> Iterator[Record | Broken]:
    """The wanted records of an archive, and what is broken in it. `before`: how many stand before this part of it."""
    source = _Bytes(_pieces(stream))
    number, lost = before, False
    while True:
        found: Record | Broken | None = None
        reading = False
        try:
            line = source.line()
            if not line:
                return
            reading = line.startswith(b"WARC/") or (lost and bool(_VERSION.search(line)))
            if reading:
                number, lost = number + 1, False
                found = _record(number, source, wanted)
            elif line.strip() and not lost:
                found = Broken(max(number, 1), "is longer than it says, or what follows it is no record.")
        except _Damaged as damage:
            number += 0 if reading else 1
            found = Broken(number, str(damage))
        lost = lost or isinstance(found, Broken)
        if found:
            yield found
        if source.put_back_long > _MOST_PUT_BACK:
            yield Broken(number, "and what follows it was not read: too many records are broken.")
            return


def _record(number: int, source: _Bytes, wanted: Wanted) -> Record | Broken | None:
    headers = _headers(source)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) <= 15):
        return Broken(number, "does not say how long it is.")
    size = int(length)
    head = source.read(min(size, HEAD))
    if len(head) < min(size, HEAD):
        return _cut_off(number, head, source)
    if not wanted(headers, head):
        return None if source.skip(size - len(head)) else Broken(number, "is shorter than it says.")
    if size > LARGEST:
        source.skip(size - len(head))
        return Broken(number, f"is larger than {LARGEST // 1024 // 1024} MB, more than is read of one page.")
    block = head + source.read(size - len(head))
    if len(block) < size or not source.at_end_of_record():
        return _cut_off(number, block, source)
    return Record(number, headers, block)


def _cut_off(number: int, block: bytes, source: _Bytes) -> Broken:
    """A record that ends before it says, by what was read in its place: other records that this holds are put back."""
    following = source.peek(_LONGEST_BEGINNING)
    begun = _BEGINNING.search(block + following)
    if begun and begun.start() < len(block):
        source.put_back(block[begun.start() :])
        return Broken(number, "is shorter than it says.")
    return Broken(number, "is cut off." if source.ended else "is longer than it says.")


def _headers(source: _Bytes) -> dict[str, str]:
    """Names and values up to the blank line; of a name given twice the first."""
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = source.line()
        if not line.strip():
            return headers
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


# ------------------------------------------------------------------------------------------------ bytes


def _pieces(stream: BinaryIO) -> Iterator[bytes | _Damaged]:
    """The archive's bytes as they were before it was compressed; what is damaged is told in its place."""
    first = stream.read(_CHUNK)
    if not first.startswith(_MEMBER[:2]):
        while first:
            yield first
            first = stream.read(_CHUNK)
        return
    yield from _inflated(first, stream)


def _inflated(raw: bytes, stream: BinaryIO) -> Iterator[bytes | _Damaged]:
    member, told = zlib.decompressobj(wbits=31), False
    while raw:
        try:
            piece = member.decompress(raw, _CHUNK)
            raw = member.unconsumed_tail or (b"" if member.eof else stream.read(_CHUNK))
            if not raw and not member.eof:
                piece += member.flush()
        except zlib.error:
            if not told:
                yield _Damaged("is damaged: its compression is broken.")
            raw, member, told = _next_member(raw[1:], stream), zlib.decompressobj(wbits=31), True
            continue
        if piece:
            told = False
            yield piece
        if member.eof:
            raw, member = _padding_left_out(member.unused_data, stream), zlib.decompressobj(wbits=31)
        elif not raw:
            yield _Damaged("is cut off.")


def _padding_left_out(raw: bytes, stream: BinaryIO) -> bytes:
    return raw.lstrip(b"\0\r\n") or stream.read(_CHUNK).lstrip(b"\0\r\n")


def _next_member(raw: bytes, stream: BinaryIO) -> bytes:
    """What begins with the next compressed member, b"" if there is none."""
    while (at := raw.find(_MEMBER)) < 0:
        more = stream.read(_CHUNK)
        if not more:
            return b""
        raw = raw[1 - len(_MEMBER) :] + more
    return raw[at:]


@dataclass(slots=True)
class _Bytes:
    """A stream that can be read by lines and by lengths, and to which something can be put back."""

    pieces: Iterator[bytes | _Damaged]
    held: bytearray = field(default_factory=bytearray)
    at: int = 0
    ended: bool = False
    damage: _Damaged | None = None
    put_back_long: int = 0

    def line(self) -> bytes:
        """The next line with its end, b"" after the last; one too long is given in parts."""
        while (end := self.held.find(b"\n", self.at)) < 0 and len(self.held) - self.at < _LONGEST_LINE:
            if not self._more():
                self._raise()
                return self._take(len(self.held) - self.at)
        return self._take(min(end + 1 - self.at if end >= 0 else _LONGEST_LINE, _LONGEST_LINE))

    def read(self, size: int) -> bytes:
        """As many bytes, or fewer where the archive ends."""
        there = len(self.peek(size))
        if there < size:
            self._raise()
        return self._take(there)

    def skip(self, size: int) -> bool:
        """Passes over as many bytes, or up to where a record begins before that; false if they are not all there."""
        tail = b""
        while size > 0:
            piece = self.read(min(size, _CHUNK))
            if not piece:
                return False
            begun = _BEGINNING.search(tail + piece)
            if begun:
                self.put_back((tail + piece)[begun.start() :])
                return False
            size -= len(piece)
            tail = (tail + piece)[-_LONGEST_BEGINNING:]
        return True

    def at_end_of_record(self) -> bool:
        """Whether a blank line, another record or nothing follows."""
        following = self.peek(2)
        return not following or following[:1] in (b"\r", b"\n") or following == b"WA"

    def peek(self, size: int) -> bytes:
        """What comes next, which stays to be read; fewer bytes where the archive ends."""
        while len(self.held) - self.at < size and self._more():
            pass
        return bytes(self.held[self.at : self.at + size])

    def put_back(self, data: bytes) -> None:
        """What is to be read next."""
        self.put_back_long += len(data) > _CHUNK
        self.held[: self.at] = data
        self.at = 0

    def _take(self, size: int) -> bytes:
        taken = bytes(self.held[self.at : self.at + size])
        self.at += size
        if self.at > _LONGEST_LINE:
            del self.held[: self.at]
            self.at = 0
        return taken

    def _more(self) -> bool:
        if self.ended or self.damage:
            return False
        piece = next(self.pieces, None)
        if isinstance(piece, bytes):
            self.held += piece
        elif piece is None:
            self.ended = True
        else:
            self.damage = piece
        return isinstance(piece, bytes)

    def _raise(self) -> None:
        """What was held before the damage belongs to a record that has lost its end, so it goes with it."""
        if self.damage:
            damage, self.damage = self.damage, None
            self.held.clear()
            self.at = 0
            raise damage
