"""Names of organisations: the words that count, legal forms and small words gone, in Latin letters and with English
counterparts of words in other tongues. All word data is `data/organisation_names.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from whomet.knowledge.data import read_data
from whomet.knowledge.name_tables import latin, name_tables, set_apart
from whomet.values.names import fold, is_abjad

_LONG = 6  # letters, from which an ending may be one
LIGHT = 0.25  # weight of a word that many names share
_MOST_LETTERS, _MOST_WORDS, _MOST_NAMES = 400, 24, 4
_BREAK = re.compile(r"[^\w&'’ʼ`]+")
_DOTTED = re.compile(r"\b\w(?:\.\w)+\b\.?|\b\w\.(?:\s\w\.)+")
_RUN_ON = re.compile(r"(?<=[a-z]{3})(?=[A-Z]{2,}\b|[A-Z][a-z]{2})")
_CAPITALS = re.compile(r"[^\W\d_]{2,7}")
_ASIDE = re.compile(r"(?:(?<!\s)\s+)?[(\[]\s*([^()\[\]]*)[)\]]?\s*")


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """Words that count, in Latin letters and their English counterparts; those among them that are light; numbers;
    and the name in capitals alone, if it is but that ("UNSA")."""

    words: tuple[str, ...]
    light: frozenset[str]
    numbers: frozenset[str]
    initials: str
    acronym: str = ""
    abjad: bool = False

    def weight(self, word: str) -> float:
        return LIGHT if word in self.light else 1.0


@dataclass(frozen=True, slots=True)
class _Tables:
    forms: frozenset[tuple[str, ...]]
    sure: frozenset[tuple[str, ...]]
    counterparts: Mapping[str, str]
    light: frozenset[str]
    marks: frozenset[str]
    small: frozenset[str]
    numbers: Mapping[str, str]
    aliases: re.Pattern[str]
    spellings: re.Pattern[str]
    adjective: re.Pattern[str]


@cache
def _tables() -> _Tables:
    data, letters = read_data("organisation_names"), name_tables().letters
    names = {e["is"]: [e["is"], *e["words"]] for e in data["words"]}
    marked = [e["is"] for e in data["words"] if e.get("mark")]
    forms = [(tuple(latin(w, letters).split()), e.get("sure", False)) for e in data["forms"] for w in e["words"]]
    marks = "|".join(re.escape(m) for m in sorted(data["alias_marks"], key=len, reverse=True))
    return _Tables(
        forms=frozenset(words for words, _ in forms),
        sure=frozenset(words for words, sure in forms if sure),
        counterparts={latin(w, letters): key for key, words in names.items() for w in words},
        light=frozenset(e["is"] for e in data["words"] if e.get("light")),
        marks=frozenset(latin(w, letters) for key in marked for w in names[key]),
        small=frozenset(latin(w, letters) for w in data["small_words"]),
        numbers={k: str(v) for k, v in data["numbers"].items()},
        aliases=re.compile(rf"(?<=\w\w\w)\s*/\s*(?=\w\w\w)|\s++\|\s+|\s*+;\s*|[\s(]++(?:{marks})[\s:]+", re.IGNORECASE),
        spellings=re.compile(rf"\s*+[(\[](?:{marks})[^()\[\]]*[)\]]\s*(?=\w)", re.IGNORECASE),
        adjective=re.compile(data["adjective_endings"]),
    )


@lru_cache(maxsize=65536)
def alternatives(text: str) -> tuple[str, ...]:
    """The names that a text gives side by side ("X / Y", "X a.k.a. Y"), four at most; mostly one. Other spellings
    that brackets give of one word ("Omar (a.k.a. Umar) Rashid") are left out."""
    tables = _tables()
    whole = tables.spellings.sub(" ", text[:_MOST_LETTERS])
    parts = (p.strip(" ()[]") for p in tables.aliases.split(whole))
    return tuple(dict.fromkeys(p for p in parts if fold(p)))[:_MOST_NAMES] or (text,)


@lru_cache(maxsize=65536)
def names_organisation(text: str) -> bool:
    """Whether a word tells that this is an organisation's name: "Ltd" at an end, "Ministry" or "Bank" anywhere."""
    tables, words = _tables(), tuple(_latin_words(text))
    if len(words) < 2:
        return False
    if "&" in text:
        return True
    ends = chain.from_iterable((words[:n], words[-n:]) for n in range(1, min(len(words), 7)))
    return any(w in tables.marks for w in words) or any(end in tables.sure for end in ends)


