"""Set phrases that say more of a meeting: what it is part of, what it was about, what came out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.language.draft import Draft
from whomet.model import LinkKind, MentionKind, Span

_LINKS = {
    MentionKind.OCCASION: LinkKind.MEETING_OCCASION,
    MentionKind.TOPIC: LinkKind.MEETING_TOPIC,
    MentionKind.OUTCOME: LinkKind.MEETING_OUTCOME,
}


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: MentionKind
    pattern: re.Pattern[str]
    means: str
    masks: bool


@cache
def _phrases() -> tuple[_Phrase, ...]:
    entries = read_data("meeting_phrases")["phrases"]
    return tuple(
        _Phrase(
            MentionKind(e["kind"]), re.compile(e["words"], re.IGNORECASE), e.get("means", ""), e.get("masks", False)
        )
        for e in entries
    )


def find_phrases(draft: Draft, sentence: Span) -> list[int]:
    """Adds the phrases of one sentence; of one kind none inside another. Indexes of what was found."""
    found: list[int] = []
    for phrase in _phrases():
        for match in phrase.pattern.finditer(draft.text, sentence.start, sentence.end):
            span = Span(*match.span("it"))
            if not any(draft.mentions[i].kind is phrase.kind and draft.mentions[i].span.meets(span) for i in found):
                found.append(draft.add(phrase.kind, span, phrase.means))
    return found


def masks(text: str, sentence: Span) -> list[Span]:
    """Where the sentence only names what a meeting was part of: meeting words there tell of no meeting."""
    return [
        Span(*m.span()) for p in _phrases() if p.masks for m in p.pattern.finditer(text, sentence.start, sentence.end)
    ]


def link_phrases(draft: Draft, meetings: list[int], phrases: list[int], last: int | None) -> None:
    """To the nearest meeting word of the sentence; an outcome or topic without one, to the last one told of."""
    for i in phrases:
        mention = draft.mentions[i]
        near = min(meetings, key=lambda m: abs(draft.mentions[m].span.start - mention.span.start), default=None)
        meeting = last if near is None and mention.kind is not MentionKind.OCCASION else near
        if meeting is not None:
            draft.link(_LINKS[mention.kind], meeting, i)
