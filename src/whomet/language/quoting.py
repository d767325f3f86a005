"""Where a place in the text stands with respect to quotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from whomet.model import Span

_SCARE_WORDS = 3  # quotations of fewer words set off a word, they report no sentence


class Quotes:
    """The quotations of a text, asked by place. Short ones ("so-called") are not rooms of their own."""

    def __init__(self, text: str, quotations: tuple[Span, ...]) -> None:
        self.all = tuple(sorted(quotations))
        outer: list[Span] = []
        for quotation in self.all:
            long = len(quotation.of(text).split()) >= _SCARE_WORDS
            if long and (not outer or quotation.start >= outer[-1].end):
                outer.append(quotation)
        self._outer = outer
        self._starts = [q.start for q in outer]
        self._all_starts = [q.start for q in self.all]

    def at(self, place: int) -> Span | None:
        """The outermost long quotation that holds a place."""
        index = bisect_right(self._starts, place) - 1
        found = self._outer[index] if index >= 0 else None
        return found if found and place < found.end else None

    def low(self, sentence: Span, place: int) -> int:
        """Where the words begin that a subject of a cue at `place` can stand among."""
        quotation = self.at(place)
        inside = quotation is not None and place - quotation.start > 2
        return max(sentence.start, quotation.start) if quotation and inside else sentence.start

    def high(self, sentence: Span, place: int) -> int:
        """Where the words end that a cue at `place` can introduce."""
        quotation = self.at(place)
        return min(sentence.end, quotation.end) if quotation else sentence.end

    def around(self, sentence: Span) -> Span | None:
        """The quotation in which a sentence wholly stands, marks aside."""
        quotation = self.at(sentence.start) or self.at(sentence.start + 1)
        return quotation if quotation and sentence.end <= quotation.end + 3 else None

    def starting(self, start: int, end: int) -> Span | None:
        """The first long quotation that begins between two places."""
        index = bisect_left(self._starts, start)
        found = self._outer[index] if index < len(self._outer) else None
        return found if found and found.start <= end else None

    def begun_in(self, sentence: Span) -> list[Span]:
        """The long quotations that begin in a sentence."""
        return self._outer[bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)]

    def inside(self, content: Span) -> tuple[Span, ...]:
        """What of a content is quoted, as spans within it."""
        holding = self.at(content.start)
        if holding and content.end <= holding.end:
            return (content,)
        first = bisect_left(self._all_starts, content.start)
        last = bisect_left(self._all_starts, content.end)
        spans = [Span(q.start, min(q.end, content.end)) for q in self.all[first:last]]
        return tuple(s for i, s in enumerate(spans) if not any(o.holds(s) for o in spans[:i]))
