"""What a document tells of one meeting: its sentences there, and the content words in them, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from whomet.knowledge.data import read_data
from whomet.model import Account, Document, Property, RegionKind, Span
from whomet.values.names import fold

_STEM = 5  # letters: "demanded" and "demanding", "Nakhala" and "Nakhalah" are one
_SHORTEST = 3  # letters of a content word; a number may be shorter
_MOST_SENTENCES = 60  # of one document that are compared; what tells of a meeting is shorter
_MOST_READ = 40_000  # code points of a text in which sentences are sought
_END = re.compile(r"[.!?…]{1,3}[\"”’»')\]]{0,3}(?=\s)|\n")
_LAST_WORD = re.compile(r"([^\W\d_]{1,6})\.$")
_NAMES = {
    Property.PARTY,
    Property.MEDIATOR,
    Property.HOST,
    Property.CHAIR,
    Property.CITY,
    Property.COUNTRY,
    Property.VENUE,
    Property.PLACE_TEXT,
    Property.TIME_TEXT,
    Property.PERSON_NAME,
    Property.PERSON_ROLE,
    Property.PERSON_PARTY,
    Property.PART_OF,
}


@dataclass(frozen=True, slots=True)
class Passage:
    """`sentences` are spans of the document's text; `words` the stems of their content words in order, `figures` the
    numbers among them; `of_sentence` says for each word the index of its sentence; `accounts` are the document's of
    this meeting."""

    document: Document
    sentences: tuple[Span, ...]
    words: tuple[str, ...]
    of_sentence: tuple[int, ...]
    accounts: tuple[Account, ...] = ()

    @property
    def figures(self) -> frozenset[str]:
        return frozenset(w for w in self.words if w[0].isdigit())

    def said(self, sentence: int) -> str:
        """The words of a sentence as printed."""
        return " ".join(self.sentences[sentence].of(self.document.text).split())


def passage(document: Document, accounts: Sequence[Account], left_out: frozenset[str]) -> Passage:
    """What `document` tells of the meeting of these accounts of it: all of the article where it reports the meeting as
    its news; else the sentences that the claims cite, and those between two of them. `left_out`: stems that say
    nothing here."""
    sentences = _told(sentences_of(document), accounts)[:_MOST_SENTENCES]
    words: list[str] = []
    places: list[int] = []
    for number, span in enumerate(sentences):
        stems = [stem for stem in stems_of(span.of(document.text)) if stem not in left_out]
        words += stems
        places += [number] * len(stems)
    return Passage(document, tuple(sentences), tuple(words), tuple(places), tuple(accounts))


def shared_by_all(accounts: Iterable[Account]) -> frozenset[str]:
    """Stems of the names that any telling of this meeting must have: who met, for whom, where and when."""
    return frozenset(s for a in accounts for c in a.claims if c.property in _NAMES for s in stems_of(c.value))


def stems_of(text: str) -> list[str]:
    """The content words of a text in order, each cut to its first letters; words of any report are left out."""
    common = _common()
    cut = ((word, word if word[0].isdigit() else word[:_STEM]) for word in fold(text).split())
    return [stem for word, stem in cut if stem not in common and (len(word) >= _SHORTEST or word[0].isdigit())]


def sentences_of(document: Document) -> list[Span]:
    """The sentences of the article, its title and boilerplate left out. Good for comparing, not for grammar."""
    text = document.text[:_MOST_READ]
    unread = [r.span for r in document.regions if r.kind in (RegionKind.BOILERPLATE, RegionKind.TITLE)]
    found, start = [], 0
    for match in _END.finditer(text):
        if match[0] != "\n" and _is_abbreviation(text[max(0, match.start() - 8) : match.start() + 1]):
            continue
        found.append(Span(start, match.end()))
        start = match.end()
    found.append(Span(start, len(text)))
    trimmed = (_trimmed(text, span) for span in found)
    return [s for s in trimmed if s.end > s.start and not any(mask.holds(s) for mask in unread)]


def _told(sentences: list[Span], accounts: Sequence[Account]) -> list[Span]:
    cited = [span for a in accounts for c in a.claims for span in c.spans]
    if not cited or any(a.main for a in accounts):
        return sentences
    touched = [n for n, s in enumerate(sentences) if any(span.meets(s) for span in cited)]
    bridged = [n + 1 for n, after in pairwise(touched) if after == n + 2]
    return [sentences[n] for n in sorted({*touched, *bridged})]


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _is_abbreviation(before: str) -> bool:
    last = _LAST_WORD.search(before)
    return last is not None and (len(last[1]) == 1 or last[1] in _abbreviations())


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(read_data("sentences")["abbreviations"])


@cache
def _common() -> frozenset[str]:
    return frozenset(word[:_STEM] for word in read_data("credits")["common"])
