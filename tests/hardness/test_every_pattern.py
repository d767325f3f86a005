"""Every regular expression is linear in the length of the text: each is given a hundred thousand characters of its
worst input, and by `make test-long` a million.

Nothing is timed here. A pattern that would take minutes is ended by the processor's own clock, and named with what it
was given; see `try_patterns`.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import every_pattern
import pytest
from try_patterns import SHORT
from worst_inputs import text_of, worst_inputs

HERE = Path(__file__).parent
PIECES = {
    "knowledge/organisation_names.py:_tables": 400,
    "knowledge/parties.py:_WORD_BEFORE": 30,
    "knowledge/place_mentions.py:_CAPITALISED_BEFORE": 30,
    "knowledge/place_mentions.py:_INITIAL_BEFORE": 30,
    "knowledge/publishers.py:_BRACKETS": 200,
    "knowledge/roles.py:_phrases": 400,
    "language/choosing.py:_OWNER": 60,
    "language/figures.py:_compiled": 120,
    "language/sentences.py:_LAST_WORD": 40,
    "language/settings.py:_LAST_WORDS": 40,
    "language/speakers.py": 300,
    "language/speech_cues.py": 2500,
    "language/time_names.py:_patterns": 60,
}
"""Patterns that are only ever given a stretch of a text, and how long one is at most: before a mention, a name that was
cut, one sentence (2,500). They get their million characters in such pieces."""


@pytest.fixture(scope="module")
def patterns() -> list[str]:
    """Every pattern of the package, a line each, found by a program of its own: what is cached is not seen."""
    done = subprocess.run(
        [sys.executable, HERE / "every_pattern.py"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def tried(lines: list[str], length: int, most: int) -> list[str]:
    """Those that came to no end, with what they were given."""
    lost, begun = [], 0
    while begun < len(lines):
        command = [sys.executable, HERE / "try_patterns.py", str(begun), str(most), str(length)]
        done = subprocess.run(command, input="\n".join(lines), capture_output=True, encoding="utf-8", check=False)
        if done.returncode == 0:
            break
        assert done.returncode < 0, done.stderr[-2000:]
        said = done.stdout.splitlines()
        number = next(int(line) for line in reversed(said) if line.isdigit())
        told = json.loads(lines[number])
        lost.append(f"{told['where']} {told['pattern'][:200]!r} on {said[-1][:200]}")
        begun = number + 1
    return lost


def in_pieces(line: str) -> str:
    """A line, with how long a stretch of text its pattern is given at most; 0 for a whole text."""
    told = json.loads(line)
    file = told["where"].partition(":")[0]
    return json.dumps(told | {"pieces": PIECES.get(told["where"], PIECES.get(file, 0))})


@pytest.mark.parametrize(("length", "most"), [(100_000, 6), pytest.param(1_000_000, 60, marks=pytest.mark.long)])
def test_every_pattern_takes_its_worst_input(length, most, patterns):
    """None hangs: not on repeated letters, blanks, marks, nor on what its own parts repeat. So many seconds of the
    processor's time are several times what a linear pattern takes, and a fraction of what a quadratic one would."""
    assert len(patterns) > 1000
    assert tried([in_pieces(line) for line in patterns], length, most) == []


def test_the_pieces_are_those_of_patterns_that_are_there(patterns):
    """Else the list would hide a pattern that came later under an old name."""
    known = {json.loads(line)["where"] for line in patterns}
    known |= {where.partition(":")[0] for where in known}
    assert PIECES.keys() - known == set()


@pytest.mark.parametrize("pattern", [r"\s+$", r"(\w+)-(\w+)", r"(?:a+)+b", r"<[^>]*>x", r"x*y*x*z"])
def test_a_pattern_that_is_not_linear_would_be_found(pattern):
    """Quadratic ones, also where only their beginnings repeat, and one that doubles with each letter."""
    (lost,) = tried([line_of(pattern)], 1_000_000, 1)
    assert repr(pattern) in lost


@pytest.mark.parametrize("pattern", [r"(?<!\s)\s+$", r"(?<!\w)(\w++)-(\w+)", r"<[^<>]*>x", r"(?:(?<!\s)\s+)?[;|]\s*"])
def test_the_same_written_so_that_it_is_linear_is_not(pattern):
    """How such a pattern is mended: a run is begun at its beginning only."""
    assert tried([line_of(pattern)], 1_000_000, 20) == []


def line_of(pattern: str) -> str:
    """A line as of a pattern that some code searches with."""
    return in_pieces(json.dumps(dataclasses.asdict(every_pattern.Pattern(pattern, 0, False, "here", "search"))))


@pytest.mark.parametrize("pattern", [r"a(b|cd)+e{2,3}[^x]", r"(?<=q)\d{3,}(?!z)", r"(?i:straße)\s*$", r"[^\W\d_]+"])
def test_worst_inputs_are_of_the_pattern(pattern):
    """They are as long as asked, and many differ."""
    texts = [text_of(worst, SHORT) for worst in worst_inputs(pattern, 0)]
    assert {len(text) for text in texts} == {SHORT}
    assert len(set(texts)) > 10


@pytest.mark.parametrize(
    ("name", "used"),
    [("_one", "match"), ("_two", "search"), ("_given", "fullmatch"), ("_many", "search"), ("open", "search")],
)
def test_a_use_of_match_is_told_from_a_search(name, used):
    """What is only tried at one place is not tried at every place of a million; in doubt it is."""
    code = "_one.match(x); _two.match(x); _two.sub('', x); _given('a').fullmatch(x); _many()[0].match(x); open.match(x)"
    assert every_pattern.how("compile", every_pattern.ast.parse(code), name) == used


def test_every_call_of_re_is_known():
    """Also those whose pattern is put together where they stand."""
    assert len([place for place in every_pattern.places() if place.plain is None]) > 50
