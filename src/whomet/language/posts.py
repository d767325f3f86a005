"""Posts that a report quotes whole, as pages put them in: their words, a dash, and who posted them with a handle."""

from __future__ import annotations

from bisect import bisect_left

from whomet.language.speech_cues import pattern
from whomet.language.transcripts import Turn
from whomet.model import Mention, MentionKind, Span

_LONGEST = 350  # code points; before more than that, the line begins with words that are no post's
_POSTING = (MentionKind.PERSON, MentionKind.ORGANISATION)


class Posts:
    """The posts of a text, asked by place; each is a turn of who signs it."""

    def __init__(self, text: str, mentions: tuple[Mention, ...]) -> None:
        naming = sorted((m for m in mentions if m.kind in _POSTING), key=lambda m: m.span)
        starts = [m.span.start for m in naming]
        self._turns: list[Turn] = []
        last = 0
        for signed in pattern("signature").finditer(text):
            start = max(last, text.rfind("\n", last, signed.start()) + 1)
            last = signed.end()
            name = Span(*signed.span("name"))
            near = naming[bisect_left(starts, name.start) : bisect_left(starts, name.end)]
            here = [m for m in near if name.holds(m.span)]
            if here and signed.start() - start <= _LONGEST:
                speaker = min(here, key=lambda m: (_POSTING.index(m.kind), m.span)).span
                self._turns.append(Turn(start, speaker, start, signed.start()))
        self._starts = [turn.start for turn in self._turns]

    def at(self, sentence: Span) -> Turn | None:
        """The post that a sentence has words of; it may run into a signature, or out of the one before."""
        index = bisect_left(self._starts, sentence.end) - 1
        turn = self._turns[index] if index >= 0 else None
        return turn if turn and sentence.start < turn.end else None
