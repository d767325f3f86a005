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
from whomet.model import Span
from whomet.values.times import Kind, TimeValue, is_vague

_TOKEN = re.compile(
    r"(?P<blank>\n[ \t\r]*\n)"
    r"|(?P<number>(?<!\w)[0-9]+)(?P<suffix>(?:st|nd|rd|th|s)\b)?"
    r"|(?P<word>[apAP]\.[mM]\b\.?|o['’]clock\b|[^\W\d_]+)"
    r"|(?P<mark>\S)"
)
_LONGEST_RUN = 64
_LONGEST_SHAPE = 24  # words; the shapes stay well below it
_ORDINALS = ("st", "nd", "rd", "th")

Value = int | str


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression and what it says."""

    span: Span
    value: TimeValue


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    code: str
    values: Mapping[str, Value]  # class -> what the word means as a member of it


@dataclass(frozen=True, slots=True)
class _Shape:
    pattern: re.Pattern[str]
    firsts: frozenset[str]  # codes it can begin with
    fields: tuple[tuple[str, str], ...]  # field of TimeValue -> class that gives it
    said: Mapping[str, Value]  # what the shape says by itself


@dataclass(frozen=True, slots=True)
class _Match:
    """A shape that fits: where it ends, and which word (by its index) gives which field, as a member of which class."""

    shape: _Shape
    end: int
    words: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: Mapping[str, tuple[str, Mapping[str, Value]]]
    cores: frozenset[str]  # codes without which a run holds no time
    shapes_by_first: Mapping[str, tuple[_Shape, ...]]


def find_times(text: str, start: int = 0, end: int | None = None) -> tuple[TimeMention, ...]:
    """All time expressions between two offsets, in text order, none overlapping."""
    return tuple(
        mention for run in _runs(text, start, len(text) if end is None else end) for mention in _read_run(run, text)
    )


# ---------------------------------------------------------------------------- text -> runs of known words


def _runs(text: str, start: int, end: int) -> Iterator[list[_Token]]:
    """Runs of neighbouring known words that hold at least one that tells a time."""
    lexicon = _lexicon()
    run: list[_Token] = []
    core = False
    for token in _tokens(text, start, end):
        if not token or len(run) == _LONGEST_RUN:
            if core:
                yield run
            run, core = [], False
        if token:
            run.append(token)
            core = core or token.code in lexicon.cores
    if core:
        yield run


def _tokens(text: str, start: int, end: int) -> Iterator[_Token | None]:
    """Known words; None where something unknown stands between them."""
    words = _lexicon().words
    used = start
    comma = False
    for found in _TOKEN.finditer(text, start, end):
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


def _word(text: str, found: re.Match[str], words: Mapping[str, tuple[str, Mapping[str, Value]]]) -> _Token | None:
    """A word, with the full stop of an abbreviation; "may", "march" and "sun" only when capitalised."""
    if found.end() - found.start() > 24:
        return None
    key = found[0].lower()
    end = found.end()
    if text.startswith(".", end) and key + "." in words:
        key, end = key + ".", end + 1
    known = words.get(key) or (words.get("^" + key) if found[0][0].isupper() else None)
    return _Token(found.start(), end, *known) if known else None


def _number_or_mark(found: re.Match[str], words: Mapping[str, tuple[str, Mapping[str, Value]]]) -> _Token | None:
    number = found["number"]
    if not number:
        known = words.get(found[0])
        return _Token(found.start(), found.end(), *known) if known else None
    known = words.get(_number_key(number, found["suffix"] or ""))
    if not known or len(number) > 4:
        return None
    return _Token(found.start(), found.end(), known[0], dict.fromkeys(known[1], int(number)))


# ------------------------------------------------------------------------------ runs -> what they say


def _read_run(run: list[_Token], text: str) -> Iterator[TimeMention]:
    codes = "".join(token.code for token in run)
    at = 0
    while at < len(run):
        found = next(_readings(codes, at, run), None)
        if not found:
            at += 1
            continue
        end, value = found
        span = Span(run[at].start, run[end - 1].end)
        if not _is_other(text, span):
            yield TimeMention(span, _with_edge(value, run[at - 1] if at else None, text, span))
        at = end


def _readings(codes: str, at: int, run: list[_Token]) -> Iterator[tuple[int, TimeValue]]:
    """What the words from here on may say, the longest expression first; of equals the first shape's."""
    start = max(0, at - 1)
    for match in _matches(codes[start : at + _LONGEST_SHAPE], at - start):
        words = {name: run[start + index].values[word_class] for name, word_class, index in match.words}
        if value := _value(match.shape.said, words):
            yield start + match.end, value


