"""Chooses, among what the rules found, who and what belongs to a meeting: how sure the reading model is of it, weighed
with where it stands and with what the rules say. `training/choices.py` fits the weights; what is
demanded of a likelihood was chosen on the development set."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.publishers import PublisherKind, publisher_named
from whomet.language.adjectives import says_whose
from whomet.language.answers import Told
from whomet.language.bystanders import is_bystander, only_owns
from whomet.language.coreference import fullest_of
from whomet.language.draft import Cover, Draft
from whomet.model import LinkKind, MentionKind, Span

TO_MENTIONS = (
    (MentionKind.PERSON, "participant", LinkKind.MEETING_PARTICIPANT),
    (MentionKind.ORGANISATION, "side", LinkKind.MEETING_PARTICIPANT),
    (MentionKind.DELEGATION, "delegation", LinkKind.MEETING_PARTICIPANT),
    (MentionKind.TIME, "when", LinkKind.MEETING_TIME),
    (MentionKind.PLACE, "where", LinkKind.MEETING_PLACE),
    (MentionKind.DURATION, "how-long", LinkKind.MEETING_DURATION),
)
_NEVER = 0.02  # what the model is surer of than this that it doesn't belong, and the rules too, is not weighed
_FARTHEST = 6  # sentences
_OPENING = 4  # sentences
_OFTEN = 8  # mentions
# Fitted on texts denser in meetings than the press is, likelihoods are too high for people whom the rules don't seat:
# so many logits are taken off, and as many again where the model surely seats no mention of them (a president is named
# in every paragraph). Chosen on the development set, of 0, 0.25, 0.5, 1, 1.5 and 2; from .65 to .9 and .35 to 1 alike.
_DOUBT = 0.5
_SURELY = 0.7
# A party that is only named in "the Irish question" hardly sits there, nor does "missing journalist Ada Lind", whatever
# the network says: so many logits are taken off when guests are chosen, not when words are joined to meetings, whose
# weights were fitted without. Of 1.5, 3.
_WHOSE = 3.0
_OWNER = re.compile(r"((?:[A-Z][\w.&-]*\s){0,3}[A-Z][\w.&-]*)[’']s?\s+\Z")
_LONGEST_OWNER = 60  # code points
_HALF_BELIEVED = 0.25
# Chosen on the development set, texts left out and 108 long articles, of 0.1 to 0.6: how likely the other one must be,
# and how likely who sits there surely, by the model, and stands in the meeting word's own sentence.
_LEAST_OTHER, _LEAST_SURE = 0.5, 0.35
_SEATED = ("participant", "delegation", "side")
_LEAST_OWN = 0.5  # from which a further mention of what was chosen is linked too


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person, party, group, time, place or duration that may belong to a meeting: its mentions, the model's
    probability of each, and what its likelihood follows from."""

    tag: str
    link: LinkKind
    mentions: tuple[int, ...]
    probabilities: tuple[float, ...]
    features: dict[str, float]
    adjectives: Collection[int] = ()  # those of its mentions that only say whose a thing is
    bystander: bool = False  # a person whom the text introduces as one who is talked about
    sides: frozenset[str] = frozenset()  # whom a person or a group speaks for; of a party, its name

    def likelihood(self, doubt: float = 0.0) -> float:
        """0 to 1: that it belongs to the meeting; with a further doubt in logits."""
        weights = read_data("choices")["weights"][self.tag]
        logit = math.fsum(weights[name] * value for name, value in self.features.items())
        if self.tag in _SEATED and not self.features["ruled"]:
            doubt += _DOUBT if max(self.probabilities) >= _SURELY else 2 * _DOUBT
        return 1 / (1 + math.exp(doubt - logit))

    def likelihood_seated(self) -> float:
        """The same for who is said to have taken part."""
        only_whose = bool(self.adjectives) and set(self.linked()) <= set(self.adjectives)
        return self.likelihood(_WHOSE if only_whose or self.bystander else 0.0)

    def linked(self) -> list[int]:
        """Its mentions that tell so: the likeliest, and others that are likely by themselves."""
        best = max(self.probabilities)
        both = zip(self.mentions, self.probabilities, strict=True)
        return [m for m, p in both if p >= min(best, _LEAST_OWN)]


