"""Measures who said what on news annotated with attributions: `python bench/attribution_polnear.py [FILE.jsonl]`.

The texts are no part of the project; where the file is absent the measure is skipped and says so. Each line holds
`text` and `attributions`, each with `source`, `cue` and `content`: lists of {start, end}. They are of all kinds: also
thinking, wanting, showing, or no verb at all. Wanted are those with a source and a speech cue, one that holds a form of
a verb of `_SAYING` (communication, after the classes of VerbNet; the list is the measure's own, not the reader's) or
"according to". What was found where another attribution stands counts neither as right nor as wrong.

The reader gives a long quotation sentence by sentence, the annotators as one: what it finds without a cue is joined to
what the same speaker says before. An attribution and what was found are compared where their cues meet or half of their
content is the same, one to one, the likest first. Words decide, not code points, without a "that" before the content:
"exact" is the same words, "half" a word F1 of at least 0.5, "within" (sources) words of the annotated source only: its
appositions belong to it, not to the reader's speaker. A source is the speaker's words, else those of who relays.
The reader gives whom a pronoun stands for, so "he said" is left out of the rows on sources, and in the last rows counts
as right where it was given any speaker: that much is taken on trust.
"""

from __future__ import annotations

import argparse
import io
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from material import SHARED, add_reader, is_there, machine, reader_of, rows_of, shares

from whomet.documents import read_documents
from whomet.language import Language
from whomet.model import Speech

_SAYING = """
    accuse acknowledge add address admit advise advocate affirm agree allege announce answer apologize appeal
    argue ask assert assure attack beg blame blast boast brag call caution charge chide cite claim clarify
    comment complain concede conclude condemn confess confirm congratulate contend continue convey counter
    criticize declare decry defend demand denounce deny deride describe detail dictate disclose discuss dismiss
    dispute echo elaborate emphasize encourage exclaim explain express hail highlight hint implore indicate
    inform insist instruct invite joke lambaste lament maintain mention mock mutter note object observe offer
    plead pledge point post praise predict press proclaim promise propose protest question quip quote reaffirm
    reassure rebuke rebut recall recommend recount refuse refute reiterate reject relay remark remind repeat
    reply report request respond reveal ridicule say scold scream shout slam speak specify speculate state
    stress suggest summarize swear talk tell testify thank threaten tout tweet underline underscore urge utter
    voice vow warn whisper write yell
"""
_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "spoke": "speak",
    "spoken": "speak",
    "swore": "swear",
    "pled": "plead",
}
_PRONOUNS = "he she they it i we who you him her them that which this"
_WORD = re.compile(r"\w+")
Words = frozenset[int]  # where each word starts


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution, annotated or found, as words of its text."""

    source: Words
    cue: Words
    content: Words
    wanted: bool = True  # has a speech cue
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """An annotated attribution and what was found of it; None where one of them is lacking."""

    gold: Said | None
    found: Said | None


def is_saying(words: str) -> bool:
    """Whether a cue holds a verb of saying."""
    known = _SAYING.split()
    forms = {base for word in _WORD.findall(words.lower()) for base in bases(word)}
    return "according to" in words.lower() or not forms.isdisjoint(known)


def bases(word: str) -> set[str]:
    """What a regular verb form may be a form of."""
    found = {word, _IRREGULAR.get(word, word)}
    for end in ("s", "es", "d", "ed", "ing"):
        if word.endswith(end):
            stem = word.removesuffix(end)
            found |= {stem, f"{stem}e"} | ({stem[:-1]} if stem[-2:-1] == stem[-1:] else set())
            found |= {f"{stem[:-1]}y"} if stem.endswith("i") else set()
    return found | {b.replace("ise", "ize") for b in found if b.endswith("ise")}


def content_in(text: str, starts: list[int], spans: list[tuple[int, int]]) -> Words:
    """The words of a content, without the "that" that may lead it in."""
    words = words_in(starts, spans)
    first = min(words, default=0)
    return words - {first} if re.match(r"that\b", text[first : first + 5], re.IGNORECASE) else words


def words_in(starts: list[int], spans: Iterable[tuple[int, int]]) -> Words:
    """The words that begin within the spans."""
    return frozenset(w for a, b in spans for w in starts[bisect_left(starts, a) : bisect_left(starts, b)])


def annotated(text: str, starts: list[int], attribution: dict[str, Any]) -> Said:
    """One attribution as annotated."""
    spans = {k: [(p["start"], p["end"]) for p in attribution[k]] for k in ("source", "cue", "content")}
    source, cue = " ".join(p["text"] for p in attribution["source"]), " ".join(p["text"] for p in attribution["cue"])
    content = content_in(text, starts, spans["content"])
    wanted = bool(source) and bool(content) and is_saying(cue)
    pronoun = source.lower() in _PRONOUNS.split()
    return Said(words_in(starts, spans["source"]), words_in(starts, spans["cue"]), content, wanted, pronoun)


def found_by(text: str, starts: list[int], speech: Speech) -> Said:
    """One speech as found."""
    source, cue = ([(s.start, s.end) for s in spans if s] for spans in (speech.speakers or [speech.via], [speech.cue]))
    content = content_in(text, starts, [(speech.content.start, speech.content.end)])
    return Said(words_in(starts, source), words_in(starts, cue), content)


def joined(found: list[Said]) -> list[Said]:
    """With what goes on without a cue joined to what the same speaker says before."""
    out: list[Said] = []
    for one in sorted(found, key=lambda s: min(s.content, default=0)):
        if out and not one.cue and one.source == out[-1].source:
            out[-1] = replace(out[-1], content=out[-1].content | one.content)
        else:
            out.append(one)
    return out


def likeness(one: Words, other: Words) -> float:
    """F1 of shared words."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def pairs_of(gold: list[Said], found: list[Said]) -> list[Pair]:
    """One to one, the likest first; then what was left over on either side."""
    scored = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            alike = likeness(g.content, f.content)
            if g.cue & f.cue or alike >= 0.5:
                scored.append((alike + bool(g.cue & f.cue), -i, -j))
    left, right, out = set(range(len(gold))), set(range(len(found))), list[Pair]()
    for _, i, j in sorted(scored, reverse=True):
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            out.append(Pair(gold[-i], found[-j]))
    return [*out, *(Pair(gold[i], None) for i in sorted(left)), *(Pair(None, found[j]) for j in sorted(right))]


