"""Turns of a transcript: paragraphs that begin with a speaker's name and a colon, as some meetings are printed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from whomet.language.contents import trimmed
from whomet.language.speech_cues import act_in, pattern
from whomet.model import Mention, MentionKind, Span, Speech

_FEWEST = 2  # one label alone is a headline ("Orlo: no deal"), a transcript has answers
_LONGEST_HEADING = 3  # words of "Direct link:" and the like, which nobody says
_MOST_NAMES = 4  # mentions in one label that are looked at
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
        persons = sorted(m.span for m in mentions if m.kind is MentionKind.PERSON)
        labels = [m for m in pattern("label").finditer(text) if persons and not _is_clause(m)]
        speakers = [_speaker(m, persons) for m in labels]
        ends = [*(label.start() for label in labels[1:]), len(text)]
        turns = [Turn(m.start(), s, m.end(), end) for m, s, end in zip(labels, speakers, ends, strict=False)]
        self._turns = turns if sum(s is not None for s in speakers) >= _FEWEST else []
        self._starts = [turn.label for turn in self._turns]

    def at(self, sentence: Span) -> Turn | None:
        """The turn that a sentence belongs to."""
        index = bisect_right(self._starts, sentence.end - 1) - 1
        turn = self._turns[index] if index >= 0 else None
        return turn if turn and turn.start < sentence.end <= turn.end else None


def _speaker(label: re.Match[str], persons: list[Span]) -> Span | None:
    """Who a label names: the person it ends with; where it is a name or title by its looks, the first person in it (a
    page may print the name again from its index), else all of it. "Orlo said:" and "Norland and Sudmark:" are none."""
    name = Span(*label.span("name"))
    first = bisect_left(persons, Span(name.start, name.start))
    here = [p for p in persons[first : first + _MOST_NAMES] if name.holds(p)]
    if here and here[-1].end == name.end:
        return here[-1]
    if pattern("no_label").search(label["name"]):
        return None
    titled = label["aside"] is not None or len(label["name"].split()) > 1
    return here[0] if here else name if titled else None


def _is_clause(label: re.Match[str]) -> bool:
    """Whether it is a sentence that goes on behind its colon ("There is one way:"), and ends nobody's turn."""
    return len(label["name"].split()) > _LONGEST_HEADING and bool(pattern("no_label").search(label["name"]))


def spoken(text: str, sentence: Span, turn: Turn) -> list[Speech]:
    """A sentence of a transcript or post: all of it is its speaker's, whoever is named in it."""
    said = Span(max(sentence.start, turn.start), min(sentence.end, turn.end))
    content = trimmed(text, said, cut=False)
    if content is None or turn.speaker is None or len(content.of(text).split()) < _SHORTEST_TURN:
        return []
    return [Speech(content, act_in(content.of(text)), None, (turn.speaker,))]
