"""Measures `find_times` on news texts annotated with TIMEX3: `python bench/times_timebank.py FILE.jsonl [--half a|b]`.

The texts are not part of the project; where the file is absent the measure is skipped and says so. Each line holds
`text`, `dct` (day of publication) and `timexes` (`start`, `end`, `text`, `type`, `value`). Spans count when they agree
to the letter, of whatever type. A value counts for every annotated expression, found or not, by the expression that
overlaps it. TIMEX3 values are first written in EDTF, a time of day left out: a week, quarter, half, decade or century
becomes its interval; the references to present, past and future, and values with an X for what is not told, have none,
and "" is right for them. Durations and sets are compared by their ISO 8601 duration. `--half` takes every second text
by a hash of its name, so that one half can be looked at and the other only measured. `--show spans|days|values|lengths`
lists errors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from whomet.in_text import FoundTime, find_times

_SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """One annotated expression, what overlaps it, and the words around."""

    timex: dict[str, Any]
    found: FoundTime | None
    context: str

    @property
    def value(self) -> str:
        """The annotated value in EDTF, or as an ISO 8601 duration."""
        return edtf_of(self.timex["value"])

    @property
    def right(self) -> bool:
        """Whether what was found says the same."""
        if self.found is None:
            return False
        if self.value.startswith("P"):
            told = "" if "X" in self.value else self.value
            return self.found.duration == told and (bool(told) or self.found.kind in ("duration", "vague"))
        return self.found.edtf == self.value or (not self.value and self.found.edtf in self.timex["value"])

    @property
    def is_relative_day(self) -> bool:
        """One day, told by words without a number in figures."""
        dated = self.timex["type"] in ("DATE", "TIME") and _DAY.fullmatch(self.value)
        return bool(dated) and not re.search(r"\d", self.timex["text"])


def edtf_of(value: str) -> str:
    """A TIMEX3 value in EDTF, "" where it names no period; a duration as it is."""
    if value.startswith("P") and not value.endswith("_REF"):
        return value
    value = value.split("T")[0]
    if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        first, last = (5, 6) if found[3] else (0, 6)
        return f"{monday + timedelta(days=first)}/{monday + timedelta(days=last)}"
    if found := re.fullmatch(r"(\d{4})-(Q|H)(\d)", value):
        length = 3 if found[2] == "Q" else 6
        return f"{found[1]}-{length * (int(found[3]) - 1) + 1:02}/{found[1]}-{length * int(found[3]):02}"
    if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return f"{found[1]}-{_SEASONS[found[2]]}"
    if re.fullmatch(r"\d{3}X?|\d\d(XX)?", value):
        digits = value.rstrip("X")
        return f"{digits.ljust(4, '0')}/{digits.ljust(4, '9')}"
    return value if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) else ""


def rows_of(document: dict[str, Any], found: tuple[FoundTime, ...]) -> Iterator[Row]:
    text = document["text"]
    for timex in document["timexes"]:
        start, end = timex["start"], timex["end"]
        same = [f for f in found if (f.span.start, f.span.end) == (start, end)]
        over = same or [f for f in found if f.span.start < end and start < f.span.end]
        context = text[max(0, start - 70) : start] + "[" + text[start:end] + "]" + text[end : end + 40]
        yield Row(timex, over[0] if over else None, " ".join(context.split()))


def share(rows: list[Row]) -> str:
    right = sum(r.right for r in rows)
    return f"{right} of {len(rows)} = {right / max(len(rows), 1):.3f}"


def in_half(name: str, half: str) -> bool:
    return not half or "ab"[hashlib.sha256(name.encode()).digest()[0] % 2] == half


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("a", "b"), default="")
    parser.add_argument("--show", choices=("spans", "days", "values", "lengths"), default="")
    return parser.parse_args()


def show(what: str, missed: Counter[str], extra: Counter[str], rows: list[Row]) -> None:
    if what == "spans":
        print("missed", missed.most_common(150), "\nextra", extra.most_common(150), sep="\n")
    for row in rows if what in ("days", "values", "lengths") else []:
        if not row.right and (row.is_relative_day or what != "days"):
            said = f"{row.found.edtf or row.found.duration or '-'} ({row.found.words})" if row.found else "not found"
            print(f"{row.timex['type']} {row.timex['value']} | {said} | {row.context}")


def main() -> None:
    asked = arguments()
    if not asked.file.exists():
        print("skipped: no such file")
        return
    right, missed, extra, rows = 0, Counter[str](), Counter[str](), list[Row]()
    for line in asked.file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if not in_half(document["doc"], asked.half):
            continue
        found = find_times(document["text"], document["dct"][:10])
        spans = {(f.span.start, f.span.end): f.words for f in found}
        told = {(t["start"], t["end"]): t["text"] for t in document["timexes"]}
        right += len(spans.keys() & told.keys())
        missed.update(told[s].lower() for s in told.keys() - spans.keys())
        extra.update(spans[s].lower() for s in spans.keys() - told.keys())
        rows += rows_of(document, found)
    dates = [r for r in rows if r.timex["type"] in ("DATE", "TIME")]
    p, r = right / (right + extra.total()), right / (right + missed.total())
    print(f"spans                    P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}")
    print(f"day-level relative       {share([r for r in dates if r.is_relative_day])}")
    print(f"values of dates          {share(dates)}")
    print(f"values of all            {share(rows)}")
    lengths = [r for r in rows if r.timex["type"] not in ("DATE", "TIME")]
    show(asked.show, missed, extra, lengths if asked.show == "lengths" else dates)


if __name__ == "__main__":
    main()
