"""Names as strings: folding, sounds, and how alike two of them are. Knows no word: tables come from `whomet.knowledge`.

A *sound* string has one symbol for each consonant or vowel as heard, so that spellings of one foreign name come close:
capitals stand for what Latin writes with two letters (X for kh, G for gh, S for sh ...). Which letters give which
symbol is the caller's table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import fsum
from string import ascii_letters
from typing import NamedTuple

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
_UNMISTAKABLE = "lmnr"  # sounds that no spelling writes otherwise
_LONGEST = 48  # code points of a sound string that are compared


def fold(text: str) -> str:
    """Case, accents, quotes and half rings gone; digits stay, dashes and other signs become single spaces."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_NO_WORD.sub(" ", _QUOTES.sub("", text)).casefold().split())


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
    bare = "".join(merge.get(c, c) for c in sounds.replace("ng", "n") if c not in WEAK and c != "h")
    return _DOUBLED.sub(r"\1", bare) or merge.get(sounds[:1], sounds[:1])


@lru_cache(maxsize=65536)
def weight(sounds: str) -> float:
    """How much a name says: consonants 1, weak sounds and h less."""
    return fsum(0.4 if c in VOWELS else 0.5 if c in "ywh" else 1.0 for c in sounds)


class Heard(NamedTuple):
    """A word as sounds (ASCII letters), and whether it comes from a script that leaves short vowels out."""

    sounds: str
    abjad: bool = False


def likeness(a: Heard, b: Heard, alike: frozenset[str], floor: float = 0.0) -> float:
    """0 to 1: how alike two words are (weighted edit distance over the heavier one's weight); 0 if under `floor`.

    `alike` holds pairs of symbols ("kq") that often stand for one letter. Where one of the two comes from a script
    without short vowels, a vowel more in the other says little.
    """
    if a.sounds == b.sounds:
        return 1.0
    heavier = max(weight(a.sounds), weight(b.sounds))
    if not heavier or not a.sounds or not b.sounds:
        return 0.0
    most, mixed = (1.0 - floor) * heavier, a.abjad != b.abjad
    gaps, swaps = (_gaps(a, mixed), _gaps(b, mixed)), _swaps(alike, mixed)
    begin = swaps[a.sounds[0]][b.sounds[0]]
    if begin == _OTHER and min(begin * _INITIAL, gaps[0][0], gaps[1][0]) > most:
        return 0.0
    if _least(a.sounds, b.sounds) > most:
        return 0.0
    distance = _distance(a.sounds, b.sounds, gaps, swaps, most)
    return max(0.0, 1.0 - distance / heavier) if distance <= most else 0.0


def _least(a: str, b: str) -> float:
    """What a and b differ by at least: consonants that nothing stands for, and that one has more often."""
    first, second = _counted(a), _counted(b)
    if not first or not second:
        return 0.0
    more = less = 0
    for m, n in zip(first, second, strict=True):
        if m > n:
            more += m - n
        else:
            less += n - m
    return _LOST * max(more, less)


@lru_cache(maxsize=65536)
def _counted(sounds: str) -> tuple[int, ...]:
    """How often each unmistakable consonant stands; () where one stands twice running, of which one may go."""
    return () if _DOUBLED.search(sounds) else tuple(sounds.count(c) for c in _UNMISTAKABLE)


def _distance(
    a: str, b: str, gaps: tuple[Sequence[float], Sequence[float]], swaps: Mapping[str, Mapping[str, float]], most: float
) -> float:
    """The weighted edit distance; something larger than `most` as soon as it must be."""
    row = [0.0]
    for gap in gaps[1]:
        row.append(row[-1] + gap)
    for i, x in enumerate(a):
        costs, gap, above = swaps[x], gaps[0][i], row
        last = above[0] + gap
        row = [last]
        for j, y in enumerate(b):
            swap = costs[y]
            if not i and not j and swap == _OTHER:
                swap *= _INITIAL
            last = min(above[j] + swap, above[j + 1] + gap, last + gaps[1][j])
            row.append(last)
        if min(row) > most:
            return most + 1.0
    return row[-1]


@lru_cache(maxsize=65536)
def _gaps(heard: Heard, mixed: bool) -> tuple[float, ...]:
    """For each sound what it costs that the other name lacks it."""
    return tuple(_gap(heard, at, mixed) for at in range(len(heard.sounds)))


def _gap(heard: Heard, at: int, mixed: bool) -> float:
    sounds, written = heard.sounds, heard.abjad and mixed
    sound, last = sounds[at], at == len(sounds) - 1
    if last and at > 0 and sounds[at - 1] not in WEAK and (sound in "iy" or (sound == "a" and not mixed)):
        return _NISBA
    if sound in WEAK:
        if not mixed:
            return 0.3
        return (0.2 if sound == "a" else 0.35) if written else (0.15 if sound in "yw" else 0.05)
    if sound == "h":
        return 0.1 if last else 0.5
    if written and at > 0 and sounds[at - 1] == sound:
        return 0.2  # a consonant that two letters write, or that stands twice
    if sound == "g" and at > 0 and sounds[at - 1] == "n":
        return 0.4  # "ng" is one sound in many tongues
    return _LOST * (_INITIAL if at == 0 else 1.0)


@cache
def _swaps(alike: frozenset[str], mixed: bool) -> Mapping[str, Mapping[str, float]]:
    """Symbol -> symbol -> what it costs that the one stands for the other."""
    return {x: {y: _swap(x, y, alike, mixed) for y in ascii_letters} for x in ascii_letters}


def _swap(x: str, y: str, alike: frozenset[str], mixed: bool) -> float:
    if x == y:
        return 0.0
    if x in WEAK and y in WEAK:
        if {x, y} <= _FRONT or {x, y} <= _BACK or (mixed and "e" in (x, y)):
            return _CLOSE
        far = (x in _FRONT) != (y in _FRONT) and "a" not in (x, y)
        return _FAR_VOWEL if far or mixed else _VOWEL
    return _ALIKE if x + y in alike or y + x in alike else _OTHER
