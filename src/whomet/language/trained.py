"""The usual reader: the reading model finds meeting words, persons and what belongs to each meeting; rules find the
names, roles, times and speeches that it chooses among, and tip the balance where it is unsure."""

from __future__ import annotations

from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import party_named
from whomet.knowledge.place_mentions import find_places
from whomet.language.answers import Asking, Found, find_real
from whomet.language.draft import Cover, Draft
from whomet.language.figures import find_figures
from whomet.language.first_test import may_tell_of_meeting
from whomet.language.known_roles import add_known_offices
from whomet.language.network import Network, shipped
from whomet.language.quotations import find_quotations
from whomet.language.rules import Named, Rules, add_meetings, add_names
from whomet.language.sayings import settle_speeches
from whomet.language.scenes import Ruled, Scenes
from whomet.language.seen import seen_in
from whomet.language.sentences import find_sentences
from whomet.language.speech import find_speech
from whomet.language.standing import add_standing
from whomet.model import Analysis, Document, MentionKind, RegionKind, Span, Speech

# Probabilities from which an answer counts: chosen as those in scenes.py.
_WORD = 0.3
_WORD_UNKNOWN = 0.5  # where the rules know no such word
_WORD_OF_RULES = 0.2  # where the rules found two sides who met
_REAL = 0.5
_PERSON = 0.6
# Code points of the longest text that the model reads, about 35,000 words: it takes some twenty seconds there. What is
# longer is no report but a book or a heap of them; the rules, twenty times as fast, read that alone.
_LONGEST = 200_000


class Trained:
    """Reads English with the reading model."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network  # the shipped one is loaded by whoever first reads: not all who have a reader do
        self.name = "model 0.2.10"

    def reads(self, language: str) -> bool:
        """English, and texts too short to tell."""
        return language in ("", "en") or language.startswith("en-")

    def analyse(self, document: Document) -> Analysis:
        """All that the model and the rules find in one Document."""
        text = document.text
        if len(text) > _LONGEST:
            return Rules().analyse(document)
        sentences = find_sentences(text, document.regions)
        draft = Draft(text, sentences)
        if not may_tell_of_meeting(text):
            return _with_figures(draft)
        named = add_names(draft)
        asking = Asking(self._network or shipped(), text, seen_in(draft))
        masked = Cover(r.span for r in document.regions if r.kind in (RegionKind.DATELINE, RegionKind.BOILERPLATE))
        persons = (trimmed(text, f.span) for f in asking.found("person", _PERSON))
        named.add_persons(draft, [s for s in persons if _is_name(text, s) and not masked.holds(s)])
        add_known_offices(draft)
        ruled = _ruled(draft, named, document)
        _add_places(draft)
        scenes = Scenes(draft, masked, ruled, named.lists)
        told = scenes.joined(find_real(asking, _words(asking, ruled, masked), _REAL))
        for meeting in told:
            scenes.add(meeting)
        add_standing(asking, draft, scenes.persons)
        mentions_now = tuple(sorted(draft.mentions, key=lambda m: m.span))
        speeches = find_speech(text, sentences, mentions_now, find_quotations(text))
        speeches = settle_speeches(asking, draft, told, speeches)
        scenes.add_words()
        return _with_figures(draft, speeches)


def _with_figures(draft: Draft, speeches: tuple[Speech, ...] = ()) -> Analysis:
    for figure in find_figures(draft.text, draft.sentences):
        draft.add(MentionKind.FIGURE, figure.span, figure.reads_as)
    return draft.analysis(speeches)


def _add_places(draft: Draft) -> None:
    """Every place that knowledge finds, and every state: the model tells where a meeting was."""
    named = (MentionKind.PLACE, MentionKind.PERSON)
    taken = Cover(draft.mentions[i].span for i in draft.of_kind(*named))
    states = [draft.mentions[i] for i in draft.of_kind(MentionKind.ORGANISATION)]
    spans = [m.span for m in states if (party := party_named(m.reads_as)) and party.kind == "state"]
    for span in (*(Span(p.start, p.end) for p in find_places(draft.text)), *spans):
        if not taken.holds(span):
            draft.add(MentionKind.PLACE, span)


def _ruled(draft: Draft, named: Named, document: Document) -> Ruled:
    """What the rules alone would say of the text's meetings."""
    twin = draft.copy()
    add_meetings(twin, named, document)
    return Ruled(twin, len(draft.mentions))


def _words(asking: Asking, ruled: Ruled, masked: Cover) -> list[Found]:
    """The words that may tell of a meeting: of the model's own finding, and of the rules' where it half agrees."""
    found = [f for f in asking.found("meeting", _WORD) if not masked.holds(f.span)]
    known = ruled.known_words
    found = [f for f in found if f.probability >= _WORD_UNKNOWN or any(f.span.meets(k) for k in known)]
    for span in ruled.words:
        probability = asking.probability("meeting", span)
        if probability >= _WORD_OF_RULES and not masked.holds(span) and not any(span.meets(f.span) for f in found):
            found.append(Found(span, probability))
    return sorted(found, key=lambda f: f.span)


def _is_name(text: str, span: Span) -> bool:
    """Whether what is left of it has a word written large, beside a title."""
    words = [word for word in span.of(text).split() if word.lower() not in _titles()]
    return any(word[0].isupper() and len(word) > 1 for word in words)


@cache
def _titles() -> frozenset[str]:
    return frozenset(read_data("nouns")["title"])


def trimmed(text: str, span: Span) -> Span:
    """Without a word before a name that is large only because a sentence begins there, a possessive or a stop."""
    words = span.of(text)
    while (rest := words.split(maxsplit=1))[1:] and rest[0].lower() in _openers():
        words = rest[1]
    span = Span(span.end - len(words), span.end)
    for end in ("'s", "’s", "'", "’", ".", ","):
        words = words.removesuffix(end) if len(words.split()) > 1 or end != "." else words
    return Span(span.start, span.start + len(words))


@cache
def _openers() -> frozenset[str]:
    """Such words, without those that are given names too ("Will")."""
    given = {name.lower() for entry in read_data("given_names")["given_names"] for name in entry["names"]}
    return frozenset(read_data("nouns")["openers"]) - given
