"""The first reader: rules and word data. A model will stand behind the same door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whomet.language.beside_names import link_parties_beside
from whomet.language.coreference import join_persons, names_two, surnames_in
from whomet.language.draft import Cover, Draft
from whomet.language.figures import find_figures
from whomet.language.hosts import link_hosts
from whomet.language.meetings import Around, find_meetings, spoken_of, words_of_meetings
from whomet.language.name_lists import add_lists
from whomet.language.names import find_names
from whomet.language.organisations import find_sides
from whomet.language.phrases import Phrase, find_phrases, link_phrases
from whomet.language.quotations import find_quotations
from whomet.language.sentences import find_sentences
from whomet.language.settings import find_venues
from whomet.language.speech import find_speech
from whomet.language.times import find_times
from whomet.language.units import Tagger, Unit
from whomet.model import Analysis, Document, MentionKind, RegionKind, Span
from whomet.values.times import Kind


class Rules:
    """Reads English by rules. The same text gives the same Analysis, whatever was read before."""

    name = "rules 0.1.0"

    def reads(self, language: str) -> bool:
        """English, and texts too short to tell."""
        return language in ("", "en") or language.startswith("en-")

    def analyse(self, document: Document) -> Analysis:
        """All that these rules find in one Document."""
        text = document.text
        sentences = find_sentences(text, document.regions)
        draft = Draft(text, sentences)
        named = add_names(draft)
        named.add_persons(draft, ())
        add_meetings(draft, named, document)
        for figure in find_figures(text, sentences):
            draft.add(MentionKind.FIGURE, figure.span, figure.reads_as)
        mentions_now = tuple(sorted(draft.mentions, key=lambda m: m.span))
        return draft.analysis(find_speech(text, sentences, mentions_now, find_quotations(text)))


@dataclass(frozen=True, slots=True)
class Named:
    """What is kept of finding names: the tagged units of each sentence, what tagged them, and who stands in each
    list."""

    units: list[tuple[Unit, ...]]
    tagger: Tagger
    lists: list[tuple[int, ...]]

    def add_persons(self, draft: Draft, persons: Iterable[Span]) -> None:
        """Adds names found otherwise, where the rules see none, and joins the mentions of one person."""
        taken = [draft.mentions[i].span for i in draft.of_kind(MentionKind.PERSON, MentionKind.ROLE, MentionKind.TIME)]
        spans = [self.tagger.cut(draft.sentence_at(s.start), s) for s in persons]
        alone = surnames_in(s.of(draft.text) for s in (*spans, *taken))
        for span in spans:
            if not any(span.meets(t) for t in taken) and not names_two(span.of(draft.text), alone):
                draft.add(MentionKind.PERSON, span)
        join_persons(draft, self.units)


def add_names(draft: Draft) -> Named:
    """Adds names, roles, groups, places, venues and times to a draft; who is who is left to `add_persons`."""
    text, sentences = draft.text, draft.sentences
    tagger = Tagger(text, sentences)
    units = [tagger.units(s) for s in sentences]
    if sides := find_sides(units):
        tagger.learn(sides)
        units = [tagger.units(s) if tagger.knows_in(s) else u for s, u in zip(sentences, units, strict=True)]
    lists = add_lists(draft)
    listed = Cover(draft.mentions[i].span for i in draft.of_kind(*MentionKind))
    for sentence, tagged in zip(sentences, units, strict=True):
        find_names(draft, tagged, tagger.common, listed)
        find_venues(draft, sentence)
        add_times(draft, sentence)
        link_parties_beside(draft, sentence)
    return Named(units, tagger, lists)


def add_meetings(draft: Draft, named: Named, document: Document) -> None:
    """Adds the meeting words of a text with all that belongs to them."""
    by_sentence = _mentions_by_sentence(draft, draft.sentences, _datelines(document))
    told: list[tuple[list[int], Sequence[Phrase]]] = []
    person: int | None = None
    names = named.tagger.names - frozenset(word.capitalize() for word in named.tagger.common)
    words = words_of_meetings(draft.text, draft.sentences)
    phrases = find_phrases(draft.text, draft.sentences)
    every = zip(draft.sentences, named.units, by_sentence, words, phrases, strict=True)
    for sentence, tagged, mentions, found, own in every:
        meetings = find_meetings(draft, tagged, sentence, found, around := Around(mentions, person, names))
        person = spoken_of(draft, tagged, around)
        link_hosts(draft, sentence, meetings)
        told.append((meetings, own))
    link_phrases(draft, told)


def add_times(draft: Draft, sentence: Span) -> None:
    """Adds every expression of time in a sentence."""
    for time in find_times(draft.text, sentence.start, sentence.end):
        kind = MentionKind.DURATION if time.value.kind is Kind.DURATION else MentionKind.TIME
        draft.add(kind, time.span, str(time.value))


def _datelines(document: Document) -> Cover:
    """Where a text says when and where it was written: "MUSCAT, May 15 (Agency)" tells nothing of a meeting."""
    return Cover(r.span for r in document.regions if r.kind is RegionKind.DATELINE)


def _mentions_by_sentence(draft: Draft, sentences: tuple[Span, ...], masked: Cover) -> list[list[int]]:
    """Indexes of the mentions inside each sentence, in text order. Both run in text order, so once through."""
    order = [i for i in draft.of_kind(*MentionKind) if not masked.holds(draft.mentions[i].span)]
    out: list[list[int]] = []
    at = 0
    for sentence in sentences:
        inside: list[int] = []
        while at < len(order) and draft.mentions[order[at]].span.start < sentence.end:
            if draft.mentions[order[at]].span.start >= sentence.start:
                inside.append(order[at])
            at += 1
        out.append(inside)
    return out
