"""The texts that were written for training say what their annotation says; and what is wrong in one would be seen."""

from __future__ import annotations

import copy

import pytest
import yaml
from check_texts import TEXTS, faults, numbers_between, plain

GOOD = yaml.safe_load(
    """
id: made-up-1
published: '2031-03-05'
text: |
  The envoys {1:met} in Sellis on Monday. “We agree on fishing,” said Tomas Brae.
others: []
meetings:
- main: true
  status: held
  format: in-person
  date: '2031-03-03'
  time_text: [on Monday]
  places: [Sellis]
  lead: The envoys met in Sellis on Monday.
  parties: [Arvenia, Lotland]
  people: [{name: Tomas Brae, role: envoys, party: Arvenia}]
  statements: [{speaker: Tomas Brae, cue: said, act: agrees, quote: true, text: We agree on fishing}]
"""
)
WRONG = [
    ("status", "happened", "status, format or main"),
    ("places", ["Port Venn"], "places 'Port Venn' not in text"),
    ("lead", "", "no lead"),
    ("lead", "“We agree on fishing,” said Tomas Brae.", "no word of this meeting is marked in its lead"),
    ("parties", [], "no party"),
    ("date", "2031-03-04", "date 2031-03-04 is a Tuesday, the text says ['Monday']"),
    ("date", "last week", "date 'last week' is no quoted EDTF string"),
    ("people", [{"name": "Mira Okonveld", "role": "", "party": ""}], "person 'Mira Okonveld'"),
    ("people", [{"name": "Tomas Brae", "role": "", "party": "Venn"}], "party 'Venn' of 'Tomas Brae'"),
    ("delegations", [{"text": "six experts"}], "delegation 'six experts'"),
    ("outcomes", [{"text": "agree on fishing", "kind": "peace"}], "outcome"),
]
FILES = sorted(TEXTS.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_written_text_is_right(path):
    """Every value stands in its text, every meeting is marked, weekdays fit dates."""
    documents = yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert [f"{d.get('id')}: {fault}" for d in documents for fault in faults(d)] == []


def test_no_two_written_texts_have_one_id():
    """Parts of cross-fitting are drawn by id."""
    told = [
        line for path in FILES for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("- id: ")
    ]
    assert len(told) > 100 and len(told) == len(set(told))


def test_a_good_text_has_no_fault():
    """What the next test spoils is right before."""
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize(("key", "value", "expected"), WRONG, ids=lambda x: str(x)[:30])
def test_what_is_wrong_with_a_meeting_is_named(key, value, expected):
    """Each kind of fault in its own sentence."""
    spoiled = copy.deepcopy(GOOD)
    spoiled["meetings"][0][key] = value
    assert any(fault.startswith(f"meeting 1: {expected}") for fault in faults(spoiled))


def test_wrong_marks_are_named():
    """A mark of a meeting that is not there, and a brace without sense."""
    assert list(faults({**GOOD, "text": GOOD["text"] + "{2:talks}"})) == ["marks [1, 2] for 1 meetings"]
    assert "a brace is left in the text" in list(faults({**GOOD, "text": GOOD["text"] + "{x}"}))


def test_marks_are_found_by_their_place_in_the_plain_text():
    """Braces before a place do not move it."""
    marked = "They {1:met} and {12:talked} again."
    assert plain(marked) == "They met and talked again."
    at = plain(marked).index("talked")
    assert numbers_between(marked, at, at + 6) == {12}
    assert numbers_between(marked, 0, at) == {1}
