"""Whether two names of organisations may be one's. Words that many names share count little; numbers, and what tells
one body from another, must agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import takewhile
from math import fsum

from whomet.knowledge.name_tables import name_tables
from whomet.knowledge.organisation_names import OrganisationName, parse_organisation
from whomet.model import Reason
from whomet.values.name_comparison import NameComparison, judged
from whomet.values.names import Heard, is_slip, likeness, to_sounds

_ALIKE = 0.84  # two words of organisations are one from
_INFLECTED = 0.86  # likeness of two forms of one word, or of a slip of the pen
_JOINED = 0.94  # likeness of names without their spaces, from which spaces alone set them apart
_SHORT = 4  # letters: words no longer must be written alike
_STEM = 6  # letters that two forms of one word share ("automatic", "automation")
_ACRONYM = 3  # capitals, from which they say a name
_NO_LETTER = re.compile(r"[^a-z]+")


@lru_cache(maxsize=65536)
def compare_organisations(a: str, b: str) -> NameComparison:
    """Whether two names may be one organisation's. Symmetric. One that has a word more is UNSURE: it may be a part."""
    parsed = parse_organisation(a), parse_organisation(b)
    left, right = sorted(parsed, key=lambda n: (len(n.words), n.words, n.initials))
    if not left.words:
        return judged(0.5, "name_empty", "one of the names has no word that counts")
    if left.numbers and right.numbers and left.numbers != right.numbers:
        return judged(0.3, "name_numbers", "the names have different numbers")
    if left.acronym and left.acronym == right.initials and len(right.words) > 1:
        sure = len(left.acronym) >= _ACRONYM
        return judged(0.8 if sure else 0.65, "name_acronym", "the one name is the initials of the other")
    found = _by_words(left, right, _paired(left, right))
    return found if found.score >= _JOINED else _joined(left, right, found)


def _joined(left: OrganisationName, right: OrganisationName, found: NameComparison) -> NameComparison:
    """Names that only spaces set apart."""
    if len(left.words) == len(right.words) or left.numbers != right.numbers:
        return found
    alike = _heard_alike(("".join(left.words), left.abjad), ("".join(right.words), right.abjad))
    if alike < _JOINED:
        return found
    return judged(alike, "name_joined", "the names are alike when their words are written together")


def _paired(left: OrganisationName, right: OrganisationName) -> dict[str, tuple[str, float]]:
    """Word of the one -> its counterpart and how alike they are."""
    pairs = {w: (w, 1.0) for w in left.words if w in right.words}
    for word in left.words:
        if word not in pairs:
            taken = {v for v, _ in pairs.values()}
            options = [(word_likeness((word, left.abjad), (v, right.abjad)), v) for v in right.words if v not in taken]
            likeness_found, counterpart = max(options, default=(0.0, ""))
            if likeness_found >= _ALIKE:
                pairs[word] = counterpart, likeness_found
    return pairs


@lru_cache(maxsize=65536)
def word_likeness(a: tuple[str, bool], b: tuple[str, bool]) -> float:
    """How alike two words are, each with whether its script leaves vowels out; 0 where clearly not."""
    (first, first_abjad), (second, second_abjad) = a, b
    if first_abjad == second_abjad:
        if min(len(first), len(second)) <= _SHORT:
            return 0.0
        if _inflected(first, second) or is_slip(first, second):
            return _INFLECTED
    return _heard_alike(a, b)


def _inflected(first: str, second: str) -> bool:
    """Whether two long words begin alike for two thirds of the longer one and end differently."""
    shared = sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(first, second, strict=False)))
    return shared >= _STEM and 3 * shared >= 2 * max(len(first), len(second))


def _heard_alike(a: tuple[str, bool], b: tuple[str, bool]) -> float:
    tables = name_tables()
    heard = [Heard(to_sounds(_NO_LETTER.sub("", w), tables.digraphs, tables.symbols), abjad) for w, abjad in (a, b)]
    return likeness(heard[0], heard[1], tables.alike, floor=_ALIKE)


def _by_words(
    left: OrganisationName, right: OrganisationName, pairs: Mapping[str, tuple[str, float]]
) -> NameComparison:
    counterparts = {v for v, _ in pairs.values()}
    ones = [w for w in left.words if w not in pairs]
    others = [w for w in right.words if w not in counterparts]
    details = tuple(Reason("name_alone", -0.1, f"“{word}” stands in one name only") for word in (*ones, *others))
    more = any(w not in left.light for w in ones), any(w not in right.light for w in others)
    share = _share(left, right, pairs)
    if all(w in left.light and v in right.light for w, (v, _) in pairs.items()):
        return judged(0.4 * share, "name_words", "no telling word is shared", details)
    if all(more):
        return judged(0.44 * share, "name_conflict", "each has a telling word that the other lacks", details)
    if any(more) or left.numbers != right.numbers:
        score = max(0.45, min(0.65 * share + 0.1, 0.7))
        return judged(score, "name_part", "the one says more: it may be a part of the other", details)
    return judged(max(share, 0.76), "name_words", "all telling words of the names agree", details)


def _share(left: OrganisationName, right: OrganisationName, pairs: Mapping[str, tuple[str, float]]) -> float:
    """How much of both names' weight is paired, by likeness."""
    total = fsum((*map(left.weight, left.words), *map(right.weight, right.words)))
    return fsum((left.weight(w) + right.weight(v)) * alike for w, (v, alike) in pairs.items()) / total
