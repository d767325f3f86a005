"""Whether two names of people may be one person's. Words are paired by likeness; what remains unpaired on both sides
speaks against, what remains on one side only speaks against where the words paired are everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum

from whomet.knowledge.name_tables import name_tables
from whomet.knowledge.person_names import (
    MATCH,
    NEAR,
    PersonName,
    Word,
    is_common,
    is_patronymic,
    other_fathers,
    word_likeness,
)
from whomet.model import Reason, Verdict
from whomet.values.name_comparison import SAME, NameComparison, judged
from whomet.values.names import likeness, skeleton

_JOINED = 0.93  # likeness of names without their spaces, from which spaces alone set them apart
_EXTRA = (1.0, 0.95, 0.9, 0.78, 0.7)  # what a full match is worth where the other name has 0, 1, 2 ... words more
_EXTRA_INITIAL = 0.98  # and where all that it has more are initials
_LONG_NEAR = 0.75  # likeness of two long family names that is enough where all other words agree
_WHOLE = 0.85  # likeness of two words written together to the one word of the other name
_UNSURE = 0.6  # score of what fits but is not enough


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Words of two names one to one: place in the left, place in the right, likeness, in the order of the left; and
    the words left over in each. The left has not more words than the right."""

    left: PersonName
    right: PersonName
    pairs: tuple[tuple[int, int, float], ...]
    ones: tuple[Word, ...]
    others: tuple[Word, ...]

    @property
    def worst(self) -> float:
        return min(p[2] for p in self.pairs)

    @property
    def mean(self) -> float:
        return fsum(p[2] for p in self.pairs) / len(self.pairs)


def compare_people(a: PersonName, b: PersonName) -> NameComparison:
    """Symmetric; knows names only, neither party nor time. A surname alone beside a full name is UNSURE."""
    left, right = sorted((a, b), key=lambda n: (len(n.words), n))
    if a.ideographic and b.ideographic:
        return judged(_UNSURE, "name_characters", "the names are written with different characters")
    if not left.words:
        return judged(0.5, "name_empty", "one of the names has no word that counts")
    found = _one_word(left, right) if len(left.words) == 1 else _several_words(left, right)
    if a.ideographic != b.ideographic and found.verdict is Verdict.DIFFERENT and not _one_family(a, b):
        return judged(0.5, "name_characters", "characters can be read in several ways, this is none that is known")
    return _generations(left, right, found)


def _one_family(a: PersonName, b: PersonName) -> bool:
    """Whether characters, read the Chinese way, begin with the family name that the other begins with."""
    read, other = (a, b) if a.ideographic else (b, a)
    family = other.words[0].latin
    return family in name_tables().east_asian and "".join(w.latin for w in read.words).startswith(family)


def _generations(left: PersonName, right: PersonName, found: NameComparison) -> NameComparison:
    """Father and son of one name are told apart by "Jr." and "Sr."."""
    if found.verdict is Verdict.DIFFERENT or left.generation == right.generation:
        return found
    if left.generation and right.generation:
        text = f"one is called the {left.generation}, the other the {right.generation} of the name"
        return judged(0.3, "name_generation", text)
    text = f"only one is called the {left.generation or right.generation} of the name"
    return judged(min(found.score, _UNSURE), "name_generation", text, found.reasons)


def _one_word(one: PersonName, other: PersonName) -> NameComparison:
    word = one.words[0]
    alike = [word_likeness(word, w) for w in other.words]
    if len(alike) == 1:
        text = "the one word of each is alike" if alike[0] >= MATCH else "the one word of each differs"
        return judged(alike[0] if alike[0] >= 0.85 else alike[0] * 0.75, "name_word", text)
    joined = _joined_likeness(one, other)
    if joined >= 0.95:
        return judged(joined, "name_joined", "the names are alike when their words are written together")
    if alike[-1] >= MATCH and other.words[-1].of_father and not word.of_father:
        return judged(0.4, "name_father", "the single word is the name of the other's father")
    if alike[-1] >= MATCH:
        return judged(_UNSURE * alike[-1], "name_surname", "a surname alone fits the other's family name")
    if max(alike) >= MATCH:
        return judged(0.5, "name_part", "a single word fits another part of the name")
    if word.start == "abu":
        return judged(0.45, "name_kunya", "a kunya or nom de guerre alone does not say the name")
    return judged(0.3 * max(alike), "name_word", "the single word fits no word of the other")


def _joined_likeness(left: PersonName, right: PersonName) -> float:
    return likeness(left.heard, right.heard, name_tables().alike, floor=0.9)


