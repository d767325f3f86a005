"""Writes down what the reading model answered about a text's meetings: mentions and links, as the rules would."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from whomet.knowledge.parties import find_parties
from whomet.language.answers import Asked, Told
from whomet.language.choosing import TO_MENTIONS, Choosing, chosen, surety
from whomet.language.coreference import fullest_of, name_words
from whomet.language.draft import Cover, Draft
from whomet.language.hosts import link_hosts
from whomet.language.joining import Seat, Sitter, joined
from whomet.language.meetings import words_of_meetings
from whomet.language.phrases import Phrase, add_groups, find_phrases, placed_phrases
from whomet.language.side_by_side import named_together
from whomet.language.wording import WORDINGS, kind_of_group, outcome_kind, sure_groups, worded
from whomet.model import LinkKind, Mention, MentionKind, Span

_LEAST_SIDE = 0.8  # mean probability from which words that the rules took for nothing are a side
_HALF = 0.5  # probability from which one whom the rules seat alone sets a word apart from others
_SOME = 2  # of a list
# What the model was too seldom shown to know; here the rules' links stand.
_BY_RULES = (
    LinkKind.MEETING_MEDIATOR,
    LinkKind.MEETING_HOST,
    LinkKind.MEETING_CHAIR,
    LinkKind.MEETING_VENUE,
)
_BY_PHRASES = (MentionKind.OCCASION, MentionKind.OUTCOME, MentionKind.DELEGATION)


class Ruled:
    """What the rules alone say of the meetings: their words, and which mentions they link to each."""

    def __init__(self, draft: Draft, known: int) -> None:
        self._draft = draft
        self._meetings = draft.of_kind(MentionKind.MEETING)
        self._known = known  # mentions of the draft that the model's meetings are written into
        words = words_of_meetings(draft.text, draft.sentences)
        self.known_words = [span for found in words for span, _ in found]
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
        kinds = dict.fromkeys(link for _, _, link in TO_MENTIONS)
        return {(k, t) for m in here for k in kinds for t in self._draft.linked(k, m) if t < self._known}


class Scenes:
    """Puts what was told of each meeting into the draft; keeps the persons who took part."""

    def __init__(self, draft: Draft, masked: Cover, ruled: Ruled, lists: Sequence[tuple[int, ...]] = ()) -> None:
        self._draft, self._masked, self._ruled, self._lists = draft, masked, ruled, lists
        self._choosing = Choosing(draft, masked)
        self._told: list[tuple[Told, list[int]]] = []  # with the mentions of its words
        self.persons: list[int] = []

    def joined(self, real: list[Asked]) -> list[Told]:
        """The meetings that these words tell of, each with its words."""
        seats = [self._seat(asked) for asked in real]
        return [Told(tuple(seat.asked for seat in group)) for group in joined(seats)]

    def _seat(self, asked: Asked) -> Seat:
        likely: dict[str, dict[int, float]] = {}
        seated: list[Sitter] = []
        for candidate in self._choosing.candidates(Told((asked,)), self._ruled.linked([asked.at])):
            likely.setdefault(candidate.tag, {})[candidate.mentions[0]] = candidate.likelihood()
            if candidate.tag == "participant" and candidate.features["ruled"]:
                name = frozenset(name_words(self._draft.words(candidate.mentions[0])))
                seated.append(Sitter(candidate.mentions[0], name, max(candidate.probabilities) >= _HALF))
        sentence = bisect_right(self._draft.sentences, asked.at.start, key=lambda s: s.start)
        return Seat(asked, likely, sentence, asked.at.of(self._draft.text).lower(), tuple(seated))

    def add(self, told: Told) -> None:
        """One mention a meeting word; what belongs to the meeting goes to the word whose sentence it stands in, else to
        the nearest."""
        draft = self._draft
        said = {name: told.says(name)[0] for name in ("status", "format", "contact")}
        spans = [w.at for w in told.words]
        said["contact"] = "indirect" if self._ruled.is_indirect(spans) else said["contact"]
        said["format"] = self._ruled.means(spans) or said["format"]
        candidates = list(self._choosing.candidates(told, self._ruled.linked(spans)))
        sure = f"{told.probability_real():.3f} {surety(candidates):.3f}"
        reads_as = f"{said['status']} {said['format']} {said['contact']} told {sure}"
        words = [draft.add(MentionKind.MEETING, w.at, reads_as) for w in told.words]
        for word in words[1:]:
            draft.link(LinkKind.SAME_MEETING, word, words[0])
        for link, mention in ((c.link, m) for c in chosen(candidates) for m in c.linked()):
            draft.link(link, self._nearest(words, draft.mentions[mention].span), mention)
            if draft.mentions[mention].kind is MentionKind.PERSON:
                self.persons.append(mention)
        self._add_listed(words)
        self._add_sides(told, words)
        for link, by_rule in self._ruled.by_rules(spans):
            mention = draft.add(by_rule.kind, by_rule.span, by_rule.reads_as)
            draft.link(link, self._nearest(words, by_rule.span), mention)
        self._told.append((told, words))

    def add_words(self) -> None:
        """What the meetings were about, part of, what came of them, who came along and who hosted: once all are there,
        as a set phrase may stand far from the meeting that it belongs to."""
        draft = self._draft
        words: dict[Span, list[int]] = {}
        for word in draft.of_kind(MentionKind.MEETING):
            words.setdefault(draft.sentence_at(draft.mentions[word].span.start), []).append(word)
        every = zip(draft.sentences, find_phrases(draft.text, draft.sentences), strict=True) if words else ()
        found = []
        for sentence, phrases in every:
            if not self._masked.holds(sentence):
                link_hosts(draft, sentence, words.get(sentence, []))
                found.append((words.get(sentence, []), [p for p in phrases if p.kind in _BY_PHRASES]))
        add_groups(draft, (phrase for _, phrases in found for phrase in phrases))
        self._add_wordings(found)
        self._add_delegations()

    def _add_wordings(self, found: list[tuple[list[int], list[Phrase]]]) -> None:
        draft = self._draft
        means = {phrase.span: phrase.means for _, phrases in found for phrase in phrases}
        placed = list(placed_phrases(draft, found))
        for told, words in self._told:
            for wording in WORDINGS:
                every = [p.span for _, phrases in found for p in phrases if p.kind is wording.kind]
                own = {p.span for meeting, p in placed if meeting in words and p.kind is wording.kind}
                for span in worded(draft.text, told, wording, every, own):
                    is_outcome = wording.kind is MentionKind.OUTCOME
                    reads_as = (means.get(span) or outcome_kind(draft.text, span)) if is_outcome else ""
                    draft.link(wording.link, self._nearest(words, span), draft.add(wording.kind, span, reads_as))

    def _add_delegations(self) -> None:
        """Unnamed people of whom the model is sure, with the parties that their words name."""
        draft = self._draft
        for told, words in self._told:
            groups = {draft.mentions[i].span: i for i in draft.of_kind(MentionKind.DELEGATION)}
            for span in sure_groups(draft.text, told):
                known = next((i for at, i in groups.items() if at.meets(span) and draft.mentions[i].reads_as), None)
                group = (
                    draft.add(MentionKind.DELEGATION, span, kind_of_group(draft.text, span)) if known is None else known
                )
                for party in draft.of_kind(MentionKind.ORGANISATION) if known is None else ():
                    if span.holds(draft.mentions[party].span):
                        draft.link(LinkKind.DELEGATION_PARTY, group, party)
                draft.link(LinkKind.MEETING_DELEGATION, self._nearest(words, span), group)

    def _add_listed(self, words: list[int]) -> None:
        """Of a list of people of whom some sit there all do; so do those whom the meeting's own sentence names in one
        breath with one who does."""
        draft = self._draft
        sitting = {p for word in words for p in draft.linked(LinkKind.MEETING_PARTICIPANT, word)}
        people = {fullest_of(draft, p) for p in sitting}
        sentences = dict.fromkeys(draft.sentence_at(draft.mentions[w].span.start) for w in words)
        together = [group for sentence in sentences for group in named_together(draft, sentence)]
        for few, group in (*((_SOME, g) for g in self._lists), *((1, g) for g in together)):
            if len(people.intersection(fullest_of(draft, p) for p in group)) < few:
                continue
            for person in (p for p in group if fullest_of(draft, p) not in people):
                draft.link(LinkKind.MEETING_PARTICIPANT, self._nearest(words, draft.mentions[person].span), person)
                self.persons.append(person)

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
