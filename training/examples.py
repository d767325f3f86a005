"""Annotated texts -> examples: the spans that each tag covers, without a mark and with each mark put in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from check_texts import MARK, TEXTS, plain

from whomet.knowledge.parties import find_parties
from whomet.language.tags import OF_MEETING, OF_SPEECH
from whomet.model import Span

Spans = dict[str, list[Span]]
_SENTENCE_END = re.compile(r"(?<=[.!?”\"’])\s+(?=[A-Z“\"])|\n+")
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "van",
        "von",
        "de",
        "da",
        "del",
        "della",
        "la",
        "le",
        "du",
        "di",
        "den",
        "der",
        "dos",
        "ould",
        "abu",
        "umm",
        "san",
        "st",
    ]
)


@dataclass(frozen=True, slots=True)
class Question:
    """One mark and its answer: spans by tag, `classes` by name, and which tags the annotation settles."""

    mark: str
    at: tuple[Span, ...]
    tags: Spans
    settled: frozenset[str]
    classes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """One text. `plain` and `settled` are the tags without a mark; `blank` spans are ones whose tags nobody settled.
    `names` are names of persons that may be swapped for others; of `real` ones something is known beforehand."""

    id: str
    text: str
    plain: Spans
    settled: frozenset[str]
    blank: Spans = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    names: tuple[str, ...] = ()
    real: bool = False


def written() -> Iterator[Example]:
    """The texts that were written for training."""
    for path in sorted(TEXTS.glob("*.yaml")):
        for document in yaml.safe_load(path.read_text(encoding="utf-8")):
            words = _marked_words(document["text"])
            yield annotated(plain(document["text"]), document, words, whole=True)


def gold_train(folder: Path, words_file: Path) -> Iterator[Example]:
    """`gold/train`; which words tell of which meeting is said by `words_file`: {id: [[start, end, meeting], ...]}."""
    texts = {d["id"]: d["text"] for d in map(json.loads, (folder / "documents.jsonl").open(encoding="utf-8"))}
    words = json.loads(words_file.read_text()) if words_file.exists() else {}
    for document in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        told: dict[int, list[Span]] = {}
        for start, end, meeting in words.get(document["id"], []):
            told.setdefault(meeting, []).append(Span(start, end))
        found = annotated(texts[document["id"]], document, told, whole=document["id"] in words)
        yield replace(found, real=True)


def annotated(text: str, document: dict[str, Any], words: dict[int, list[Span]], whole: bool) -> Example:
    """One document with its meetings. `words` are the words that tell of each meeting, numbered from 1; `whole` says
    that all of them are known."""
    meetings = document.get("meetings") or []
    people = list(dict.fromkeys(p["name"] for m in meetings for p in m["people"]))
    others = list(document.get("others") or [])
    tags: Spans = {"meeting": [s for spans in words.values() for s in spans]}
    tags["person"] = [s for name in (*people, *others) for s in mentions(text, name, (*people, *others))]
    tags["person-begins"] = [first_word(text, s) for s in tags["person"]]
    settled = {"meeting"} if whole else set()
    if "others" in document or not meetings:
        settled |= {"person", "person-begins"} if "others" in document else set()
    questions = [q for n, m in enumerate(meetings, 1) for q in _of_meeting(text, m, words.get(n, []), people)]
    questions += [q for m in meetings for q in _of_people(text, m, people)]
    questions += [q for m in meetings for q in _of_speech(text, m, people)]
    return Example(
        str(document["id"]), text, tags, frozenset(settled), {}, tuple(questions), tuple(dict.fromkeys(people + others))
    )


def _of_meeting(text: str, m: dict[str, Any], words: list[Span], people: list[str]) -> Iterator[Question]:
    """One question for each word that tells of a meeting."""
    if not words:
        return
    near = [s for s in sentences(text) if any(s.meets(w) for w in words)]
    tags: Spans = {tag: [] for tag in OF_MEETING}
    tags["participant"] = [s for p in m["people"] for s in mentions(text, p["name"], people)]
    tags["their-role"] = [s for p in m["people"] if p.get("role") for s in places_of(text, p["role"])]
    tags["side"] = _sides(text, m.get("party_words"), m["parties"])
    tags["mediator"] = _mediators(text, m, people)
    settled = set(OF_MEETING)
    where = m.get("places") or [x for x in (m["city"], m["venue"]) if x and x in text]
    if not where and (m["city"] or m["country"]):
        settled.discard("where")
    tags["where"] = _near(text, where, near)
    tags["when"] = _near(text, m.get("time_text") or [], near)
    tags["host"] = mentions(text, m["host"], people) if m.get("host") and m["host"] in text else []
    if m.get("host") and not tags["host"]:
        settled.discard("host")
    for tag, key in (("how-long", "duration"), ("venue", "venue"), ("part-of", "part_of")):
        tags[tag] = places_of(text, m[key]) if m.get(key) else []
    tags["delegation"] = [s for d in m.get("delegations") or [] for s in places_of(text, d["text"])]
    tags["topic"] = [s for t in m.get("topics") or [] for s in places_of(text, t)[:1]]
    tags["outcome"] = [s for o in m.get("outcomes") or [] for s in places_of(text, o["text"])[:1]]
    tags["statement"] = [s for x in m.get("statements") or [] for s in places_of(text, x["text"])[:1]]
    for tag in ("topic", "outcome", "statement"):
        tags[f"{tag}-begins"] = [first_word(text, s) for s in tags[tag]]
    classes = {
        "real": "yes",
        "main": "yes" if m["main"] else "no",
        "contact": m.get("contact", "direct"),
        "status": m["status"],
        "format": m["format"],
    }
    for word in words:
        rest = {**tags, "same-meeting": [w for w in words if w != word]}
        yield Question("meeting", (word,), rest, frozenset(settled), classes)


def _of_people(text: str, m: dict[str, Any], people: list[str]) -> Iterator[Question]:
    """One question for each mention of a person: role and side."""
    words = m.get("party_words")
    for p in m["people"]:
        places = mentions(text, p["name"], people)
        roles = places_of(text, p["role"]) if p.get("role") else []
        sides = (
            _sides(text, words if words and len(m["parties"]) == 1 else None, [p["party"]]) if p.get("party") else []
        )
        for place in places[:3]:
            beside = [s for s in roles if abs(s.start - place.start) < 400]
            sides_beside = [s for s in sides if abs(s.start - place.start) < 200]
            settled = {"role-of"} | ({"side-of"} if sides_beside else set())
            tags = {"role-of": beside or roles, "side-of": sides_beside}
            yield Question("person", (place,), tags, frozenset(settled))


def _of_speech(text: str, m: dict[str, Any], people: list[str]) -> Iterator[Question]:
    """One question for each statement: who said it, by which words, relayed by whom, and what kind of act it is."""
    for said in m.get("statements") or []:
        place = next(iter(places_of(text, said["text"])), None)
        if place is None:
            continue
        tags: Spans = {tag: [] for tag in OF_SPEECH}
        tags["speaker"] = mentions(text, said["speaker"], people) if said["speaker"] in text else []
        if not tags["speaker"] and said["speaker"] in m["parties"]:
            tags["speaker"] = _sides(text, None, [said["speaker"]])
        beside = [s for s in tags["speaker"] if -300 < s.start - place.start < len(said["text"]) + 300]
        tags["speaker"] = beside or tags["speaker"]
        cues = places_of(text, said["cue"]) if said.get("cue") else []
        near = sorted(cues, key=lambda s: min(abs(s.end - place.start), abs(s.start - place.end)))
        tags["cue"] = near[:1]
        tags["via"] = places_of(text, said["via"]) if said.get("via") else []
        settled = {"cue", "via"} | ({"speaker"} if tags["speaker"] else set())
        yield Question("speech", (place,), tags, frozenset(settled), {"act": said["act"]})


def _sides(text: str, words: list[str] | None, parties: list[str]) -> list[Span]:
    """Where the text names these parties: by the annotator's own words, else by all that knowledge knows them by."""
    if words is not None:
        return [s for w in words for s in places_of(text, w)]
    names = set(parties)
    found = [Span(m.start, m.end) for m in find_parties(text) if m.party and m.party.name in names]
    return found + [s for p in parties for s in places_of(text, p) if not any(s.meets(f) for f in found)]


