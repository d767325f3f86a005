"""Whether two names may be one person's: `compare_names`, with its reasons.

A name is folded, brought into Latin letters, rid of titles and particles, and heard: each word becomes a string of
sounds (`whomet.values.names`). Words are paired by likeness; what remains unpaired on both sides speaks against.
All word data is `data/names.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from anyascii import anyascii

from whomet.knowledge.data import read_data
from whomet.model import Reason, Verdict
from whomet.values.names import (
    fold,
    is_abjad,
    is_ideographic,
    is_slip,
    likeness,
    part_words,
    romanise,
    skeleton,
    to_sounds,
)

SAME, DIFFERENT = 0.75, 0.45  # at least; below
_MATCH, _NEAR = 0.8, 0.66  # two words are one name at least from; may be from
_JOINED = 0.93  # likeness of names without their spaces, from which spaces alone set them apart
_SLIP = 0.82  # likeness of two words that one slip of the pen sets apart
_EXTRA = (1.0, 0.95, 0.9, 0.78, 0.7)  # what a full match is worth where the other name has 0, 1, 2 ... words more
_NO_LETTER = re.compile(r"[\W\d_]+")
_PARTED = re.compile(r"[.\-‐‑–—_/()\[\]·・\u200c]+")
_MOST_WORDS = 12  # of a name; the rest of a longer string is no name


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How alike two names are (0 to 1), what that says, and why. UNSURE means compatible: context must decide."""

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: Latin letters, sounds, whether its script leaves vowels out, whether "son of" precedes."""

    latin: str
    sounds: str
    abjad: bool = False
    of_father: bool = False

    @property
    def initial(self) -> bool:
        return len(self.latin) == 1


@dataclass(frozen=True, slots=True)
class PersonName:
    """The words of a name that count, the given name first, and whether it says "son of"."""

    words: tuple[Word, ...]
    son_of: bool = False

    @property
    def sounds(self) -> str:
        return "".join(w.sounds for w in self.words)


@dataclass(frozen=True, slots=True)
class _Tables:
    letters: Mapping[str, str]
    articles: Mapping[str, frozenset[str]]  # article -> words that only look as if they had it
    digraphs: re.Pattern[str]
    symbols: Mapping[str, str]
    alike: frozenset[str]
    merge: Mapping[str, str]
    titles: frozenset[str]
    after: frozenset[str]  # titles that also follow the name
    particles: frozenset[str]
    not_first: frozenset[str]
    son_of: frozenset[str]
    bound: Mapping[str, str]
    ending: frozenset[str]
    variants: Mapping[str, frozenset[int]]


@cache
def _tables() -> _Tables:
    data = read_data("names")
    scripts = data["scripts"]
    letters = {k: v for s in scripts for k, v in s["letters"].items()}
    titles = {_latin(w, letters): t.get("after", False) for t in data["titles"] for w in t["words"]}
    variants: dict[str, set[int]] = {}
    for n, entry in enumerate(data["variants"]):
        for name in entry["names"]:
            variants.setdefault(_latin(name, letters), set()).add(n)
    return _Tables(
        letters=letters,
        articles={s["article"]: frozenset(s["whole"]) for s in scripts if "article" in s},
        digraphs=re.compile("|".join(sorted(data["sounds"], key=lambda k: (-len(k), k)))),
        symbols=data["sounds"],
        alike=frozenset(data["alike"]),
        merge=data["merge"],
        titles=frozenset(titles),
        after=frozenset(t for t, after in titles.items() if after),
        particles=frozenset(w for p in data["particles"] for w in p["words"]),
        not_first=frozenset(w for p in data["particles"] if p.get("not_first") for w in p["words"]),
        son_of=frozenset(w for p in data["particles"] if p.get("son_of") for w in p["words"]),
        bound={w: b["reads_as"] for b in data["bound"] for w in b["words"]},
        ending=frozenset(w for e in data["ending"] for w in e["words"]),
        variants={k: frozenset(v) for k, v in variants.items()},
    )


def _latin(word: str, letters: Mapping[str, str]) -> str:
    unmarked = "".join(c for c in unicodedata.normalize("NFC", word).casefold() if not unicodedata.combining(c))
    return fold(anyascii(romanise(unmarked, letters)))


def latin_name(text: str) -> str:
    """The name in folded Latin letters, the Arabic article set apart: "كريم الزهراوي" -> "krym al zhrawy"."""
    tables = _tables()
    return " ".join(_latin(w, tables.letters) for w in _apart(text.split(), tables))


def _apart(words: Iterable[str], tables: _Tables) -> Iterable[str]:
    for word in words:
        for article, whole in tables.articles.items():
            if word.startswith(article) and len(word) > len(article) + 1 and word not in whole:
                yield "al"
                word = word[len(article) :]
        yield word


@lru_cache(maxsize=65536)
def parse_name(text: str) -> PersonName:
    """The words of a name that count, in the order given name, others, family name ("Molin, Anna" is turned)."""
    tables = _tables()
    family, comma, given = unicodedata.normalize("NFC", text[:400]).partition(",")
    ordered = f"{given} {family}" if comma and fold(given) not in tables.titles else f"{family} {given}"
    words = [_word(w, tables) for w in _split(ordered, tables)][:_MOST_WORDS]
    spoken = _untitled([w for w in words if w.latin], tables)
    of_father = [n > 0 and spoken[n - 1].latin in tables.son_of for n in range(len(spoken))]
    marked = [replace(w, of_father=f) for w, f in zip(spoken, of_father, strict=True)]
    kept = [w for n, w in enumerate(marked) if not _is_particle(w, n, len(marked), tables)]
    return PersonName(tuple(_bind(kept, tables)), any(of_father[2:]))


def _untitled(words: list[Word], tables: _Tables) -> list[Word]:
    """Without titles: those that stand before other words ("Imam Karimi"), and those like "Jr." anywhere."""
    bare = [w for w in words if w.latin not in tables.after] or words
    return [w for n, w in enumerate(bare) if w.latin not in tables.titles or n == len(bare) - 1]


def _split(text: str, tables: _Tables) -> Iterable[str]:
    """Words as written, dots and dashes parting them, initials alone; the Arabic article set apart."""
    for written in part_words(text).split():
        dotless = written.replace(".", "")
        title = len(dotless) > 1 and fold(dotless) in tables.titles
        yield from _apart([dotless] if title else _PARTED.split(written), tables)


def _word(written: str, tables: _Tables) -> Word:
    latin = _NO_LETTER.sub("", _latin(written, tables.letters))
    return Word(latin, to_sounds(latin, tables.digraphs, tables.symbols), is_abjad(written))


def _is_particle(word: Word, at: int, count: int, tables: _Tables) -> bool:
    if word.latin not in tables.particles or at == count - 1:
        return False
    return at > 0 or word.latin not in tables.not_first


def _bind(words: list[Word], tables: _Tables) -> Iterable[Word]:
    """Words that are one name joined: "Abd" + "Karim", "Abu" + "Zayd", "Nasr" + "Din"; doubled words once."""
    bound: list[Word] = []
    for word in words:
        before = bound[-1] if bound else None
        if before and before.latin in tables.bound:
            bound[-1] = _joined(tables.bound[before.latin], word)
        elif before and word.latin in tables.ending and not before.initial and len(words) > 2:
            bound[-1] = _joined(before.latin, word, before)
        elif all(word.latin != w.latin for w in bound):
            bound.append(word)
    return [_unbound(w, tables) for w in bound]


def _joined(start: str, second: Word, first: Word | None = None) -> Word:
    sounds = first.sounds if first else start
    return Word(start + second.latin, sounds + second.sounds, second.abjad)


def _unbound(word: Word, tables: _Tables) -> Word:
    """One way to write the beginning of "Abdulkarim", "Abdelkarim", "Aboukhalil"."""
    for written in sorted(tables.bound, key=lambda w: (-len(w), w)):
        if word.latin.startswith(written) and len(word.latin) > len(written) + 2 and len(written) > 3:
            latin = word.latin[len(written) :]
            rest = Word(latin, to_sounds(latin, tables.digraphs, tables.symbols), word.abjad)
            return _joined(tables.bound[written], rest)
    return word


def name_keys(name: str) -> frozenset[str]:
    """Keys for blocks: two spellings of one full name share at least one; of a single word, its skeleton."""
    words = [_keys(w) for w in parse_name(name).words[:6]]
    if len(words) < 2:
        return frozenset(key for keys in words for key in keys)
    pairs = {"+".join(sorted((a, b))) for n, x in enumerate(words) for y in words[:n] for a in x for b in y}
    initials = {f"{first[:1]}.{last}" for first in words[0] for last in words[-1]}
    return frozenset(pairs | initials | {"=" + "".join(x[0] for x in words)})


def surname_key(name: str) -> str:
    """The skeleton of the last word: what a surname alone is looked up by. "" for an empty name."""
    words = parse_name(name).words
    return _keys(words[-1])[0] if words else ""


def _keys(word: Word) -> tuple[str, ...]:
    """The word's skeleton, then those of the given names that it is a variant of."""
    tables = _tables()
    groups = sorted(tables.variants.get(word.latin, frozenset()))
    return (skeleton(word.sounds, tables.merge), *(f"#{n}" for n in groups))


