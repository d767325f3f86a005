"""Under what a name is kept, and looked for, where there are too many names to compare each with the one asked for.

A name is kept under its words as written, in Latin letters, and under how they sound. Whatever `compare_names` calls
the same as a name, or has all words of it, is among what is found under its keys; a test holds it to looking through
all. Every key but a written word begins with a sign that no word has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from whomet.knowledge.name_tables import latin_name, name_tables
from whomet.knowledge.organisation_names import alternatives, names_organisation
from whomet.knowledge.parties import shipped_party_named
from whomet.knowledge.person_names import PersonName, Word, father_groups, parse_name, word_keys
from whomet.values.names import skeleton

LONGEST = 48  # letters of a key
BODY = "!"
"""The key of names that are compared as an organisation's, whatever is asked for."""

_MOST = 100  # words of a name
_JOINED = 6  # words, as many as `name_keys` joins
_WORD, _FATHER, _LETTER, _BEGUN, _ALONE, _WHOLE = "~", "~'", "~-", "~.", "^", "="
_ROUGH = str.maketrans("kSd", "ttt")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a name is looked for under: a spelling that has all `written` words, or words that begin so, fits; one that
    has a key of one of `words`, or one of `whole`, may be another spelling of it. `part` are keys of longer names that
    a single word is a part of."""

    written: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    whole: frozenset[str]
    part: frozenset[str]


@lru_cache(maxsize=4096)
def filed_under(name: str) -> frozenset[str]:
    """Every key of a name that is kept."""
    keys = set(written(name))
    for one in map(parse_name, alternatives(name)):
        keys |= _whole(one)
        keys |= {key for word in one.words for key in _keys(word, (_LETTER, _BEGUN))} if len(one.words) > 1 else set()
    if names_organisation(name) or shipped_party_named(name):
        keys.add(BODY)
    return _cut(keys)


def sought_under(name: str) -> Sought:
    """Every key of a name that is asked for."""
    spelt = [parse_name(one) for one in alternatives(name)]
    several = [word for one in spelt if len(one.words) > 1 for word in one.words]
    single = [word for one in spelt if len(one.words) == 1 for word in one.words]
    return Sought(
        written(name),
        tuple(_cut(_keys(word, (_BEGUN, _LETTER))) for word in several),
        _cut({BODY} | {key for one in spelt for key in _whole(one)}),
        _cut(f"{_WORD}{key}" for word in single for key in word_keys(word)),
    )


def _cut(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key[:LONGEST] for key in keys)


def written(name: str) -> tuple[str, ...]:
    """Its words in Latin letters, shortened as they are kept."""
    return tuple(word[:LONGEST] for word in latin_name(name).split()[:_MOST])


def _keys(word: Word, signs: tuple[str, str]) -> Iterator[str]:
    """How a word of several sounds, and what an initial may be: of what is kept, `signs` are those of an initial and of
    how a whole word begins; of what is asked for the other way round, so that an initial meets its word."""
    letter, begun = signs
    letters = {word.sounds[:1], word.latin[:1]}
    if word.initial:
        yield from (f"{sign}{one}" for sign in (_LETTER, letter) for one in letters)
    else:
        yield from (f"{_WORD}{key}" for key in word_keys(word))
        yield from (f"{_FATHER}{group}" for group in father_groups(word))
        yield from (f"{begun}{one}" for one in letters)


def _whole(name: PersonName) -> set[str]:
    """How a name sounds written together, and, of a single word, all that it may be: roughly, as few names share it."""
    together = skeleton("".join(word.sounds for word in name.words[:_JOINED]), name_tables().merge)
    single = word_keys(name.words[0]) if len(name.words) == 1 else ()
    return {_WHOLE + _rough(together), *(_ALONE + _rough(key) for key in single)}


def _rough(key: str) -> str:
    """Sounds in the mouth, before and behind, as one: each is written for another somewhere."""
    return _DOUBLED.sub(r"\1", key.translate(_ROUGH))
