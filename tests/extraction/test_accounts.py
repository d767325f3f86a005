"""Reports of our own writing, and what a careful reader notes down of their meetings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from whomet.exchange.contract import encode

HERE = Path(__file__).parent
GIVEN = ("text", "title", "publisher", "published", "language", "url")
EXPECTED = ("meetings", "nothing", "figures")
UNORDERED = ("parties", "mediators", "time_text", "topics", "chair")
ROWS = {
    "people": ("name", "role", "party"),
    "delegations": ("text", "party"),
    "denials": ("by", "text"),
    "outcomes": ("kind", "text"),
}


def cases(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


MADE_UP, WILD, NEGATIVE = cases("made-up"), cases("in-the-wild-style"), cases("negative")
KNOWN_FAILURES = cases("known-failures")


def differences(case: dict[str, Any], line: dict[str, Any]) -> list[str]:
    """What of a case the reading has otherwise, a sentence each; empty where all is right."""
    wanted = [] if case.get("nothing") else case["meetings"]
    if len(wanted) != len(line["meetings"]):
        told = "; ".join(" + ".join(m["parties"]) + f" ({m['lead'][:60]})" for m in line["meetings"])
        return [f"{len(line['meetings'])} meetings instead of {len(wanted)}: {told}"]
    found = [
        f"meeting {n}: {d}"
        for n, (w, m) in enumerate(zip(wanted, line["meetings"], strict=True), 1)
        for d in cells(w, m)
    ]
    values = [f["value"] for f in line["figures"]]
    return found + [f"no figure {value}, but {values}" for value in case.get("figures", ()) if value not in values]


def cells(wanted: dict[str, Any], meeting: dict[str, Any]) -> list[str]:
    """Cells of one meeting that are not as given."""
    found = []
    for key, value in wanted.items():
        if key == "statements":
            said = meeting["statements"]
            found += [
                f"no statement {s} among {said}"
                for s in value
                if not any(s.items() <= t.items() for t in map(flat, said))
            ]
        elif (got := comparable(key, meeting[key])) != comparable(key, value):
            found.append(f"{key} is {got!r}, not {value!r}")
    return found


def flat(statement: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in statement.items() if isinstance(value, str | bool)}


def comparable(key: str, value: Any) -> Any:
    """Lists whose order says nothing, sorted; parts as rows of text."""
    if key in ROWS:
        return sorted(v if isinstance(v, str) else " | ".join(v[k] for k in ROWS[key]) for v in value)
    return sorted(value) if key in UNORDERED else value


def checked(case: dict[str, Any], read_record) -> list[str]:
    reading = read_record({key: case[key] for key in GIVEN if key in case})
    return differences(case, json.loads(encode(reading)))


@pytest.mark.parametrize("case", MADE_UP, ids=lambda c: c["what"])
def test_made_up(case, read_record):
    """Plain reports, a single thing in each."""
    assert checked(case, read_record) == []


@pytest.mark.parametrize("case", WILD, ids=lambda c: c["what"])
def test_in_the_wild_style(case, read_record):
    """Reports in the manner of real outlets."""
    assert checked(case, read_record) == []


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda c: c["what"])
def test_negative(case, read_record):
    """Nothing comes out of what tells of no meeting."""
    assert checked(case, read_record) == []


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=lambda c: c["what"])
def test_known_failures(case, read_record):
    """What is read wrongly today; once it is read rightly it must be moved to the file it belongs in."""
    if not checked(case, read_record):
        pytest.fail(f"{case['what']!r} is read rightly now: it must be moved to {case['belongs']}.yaml", pytrace=False)


def test_the_cases_say_what_they_are():
    """Each has a name of its own and no key that nothing reads; a known failure says why and where it belongs."""
    every = [*MADE_UP, *WILD, *NEGATIVE, *KNOWN_FAILURES]
    assert len({c["what"] for c in every}) == len(every) >= 60
    assert all(set(c) - {"what", "why", "belongs"} <= {*GIVEN, *EXPECTED} and c["text"] for c in every)
    assert all(("nothing" in c) != bool(c.get("meetings")) for c in every)
    assert all(c.get("nothing") is True for c in NEGATIVE)
    assert all(c["why"] and c["belongs"] in ("made-up", "in-the-wild-style", "negative") for c in KNOWN_FAILURES)
