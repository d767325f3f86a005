"""Words -> the pieces that the encoder knows, as BERT's uncased vocabulary cuts them.

Written here, not taken from a library: the one that does it (`tokenizers`) brings a client of a model hub and 40 MB
along, which has no place on a machine with sensitive material. Its results are the measure: training checks that both
cut alike.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from whomet.model import Span

_LONGEST_WORD = 100  # code points; a longer word is unknown as a whole


class WordPieces:
    """Cuts texts into pieces; each has an id and its place in the text."""

    def __init__(self, vocabulary: Path) -> None:
        words = vocabulary.read_text(encoding="utf-8").split("\n")
        self._ids = {word: i for i, word in enumerate(words) if word}
        self.first, self.last, self._unknown = (self._ids[w] for w in ("[CLS]", "[SEP]", "[UNK]"))
        self._cut = lru_cache(maxsize=50_000)(self._cut_anew)

    def of(self, text: str) -> tuple[list[int], list[Span]]:
        """Ids and spans (code points) of the pieces of a text."""
        ids: list[int] = []
        spans: list[Span] = []
        for start, end in _words(text):
            for piece, a, b in self._cut(text[start:end]):
                ids.append(piece)
                spans.append(Span(start + a, start + b))
        return ids, spans

    def _cut_anew(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The longest pieces first: (id, start, end) of each in the word as written."""
        letters, places = _plain(word)
        if not letters:
            return ()
        if len(letters) > _LONGEST_WORD:
            return ((self._unknown, 0, len(word)),)
        out: list[tuple[int, int, int]] = []
        start = 0
        while start < len(letters):
            end = len(letters)
            while end > start and ("##" if start else "") + letters[start:end] not in self._ids:
                end -= 1
            if end == start:
                return ((self._unknown, 0, len(word)),)
            out.append((self._ids[("##" if start else "") + letters[start:end]], places[start], places[end - 1] + 1))
            start = end
        return tuple(out)


def _words(text: str) -> list[tuple[int, int]]:
    """Words and single marks, as places in the text."""
    out: list[tuple[int, int]] = []
    start = -1
    for i, letter in enumerate(text):
        kind = _kind(letter)
        if kind == "word":
            start = i if start < 0 else start
            continue
        if kind == "nothing" and start >= 0:
            continue
        if start >= 0:
            out.append((start, i))
            start = -1
        if kind == "mark":
            out.append((i, i + 1))
    if start >= 0:
        out.append((start, len(text)))
    return out


@lru_cache(maxsize=5000)
def _kind(letter: str) -> str:
    """Whether a code point is part of a word, a mark of its own, a space, or nothing (a control character)."""
    if letter in " \t\n\r":
        return "space"
    category, code = unicodedata.category(letter), ord(letter)
    if category in ("Cc", "Cf", "Co", "Cs", "Cn") or code in (0, 0xFFFD):
        return "nothing"
    if letter.isspace() or category == "Zs":
        return "space"
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return "mark" if ascii_mark or category.startswith("P") or _is_han(code) else "word"


def _is_han(code: int) -> bool:
    return any(a <= code <= b for a, b in ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF)))


def _plain(word: str) -> tuple[str, list[int]]:
    """In lower case, without accents and control characters; with the place of each letter in the word as written."""
    letters: list[str] = []
    places: list[int] = []
    for i, letter in enumerate(word):
        if _kind(letter) == "nothing":
            continue
        for plain in unicodedata.normalize("NFD", letter):
            if unicodedata.category(plain) != "Mn":
                for low in plain.lower():
                    letters.append(low)
                    places.append(i)
    return "".join(letters), places