@lru_cache(maxsize=65536)
def word_likeness(a: Word, b: Word) -> float:
    """0 to 1: how alike two words of names are. An initial is like every word that begins with it (0.8)."""
    tables = _tables()
    if a.latin == b.latin:
        return 1.0
    if a.initial or b.initial:
        return _MATCH if a.sounds[:1] == b.sounds[:1] or a.latin[:1] == b.latin[:1] else 0.0
    groups = [tables.variants.get(w.latin, frozenset()) for w in (a, b)]
    if all(groups):
        return 0.95 if groups[0] & groups[1] else 0.5
    abjad = a.abjad != b.abjad
    for start in frozenset(tables.bound.values()):
        if a.sounds.startswith(start) and b.sounds.startswith(start) and min(len(a.sounds), len(b.sounds)) > 4:
            return likeness(a.sounds[3:], b.sounds[3:], tables.alike, abjad)
    alike = likeness(a.sounds, b.sounds, tables.alike, abjad)
    if alike < _SLIP and is_slip(a.latin, b.latin):
        return _SLIP
    short = not abjad and max(len(a.latin), len(b.latin)) <= 3
    return min(alike, 0.7) if short else alike


@lru_cache(maxsize=65536)
def compare_names(a: str, b: str) -> NameComparison:
    """Whether two names may be one person's. Symmetric; knows names only, neither party nor time.

    SAME from a score of 0.75, DIFFERENT below 0.45. A surname alone beside a full name is UNSURE, never SAME.
    """
    left, right = sorted((parse_name(a), parse_name(b)), key=lambda n: (len(n.words), n.sounds, n.son_of))
    if a == b or (fold(a) and fold(a) == fold(b)):
        return _verdict(1.0, "name_written", "the names are written alike")
    if is_ideographic(a) and is_ideographic(b):
        return _verdict(0.6, "name_characters", "the names are written with different characters")
    if not left.words:
        return _verdict(0.5, "name_empty", "one of the names has no word that counts")
    if len(left.words) == 1:
        return _one_word(left, right)
    by_words = _full_names(left, right, _paired(left.words, right.words))
    if len(left.words) == len(right.words):
        return by_words
    joined = _joined_likeness(left, right)
    if joined >= _JOINED and by_words.score < joined:
        return _verdict(joined, "name_joined", "the names are alike when their words are written together")
    return by_words