def chosen(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that belong to their meeting: as likely as their kind demands. Nobody meets alone: where fewer than
    two sit, those whom the rules seat are taken too, if the model half believes it; where still nobody sits, the two
    likeliest of the sentence; where one sits alone, the likeliest other."""
    every = list(candidates)
    least = read_data("choices")["least"]
    likely = {i for i, c in enumerate(every) if c.likelihood_seated() >= least[c.tag]}
    if _sitting(every, likely) < 2:
        likely |= {i for i, c in enumerate(every) if c.features["ruled"] and max(c.probabilities) >= _HALF_BELIEVED}
    if _sitting(every, likely) == 0:
        likely |= _likeliest_two(every)
    if _sitting(every, likely) == 1:
        likely |= _likeliest_other(every, likely)
    return [c for i, c in enumerate(every) if i in likely]


def _likeliest_two(every: Sequence[Candidate]) -> set[int]:
    """Two of the sentence, if the model surely seats both."""
    found = set[int]()
    for i in sorted(range(len(every)), key=lambda i: -every[i].likelihood_seated()):
        seated = every[i].tag in ("participant", "side") and _surely_beside(every[i])
        if len(found) < 2 and seated and _sitting(every, {*found, i}) > len(found):
            found.add(i)
    return found if len(found) == 2 else set()


def _surely_beside(candidate: Candidate) -> bool:
    """Whether the model surely seats a mention of it, and one stands in a meeting word's sentence."""
    surely = max(candidate.probabilities) >= _SURELY and candidate.likelihood_seated() >= _LEAST_SURE
    return surely and bool(candidate.features["same sentence"])


def _sitting(every: Sequence[Candidate], likely: Iterable[int]) -> int:
    """How many sit there: a party, or a group of its people, is no further one where others sit there for it."""
    count, sides = 0, set[str]()
    for candidate in sorted((every[i] for i in likely if every[i].tag in _SEATED), key=lambda c: _SEATED.index(c.tag)):
        count += candidate.tag == "participant" or not candidate.sides & sides
        sides |= candidate.sides
    return count


def _likeliest_other(every: Sequence[Candidate], likely: Collection[int]) -> set[int]:
    """The likeliest person or party that doesn't sit there with those, if it is likely enough to."""
    others = [
        (-c.likelihood_seated(), i)
        for i, c in enumerate(every)
        if i not in likely and c.tag in ("participant", "side") and _sitting(every, {*likely, i}) > 1
    ]
    return {i for doubt, i in sorted(others)[:1] if -doubt >= _LEAST_OTHER or _is_sure_guest(every[i])}


def _is_sure_guest(candidate: Candidate) -> bool:
    return candidate.tag == "participant" and _surely_beside(candidate)


def surety(candidates: Iterable[Candidate]) -> float:
    """0 to 1: that each person and party was rightly put at the table or left away, as if they were independent."""
    likely = [c.likelihood() for c in candidates if c.tag in ("participant", "side")]
    return math.prod(max(p, 1 - p) for p in likely)


class Choosing:
    """The candidates of one text. `ruled` are the links that the rules alone make from a meeting's words."""

    def __init__(self, draft: Draft, masked: Cover) -> None:
        self._draft = draft
        self._starts = [s.start for s in draft.sentences]
        self._sentence_of = cache(lambda mention: self._sentence(draft.mentions[mention].span))
        self._says_whose = cache(lambda party: says_whose(draft.text, draft.mentions[party].span))
        self._owns = cache(lambda person: only_owns(draft.text, draft.mentions[person].span))
        self._is_bystander = cache(lambda person: is_bystander(draft.text, draft.mentions[person].span))
        self._open = {
            kind: self._grouped([m for m in draft.of_kind(kind) if not masked.holds(draft.mentions[m].span)])
            for kind, _, _ in TO_MENTIONS
        }
        persons = self._open[MentionKind.PERSON]
        self._open[MentionKind.PERSON] = [p for p in persons if not any(self._is_reporter(m) for m in p)]

    def candidates(self, told: Told, ruled: set[tuple[LinkKind, int]]) -> Iterator[Candidate]:
        """All that may belong to a meeting, in text order within each kind."""
        speaks_for = self._draft.linked
        ruled = ruled | {(k, party) for k, m in ruled for party in speaks_for(LinkKind.DELEGATION_PARTY, m)}
        words = [self._sentence(w.at) for w in told.words]
        seated = sum(link is LinkKind.MEETING_PARTICIPANT for link, _ in ruled)
        of_meeting = {"meeting words": min(4, len(words)) / 4, "rules seat two": float(seated > 1), "bias": 1.0}
        for kind, tag, link in TO_MENTIONS:
            groups = [(group, [self._probability(told, tag, m) for m in group]) for group in self._open[kind]]
            best = sorted((max(p) for _, p in groups), reverse=True)
            for group, probabilities in groups:
                by_rules = any((link, m) in ruled for m in group)
                if max(probabilities) >= _NEVER or by_rules:
                    features = _by_model(probabilities, best) | self._by_place(group, words) | of_meeting
                    features |= {"ruled": float(by_rules)}
                    adjectives = self._adjectives(group) if tag == "side" else ()
                    talked_about = tag == "participant" and self._is_talked_about(group, probabilities)
                    mentions, sides = tuple(group), self._sides(tag, group)
                    yield Candidate(
                        tag, link, mentions, tuple(probabilities), features, adjectives, talked_about, sides
                    )

    def _sides(self, tag: str, group: list[int]) -> frozenset[str]:
        of = {"participant": LinkKind.PERSON_PARTY, "delegation": LinkKind.DELEGATION_PARTY}
        if tag in of:
            group = [party for mention in group for party in self._draft.linked(of[tag], mention)]
        return frozenset(self._draft.mentions[p].reads_as for p in group) if tag in _SEATED else frozenset()

    def _adjectives(self, parties: list[int]) -> tuple[int, ...]:
        return tuple(m for m in parties if self._says_whose(m))

    def _is_talked_about(self, person: list[int], probabilities: list[float]) -> bool:
        """By the words at a mention; of "Lind's deputy" only where no mention is likelier."""
        likeliest = person[probabilities.index(max(probabilities))]
        return self._owns(likeliest) or any(self._is_bystander(m) for m in person)

    def _by_place(self, group: list[int], words: list[int]) -> dict[str, float]:
        """What follows from where its mentions stand, and from what is told of them; `words` are sentences."""
        draft, sentences = self._draft, [self._sentence_of(m) for m in group]
        apart = min(abs(s - w) for s in sentences for w in words)
        return {
            "same sentence": float(apart == 0),
            "sentences apart": min(apart, _FARTHEST) / _FARTHEST,
            "in the opening": float(min(sentences) < _OPENING),
            "named again": float(len(group) > 1),
            "named often": min(len(group), _OFTEN) / _OFTEN,
            "role told": float(any(draft.linked(LinkKind.PERSON_ROLE, m) for m in group)),
            "party told": float(any(draft.linked(LinkKind.PERSON_PARTY, m) for m in group)),
        }

    def _is_reporter(self, person: int) -> bool:
        """Whether an outlet is named whose reporter it is: "the Herald's Ada Lind". What publishes for a party is none:
        "the Front's Tom Berg"."""
        start = self._draft.mentions[person].span.start
        before = _OWNER.search(self._draft.text, max(0, start - _LONGEST_OWNER), start)
        words = before.group(1).split() if before else []
        outlets = (publisher_named(" ".join(words[n:])) for n in range(len(words)))
        return any(outlet is not None and outlet.kind is not PublisherKind.OFFICIAL for outlet in outlets)

    def _grouped(self, mentions: list[int]) -> list[list[int]]:
        """Mentions of one person, party or whatever it is, together."""
        groups: dict[object, list[int]] = {}
        for mention in mentions:
            groups.setdefault(self._what(mention), []).append(mention)
        return list(groups.values())

    def _what(self, mention: int) -> object:
        found = self._draft.mentions[mention]
        if found.kind is MentionKind.PERSON:
            return fullest_of(self._draft, mention)
        return found.reads_as if found.kind is MentionKind.ORGANISATION else self._draft.words(mention).lower()

    def _probability(self, told: Told, tag: str, mention: int) -> float:
        """Of the mention's own words; a group that speaks for a party sits there as surely as the party."""
        draft = self._draft
        own = told.probability(tag, draft.mentions[mention].span)
        parties = draft.linked(LinkKind.DELEGATION_PARTY, mention) if tag == "delegation" else []
        return max([own, *(told.probability("side", draft.mentions[p].span) for p in parties)])

    def _sentence(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)


def _by_model(own: list[float], best: list[float]) -> dict[str, float]:
    """What follows from the model's probabilities of its mentions, beside the `best` ones of all of its kind."""
    first = max(own) == best[0]
    other = best[0] if not first else best[1] if len(best) > 1 else 0.0
    return {
        "likeliest mention": logit(max(own)),
        "all mentions": logit(math.fsum(own) / len(own)),
        "likeliest of all": float(first),
        "likeliest other": logit(other),
        "likely ones": sum(p > 0.5 for p in best) / 4,
    }


def logit(probability: float) -> float:
    """Its logit, of a probability kept from 0 and 1 by a thousandth."""
    kept = min(max(probability, 0.001), 0.999)
    return math.log(kept / (1 - kept))
