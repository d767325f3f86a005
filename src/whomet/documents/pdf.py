"""PDF -> Extracted: the text of its pages in reading order, lines joined to paragraphs, each page a region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from typing import BinaryIO

from whomet.documents.encoding import without_surrogates
from whomet.documents.extracted import Extracted
from whomet.documents.pdf_apart import pages_of
from whomet.documents.whole import LARGEST_PDF, read_whole
from whomet.errors import InputError
from whomet.model import FindingKind, Region, RegionKind, Span

EXTRACTOR = f"pdf/1 pypdfium2 {version('pypdfium2')}"
# How pdfium gives a hyphen at the end of a line; a word is begun once, so that a very long one is looked at once.
_BROKEN_WORD = re.compile("(?<!\\w)(\\w++)[\ufffe\x02\u00ad](\\w+)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\xa0]+")
_FULL_LINE = 0.8  # of a page's longest line: a line at least this long runs on into the next
_SENTENCE_END = tuple('.!?:…”"’)')
_RUNNING_PAGES = 3  # the first or last line on this many pages is a running header or footer


def extract(stream: BinaryIO, source: str, stem: str) -> Iterator[Extracted]:
    """One text. Raises InputError for an encrypted or broken file and for one that holds pictures only."""
    data = read_whole(stream, source, LARGEST_PDF)
    pages, unread, more = _pages(data, source)
    running = _running_lines(pages)
    text, regions = _join(pages, running)
    if not text.strip():
        raise InputError(source, "is a PDF without text (a scan?): text recognition must be run on it first.")
    warnings = [(FindingKind.TRUNCATED, f"{unread} of {len(pages)} pages could not be read.")] if unread else []
    if more:
        warnings.append((FindingKind.TRUNCATED, f"Only the first {len(pages)} of {len(pages) + more} pages were read."))
    original = sha256(data).hexdigest()
    yield Extracted(stem, text, source, original, EXTRACTOR, regions=regions, warnings=tuple(warnings))


def _pages(data: bytes, source: str) -> tuple[list[list[str]], int, int]:
    """The lines of each page, the number of pages that pdfium could not read, and of those that were not asked for."""
    told = pages_of(data)
    if told is None:
        raise InputError(source, "is a PDF that takes more than a minute or a gigabyte to read: print it as a new PDF.")
    if "locked" in told:
        raise InputError(source, "is an encrypted PDF: save it without its password first.")
    if "broken" in told:
        raise InputError(source, "is no PDF that can be read: its structure is broken.")
    texts = told["texts"]
    whole = "\n".join(text or "" for text in texts)
    spellings = Counter(re.findall(r"\w+(?:-\w+)?", whole.casefold()))
    lines = [_lines(_mend_words(text or "", spellings)) for text in texts]
    return lines, texts.count(None), told["pages"] - len(texts)


def _mend_words(text: str, spellings: Counter[str]) -> str:
    """Words broken at the end of a line made whole: with a hyphen only if the document writes it so elsewhere."""

    def mended(match: re.Match[str]) -> str:
        with_hyphen, without = f"{match[1]}-{match[2]}", match[1] + match[2]
        return with_hyphen if spellings[with_hyphen.casefold()] > spellings[without.casefold()] else without

    return _UNPRINTABLE.sub("", without_surrogates(_BROKEN_WORD.sub(mended, text)))


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := _SPACE.sub(" ", raw).strip())]


def _running_lines(pages: list[list[str]]) -> set[str]:
    """First and last lines that, but for their figures, stand on three pages or more."""
    edge = Counter(shape for lines in pages for shape in {_shape(line) for line in lines[:1] + lines[-1:]})
    return {shape for shape, count in edge.items() if count >= _RUNNING_PAGES}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _join(pages: list[list[str]], running: set[str]) -> tuple[str, tuple[Region, ...]]:
    """One text with a region for each page that has any, and one for each running line."""
    pieces: list[str] = []
    regions: list[Region] = []
    at = 0
    for lines in pages:
        page_start = at
        for number, (piece, is_running) in enumerate(_paragraphs(lines, running)):
            gap = "\n\n" if pieces else ""
            page_start = page_start + len(gap) if not number else page_start
            pieces += [gap, piece]
            at += len(gap) + len(piece)
            if is_running:
                regions.append(Region(Span(at - len(piece), at), RegionKind.BOILERPLATE))
        if at > page_start:
            regions.append(Region(Span(page_start, at), RegionKind.PAGE))
    return "".join(pieces), tuple(regions)


def _paragraphs(lines: list[str], running: set[str]) -> Iterator[tuple[str, bool]]:
    """The paragraphs of one page; pdfium tells lines only, so a line that falls short of the longest ends one."""
    longest = max((len(line) for line in lines), default=0)
    paragraph: list[str] = []
    for number, line in enumerate(lines):
        is_running = number in (0, len(lines) - 1) and _shape(line) in running
        if is_running and paragraph:
            yield " ".join(paragraph), False
            paragraph = []
        paragraph.append(line)
        if is_running or _ends_paragraph(line, lines[number + 1 : number + 2], longest):
            yield " ".join(paragraph), is_running
            paragraph = []
    if paragraph:
        yield " ".join(paragraph), False


def _ends_paragraph(line: str, following: list[str], longest: int) -> bool:
    if not following or len(line) >= _FULL_LINE * longest:
        return not following
    return line.endswith(_SENTENCE_END) or not following[0][:1].islower()
