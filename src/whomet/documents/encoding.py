"""Bytes -> text. Never raises: whatever comes in, something readable goes out, with a warning where it was guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

# UTF-32 before UTF-16: the little-endian marks begin alike.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEVEN_BITS = ("iso2022", "hz", "utf-7")  # encodings that write other scripts in ASCII
_SAMPLE = 64 * 1024  # bytes that a guess looks at: enough to tell an encoding, quick on 50 MB
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MAGIC = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`warning` is "" or one sentence: what was guessed or lost."""

    text: str
    encoding: str
    warning: str = ""

    @property
    def guessed(self) -> bool:
        """Whether some of it is no more than likely."""
        return bool(self.warning)


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of `data`: by its byte order mark, else strict UTF-8, else `declared`, else the best guess.

    Newlines are not translated and nothing is normalised, so for UTF-8 the offsets are those of the file's own content;
    a byte order mark at the start is left out, and offsets count from the code point after it.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], name)
    wide = _wide_encoding(data)
    if wide:
        return _decode_as(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_as(data, _known(declared)) if _known(declared) else _guess(data)


def decode_declared(data: bytes, declared: str) -> Decoded:
    """The text of `data` whose encoding was declared beside it, as mail and servers do: believed where all bytes fit it
    and they aren't plainly UTF-8; where some don't fit, the best guess is made, with a warning."""
    known = _known(declared)
    if known.startswith(_SEVEN_BITS) and data.isascii():  # such text would pass for UTF-8
        return _decode_as(data, known)
    try:
        data.decode(known or "utf-8")
    except UnicodeError:
        return decode(data)
    return decode(data, known)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding: a known signature, NULs or many control codes at their start."""
    sample = data[:_SAMPLE]
    if any(sample.startswith(mark) for mark, _ in _MARKS) or _wide_encoding(sample):
        return False
    if sample.startswith(_MAGIC) or b"\0" in sample:
        return True
    controls = sum(sample.count(code) for code in range(0x20) if code not in b"\t\n\x0b\f\r\x1b")
    return controls * 50 > len(sample)  # more than 2 %: no text of any encoding holds that many


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate (JSON can hold them, UTF-8 can't) replaced by U+FFFD, one for one."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(without_surrogates(data.decode(encoding)), encoding)
    except UnicodeError:
        text = without_surrogates(data.decode(encoding, "replace"))
        return Decoded(text, encoding, f"Some bytes are no {encoding.upper()}; each is shown as {chr(0xFFFD)}.")


def _guess(data: bytes) -> Decoded:
    """The most likely encoding of bytes that are no UTF-8."""
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    whole = len(mended) - len(mended.encode("ascii", "ignore")) - broken
    if whole >= broken:  # text of an 8-bit encoding hardly ever makes a whole character of UTF-8
        return Decoded(mended, "utf-8", f"The text is broken UTF-8: {broken} places are shown as {chr(0xFFFD)}.")
    name = _guessed_name(data[:_SAMPLE])
    text = without_surrogates(data.decode(name, "replace"))
    return Decoded(text, name, f"The text is no UTF-8 and was read as {name}, which is a guess.")


def _guessed_name(sample: bytes) -> str:
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    if high * 5 < len(sample):  # the quotes and accents of Western text tell too little: the default of the Web
        return "cp1252"
    best = from_bytes(sample).best()
    return _known(best.encoding if best else "") or "cp1252"


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark shows as NULs in every other byte."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd * 10 > len(sample) * 3 and not even:
        return "utf-16-le"
    return "utf-16-be" if even * 10 > len(sample) * 3 and not odd else ""


def _known(name: str) -> str:
    """The codec's own name if it decodes bytes to text, else ""."""
    try:
        info = codecs.lookup(name)
        return info.name if isinstance(b"a".decode(info.name, "replace"), str) else ""
    except (LookupError, ValueError, UnicodeError, AttributeError):
        return ""
