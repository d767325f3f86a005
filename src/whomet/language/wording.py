"""Chooses the words that say what a meeting was about, part of, and what came of it: how sure the reading model is of
them, weighed with what the rules' set phrases find. What is demanded was chosen on the development set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.language.answers import Told
from whomet.language.ends import without_small_ends
from whomet.language.meeting_words import word_list
from whomet.model import LinkKind, MentionKind, Span

_GROWN = 0.2  # probability down to which a word belongs to the words beside it
_RULED = 0.2  # what it adds that the rules' phrases find them,
_PLACED = 0.4  # and that they give them to this meeting,
_DISPUTED = 0.2  # and takes off that the phrases draw the bounds otherwise
_GROWN_GROUP, _SURE_GROUP = 0.3, 0.8  # the same for unnamed people, and the mean from which they are taken
_WORD = re.compile(r"[\w'’-]+")
_FEWEST = 2  # words: one alone is mostly a scrap of a phrase


@dataclass(frozen=True, slots=True)
class Wording:
    """A tag of the model, what its words become, from which strength, and how many of them at most."""

    tag: str
    kind: MentionKind
    link: LinkKind
    least: float
    most: int


# Of 0.5, 0.6 and 0.7 each; topics from a mean of 0.4 to 0.6.
WORDINGS = (
    Wording("topic", MentionKind.TOPIC, LinkKind.MEETING_TOPIC, 0.5, 5),
    Wording("outcome", MentionKind.OUTCOME, LinkKind.MEETING_OUTCOME, 0.7, 6),
    Wording("part-of", MentionKind.OCCASION, LinkKind.MEETING_OCCASION, 0.6, 1),
)


def worded(text: str, told: Told, wording: Wording, phrases: Collection[Span], placed: Collection[Span]) -> list[Span]:
    """The words of one meeting, strongest first, none inside another: `phrases` are those that the rules find in the
    text, `placed` those of them that they give to this meeting."""
    kept: list[Span] = []
    for strength, span in sorted(_strengths(text, told, wording, phrases, placed), key=lambda s: (-s[0], s[1])):
        if strength >= wording.least and not any(span.meets(k) for k in kept):
            kept.append(span)
    return kept[: wording.most]


def _strengths(
    text: str, told: Told, wording: Wording, phrases: Collection[Span], placed: Collection[Span]
) -> Iterator[tuple[float, Span]]:
    for span in phrases:
        yield told.probability(wording.tag, span) + _RULED + _PLACED * (span in placed), span
    for found in told.found(text, wording.tag, _GROWN):
        words = without_small_ends(text, found.span)
        if words and len(_WORD.findall(words.of(text))) >= _FEWEST:
            yield found.probability - _DISPUTED * any(words.meets(p) for p in phrases), words


def sure_groups(text: str, told: Told) -> list[Span]:
    """Unnamed people of a meeting, where the model is sure of them."""
    found = (f for f in told.found(text, "delegation", _GROWN_GROUP) if f.probability >= _SURE_GROUP)
    spans = (without_small_ends(text, f.span) for f in found)
    return [span for span in spans if span and len(_WORD.findall(span.of(text))) >= _FEWEST]


def kind_of_group(text: str, span: Span) -> str:
    """ "delegation" for people who come beside those whom a text names; "" for such as "the leaders of both"."""
    words = {word.lower() for word in _WORD.findall(span.of(text))}
    return "delegation" if words & word_list("delegation") else ""


def outcome_kind(text: str, span: Span) -> str:
    """Which of the contract's kinds an outcome is, by its words and those beside them."""
    near = text[max(0, span.start - 40) : span.end + 25]
    return next((means for means, pattern in _kinds() if pattern.search(near)), "agreed")


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries: Iterable[dict[str, str]] = read_data("meeting_phrases")["outcome_kinds"]
    return tuple((e["means"], re.compile(e["words"].replace(" ", r"\s{1,3}"), re.IGNORECASE)) for e in entries)