def _verdict(score: float, feature: str, text: str) -> NameComparison:
    verdict = Verdict.SAME if score >= SAME else Verdict.DIFFERENT if score < DIFFERENT else Verdict.UNSURE
    return NameComparison(round(score, 3), verdict, (Reason(feature, round(score, 3), text),))


def _joined_likeness(left: PersonName, right: PersonName) -> float:
    abjad = any(w.abjad for w in left.words) != any(w.abjad for w in right.words)
    return likeness(left.sounds, right.sounds, _tables().alike, abjad)


def _one_word(one: PersonName, other: PersonName) -> NameComparison:
    word = one.words[0]
    alike = [word_likeness(word, w) for w in other.words]
    if len(alike) == 1:
        text = "the one word of each is alike" if alike[0] >= _MATCH else "the one word of each differs"
        return _verdict(alike[0] if alike[0] >= 0.85 else alike[0] * 0.75, "name_word", text)
    joined = _joined_likeness(one, other)
    if joined >= 0.95:
        return _verdict(joined, "name_joined", "the names are alike when their words are written together")
    if alike[-1] >= _MATCH and other.words[-1].of_father and not word.of_father:
        return _verdict(0.4, "name_father", "the single word is the name of the other's father")
    if alike[-1] >= _MATCH:
        return _verdict(0.6 * alike[-1], "name_surname", "a surname alone fits the other's family name")
    if max(alike) >= _MATCH:
        return _verdict(0.5, "name_part", "a single word fits another part of the name")
    return _verdict(0.3 * max(alike), "name_word", "the single word fits no word of the other")


