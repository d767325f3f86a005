"""The words and shapes of `times.yaml` as a lexicon: word classes become characters, shapes regular expressions.

Every word that a class of `times.yaml` holds gets a code, one character for each combination of classes, so that a run
of words is a short string, over which the shapes are plain regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from whomet.knowledge.data import read_data

Value = int | str


@dataclass(frozen=True, slots=True)
class Token:
    """A known word of a text: its code, and what it means as a member of each of its classes."""

    start: int
    end: int
    code: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to tell a time, over a string of word codes."""

    pattern: re.Pattern[str]
    firsts: frozenset[str]  # codes it can begin with
    fields: tuple[tuple[str, str], ...]  # field of TimeValue -> class that gives it
    said: Mapping[str, Value]  # what the shape says by itself


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: there are two of them, and they are keys
class Lexicon:
    """Known words with their codes and what they mean as members of each class, and the shapes over the codes."""

    words: Mapping[str, tuple[str, Mapping[str, Value]]]
    cores: frozenset[str]  # codes without which a run holds no time
    shapes_by_first: Mapping[str, tuple[Shape, ...]]
    wide: bool = False


@cache
def lexicon(wide: bool) -> Lexicon:
    """What the reading of meetings knows, `times.yaml`; if `wide` with the words of `times_wider.yaml` beside."""
    data = _widened(read_data("times"), read_data("times_wider")) if wide else read_data("times")
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
    return Lexicon(words, cores, by_first, wide)


def _widened(data: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Both together: words of one class join, further shapes come first, those "for: reading" alone stay out."""
    classes = {**data["words"], **{n: {**data["words"].get(n, {}), **words} for n, words in more["words"].items()}}
    kept = [entry for entry in data["shapes"] if entry.get("for") != "reading"]
    return {
        "words": classes,
        "fields": {**data["fields"], **more["fields"]},
        "parts": {**data["parts"], **more["parts"]},
        "cores": [*data["cores"], *more["cores"]],
        "shapes": [*more["shapes"], *kept],
    }


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


def number_key(digits: str, suffix: str) -> str:
    """All numbers that may stand in the same places share a key: "#2.12." for two digits that can be a month."""
    if suffix == "s":
        decade = digits.endswith("0") and (len(digits) == 2 or (len(digits) == 4 and digits > "1000"))
        return f"#decade{len(digits)}" if decade else ""
    number = int(digits) if len(digits) <= 4 else 10000
    size = next((n for n in (0, 12, 24, 31, 59, 9999) if number <= n), 10000)
    if len(digits) == 4:
        size = next((last for first, last in _YEARS if first <= number <= last), 9999)
        size = 2099 if 1800 < number < 2100 and number % 100 else size
    return f"#{len(digits)}.{size}.{'th' if suffix else ''}"


_YEARS = ((1600, 2199), (1343, 1500), (1000, 1599))  # 1343 to 1500 may be those of other calendars


def _number_classes() -> dict[str, tuple[str, ...]]:
    """Number key -> the classes that numbers of that key belong to."""
    keys: dict[str, tuple[str, ...]] = {
        "#decade4": ("decade",),
        "#decade2": ("decade2",),
        "#4.2199.": ("any4", "year", "num", "figure"),
        "#4.2099.": (
            "any4",
            "year",
            "plain_year",
            "num",
            "figure",
        ),  # years by themselves
        "#4.1500.": ("any4", "hyear", "old_year", "num", "figure"),
        "#4.1599.": ("any4", "old_year", "num", "figure"),
        "#4.9999.": ("any4", "num", "figure"),
        "#3.9999.": ("num", "figure"),
        "#2.9999.": ("num", "any2", "figure"),
    }
    tops = {
        0: ("hour", "figure"),
        12: ("num", "day", "mon", "hour", "figure"),
        24: ("num", "day", "hour", "figure"),
        31: ("num", "day", "figure"),
        59: ("num", "figure"),
    }
    for top, names in tops.items():
        keys[f"#1.{top}."] = names
        keys[f"#2.{top}."] = (*names, "digits2")
        for length in (1, 2):
            nth = ("day", "ordinal", "nth", "nth_century") if "day" in names else ("ordinal",)
            keys[f"#{length}.{top}.th"] = nth
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


def _shape(shape: str, says: Mapping[str, Value], of_class: Mapping[str, str], defaults: Mapping[str, str]) -> Shape:
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
    return Shape(re.compile(pattern), frozenset(firsts), tuple(fields), says)
