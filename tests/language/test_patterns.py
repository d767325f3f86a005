"""No compiled pattern tries too much: a process of its own, stopped at a generous limit of processor time, tells."""

from __future__ import annotations

import json
import re

import pytest
from processor_time import finishes

from whomet.knowledge.data import read_data
from whomet.language import grammar, hosts, meeting_words, phrases, settings, wording

TAGS = "DRBNPMAnJFGTLKIO'C&W0QSx"
SECTIONS = [name for name in read_data("grammar") if name != "macros"]
STATUSES = list(read_data("meeting_words")["status"])

# Runs every pattern over every unit, repeated to `size` characters.
SCRIPT = """
import re, sys, json
for pattern, flags, units, size in json.load(sys.stdin):
    compiled = re.compile(pattern, flags)
    for unit in units:
        for _ in compiled.finditer((unit * size)[:size]):
            pass
"""

# What the words of the patterns leave room for: words, joints, digits, spaces, quotation marks.
WORDS = [
    "a ",
    "A ",
    "a-",
    "a'b ",
    "the ",
    "The ",
    "of the ",
    "1",
    "1st ",
    " ",
    "\n",
    ",",
    ", ",
    ".",
    "“",
    "’",
    "ا",
    "x.",
    "é ",
]
STARTS = [
    "on the sidelines of the ",
    "first round of ",
    "during the visit to ",
    "at the ",
    "discussed the ",
    "signed the ",
]
STARTS += [
    "agreed to ",
    "they have agreed to ",
    "failed to ",
    "led the ",
    "will be ",
    "is meeting ",
    "visit to ",
    "said ",
]
RUNS = ["a", "1", " ", ",", "-", "a-"]  # of these a pattern may take any number at a time, and begin again at the next
HOSTILE = [*WORDS, *STARTS, *(start + word for start in STARTS for word in WORDS)]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_grammar_pattern_is_done_in_time(section):
    """Every pair of tags, repeated: far more tags than a sentence has."""
    units = [a + b for a in TAGS for b in TAGS]
    finishes(SCRIPT, 60, json.dumps([(p.pattern, p.flags, units, 1500) for p in grammar.patterns(section)]))


def test_the_patterns_of_meetings_are_done_in_time():
    """Meeting words, phrases, venues, what dates a statement, status: on more than a sentence."""
    found = [word.pattern for word in meeting_words.meeting_words()]
    found += [phrase.pattern for phrase in phrases._phrases()]
    found += [phrase.pattern for phrase in hosts.host_phrases()] + [pattern for _, pattern in wording._kinds()]
    found += [settings._venue(), settings._said(), settings._said_there(), meeting_words.light_verb()]
    found += [settings._attribute(), settings._opening(), settings._set_apart()]
    found += [meeting_words._status(name) for name in STATUSES]
    jobs = [(p.pattern, p.flags & ~re.UNICODE, HOSTILE, 3_000) for p in found]
    jobs += [(p.pattern, p.flags & ~re.UNICODE, RUNS, 60_000) for p in found]
    finishes(SCRIPT, 60, json.dumps(jobs))
