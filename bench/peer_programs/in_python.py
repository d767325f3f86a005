"""One program under measure, in whichever Python has it: `python in_python.py NAME FILE SECONDS`.

FILE holds a text a line, in base64. All texts are read once unmeasured, then again and again, whole passes, until so
many processor seconds are gone. Printed is a line of JSON: processor seconds until ready and of the passes measured,
the passes, and how many of what the program gives were found in one.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Reads = Callable[[Sequence[str]], int]


def dateparser() -> Reads:
    """Dates, each as a moment, by `search_dates`, told that the texts are English and look back."""
    from dateparser.search import search_dates

    settings = {"PREFER_DATES_FROM": "past"}
    return lambda texts: sum(len(search_dates(t, languages=["en"], settings=settings) or []) for t in texts)


def flashgeotext() -> Reads:
    """Names of cities and countries, by look-up in a list."""
    from flashgeotext.geotext import GeoText

    look_up = GeoText()

    def reads(texts: Sequence[str]) -> int:
        found = (kind for text in texts for kind in look_up.extract(input_text=text).values())
        return sum(each["count"] for kind in found for each in kind.values())

    return reads


def _whomet(by_model: bool) -> Reads:
    from whomet.language import english_by_model, english_by_rules
    from whomet.model import Reading
    from whomet.pipeline import read_inputs

    language = english_by_model() if by_model else english_by_rules()

    def reads(texts: Sequence[str]) -> int:
        rows = [json.dumps({"id": str(n), "language": "en", "text": text}) + "\n" for n, text in enumerate(texts)]
        found = read_inputs(["-"], io.BytesIO("".join(rows).encode()), language)
        return sum(len(one.accounts) for one in found if isinstance(one, Reading))

    return reads


def whomet() -> Reads:
    """Accounts of meetings, by the shipped reader: all of Whomet but the register."""
    return _whomet(by_model=True)


def whomet_rules() -> Reads:
    """The same by rules alone."""
    return _whomet(by_model=False)


def first_test() -> Reads:
    """Texts that may tell of a meeting: what stands before the reader."""
    from whomet.language.first_test import may_tell_of_meeting

    return lambda texts: sum(map(may_tell_of_meeting, texts))


PROGRAMS = (dateparser, flashgeotext, whomet, whomet_rules, first_test)


def main() -> None:
    """From the command line."""
    name, file, seconds = sys.argv[1:]
    texts = [base64.b64decode(line).decode("utf-8") for line in Path(file).read_text("ascii").splitlines()]
    reads = {program.__name__: program for program in PROGRAMS}[name]()
    ready = time.process_time()
    found, passes = reads(texts), 0
    start = time.process_time()
    while not passes or time.process_time() - start < float(seconds):
        reads(texts)
        passes += 1
    took = time.process_time() - start
    print(json.dumps({"ready": ready, "seconds": took, "passes": passes, "found": found}))


if __name__ == "__main__":
    main()