def _latin_words(text: str) -> Iterator[str]:
    """Words in folded Latin letters; letters with dots between them are one word."""
    whole = _RUN_ON.sub(" ", unicodedata.normalize("NFKC", text[:_MOST_LETTERS]))
    dotless = _DOTTED.sub(lambda m: re.sub(r"[.\s]", "", m[0]) + " ", whole)
    for word in set_apart(_BREAK.sub(" ", dotless).split(), name_tables()):
        yield from _latin(word)


@lru_cache(maxsize=65536)
def _latin(word: str) -> tuple[str, ...]:
    return tuple(latin(word, name_tables().letters).split())


@lru_cache(maxsize=65536)
def parse_organisation(text: str) -> OrganisationName:
    """The words of an organisation's name that count."""
    tables = _tables()
    words = _without_forms(tuple(_latin_words(_without_echo(text)))[:_MOST_WORDS], tables)
    spoken = [w for w in words if w not in tables.small] or list(words)
    numbers = frozenset(n for w in spoken[1:] if (n := _number(w, tables)))
    first = [_number(w, tables) or _english(w, tables) for w in spoken[:1]]
    kept = tuple(dict.fromkeys([*first, *(_english(w, tables) for w in spoken[1:] if not _number(w, tables))]))
    light = frozenset(w for w in kept if w in tables.light)
    return OrganisationName(
        kept,
        light=light if len(light) < len(kept) else frozenset(),
        numbers=numbers,
        initials="".join(w[0] for w in spoken),
        acronym=words[0] if len(words) == 1 and _is_capitals(text, words[0]) else "",
        abjad=is_abjad(text),
    )


def _without_echo(text: str) -> str:
    """Without brackets that hold only an abbreviation of what stands before, or say it again."""
    aside = _ASIDE.search(text)
    if not aside or not fold(text[: aside.start()]):
        return text
    before, inside = fold(text[: aside.start()]).split(), fold(aside[1]).split()
    initials = "".join(w[0] for w in before)
    echoes = set(before) & set(inside) or (len(inside) == 1 and set(inside[0]) <= set(initials) and aside[1].isupper())
    return text[: aside.start()] + " " + text[aside.end() :] if echoes or not inside else text


def _is_capitals(text: str, word: str) -> bool:
    """Whether the one word that counts is written in capitals, as abbreviations are."""
    return any(fold(found[0]) == word and found[0].isupper() for found in _CAPITALS.finditer(text.replace(".", "")))


def _without_forms(words: tuple[str, ...], tables: _Tables) -> tuple[str, ...]:
    """Words without the legal forms at both ends, at least one word kept."""
    longest = max(map(len, tables.forms))
    words = _mended(words, tables)
    changed = True
    while changed:
        changed = False
        for n in range(min(longest, len(words) - 1), 0, -1):
            if words[-n:] in tables.forms:
                words, changed = words[:-n], True
                break
            if words[:n] in tables.forms and n + 1 <= len(words):
                words, changed = words[n:], True
                break
    return words


def _mended(words: tuple[str, ...], tables: _Tables) -> tuple[str, ...]:
    """A legal form of several words that was cut off at the end ("Joint Stock Compan") made whole."""
    for form in sorted(tables.sure, key=lambda f: (-len(f), f)):
        n, cut = len(form), words[-1] if words else ""
        if 2 < n < len(words) and len(cut) > 3 and words[-n:-1] == form[:-1] and form[-1].startswith(cut):
            return (*words[:-n], *form)
    return words


def _number(word: str, tables: _Tables) -> str:
    """ "33" for "33rd", "3" for "iii" and "third"; a word with letters and digits stays ("m23"); "" for any other."""
    if any(c.isdigit() for c in word):
        return re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word)
    return tables.numbers.get(word, "")


def _english(word: str, tables: _Tables) -> str:
    word = tables.adjective.sub("", word) if len(word) > _LONG else word
    singular = word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
    return tables.counterparts.get(word) or tables.counterparts.get(singular) or singular
