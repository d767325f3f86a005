"""Finds the words that say people met, who took part, and the setting: when, where, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from whomet.knowledge.data import read_data
from whomet.knowledge.places import places_named
from whomet.language.coreference import fullest_of
from whomet.language.draft import Draft
from whomet.language.meeting_words import (
    MeetingWord,
    is_means,
    is_sport,
    marks_before,
    meeting_words,
    status_of,
    word_list,
)
from whomet.language.participants import chairs, hosts, link_participants, mediators, participants
from whomet.language.phrases import masks
from whomet.language.scene import Scene
from whomet.language.settings import link_settings
from whomet.language.times import looks_ahead
from whomet.language.units import Unit
from whomet.model import LinkKind, MentionKind, Span
from whomet.values.times import TimeValue, is_vague

_MOST = 20  # meeting words of a sentence that are looked at
_BEFORE = 60  # code points in which an article or "another" may stand before a meeting noun
_OWNED = 30  # code points between "her" and the meeting noun
_FAR = 200  # code points between a meeting word and the means of it


FoundWords = Sequence[tuple[Span, MeetingWord]]
"""Meeting words where they stand, in text order."""


@dataclass(frozen=True, slots=True)
class Around:
    """The mentions already found in a sentence, the person whom the text spoke of last before it, and the words that
    the text writes large inside its sentences, but never small."""

    mentions: list[int]
    person: int | None = None
    names: frozenset[str] = frozenset()


def find_meetings(
    draft: Draft, units: tuple[Unit, ...], sentence: Span, found: FoundWords, around: Around
) -> list[int]:
    """Adds the meeting words found in one sentence with their links; their mentions."""
    if not found:
        return []
    lone = _lone_names(draft, units, found, around)
    spoken = _pronouns(draft, units, around, [span for span, _ in found])
    scene = Scene(draft, units, [*around.mentions, *lone, *spoken])
    ends = [*(span.start for span, _ in found[1:]), sentence.end]
    told = [(*f, _add_meeting(scene, sentence, f, until)) for f, until in zip(found, ends, strict=True)]
    meetings = [meeting for _, _, meeting in told if meeting is not None]
    if meetings:
        _link_roles(scene, meetings, any(word.contact == "indirect" for _, word, _ in told))
        link_settings(draft, sentence, meetings, around.mentions)
    for _, word, meeting in told:
        if word.visit and meeting is not None:
            _link_goals(scene, meeting)
    for meeting in meetings:
        _look_ahead(draft, meeting)
    return meetings


def _add_meeting(scene: Scene, sentence: Span, found: tuple[Span, MeetingWord], until: int) -> int | None:
    """One meeting word with those who took part; None where the words deny it, or only wish for it."""
    draft, (span, word) = scene.draft, found
    status = status_of(draft.text, span.start, span.end, (sentence.start, sentence.end))
    left, right = participants(scene, word, span, until)
    if not status or (word.joint and not left) or (word.host and not right):
        return None
    marks = marks_before(draft.text[max(sentence.start, span.start - _BEFORE) : span.start])
    marks += ["weak"] if word.weak else []
    meeting = draft.add(MentionKind.MEETING, span, " ".join((status, word.format, word.contact, word.kind, *marks)))
    link_participants(draft, meeting, word, left, right)
    return meeting


def _link_roles(scene: Scene, meetings: list[int], indirect: bool) -> None:
    """Hosts by invitation and mediators go with every meeting word of the sentence, who chaired with the first."""
    draft, invited, between = scene.draft, hosts(scene), mediators(scene, indirect)
    for meeting in meetings:
        sitting = draft.linked(LinkKind.MEETING_PARTICIPANT, meeting)[:]
        for host in invited:
            draft.link(LinkKind.MEETING_PARTICIPANT, meeting, host)
            draft.link(LinkKind.MEETING_HOST, meeting, host)
        for mediator in (m for m in between if m not in sitting):
            draft.link(LinkKind.MEETING_MEDIATOR, meeting, mediator)
    for chair in chairs(scene):
        draft.link(LinkKind.MEETING_CHAIR, meetings[0], chair)


def _link_goals(scene: Scene, meeting: int) -> None:
    """The states that a visit is to are its places."""
    draft = scene.draft
    for state in scene.visited(scene.unit_at(draft.mentions[meeting].span.end - 1) + 1):
        place = draft.add(MentionKind.PLACE, draft.mentions[state.mention].span)
        draft.link(LinkKind.MEETING_PLACE, meeting, place)


def _lone_names(draft: Draft, units: tuple[Unit, ...], found: FoundWords, around: Around) -> list[int]:
    """Persons named by one word only, which nothing but the meeting word tells for a name: "Kuchma met Yeltsin"."""
    verbs = [span for span, word in found if word.kind == "verb"]
    out = []
    for k, unit in enumerate(units):
        named = unit.span.of(draft.text) in around.names or (k > 0 and units[k - 1].tag not in "QS")
        alone = named and unit.tag == "N" and len(unit.words) > 1 and not places_named(unit.words)
        if not alone or any(u.tag in "NPJBGRMA'" for u in (*units[max(0, k - 1) : k], *units[k + 1 : k + 2])):
            continue
        before = any(0 < v.start - unit.span.end <= 12 and draft.text[unit.span.end : v.start].islower() for v in verbs)
        next_to = any(v.start - unit.span.end == 1 or unit.span.start - v.end == 1 for v in verbs)
        behind = k > 0 and units[k - 1].words == "with" and any(v.end <= unit.span.start <= v.end + 12 for v in verbs)
        if before or next_to or behind:
            out.append(draft.add(MentionKind.PERSON, unit.span))
    return out


def _pronouns(draft: Draft, units: tuple[Unit, ...], around: Around, words: list[Span]) -> list[int]:
    """ "She then met ..." speaks of the first person that the sentence names before, else of the one spoken of last; so
    does "her meeting with"."""
    persons = [i for i in around.mentions if draft.mentions[i].kind is MentionKind.PERSON]
    out = []
    for unit in units:
        owns = unit.words in read_data("nouns")["owner"] and any(_own(draft.text, unit.span, w) for w in words)
        if not owns and unit.words not in read_data("nouns")["pronoun"]:
            continue
        before = next((i for i in persons if draft.mentions[i].span.end <= unit.span.start), around.person)
        if before is not None:
            pronoun = draft.add(MentionKind.PERSON, unit.span)
            draft.link(LinkKind.SAME_PERSON, pronoun, fullest_of(draft, before))
            out.append(pronoun)
    return out


def _own(text: str, pronoun: Span, word: Span) -> bool:
    """ "Her first official meeting", not "her part in the meeting"."""
    if not 0 < word.start - pronoun.end < _OWNED:
        return False
    between = text[pronoun.end : word.start].lower().split()
    return len(between) <= 3 and not word_list("prepositions") & set(between)


def spoken_of(draft: Draft, units: tuple[Unit, ...], around: Around) -> int | None:
    """Whom the next sentence's "she" means: the first person named, unless this one's own "she" stands before."""
    first = next((i for i in around.mentions if draft.mentions[i].kind is MentionKind.PERSON), None)
    pronoun = next((u.span for u in units if u.words in read_data("nouns")["pronoun"]), None)
    if first is None or (pronoun and pronoun < draft.mentions[first].span):
        return around.person
    return first


def _look_ahead(draft: Draft, meeting: int) -> None:
    """What its own time speaks of as still ahead is planned, whatever the words around it leave open."""
    status, rest = draft.mentions[meeting].reads_as.split(" ", 1)
    linked = draft.linked(LinkKind.MEETING_TIME, meeting)
    times = [t for t in linked if not is_vague(TimeValue.parse(draft.mentions[t].reads_as))]
    if status == "held" and any(looks_ahead(draft.text, draft.mentions[t].span) for t in times):
        draft.read_as(meeting, f"planned {rest}")


@lru_cache(maxsize=1)  # asked for thrice a text
def words_of_meetings(text: str, sentences: tuple[Span, ...]) -> tuple[FoundWords, ...]:
    """For each sentence the words that may say that people met."""
    return tuple(_words(text, sentence) for sentence in sentences)


def _words(text: str, sentence: Span) -> FoundWords:
    """Meeting words in text order; where two meet, the longer one. A heap of them is no prose: the first few count."""
    found = [
        (Span(*match.span()), word)
        for word in meeting_words()
        for match in islice(word.pattern.finditer(text, sentence.start, sentence.end), _MOST)
    ]
    if found and is_sport(text, sentence.start, sentence.end):
        return []
    kept: list[tuple[Span, MeetingWord]] = []
    masked = masks(text, sentence) if found else []
    for span, word in sorted(found, key=lambda f: f[0].start - f[0].end):
        if not any(span.meets(other) for other in (*masked, *(k for k, _ in kept))):
            kept.append((span, word))
    return _with_means(text, sorted(kept, key=lambda f: f[0])[:_MOST])


def _with_means(text: str, found: list[tuple[Span, MeetingWord]]) -> list[tuple[Span, MeetingWord]]:
    """ "Talks ... through a video conference" is one meeting, by video: the means go to the word before them."""
    out: list[tuple[Span, MeetingWord]] = []
    for span, word in found:
        means = word.format in ("phone", "video") and is_means(text, span.start, span.end)
        if means and out and span.start - out[-1][0].end < _FAR:
            out[-1] = (out[-1][0], replace(out[-1][1], format=word.format))
        else:
            out.append((span, word))
    return out
