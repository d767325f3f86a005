"""Time expressions in running text: where they stand and what they say.

A text is cut into words; those that `times.yaml` knows get a code, one character for each combination of word
classes, and runs of known words become short code strings. The shapes of `times.yaml` are regular expressions over
these strings. A run is cut at `_LONGEST_RUN` words, so the work is linear in the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from whomet.knowledge.data import read_data
from whomet.language.numbers_in_words import join_numbers
from whomet.language.time_names import is_no_time
from whomet.language.time_shapes import Lexicon, Shape, Token, Value, lexicon, number_key
from whomet.model import Span
from whomet.values.times import Kind, TimeValue, is_vague, resolve

_LONGEST_RUN = 64
_LONGEST_SHAPE = 24  # words; the shapes stay well below it
_ORDINALS = ("st", "nd", "rd", "th")

_Words = Mapping[str, tuple[str, Mapping[str, Value]]]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression and what it says; `ends` are the two expressions of "from May 2015 to June 2016"."""

    span: Span
    value: TimeValue
    ends: tuple[Span, Span] | None = None


@dataclass(frozen=True, slots=True)
class _Match:
    """A shape that fits: where it ends, and which word (by its index) gives which field, as a member of which class."""

    shape: Shape
    end: int
    words: tuple[tuple[str, str, int], ...]


def find_times(text: str, start: int = 0, end: int | None = None, *, wide: bool = False) -> tuple[TimeMention, ...]:
    """All time expressions between two offsets, in text order, none overlapping.

    `wide` finds also what the reading of meetings has no use for: "the quarter", "a year earlier", "in the past".
    """
    known = lexicon(wide)
    runs = _runs(text, start, len(text) if end is None else end, known)
    return tuple(mention for run in runs for mention in _read_run(run, text, known))


def written_date(words: str, order: str = "") -> str:
    """The date, as EDTF, that words give which are nothing but one ("early May 2014", "3-5 May 2014"); "" for others.

    `order` says of figures like 3/4/2014 whether they stand "day first" or "month first"; without it both are possible.
    """
    found = find_times(words)
    if len(found) != 1:
        return ""
    span, value = found[0].span, found[0].value
    beside = f"{words[: span.start]} {words[span.end :]}".casefold().split()
    if not set(beside) <= set(read_data("columns")["before_dates"]):
        return ""
    edtf = resolve(value, None).edtf
    if order and value.kind is Kind.NUMERIC and value.until is None and edtf.startswith("["):
        days = edtf.strip("[]").split(",")
        figures = re.findall("[0-9]+", words)
        month = int(figures[1 if order == "day first" else 0])
        return next((day for day in days if int(day[5:7]) == month), "")
    return edtf


# ---------------------------------------------------------------------------- text -> runs of known words


def _runs(text: str, start: int, end: int, known: Lexicon) -> Iterator[list[Token]]:
    """Runs of neighbouring known words that hold at least one that tells a time."""
    run: list[Token] = []
    core = False
    for token in _tokens(text, start, end, known):
        if not token or len(run) == _LONGEST_RUN:
            if core:
                yield run
            run, core = [], False
        if token:
            run.append(token)
            core = core or token.code in known.cores
    if core:
        yield run


@cache
def _token(known: Lexicon) -> re.Pattern[str]:
    """One word, number or mark; words of the lexicon that begin with a figure ("9/11") come before numbers."""
    figures = "".join(re.escape(word) + r"(?![/\d])|" for word in sorted(known.words) if word[0].isdigit())
    return re.compile(
        r"(?P<blank>\n[ \t\r]*\n)"
        rf"|(?P<word>(?<![\w/])(?:{figures}(?!))|[apAP]\.[mM]\b\.?|o['’]clock\b|[^\W\d_]+)"
        r"|(?P<number>(?<!\w)[0-9]+)(?P<suffix>(?:st|nd|rd|th|s)\b)?"
        r"|(?P<mark>\S)"
    )


def _tokens(text: str, start: int, end: int, known: Lexicon) -> Iterator[Token | None]:
    """Known words; None where something unknown stands between them."""
    words = known.words
    used = start
    comma = False
    for found in _token(known).finditer(text, start, end):
        if found.start() < used:
            continue  # the full stop of an abbreviation
        kind = found.lastgroup
        if kind == "blank":
            if not comma:
                yield None
            continue
        token = _word(text, found, words) if kind == "word" else _number_or_mark(found, words)
        comma = found[0] == "," or found["suffix"] in _ORDINALS  # "29th", new paragraph, "September": a broken line
        used = token.end if token else found.end()
        yield token


