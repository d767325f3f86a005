"""Numbers spelled out in a time expression: "twenty-four hours", "nineteen ninety-six", "the twenty-third"."""

from __future__ import annotations

from collections.abc import Mapping

from whomet.language.time_shapes import Token, Value, number_key

_MOST_WORDS = 5  # "nineteen hundred and ninety six"


def join_numbers(run: list[Token], text: str, words: Mapping[str, tuple[str, Mapping[str, Value]]]) -> list[Token]:
    """The run with neighbouring number words as one word, which belongs to the classes of its number in figures."""
    spelled = [_spelled(token, text) for token in run]
    if sum(number > 0 for number in spelled) < 2:
        return run
    joined: list[Token] = []
    at = 0
    while at < len(run):
        number, used = _number(run, spelled, at)
        suffix = "th" if "nthword" in run[at + used - 1].values else ""
        known = words.get(number_key(str(number), suffix)) if used > 1 else None
        if known:
            joined.append(Token(run[at].start, run[at + used - 1].end, known[0], dict.fromkeys(known[1], number)))
        else:
            joined.append(run[at])
        at += used if known else 1
    return joined


def _spelled(token: Token, text: str) -> int:
    """The number that a word spells, 0 for what may stand between two of them, -1 for all else. "A" counts nothing."""
    if token.end - token.start == 1 and text[token.start] in "-‑":
        return 0
    number = token.values.get("num") or token.values.get("nthword")
    spelled = text[token.start : token.start + 2].isalpha() and token.end - token.start > 2
    return int(number) if number and spelled else -1


def _number(run: list[Token], spelled: list[int], at: int) -> tuple[int, int]:
    """The number that begins at a place of the run, and how many words it takes."""
    total, used, index = spelled[at], 1, at + 1
    while total > 0 and index < min(len(run), at + _MOST_WORDS):
        if spelled[index] == 0 and index + 1 < len(run):
            index += 1  # a hyphen
        more = _combined(total, spelled[index])
        if more is None:
            break
        total, used, index = more, index - at + 1, index + 1
        if "nthword" in run[index - 1].values:
            break  # "twenty-third" ends the number
    return total, used


def _combined(first: int, then: int) -> int | None:
    """Twenty four, two thousand, nineteen ninety, nineteen hundred; None where the two are no one number."""
    if then <= 0:
        return None
    if then in (100, 1000):
        return first * then if first < then else None
    if 20 <= first <= 90 and first % 10 == 0 and then < 10:
        return first + then
    if first >= 100 and (first % 100 == 0 or (first % 10 == 0 and then < 10)):
        return first + then if then < 100 else None
    return first * 100 + then if 16 <= first <= 20 and 10 <= then < 100 else None
