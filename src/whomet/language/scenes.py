"""Writes down what the reading model answered about a text's meetings: mentions and links, as the rules would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from whomet.knowledge.parties import find_parties
from whomet.language.answers import Told, sameness
from whomet.language.coreference import fullest_of
from whomet.language.draft import Cover, Draft
from whomet.language.meetings import words_of_meeting
from whomet.model import LinkKind, Mention, MentionKind, Span

# Mean probabilities from which a mention belongs to a meeting, and from which it does where the rules say so too:
# chosen on texts of training that the network had not seen, and by totals on the development set.
_LEAST = 0.9
_LEAST_NEAR = 0.8  # in a sentence that tells of the meeting
_LEAST_RULED = 0.25
_LEAST_BESIDE = 0.9  # for a party, where the rules already name two who sit there
_LEAST_WORDS = 0.4  # for words that are no mention yet
_LEAST_SIDE = 0.8  # for words that would be a side
_TO_MENTIONS = (
    (MentionKind.PERSON, "participant", LinkKind.MEETING_PARTICIPANT),
    (MentionKind.ORGANISATION, "side", LinkKind.MEETING_PARTICIPANT),
    (MentionKind.DELEGATION, "delegation", LinkKind.MEETING_PARTICIPANT),
    (MentionKind.TIME, "when", LinkKind.MEETING_TIME),
    (MentionKind.PLACE, "where", LinkKind.MEETING_PLACE),
    (MentionKind.DURATION, "how-long", LinkKind.MEETING_DURATION),
)
_TO_WORDS = (("topic", MentionKind.TOPIC, LinkKind.MEETING_TOPIC),)
# What the model was too seldom shown to know; here the rules' links stand.
_BY_RULES = (
    LinkKind.MEETING_MEDIATOR,
    LinkKind.MEETING_HOST,
    LinkKind.MEETING_CHAIR,
    LinkKind.MEETING_VENUE,
    LinkKind.MEETING_OCCASION,
    LinkKind.MEETING_OUTCOME,
)


T = TypeVar("T")


class Ruled:
    """What the rules alone say of the meetings: their words, and which mentions they link to each."""

    def __init__(self, draft: Draft, known: int) -> None:
        self._draft = draft
        self._meetings = draft.of_kind(MentionKind.MEETING)
        self._known = known  # mentions of the draft that the model's meetings are written into
        self.known_words = [span for s in draft.sentences for span in words_of_meeting(draft.text, s)]
        self.words = [draft.mentions[m].span for m in self._meetings if self._sitting(m) > 1]

    def _sitting(self, meeting: int) -> int:
        return len(self._draft.linked(LinkKind.MEETING_PARTICIPANT, meeting))

    def by_rules(self, words: list[Span]) -> Iterator[tuple[LinkKind, Mention]]:
        """What the rules alone decide of the meeting that these words tell of."""
        for meeting in self._at(words):
            for kind in _BY_RULES:
                yield from ((kind, self._draft.mentions[t]) for t in self._draft.linked(kind, meeting))

    def is_indirect(self, words: list[Span]) -> bool:
        """Whether the rules read one of these words as talks through others."""
        return any(self._draft.mentions[m].reads_as.split()[2] == "indirect" for m in self._at(words))

    def means(self, words: list[Span]) -> str:
        """ "phone" or "video", where the rules read one of these words so; else ""."""
        said = {self._draft.mentions[m].reads_as.split()[1] for m in self._at(words)}
        return next((means for means in ("video", "phone") if means in said), "")

    def _at(self, words: list[Span]) -> list[int]:
        return [m for m in self._meetings if any(self._draft.mentions[m].span.meets(w) for w in words)]

    def linked(self, words: list[Span]) -> set[tuple[LinkKind, int]]:
        """The links from any of these words, to mentions that both drafts hold."""
        here = self._at(words)
        kinds = dict.fromkeys(link for _, _, link in _TO_MENTIONS)
        return {(k, t) for m in here for k in kinds for t in self._draft.linked(k, m) if t < self._known}


_JOINED_WHERE_ALIKE = 0.05
_OPEN = ("planned", "postponed", "cancelled")


@dataclass(frozen=True, slots=True)
class _Seat:
    """Who sits in a meeting as the model has it so far, when, whether it is still open, and how they meet."""

    persons: frozenset[int]
    sides: frozenset[str]
    times: frozenset[str]
    still_open: bool
    format: str

    def fits(self, other: _Seat) -> bool:
        """Whether two may be one: the same people or sides as far as told, nothing apart."""
        alike = _nested(self.persons, other.persons) and _nested(self.sides, other.sides)
        shared = bool(self.persons & other.persons) or len(self.sides & other.sides) > 1
        timely = not self.times or not other.times or bool(self.times & other.times)
        formats = {self.format, other.format} - {"unspecified"}
        return alike and shared and timely and self.still_open == other.still_open and len(formats) < 2


def _nested(one: frozenset[T], other: frozenset[T]) -> bool:
    return one <= other or other <= one


class Scenes:
    """Puts what was told of each meeting into the draft; keeps the persons who took part."""

    def __init__(self, draft: Draft, masked: Cover, ruled: Ruled) -> None:
        self._draft, self._masked, self._ruled = draft, masked, ruled
        self.persons: list[int] = []

    def joined(self, told: list[Told]) -> list[Told]:
        """The meetings, those put together that the model half takes for one and in which the same people or sides sit,
        on no other day."""
        out: list[tuple[Told, _Seat]] = []
        for meeting in told:
            seat = self._seat(meeting)
            fitting = [(sameness(o.words, meeting.words), k) for k, (o, s) in enumerate(out) if s.fits(seat)]
            best = max(fitting, default=(0.0, 0), key=lambda f: (f[0], -f[1]))
            if best[0] < _JOINED_WHERE_ALIKE:
                out.append((meeting, seat))
                continue
            both = Told(tuple(sorted((*out[best[1]][0].words, *meeting.words), key=lambda w: w.at)))
            out[best[1]] = both, self._seat(both)
        return [meeting for meeting, _ in out]

    def _seat(self, told: Told) -> _Seat:
        draft = self._draft
        chosen = list(self._chosen(told))
        sitting = [m for kind, m in chosen if kind is LinkKind.MEETING_PARTICIPANT]
        persons = frozenset(fullest_of(draft, m) for m in sitting if draft.mentions[m].kind is MentionKind.PERSON)
        sides = frozenset(
            draft.mentions[m].reads_as for m in sitting if draft.mentions[m].kind is MentionKind.ORGANISATION
        )
        times = frozenset(draft.mentions[m].reads_as for kind, m in chosen if kind is LinkKind.MEETING_TIME)
        return _Seat(persons, sides, times, told.says("status")[0] in _OPEN, told.says("format")[0])

    def add(self, told: Told) -> None:
        """One mention a meeting word; what belongs to the meeting goes to the word whose sentence it stands in, else to
        the nearest."""
        draft = self._draft
        said = {name: told.says(name)[0] for name in ("status", "format", "contact")}
        spans = [w.at for w in told.words]
        said["contact"] = "indirect" if self._ruled.is_indirect(spans) else said["contact"]
        said["format"] = self._ruled.means(spans) or said["format"]
        reads_as = f"{said['status']} {said['format']} {said['contact']} told {told.probability_real():.3f}"
        words = [draft.add(MentionKind.MEETING, w.at, reads_as) for w in told.words]
        for word in words[1:]:
            draft.link(LinkKind.SAME_MEETING, word, words[0])
        for link, mention in self._chosen(told):
            draft.link(link, self._nearest(words, draft.mentions[mention].span), mention)
            if draft.mentions[mention].kind is MentionKind.PERSON:
                self.persons.append(mention)
        self._add_sides(told, words)
        for link, by_rule in self._ruled.by_rules(spans):
            mention = draft.add(by_rule.kind, by_rule.span, by_rule.reads_as)
            draft.link(link, self._nearest(words, by_rule.span), mention)
        for tag, kind, link in _TO_WORDS:
            for found in told.found(draft.text, tag, _LEAST_WORDS):
                draft.link(link, self._nearest(words, found.span), draft.add(kind, found.span))

    def _chosen(self, told: Told) -> Iterator[tuple[LinkKind, int]]:
        """The mentions that belong to a meeting, in text order within each kind of link."""
        draft, ruled = self._draft, self._ruled.linked([w.at for w in told.words])
        near = [draft.sentence_at(w.at.start) for w in told.words]
        full = sum(link is LinkKind.MEETING_PARTICIPANT for link, _ in ruled) > 1
        for kind, tag, link in _TO_MENTIONS:
            for mention in draft.of_kind(kind):
                span = draft.mentions[mention].span
                least = _LEAST_NEAR if any(s.holds(span) for s in near) else _LEAST
                least = _LEAST_BESIDE if full and tag == "side" else least
                least = _LEAST_RULED if (link, mention) in ruled else least
                if not self._masked.holds(span) and self._probability(told, tag, mention) >= least:
                    yield link, mention

    def _probability(self, told: Told, tag: str, mention: int) -> float:
        """Of the mention's own words; a group that speaks for a party sits there as surely as the party."""
        draft = self._draft
        own = told.probability(tag, draft.mentions[mention].span)
        parties = draft.linked(LinkKind.DELEGATION_PARTY, mention) if tag == "delegation" else []
        return max([own, *(told.probability("side", draft.mentions[p].span) for p in parties)])

    def _add_sides(self, told: Told, words: list[int]) -> None:
        """Sides in words that the rules took for nothing: a party that knowledge knows, else the words themselves."""
        draft = self._draft
        kinds = (MentionKind.ORGANISATION, MentionKind.PERSON, MentionKind.ROLE, MentionKind.DELEGATION)
        known = [draft.mentions[i].span for i in draft.of_kind(*kinds)]
        for found in told.found(draft.text, "side", _LEAST_SIDE):
            if any(found.span.meets(k) for k in known) or self._masked.holds(found.span):
                continue
            parties = [p for p in find_parties(draft.text, found.span.start, found.span.end) if p.party]
            named = [(Span(p.start, p.end), p.party.name) for p in parties if p.party]
            for span, name in named or _own_name(draft.text, found.span):
                mention = draft.add(MentionKind.ORGANISATION, span, name)
                draft.link(LinkKind.MEETING_PARTICIPANT, self._nearest(words, span), mention)

    def _nearest(self, words: list[int], span: Span) -> int:
        sentence = self._draft.sentence_at(span.start)
        places = {w: self._draft.mentions[w].span for w in words}
        return min(words, key=lambda w: (not sentence.holds(places[w]), abs(places[w].start - span.start)))


def _own_name(text: str, span: Span) -> list[tuple[Span, str]]:
    """What looks like a name of several words stands for itself; "the rivals", or half a name, for nobody."""
    words = span.of(text).split()
    return [(span, " ".join(words))] if len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper() else []