def _word(text: str, found: re.Match[str], words: _Words) -> Token | None:
    """A word, with the full stop of an abbreviation; "may", "march" and "sun" only when capitalised."""
    if found.end() - found.start() > 24:
        return None
    key = found[0].lower()
    end = found.end()
    if text.startswith(".", end) and key + "." in words:
        key, end = key + ".", end + 1
    known = words.get(key) or (words.get("^" + key) if found[0][0].isupper() else None)
    return Token(found.start(), end, *known) if known else None


def _number_or_mark(found: re.Match[str], words: _Words) -> Token | None:
    number = found["number"]
    if not number:
        known = words.get(found[0])
        return Token(found.start(), found.end(), *known) if known else None
    known = words.get(number_key(number, found["suffix"] or ""))
    if not known or len(number) > 4:
        return None
    return Token(found.start(), found.end(), known[0], dict.fromkeys(known[1], int(number)))


# ------------------------------------------------------------------------------ runs -> what they say


def _read_run(run: list[Token], text: str, known: Lexicon) -> Iterator[TimeMention]:
    run = join_numbers(run, text, known.words)
    codes = "".join(token.code for token in run)
    at = 0
    while at < len(run):
        readings = _readings(codes, at, run, known)
        found = next((r for r in readings if not known.wide or not _is_from_elsewhere(text, r.span)), None)
        if not found:
            at += 1
            continue
        if not _is_other(text, found.span, known.wide):
            value = _with_edge(found.value, run[at - 1] if at else None, text, found.span)
            yield TimeMention(found.span, value, found.ends)
        at = found.end


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the words from one place of a run up to `end` say."""

    end: int
    span: Span
    value: TimeValue
    ends: tuple[Span, Span] | None


def _readings(codes: str, at: int, run: list[Token], known: Lexicon) -> Iterator[_Reading]:
    """What the words from here on may say, the longest expression first; of equals the first shape's."""
    start = max(0, at - 1)
    for match in _matches(codes[start : at + _LONGEST_SHAPE], at - start, known):
        words = {name: run[start + index].values[word_class] for name, word_class, index in match.words}
        if value := _value(match.shape.said, words):
            end = start + match.end
            ends = _ends(match, run[start:end], at - start) if known.wide and value.until else None
            yield _Reading(end, Span(run[at].start, run[end - 1].end), value, ends)


def _ends(match: _Match, run: list[Token], at: int) -> tuple[Span, Span] | None:
    """The two ends of a range where each names its own weekday, month or year; None for "3 to 5 May"."""
    at_word = {name: index for name, _, index in match.words}
    second = min((index for name, index in at_word.items() if name.startswith("until_")), default=0)
    named = [name for name in _NAMING if f"until_{name}" in at_word]
    if not named or at_word.get(named[0], second) >= second - 1:
        return None
    return Span(run[at].start, run[second - 2].end), Span(run[second].start, run[-1].end)


_NAMING = ("weekday", "month", "year")


@lru_cache(maxsize=50_000)  # the same runs of word classes come again and again: ten times faster on dense text
def _matches(codes: str, at: int, known: Lexicon) -> tuple[_Match, ...]:
    """All shapes that fit at one place of a code string, the longest first."""
    shapes = known.shapes_by_first.get(codes[at], ())
    found = [(shape, match) for shape in shapes if (match := shape.pattern.match(codes, at))]
    return tuple(
        _Match(shape, m.end(), tuple((n, c, m.start(n)) for n, c in shape.fields if m.start(n) >= 0))
        for shape, m in sorted(found, key=lambda pair: -pair[1].end())
    )


def _with_edge(value: TimeValue, before: Token | None, text: str, span: Span) -> TimeValue:
    """ "Since May", "until Monday"; but "after Monday's talks" tells the day of the talks. "Nearly" two hours."""
    if before is None:
        return value
    if value.kind is Kind.DURATION:
        return value if value.about else replace(value, about=str(before.values.get("aboutword", "")))
    edge = str(before.values.get("edge", ""))
    possessive = text.startswith(("'s", "’s"), span.end)
    return replace(value, edge=edge) if edge and not possessive and not is_vague(value) else value


