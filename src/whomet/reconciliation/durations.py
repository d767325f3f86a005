"""How long a meeting took: whether two tellings of it can both be right. Words and shares stand in
`knowledge/data/durations.yaml`; what its words don't cover agrees with everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data

_WORD = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?|[a-z]{1,20}")
_LONGEST = 200  # code points that are looked at


@dataclass(frozen=True, slots=True)
class Duration:
    """From `least` to `most` minutes. `kind` says what may be compared: "sitting" or "days"."""

    kind: str
    least: float
    most: float


def may_both_be(one: str, other: str) -> bool:
    """Whether two tellings of a duration can both be right."""
    left, right = duration_of(one), duration_of(other)
    if left is None or right is None or left.kind != right.kind:
        return True
    return left.least <= right.most and right.least <= left.most


def duration_of(text: str) -> Duration | None:
    """The minutes that some words may mean; None where they name no number of known units."""
    words = _WORD.findall(text[:_LONGEST].casefold())
    for place, word in enumerate(words):
        if word in _units():
            kind, minutes = _units()[word]
            amount = _amount(words[:place], words[place + 1 :], plural=word.endswith("s"))
            return Duration(kind, amount[0] * minutes, amount[1] * minutes) if amount else None
    return None


def _amount(before: list[str], after: list[str], *, plural: bool) -> tuple[float, float] | None:
    """Least and most of what is counted, by the words before the unit and after it ("an hour and a half")."""
    data = read_data("durations")
    said = " ".join(before)
    for words, (least, most) in data["few"].items():
        if _has(said, words):
            return least, most
    half = "half" in before or after[:3] == ["and", "a", "half"]
    number = 0.5 if before[-2:] in (["half", "a"], ["half", "an"]) else _last_number(before, 0.5 * half)
    if number is None:
        return None if before else tuple(data["few"]["several"]) if plural else tuple(data["plain"])
    least, most = next((share for words, share in data["about"].items() if _has(said, words)), data["plain"])
    return number * least, number * most


def _last_number(words: list[str], more: float) -> float | None:
    """The last number among some words, with a half that stands behind it; None if there is none."""
    known = read_data("durations")["numbers"]
    counted = words[:-2] if words[-2:] == ["a", "half"] else words
    for word in reversed(counted):
        if word[0].isdigit() or word in known:
            return (float(word.replace(",", ".")) if word[0].isdigit() else float(known[word])) + more
    return None


def _has(said: str, words: str) -> bool:
    return f" {words} " in f" {said} "


@cache
def _units() -> dict[str, tuple[str, float]]:
    units = read_data("durations")["units"]
    return {word: (kind, minutes) for kind, named in units.items() for word, minutes in named.items()}
