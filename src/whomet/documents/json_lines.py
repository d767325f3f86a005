"""JSON -> Extracted, one for each object `{id, text, title?, publisher?, published?, url?, language?}`.

JSON Lines are read as a stream: a file may be larger than memory, and a bad line costs only itself.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO

from whomet.documents.archived import Unreadable
from whomet.documents.encoding import decode, without_surrogates
from whomet.documents.extracted import Extracted, Given
from whomet.documents.whole import LARGEST, read_whole, too_large
from whomet.errors import InputError
from whomet.model import FindingKind

EXTRACTOR = "json/1"
_BASIS = "Given with the document."
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number, from 1. One that is too long is only its beginning."""

    number: int
    line: bytes

    @property
    def place(self) -> str:
        return f"line {self.number}"

    @property
    def size(self) -> int:
        return len(self.line)


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """A text or an error for each line that isn't blank."""
    for piece in split(stream):
        yield from extract_piece(piece, source, stem)


def split(stream: BinaryIO) -> Iterator[Line]:
    """The lines that aren't blank."""
    return (Line(number, line) for number, line in enumerate(_lines(stream), 1) if line.strip())


def extract_piece(piece: Line, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """The text of a line, or why there is none."""
    where = f"{source}, {piece.place}"
    if len(piece.line) > LARGEST:
        yield InputError(where, too_large(LARGEST))
    else:
        yield _from_line(piece.line, where, f"{stem}-{piece.number}")


def extract_whole(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """A file that is one object or one list of them; if it is neither, it is read as JSON Lines."""
    data = read_whole(stream, source)
    try:
        content = json.loads(decode(data).text)
    except (ValueError, RecursionError):
        yield from extract(io.BytesIO(data), source, stem)
        return
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, 1):
        where = f"{source}, record {number}" if isinstance(content, list) else source
        whole = data if record is content else json.dumps(record, sort_keys=True).encode()
        yield from_record(record, whole, where, f"{stem}-{number}" if isinstance(content, list) else stem)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    line = stream.readline(LARGEST + 1)
    if line.startswith(_WIDE_MARKS):  # UTF-16 has newline bytes inside other characters
        yield from decode(line + _rest(stream)).text.encode().splitlines()
        return
    mark = codecs.BOM_UTF8
    while line:
        yield line.removeprefix(mark)
        mark = b""
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = stream.readline(LARGEST + 1)
        line = stream.readline(LARGEST + 1)


def _rest(stream: BinaryIO) -> bytes:
    """What is left of a stream that is not cut. Raises Unreadable for more than is read as one."""
    rest = stream.read(LARGEST + 1)
    if len(rest) > LARGEST:
        raise Unreadable(too_large(LARGEST))
    return rest


def _from_line(line: bytes, source: str, stem: str) -> Extracted | InputError:
    decoded = decode(line)
    try:
        record = json.loads(decoded.text)
    except ValueError as error:
        return InputError(source, f"is no JSON ({getattr(error, 'msg', 'a number that is too long')}).")
    except RecursionError:
        return InputError(source, "is JSON nested too deep to be read.")
    return from_record(record, line.rstrip(b"\r\n"), source, stem, decoded.warning)


def from_record(record: object, raw: bytes, source: str, stem: str, warning: str = "") -> Extracted | InputError:
    """The text of one object; `raw` is what the document's `original` hash is made from."""
    if not isinstance(record, dict):
        return InputError(source, "is no JSON object with a text.")
    text = record.get("text")
    if not isinstance(text, str):
        return InputError(source, 'has no text: the key "text" is missing or no string.')
    warnings = [(FindingKind.ENCODING, warning)] if warning else []
    if without_surrogates(text) != text:
        warnings.append(
            (FindingKind.ENCODING, f"Some characters are halves of a pair; each is shown as {chr(0xFFFD)}.")
        )
    given, odd = _given(record)
    warnings += [(FindingKind.NOT_UNDERSTOOD, f'"{key}" is no string and was left out.') for key in odd]
    name = _id(record.get("id")) or stem
    original = sha256(raw).hexdigest()
    return Extracted(
        name, without_surrogates(text), source, original, EXTRACTOR, given, _BASIS, warnings=tuple(warnings)
    )


def _given(record: dict[str, Any]) -> tuple[Given, list[str]]:
    """The metadata that are strings, and the keys of those that are something else."""
    keys = tuple(Given().as_dict())
    known = {key: without_surrogates(record[key]).strip() for key in keys if isinstance(record.get(key), str)}
    return Given(**known), [key for key in keys if record.get(key) is not None and key not in known]


def _id(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return without_surrogates(str(value)).strip()
