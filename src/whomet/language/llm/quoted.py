"""Where a quotation stands in a text: letter for letter, else as it stands there but for white space, quotation marks,
hyphens and signs that no screen shows."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from whomet.model import Span

_MOST_PLACES = 300  # of one quotation that are looked at
_APOSTROPHES = dict.fromkeys("‘’‚‛′ʼ`´", "'")
_MARKS = dict.fromkeys("“”„‟«»″‹›", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_ALIKE = {**_APOSTROPHES, **_MARKS, **_DASHES}
_TATWEEL = "ـ"
_ENDS = " \t\n\"'“”„«»‘’"
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # which may stand within a word
_NEAR = 4  # code points beside a quotation that are looked at
_STOPS = ".,;:،؛。!?؟…"


class Searched:
    """A text that quotations are looked up in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded, self._offsets = _folded(text)

    def nearest(self, words: str, near: Span, within: Span) -> Span | None:
        """Where the words stand within a window, as near to `near` as they do; None where they do not."""
        words = words.strip(_ENDS)
        for tried in dict.fromkeys((words, words.strip(_ENDS + _STOPS))):
            found = self._places(tried, within)
            if found:
                return min(found, key=lambda span: (_apart(span, near), span))
        return None

    def _places(self, words: str, within: Span) -> list[Span]:
        if not re.search(r"\w", words):
            return []
        return self._exact(words, within) or self._alike(words, within)

    def _exact(self, words: str, within: Span) -> list[Span]:
        starts = _found(self._text, words, within.start, within.end)
        return _whole(self._text, [Span(at, at + len(words)) for at in starts])

    def _alike(self, words: str, within: Span) -> list[Span]:
        sought = _folded(words)[0].strip()
        if not sought:
            return []
        spans = []
        for at in _found(self._folded, sought, 0, len(self._folded)):
            span = Span(self._offsets[at], self._offsets[at + len(sought) - 1] + 1)
            if within.holds(span) and not self._is_cut(at + len(sought), span.end):
                spans.append(span)
        return _whole(self._text, spans)

    def _is_cut(self, after: int, end: int) -> bool:
        """Whether a letter's own mark is left outside."""
        return after < len(self._folded) and self._offsets[after] < end


def _found(text: str, words: str, start: int, end: int) -> list[int]:
    found: list[int] = []
    while (at := text.find(words, start, end)) >= 0 and len(found) < _MOST_PLACES:
        found.append(at)
        start = at + 1
    return found


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """Those that cut no word; in scripts without capitals, which write "and" and "in" as one with a name, else all."""
    whole = [s for s in spans if not _cuts_word(text, s)]
    if whole:
        return whole
    return [s for s in spans if not any(c.lower() != c.upper() for c in s.of(text))]


def _cuts_word(text: str, span: Span) -> bool:
    before, after = _INVISIBLE.sub("", text[max(0, span.start - _NEAR) : span.start]), text[span.end : span.end + _NEAR]
    after = _INVISIBLE.sub("", after)
    first, last = text[span.start], text[span.end - 1]
    return (before[-1:].isalnum() and first.isalnum()) or (after[:1].isalnum() and last.isalnum())


def _apart(span: Span, near: Span) -> int:
    return max(near.start - span.end, span.start - near.end, 0)


def _folded(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, with the offset of each of its characters in the text."""
    out: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        for each in _plain(character):
            if each == " " and out[-1:] == [" "]:
                continue
            out.append(each)
            offsets.append(offset)
    return "".join(out), offsets


@cache
def _plain(character: str) -> str:
    """What is left of one character: accents apart from their letters, no vowel signs of scripts that may leave them
    out, no invisible signs."""
    if character.isspace():
        return " "
    if character in _ALIKE:
        return _ALIKE[character]
    if character == _TATWEEL or unicodedata.category(character) in ("Cf", "Cc", "Cs"):
        return ""
    split = unicodedata.normalize("NFKD", character)
    return "".join(c for c in split if unicodedata.category(c) != "Mn" or not _is_left_out(c))


def _is_left_out(mark: str) -> bool:
    return "\u0591" <= mark <= "\u05c7" or "\u064b" <= mark <= "\u0652" or mark == "\u0670"
