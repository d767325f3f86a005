"""What quoted words say, as far as our own knowledge tells: sides, times, places, numbers.

Words of another language are first looked up as they are. Where knowledge does not have them, their translation is
asked in their place, and only what knowledge makes of that counts: a translation is never a value.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from whomet.knowledge.parties import find_parties, party_named
from whomet.knowledge.place_mentions import find_places
from whomet.knowledge.places import places_named
from whomet.knowledge.sides import at_the_table
from whomet.language.numbers import value_of
from whomet.language.times import find_times
from whomet.model import Span
from whomet.values.times import Kind, TimeValue, is_vague

NOT_UNDERSTOOD = str(TimeValue(Kind.VAGUE))
"""How words of time read of which nothing is known: they name no date."""

_LONGEST_TRANSLATION = 120  # code points: as long as any name or expression of time is
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,12}")
_GROUPED = re.compile(r"(?<=\d)[.,\s](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Understood:
    """Words of a text, what they read as, and the translation that it took."""

    span: Span
    name: str
    english: str = ""


def sides_in(text: str, span: Span, english: str = "") -> list[Understood]:
    """The sides that some words of a text name, by their usual English names; a side that knowledge does not have is
    called as the text calls it."""
    named = [
        Understood(Span(m.start, m.end), at_the_table(m.party).name)
        for m in find_parties(text, span.start, span.end)
        if m.party
    ]
    if named:
        return named
    words = plain(span.of(text))
    if party := party_named(words):
        return [Understood(span, at_the_table(party).name)]
    inside = [m.party for m in find_parties(english) if m.party]
    if party := (party_named(english) if english else None) or (inside[0] if len(inside) == 1 else None):
        return [Understood(span, at_the_table(party).name, english)]
    return [Understood(span, _ARTICLE.sub("", words))]


def time_said(text: str, span: Span, english: str) -> Understood:
    """What words of time in another language read as, by their translation; by themselves where there is none, as of
    days in figures. A translation with numbers which the words do not have is not believed."""
    words = plain(span.of(text))
    found = find_times(english or words) if _numbers_in(english) <= _numbers_in(words) else ()
    told = next((t for t in found if not is_vague(t.value)), None)
    return Understood(span, str(told.value), english) if told else Understood(span, NOT_UNDERSTOOD)


def place_by(words: str, english: str) -> str:
    """The translation by which to look up a place of another language, "" where the words themselves will do, or where
    knowledge has no such place either."""
    if not english or english == words or places_named(words):
        return ""
    known = places_named(english) or find_places(english) or find_parties(english)
    return english if known else ""


def number_said(words: str, english: str) -> str:
    """The number in some words in plain digits, by their translation where there is one; "" for none, and where the
    translation has other digits."""
    told = value_of(english or words)
    return told if told and _numbers_in(english) <= _numbers_in(words) else ""


def translation(english: str) -> str:
    """A translation as it is used: on one line, "" for one that is longer than any name."""
    english = plain(english)
    return english if len(english) <= _LONGEST_TRANSLATION and english.isprintable() else ""


def plain(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def _numbers_in(words: str) -> set[int]:
    """The runs of digits in some words, of any script; "1,240" and "1 240" are one."""
    return {int("".join(str(unicodedata.digit(c)) for c in run)) for run in _NUMBER.findall(_GROUPED.sub("", words))}
