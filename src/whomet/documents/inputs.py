"""Paths -> inputs: which files are there to be read, in an order that does not depend on the file system."""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from whomet.documents.remote import find_remote, is_remote, open_remote
from whomet.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Format(StrEnum):
    """The formats that are read, each by its own file in this folder."""

    TEXT = "text"
    WEB_PAGE = "web page"
    PDF = "PDF"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    MAIL = "mail"
    FEED = "feed"
    WARC = "web archive"
    PARQUET = "Parquet"


SUFFIXES = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.TEXT,
    ".markdown": Format.TEXT,
    ".html": Format.WEB_PAGE,
    ".htm": Format.WEB_PAGE,
    ".xhtml": Format.WEB_PAGE,
    ".pdf": Format.PDF,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".eml": Format.MAIL,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".rdf": Format.FEED,
    ".xml": Format.FEED,
    ".warc": Format.WARC,
    ".warc.gz": Format.WARC,
    ".parquet": Format.PARQUET,
}
SURE = (Format.PDF, Format.FEED, Format.WARC, Format.PARQUET)  # under any name, where the content says so
SNIFFED = 2048  # bytes that tell the format where no suffix does
# The name of the first element, whatever stands before it; each group is atomic, so that nothing is tried twice.
_ROOT = re.compile(
    rb"(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!doctype[^\[>]*(?>\[.*?\]\s*>|>))*+<(?:[\w.-]{1,30}:)?(rss|feed|rdf)[\s>]",
    re.S,
)
_JSON_FEED = re.compile(rb"\"version\"\s{0,9}:\s{0,9}\"https?:[\\/]{2,4}(?:www\.)?jsonfeed\.org[\\/]{1,2}version")
_RSS_1 = (b"purl.org/rss/", b"netscape.com/rdf/")
_HEADER = re.compile(rb"[a-z][a-z0-9-]{1,60}:[ \t\r\n]")
_MAILED = re.compile(rb"^(?:received|message-id|mime-version|return-path|delivered-to|dkim-signature):", re.M)


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input, that is to be read.

    `source` is what messages call it, `stem` the id of a text that brings none; `format` is None where only the
    content can tell.
    """

    source: str
    stem: str
    format: Format | None
    path: Path | None = None
    stream: BinaryIO | None = None
    address: str = ""  # of a file that lies elsewhere

    def open(self) -> AbstractContextManager[BinaryIO]:
        """The bytes, closed after use if they are a file's. Raises InputError if it can't be opened."""
        if self.stream is not None:
            return nullcontext(self.stream)
        if self.address:
            return open_remote(self.address)
        try:
            return Path(self.path or "").open("rb")
        except OSError as error:
            raise InputError(self.source, f"can't be opened ({error.strerror}).") from None


def find_inputs(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Input | InputError]:
    """Every file under `paths`, folders in the order of names, "-" for standard input; an error for what can't be read.

    Hidden files and folders (".git"), and registers, are passed over unless named themselves.
    """
    for path in paths:
        if path == "-" and stdin is not None:
            yield Input("-", "stdin", None, stream=stdin)
        elif path == "-":
            yield InputError("-", "there is no standard input to read.")
        elif not path:
            yield InputError('""', "names no file or folder.")
        elif is_remote(path):
            yield from _find_remote(path)
        else:
            yield from _find(Path(path))


def sniff(beginning: bytes) -> Format:
    """The format of an input that has no suffix, by its first bytes."""
    start = beginning[:SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    sure = _sniff_surely(start, beginning)
    if sure:
        return sure
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")) or b"<html" in start:
        return Format.WEB_PAGE
    if _is_mail(start):
        return Format.MAIL
    if start.startswith((b"[{", b"[ {", b"[\n", b"[\r", b"{\n", b"{\r")):  # a list, or an object over several lines
        return Format.JSON
    return Format.JSON_LINES if start.startswith((b'{"', b'{ "')) else Format.TEXT


def _sniff_surely(start: bytes, beginning: bytes) -> Format | None:
    if start.startswith((b"%pdf-", b"par1")):
        return Format.PDF if start.startswith(b"%") else Format.PARQUET
    if start.startswith(b"warc/") or _inflated(beginning).startswith(b"WARC/"):
        return Format.WARC
    narrow = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")  # UTF-16 as well
    root = _ROOT.match(narrow)
    if root and (root[1] in (b"rss", b"feed") or any(name in narrow for name in _RSS_1)):
        return Format.FEED
    return Format.FEED if start.startswith(b"{") and _JSON_FEED.search(start) else None


def _inflated(beginning: bytes) -> bytes:
    """The first bytes of a compressed input, b"" if it is none."""
    if not beginning.startswith(b"\x1f\x8b"):
        return b""
    try:
        return zlib.decompressobj(wbits=31).decompress(beginning[:SNIFFED], 16)
    except zlib.error:
        return b""


def _is_mail(start: bytes) -> bool:
    """Headers from the first line on, one of them such as only a mail program writes."""
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    return bool(_HEADER.match(head) and _MAILED.search(head))


def rewound(beginning: bytes, stream: BinaryIO) -> BinaryIO:
    """The whole of a stream whose beginning has been read: a pipe can't be sought back."""
    return BufferedReader(_Rewound(beginning, stream))


