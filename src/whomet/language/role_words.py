"""Rounds off the words that the reading model marks as a person's role: a whole role, with the word that heads it."""

from __future__ import annotations

import re
from functools import cache

from whomet.knowledge.data import read_data
from whomet.model import Span

_CONNECTING = r"(?:of|for|to|in|on|and|the)"
_TO_NAME = re.compile(rf"(?:\s{{1,3}}(?:[A-Z][\w’'-]*|{_CONNECTING}|news|agency)){{1,10}}\s{{1,3}}")
_LOOSE_END = re.compile(rf"(?:\s{{1,3}}{_CONNECTING}){{1,3}}$", re.IGNORECASE)
_OF_WHAT = re.compile(r"[\w-]{1,30}\s{1,3}of\s{1,3}(?:the\s{1,3})?$")
_COMPLEMENT = re.compile(rf"{_CONNECTING}\b")
_WORD_BEFORE = re.compile(r"[\w-]{1,30}(?=\s{1,3}$)")
_WORDS_BEHIND = re.compile(r"(?:\s{1,3}[\w-]+){1,2}")
_LONGEST_WORD = 30


def whole_role(text: str, marked: Span, name: Span) -> Span | None:
    """The role that the marked words are of, beside a name; None where they are of none.

    Up to a name that follows ("President of Kyodo" Tsushin news agency Ada Lind); with the head they leave out
    ("prime" minister, head "of the bureau"); without a preposition at their end.
    """
    start, end = marked.start, marked.end
    if end < name.start and _TO_NAME.fullmatch(text, end, name.start):
        end = name.start
    if not is_role(text[start:end]):
        behind = _WORDS_BEHIND.match(text, end)
        if _COMPLEMENT.match(text, start, end):
            start = _with_word_before(text, start)
        elif of_what := _OF_WHAT.search(text[max(0, start - _LONGEST_WORD) : start]):
            start = max(0, start - _LONGEST_WORD) + of_what.start()
        elif behind and (head := heads().search(text, end, behind.end())):
            end = head.end()
    before = _with_word_before(text, start)
    first = text[start:end].split()[:1]
    if before < start and first and f"{_last_word(text[before:start])} {first[0].lower()}" in _in_words():
        start = before
    if before < start and text[before:start].split()[0] == "First" and first and first[0] in ("Deputy", "Vice"):
        start = before
    end = start + len(_LOOSE_END.sub("", text[start:end].rstrip()))
    return Span(start, end) if is_role(text[start:end]) else None


def is_role(words: str) -> bool:
    """Whether a word that heads a role stands among the words."""
    return heads().search(words) is not None


def is_of_several(words: str) -> bool:
    """ "Presidents", of more than one person."""
    found = heads().search(words)
    return found is not None and found.group().lower() not in _single()


def _with_word_before(text: str, start: int) -> int:
    near = max(0, start - _LONGEST_WORD)
    found = _WORD_BEFORE.search(text[near:start])
    return near + found.start() if found else start


def _last_word(words: str) -> str:
    """Of "then-Prime" the "prime"."""
    return words.lower().rstrip().rpartition("-")[2]


@cache
def _single() -> frozenset[str]:
    nouns = read_data("nouns")
    return frozenset(str(w) for w in (*nouns["role"], *nouns["role_alone"]))


@cache
def _in_words() -> frozenset[str]:
    """Heads of two words and more, by their first two: "prime minister"."""
    return frozenset(" ".join(w.split()[:2]) for w in _single() if " " in w)


@cache
def heads() -> re.Pattern[str]:
    """Every word that heads a role, in the plural too."""
    longest_first = sorted(_single(), key=lambda w: (-len(w), w))
    words = "|".join(re.escape(w).replace(r"\ ", r"\s{1,3}") for w in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})s?(?!\w)", re.IGNORECASE)
