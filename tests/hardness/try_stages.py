"""Gives one stage of reading hostile repetitive texts; run as a program with its name, a length, and seconds of the
processor's time after which it ends by a signal."""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Callable
from typing import Any

from whomet.documents import read_documents
from whomet.documents.boilerplate import find_boilerplate
from whomet.documents.lines import lines_of
from whomet.documents.mail_text import quoted, unwrapped
from whomet.documents.stated_date import find_date
from whomet.knowledge.parties import find_parties
from whomet.knowledge.place_mentions import find_places
from whomet.language import english_by_rules
from whomet.language.figures import find_figures
from whomet.language.first_test import may_tell_of_meeting
from whomet.language.quotations import find_quotations
from whomet.language.sentences import find_sentences, flowing
from whomet.language.times import find_times
from whomet.pipeline import read_loaded

HOSTILE = (
    "a", " ", "\n", "A.", "“", '"', "a “", "Mr. ", "New ", "the ", ", Doha", "1 ", "1,000,", "May ", "killed 1 ", "- ",
    "> ", "By A Bo\n", "Monday 3 May, ", "met with ", "He said. ", "Ada Lind met Bo Berg. ", "A (", "said that ",
    "\u0301", "٣",
)  # fmt: skip


def read_all(text: str) -> Any:
    """All stages, as `whomet read` has them, by the rules alone."""
    line = json.dumps({"id": "a", "language": "en", "text": text}).encode()
    return list(read_loaded(read_documents(["-"], io.BytesIO(line)), english_by_rules()))


STAGES: dict[str, Callable[[str], Any]] = {
    "boilerplate": find_boilerplate,
    "dates of the text": find_date,
    "figures": lambda text: find_figures(text, find_sentences(text)),
    "first test": may_tell_of_meeting,
    "flowing": flowing,
    "lines": lambda text: list(lines_of(text)),
    "mail": lambda text: (unwrapped(text), quoted(text)),
    "parties": find_parties,
    "places": find_places,
    "quotations": find_quotations,
    "sentences": find_sentences,
    "times": lambda text: find_times(text, wide=True),
    "reading": read_all,
}

if __name__ == "__main__":
    name, length, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    STAGES[name]("The minister met Ada Lind in Doha on 3 May 2021.")  # what is made once is no cost of a text
    for piece in HOSTILE:
        print(json.dumps(piece), flush=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        STAGES[name]("They met in Doha. " + piece * (length // len(piece)))
