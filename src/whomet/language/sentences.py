"""Divides a text into sentences. Spans hold no leading or trailing white space; boilerplate gives none."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from whomet.knowledge.data import read_data
from whomet.model import Region, RegionKind, Span

_PARAGRAPH = re.compile(r"[^\n]+")
_FIRST = re.compile(r"\S+")
_STOPS = (".", "!", "?", ":", ";")
_BREAK = re.compile(r"[\n\r]")
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’»')\]]*(?=\s|$)")  # a run of stops is looked at once
_OPENS = re.compile(r"\s+[\"“‘«'(\[]*[^\W_]")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
_WORD = re.compile(r"\w+")
_WRAPPED_AT = 100  # lines no longer than this, set one under the other, are one paragraph
_LONGEST = 2500  # a "sentence" longer than this is cut at white space: no reader could use it, and no rule


def find_sentences(text: str, regions: tuple[Region, ...] = ()) -> tuple[Span, ...]:
    """Sentences in text order. A title is a sentence of its own; boilerplate is passed over."""
    masks = sorted(r.span for r in regions if r.kind is RegionKind.BOILERPLATE)
    titles = [r.span for r in regions if r.kind is RegionKind.TITLE]
    pieces = _without(titles, _paragraphs(text))
    found = [s for piece in _without(masks, pieces) for s in _sentences(text, piece)]
    found += [t for t in titles if t.end > t.start]
    return tuple(sorted({s for raw in found if (s := _stripped(text, raw)).end > s.start}))


def flowing(text: str) -> str:
    """The text with a space for each line break inside a paragraph, as long as it was: every span still holds. So a
    name broken over two lines is read as one."""
    broken = [piece for piece in _paragraphs(text) if "\n" in piece.of(text)]
    out, at = [], 0
    for piece in broken:
        out += [text[at : piece.start], _BREAK.sub(" ", piece.of(text))]
        at = piece.end
    return "".join([*out, text[at:]])


def _paragraphs(text: str) -> list[Span]:
    """Lines, joined where the text is hard-wrapped or the next line goes on in lower case."""
    lines = [Span(*m.span()) for m in _PARAGRAPH.finditer(text) if not m.group().isspace()]
    feeds = 2 if _are_narrow(lines) and _is_double_spaced(text, lines) else 1
    pairs = [(a, b) for a, b in pairwise(lines) if _feeds(text, a, b) == feeds]
    beside = sorted({line for pair in pairs for line in pair})  # a long title over wrapped lines is none of them
    wrapped = feeds == 2 or (_are_narrow(beside) and _is_wrapped(text, pairs))
    width = min(_WRAPPED_AT, max(s.end - s.start for s in beside)) if wrapped else 0
    out: list[Span] = []
    last = Span(0, 0)
    for line in lines:
        if out and _feeds(text, last, line) == feeds and _goes_on(text, last, line, width):
            out[-1] = Span(out[-1].start, line.end)
        else:
            out.append(line)
        last = line
    return out


def _are_narrow(lines: list[Span]) -> bool:
    return 10 * sum(s.end - s.start > _WRAPPED_AT for s in lines) <= len(lines)


def _is_wrapped(text: str, neighbours: list[tuple[Span, Span]]) -> bool:
    """Whether narrow lines that follow one another directly are hard-wrapped: most of them are full, or many break off
    before a word in lower case."""
    full = [a for a, _ in neighbours if a.end - a.start >= 50]
    broken = [a for a, b in neighbours if _breaks_off(text, a, b)]
    most = len(full) >= 2 and 2 * len(full) >= len(neighbours)
    return most or (len(broken) >= 3 and 5 * len(broken) >= 2 * len(neighbours))


def _is_double_spaced(text: str, lines: list[Span]) -> bool:
    """Whether narrow lines are hard-wrapped with an empty line after each, as typescripts are set, and what was
    recognised from them. Such lines stand alone too, so many must break off before a word in lower case."""
    neighbours = [(a, b) for a, b in pairwise(lines) if _feeds(text, a, b) == 2]
    broken = sum(_breaks_off(text, a, b) for a, b in neighbours)
    usual = 10 * len(neighbours) >= 9 * (len(lines) - 1)
    return usual and broken >= 3 and 4 * broken >= len(neighbours)


def _feeds(text: str, line: Span, following: Span) -> int:
    return text.count("\n", line.end, following.start)


def _breaks_off(text: str, line: Span, following: Span) -> bool:
    """Whether a line ends in no stop and the next begins in lower case."""
    first = text[following.start : following.start + 80].lstrip()[:1]
    return first.islower() and not _is_closed(text, line)


def _is_closed(text: str, line: Span) -> bool:
    """Whether a line ends in a stop."""
    return text[max(line.start, line.end - 10) : line.end].rstrip().endswith(_STOPS)


def _goes_on(text: str, before: Span, line: Span, width: int) -> bool:
    """Whether a line goes on in the next. In a text wrapped at some width it does where it had no room for the next
    line's first word, or is no short one and ends in no stop."""
    if _breaks_off(text, before, line):
        return True
    room = width - (before.end - before.start)
    first = _FIRST.match(text, line.start, line.end)
    in_full = room < (len(first.group()) if first else 0) + 1
    return width > 0 and (in_full or (room <= width // 2 and not _is_closed(text, before)))


def _without(masks: list[Span], pieces: list[Span]) -> list[Span]:
    """The pieces with the masks cut out. Both sorted; linear in their number."""
    out: list[Span] = []
    at = 0
    for piece in pieces:
        while at < len(masks) and masks[at].end <= piece.start:
            at += 1
        start, k = piece.start, at
        while k < len(masks) and masks[k].start < piece.end:
            if masks[k].start > start:
                out.append(Span(start, masks[k].start))
            start = max(start, masks[k].end)
            k += 1
        if start < piece.end:
            out.append(Span(start, piece.end))
    return out


def _sentences(text: str, piece: Span) -> list[Span]:
    out, start = [], piece.start
    for match in _END.finditer(text, piece.start, piece.end):
        if _ends_here(text, match, piece.end):
            out += _cut(text, Span(start, match.end()))
            start = match.end()
    if start < piece.end:
        out += _cut(text, Span(start, piece.end))
    return out


def _ends_here(text: str, match: re.Match[str], end: int) -> bool:
    follows = _OPENS.match(text, match.end(), end)
    if follows is None:
        return not text[match.end() : match.end() + 40].strip() or match.group()[0] in "!?"
    next_letter = text[follows.end() - 1]
    if match.group() == ".":
        word = _LAST_WORD.search(text, max(0, match.start() - 30), match.end())
        if word and _is_abbreviation(word.group(1)):
            return "." in word.group(1) and _opens_sentence(text, follows.end() - 1, end)
    return not next_letter.islower()


def _is_abbreviation(word: str) -> bool:
    return word in _abbreviations() or len(word) == 1 or ("." in word and len(word) <= 8)


def _opens_sentence(text: str, at: int, end: int) -> bool:
    """After "U.S." a sentence begins only with a word that no name would go on with."""
    word = _WORD.match(text, at, end)
    return word is not None and word.group() in read_data("sentences")["openers"]


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(read_data("sentences")["abbreviations"])


def _cut(text: str, span: Span) -> list[Span]:
    """The span itself, or, when it is absurdly long, pieces of it that end at white space."""
    out = []
    while span.end - span.start > _LONGEST:
        at = text.rfind(" ", span.start + _LONGEST // 2, span.start + _LONGEST)
        at = at if at > 0 else span.start + _LONGEST
        out.append(Span(span.start, at))
        span = Span(at, span.end)
    return [*out, span]


def _stripped(text: str, span: Span) -> Span:
    words = span.of(text)
    left = len(words) - len(words.lstrip())
    return Span(span.start + left, span.start + max(left, len(words.rstrip())))
