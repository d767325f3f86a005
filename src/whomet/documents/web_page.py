"""HTML -> Extracted. All visible text is the document; trafilatura tells which of it is the article.

The article is a mask, not a knife: what lies outside is kept and marked.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from typing import Any, BinaryIO

import lxml.html
import trafilatura
from lxml import etree

from whomet.documents.boilerplate import join_spans
from whomet.documents.dateline import read_dateline
from whomet.documents.encoding import decode, is_binary
from whomet.documents.extracted import Extracted, Given
from whomet.documents.headline import find_given
from whomet.documents.lines import Line, lines_of
from whomet.documents.visible_text import show
from whomet.documents.whole import check_tags, read_whole, with_few_attributes
from whomet.errors import InputError
from whomet.model import FindingKind, Region, RegionKind, Span

for _name in (
    "trafilatura",
    "htmldate",
    "courlan",
):  # what they can't make out is no news to a user: nothing on standard error
    logging.getLogger(_name).addHandler(logging.NullHandler())

EXTRACTOR = f"html/1 trafilatura {version('trafilatura')}"
_BASIS = "Given in the page's metadata."
_CHARSET = re.compile(
    rb"<meta[^>]{1,200}charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{2,30})|<\?xml[^>]{1,80}encoding=[\"']([\w.:-]{2,30})", re.I
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")  # libxml2 ends a page at the first NUL
# Of a page on which an article is looked for; others have no mask. trafilatura takes some 50 microseconds for each
# element, many more where elements are nested as no site nests them.
_MOST_ELEMENTS = 30_000
_TOO_DEEP = "/*" * 200
_WORDS = re.compile(r"\w+")
_SHINGLE = 4  # words in a row that must be the article's for a line to be part of it
_NEAR_TITLE = 8  # lines after the title in which its dateline may stand outside what trafilatura calls the article
# htmldate would take today as its latest date, and search prose: both are ruled out.
_DATES = {"extensive_search": False, "original_date": True, "min_date": "1950-01-01", "max_date": "2199-12-31"}


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted]:
    """One page's text. Raises InputError for bytes that are no text and for a page that shows none."""
    data = read_whole(stream, source)
    if is_binary(data):
        raise InputError(source, "is no web page but binary data.")
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, (declared[1] or declared[2]).decode() if declared else "")
    check_tags(decoded.text, source)
    root, deep = _parse(decoded.text)
    text = show(root) if root is not None else ""
    if not text.strip():
        raise InputError(
            source, "is a web page nested too deep to be read." if deep else "is a web page that shows no text."
        )
    warnings = [(FindingKind.ENCODING, decoded.warning)] if decoded.warning else []
    if deep:
        warnings.append((FindingKind.TRUNCATED, "The page is nested too deep to be read to its end."))
    article, given = ("", Given()) if deep or _is_heap(root) else _ask_trafilatura(root)
    regions = tuple(Region(span, RegionKind.BOILERPLATE) for span in mask(text, article, given.title))
    original = sha256(data).hexdigest()
    yield Extracted(stem, text, source, original, EXTRACTOR, given, _BASIS, regions, tuple(warnings))


def show_fragment(markup: str) -> str:
    """All visible text of a piece of HTML, such as the content of an entry in a feed."""
    root, _ = _parse(markup) if markup.strip() else (None, False)
    return show(root) if root is not None else ""


def mask(text: str, article: str, title: str) -> tuple[Span, ...]:
    """The lines of `text` outside `article`, joined; none if the two don't meet.

    The title and its dateline are never among them.
    """
    lines = list(lines_of(text))
    known = _shingles(_words(article))
    short = {tuple(_words(line)) for line in article.splitlines()}
    inside = [_is_part(_words(line.span.of(text)), known, short) for line in lines]
    if not any(inside):
        return ()
    heading = find_given(title, text, len(text))
    outside = [
        line.span
        for number, line in enumerate(lines)
        if not inside[number] and not _belongs_to_heading(line, lines[max(0, number - _NEAR_TITLE) : number], heading)
    ]
    return join_spans(outside, text)


def _belongs_to_heading(line: Line, before: list[Line], heading: Span | None) -> bool:
    if not heading:
        return False
    near = any(heading.meets(other.span) for other in before)
    return heading.meets(line.span) or (near and read_dateline(line) is not None)


def _is_part(words: list[str], known: set[tuple[str, ...]], short: set[tuple[str, ...]]) -> bool:
    """Whether most of a line's runs of four words are the article's; a shorter line must be a line of it."""
    if len(words) < _SHINGLE:
        return tuple(words) in short
    shingles = _shingles(words)
    return 2 * len(shingles & known) >= len(shingles)


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _parse(text: str) -> tuple[Any, bool]:
    """The tree (None for a page without any element), and whether libxml2 gave up on its depth, at 2,048 levels."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False)
    try:
        clean = with_few_attributes(_NOT_XML.sub("\ufffd", text))
        root = lxml.html.document_fromstring(clean.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, False
    return root, any("depth" in entry.message for entry in parser.error_log)


def _is_heap(root: lxml.html.HtmlElement) -> bool:
    """Whether a page has more elements, or deeper ones, than those of an article."""
    return root.xpath("count(//*)") > _MOST_ELEMENTS or bool(root.xpath(_TOO_DEEP))


def _ask_trafilatura(root: lxml.html.HtmlElement) -> tuple[str, Given]:
    """The article's text and the page's metadata; nothing where trafilatura finds no article or fails on the page."""
    try:
        found = trafilatura.bare_extraction(
            root, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES), favor_recall=True
        )
    except (
        Exception
    ):  # it is a heuristic over hostile input: whatever it fails with, the page's text is read without its mask
        return "", Given()
    if found is None or isinstance(found, dict):
        return "", Given()
    return found.text or "", Given(found.title or "", found.sitename or "", found.date or "", found.url or "")
