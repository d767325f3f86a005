"""A person's name as the words that count, the keys it is blocked by, and how alike two such words are.

A name is folded, brought into Latin letters, rid of titles and particles, and heard: each word becomes a string of
sounds (`whomet.values.names`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from whomet.knowledge.name_tables import NameTables, latin, name_tables, set_apart, stem, syllables, variant_key
from whomet.values.names import (
    Heard,
    fold,
    is_abjad,
    is_ideographic,
    is_slip,
    likeness,
    part_words,
    skeleton,
    to_sounds,
)

MATCH, NEAR = 0.8, 0.66  # two words are one name at least from; may be from
_SLIP = 0.82  # likeness of two words that one slip of the pen sets apart
_LONG_ARTICLE = 5  # letters, from which "al" at the beginning may be the article
_STRANGE = 0.4  # likeness of fathers' names, below which they are two
_HALF = 0.7  # likeness of words that may be one name, but only just
_SHORT = 3  # letters: words no longer are alike only if they sound the same
_NO_LETTER = re.compile(r"[\W\d_]+")
_PARTED = re.compile(r"[.\-‐‑–—_/()\[\]·・\u200c]+")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]?")
_MOST_WORDS = 12  # of a name; the rest of a longer string is no name
_MOST_LETTERS = 400
_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """One word of a name: Latin letters, sounds, whether its script leaves vowels out, whether "son of" precedes,
    whether the Arabic article precedes, and what it is bound to at its beginning ("abd", "abu")."""

    latin: str
    sounds: str
    abjad: bool = False
    of_father: bool = False
    article: bool = False
    start: str = ""

    @property
    def initial(self) -> bool:
        return len(self.latin) == 1

    @property
    def heard(self) -> Heard:
        """What is compared: without the beginning that many names share."""
        return Heard(self.sounds[len(self.start) :], self.abjad)


@dataclass(frozen=True, slots=True, order=True)
class PersonName:
    """The words of a name that count, the given name first; whether it says "son of"; "younger", "elder" or which of
    that name; whether it is in Chinese characters, or in Latin letters."""

    words: tuple[Word, ...]
    son_of: bool = False
    generation: str = ""
    ideographic: bool = False
    latin_script: bool = True

    @property
    def heard(self) -> Heard:
        """All words written together."""
        return Heard("".join(w.sounds for w in self.words), any(w.abjad for w in self.words))


@lru_cache(maxsize=65536)
def parse_name(text: str) -> PersonName:
    """The words of a name that count, in the order given name, others, family name ("Molin, Anna" is turned).

    What stands in brackets is left out, unless nothing else is there.
    """
    tables = name_tables()
    whole = unicodedata.normalize("NFKC", text[:_MOST_LETTERS])
    written = _ASIDE.sub(" ", whole) if fold(_ASIDE.sub(" ", whole)) else whole
    family, comma, given = written.partition(",")
    turned = comma and fold(given) not in tables.titles and fold(given) not in tables.generations
    words = [_word(w) for w in _split(f"{given} {family}" if turned else f"{family} {given}", tables)]
    called = [w for w in words[:_MOST_WORDS] if w.latin]
    spoken = _untitled([w for n, w in enumerate(called) if not n or w.latin not in tables.generations], tables)
    whole_words = len(spoken) < 4 and bool(spoken) and spoken[0].latin in tables.east_asian  # "Zhou En Lai"
    particle = [not whole_words and _is_particle(spoken, n, tables) for n in range(len(spoken))]
    kept = [w for w, dropped in zip(_marked(spoken, tables), particle, strict=True) if not dropped]
    return PersonName(
        tuple(_bind(kept, tables)),
        son_of=any(w.latin in tables.son_of for w in spoken[1:-1]),
        generation=next((tables.generations[w.latin] for w in called[1:] if w.latin in tables.generations), ""),
        ideographic=is_ideographic(written),
        latin_script=fold(written).isascii(),
    )


def _untitled(words: list[Word], tables: NameTables) -> list[Word]:
    """Without titles: those that stand before other words ("Imam Karimi"), and those like "MP" anywhere."""
    bare = [w for w in words if w.latin not in tables.after] or words
    title = [w.latin in tables.titles and n < len(bare) - 1 for n, w in enumerate(bare)]
    before_title = [w.latin in tables.article_particles and any(title[n + 1 : n + 2]) for n, w in enumerate(bare)]
    return [w for w, *dropped in zip(bare, title, before_title, strict=True) if not any(dropped)]


def _split(text: str, tables: NameTables) -> Iterator[str]:
    """Words as written, dots and dashes parting them, initials alone; the Arabic article set apart."""
    for written in part_words(text).split():
        dotless = written.replace(".", "")
        whole = len(dotless) > 1 and (fold(dotless) in tables.titles or fold(dotless) in tables.generations)
        parts = [dotless] if whole else _PARTED.split(written)
        yield from set_apart((s for part in parts for s in syllables(part)), tables)


@lru_cache(maxsize=65536)
def _word(written: str) -> Word:
    tables = name_tables()
    letters = written.translate(tables.look_alikes) if _spoilt(written) else written
    word = _NO_LETTER.sub("", latin(letters, tables.letters))
    if not is_abjad(written):
        return Word(word, to_sounds(word, tables.digraphs, tables.symbols))
    one_by_one = (_NO_LETTER.sub("", latin(c, tables.letters)) for c in unicodedata.normalize("NFC", written))
    sounds = "".join(tables.digraphs.sub(lambda m: tables.symbols[m[0]], c) for c in one_by_one)
    return Word(word, _together(sounds, tables), abjad=True)


def _spoilt(written: str) -> bool:
    """Whether a digit stands among letters, as where a machine misread a page."""
    return any(c.isdigit() for c in written) and sum(c.isalpha() for c in written) > 1


def _together(sounds: str, tables: NameTables) -> str:
    """Letters of an Arabic or Hebrew word that write one sound together."""
    for parts, sound in tables.joined.items():
        sounds = sounds.replace(parts, sound)
    return sounds


def _marked(words: list[Word], tables: NameTables) -> Iterator[Word]:
    """Words with what the particle before them says."""
    before = ""
    for word in words:
        yield replace(word, of_father=before in tables.son_of, article=before in tables.article_particles)
        before = word.latin


def _is_particle(words: list[Word], at: int, tables: NameTables) -> bool:
    word = words[at].latin
    if word not in tables.particles:
        return False
    if at == len(words) - 1:  # a family name, unless it only says whose son
        return len(words) > 2 and word in tables.son_of
    if at == 0 and word in tables.article_particles and not word.endswith("l"):
        return words[1].latin.startswith(word[1:])  # "ash-Sharif", "ad-Din"; but Ash Carter, Ed Miliband
    return at > 0 or word not in tables.not_first


def _bind(words: list[Word], tables: NameTables) -> Iterator[Word]:
    """Words that are one name joined: "Abd" + "Karim", "Abu" + "Zayd", "Nasr" + "Din"; doubled words once."""
    bound: list[Word] = []
    for word in words:
        before = bound[-1] if bound else None
        if before and before.latin in tables.bound:
            bound[-1] = _bound(tables.bound[before.latin], word)
        elif before and word.latin in tables.ending and not before.initial and len(words) > 2:
            bound[-1] = Word(before.latin + word.latin, before.sounds + word.sounds, word.abjad, before.of_father)
        elif len(words) < 3 or all(word.latin != w.latin for w in bound):
            bound.append(word)
    return (_unbound(w, tables) for w in bound)


def _bound(start: str, rest: Word) -> Word:
    return Word(start + rest.latin, start + rest.sounds, rest.abjad, start=start)


def _unbound(word: Word, tables: NameTables) -> Word:
    """One way to write the beginning of "Abdulkarim", "Abdelkarim", "Abdurrahman", "Aboukhalil"."""
    if word.start or not word.latin.startswith("ab"):
        return word
    for written in sorted(tables.bound, key=lambda w: (-len(w), w)):
        doubled = written[-1] if written in tables.assimilated else ""
        if len(written) > 3 and word.latin.startswith(written + doubled) and len(word.latin) > len(written) + 2:
            rest = word.latin[len(written) :]
            heard = Word(rest, to_sounds(rest, tables.digraphs, tables.symbols), word.abjad)
            return _bound(tables.bound[written], heard)
    return word


def name_keys(name: str) -> frozenset[str]:
    """Keys for blocks: two spellings of one full name share at least one; of a single word, its skeletons."""
    parsed = parse_name(name)
    words = [word_keys(w) for w in parsed.words[:6]]
    whole = "=" + skeleton("".join(w.sounds for w in parsed.words[:6]), name_tables().merge)
    if len(words) < 2:
        return frozenset(key for keys in words for key in keys) | ({whole} if parsed.ideographic else set())
    pairs = {"+".join(sorted((a, b))) for n, x in enumerate(words) for y in words[:n] for a in x for b in y}
    initials = {f"{first[:1]}.{last}" for first in words[0] for last in words[-1]}
    return frozenset(pairs | initials | {whole})


def surname_key(name: str) -> str:
    """The skeleton of the last word: what a surname alone is looked up by. "" for an empty name."""
    words = parse_name(name).words
    return word_keys(words[-1])[0] if words else ""


@lru_cache(maxsize=65536)
def word_keys(word: Word) -> tuple[str, ...]:
    """The word's skeleton first, then those of what else it may be, then the given names that it is a variant of.

    Where vowels are not written "w" may be a consonant and "d" a hiss (Arabic dad in Persian); elsewhere "h" may stand
    for "g" and a final "u" for "v" (Ukrainian, Belarusian); "c" may be a hiss, "al" at the beginning an article.
    """
    tables = name_tables()
    groups, sounds = sorted(_groups(word, tables)), [word.sounds]
    if word.abjad:
        sounds += [word.sounds.replace("w", "v")] if "w" in word.sounds else []
        sounds += [word.sounds.replace("d", "z")] if "d" in word.sounds else []
    elif not groups:
        sounds += ["g" + word.sounds[1:]] if word.sounds[:1] == "h" else []
        sounds += [word.sounds + "v"] if word.sounds[-1:] == "u" else []
    sounds += [word.sounds.replace("c", "s")] if "c" in word.sounds else []
    sounds += [word.sounds[2:]] if word.sounds.startswith(("al", "el")) and len(word.latin) > _LONG_ARTICLE else []
    skeletons = dict.fromkeys(skeleton(s, tables.merge) for s in sounds)
    return (*skeletons, *(f"#{n}" for n in groups))


def _groups(word: Word, tables: NameTables) -> frozenset[int]:
    """The given names that the word is a variant of, as numbers of entries."""
    return tables.variants.get(variant_key(word.latin, word.abjad), _NONE)


@lru_cache(maxsize=262144)
def word_likeness(a: Word, b: Word) -> float:
    """0 to 1: how alike two words of names are, 0 where clearly not. An initial is like every word that begins
    with it (0.8)."""
    if a.latin == b.latin:
        return 1.0
    if a.initial or b.initial:
        return MATCH if a.sounds[:1] == b.sounds[:1] or a.latin[:1] == b.latin[:1] else 0.0
    tables = name_tables()
    groups = _groups(a, tables), _groups(b, tables)
    if groups[0] and groups[1]:
        return 0.95 if groups[0] & groups[1] else 0.5
    if is_patronymic(a) and is_patronymic(b):
        return _fathers(a, b)
    alike = _heard_alike(a, b, tables)
    if alike < MATCH and a.article != b.article:
        alike = max(alike, _behind_article(*((a, b) if a.article else (b, a)), tables))
    return _SLIP if alike < _SLIP and is_slip(a.latin, b.latin) else alike


def _heard_alike(a: Word, b: Word, tables: NameTables) -> float:
    both = a.start and a.start == b.start
    first, second = (a.heard, b.heard) if both else (Heard(a.sounds, a.abjad), Heard(b.sounds, b.abjad))
    alike = likeness(first, second, tables.alike, floor=NEAR - 0.01)
    if alike < MATCH and a.abjad != b.abjad:  # "Fathi" reads like "th", though its Arabic has a "t" and an "h"
        first, second = (Heard(_read_together(w.sounds), w.abjad) for w in (first, second))
        alike = max(alike, likeness(first, second, tables.alike, floor=MATCH))
    short = a.abjad == b.abjad and max(len(a.latin), len(b.latin)) <= _SHORT
    if alike < NEAR and not both and "abd" in (a.start, b.start) and likeness(a.heard, b.heard, tables.alike) > MATCH:
        return _HALF  # "Abdul Karim" may go by "Karim", but they are two names
    return min(alike, _HALF) if short and a.sounds != b.sounds else alike


@lru_cache(maxsize=65536)
def _read_together(sounds: str) -> str:
    tables = name_tables()
    return tables.digraphs.sub(lambda m: tables.symbols[m[0]], sounds)


def _behind_article(apart: Word, joined: Word, tables: NameTables) -> float:
    """How alike "al-Sisi" and "Elsisi" are."""
    if not joined.latin.startswith(("al", "el")) or len(joined.latin) < 5:
        return 0.0
    rest = to_sounds(joined.latin[2:], tables.digraphs, tables.symbols)
    return likeness(apart.heard, Heard(rest, joined.abjad), tables.alike, floor=NEAR)


def is_patronymic(word: Word) -> bool:
    """Whether the word is made from a father's name as in "Petrovich", "Petrivna"; some family names look so too."""
    return word.latin.endswith(("h", "a")) and bool(name_tables().patronymic.search(word.latin))


