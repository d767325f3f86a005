"""Mail -> Extracted: the message, and each document attached to it as one of its own.

Of a message sent as text and as HTML the text is read. Quoted replies and signatures are kept, as boilerplate.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from hashlib import sha256
from pathlib import PurePosixPath
from typing import BinaryIO

from whomet.documents.encoding import decode_declared
from whomet.documents.extracted import Extracted
from whomet.documents.extractors import extract_part, format_of, may_be_read
from whomet.documents.inputs import SUFFIXES, Format
from whomet.documents.mail_headers import Cautious, read_headers
from whomet.documents.mail_text import quoted, unfolded, unwrapped
from whomet.documents.titled import moved, one_line, put_under
from whomet.documents.whole import read_whole
from whomet.errors import InputError
from whomet.model import FindingKind, Region, RegionKind

EXTRACTOR = "mail/1"
_BASIS = "Given in the mail's headers."
_MOST_PARTS = 500
_MOST_NAMED = 20  # attachments that aren't read
_DEEPEST = 20  # messages or parts inside each other
_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_SILENT = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_Warning = tuple[FindingKind, str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One part of the message's own text."""

    text: str
    regions: tuple[Region, ...] = ()
    warnings: tuple[_Warning, ...] = ()
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message taken apart: the parts that are its own text, and what is attached to it."""

    own: list[Message]
    attached: list[Message]


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """The message, then its attachments. Raises InputError for what is no mail and for one without anything to read."""
    data = read_whole(stream, source)
    message = _parse(data, source)
    if not message.keys():
        raise InputError(source, "is no mail: it has no headers.")
    yield from _read(message, sha256(data).hexdigest(), source, stem, 1)


def _parse(data: bytes, source: str) -> Message:
    for policy in (Cautious(), compat32):  # the second says less and fails on nothing
        try:
            parsed: Message = BytesParser(policy=policy).parsebytes(data)
            return parsed
        except RecursionError:
            break
        except Exception:  # the library's parser has gaps that raise all kinds of errors
            continue
    raise InputError(source, "is mail whose parts are nested too deep to be read.")


def _read(message: Message, original: str, source: str, stem: str, depth: int) -> Iterator[Extracted | InputError]:
    letter = _Letter([], [])
    _sort(message, letter, depth)
    pieces = [piece for part in letter.own[:_MOST_PARTS] if (piece := _piece(part, source)).text.strip()]
    documents, unread = _attachments(letter.attached[:_MOST_PARTS])
    warnings = [(FindingKind.NOT_UNDERSTOOD, f"Attachment {name} was not read.") for name in unread[:_MOST_NAMED]]
    if len(unread) > _MOST_NAMED:
        warnings.append((FindingKind.NOT_UNDERSTOOD, f"{len(unread) - _MOST_NAMED} more attachments were not read."))
    if max(len(letter.own), len(letter.attached)) > _MOST_PARTS:
        warnings.append((FindingKind.TRUNCATED, f"The mail has more than {_MOST_PARTS} parts; the rest was not read."))
    if pieces:
        yield _joined(pieces, message, (original, source, stem), tuple(warnings))
    elif unread or not documents:
        why = "is encrypted mail: save it decrypted first." if _is_encrypted(message) else _without_text(unread)
        yield InputError(source, why)
    for number, part in documents:
        where, name = f"{source}, attachment {number}{_named(part)}", f"{stem}-{number}"
        yield from _document(part, where, name, depth + 1)


def _joined(
    pieces: list[_Piece], message: Message, names: tuple[str, str, str], warnings: tuple[_Warning, ...]
) -> Extracted:
    original, source, stem = names
    text = ""
    regions: tuple[Region, ...] = ()
    for piece in pieces:
        gap = "\n\n" if text else ""
        regions += moved(piece.regions, len(text) + len(gap))
        text += gap + piece.text
    given = read_headers(message)
    text, regions = put_under(given.title, text, regions)
    extractor = " ".join(dict.fromkeys([EXTRACTOR, *(p.extractor for p in pieces if p.extractor)]))
    told = (*(w for p in pieces for w in p.warnings), *warnings)
    return Extracted(stem, text, source, original, extractor, given, _BASIS, regions, told)


# ---------------------------------------------------------------------------------- the parts of a message


def _sort(part: Message, letter: _Letter, depth: int) -> None:
    """Every part to where it belongs; of alternatives the first that is text, else the last that can be read."""
    kind = part.get_content_type()
    if not part.is_multipart() or not kind.startswith("multipart/") or depth > _DEEPEST:
        torn = kind.startswith("multipart/") and not part.is_multipart()  # its parts can't be told apart
        own = torn or (kind in ("text/plain", "text/html") and not _is_attached(part))
        (letter.own if own else letter.attached).append(part)
        return
    if kind == "multipart/alternative":
        _choose(_inside(part), letter, depth + 1)
        return
    for inner in _inside(part):
        shown_inside = kind == "multipart/related" and inner.get_content_maintype() == "image"  # of the page's own
        if not shown_inside:
            _sort(inner, letter, depth + 1)


def _inside(part: Message) -> list[Message]:
    """The parts of a part; none where it is text, which is not asked for: under an odd charset that raises."""
    inside = part.get_payload() if part.is_multipart() else []
    return [p for p in inside if isinstance(p, Message)] if isinstance(inside, list) else []


def _choose(parts: list[Message], letter: _Letter, depth: int) -> None:
    sorted_apart = [_Letter([], []) for _ in parts]
    for part, apart in zip(parts, sorted_apart, strict=True):
        _sort(part, apart, depth)
    readable = [a for a in sorted_apart if any(_content(p).strip() for p in a.own)]
    plain = [a for a in readable if all(p.get_content_type() == "text/plain" for p in a.own)]
    chosen = plain[0] if plain else readable[-1] if readable else None
    letter.own.extend(chosen.own if chosen else [])
    for apart in sorted_apart:
        letter.attached.extend(apart.attached)


def _is_attached(part: Message) -> bool:
    return bool(_file_name(part)) or str(part.get("content-disposition") or "").lower().startswith("attachment")


def _is_encrypted(message: Message) -> bool:
    return any(part.get_content_type() in _ENCRYPTED for part in message.walk())


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # broken transfer encodings raise all kinds of errors
        return b""
    if not isinstance(content, bytes):
        return b""
    undecoded = _as_it_is(part).split() == content.decode("latin-1").split()
    is_encoded = str(part.get("content-transfer-encoding") or "").strip().lower() == "base64"
    return _cut_base64(content) if is_encoded and undecoded else content


def _as_it_is(part: Message) -> str:
    try:
        return str(part.get_payload())
    except Exception:  # so do charsets that are none
        return ""


def _cut_base64(content: bytes) -> bytes:
    """What the library gave back as it was: letters that end in the middle of three bytes."""
    letters = b"".join(content.split()).rstrip(b"=")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except ValueError:
        return content


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except Exception:  # the same
        return ""


def _file_name(part: Message) -> str:
    try:
        return one_line(str(part.get_filename() or "").encode("utf-8", "replace").decode())[:80]
    except Exception:  # the same
        return ""


def _parameter(part: Message, name: str) -> str:
    try:
        return str(part.get_param(name) or "").lower()
    except Exception:  # the same
        return ""


def _named(part: Message) -> str:
    return f" ({_file_name(part)})" if _file_name(part) else ""


# ------------------------------------------------------------------------------------------- attachments


def _attachments(parts: list[Message]) -> tuple[list[tuple[int, Message]], list[str]]:
    """The documents among the attachments, by number, and what the others are called."""
    documents: list[tuple[int, Message]] = []
    unread: list[str] = []
    for number, part in enumerate((p for p in parts if p.get_content_type() not in _SILENT), 1):
        kind = part.get_content_type()
        if kind == "message/rfc822" or _form(part, _content(part)):
            documents.append((number, part))
        else:
            unread.append(f"{number} ({_file_name(part) or 'without a name'}, {one_line(kind)[:80]})")
    return documents, unread


def _document(part: Message, source: str, stem: str, depth: int) -> Iterator[Extracted | InputError]:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        if depth > _DEEPEST:
            yield InputError(source, "is mail inside mail, too deep to be read.")
        for message in _inside(part) if depth <= _DEEPEST else []:
            yield from _read(message, sha256(_bytes(message)).hexdigest(), source, stem, depth)
        return
    data = _content(part)
    form = _form(part, data)
    if form is Format.MAIL and depth <= _DEEPEST:
        try:
            yield from _read(_parse(data, source), sha256(data).hexdigest(), source, stem, depth)
        except InputError as error:
            yield error
    elif form:
        yield from extract_part(data, form, _charset(part), source, stem)


def _form(part: Message, data: bytes) -> Format | None:
    """By media type and content, else by the file's name."""
    form = format_of(part.get_content_type(), data)
    if form or not may_be_read(part.get_content_type()):
        return form
    named = SUFFIXES.get(PurePosixPath(_file_name(part)).suffix.lower())
    return named if named in (Format.TEXT, Format.WEB_PAGE, Format.MAIL) else None


