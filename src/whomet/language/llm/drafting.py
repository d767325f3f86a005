"""Answers of a language model -> a draft of an Analysis: each value is looked up in the text, and what is not there is
dropped and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from whomet.language.draft import Draft
from whomet.language.llm.answer import Answer, Figure, Meeting, Statement, Words
from whomet.language.llm.quoted import Searched
from whomet.language.llm.understood import (
    NOT_UNDERSTOOD,
    number_said,
    place_by,
    sides_in,
    time_said,
    translation,
)
from whomet.language.quotations import find_quotations
from whomet.language.quoting import Quotes
from whomet.language.rules import add_times
from whomet.model import LinkKind, MentionKind, Span, Speech

_CUE_REACH = 300  # code points between what was said and the word that introduces it
_BOTH = "both"


@dataclass(slots=True)
class Tally:
    """How many values stood in the text, how many did not, and what was not understood."""

    found: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    undated: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.found += other.found
        self.dropped.update(other.dropped)
        self.undated += other.undated
        return self


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting in the draft: its word's mention, the window it was told of in, and what tells it from others."""

    mention: int
    window: Span
    sides: frozenset[str]
    times: frozenset[str]
    open: bool
    format: str


class Drafting:
    """Writes what was answered about one document into a draft."""

    def __init__(self, draft: Draft, shown: str, *, english: bool) -> None:
        """`shown` is the text with blanks for what no model was shown."""
        self.draft, self.tally = draft, Tally()
        self.speeches: dict[Speech, None] = {}
        self.placed: list[Placed] = []
        self._english = english
        self._searched = Searched(shown)
        self._quotes = Quotes(draft.text, find_quotations(draft.text))
        if english:  # of other languages only what is quoted is understood
            for sentence in draft.sentences:
                add_times(draft, sentence)
        self._times = draft.of_kind(MentionKind.TIME)

    def take(self, answer: Answer, window: Span) -> None:
        """All that was answered about one window."""
        for meeting in answer.meetings:
            placed = _OfMeeting(self, meeting, window).placed()
            if placed:
                self.placed.append(placed)
        for figure in answer.figures:
            self._figure(figure, window)

    def seek(self, words: str, near: Span, window: Span) -> Span | None:
        """Where some words stand; None where they do not."""
        return self._searched.nearest(words, near, window)

    def find(self, words: str, near: Span, window: Span, what: str) -> Span | None:
        """As `seek`, of a value that a model gives: counted, unless it is empty."""
        if not words:
            return None
        span = self.seek(words, near, window)
        if span is None:
            self.tally.dropped[what] += 1
        else:
            self.tally.found += 1
        return span

    def sides(self, span: Span, english: str = "") -> list[tuple[int, str]]:
        """The mentions of the sides that some words name, each with its name."""
        named = sides_in(self.draft.text, span, "" if self._english else translation(english))
        return [(self.draft.add(MentionKind.ORGANISATION, n.span, n.name, n.english), n.name) for n in named]

    def times(self, span: Span, english: str) -> Iterator[tuple[int, str]]:
        """The mentions of the expressions of time in some words, each with what it reads as."""
        mentions = self.draft.mentions
        here = [i for i in self._times if mentions[i].span.meets(span)]
        if not here:
            by = "" if self._english else translation(english)
            read = time_said(self.draft.text, span, by)
            self.tally.undated += read.name == NOT_UNDERSTOOD
            here = [self.draft.add(MentionKind.TIME, span, read.name, read.english)]
        yield from ((i, mentions[i].reads_as) for i in here)

    def place(self, span: Span, english: str) -> int:
        """The mention of a place that some words name."""
        by = "" if self._english else place_by(span.of(self.draft.text), translation(english))
        return self.draft.add(MentionKind.PLACE, span, english=by)

    def say(self, speech: Speech) -> None:
        """Adds a speech, with what of it stands in quotation marks."""
        self.speeches[replace(speech, quoted=self._quotes.inside(speech.content))] = None

    def _figure(self, figure: Figure, window: Span) -> None:
        span = self.find(figure.words, window, window, "figures")
        by = "" if self._english else translation(figure.english)
        number = number_said(span.of(self.draft.text), by) if span and (self._english or by) else ""
        if span is None or not number:
            return
        self.draft.add(MentionKind.FIGURE, span, number, by)
        source = self.find(figure.source, span, window, "sources of figures")
        if source:
            self.say(Speech(span, "states", speakers=(source,)))


