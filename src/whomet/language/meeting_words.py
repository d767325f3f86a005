"""The words that say people met, as `meeting_words.yaml` gives them, and what the words around one say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from whomet.knowledge.data import read_data

_LOOK_BACK = 90  # code points before the meeting word in which its auxiliary stands
_LOOK_AHEAD = 45


@dataclass(frozen=True, slots=True)
class MeetingWord:
    """One entry: which words, what they say of the meeting, and who around them takes part."""

    pattern: re.Pattern[str]
    format: str
    contact: str
    subject: bool
    object: bool
    host: bool
    joint: bool
    joins: bool
    mediates: bool
    weak: bool
    noun: bool
    visit: bool

    @property
    def reaches_to(self) -> bool:
        """Whether "to" leads to another who takes part: "a visit to", "spoke to", "a call to"."""
        return self.visit or self.format == "phone" or (self.format == "unspecified" and not self.noun)

    @property
    def kind(self) -> str:
        """verb, noun, visit or joins: what the Analysis says of the meeting word."""
        return "joins" if self.joins else "visit" if self.visit else "noun" if self.noun else "verb"


@cache
def meeting_words() -> tuple[MeetingWord, ...]:
    """All entries, in the order they are to be tried."""
    return tuple(_word(entry) for entry in read_data("meeting_words")["words"])


def _word(entry: dict[str, Any]) -> MeetingWord:
    flags = {
        k: bool(entry.get(k))
        for k in ("subject", "object", "host", "joint", "joins", "mediates", "weak", "noun", "visit")
    }
    pattern = re.compile(rf"(?<![\w-])(?:{entry['words']})(?![\w-])", re.IGNORECASE)
    return MeetingWord(pattern, entry["format"], entry.get("contact", "direct"), **flags)


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the plain word lists of `meeting_words.yaml`."""
    return frozenset(str(w) for w in read_data("meeting_words")[name])


@cache
def light_verb() -> re.Pattern[str]:
    """Verbs and prepositions that stand between a subject and the meeting noun it takes part in."""
    return re.compile(rf"(?<![\w-])(?:{read_data('meeting_words')['light_verbs']})(?![\w-])", re.IGNORECASE)


def is_sport(text: str, start: int, end: int) -> bool:
    """Whether the words of a sentence are those of a match."""
    return _sport().search(text, start, end) is not None


def is_means(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is the means of a meeting: "by telephone", "(through a) video conference"."""
    means, before = read_data("meeting_words")["means"], text[max(0, start - 20) : start]
    own = re.match(rf"(?:{means}) ", text[start:end], re.IGNORECASE)
    return bool(own or re.search(rf"\b(?:{means})(?: an?| the)?[ “\"]{{1,2}}$", before, re.IGNORECASE))


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile(rf"[.;:“”\"]|\b(?:{read_data('meeting_words')['clause_words']})\b")


@cache
def _pause() -> re.Pattern[str]:
    return re.compile(rf"[.;:“”\"]| (?:{read_data('meeting_words')['pause_words']}) ")


@cache
def _sport() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{read_data('meeting_words')['sport']})(?![\w-])", re.IGNORECASE)


def marks_before(words: str) -> list[str]:
    """What the words before a meeting word mark it as: "definite" (told of already), "another" (not told of so far)."""
    found = []
    if _list_before("definite", r"\b[^.;:]{0,40}$").search(words):
        found.append("definite")
    if _list_before("another", r"\W+(?:\w+\W+){0,2}$").search(words):
        found.append("another")
    return found


@cache
def _list_before(name: str, rest: str) -> re.Pattern[str]:
    words = "|".join(sorted(word_list(name)))
    return re.compile(rf"\b(?:{words}){rest}", re.IGNORECASE)


@cache
def _status(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{read_data('meeting_words')['status'][name]})(?![\w-])", re.IGNORECASE)


def status_of(text: str, start: int, end: int, limits: tuple[int, int]) -> str:
    """held, planned, ongoing, postponed or cancelled; "" when the words deny or only wish for the meeting.

    `text[start:end]` is the meeting word, `limits` the sentence. Only the words of its own clause count.
    """
    before = _last_clause(text[max(limits[0], start - _LOOK_BACK) : start])
    after = _first_clause(text[end : min(limits[1], end + _LOOK_AHEAD)])
    for name in ("cancelled", "postponed"):
        if _status(name).search(before) or _status(name).search(after):
            return name
    undone = _status("undone_after").search(_rest(text, end, limits[1]))
    if undone:
        return "postponed" if _status("postponed").search(undone.group()) else "cancelled"
    around = before + text[start:end] + after
    if _status("ongoing").search(around):
        return "ongoing"
    close = before[-45:]
    wished, denied = _last(_status("wished"), close), _last(_status("denied"), close)
    planned = _last(_status("planned"), before + text[start:end])
    if denied >= 0 or (wished > planned - (len(before) - len(close)) >= -len(before) - 1 and wished >= 0):
        return ""
    if planned >= 0 or _status("planned_after").search(_rest(text, end, limits[1])):
        return "planned"
    return "held"


def _rest(text: str, end: int, limit: int) -> str:
    """What follows up to the next full pause, a relative clause included."""
    rest = text[end : min(limit, end + 2 * _LOOK_BACK)]
    stop = _pause().search(rest)
    return rest[: stop.start()] if stop else rest


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def _last_clause(text: str) -> str:
    return text[max((m.end() for m in _clause_end().finditer(text)), default=0) :]


def _first_clause(text: str) -> str:
    stop = _clause_end().search(text)
    return text[: stop.start()] if stop else text
