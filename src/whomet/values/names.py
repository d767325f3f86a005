"""Names as strings: folding, sounds, and how alike two of them are. Knows no word: tables come from `whomet.knowledge`.

A *sound* string has one symbol for each consonant or vowel as heard, so that spellings of one foreign name come close:
capitals stand for what Latin writes with two letters (X for kh, G for gh, S for sh ...). Which letters give which
symbol is the caller's table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

VOWELS = frozenset("aeiou")
WEAK = frozenset("aeiouyw")
_FRONT, _BACK = frozenset("eiy"), frozenset("ouw")
_QUOTES = re.compile(r"['`´’‘ʼʻʿʾʹʺ\"“”„«»׳״]")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[\W_]+")
_DOUBLED = re.compile(r"(.)\1+")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SLIP_LENGTH, _WRONG_LENGTH = 5, 7
_ABJAD = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

# What a difference costs, in consonants. Set by hand from the kinds of variation there are (vowels are written freely
# across scripts, a final h is silent, consonants carry the name); measured in bench/, not fitted to any list.
_CLOSE, _VOWEL, _FAR_VOWEL = 0.1, 0.15, 0.35
_ALIKE, _OTHER, _LOST = 0.3, 1.5, 1.2
_NISBA = 0.9  # a final i or a makes another name: Karim, Karimi, Karima
_INITIAL = 1.5  # a difference in the first sound counts this much more
_LONGEST = 48  # code points of a sound string that are compared


def fold(text: str) -> str:
    """Case, accents, quotes and half rings gone; digits stay, dashes and other signs become single spaces."""
    unmarked = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_NO_WORD.sub(" ", _QUOTES.sub("", unmarked)).casefold().split())


def part_words(text: str) -> str:
    """Words that lost their space ("AnnaMolin") parted again; "McKay" and "al-Amin" stay as they are."""
    return _CAMEL.sub(" ", text)


def is_abjad(text: str) -> bool:
    """Whether the text has Arabic or Hebrew letters: scripts that leave short vowels out."""
    return bool(_ABJAD.search(text))


def is_ideographic(text: str) -> bool:
    """Whether the text has Chinese characters: many read alike, so that only the characters tell names apart."""
    return bool(_IDEOGRAPH.search(text))


def is_slip(a: str, b: str) -> bool:
    """Whether one slip of the pen makes one word of the other: a letter lost, added, or two swapped from five letters
    on, a wrong one from seven on; never the first or the last, which tell families of names apart."""
    shorter = min(len(a), len(b))
    if shorter < _SLIP_LENGTH or a[0] != b[0] or a[-1] != b[-1] or OSA.distance(a, b, score_cutoff=1) > 1:
        return False
    return len(a) != len(b) or sorted(a) == sorted(b) or shorter >= _WRONG_LENGTH


def romanise(text: str, letters: Mapping[str, str]) -> str:
    """Each letter replaced as the table says; letters it lacks stay."""
    return "".join(letters.get(c, c) for c in text)


def to_sounds(latin: str, digraphs: re.Pattern[str], symbols: Mapping[str, str]) -> str:
    """A folded Latin word as sounds: groups of letters become their symbol, doubled sounds become one."""
    return _DOUBLED.sub(r"\1", digraphs.sub(lambda m: symbols[m[0]], latin))[:_LONGEST]


def skeleton(sounds: str, merge: Mapping[str, str]) -> str:
    """The consonants that survive every spelling, for blocks: no weak sounds, no h, near consonants merged."""
    bare = "".join(merge.get(c, c) for c in sounds if c not in WEAK and c != "h")
    return _DOUBLED.sub(r"\1", bare) or merge.get(sounds[:1], sounds[:1])


def weight(sounds: str) -> float:
    """How much a name says: consonants 1, weak sounds and h less."""
    return sum(0.4 if c in VOWELS else 0.5 if c in "ywh" else 1.0 for c in sounds)


@lru_cache(maxsize=65536)
def likeness(a: str, b: str, alike: frozenset[str], abjad: bool = False) -> float:
    """0 to 1: how alike two sound strings are (weighted edit distance over the heavier one's weight).

    `alike` holds pairs of symbols ("kq") that often stand for one letter; `abjad`: one of the two comes from a script
    without short vowels, so that a vowel more or less says little.
    """
    if a == b:
        return 1.0
    heavier = max(weight(a), weight(b))
    return max(0.0, 1.0 - _distance(a, b, alike, abjad) / heavier) if heavier else 0.0


def _distance(a: str, b: str, alike: frozenset[str], abjad: bool) -> float:
    row = [0.0]
    for j in range(len(b)):
        row.append(row[-1] + _gap(b, j, abjad))
    for i in range(len(a)):
        gap, above = _gap(a, i, abjad), row
        row = [above[0] + gap]
        for j in range(len(b)):
            swap = _swap(a[i], b[j], alike, abjad)
            swap *= _INITIAL if i == j == 0 and swap == _OTHER else 1.0
            row.append(min(above[j] + swap, above[j + 1] + gap, row[j] + _gap(b, j, abjad)))
    return row[-1]


def _gap(sounds: str, at: int, abjad: bool) -> float:
    """What it costs that the other name lacks this sound."""
    sound, last = sounds[at], at == len(sounds) - 1
    if last and at > 0 and sounds[at - 1] not in WEAK and (sound in "iy" or (sound == "a" and not abjad)):
        return _NISBA
    if sound in VOWELS:
        return 0.05 if abjad else 0.3
    if sound in "yw":
        return 0.15 if abjad else 0.3
    if sound == "h":
        return 0.1 if last else 0.5
    return _LOST * (_INITIAL if at == 0 else 1.0)


def _swap(x: str, y: str, alike: frozenset[str], abjad: bool) -> float:
    if x == y:
        return 0.0
    if x in WEAK and y in WEAK:
        if abjad or {x, y} <= _FRONT or {x, y} <= _BACK:
            return _CLOSE
        return _FAR_VOWEL if (x in _FRONT) != (y in _FRONT) and "a" not in (x, y) else _VOWEL
    return _ALIKE if x + y in alike or y + x in alike else _OTHER
