"""A document's text as HTML: every stretch that shows a value is marked, and leads to the cell that it carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

from whomet.exchange.html_page import attribute
from whomet.exchange.html_page import text as shown
from whomet.faces.web.addresses import words
from whomet.model import Property, RegionKind, Span

_LOOKED_AT = 2000  # code points of a paragraph that say which way it runs
LEAD, ASIDE = "lead", "aside"
KINDS = {
    "who": "who",
    "when": "when",
    "where": "where",
    "what": "what about, what became of it",
    "said": "what was said",
    "number": "figures",
    LEAD: "the words that tell of the meeting",
}
"""What is marked, and what a reader is told it is; the keys are classes of the style sheet."""

_KINDS = {
    "date": "when",
    "time_text": "when",
    "duration": "when",
    "published": "when",
    "city": "where",
    "country": "where",
    "venue": "where",
    "place_text": "where",
    "person": "who",
    "party": "who",
    "mediator": "who",
    "host": "who",
    "chair": "who",
    "delegation": "who",
    "publisher": "who",
    "statement": "said",
    "denial": "said",
    "figure": "number",
    "lead": LEAD,
}


def kind_of(prop: Property) -> str:
    """The class of marks that a property has."""
    return _KINDS.get(prop.partition(".")[0], "what")


@dataclass(frozen=True, slots=True)
class Mark:
    """Some words of a text: their kind, what they carry, and where the cell is, "" if they carry none."""

    span: Span
    kind: str
    carries: str = ""
    address: str = ""


def marked(text: str, marks: Iterable[Mark], regions: Sequence[tuple[Span, RegionKind]] = ()) -> Iterator[str]:
    """HTML of a text in pieces, a paragraph for each line, close to the one before it where the text is set in short
    lines with blank ones between its paragraphs. Marks stand inside one another where their words do; one
    that crosses another, or the end of a line, goes on behind it."""
    asides = [Mark(span, ASIDE) for span, kind in regions if kind is RegionKind.BOILERPLATE]
    return _written(_Page(text), [*asides, *_joined(marks)], Span(0, len(text)))


def excerpt(text: str, marks: Iterable[Mark], within: Span) -> Iterator[str]:
    """As `marked`, of a part of a text. Its marks can't be led to: a page may hold several excerpts of one text."""
    return _written(_Page(text, within.start, ids=False), _joined(marks), within)


def _written(page: _Page, marks: Iterable[Mark], within: Span) -> Iterator[str]:
    to_come = [m for m in marks if m.span.start < m.span.end and within.holds(m.span)]
    for mark in sorted(to_come, key=lambda m: (m.span.start, -m.span.end, m.kind != ASIDE)):
        page.write_to(mark.span.start)
        page.open(mark)
    page.write_to(within.end)
    return page.pieces()


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """One mark for each stretch, with all that it carries; it leads to the cell of the first."""
    by_span: dict[Span, list[Mark]] = {}
    for mark in marks:
        by_span.setdefault(mark.span, []).append(mark)
    for span, found in by_span.items():
        carried = " \u00b7 ".join(dict.fromkeys(m.carries for m in found if m.carries))
        first = next((m for m in found if m.kind != LEAD), found[0])
        yield Mark(span, first.kind, carried, first.address)


_WRAPPED_AT = (40, 120)
"""The least and the most code points of a line that was broken to fit a page, not because a paragraph ends."""


class _Page:
    """HTML as it grows, with the marks that are open at this place, the outermost first."""

    def __init__(self, text: str, at: int = 0, *, ids: bool = True) -> None:
        self._text, self._at, self._ids = text, at, ids
        self._open: list[Mark] = []
        self._pieces: list[str] = []
        self._line: list[str] = []
        self._told: list[str] = []
        self._goes_on = False
        self._wrapped = "\n\n" in text

    def write_to(self, place: int) -> None:
        """All words up to a place, marks that end before it closed where they end."""
        while self._at < place:
            end = min([place, *(m.span.end for m in self._open)])
            self._words(end)
            self._close()

    def open(self, mark: Mark) -> None:
        """A mark begins here."""
        self._open.append(mark)
        self._line.append(_tag(mark, first=self._ids))

    def pieces(self) -> Iterator[str]:
        """The paragraphs, once the whole text is written."""
        self._end_line()
        return iter(self._pieces)

    def _words(self, end: int) -> None:
        lines = self._text[self._at : end].split("\n")
        for number, line in enumerate(lines):
            if number:
                self._line += ["</mark>" if m.kind != ASIDE else "</span>" for m in reversed(self._open)]
                self._end_line()
                self._line += [_tag(m, first=False) for m in self._open]
            if line:
                self._line.append(self._linked(shown(line)))
                self._told.append(line)
        self._at = end

    def _linked(self, words: str) -> str:
        inner = next((m for m in reversed(self._open) if m.kind != ASIDE), None)
        if inner is None or inner.kind == LEAD or not inner.address or not words.strip():
            return words
        return f'<a href="{attribute(inner.address)}">{words}</a>'

    def _close(self) -> None:
        ended = next((n for n, m in enumerate(self._open) if m.span.end <= self._at), None)
        if ended is None:
            return
        self._line += ["</mark>" if m.kind != ASIDE else "</span>" for m in reversed(self._open[ended:])]
        goes_on = [m for m in self._open[ended:] if m.span.end > self._at]
        self._open = self._open[:ended] + goes_on
        self._line += [_tag(m, first=False) for m in goes_on]

    def _end_line(self) -> None:
        told = "".join(self._told)
        if any(piece for piece in self._line):
            follows = ' class="on"' if self._goes_on else ""
            self._pieces.append(f'<p dir="{direction(told)}"{follows}>{"".join(self._line)}</p>\n')
        self._goes_on = self._wrapped and _WRAPPED_AT[0] <= len(told) <= _WRAPPED_AT[1]
        self._line, self._told = [], []


def direction(words: str) -> str:
    """Which way a paragraph runs: as most of its letters do where they run both ways, for it may begin with a name of
    the other; else as the browser sees."""
    ways: Counter[str] = Counter() if words.isascii() else Counter(map(bidirectional, words[:_LOOKED_AT]))
    leftwards, rightwards = ways["R"] + ways["AL"], ways["L"]
    if not leftwards or not rightwards:
        return "auto"
    return "rtl" if leftwards > rightwards else "ltr"


def _tag(mark: Mark, *, first: bool) -> str:
    if mark.kind == ASIDE:
        return '<span class="aside">'
    ident = f' id="{words(mark.span)}"' if first else ""
    carries = f' data-cell="{attribute(mark.carries)}"' if mark.carries else ""
    return f'<mark class="k-{mark.kind}"{ident}{carries}>'
