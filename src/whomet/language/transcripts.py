"""Turns of a transcript: paragraphs that begin with a speaker's name and a colon, as some meetings are printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from whomet.language.contents import trimmed
from whomet.language.speech_cues import act_in, pattern
from whomet.model import Mention, MentionKind, Span, Speech

_FEWEST = 2  # one label alone is a headline ("Orlo: no deal"), a transcript has answers
_SHORTEST_TURN = 6  # words of a sentence in a transcript; "Thank you very much." says nothing


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says from behind a label (`start`) up to the next; `speaker` is None where nobody knows them."""

    label: int
    speaker: Span | None
    start: int
    end: int


class Turns:
    """The turns of a text, asked by place. Empty where the text is no transcript."""

    def __init__(self, text: str, mentions: tuple[Mention, ...]) -> None:
        names = {m.span.end: m.span for m in mentions if m.kind is MentionKind.PERSON}
        labels = list(pattern("label").finditer(text)) if names else []
        speakers = [names.get(label.end("name")) for label in labels]
        ends = [*(label.start() for label in labels[1:]), len(text)]
        turns = [Turn(m.start(), s, m.end(), end) for m, s, end in zip(labels, speakers, ends, strict=False)]
        known = sum(s is not None for s in speakers)
        people = sum(s is not None or _looks_like_name(m) for m, s in zip(labels, speakers, strict=True))
        self._turns = turns if known and people >= _FEWEST else []
        self._starts = [turn.label for turn in self._turns]

    def at(self, sentence: Span) -> Turn | None:
        """The turn that a sentence belongs to."""
        index = bisect_right(self._starts, sentence.end - 1) - 1
        turn = self._turns[index] if index >= 0 else None
        return turn if turn and turn.start < sentence.end <= turn.end else None


def _looks_like_name(label: re.Match[str]) -> bool:
    """Whether an unknown label can be a speaker's: an aside in brackets behind it, or two capitalised words."""
    capitals = sum(word[0].isupper() for word in label["name"].split())
    return label["aside"] is not None or capitals >= 2


def spoken(text: str, sentence: Span, turn: Turn) -> list[Speech]:
    """A sentence of a transcript or post: all of it is its speaker's, whoever is named in it."""
    said = Span(max(sentence.start, turn.start), min(sentence.end, turn.end))
    content = trimmed(text, said, cut=False)
    if content is None or turn.speaker is None or len(content.of(text).split()) < _SHORTEST_TURN:
        return []
    return [Speech(content, act_in(content.of(text)), None, (turn.speaker,))]
