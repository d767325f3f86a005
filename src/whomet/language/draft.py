"""An Analysis while it is being written: mentions by place, links between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate

from whomet.model import Analysis, Link, LinkKind, Mention, MentionKind, Span, Speech


class Cover:
    """Spans asked whether one of them holds another; logarithmic in their number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._ends = list(accumulate((s.end for s in self._spans), max))

    def holds(self, span: Span) -> bool:
        at = bisect_right(self._spans, Span(span.start, 1 << 62)) - 1
        return at >= 0 and self._ends[at] >= span.end


class Draft:
    """Collects mentions and links in any order; `analysis` puts them into text order."""

    def __init__(self, text: str, sentences: tuple[Span, ...]) -> None:
        self.text = text
        self.sentences = sentences
        self.mentions: list[Mention] = []
        self._links: dict[Link, None] = {}
        self._targets: dict[tuple[LinkKind, int], list[int]] = {}
        self._at: dict[tuple[MentionKind, Span], int] = {}
        self._places: list[tuple[int, int, int]] = []  # start, end and index of each mention, in text order

    def copy(self) -> Draft:
        """One that can be written on without changing this one; what both hold has the same indexes."""
        twin = Draft(self.text, self.sentences)
        twin.mentions = list(self.mentions)
        twin._links, twin._at, twin._places = dict(self._links), dict(self._at), list(self._places)
        twin._targets = {key: list(targets) for key, targets in self._targets.items()}
        return twin

    def add(self, kind: MentionKind, span: Span, reads_as: str = "", english: str = "") -> int:
        """The index of the mention of that kind at that place, made if it is new."""
        if (kind, span) not in self._at:
            self._at[kind, span] = len(self.mentions)
            insort(self._places, (span.start, span.end, len(self.mentions)))
            self.mentions.append(Mention(kind, span, reads_as, english))
        return self._at[kind, span]

    def read_as(self, index: int, reads_as: str) -> None:
        """Understands a mention otherwise than when it was made."""
        self.mentions[index] = replace(self.mentions[index], reads_as=reads_as)

    def link(self, kind: LinkKind, source: int, target: int) -> None:
        link = Link(kind, source, target)
        if link not in self._links:
            self._links[link] = None
            self._targets.setdefault((kind, source), []).append(target)

    def linked(self, kind: LinkKind, source: int) -> list[int]:
        """Targets of the links of one kind from one mention, in the order they were made."""
        return self._targets.get((kind, source), [])

    def of_kind(self, *kinds: MentionKind) -> list[int]:
        """Indexes of the mentions of these kinds, in text order."""
        found = [i for i, m in enumerate(self.mentions) if m.kind in kinds]
        return sorted(found, key=lambda i: self.mentions[i].span)

    def within(self, span: Span, *kinds: MentionKind) -> list[int]:
        """Indexes of the mentions of these kinds that a span holds, in text order."""
        first, last = bisect_left(self._places, (span.start,)), bisect_left(self._places, (span.end,))
        here = (i for _, end, i in self._places[first:last] if end <= span.end)
        return [i for i in here if self.mentions[i].kind in kinds]

    def sentence_at(self, position: int) -> Span:
        """The sentence that holds a code point, or the last one before it."""
        return self.sentences[max(0, bisect_right(self.sentences, position, key=lambda s: s.start) - 1)]

    def words(self, index: int) -> str:
        """The words of one mention."""
        return self.mentions[index].span.of(self.text)

    def analysis(self, speeches: tuple[Speech, ...] = ()) -> Analysis:
        """The finished Analysis: mentions sorted by place, links renumbered."""
        order = sorted(range(len(self.mentions)), key=lambda i: (self.mentions[i].span, self.mentions[i].kind))
        new = {old: k for k, old in enumerate(order)}
        links = sorted((Link(k.kind, new[k.source], new[k.target]) for k in self._links), key=_link_order)
        return Analysis(self.sentences, tuple(self.mentions[i] for i in order), tuple(links), speeches)


def _link_order(link: Link) -> tuple[int, int, str]:
    return link.source, link.target, link.kind
