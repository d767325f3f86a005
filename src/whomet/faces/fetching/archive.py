"""What was fetched, kept as a web archive (WARC 1.1) in files that only grow, each record compressed by itself.

The records of one visit stand together: for each hop the answer and what was asked, and at the end one of metadata,
which closes the visit. It is written before anything else is noted of the visit; whoever is killed in between finds
there what came, and what lies behind the last closed visit was never whole and is cut off.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from whomet import __version__
from whomet.documents.warc_records import Record, read_records
from whomet.faces.fetching.wire import Exchange

LARGEST_SEGMENT = 500_000_000  # bytes after which another file is begun
_NAME = re.compile(r"whomet-\d{5}\.warc\.gz")
_INFO = f"software: Whomet {__version__}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n"
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the file, how many records stand before it there, and which bytes of the file it is."""

    file: str
    before: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Visit:
    """What a closed visit left in an archive: the address that was asked and what named it, the last answer and its
    place."""

    url: str
    found_in: str
    answer: Place
    answered: str  # the address that answered, after redirects
    headers: dict[str, str]
    digest: str


class Archive:
    """The files of one folder. `behind` are the visits that stand there beyond what the caller knew of."""

    def __init__(self, folder: Path, known: dict[str, tuple[int, int]]) -> None:
        """`known` says for each file how many bytes and records of it the caller has noted."""
        self._folder = folder
        self._ends: dict[str, tuple[int, int]] = {}
        self.behind: list[Visit] = []
        for path in sorted(p for p in folder.iterdir() if _NAME.fullmatch(p.name)):
            self._take_up(path, known.get(path.name, (0, 0)))

    def end(self, file: str) -> tuple[int, int]:
        """Bytes and records of a file."""
        return self._ends[file]

    def keep(self, url: str, hops: Sequence[Exchange], found_in: str, on: float) -> Visit:
        """Appends a visit, and sees to it that the disk has it."""
        file = self._file(on)
        size, count = self._ends[file]
        answer = hops[-1]
        written, place = b"", Place(file, 0, 0, 0)
        for hop in hops:
            block = hop.response
            uri = hop.url
            response = _record("response", uri, block, on, ip=hop.ip, payload=hop.body)
            place = Place(file, count, size + len(written), len(response))
            request = _record(
                "request", uri, hop.request, on, ip=hop.ip, concurrent=_identity("response", uri, block, on)
            )
            written += response + request
            count += 2
        said = f"asked: {url}\r\n" + (f"via: {found_in}\r\n" if found_in else "")
        concurrent = _identity("response", answer.url, answer.response, on)
        written += _record("metadata", answer.url, said.encode(), on, concurrent=concurrent)
        self._append(file, written)
        self._ends[file] = (size + len(written), count + 1)
        headers = {name.lower(): value for name, value in reversed(answer.headers)}
        return Visit(url, found_in, place, answer.url, headers, digest(answer.body))

    def read(self, place: Place) -> bytes:
        """A record, compressed as it stands there."""
        with (self._folder / place.file).open("rb") as stream:
            stream.seek(place.offset)
            return stream.read(place.length)

    def _file(self, on: float) -> str:
        file = max(self._ends, default="")
        size = self._ends[file][0] if file else LARGEST_SEGMENT
        if 0 < size < LARGEST_SEGMENT:
            return file
        if size:
            file = f"whomet-{int(file[7:12]) + 1 if file else 1:05d}.warc.gz"
        info = _record("warcinfo", "", _INFO.encode(), on, file=file)
        self._append(file, info)
        self._ends[file] = (len(info), 1)
        return file

    def _append(self, file: str, data: bytes) -> None:
        with (self._folder / file).open("ab") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def _take_up(self, path: Path, known: tuple[int, int]) -> None:
        """Reads what stands behind what is known, and cuts off what was never whole."""
        end, count = known
        hop: tuple[Place, Record] | None = None
        at, before = end, count
        for length, record in _members(path, end):
            kind = record.headers.get("warc-type", "") if record else ""
            if record and kind == "response":
                hop = (Place(path.name, before, at, length), record)
            at, before = at + length, before + 1
            if record and kind == "metadata" and hop:
                self.behind.append(_visit(record, *hop))
            if kind in ("metadata", "warcinfo"):
                end, count, hop = at, before, None
        if path.stat().st_size > end:
            os.truncate(path, end)
        self._ends[path.name] = (end, count)


def _visit(metadata: Record, place: Place, response: Record) -> Visit:
    said = dict(line.split(": ", 1) for line in metadata.block.decode().splitlines() if ": " in line)
    head, _, body = response.block.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line]
    headers = {name.lower(): value for name, value in reversed(lines)}
    uri = response.headers["warc-target-uri"]
    return Visit(said.get("asked", uri), said.get("via", ""), place, uri, headers, digest(body))


def _members(path: Path, offset: int) -> Iterator[tuple[int, Record | None]]:
    """The length and the record of each whole member of a compressed file from an offset on."""
    with path.open("rb") as stream:
        stream.seek(offset)
        raw = stream.read(_PIECE)
        while raw:
            member, data, length = zlib.decompressobj(wbits=31), b"", 0
            while raw and not member.eof:
                try:
                    data += member.decompress(raw)
                except zlib.error:
                    return
                length += len(raw) - len(member.unused_data)
                raw = member.unused_data or stream.read(_PIECE)
            if not member.eof:
                return
            yield length, _only_record(data)


def _only_record(data: bytes) -> Record | None:
    found = next(read_records(BytesIO(data), lambda headers, head: True), None)
    return found if isinstance(found, Record) else None


# --------------------------------------------------------------------------------------------- one record


def _record(  # noqa: PLR0913 - one for each header that only some kinds of records have
    kind: str,
    uri: str,
    block: bytes,
    on: float,
    *,
    ip: str = "",
    payload: bytes | None = None,
    concurrent: str = "",
    file: str = "",
) -> bytes:
    media = {"response": "application/http;msgtype=response", "request": "application/http;msgtype=request"}
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": _identity(kind, uri, block, on),
        "WARC-Date": _instant(on),
        "WARC-Target-URI": uri,
        "WARC-IP-Address": ip,
        "WARC-Concurrent-To": concurrent,
        "WARC-Filename": file,
        "WARC-Payload-Digest": digest(payload) if payload is not None else "",
        "WARC-Block-Digest": digest(block),
        "Content-Type": media.get(kind, "application/warc-fields"),
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)


def _identity(kind: str, uri: str, block: bytes, on: float) -> str:
    """A name that follows from what is named: nothing here needs chance."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {uri} {_instant(on)} {digest(block)}')}>"


def _instant(on: float) -> str:
    return datetime.fromtimestamp(on, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, as archives write it."""
    return f"sha256:{b32encode(sha256(data).digest()).decode()}"
