"""Figures: counts of dead, wounded, displaced and captive people, and sums of money, with the words that state them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.language.numbers import number_pattern, value_of
from whomet.model import Mention, MentionKind, Span

_WINDOW = 90  # code points on either side of a number in which its noun or verb may stand


@dataclass(frozen=True, slots=True)
class _Words:
    """The word data as expressions, made once."""

    noun: re.Pattern[str]
    behind: re.Pattern[str]
    before: re.Pattern[str]
    counted: re.Pattern[str]
    qualifier: re.Pattern[str]
    never_behind: re.Pattern[str]
    never_before: re.Pattern[str]
    money: re.Pattern[str]
    number: re.Pattern[str]
    people: re.Pattern[str]
    part_of: re.Pattern[str]
    clause_end: re.Pattern[str]
    any: re.Pattern[str]  # a sentence without it has no figure


def find_figures(text: str, sentences: tuple[Span, ...]) -> tuple[Mention, ...]:
    """Mentions of kind FIGURE in text order; `reads_as` is the number in plain digits, a range's lower end.

    Vague numbers ("dozens") have no value and are left out, as are dates, ages, percentages and numbers of resolutions.
    """
    words, found = _words(), list[Mention]()
    for sentence in sentences:
        place = sentence.start
        if not words.any.search(text, sentence.start, sentence.end):
            continue
        for match in words.number.finditer(text, sentence.start, sentence.end):
            if match.start() < place:
                continue
            span = _money(text, match, sentence, words) or _count(text, match, sentence, words)
            value = value_of(match.group("first"))
            if span and value and span.start >= place:
                found.append(Mention(MentionKind.FIGURE, span, value))
                place = span.end
    return tuple(found)


def _money(text: str, match: re.Match[str], sentence: Span, words: _Words) -> Span | None:
    """ "$15 billion", "700 million euros": with what qualifies the number before it."""
    currency = words.money.match(text, match.end(), sentence.end)
    if not match.group("symbol") and not currency:
        return None
    if not match.group("symbol") and not match.group("first")[0].isdigit() and " " not in match.group("first"):
        return None  # "two dollars" is no sum that a register keeps
    end = currency.end() if currency else match.end()
    return Span(_qualified(text, match.start(), sentence.start, words), end)


def _count(text: str, match: re.Match[str], sentence: Span, words: _Words) -> Span | None:
    """A number of people with the noun behind it, or the verb before or behind it, that says what befell them."""
    if match.group("symbol") or _is_other(text, match, sentence, words):
        return None
    start = _qualified(text, match.start(), sentence.start, words)
    after = _clause(text[match.end() : min(sentence.end, match.end() + _WINDOW)])
    behind = words.noun.match(after) or words.behind.match(after)
    if behind:
        return Span(start, match.end() + behind.end())
    before = words.before.search(text[max(sentence.start, start - _WINDOW) : start])
    if before is None:
        return None
    keyword = max(sentence.start, start - _WINDOW) + before.start()
    verbal = " of " not in before.group() + " "
    head = words.counted.match(after)
    if head is None:
        return None
    return Span(keyword if verbal else start, match.end() + head.end())


def _clause(after: str) -> str:
    stop = _words().clause_end.search(after)
    return after[: stop.start()] if stop else after


def _is_other(text: str, match: re.Match[str], sentence: Span, words: _Words) -> bool:
    """Whether it is a date, an age, a percentage, a number of a resolution ..."""
    before = text[max(sentence.start, match.start() - 20) : match.start()]
    after = text[match.end() : min(sentence.end, match.end() + 30)]
    return bool(
        words.never_behind.search(before)
        or words.never_before.match(text, match.end(), sentence.end)
        or re.search(r"[\w.,/:-]$", before)
        or words.part_of.match(after)
        or (re.fullmatch(r"(?:19|20)\d\d", match.group()) and not words.people.match(after))
        or re.match(r"[/:-]?\w|[.,]\d|%", after[:2])
    )


def _qualified(text: str, start: int, low: int, words: _Words) -> int:
    """Where "at least about" before a number begins."""
    for _ in range(2):
        match = words.qualifier.search(text[max(low, start - 24) : start])
        if match is None:
            break
        start = max(low, start - 24) + match.start("words")
    return start


@cache
def _words() -> _Words:
    data = read_data("figures")
    befell = {key: _any([w for kind in data["kinds"] for w in kind[key]]) for key in ("noun", "behind", "before")}
    patterns, known = data["patterns"], _any(data["people"])
    symbols = "".join(map(re.escape, data["symbols"]))
    people = rf"(?:{known}|[^\W\d_][\w-]{{3,}}s)"
    word = r"(?:\s++[^\W\d_][\w’'.-]*)"
    near = rf"(?:\s++(?!{patterns['no_noun']})[^\W\d_][\w’'.-]*)"
    return _Words(
        noun=_compiled(rf"{near}{{0,3}}?\s++(?:{befell['noun']})\b"),
        behind=_compiled(
            rf"{word}{{0,4}}?\s++(?:{people})\b{word}{{0,6}}?\s++(?:{befell['behind']})\b"
            rf"|\s++{patterns['being']}(?:{befell['behind']})\b"
        ),
        before=_compiled(rf"\b(?:death\s+)?(?:{befell['before']})\b{word}{{0,6}}?\s+$"),
        counted=_compiled(rf"{near}{{0,3}}?\s+(?:{people})\b|\s*$|(?=\s+(?!{near}))|(?=\s+\w+ly\b)"),
        people=_compiled(rf"\s++(?:{known})\b"),
        qualifier=_compiled(rf"(?:^|(?<=\W))(?P<words>(?:{_any(data['qualifiers'])}))\s+$"),
        never_behind=_compiled(rf"(?:^|(?<=\W))(?:{_any(data['never_behind'])})\s+$"),
        never_before=_compiled(rf"[\s-]*+(?:{_any(data['never_before'])})(?!\w)"),
        money=_compiled(rf"[\s-]?{patterns['land']}(?:{_any(data['currencies'])})\b"),
        number=_compiled(_number_or_range(symbols, patterns["land_symbol"])),
        part_of=_compiled(patterns["part_of"]),
        any=_compiled(rf"[{symbols}]|\b(?:{'|'.join(befell.values())}|{_any(data['currencies'])})\b"),
        clause_end=_compiled(patterns["clause_end"]),
    )


def _number_or_range(symbols: str, land: str) -> str:
    """A number with the currency's sign before it, or the first of two ("1,200 to 1,500")."""
    number = number_pattern()
    lead = rf"(?:(?P<symbol>{land}[{symbols}])\s?|(?<![\w.,$]))"
    return rf"{lead}(?P<first>{number})(?:\s?(?:to|or|–|—|-)\s?[{symbols}]?{number}|(?<=\d)\s+and\s+{number})?"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _any(words: list[str]) -> str:
    """Alternatives, the longest first, "_" for any space."""
    ordered = sorted((str(w) for w in words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace("_", r"\s+") for w in ordered)