@lru_cache(maxsize=50_000)  # the same runs of word classes come again and again: ten times faster on dense text
def _matches(codes: str, at: int) -> tuple[_Match, ...]:
    """All shapes that fit at one place of a code string, the longest first."""
    shapes = _lexicon().shapes_by_first.get(codes[at], ())
    found = [(shape, match) for shape in shapes if (match := shape.pattern.match(codes, at))]
    return tuple(
        _Match(shape, m.end(), tuple((n, c, m.start(n)) for n, c in shape.fields if m.start(n) >= 0))
        for shape, m in sorted(found, key=lambda pair: -pair[1].end())
    )


def _with_edge(value: TimeValue, before: _Token | None, text: str, span: Span) -> TimeValue:
    """ "Since May", "until Monday"; but "after Monday's talks" tells the day of the talks."""
    edge = str(before.values.get("edge", "")) if before else ""
    possessive = text.startswith(("'s", "’s"), span.end)
    return replace(value, edge=edge) if edge and not possessive and not is_vague(value) else value


def _value(shape_says: Mapping[str, Value], words_say: Mapping[str, Value]) -> TimeValue | None:
    """What the words say; None where they contradict themselves (31 June, "Monday and Thursday" as a range)."""
    said: dict[str, Value] = {**shape_says, **words_say}
    neighbours = said.pop("neighbours", 0)
    if "amount" in said:
        said["amount"] = int(said["amount"]) * int(said.get("sign", 1))
    said.pop("sign", None)
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


def _is_other(text: str, span: Span) -> bool:
    """Whether the words are part of a name: "Bloody Sunday", "Friday prayers", "the 6 October bridge",
    or counts from something that is no time: "a week after the wedding"."""
    before, after = _name_guards()
    if after.match(text, span.end) or before.search(text[max(0, span.start - 24) : span.start]):
        return True
    return bool(_FROM_ELSEWHERE.search(span.of(text)) and re.compile(r"\s+\w").match(text, span.end))


_FROM_ELSEWHERE = re.compile(r"\b(?:before|after)$")  # "a week after the wedding": told of nowhere else


@cache
def _name_guards() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = read_data("times")["names"]
    before = "|".join(sorted(map(re.escape, names["before"])))
    after = "|".join(sorted(map(re.escape, names["after"])))
    return re.compile(rf"\b(?:{before})[ \-]$"), re.compile(rf"(?:['’]s)?[ \-](?i:{after})\b")


# ------------------------------------------------------------------------------- times.yaml -> the lexicon


@cache
def _lexicon() -> _Lexicon:
    """Words, codes and shapes as `times.yaml` gives them."""
    data = read_data("times")
    meanings = _meanings(data["words"])
    codes: dict[frozenset[str], str] = {}
    for meant in meanings.values():
        codes.setdefault(frozenset(meant), chr(0xE000 + len(codes)))
    words = {word: (codes[frozenset(meant)], meant) for word, meant in meanings.items()}
    of_class = {name: "".join(c for classes, c in codes.items() if name in classes) for name in _class_names(codes)}
    shapes = tuple(
        _shape(spelled, entry["says"], of_class, data["fields"])
        for entry in data["shapes"]
        for shape in entry["shapes"]
        for spelled in _spelled_out(shape, data["parts"])
    )
    cores = frozenset("".join(of_class[name] for name in data["cores"]))
    by_first = {code: tuple(shape for shape in shapes if code in shape.firsts) for code in codes.values()}
    return _Lexicon(words, cores, by_first)


def _class_names(codes: Mapping[frozenset[str], str]) -> frozenset[str]:
    return frozenset().union(*codes)


def _meanings(classes: Mapping[str, Mapping[str, Value]]) -> dict[str, dict[str, Value]]:
    """Word -> class -> meaning. "^may" is "may" only where it is capitalised; numbers have keys of their own."""
    meanings: dict[str, dict[str, Value]] = {}
    for name, words in classes.items():
        for word, value in words.items():
            key = word if word == word.lower() else "^" + word.lower()
            meanings.setdefault(key, {})[name] = value
    for key in [k for k in meanings if k.startswith("^")]:
        meanings[key] = {**meanings.get(key[1:], {}), **meanings[key]}
    for key, names in _number_classes().items():
        meanings[key] = dict.fromkeys(names, 0)
    return meanings