def _paired(left: tuple[Word, ...], right: tuple[Word, ...]) -> list[tuple[int, int, float]]:
    """Words paired one to one, the most alike first, nearest places breaking ties."""
    shift = len(right) - len(left)
    options = sorted(
        (-word_likeness(a, b), min(abs(j - i), abs(j - i - shift)), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
    )
    pairs: list[tuple[int, int, float]] = []
    for minus, _, i, j in options:
        if -minus >= _NEAR and all(i != p[0] and j != p[1] for p in pairs):
            pairs.append((i, j, -minus))
    return sorted(pairs)


def _full_names(left: PersonName, right: PersonName, pairs: list[tuple[int, int, float]]) -> NameComparison:
    unpaired = len(left.words) - len(pairs)
    if unpaired:
        return _conflict(left, right, pairs)
    worst, mean = min(p[2] for p in pairs), sum(p[2] for p in pairs) / len(pairs)
    spelled = [p for p in pairs if not (left.words[p[0]].initial or right.words[p[1]].initial)]
    extra = len(right.words) - len(pairs)
    if not spelled:
        return _verdict(0.5, "name_initials", "only initials are shared")
    if not _in_order(pairs, left.son_of and right.son_of):
        return _verdict(0.65 * mean, "name_order", "the same words stand in another order")
    if worst < _MATCH:
        return _verdict(0.9 * worst, "name_near", "a word of one is only near to its counterpart")
    if extra and pairs[0][1] > 0 and pairs[0][0] == 0 and pairs[-1][1] > pairs[0][1]:
        return _verdict(0.72 * mean, "name_given", "the other has a further name before: given name or father's")
    text = "all words of the names agree" if not extra else "all words of the shorter name are in the longer"
    return _verdict(mean * _EXTRA[min(extra, len(_EXTRA) - 1)], "name_words", text)


def _in_order(pairs: list[tuple[int, int, float]], son_of: bool) -> bool:
    """Same order, or the family name moved to the other end; with "son of" in both only the same order."""
    places = [j for _, j, _ in pairs]
    falls = sum(b < a for a, b in pairwise(places))
    return falls == 0 or (falls == 1 and places[-1] < places[0] and (not son_of or len(places) != 3))


def _conflict(left: PersonName, right: PersonName, pairs: list[tuple[int, int, float]]) -> NameComparison:
    """Both have a word that the other lacks."""
    if not pairs:
        return _verdict(0.0, "name_words", "no word is shared")
    first = any(i == 0 and j == 0 for i, j, _ in pairs)
    last = any(i == len(left.words) - 1 and j == len(right.words) - 1 for i, j, _ in pairs)
    if first and last:
        return _verdict(0.5, "name_middle", "first and last words agree, others between them differ")
    what = "the family names differ" if not last else "the given names differ"
    return _verdict(0.4 * len(pairs) / len(left.words), "name_conflict", what)