def _fathers(a: Word, b: Word) -> float:
    """How alike two fathers' names are: "Mikalaevich" and "Nikolayevich" say the same father's name."""
    tables = name_tables()
    stems = [_father(w, tables) for w in (a, b)]
    groups = [tables.stems.get(s, _NONE) for s in stems]
    if groups[0] and groups[1]:
        return 0.95 if groups[0] & groups[1] else 0.0
    first, second = (Heard(to_sounds(s, tables.digraphs, tables.symbols)) for s in stems)
    return likeness(first, second, tables.alike)


def father_groups(word: Word) -> frozenset[int]:
    """The given names that the father's name in a patronymic is a variant of; none where the word is no patronymic."""
    tables = name_tables()
    return tables.stems.get(_father(word, tables), _NONE) if is_patronymic(word) else _NONE


def _father(word: Word, tables: NameTables) -> str:
    return stem(tables.patronymic.sub("", word.latin))


def other_fathers(ones: Iterable[Word], others: Iterable[Word]) -> bool:
    """Whether among the words left over are names made from two different fathers'."""
    pairs = [(a, b) for a in ones if is_patronymic(a) for b in others if is_patronymic(b)]
    return any(_fathers(a, b) < _STRANGE for a, b in pairs)


def is_common(words: Iterable[Word]) -> bool:
    """Whether all the words are given names that very many people bear."""
    common = name_tables().common
    return all(variant_key(w.latin, w.abjad) in common for w in words)
