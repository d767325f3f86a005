"""Measures `find_places` on news annotated with GeoNames ids: `python bench/places_trnews.py FILE.jsonl [--half a|b]`.

The texts are not part of the project; where the file is absent the measure is skipped and says so. Each line holds
`text`, `url` and `toponyms` (`start`, `end`, `text`, `geonameid`, `lat`, `lon`). A toponym is found if a span with
coordinates overlaps it, and right if it names the same GeoNames id or lies within 161 km. `--half` takes every second
text by a hash of its address, so that one half can be looked at and the other only measured. `--adjectives` counts
"Syrian" as naming Syria, as the annotators do. `--show` lists errors.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whomet.knowledge.publishers import kind_of
from whomet.resolution.place_finding import FoundPlace, find_places
from whomet.values.places import kilometres_between

_NEAR_KM = 161.0
_KINDS = ("right", "wrong", "open", "missed", "extra")


def judged(document: dict[str, Any], found: tuple[FoundPlace, ...]) -> Iterator[tuple[str, str, str]]:
    """(right, wrong, open, missed or extra; what of it; the words around) of each toponym and each other found span."""
    text = document["text"]
    for toponym in document["toponyms"]:
        over = [f for f in found if f.span.start < toponym["end"] and toponym["start"] < f.span.end]
        exact = [f for f in over if (f.span.start, f.span.end) == (toponym["start"], toponym["end"])]
        best = next(iter(exact or over), None)
        answer = f"{best.name}, {best.country}, {best.kind}" if best else ""
        told = f"{toponym['text']} ({toponym['name']}, {toponym['country']}) : {answer}"
        yield kind_of_answer(toponym, best), told, around(text, toponym["start"], toponym["end"])
    for each in found:
        if not any(each.span.start < t["end"] and t["start"] < each.span.end for t in document["toponyms"]):
            yield (
                "extra",
                f"{each.words} : {each.name}, {each.country} {each.use}",
                around(text, each.span.start, each.span.end),
            )


def kind_of_answer(toponym: dict[str, Any], best: FoundPlace | None) -> str:
    if best is None:
        return "missed"
    if best.latitude is None or best.longitude is None:
        return "open"
    if str(best.geonames_id) == str(toponym["geonameid"]):
        return "right"
    there = (toponym["lat"], toponym["lon"])
    if None in there:
        return "wrong"
    return "right" if kilometres_between(best.latitude, best.longitude, *there) <= _NEAR_KM else "wrong"


def around(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[max(0, start - 50) : start]}[{text[start:end]}]{text[end : end + 40]}".split())


def in_half(name: str, half: str) -> bool:
    return not half or "ab"[hashlib.sha256(name.encode()).digest()[0] % 2] == half


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("a", "b"), default="")
    parser.add_argument("--adjectives", action="store_true")
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    if not asked.file.exists():
        print("skipped: no such file")
        return
    rows: list[tuple[str, str, str]] = []
    for line in asked.file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if in_half(document["url"], asked.half):
            country = kind_of(url=document["url"]).country
            found = find_places(document["text"], publisher_country=country, adjectives=asked.adjectives)
            rows += judged(document, found)
    report(rows)
    for kind in _KINDS[1:] if asked.show else ():
        print(*(f"{kind:7}{told} | {words}" for each, told, words in rows if each == kind), sep="\n")


def report(rows: list[tuple[str, str, str]]) -> None:
    right, wrong, still_open, missed, extra = (sum(r[0] == kind for r in rows) for kind in _KINDS)
    toponyms, found = right + wrong + still_open + missed, right + wrong
    print(f"found and right of all toponyms   {right} of {toponyms} = {right / max(toponyms, 1):.3f}")
    print(f"right of those found              {right} of {found} = {right / max(found, 1):.3f}")
    print(f"said to be open, missed           {still_open}, {missed}")
    print(f"spans that are no toponym         {extra} of {extra + found} = {extra / max(extra + found, 1):.3f}")


if __name__ == "__main__":
    main()
