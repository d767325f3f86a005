"""Checks the texts that were written for training: every value is in its text, every meeting has its words marked.

python training/check_texts.py [FILE.yaml ...]      (all of training/texts, if none is named)
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
MARK = re.compile(r"\{(\d\d?):([^{}]*)\}")
STATUS = {"held", "ongoing", "planned", "postponed", "cancelled"}
FORMAT = {"in-person", "phone", "video", "unspecified"}
ACT = {"states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"}
OUTCOME = {"agreed", "signed", "joint statement", "no agreement", "broken off", "next meeting"}
EDTF = re.compile(r"(\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?|\[\d{4}-\d\d-\d\d(,\d{4}-\d\d-\d\d)+\])?")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
VERBATIM_LISTS = ("time_text", "places", "topics", "party_words")


def plain(text: str) -> str:
    """A text without its marks."""
    return MARK.sub(r"\2", text)


def faults(document: dict[str, Any]) -> Iterator[str]:
    """All that is wrong with one document."""
    marked, meetings = document["text"], document.get("meetings") or []
    text = plain(marked)
    numbers = {int(m.group(1)) for m in MARK.finditer(marked)}
    if "{" in text or "}" in text:
        yield "a brace is left in the text"
    if numbers != set(range(1, len(meetings) + 1)):
        yield f"marks {sorted(numbers)} for {len(meetings)} meetings"
    published = document.get("published", "")
    if published and not isinstance(published, str):
        yield "published must be a quoted string"
    yield from (f"other {n!r} not in text" for n in document.get("others") or [] if n not in text)
    for number, meeting in enumerate(meetings, 1):
        for fault in faults_of_meeting(meeting, number, marked, published or ""):
            yield f"meeting {number}: {fault}"


def faults_of_meeting(m: dict[str, Any], number: int, marked: str, published: str) -> Iterator[str]:
    """All that is wrong with one meeting."""
    text = plain(marked)
    if m.get("status") not in STATUS or m.get("format") not in FORMAT or not isinstance(m.get("main"), bool):
        yield "status, format or main"
    for key in VERBATIM_LISTS:
        yield from (f"{key} {v!r} not in text" for v in m.get(key) or [] if v not in text)
    for key in ("venue", "part_of", "duration", "lead"):
        if m.get(key) and m[key] not in text:
            yield f"{key} {m[key]!r} not in text"
    lead = m.get("lead", "")
    if not lead:
        yield "no lead"
    elif lead in text:
        at = text.index(lead)
        if number not in numbers_between(marked, at, at + len(lead)):
            yield "no word of this meeting is marked in its lead"
    sides = list(m.get("parties") or []) + list(m.get("mediators") or [])
    if not sides:
        yield "no party"
    for p in m.get("people") or []:
        if p["name"] not in text or (p.get("role") and p["role"] not in text):
            yield f"person {p['name']!r} / role {p.get('role')!r} not in text"
        if p.get("party") and p["party"] not in sides:
            yield f"party {p['party']!r} of {p['name']!r} is no party of the meeting"
    yield from (f"delegation {d['text']!r}" for d in m.get("delegations") or [] if d["text"] not in text)
    yield from (f"outcome {o}" for o in m.get("outcomes") or [] if o["text"] not in text or o["kind"] not in OUTCOME)
    yield from (f"denial {d}" for d in m.get("denials") or [] if d["text"] not in text)
    for s in m.get("statements") or []:
        if s["text"] not in text or (s.get("cue") and s["cue"] not in text) or (s.get("via") and s["via"] not in text):
            yield f"statement {s['text'][:60]!r}: text, cue or via not in the text"
        if s.get("act") not in ACT or not isinstance(s.get("quote"), bool):
            yield f"statement {s['text'][:60]!r}: act or quote"
        if s["speaker"] != "both" and s["speaker"] not in text and s["speaker"] not in sides:
            yield f"speaker {s['speaker']!r} not in text"
    yield from faults_of_date(m, published)


def faults_of_date(m: dict[str, Any], published: str) -> Iterator[str]:
    """A date that is no EDTF, or whose weekday is not the one that the text gives."""
    day = m.get("date", "")
    if not isinstance(day, str) or not EDTF.fullmatch(day):
        yield f"date {day!r} is no quoted EDTF string"
        return
    if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
        named = {w for t in m.get("time_text") or [] for w in WEEKDAYS if w in t}
        if named and weekday not in named:
            was = WEEKDAYS[date.fromisoformat(published).weekday()] if published else "?"
            yield f"date {day} is a {weekday}, the text says {sorted(named)} (published {published}, a {was})"


def numbers_between(marked: str, start: int, end: int) -> set[int]:
    """Meetings whose marks stand between two places of the plain text."""
    found, removed = set(), 0
    for mark in MARK.finditer(marked):
        at = mark.start() - removed
        if start <= at < end:
            found.add(int(mark.group(1)))
        removed += len(mark.group(0)) - len(mark.group(2))
    return found


def main() -> int:
    """Prints what is wrong, and how much there is."""
    files = [Path(a) for a in sys.argv[1:]] or sorted(TEXTS.glob("*.yaml"))
    wrong = documents = meetings = words = 0
    for file in files:
        for document in yaml.safe_load(file.read_text(encoding="utf-8")):
            documents += 1
            meetings += len(document.get("meetings") or [])
            words += len(plain(document["text"]).split())
            for fault in faults(document):
                wrong += 1
                print(f"{file.name} {document.get('id')}: {fault}")
    print(f"{documents} documents, {meetings} meetings, {words} words, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
