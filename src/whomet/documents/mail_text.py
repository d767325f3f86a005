"""The plain text of a mail: its lines made paragraphs again, and what in it is a quotation or a signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from whomet.documents.boilerplate import join_spans
from whomet.documents.lines import lines_of
from whomet.model import Span

_SIGNATURE = re.compile(r"^-- ?$", re.M)
_INTRODUCED = re.compile(r"(?:on|am|le|el) .{1,200}:|.{1,200} (?:wrote|writes):", re.I)  # the line above a quotation
_WIDTHS = range(50, 101)  # code points to which mail programs break lines
_BEGINS = re.compile(r"[>\s*•·–—+|]|-\s|--|\(?\w{1,2}[.)]\s")  # how a line begins that goes on from none


def unfolded(text: str, spaces_added: bool) -> str:
    """RFC 3676: a line that ends with a space goes on in the next, and a space at the front of one is no part of it."""
    pieces: list[str] = []
    for line in (line.removeprefix(" ") for line in text.split("\n")):
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
        pieces.append(line[:-1] if soft and spaces_added else line if soft else line + "\n")
    return "".join(pieces).removesuffix("\n")


def unwrapped(text: str) -> str:
    """The text with each line that was broken for want of room joined to the next, whose first word did not fit."""
    lines = text.split("\n")
    own = [len(line.rstrip()) for line in lines if " " in line.strip() and not line.startswith(">")]
    width = max(own, default=0)
    return "".join(_joined(lines, width))[:-1] if width in _WIDTHS else text


def _joined(lines: list[str], width: int) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        broken = _is_broken(line, following, width)
        yield line.rstrip() + " " if broken else line + "\n"


def _is_broken(line: str, following: str, width: int) -> bool:
    first = following.split(" ", 1)[0]
    if not line.strip() or not first or line.startswith((">", "-- ")) or _BEGINS.match(following):
        return False
    return len(line.rstrip()) + 1 + len(first) > width


def quoted(text: str) -> tuple[Span, ...]:
    """Quoted lines with the line that introduces them, and the signature; none where nothing else would be left."""
    lines = list(lines_of(text))
    spans: set[Span] = set()
    for number, line in enumerate(lines):
        if line.text.startswith(">"):
            spans.add(line.span)
            above = lines[number - 1] if number else line
            if not above.text.startswith(">") and _INTRODUCED.fullmatch(above.text):
                spans.add(above.span)
    signatures = list(_SIGNATURE.finditer(text))
    if signatures:
        spans |= {line.span for line in lines if line.span.start >= signatures[-1].start()}
    return join_spans(spans, text) if len(spans) < len(lines) else ()
