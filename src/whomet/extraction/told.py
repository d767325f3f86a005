"""One analysed document as the rest of this stage looks things up in it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from whomet.extraction.links import Links
from whomet.model import Analysis, Document, MentionKind, RegionKind, Span, Speech


class Told:
    """A document's text, mentions and links; what is asked once for every meeting is worked out once."""

    def __init__(self, document: Document, analysis: Analysis) -> None:
        self.document, self.analysis = document, analysis
        self.text, self.mentions = document.text, analysis.mentions
        self.links = Links(analysis)

    def span(self, mention: int) -> Span:
        return self.mentions[mention].span

    def words(self, mention: int) -> str:
        """The words of one mention."""
        return self.span(mention).of(self.text)

    def within(self, span: Span) -> range:
        """Indexes of the mentions that begin in a span."""
        starts = self._starts
        return range(bisect_left(starts, span.start), bisect_left(starts, span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return [m.span.start for m in self.mentions]

    @cached_property
    def titles(self) -> tuple[Span, ...]:
        return tuple(r.span for r in self.document.regions if r.kind is RegionKind.TITLE)

    @cached_property
    def datelines(self) -> tuple[Span, ...]:
        return tuple(r.span for r in self.document.regions if r.kind is RegionKind.DATELINE)

    @cached_property
    def times(self) -> dict[Span, str]:
        """What each expression of time reads as."""
        return {m.span: m.reads_as for m in self.mentions if m.kind is MentionKind.TIME}

    @cached_property
    def denials(self) -> tuple[Speech, ...]:
        """Speeches that deny something, by someone."""
        return tuple(s for s in self.analysis.speeches if s.act == "denies" and s.speakers)

    @cached_property
    def opening(self) -> int:
        """Where the first paragraph of prose ends; 0 in a text without prose."""
        for sentence in self.analysis.sentences:
            words = sentence.of(self.text)
            if len(words) > 60 and words[-1] in '.!?”"’»؟。':
                return max(self.text.find("\n", sentence.start), sentence.end)
        return 0