def _several_words(left: PersonName, right: PersonName) -> NameComparison:
    pairing = _paired(left, right)
    by_words = _conflict(pairing) if pairing.ones else _agreement(pairing)
    if pairing.pairs and by_words.score < SAME and (respaced := _respaced(pairing)):
        return _several_words(*respaced) if len(respaced[0].words) > 1 else by_words
    if len(left.words) == len(right.words) or by_words.score >= _JOINED or any(w.initial for w in right.words):
        return by_words
    joined = _joined_likeness(left, right)
    if joined >= _JOINED and by_words.score < joined:
        return judged(joined, "name_joined", "the names are alike when their words are written together")
    return by_words


def _paired(left: PersonName, right: PersonName) -> _Pairing:
    """Words paired one to one, the most alike first, nearest places breaking ties."""
    shift = len(right.words) - len(left.words)
    options = []
    for i, a in enumerate(left.words):
        for j, b in enumerate(right.words):
            alike = 1.0 if a.latin == b.latin else word_likeness(a, b)
            if alike >= NEAR:
                options.append((-alike, min(abs(j - i), abs(j - i - shift)), i, j))
    pairs: list[tuple[int, int, float]] = []
    for minus, _, i, j in sorted(options):
        if all(i != p[0] and j != p[1] for p in pairs):
            pairs.append((i, j, -minus))
    return _pairing(left, right, pairs)


def _pairing(left: PersonName, right: PersonName, pairs: list[tuple[int, int, float]]) -> _Pairing:
    here, there = {p[0] for p in pairs}, {p[1] for p in pairs}
    ones = tuple(w for n, w in enumerate(left.words) if n not in here)
    others = tuple(w for n, w in enumerate(right.words) if n not in there)
    return _Pairing(left, right, tuple(sorted(pairs)), ones, others)


def _respaced(pairing: _Pairing) -> tuple[PersonName, PersonName] | None:
    """Both names with two words written together, where the other name has them as one ("Ahmad Reza", "Ahmadreza")."""
    sure = _pairing(pairing.left, pairing.right, [p for p in pairing.pairs if p[2] >= MATCH])
    if not sure.ones or not sure.others:
        return None
    for name, other, lone, counterparts in (
        (sure.left, sure.right, sure.ones, sure.others),
        (sure.right, sure.left, sure.others, sure.ones),
    ):
        for at, (first, second) in enumerate(pairwise(name.words)):
            if (first in lone or second in lone) and not (first.initial or second.initial):
                whole = Word(first.latin + second.latin, first.sounds + second.sounds, second.abjad, first.of_father)
                if any(word_likeness(w, whole) >= _WHOLE for w in counterparts):
                    shorter = replace(name, words=(*name.words[:at], whole, *name.words[at + 2 :]))
                    return (shorter, other) if len(shorter.words) <= len(other.words) else (other, shorter)
    return None


def _agreement(pairing: _Pairing) -> NameComparison:
    """Every word of the shorter name has its counterpart."""
    left, right, pairs = pairing.left, pairing.right, pairing.pairs
    details = tuple(_spellings(pairing))
    if all(left.words[i].initial or right.words[j].initial for i, j, _ in pairs):
        return judged(0.5, "name_initials", "only initials are shared")
    if left.son_of and right.son_of and any(left.words[i].of_father != right.words[j].of_father for i, j, _ in pairs):
        return judged(0.4, "name_father", "who is the father in the one name is the son in the other", details)
    if not _in_order(pairing):
        return judged(0.64 * pairing.mean, "name_order", "the same words stand in another order", details)
    if _by_syllables(left, right):
        return _syllables(pairing, details)
    if pairing.worst < MATCH and not _long_family_name(pairing):
        return judged(0.9 * pairing.worst, "name_near", "a word of one is only near to its counterpart", details)
    if not pairing.others:
        return judged(max(pairing.mean, MATCH), "name_words", "all words of the names agree", details)
    return _shorter(pairing, details)


def _shorter(pairing: _Pairing, details: tuple[Reason, ...]) -> NameComparison:
    """All words of the one are in the other, which has more."""
    left, pairs, extra = pairing.left, pairing.pairs, len(pairing.others)
    if pairs[0][1] > 0 and pairs[0][0] == 0 and pairs[-1][1] > pairs[0][1]:
        text = "the other has a further name before: given name or father's"
        return judged(0.72 * pairing.mean, "name_given", text, details)
    if any(w.initial for w in left.words) and any(w.initial for w in pairing.others):
        return judged(_UNSURE, "name_initials", "the other has a further initial", details)
    if is_common(left.words) or (extra > 1 and len(left.words) == 2 and is_common(left.words[:1])):
        return judged(_UNSURE, "name_common", "the words shared are names of very many people", details)
    text = "all words of the shorter name are in the longer"
    worth = _EXTRA_INITIAL if all(w.initial for w in pairing.others) else _EXTRA[min(extra, len(_EXTRA) - 1)]
    return judged(pairing.mean * worth, "name_words", text, details)