def _bytes(message: Message) -> bytes:
    """The attached message's own bytes, or what stands for them where the library can't write it again."""
    try:
        return message.as_bytes(policy=compat32)
    except Exception:  # the same
        return repr(message.items()).encode("utf-8", "replace")


def _without_text(unread: list[str]) -> str:
    listed = ", ".join(unread[:_MOST_NAMED]) + (" and others" if len(unread) > _MOST_NAMED else "")
    return f"is mail without any text that is read{f'; attached to it is {listed}' if listed else ''}."


# -------------------------------------------------------------------------------------------- its own text


def _piece(part: Message, source: str) -> _Piece:
    data = _content(part)
    if part.get_content_type() == "text/html":
        for found in extract_part(data, Format.WEB_PAGE, _charset(part), source, ""):
            if isinstance(found, Extracted):
                return _Piece(found.text, found.regions, found.warnings, found.extractor)
        return _Piece("")
    decoded = decode_declared(data, _charset(part))
    text = decoded.text.replace("\r\n", "\n").replace("\0", "\ufffd")
    flowed = _parameter(part, "format") == "flowed"
    text = unfolded(text, _parameter(part, "delsp") == "yes") if flowed else unwrapped(text)
    warnings = ((FindingKind.ENCODING, decoded.warning),) if decoded.warning else ()
    return _Piece(text, tuple(Region(span, RegionKind.BOILERPLATE) for span in quoted(text)), warnings)