def _mediators(text: str, m: dict[str, Any], people: list[str]) -> list[Span]:
    mediators = m.get("mediators") or []
    named = [s for p in m["people"] if p.get("party") in mediators for s in mentions(text, p["name"], people)]
    return named + (_sides(text, None, mediators) if mediators else [])


def _near(text: str, values: list[str], near: list[Span]) -> list[Span]:
    """Where these values stand in the sentences that tell of the meeting; anywhere, if in none of them."""
    found = [s for v in values for s in places_of(text, v)]
    inside = [s for s in found if any(n.holds(s) for n in near)]
    return inside or found


def places_of(text: str, words: str) -> list[Span]:
    """Where some words stand in a text, as whole words."""
    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    return [Span(*f.span()) for f in re.finditer(pattern, text)] if words else []


def mentions(text: str, name: str, people: tuple[str, ...] | list[str] = ()) -> list[Span]:
    """Where a person is named: in full, or by the last word of the name, unless that is another's too."""
    found = places_of(text, name)
    words = name.split()
    if len(words) > 1 and len(words[-1]) > 2 and words[-1][0].isupper():
        start = len(words) - 1
        while start > 1 and words[start - 1].lower() in _PARTICLES:
            start -= 1
        for short in dict.fromkeys((" ".join(words[start:]), words[-1])):
            others = [p for p in people if p != name and short in p.split()]
            if not others:
                found += [s for s in places_of(text, short) if not any(s.meets(f) for f in found)]
    return sorted(found)


