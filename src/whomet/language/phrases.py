"""Set phrases that say more of a meeting: what it is part of, what it was about, what came out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from whomet.knowledge.data import read_data
from whomet.language.draft import Draft
from whomet.language.grammar import expanded
from whomet.model import LinkKind, MentionKind, Span

_LINKS = {
    MentionKind.OCCASION: LinkKind.MEETING_OCCASION,
    MentionKind.TOPIC: LinkKind.MEETING_TOPIC,
    MentionKind.OUTCOME: LinkKind.MEETING_OUTCOME,
}
_OPENING = 200  # code points in which a title and the words under it stand


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: MentionKind
    pattern: re.Pattern[str]
    means: str
    masks: bool
    reach: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of one kind that were found, with what they mean, and how far off their meeting may be."""

    kind: MentionKind
    span: Span
    means: str
    reach: str


@cache
def _phrases() -> tuple[_Pattern, ...]:
    data = read_data("meeting_phrases")
    return tuple(_phrase(entry, data["macros"]) for entry in data["phrases"])


def _phrase(entry: dict[str, Any], macros: dict[str, str]) -> _Pattern:
    words = expanded(entry["words"], macros).replace(" ", r"\s{1,3}")
    pattern = re.compile(words, re.IGNORECASE)
    return _Pattern(
        MentionKind(entry["kind"]),
        pattern,
        entry.get("means", ""),
        entry.get("masks", False),
        entry["reach"],
        tuple(entry.get("needs", ())),
    )


@lru_cache(maxsize=1)  # asked for twice a text
def find_phrases(text: str, sentences: tuple[Span, ...]) -> tuple[tuple[Phrase, ...], ...]:
    """For each sentence its phrases; of one kind none inside another."""
    return tuple(tuple(_phrases_of(text, sentence)) for sentence in sentences)


def _phrases_of(text: str, sentence: Span) -> list[Phrase]:
    found: list[Phrase] = []
    low = sentence.of(text).casefold()  # as a pattern in any case sees it: "ſigned" is "signed"
    for p in _phrases():
        if p.needs and not any(word in low for word in p.needs):
            continue
        if p.reach == "opening" and sentence.start > _OPENING:
            continue
        for match in p.pattern.finditer(text, sentence.start, sentence.end):
            span = Span(*match.span("it"))
            if not any(f.kind is p.kind and f.span.meets(span) for f in found):
                found.append(Phrase(p.kind, span, p.means, p.reach))
    return found


def masks(text: str, sentence: Span) -> list[Span]:
    """Where the sentence only names what a meeting was part of: meeting words there tell of no meeting."""
    return [
        Span(*m.span()) for p in _phrases() if p.masks for m in p.pattern.finditer(text, sentence.start, sentence.end)
    ]


def placed_phrases(
    draft: Draft, found: Sequence[tuple[Sequence[int], Sequence[Phrase]]]
) -> Iterator[tuple[int, Phrase]]:
    """The meeting word that each phrase belongs to, given the meeting words and phrases of each sentence: the nearest
    of its sentence; where there is none, for what reaches through the text the first that it tells of. A report's
    outcomes are mostly those of what it reports."""
    first = next((meetings[0] for meetings, _ in found if meetings), None)
    for meetings, phrases in found:
        for phrase in (p for p in phrases if p.kind in _LINKS):
            near = min(meetings, key=lambda m: abs(draft.mentions[m].span.start - phrase.span.start), default=None)
            meeting = first if near is None and phrase.reach != "sentence" else near
            if meeting is not None:
                yield meeting, phrase


def link_phrases(draft: Draft, found: Sequence[tuple[Sequence[int], Sequence[Phrase]]]) -> None:
    """Adds all phrases to the draft, and links each to its meeting word."""
    for phrase in (p for _, phrases in found for p in phrases if p.kind in _LINKS):
        draft.add(phrase.kind, phrase.span, phrase.means)
    for meeting, phrase in placed_phrases(draft, found):
        draft.link(_LINKS[phrase.kind], meeting, draft.add(phrase.kind, phrase.span, phrase.means))
    add_groups(draft, (phrase for _, phrases in found for phrase in phrases))


def add_groups(draft: Draft, phrases: Iterable[Phrase]) -> None:
    """Adds unnamed people; "his delegation" came with the person last named before it in the sentence."""
    for phrase in (p for p in phrases if p.kind is MentionKind.DELEGATION):
        group = draft.add(phrase.kind, phrase.span, phrase.means)
        sentence = draft.sentence_at(phrase.span.start)
        room = Span(sentence.start, phrase.span.start)
        before = draft.within(room, MentionKind.PERSON)
        if phrase.means == "of a person" and before:
            draft.link(LinkKind.DELEGATION_PARTY, group, before[-1])