def _by_syllables(left: PersonName, right: PersonName) -> bool:
    """Whether both are one Chinese, Korean or Vietnamese family name and few syllables after it."""
    family, known = left.words[0], name_tables().east_asian
    if family.latin not in known and right.words[0].latin not in known:
        return False
    longest = max(len(w.latin) for w in (*left.words, *right.words))
    return longest <= (8 if len(right.words) == 2 else 6) and word_likeness(family, right.words[0]) >= MATCH


def _syllables(pairing: _Pairing, details: tuple[Reason, ...]) -> NameComparison:
    """There each syllable counts: one more or another vowel makes another person."""
    if pairing.others:
        return judged(_UNSURE, "name_syllable", "the other has a further syllable: another given name", details)
    words, others = pairing.left.words, pairing.right.words
    enough = MATCH if pairing.left.latin_script != pairing.right.latin_script else 1.0
    if all(x >= enough or words[i].sounds == others[j].sounds for i, j, x in pairing.pairs[1:]):
        return judged(0.9 + 0.1 * pairing.mean, "name_words", "all words of the names agree", details)
    merge = name_tables().merge
    if all(skeleton(words[i].sounds, merge) == skeleton(others[j].sounds, merge) for i, j, _ in pairing.pairs[1:]):
        text = "a syllable is written otherwise: another school, or another name"
        return judged(_UNSURE, "name_syllable", text, details)
    return judged(0.4, "name_syllable", "the given names have different syllables", details)


def _long_family_name(pairing: _Pairing) -> bool:
    """Whether only the last of three words or more is spelled somewhat otherwise, and is long; of five, not so long."""
    *others, last = pairing.pairs
    word, count = pairing.left.words[last[0]], len(pairing.left.words)
    long = len(word.latin) > (6 if count < 5 else 4) and last[0] == count - 1 and not word.start
    return len(others) > 1 and long and last[2] >= _LONG_NEAR and min(p[2] for p in others) >= 0.95


def _in_order(pairing: _Pairing) -> bool:
    """Same order, or the family name moved to the other end; of four words and more the middle ones may change."""
    places = [j for _, j, _ in pairing.pairs]
    falls = sum(b < a for a, b in pairwise(places))
    if falls == 0:
        return True
    last = len(pairing.right.words) - 1
    if falls == 1 and places[-1] < places[0]:
        return places[0] == last or all(map(is_patronymic, pairing.others))
    ends = (places[0], places[-1]) == (0, last)
    return ends and len(places) > 3 and not (pairing.left.son_of or pairing.right.son_of)


def _conflict(pairing: _Pairing) -> NameComparison:
    """Both have a word that the other lacks."""
    left, right, pairs = pairing.left, pairing.right, pairing.pairs
    if not pairs:
        return judged(0.0, "name_words", "no word is shared")
    details = tuple(_spellings(pairing))
    first = pairs[0][:2] == (0, 0)
    last = any((i, j) == (len(left.words) - 1, len(right.words) - 1) for i, j, _ in pairs)
    if _by_syllables(left, right):
        return judged(0.3, "name_syllable", "the given names have different syllables", details)
    if first and last and other_fathers(pairing.ones, pairing.others):
        return judged(0.4, "name_fathers", "the fathers' names differ", details)
    if first and last:
        return judged(0.5, "name_middle", "first and last words agree, others between them differ", details)
    what = "the family names differ" if not last else "the given names differ"
    return judged(0.4 * len(pairs) / len(left.words), "name_conflict", what, details)


def _spellings(pairing: _Pairing) -> Iterator[Reason]:
    """What each pair of words and each word alone says, words in Latin letters."""
    for i, j, alike in pairing.pairs:
        first, second = pairing.left.words[i].latin, pairing.right.words[j].latin
        if first != second:
            how = "are spellings of one name" if alike >= MATCH else "are near"
            text = f"“{min(first, second)}” and “{max(first, second)}” {how}"
            yield Reason("name_spelling", round(alike - 0.6, 3), text)
    weight = -0.5 if pairing.ones and pairing.others else -0.1
    for word in (*pairing.ones, *pairing.others):
        yield Reason("name_alone", weight, f"“{word.latin}” stands in one name only")
