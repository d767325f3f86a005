"""Words and numbers that look like a time and are none: "the Daily Post", "flight 1987", "700 seats a week"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from whomet.knowledge.data import read_data
from whomet.model import Span

_AROUND = 80  # code points on either side that show whether a line is a title
_BEFORE = 40  # code points before an expression that may tell what it is
_LOWER = 2  # words of five letters in small print, from which on a line is no title


def is_no_time(text: str, span: Span) -> bool:
    """Whether an expression that could tell a time is a name, a number of something else, or a rate."""
    words = span.of(text)
    if words.isdigit():
        return _is_number(text, span)
    before = text[max(0, span.start - _BEFORE) : span.start]
    if _patterns()["single"].fullmatch(words) and _patterns()["rate"].search(before):
        return True
    if words in read_data("times_wider")["no_time"]["verbs"]:
        return span.start == 0 or bool(_patterns()["begins"].search(before))
    return _is_name(text, span)


def _is_number(text: str, span: Span) -> bool:
    """ "$ 1987", "flight 1987", "1987 points"."""
    before = text[max(0, span.start - _BEFORE) : span.start]
    return bool(_patterns()["number_of"].search(before) or _patterns()["counted"].match(text, span.end))


def _is_name(text: str, span: Span) -> bool:
    """Whether a word that names carry is capitalised where no sentence begins, in a line that is no title."""
    first = next(_patterns()["capitalised"].finditer(text, span.start, span.end), None)
    if first is None or _patterns()["begins"].search(text[max(0, first.start() - 8) : first.start()]):
        return False
    if first.start() == 0:
        return False
    line = text[max(0, span.start - _AROUND) : span.start].split("\n")[-1] + " "
    line += text[span.end : span.end + _AROUND].split("\n")[0]
    return len(_patterns()["lower"].findall(line)) >= _LOWER


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = read_data("times_wider")["no_time"]
    numbers = rf"(?:[\d.,]*\d|\b(?:{_any(words['numbers'])}))"
    return {
        "single": re.compile(rf"(?i:an? (?:{_any(words['rates'])}))"),
        "rate": re.compile(rf"(?:{numbers}(?: [^\W\d_]+)?|\b(?:{_any(words['sums'])})|%) $"),
        "number_of": re.compile(rf"(?:[$£€¥#§]\s?|\d[.,]\s?|[/]\s?|\b(?i:{_any(words['numbered'])})\.? )$"),
        "counted": re.compile(rf"[.,:]\d| ?%| ?/|\s(?i:{_any(words['counted'])})\b"),
        "capitalised": re.compile(rf"\b(?:{_any(words['named'])})\b"),
        "begins": re.compile(r"(?:^|[.!?:;\n“\"_—–(-])[\s'‘’“”\"`]*$|(?:``|--)\s*$"),
        "lower": re.compile(r"\b[a-z]{5,}"),
    }


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))