class _Rewound(RawIOBase):
    def __init__(self, beginning: bytes, stream: BinaryIO) -> None:
        self._beginning, self._stream = beginning, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        piece = self._beginning[: len(view)] or self._stream.read(len(view))
        self._beginning = self._beginning[len(piece) :]
        view[: len(piece)] = piece
        return len(piece)


def _find(path: Path) -> Iterator[Input | InputError]:
    """A file or what lies under a folder, depth first; a folder met twice (through a link) is told and left out, and so
    is one without any file, and what a link leads to that lies elsewhere: whoever packed a folder can't have another
    file of its reader read."""
    seen: set[tuple[int, int]] = set()
    waiting, found = [path], False
    while waiting:
        here = waiting.pop()
        try:
            state = here.stat()
            if here is not path and _leads_out(here, path):
                found = True
                yield InputError(_shown(here), "is a link that leads out of the folder: name what it leads to.")
                continue
            if not stat.S_ISDIR(state.st_mode):
                found = True
                yield _file(here, state.st_mode, named=here is path)
                continue
            if (state.st_dev, state.st_ino) in seen:
                found = True
                yield InputError(_shown(here), "is a link to a folder that was already read.")
                continue
            seen.add((state.st_dev, state.st_ino))
            waiting += sorted((p for p in here.iterdir() if not _is_passed_over(p)), reverse=True)
        except (OSError, ValueError) as error:
            found = True
            yield InputError(_shown(here), _reason(error))
    if not found:
        yield InputError(_shown(path), "is a folder without any file to read.")


def _leads_out(link: Path, folder: Path) -> bool:
    return link.is_symlink() and not link.resolve().is_relative_to(folder.resolve())


def _find_remote(address: str) -> Iterator[Input | InputError]:
    try:
        for found in find_remote(address):
            if not _is_passed_over(Path(found)):
                yield _remote(found, named=found == address)
    except InputError as error:
        yield error


def _remote(address: str, named: bool) -> Input | InputError:
    """As `_file`, of one that lies elsewhere."""
    found = _file(Path(address), stat.S_IFREG, named)
    if isinstance(found, InputError):
        return InputError(_printable(address), found.reason)
    return replace(found, source=_printable(address), path=None, address=address)


def _is_passed_over(path: Path) -> bool:
    """Hidden files, and registers of our own with what SQLite and language models' answers keep beside them."""
    return path.name.startswith(".") or path.suffix.startswith(".whomet") or path.suffix == ".answers"


def _file(path: Path, mode: int, named: bool) -> Input | InputError:
    """A file found in a folder must have a known suffix; one that is named may be anything with content."""
    source = _shown(path)
    if not named and not stat.S_ISREG(mode):
        return InputError(source, "is no ordinary file.")
    found = named_input(path.name, path, source)
    if not named and _format_of(path.name)[1] is None:
        return InputError(source, f"is of a kind that isn't read ({path.suffix or 'no suffix'}).")
    return found if named else replace(found, format=_format_of(path.name)[1])


def named_input(name: str, path: Path, source: str = "") -> Input:
    """A file that somebody named, whatever it is; `name` is what they call it, wherever it is kept."""
    stem, known = _format_of(name)
    if name.lower().endswith(".xml"):  # whoever names it means it, a feed or not
        known = None
    return Input(source or _printable(name), _printable(stem), known, path=path)


def _format_of(name: str) -> tuple[str, Format | None]:
    """A name without its suffix, and the format that the suffix says, if it is a known one."""
    suffix = name[-len(".warc.gz") :] if name.lower().endswith(".warc.gz") else Path(name).suffix
    return name[: len(name) - len(suffix)], SUFFIXES.get(suffix.lower())


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder."
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)."
    return f"can't be read ({getattr(error, 'strerror', None) or error})."


def _shown(path: Path) -> str:
    return _printable(str(path))


def _printable(name: str) -> str:
    """A name that any terminal and database takes: bytes of it that are no UTF-8 are shown as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