def _value(shape_says: Mapping[str, Value], words_say: Mapping[str, Value]) -> TimeValue | None:
    """What the words say; None where they contradict themselves (31 June, "Monday and Thursday" as a range)."""
    said: dict[str, Value] = {**shape_says, **words_say}
    neighbours = said.pop("neighbours", 0)
    if "amount" in said:
        said["amount"] = int(said["amount"]) * int(said.get("sign", 1))
    said.pop("sign", None)
    if said["kind"] == Kind.CENTURY and int(said.get("year", 0)) < 100:
        said["year"] = (int(said["year"]) - 1) * 100  # "the 20th" is that of the years from 1900 on
    value = _with_end(said)
    if neighbours and not (value.until and _follows(value, value.until)):
        return None
    return value if _exists(value) and (value.until is None or _exists(value.until)) else None


def _with_end(said: dict[str, Value]) -> TimeValue:
    """A value; the end of a range takes kind, month and year of its begin where it names none of its own."""
    begin: dict[str, Any] = {name: word for name, word in said.items() if not name.startswith("until_")}
    end: dict[str, Any] = {
        name.removeprefix("until_"): word for name, word in said.items() if name.startswith("until_")
    }
    value = TimeValue(**{**begin, "kind": Kind(begin["kind"])})
    if not end:
        return value
    inherited: dict[str, Any] = {name: begin[name] for name in ("month", "year", "years") if name in begin}
    inherited["kind"] = value.kind
    return replace(value, until=TimeValue(**{**inherited, **end}))


def _follows(value: TimeValue, until: TimeValue) -> bool:
    """Whether "A and B" names two neighbouring days."""
    if value.kind is Kind.WEEKDAY:
        return ((until.weekday or 0) - (value.weekday or 0)) % 7 == 1
    return (until.day or 0) - (value.day or 0) == 1


def _exists(value: TimeValue) -> bool:
    """Whether some year has such a day."""
    return value.kind is not Kind.DAY or not value.month or (value.day or 1) <= _LENGTHS[value.month - 1]


_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_other(text: str, span: Span, wide: bool) -> bool:
    """Whether the words are part of a name: "Bloody Sunday", "Friday prayers", "the 6 October bridge",
    or counts from something that is no time: "a week after the wedding"."""
    before, after = _name_guards(wide)
    if after.match(text, span.end) or before.search(text[max(0, span.start - 24) : span.start]):
        return True
    return _is_from_elsewhere(text, span) or (wide and is_no_time(text, span))


def _is_from_elsewhere(text: str, span: Span) -> bool:
    return bool(_FROM_ELSEWHERE.search(span.of(text)) and _GOES_ON.match(text, span.end))


_GOES_ON = re.compile(r"\s+\w")
_FROM_ELSEWHERE = re.compile(r"\b(?:before|after)$")  # "a week after the wedding": told of nowhere else


@cache
def _name_guards(wide: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = read_data("times")["names"]
    before = "|".join(sorted(map(re.escape, names["before"])))
    after = "|".join(sorted(map(re.escape, names["ages" if wide else "after"])))
    return re.compile(rf"\b(?:{before})[ \-]$"), re.compile(rf"(?:['’]s)?[ \-](?i:{after})\b")


# --------------------------------------------------------------------------------------- the tense around


def looks_ahead(text: str, span: Span) -> bool:
    """Whether the verb nearest to an expression, before it or else after it in its sentence, speaks of the future.

    "Tuesday's offer" has been made, whatever the verb says of it; "ahead of Tuesday's vote" it has not been held.
    """
    if _POSSESSIVE.match(text, span.end):
        return bool(_still_to_come().search(text[max(0, span.start - _REACH) : span.start]))
    before = re.split(r"[.!?;]\s|\n", text[max(0, span.start - _REACH) : span.start])[-1]
    after = re.split(r"[.!?;]\s|\n", text[span.end : span.end + _REACH])[0]
    verbs = _verbs()
    nearest = next(reversed(list(verbs.finditer(before))), None) or verbs.search(after)
    return bool(nearest and nearest.lastgroup == "ahead")


_REACH = 120  # code points on either side
_POSSESSIVE = re.compile(r"\s?['’]s\b")


@cache
def _still_to_come() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, read_data('times')['tense']['until']))})\s$", re.IGNORECASE)


@cache
def _verbs() -> re.Pattern[str]:
    """Words of the future, and forms of the past: irregular ones and all that end in -ed."""
    tense = read_data("times")["tense"]
    ahead, past, never = ("|".join(map(re.escape, tense[key])) for key in ("ahead", "past", "never"))
    undone = rf"(?:had been|had|previously)\s(?:been\s)?(?:{ahead})"  # "had been due"
    return re.compile(
        rf"(?<!\w)(?:(?P<past>{undone}|{past})|(?P<ahead>{ahead})|(?P<ed>(?!(?:{never})\b)[a-z]+ed))(?!\w)",
        re.IGNORECASE,
    )