def pairs_in(row: dict[str, Any], language: Language) -> list[Pair]:
    """All of one text, without those that count for nothing: another kind of attribution, found or not."""
    starts = [m.start() for m in _WORD.finditer(row["text"])]
    gold = [annotated(row["text"], starts, a) for a in row["attributions"]]
    found = joined([found_by(row["text"], starts, s) for s in speeches_of(row, language)])
    return [p for p in pairs_of(gold, found) if p.gold is None or p.gold.wanted]


def speeches_of(row: dict[str, Any], language: Language) -> tuple[Speech, ...]:
    """The speeches that the reader finds in one text."""
    record = {"id": row["doc"], "text": row["text"], "published": row["date"], "language": "en"}
    loaded = next(iter(read_documents(["-"], io.BytesIO(json.dumps(record).encode()))))
    if isinstance(loaded, Exception):
        raise loaded
    return language.analyse(loaded.document).speeches


def report(pairs: list[Pair]) -> None:
    """A line for each part of an attribution and each way of counting."""
    named = [p for p in pairs if not (p.gold and p.gold.pronoun)]
    print_row("cue or content paired", pairs, lambda g, f: True)
    print_row("content, exact", pairs, lambda g, f: likeness(g.content, f.content) == 1)
    print_row("content, half", pairs, lambda g, f: likeness(g.content, f.content) >= 0.5)
    print_row("source, exact", named, lambda g, f: likeness(g.source, f.source) == 1)
    print_row("source, half", named, lambda g, f: likeness(g.source, f.source) >= 0.5)
    print_row("source, half or within", named, is_source)
    print_row("source and content, exact", named, lambda g, f: g.source == f.source and g.content == f.content)
    print_row("source and content, half", named, lambda g, f: is_right(g, f) and likeness(g.source, f.source) >= 0.5)
    print_row("source and content, half or within", named, is_right)
    print_row("the same, any speaker for a pronoun", pairs, is_right)


def print_row(name: str, pairs: list[Pair], right: Callable[[Said, Said], bool]) -> None:
    """One line of the table."""
    found, wanted = sum(p.found is not None for p in pairs), sum(p.gold is not None for p in pairs)
    print(f"{name:36s} {shares(sum(right(p.gold, p.found) for p in pairs if p.gold and p.found), found, wanted)}")


def is_source(gold: Said, found: Said) -> bool:
    """Whether the speaker is the source's half, or stands within it; for a pronoun, whether there is one."""
    if gold.pronoun or not found.source:
        return bool(found.source)
    return found.source <= gold.source or likeness(gold.source, found.source) >= 0.5


def is_right(gold: Said, found: Said) -> bool:
    """Whether source and content agree."""
    return is_source(gold, found) and likeness(gold.content, found.content) >= 0.5


def main() -> None:
    """Reads the texts and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = SHARED / "benchmarks" / "attribution-polnear.jsonl"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    add_reader(parser)
    asked = parser.parse_args()
    if not is_there(asked.file) or not (language := reader_of(asked)):
        return
    rows = rows_of(asked.file)
    pairs = [p for row in rows for p in pairs_in(row, language)]
    wanted, every = sum(p.gold is not None for p in pairs), sum(len(r["attributions"]) for r in rows)
    print(f"{machine()}; {language.name}; {len(rows)} texts, {wanted} of {every} attributions wanted")
    report(pairs)


if __name__ == "__main__":
    main()
