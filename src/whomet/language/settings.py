"""When, where and for how long: links from a meeting word to the times, places and venues of its sentence."""

from __future__ import annotations

import re
from functools import cache

from whomet.language.draft import Draft
from whomet.language.meeting_words import word_list
from whomet.model import LinkKind, Mention, MentionKind, Span

_ATTRIBUTE = 40  # code points between a time and the meeting noun it belongs to
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


@cache
def _said_there() -> re.Pattern[str]:
    words = "|".join(sorted(word_list("placed_otherwise")))
    return re.compile(rf"\b(?:{words})\b(?:\W+\w+){{0,3}}\W*$", re.IGNORECASE)


def link_settings(draft: Draft, sentence: Span, meetings: list[int], mentions: list[int]) -> None:
    """Links each time and place of the sentence to the nearest meeting word, what sets a statement left out."""
    if not meetings:
        return
    owned = _owned_times(draft, meetings, mentions)
    for i in mentions:
        mention = draft.mentions[i]
        if mention.kind not in _KINDS:
            continue
        if mention.kind is MentionKind.DURATION and not _is_length(draft.text, mention.span):
            continue
        if draft.words(i).lower() in word_list("no_time"):
            continue
        if mention.kind is not MentionKind.DURATION and _sets_a_statement(draft, sentence, mention, meetings):
            continue
        nearest = min(meetings, key=lambda m: (_distance(draft.mentions[m].span, mention.span), m))
        if owned.get(nearest, i) == i or mention.kind is not MentionKind.TIME:
            draft.link(_KINDS[mention.kind], nearest, i)
    _share(draft, sentence, meetings, mentions)


def _owned_times(draft: Draft, meetings: list[int], mentions: list[int]) -> dict[int, int]:
    """Meeting nouns whose time stands right before them, "Monday's summit", "the June 12 summit": each with it. Other
    times of the sentence are not theirs."""
    times = [i for i in mentions if draft.mentions[i].kind is MentionKind.TIME]
    out: dict[int, int] = {}
    for meeting in (m for m in meetings if " noun" in draft.mentions[m].reads_as):
        start = draft.mentions[meeting].span.start
        before = [i for i in times if 0 < start - draft.mentions[i].span.end < _ATTRIBUTE]
        if before and _attribute().fullmatch(draft.text, draft.mentions[before[-1]].span.end, start):
            out[meeting] = before[-1]
    return out


@cache
def _attribute() -> re.Pattern[str]:
    return re.compile(r"[’']s? (?:[\w-]+ ){0,3}| (?:[A-Z][\w-]* |[a-z]+(?:al|ic|ed|ent) ){0,2}")


def _share(draft: Draft, sentence: Span, meetings: list[int], mentions: list[int]) -> None:
    """What a sentence begins with, "On Monday, ...", and the place before a ", where", is that of each meeting word
    behind it which has none of its own."""
    for i in (i for i in mentions if draft.mentions[i].kind in (MentionKind.TIME, MentionKind.PLACE)):
        link, span = _KINDS[draft.mentions[i].kind], draft.mentions[i].span
        nearest = next((m for m in meetings if i in draft.linked(link, m)), None)
        opens = _opening().fullmatch(draft.text, sentence.start, span.start) and draft.text[span.end] == ","
        if nearest is None or not (opens or _where().match(draft.text, span.end)):
            continue
        for meeting in (m for m in meetings if not draft.linked(link, m) and draft.mentions[m].span > span):
            if not _set_apart().search(draft.text, span.end, draft.mentions[meeting].span.start):
                draft.link(link, meeting, i)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"(?:(?:[Oo]n|[Ii]n|[Aa]t|[Ee]arly|[Ll]ate)(?: the)? )?")


@cache
def _where() -> re.Pattern[str]:
    return re.compile(r", where\b")


@cache
def _set_apart() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(word_list('other_time')))})\b", re.IGNORECASE)


def _is_length(text: str, duration: Span) -> bool:
    """ "Lasted two hours" and "a two-hour meeting", not "the first time in two years" or "two months ago"."""
    before = _LAST_WORDS.search(text, max(0, duration.start - 40), duration.start)
    words = before.group().lower().split() if before else []
    return any(w in word_list("lasting") for w in words[-2:]) and "in" not in words[-1:]


def _sets_a_statement(draft: Draft, sentence: Span, setting: Mention, meetings: list[int]) -> bool:
    """ "She said on Monday", "told reporters at the palace" tell when and where it was said."""
    time = setting.span
    before = draft.text[max(sentence.start, time.start - 80) : time.start]
    said = (_said() if setting.kind is MentionKind.TIME else _said_there()).search(before)
    if not said:
        return False
    start = max(sentence.start, time.start - 80) + said.start()
    return not any(start < draft.mentions[m].span.start < time.start for m in meetings)


def _distance(a: Span, b: Span) -> int:
    """Code points between two spans; what follows the meeting word is a little nearer than what precedes it."""
    return b.start - a.end if b.start >= a.end else int(1.3 * (a.start - b.end))
