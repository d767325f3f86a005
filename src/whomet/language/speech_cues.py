"""The cue words of speech, read from `knowledge/data/speech_cues.yaml` and found in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from whomet.knowledge.data import read_data
from whomet.model import Span

_WORD = re.compile(r"[^\W\d_]+")
_GAP = r"(?:\s+[^\s.,;:!?“”\"«»]{1,30}){0,3}?"


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to introduce what someone said; the file explains `takes`, `joins`, `alone`, `host`."""

    pattern: re.Pattern[str]
    act: str
    takes: frozenset[str]
    joins: tuple[str, ...] = ()
    alone: bool = False
    host: bool = False


@dataclass(frozen=True, slots=True)
class CueFound:
    """A cue at its place in the text."""

    cue: Cue
    span: Span
    participle: bool  # "stressing": its subject is that of another verb


def find_cues(text: str, sentence: Span) -> list[CueFound]:
    """The cues of one sentence in text order, none inside another, the longest where several start together."""
    found: list[CueFound] = []
    for word in _WORD.finditer(text, sentence.start, sentence.end):
        cues = _cues().get(word.group().lower())
        if cues is None or (found and word.start() < found[-1].span.end):
            continue
        if word.group()[0].isupper() and text[sentence.start : word.start()].strip(' \n\t“"‘«'):
            continue  # "the United States", not "she states"
        if pattern("adjective_behind").search(text, max(sentence.start, word.start() - 20), word.start()):
            continue
        best = _longest(text, word.start(), sentence.end, cues)
        if best:
            found.append(CueFound(best[0], best[1], word.group().lower().endswith("ing")))
    return found


def act_of(cue: Cue, content: str) -> str:
    """The cue's act; for one that only states, what the content makes of it ("said they must leave" demands)."""
    if cue.act == "states" or _overruling().search(content):
        return act_in(content)
    return cue.act


def act_in(content: str) -> str:
    """What words that nobody's verb introduces do by themselves; they state, if nothing else."""
    start = re.sub(r"^[\s“”\"‘’'«»]+", "", content[:300])
    return next((act for act, turn in _turns() if turn.search(start)), "states")


@cache
def words_of(group: str) -> frozenset[str]:
    """A word list of the file: a group of `speakers`, or "prepositions" and the like."""
    data = read_data("speech_cues")
    words = data["speakers"].get(group) or data.get(group)
    return frozenset(_spaced(word) for word in words)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the file's regular expressions."""
    return re.compile(read_data("speech_cues")["patterns"][name], re.IGNORECASE)


@cache
def words_pattern(group: str) -> re.Pattern[str]:
    """Matches one word (or phrase) of a list at the end of a string."""
    longest_first = sorted((_spaced(w) for w in read_data("speech_cues")[group]), key=lambda w: (-len(w), w))
    return re.compile(
        r"(?:^|(?<=[\s,]))(?:"
        + "|".join(map(re.escape, longest_first))
        + r"|(?-i:[a-z]{3,}ly)(?<!assembly)(?<!family))$",
        re.IGNORECASE,
    )


def _longest(text: str, start: int, end: int, cues: tuple[Cue, ...]) -> tuple[Cue, Span] | None:
    matches = [(cue, m.end()) for cue in cues if (m := cue.pattern.match(text, start, end)) and m.end() > start]
    if not matches:
        return None
    cue, stop = max(matches, key=lambda pair: pair[1])
    return cue, Span(start, stop)


@cache
def _cues() -> dict[str, tuple[Cue, ...]]:
    """Every cue under each first word it can begin with."""
    table: dict[str, list[Cue]] = {}
    for entry in read_data("speech_cues")["cues"]:
        cue = _read_cue(entry)
        for first in entry["cue"].split()[0].split("|"):
            table.setdefault(first.split("_")[0].split("-")[0], []).append(cue)
    return {word: tuple(cues) for word, cues in table.items()}


def _read_cue(entry: dict[str, Any]) -> Cue:
    return Cue(
        re.compile(_pattern(entry["cue"]), re.IGNORECASE),
        entry["act"],
        frozenset(entry["takes"]),
        tuple(entry.get("joins", ())),
        entry.get("alone", False),
        entry.get("host", False),
    )


def _pattern(words: str) -> str:
    """The file's small notation as a regular expression; bounded repeats only, so matching is linear."""
    parts: list[str] = []
    phrase, _, condition = words.partition(" (?=")
    for word in phrase.split():
        if word == "...":
            parts.append(_GAP)
            continue
        one = "(?:" + "|".join(re.escape(w).replace("_", r"\s+") for w in word.rstrip("?").split("|")) + r")\b"
        lead = r"\s+" if parts else ""
        parts.append(f"(?:{lead}{one})?" if word.endswith("?") else lead + one)
    return "".join(parts) + ("(?=" + condition if condition else "")


@cache
def _turns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((t["act"], re.compile(t["when"], re.IGNORECASE)) for t in read_data("speech_cues")["turns"])


@cache
def _overruling() -> re.Pattern[str]:
    """What says itself what it does, whatever verb stands before it ("offered his condolences")."""
    turns = (t["when"] for t in read_data("speech_cues")["turns"] if t.get("whatever"))
    return re.compile("|".join(turns), re.IGNORECASE)


def _spaced(word: str) -> str:
    return word.replace("_", " ")
