"""The cheap first test: does a text speak of a political meeting at all? Most of a news stream does not.

A logistic regression over the words, and the pairs of neighbouring words, of a sentence; a text passes when its best
sentence does. Names weigh nothing but that they are names: of a state and its people, or other.
`training/first_test.py` trained the weights and says how; `weights/first_test.tsv` holds them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from whomet.knowledge.data import read_data
from whomet.language.meetings import words_of_meetings
from whomet.language.sentences import find_sentences
from whomet.model import Span

_SHORT = 600  # code points, a hundred words
LAND, NAME, NUMBER, OTHER = "<land>", "<name>", "<number>", "<other>"
_WEIGHTS = Path(__file__).parent / "weights" / "first_test.tsv"
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: weights of words and of pairs of words, in hundredths, and from which sum on a text passes.

    Whole numbers, so that the order in which they are added up makes no difference.
    """

    least: int
    of: dict[str | tuple[str, str], int]

    @property
    def words(self) -> frozenset[str]:
        """All words that it can tell from others."""
        return frozenset(w for key in self.of for w in ((key,) if isinstance(key, str) else key))

    def total(self, words: list[str]) -> int:
        """The score of a sentence: the sum of the weights of its words and pairs, each counted once."""
        seen: set[str | tuple[str, str]] = {*words, *pairwise(words)}
        return sum(map(self.of.__getitem__, self.of.keys() & seen))


def may_tell_of_meeting(text: str) -> bool:
    """Whether an English text may tell of a political meeting, held, planned or called off; False for an empty one.

    Made to miss next to nothing and to let much pass that tells of none: what passes is then read. Measured with
    `bench/first_test.py`: of 65 documents with meetings that it never saw, chiefly press, all pass; of 315 texts of
    general news, whatever they tell of, 0.33 (TimeBank and AQUAINT 0.33, TR-News 0.36); about a million words a second
    on one core. A short text has few words to show it by, and is soon read: there one word that may say that people met
    is enough.
    """
    weights, lexicon = _shipped()
    sentences = find_sentences(text)
    if any(weights.total(words_in(text, s, lexicon)) >= weights.least for s in sentences):
        return True
    return len(text) <= _SHORT and any(words_of_meetings(text, sentences))


def words_in(text: str, span: Span, lexicon: dict[str, str]) -> list[str]:
    """The words of a sentence as `lexicon` names them; other words are `<name>`, `<number>` or `<other>`."""
    return [lexicon.get(w) or _kind(w) for w in _WORD.findall(text, span.start, span.end)]


def lexicon_of(words: Collection[str]) -> dict[str, str]:
    """As a text spells a word -> the word. Capitalised and shouted words are the same words; states have their kind."""
    spelt = {form: w for w in words for form in (w.upper(), w.capitalize(), w)}
    return spelt | dict.fromkeys(_lands(), LAND)


@cache
def _shipped() -> tuple[Weights, dict[str, str]]:
    weights = read_weights(_WEIGHTS)
    return weights, lexicon_of(weights.words - {LAND, NAME, NUMBER, OTHER})


def read_weights(path: Path) -> Weights:
    """Reads lines of `word [word]<tab>hundredths`; the first one that is no comment holds the least sum that passes."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    of: dict[str | tuple[str, str], int] = {}
    for key, hundredths in rows[1:]:
        first, _, second = key.partition(" ")
        of[(first, second) if second else first] = int(hundredths)
    return Weights(int(rows[0][1]), of)


@cache
def _lands() -> frozenset[str]:
    """Single words that name a state, its capital or its people."""
    found = set(read_data("first_test")["lands"])
    for state in read_data("states")["states"]:
        adjectives = state.get("adjectives", [])
        found.update((state["name"], *state.get("capital", []), *adjectives, *(f"{a}s" for a in adjectives)))
    return frozenset(w for w in found if " " not in w)


def _kind(word: str) -> str:
    if word[0].isupper():
        return NAME
    return NUMBER if word[0].isdigit() else OTHER