class _OfMeeting:
    """Writes one meeting into the draft."""

    def __init__(self, whole: Drafting, told: Meeting, window: Span) -> None:
        self._whole, self._told, self._window = whole, told, window
        self._draft = whole.draft
        self._lead = self._place_lead()
        self._named: dict[str, int] = {}  # words that name a person or side at this table -> its mention
        self._between: set[str] = set()

    def placed(self) -> Placed | None:
        """The meeting with all that belongs to it; None where nothing shows where the text tells of it."""
        if self._lead is None:
            return None
        told = self._told
        between = [side for each in told.mediators for side in self._sides_of(each, "mediators")]
        seated = [side for each in told.parties for side in self._sides_of(each, "parties")]
        self._between = {name for _, name in between}
        sides = frozenset(name for _, name in seated)
        anchor = self._anchor(self._lead, sides)
        meeting = self._draft.add(MentionKind.MEETING, anchor, f"{told.status} {told.format} {told.contact} told")
        for mention, name in (*seated, *between):
            self._draft.link(_MEDIATES if name in self._between else _TAKES_PART, meeting, mention)
        self._table(meeting)
        times = self._setting(meeting)
        self._outcome(meeting)
        self._said(meeting)
        return Placed(meeting, self._window, sides, times, told.status not in ("held", "ongoing"), told.format)

    # ------------------------------------------------------------------------------ where it is told of

    def _find(self, words: str, what: str, near: Span | None = None) -> Span | None:
        return self._whole.find(words, near or self._lead or self._window, self._window, what)

    def _place_lead(self) -> Span | None:
        """The lead; where it does not stand in the text, the sentence in which most of those named stand."""
        lead = self._whole.find(self._told.lead, self._window, self._window, "leads")
        if lead:
            return lead
        names = [*(p.name for p in self._told.people), *(p.words for p in self._told.parties)]
        spans = [s for name in names if (s := self._whole.seek(name, self._window, self._window))]
        sentences = Counter(self._draft.sentence_at(span.start) for span in spans)
        return max(sentences, key=lambda s: (sentences[s], -s.start), default=None)

    def _anchor(self, lead: Span, sides: frozenset[str]) -> Span:
        """The words that say that they met. Where they say so of another meeting too ("met A, and then B"), other words
        of the lead stand for this one: an account goes by its place."""
        word = self._whole.find(self._told.word, lead, lead, "meeting words") or lead
        named = sorted(self._draft.mentions[i].span for i in self._named.values())
        tried = [word, Span(lead.start, word.end), *(span for span in named if lead.holds(span))]
        others = {self._draft.mentions[p.mention].span.start: p for p in self._whole.placed}
        for span in tried:
            other = others.get(span.start)
            if other is None or (other.window != self._window and other.sides == sides):
                return span
        return word

    # ------------------------------------------------------------------------------------- at the table

    def _sides_of(self, told: Words, what: str) -> list[tuple[int, str]]:
        span = self._find(told.words, what)
        found = self._whole.sides(span, told.english) if span else []
        for mention, _ in found:
            self._named.setdefault(told.words, mention)
        return found

    def _table(self, meeting: int) -> None:
        draft, told = self._draft, self._told
        for person in told.people:
            self._person(meeting, person.name, person.role, person.party)
        for group in told.delegations:
            span = self._find(group.words, "delegations")
            if span:
                mention = draft.add(MentionKind.DELEGATION, span, "delegation")
                draft.link(_TAKES_PART, meeting, mention)
                for side in self._party(group.party, span):
                    draft.link(LinkKind.DELEGATION_PARTY, mention, side)
        for words, link in ((told.host, LinkKind.MEETING_HOST), *((c, LinkKind.MEETING_CHAIR) for c in told.chair)):
            somebody = self._somebody(words, "hosts and chairs")
            if somebody is not None:
                draft.link(link, meeting, somebody)

    def _person(self, meeting: int, name: str, role: str, party: str) -> None:
        span = self._find(name, "people")
        if span is None:
            return
        mention = self._draft.add(MentionKind.PERSON, span)
        self._named.setdefault(name, mention)
        held = self._find(role, "roles", span)
        if held:
            self._draft.link(LinkKind.PERSON_ROLE, mention, self._draft.add(MentionKind.ROLE, held))
        sides = self._party(party, held or span)
        for side in sides:
            self._draft.link(LinkKind.PERSON_PARTY, mention, side)
        between = any(self._draft.mentions[side].reads_as in self._between for side in sides)
        self._draft.link(_MEDIATES if between else _TAKES_PART, meeting, mention)

    def _party(self, words: str, near: Span) -> list[int]:
        """The side that a person speaks for, told by words that may name it otherwise than at the table."""
        if words in self._named:
            return [self._named[words]]
        span = self._find(words, "parties of people", near)
        return [mention for mention, _ in self._whole.sides(span)] if span else []

    def _somebody(self, words: str, what: str) -> int | None:
        """The mention of a person or side, by words that may be a part of a name at the table."""
        if not words or words in self._named:
            return self._named.get(words)
        span = self._find(words, what)
        if span is None:
            return None
        here = [i for i in self._named.values() if self._draft.mentions[i].span.holds(span)]
        return here[0] if here else next(iter(self._whole.sides(span)))[0]

    # ------------------------------------------------------------------------------------- its setting

    def _setting(self, meeting: int) -> frozenset[str]:
        draft, told = self._draft, self._told
        times: set[str] = set()
        for each in told.times:
            span = self._find(each.words, "times")
            for mention, said in self._whole.times(span, each.english) if span else ():
                draft.link(LinkKind.MEETING_TIME, meeting, mention)
                times.add(said)
        for each in told.places:
            if span := self._find(each.words, "places"):
                draft.link(LinkKind.MEETING_PLACE, meeting, self._whole.place(span, each.english))
        words = (
            (told.venue, MentionKind.VENUE, LinkKind.MEETING_VENUE),
            (told.duration, MentionKind.DURATION, LinkKind.MEETING_DURATION),
            (told.part_of, MentionKind.OCCASION, LinkKind.MEETING_OCCASION),
            *((topic, MentionKind.TOPIC, LinkKind.MEETING_TOPIC) for topic in told.topics),
        )
        for value, kind, link in words:
            if span := self._find(value, f"{kind}s"):
                draft.link(link, meeting, draft.add(kind, span))
        return frozenset(times - {NOT_UNDERSTOOD})

    # ---------------------------------------------------------------------------------- what came of it

    def _outcome(self, meeting: int) -> None:
        for outcome in self._told.outcomes:
            span = self._find(outcome.words, "outcomes") if outcome.kind else None
            if span:
                mention = self._draft.add(MentionKind.OUTCOME, span, outcome.kind)
                self._draft.link(LinkKind.MEETING_OUTCOME, meeting, mention)

    def _said(self, meeting: int) -> None:
        anchor, reads_as = self._draft.mentions[meeting].span, self._draft.mentions[meeting].reads_as
        for denial in self._told.denials:
            span, by = self._find(denial.words, "denials"), self._find(denial.by, "denials")
            if span and by:
                again = self._draft.add(MentionKind.MEETING, span, reads_as)
                if again != meeting:
                    self._draft.link(LinkKind.SAME_MEETING, again, meeting)
                self._whole.say(Speech(span, "denies", speakers=(by,)))
        for statement in self._told.statements:
            self._statement(statement, anchor)
        source = self._find(self._told.reported_by, "sources")
        if source and self._lead:
            self._whole.say(Speech(self._lead, "states", speakers=(source,)))

    def _statement(self, told: Statement, anchor: Span) -> None:
        content = self._find(told.words, "statements")
        if content is None:
            return
        near = Span(max(self._window.start, content.start - _CUE_REACH), content.end + _CUE_REACH)
        cue = self._whole.find(told.cue, content, near, "cues")
        via = self._find(told.via, "relays", content)
        speaker = self._find(told.speaker, "speakers", content) if told.speaker != _BOTH else None
        if speaker is None and told.speaker != _BOTH:
            return
        if speaker:
            self._name(speaker)
        named = (speaker,) if speaker else ()
        self._whole.say(Speech(content, told.act, cue, named, via, about=(anchor,)))

    def _name(self, span: Span) -> None:
        """A speaker who sits nowhere is a side that knowledge has, or else somebody."""
        kinds = (MentionKind.PERSON, MentionKind.ORGANISATION)
        if any(m.kind in kinds and m.span.meets(span) for m in self._draft.mentions):
            return
        sides = sides_in(self._draft.text, span)
        if [side.span for side in sides] == [span]:
            self._draft.add(MentionKind.PERSON, span)
        else:
            self._whole.sides(span)


_TAKES_PART, _MEDIATES = LinkKind.MEETING_PARTICIPANT, LinkKind.MEETING_MEDIATOR


def join(draft: Draft, placed: Iterable[Placed]) -> None:
    """Links what different windows tell of one meeting: the same sides, no two days or ways of meeting, both past or
    both still to come. What one window tells apart stays apart."""
    groups: list[list[Placed]] = []
    for one in placed:
        group = next((g for g in groups if all(_may_be_one(one, other) for other in g)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
            if one.mention != group[0].mention:
                draft.link(LinkKind.SAME_MEETING, one.mention, group[0].mention)


def _may_be_one(one: Placed, other: Placed) -> bool:
    if one.mention == other.mention:
        return True
    if one.window == other.window or one.sides != other.sides or len(one.sides) < 2 or one.open != other.open:
        return False
    days = not one.times or not other.times or bool(one.times & other.times)
    return days and ("unspecified" in (one.format, other.format) or one.format == other.format)