def first_word(text: str, span: Span) -> Span:
    """The first word of a span."""
    word = re.compile(r"\W*\w+").match(text, span.start, span.end)
    return Span(span.start, word.end() if word else span.end)


def sentences(text: str) -> list[Span]:
    """Sentences, roughly: good enough to say what stands near."""
    out, at = [], 0
    for end in _SENTENCE_END.finditer(text):
        out.append(Span(at, end.start()))
        at = end.end()
    return [*out, Span(at, len(text))]


def _marked_words(marked: str) -> dict[int, list[Span]]:
    words: dict[int, list[Span]] = {}
    removed = 0
    for mark in MARK.finditer(marked):
        at = mark.start() - removed
        words.setdefault(int(mark.group(1)), []).append(Span(at, at + len(mark.group(2))))
        removed += len(mark.group(0)) - len(mark.group(2))
    return words


# ---------------------------------------------------------------------------------------------- free sets of names


def uner(path: Path) -> Iterator[Example]:
    """Universal NER over EWT (`iob2`): persons, organisations, places. OTH and stray tags count as nothing."""
    rows: list[tuple[str, str]] = []
    for line in path.open(encoding="utf-8"):
        if line.startswith("# newdoc") and len(rows) > 1:
            yield _tokens(f"uner-{len(rows)}", rows)
            rows = []
        elif line[:1].isdigit():
            cells = line.split("\t")
            rows.append((cells[1], cells[2]))
        elif not line.strip() and rows and rows[-1][0] != "\n":
            rows.append(("\n", "O"))
    if rows:
        yield _tokens("uner-last", rows)


_CROSSNER = {
    **dict.fromkeys(("person", "politician"), "PER"),
    **dict.fromkeys(("organisation", "politicalparty"), "ORG"),
    **dict.fromkeys(("country", "location"), "LOC"),
}


def crossner(path: Path, at_once: int = 6) -> Iterator[Example]:
    """CrossNER's politics; sentences of one file, some at a time."""
    rows: list[tuple[str, str]] = []
    count = 0
    for line in path.open(encoding="utf-8"):
        if line.strip():
            word, tag = line.rstrip("\n").split("\t")
            kind = _CROSSNER.get(tag[2:], "")
            rows.append((word, f"{tag[:2]}{kind}" if kind else "O"))
        else:
            count += 1
            rows.append(("\n", "O"))
            if count % at_once == 0:
                yield _tokens(f"crossner-{count}", rows)
                rows = []


_CLOSED = frozenset(".,;:!?)]}%’”") | {"'s", "n't", "'re", "'m", "'ve", "'ll", "’s"}


def _tokens(name: str, rows: list[tuple[str, str]]) -> Example:
    """Words with IOB2 tags -> a text with the spaces that prose has, and spans."""
    text, last = "", "\n"
    spans: Spans = {"PER": [], "ORG": [], "LOC": []}
    open_kind, start = "", 0
    for word, tag in [*rows, ("\n", "O")]:
        if open_kind and not tag.startswith("I-"):
            spans[open_kind].append(Span(start, len(text)))
            open_kind = ""
        glue = word in _CLOSED or word == "\n" or last in "\n([{$“" or last == "-" or word == "-"
        text += ("" if glue else " ") + word
        if tag.startswith("B-") and tag[2:] in spans:
            open_kind, start = tag[2:], len(text) - len(word)
        last = word
    tags: Spans = {}
    for kind, tag in (("PER", "person"), ("ORG", "organisation"), ("LOC", "place")):
        tags[tag] = spans[kind]
        tags[f"{tag}-begins"] = [first_word(text, s) for s in spans[kind]]
    return Example(name, text, tags, frozenset(tags))


_RE3D = {"Person": "person", "Organisation": "organisation", "Location": "place"}


def re3d(folder: Path) -> Iterator[Example]:
    """re3d's documents: persons, organisations, places (the longest, where they overlap)."""
    texts = {d["_id"]: d["text"] for d in _json_lines(folder / "documents.json")}
    spans: dict[str, Spans] = {i: {t: [] for t in _RE3D.values()} for i in texts}
    for entity in sorted(_json_lines(folder / "entities.json"), key=lambda e: e["begin"] - e["end"]):
        tag, span = _RE3D.get(entity["type"]), Span(entity["begin"], entity["end"])
        if tag and not any(span.meets(s) for found in spans[entity["documentId"]].values() for s in found):
            spans[entity["documentId"]][tag].append(span)
    for i, text in texts.items():
        tags = {**spans[i], **{f"{t}-begins": [first_word(text, s) for s in v] for t, v in spans[i].items()}}
        yield Example(f"re3d-{i[:8]}", text, tags, frozenset(tags))


def _json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]
