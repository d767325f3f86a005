"""Feeds -> Extracted, one for each entry: RSS (0.9 to 2.0), Atom and JSON Feed. Nothing linked to is fetched.

The title of an entry stands above its text, as a reader of the feed sees it. Feeds are hostile and often broken: no
entity is expanded, no DTD loaded, and what libxml2 can mend is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from hashlib import sha256
from html import escape
from html.entities import html5
from typing import Any, BinaryIO

from lxml import etree

from whomet.documents.encoding import Decoded, decode, without_surrogates
from whomet.documents.extracted import Extracted, Given
from whomet.documents.extractors import warned
from whomet.documents.feed_entries import Entry, is_feed, read_entries, read_json_entries
from whomet.documents.mail_headers import day_of, web_address
from whomet.documents.titled import one_line, put_under
from whomet.documents.whole import check_tags, read_whole
from whomet.errors import InputError
from whomet.model import FindingKind

EXTRACTOR = "feed/1"
_BASIS = "Given in the feed."
_CHANGED_BASIS = "Given in the feed; the date is that of the entry's last change."
_DECLARED = re.compile(rb"<\?xml[^>]{1,80}encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,30})", re.I)
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]{0,500}(?:\[|>)", re.I)
_PROLOG = 10_000  # code points in which a DOCTYPE may begin
_SUBSET_END = re.compile(r"\]\s*>")
_ENTITY = re.compile(r"&(?:([a-zA-Z][a-zA-Z0-9]{1,30};)|(?!#\w{1,8};))")
_OF_XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:x(?P<hex>[0-9a-fA-F]{1,8})|(?P<tens>[0-9]{1,8}));")
_LONGEST_ID = 300


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted | InputError]:
    """A text or an error for each entry. Raises InputError for what is no feed."""
    decoded = _decoded(read_whole(stream, source))
    check_tags(decoded.text, source)
    fault, entries = _entries(decoded.text, source)
    for found in _each(entries, source, stem):
        if isinstance(found, Extracted) and decoded.warning:
            found = warned(found, FindingKind.ENCODING, decoded.warning)
        yield found
    if fault:
        yield InputError(source, f"is broken XML ({fault}); what could be read of it was.")


def links(data: bytes, source: str) -> Iterator[tuple[str, str]]:
    """The id and the address of each entry, "" where it has none, as they are given; what is broken is passed over.
    Raises InputError for what is no feed."""
    for entry in _entries(_decoded(data).text, source)[1]:
        whole = _whole(entry)
        yield one_line(whole.id), one_line(whole.url)


def _decoded(data: bytes) -> Decoded:
    declared = _DECLARED.search(data[:1024])
    return decode(data, declared[1].decode() if declared else "")


def _entries(text: str, source: str) -> tuple[str, Iterable[Entry]]:
    """What is wrong with a feed, and its entries."""
    if text.lstrip().startswith("{"):
        return "", read_json_entries(_json(text, source))
    root, fault = _parse(text)
    if fault:
        root, fault = _parse(_ENTITY.sub(_mended, text))
    if root is None or not is_feed(root):
        raise InputError(source, "is no feed that can be read." if fault else "is XML, but no feed.")
    return fault, read_entries(root)


def _parse(text: str) -> tuple[Any, str]:
    """The first element, and what libxml2 says is wrong with the rest, "" for nothing that could lose a word."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    begun = text.strip()
    declaration = _DECLARATION.match(begun)
    undeclared = _without_doctype(begun[declaration.end() :] if declaration else begun)
    undeclared = _NUMBERED.sub(_whole_character, _NOT_XML.sub("\ufffd", undeclared.strip()))
    try:
        root = etree.fromstring(undeclared.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    said = f"line {fatal[0].line}: {one_line(fatal[0].message)[:120]}" if fatal else ""
    return root, said or ("" if root is not None else "no element")


def _without_doctype(text: str) -> str:
    """A feed needs none, and what can be declared there serves nobody well."""
    begun = _DOCTYPE.search(text, 0, _PROLOG)
    ended = _SUBSET_END.search(text, begun.end()) if begun and begun[0].endswith("[") else begun
    return text[: begun.start()] + text[ended.end() :] if begun and ended else text


def _whole_character(match: re.Match[str]) -> str:
    """A character by its number; half of a pair, which libxml2 lets through and then can't write, is none."""
    number = int(match["hex"], 16) if match["hex"] else int(match["tens"])
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else match[0]


def _mended(match: re.Match[str]) -> str:
    """A name that HTML knows and XML doesn't, as its character; a bare & as one that XML takes."""
    name = match[1] or ""
    return match[0] if name in _OF_XML else escape(html5.get(name, f"&{name}"), quote=False)


def _json(text: str, source: str) -> dict[str, Any]:
    try:
        feed = json.loads(text)
    except ValueError as error:
        raise InputError(source, f"is no JSON ({getattr(error, 'msg', 'a number that is too long')}).") from None
    except RecursionError:
        raise InputError(source, "is JSON nested too deep to be read.") from None
    if not isinstance(feed, dict):
        raise InputError(source, "is JSON, but no feed.")
    return feed


def _each(entries: Iterable[Entry], source: str, stem: str) -> Iterator[Extracted | InputError]:
    for number, entry in enumerate(entries, 1):
        yield _read(_whole(entry), f"{source}, entry {number}", f"{stem}-{number}")


def _whole(entry: Entry) -> Entry:
    """The entry without halves of characters, which JSON can hold."""
    return Entry(entry.raw, *(without_surrogates(words) for words in astuple(entry)[1:]))


def _read(entry: Entry, source: str, stem: str) -> Extracted | InputError:
    title = one_line(entry.title)
    text, _ = put_under(title, entry.text)
    if not text.strip():
        return InputError(source, "holds no text.")
    day, url = one_line(entry.published or entry.changed), web_address(one_line(entry.url))
    given = Given(title, one_line(entry.publisher), day_of(day) if day else "", url)
    name = one_line(entry.id) or url
    known = name if 0 < len(name) <= _LONGEST_ID else stem
    basis = _BASIS if entry.published or not day else _CHANGED_BASIS
    return Extracted(known, text, source, sha256(entry.raw).hexdigest(), EXTRACTOR, given, basis)