def _number_key(digits: str, suffix: str) -> str:
    """All numbers that may stand in the same places share a key: "#2.12" for two digits that can be a month."""
    if suffix == "s":
        return "#decade" if len(digits) == 4 and digits.endswith("0") and digits > "1000" else ""
    number = int(digits) if len(digits) <= 4 else 10000
    size = next((n for n in (0, 12, 24, 31, 59, 9999) if number <= n), 10000)
    if len(digits) == 4:
        size = 2199 if 1600 <= number <= 2199 else 1500 if 1343 <= number <= 1500 else 9999
    return f"#{len(digits)}.{size}.{'th' if suffix else ''}"


def _number_classes() -> dict[str, tuple[str, ...]]:
    """Number key -> the classes that numbers of that key belong to."""
    keys = {
        "#decade": ("decade",),
        "#4.2199.": ("year", "num"),
        "#4.1500.": ("hyear", "num"),
        "#4.9999.": ("num",),
        "#3.9999.": ("num",),
    }
    tops = {
        0: ("hour",),
        12: ("num", "day", "mon", "hour"),
        24: ("num", "day", "hour"),
        31: ("num", "day"),
        59: ("num",),
    }
    for top, names in tops.items():
        keys[f"#1.{top}."] = names
        keys[f"#2.{top}."] = (*names, "digits2")
        for length in (1, 2):
            keys[f"#{length}.{top}.th"] = ("day", "ordinal", "nth") if "day" in names else ("ordinal",)
    keys["#2.9999."] = ("num",)
    return keys


def _spelled_out(shape: str, parts: Mapping[str, list[str]]) -> list[str]:
    """A shape with each {part} replaced by each of its spellings."""
    found = re.search(r"\{(\w+)\}", shape)
    if not found:
        return [shape]
    return [
        s for part in parts[found[1]] for s in _spelled_out(shape[: found.start()] + part + shape[found.end() :], parts)
    ]


_ITEM = re.compile(
    r"(?P<open>\[)|(?P<close>\]\??)|\((?P<not>!?)(?P<context>\w+)\)|(?P<name>\w+)(?:>(?P<field>\w+))?(?P<maybe>\??)"
)


def _shape(shape: str, says: Mapping[str, Value], of_class: Mapping[str, str], defaults: Mapping[str, str]) -> _Shape:
    """Compile "(lead) month year?": class names, `>` the field they fill, `?` may lack, [..]? a group that may lack,
    (..) a neighbour outside of the expression, (!..) one that must not stand there."""
    pattern, firsts, fields, begun = "", "", [], False
    for item in _ITEM.finditer(shape):
        if item["context"]:
            sign = "!" if item["not"] else "="
            pattern += f"(?{'' if begun else '<'}{sign}[{of_class[item['context']]}])"
        elif item["name"]:
            name, field = item["name"], item["field"] or defaults.get(item["name"], "")
            fields += [(field, name)] if field else []
            firsts += "" if begun else of_class[name]
            begun = begun or not item["maybe"]
            pattern += f"(?{f'P<{field}>' if field else ':'}[{of_class[name]}]){item['maybe']}"
        else:
            pattern += "(?:" if item["open"] else item["close"].replace("]", ")")
    return _Shape(re.compile(pattern), frozenset(firsts), tuple(fields), says)


# --------------------------------------------------------------------------------------- the tense around


def looks_ahead(text: str, span: Span) -> bool:
    """Whether the verb nearest to an expression, before it or else after it in its sentence, speaks of the future.

    "Tuesday's offer" has been made, whatever the verb says of it.
    """
    if re.compile(r"\s?['’]s\b").match(text, span.end):
        return False
    before = re.split(r"[.!?;]\s|\n", text[max(0, span.start - _REACH) : span.start])[-1]
    after = re.split(r"[.!?;]\s|\n", text[span.end : span.end + _REACH])[0]
    verbs = _verbs()
    nearest = next(reversed(list(verbs.finditer(before))), None) or verbs.search(after)
    return bool(nearest and nearest.lastgroup == "ahead")


_REACH = 120  # code points on either side


@cache
def _verbs() -> re.Pattern[str]:
    """Words of the future, and forms of the past: irregular ones and all that end in -ed."""
    tense = read_data("times")["tense"]
    ahead, past = ("|".join(map(re.escape, tense[key])) for key in ("ahead", "past"))
    undone = rf"(?:had been|had|previously)\s(?:been\s)?(?:{ahead})"  # "had been due"
    return re.compile(rf"(?<!\w)(?:(?P<past>{undone}|{past})|(?P<ahead>{ahead})|(?P<ed>[a-z]+ed))(?!\w)", re.IGNORECASE)
