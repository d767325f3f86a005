"""When, where and for how long: links from a meeting word to the times, places and venues of its sentence."""

from __future__ import annotations

import re
from functools import cache

from whomet.language.draft import Draft
from whomet.language.meeting_words import word_list
from whomet.model import LinkKind, MentionKind, Span

_LAST_WORDS = re.compile(r"[\w’'-]+(?:\s[\w’'-]+)?\s*$")
_KINDS = {
    MentionKind.TIME: LinkKind.MEETING_TIME,
    MentionKind.PLACE: LinkKind.MEETING_PLACE,
    MentionKind.VENUE: LinkKind.MEETING_VENUE,
    MentionKind.DURATION: LinkKind.MEETING_DURATION,
}


def find_venues(draft: Draft, sentence: Span) -> None:
    """Adds what a sentence names as the house or room of something: "at the movement's headquarters"."""
    for match in _venue().finditer(draft.text, sentence.start, sentence.end):
        draft.add(MentionKind.VENUE, Span(*match.span("venue")))


@cache
def _venue() -> re.Pattern[str]:
    heads = "|".join(f"{head}|{head.title()}" for head in sorted(word_list("venues"), key=lambda h: (-len(h), h)))
    word = r"(?!(?:in|at|on|and|to|that)\b)[\w’'.-]+ "
    return re.compile(rf"\b(?:[Aa]t|[Ii]n|[Ii]nside) (?P<venue>(?:{word}){{0,5}}?(?:{heads}))\b")


@cache
def _said() -> re.Pattern[str]:
    words = "|".join(sorted(word_list("dated_otherwise")))
    return re.compile(rf"\b(?:{words})\b(?:\W+\w+){{0,6}}\W*$", re.IGNORECASE)


def link_settings(draft: Draft, sentence: Span, meetings: list[int], mentions: list[int]) -> None:
    """Links each time and place of the sentence to the nearest meeting word, times that date a statement left out."""
    if not meetings:
        return
    for i in mentions:
        mention = draft.mentions[i]
        if mention.kind not in _KINDS:
            continue
        if mention.kind is MentionKind.DURATION and not _is_length(draft.text, mention.span):
            continue
        if draft.words(i).lower() in word_list("no_time"):
            continue
        if mention.kind is MentionKind.TIME and _dates_a_statement(draft, sentence, mention.span, meetings):
            continue
        nearest = min(meetings, key=lambda m: (_distance(draft.mentions[m].span, mention.span), m))
        draft.link(_KINDS[mention.kind], nearest, i)


def _is_length(text: str, duration: Span) -> bool:
    """ "Lasted two hours" and "a two-hour meeting", not "the first time in two years" or "two months ago"."""
    before = _LAST_WORDS.search(text, max(0, duration.start - 40), duration.start)
    words = before.group().lower().split() if before else []
    return any(w in word_list("lasting") for w in words[-2:]) and "in" not in words[-1:]


def _dates_a_statement(draft: Draft, sentence: Span, time: Span, meetings: list[int]) -> bool:
    before = draft.text[max(sentence.start, time.start - 80) : time.start]
    said = _said().search(before)
    if not said:
        return False
    start = max(sentence.start, time.start - 80) + said.start()
    return not any(start < draft.mentions[m].span.start < time.start for m in meetings)


def _distance(a: Span, b: Span) -> int:
    """Code points between two spans; what follows the meeting word is a little nearer than what precedes it."""
    return b.start - a.end if b.start >= a.end else int(1.3 * (a.start - b.end))
