"""The word data of names (`data/names.yaml`, `data/given_names.yaml`) made ready, and any script in Latin letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from anyascii import anyascii

from whomet.knowledge.data import read_data
from whomet.values.names import fold, is_abjad, romanise

_HANGUL = re.compile(r"[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class NameTables:
    """Words are folded Latin throughout. A group is the number of an entry of `given_names.yaml`."""

    letters: Mapping[str, str]
    look_alikes: Mapping[int, str]  # digits in a word -> the letters they were read for
    articles: Mapping[str, frozenset[str]]  # article -> words that only look as if they had it
    digraphs: re.Pattern[str]
    symbols: Mapping[str, str]
    joined: Mapping[str, str]
    alike: frozenset[str]
    merge: Mapping[str, str]
    titles: frozenset[str]
    after: frozenset[str]  # titles that also follow the name
    generations: Mapping[str, str]  # "jr" -> "younger"
    particles: frozenset[str]
    article_particles: frozenset[str]
    not_first: frozenset[str]
    son_of: frozenset[str]
    bound: Mapping[str, str]
    assimilated: frozenset[str]
    ending: frozenset[str]
    patronymic: re.Pattern[str]
    east_asian: frozenset[str]
    variants: Mapping[str, frozenset[int]]
    stems: Mapping[str, frozenset[int]]  # "nikol" of Nikolaevich -> groups
    common: frozenset[str]


@cache
def name_tables() -> NameTables:
    """Read once, on the first comparison."""
    data, given = read_data("names"), read_data("given_names")["given_names"]
    letters = {k: v for s in data["scripts"] for k, v in s["letters"].items()}
    titles = {latin(w, letters): t.get("after", False) for t in data["titles"] for w in t["words"]}
    variants = _groups(
        (variant_key(latin(x, letters), is_abjad(x)), n) for n, e in enumerate(given) for x in e["names"]
    )
    return NameTables(
        letters=letters,
        look_alikes=str.maketrans({str(k): v for k, v in data["look_alikes"].items()}),
        articles={s["article"]: frozenset(s["whole"]) for s in data["scripts"] if "article" in s},
        digraphs=re.compile("|".join(sorted(data["sounds"], key=lambda k: (-len(k), k)))),
        symbols=data["sounds"],
        joined=data["joined_sounds"],
        alike=frozenset(data["alike"]),
        merge=data["merge"],
        titles=frozenset(titles),
        after=frozenset(t for t, after in titles.items() if after),
        generations={latin(w, letters): g["is"] for g in data["generations"] for w in g["words"]},
        particles=_words(data["particles"]),
        article_particles=_words(data["particles"], "article"),
        not_first=_words(data["particles"], "not_first"),
        son_of=_words(data["particles"], "son_of"),
        bound={w: b["reads_as"] for b in data["bound"] for w in b["words"]},
        assimilated=_words(data["bound"], "assimilated"),
        ending=_words(data["ending"]),
        patronymic=re.compile(f"(?:{'|'.join(p['ending'] for p in data['patronymics'])})$"),
        east_asian=frozenset(data["east_asian_family_names"]["words"]),
        variants=variants,
        stems=_groups((stem(name), n) for name, numbers in variants.items() for n in numbers),
        common=frozenset(_keyed(name, letters) for e in given if e.get("common") for name in e["names"]),
    )


def _words(entries: Iterable[Mapping[str, Any]], flag: str = "") -> frozenset[str]:
    return frozenset(w for e in entries if not flag or e.get(flag) for w in e["words"])


def _groups(pairs: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for name, number in pairs:
        found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def variant_key(latin_word: str, abjad: bool) -> str:
    """What a word is looked up by among given names: without vowels "amr" is Omar, with them it is Amr."""
    return latin_word + "'" if abjad else latin_word


def _keyed(name: str, letters: Mapping[str, str]) -> str:
    return variant_key(latin(name, letters), is_abjad(name))


def stem(name: str) -> str:
    """What stays of a given name in the names made from it: "nikolai" -> "nikol", "yuri" -> "yur"."""
    return name.rstrip("aeioyj") or name


def latin(word: str, letters: Mapping[str, str]) -> str:
    """One word in folded Latin letters: by the tables of `names.yaml`, what they lack by anyascii."""
    unmarked = "".join(c for c in unicodedata.normalize("NFKC", word).casefold() if not unicodedata.combining(c))
    if _HANGUL.search(unmarked):  # a Korean syllable that has no entry of its own is read by its letters
        unmarked = unicodedata.normalize("NFD", romanise(unmarked, letters))
    return fold(anyascii(romanise(unmarked, letters)))


def syllables(word: str) -> Iterator[str]:
    """A Korean name's syllables, each a word of the name; any other word as it is."""
    if _HANGUL.fullmatch(word[:1]) and 1 < len(word) <= 4:
        yield from word
    else:
        yield word


def set_apart(words: Iterable[str], tables: NameTables) -> Iterator[str]:
    """Words with the Arabic article before them as a word "al"."""
    for word in words:
        for article, whole in tables.articles.items():
            if word.startswith(article) and len(word) > len(article) + 1 and word not in whole:
                yield "al"
                word = word[len(article) :]
        yield word


def latin_name(text: str) -> str:
    """The name in folded Latin letters, the Arabic article set apart: "كريم الزهراوي" -> "krym al zhrawy"."""
    tables = name_tables()
    return " ".join(latin(w, tables.letters) for w in set_apart(text.split(), tables))
