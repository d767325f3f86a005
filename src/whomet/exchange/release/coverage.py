"""What a release covers, in plain sentences: how much was read, of whom, of which time, by what, and what was not."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from whomet.exchange.release import entries
from whomet.exchange.release.meanings import FINDINGS, REDACTED
from whomet.exchange.tables import defused
from whomet.knowledge.publishers import PublisherKind
from whomet.model import FindingKind
from whomet.values.edtf import bounds


@dataclass(frozen=True, slots=True)
class About:
    """What a release is called, and what made it. `card` says whether the reader's card is in the folder."""

    version: str
    date: str
    title: str
    creators: tuple[str, ...] = ()
    publisher: str = ""
    whomet: str = ""
    card: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much of a register is not in a release, and how many inputs could not be read at all."""

    left_out: int = 0
    redacted: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """What was counted of a release's tables."""

    meetings: int
    accounts: int
    people: int
    decisions: int
    documents: int
    silent: int  # documents that tell of no meeting
    outlets: tuple[entries.Outlets, ...]
    languages: tuple[tuple[str, int], ...]
    readers: tuple[tuple[str, int], ...]
    extractors: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    findings: tuple[tuple[str, int], ...]
    published: tuple[str, str]
    held: tuple[str, str]  # first and last day that a meeting may have been on
    undated: int


def count(
    meetings: Iterable[entries.Meetings],
    sources: Iterable[entries.Sources],
    outlets: Sequence[entries.Outlets],
    findings: Iterable[entries.Findings],
    rows: dict[str, int],
) -> Covered:
    """What there is to say of some tables; `rows` is how many rows the others have, by name."""
    languages, readers, extractors, kinds = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    days, silent, documents = set[str](), 0, 0
    for source in sources:
        documents += 1
        silent += not source.accounts
        languages[source.language] += 1
        readers[source.reader] += 1
        extractors[source.extractor] += 1
        kinds[source.kind] += 1
        days.add("" if source.doubted else source.published)
    days.discard("")
    first, last, undated, number = _span(meetings)
    return Covered(
        number,
        rows["accounts"],
        rows["people"],
        rows["decisions"],
        documents,
        silent,
        tuple(outlets),
        _most(languages),
        _most(readers),
        _most(extractors),
        _most(kinds),
        _most(Counter(finding.kind for finding in findings)),
        (min(days, default=""), max(days, default="")),
        (first, last),
        undated,
    )


def _span(meetings: Iterable[entries.Meetings]) -> tuple[str, str, int, int]:
    """First and last day that any date of a meeting allows, how many have none, and how many there are."""
    first = last = ""
    undated = number = 0
    for meeting in meetings:
        number += 1
        found = [b for date in meeting.date if (b := bounds(date))]
        undated += not found
        first = min([str(b[0]) for b in found] + ([first] if first else []), default="")
        last = max([str(b[1]) for b in found] + ([last] if last else []), default="")
    return first, last, undated, number


def _most(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


# ---------------------------------------------------------------------------------------------- in sentences


def statement(about: About, covered: Covered, withheld: Withheld) -> bytes:
    """The coverage statement, Markdown."""
    lines = [f"# {plain(about.title)}, version {about.version}", ""]
    for part in (_what(about, covered), _whence(covered), _when(covered), _not_here(covered, withheld)):
        lines += [" ".join(part), ""]
    lines += [" ".join(_read_by(about, covered)), ""]
    lines += ["## Outlets", "", "| outlet | kind | documents | accounts | first | last |", "| --- |" + " --- |" * 5]
    lines += [_outlet(o) for o in covered.outlets]
    return ("\n".join(lines) + "\n").encode()


def summary(covered: Covered) -> str:
    """All that a catalogue needs, in a few sentences."""
    return " ".join((_counts(covered), *_whence(covered), *_when(covered)))


def _counts(covered: Covered) -> str:
    read = f"{number(covered.documents, 'document')} {'was' if covered.documents == 1 else 'were'} read."
    return f"{number(covered.meetings, 'meeting')}, told in {number(covered.accounts, 'account')}; {read}"


def _what(about: About, covered: Covered) -> Iterator[str]:
    yield _counts(covered)
    yield f"{number(covered.people, 'person')} named, {number(covered.decisions, 'decision')} by people."
    yield "Every value leads to words of a document; what is told is attributed to who tells it."
    yield f"Frozen on {about.date} with Whomet {about.whomet}."


def _whence(covered: Covered) -> Iterator[str]:
    named = [outlet for outlet in covered.outlets if outlet.name]
    if covered.documents:
        nameless = covered.documents - sum(outlet.documents for outlet in named)
        rest = f"; {number(nameless, 'document')} named none" if nameless else ""
        yield f"The documents are of {number(len(named), 'outlet')}{rest}."
        yield f"By kind of source: {_listed([f'{n} {_kind(kind)}' for kind, n in covered.kinds])}."
    if covered.languages:
        languages = [f"{plain(tag) or 'not told'} ({n})" for tag, n in covered.languages]
        yield f"Languages: {_listed(languages)}."


def _kind(kind: str) -> str:
    return "of unknown kind" if kind == PublisherKind.UNKNOWN else kind


def _when(covered: Covered) -> Iterator[str]:
    if covered.published[0]:
        first, last = covered.published
        yield f"Published from {first} to {last}, as far as they say and nothing speaks against it."
    if covered.held[0]:
        yield f"The meetings' dates lie between {covered.held[0]} and {covered.held[1]}."
    if covered.undated:
        yield f"{number(covered.undated, 'meeting')} without a date."


def _not_here(covered: Covered, withheld: Withheld) -> Iterator[str]:
    yield f"{number(withheld.skipped, 'input')} could not be read." if withheld.skipped else "No input was skipped."
    if covered.silent:
        yield f"{number(covered.silent, 'document')} told of no meeting."
    if withheld.left_out:
        left_out = number(withheld.left_out, "document")
        yield f"{left_out} left out of this release, with all that no other tells; it is not said which."
    if withheld.redacted:
        yield f"Of {number(withheld.redacted, 'document')} the words are withheld: they read “{REDACTED}”."
    for kind, n in covered.findings:
        yield f"{number(n, 'warning')} “{kind}”: {FINDINGS.get(FindingKind(kind), kind)}."


def _read_by(about: About, covered: Covered) -> Iterator[str]:
    readers = [f"{plain(reader)} ({number(n, 'document')})" for reader, n in covered.readers]
    extractors = [f"{plain(extractor)} ({n})" for extractor, n in covered.extractors]
    if readers:
        yield f"Read by {_listed(readers)}; texts made by {_listed(extractors)}."
    card = "`reader-card.md`" if about.card else "its card, which `whomet model` prints,"
    yield f"A reader misses meetings and misreads some: {card} says how often, and where it is known to fail."
    yield "`confidence` in table accounts is the share of such accounts that are right."


def _outlet(outlet: entries.Outlets) -> str:
    kind = f"{outlet.kind} of {plain(outlet.party)}" if outlet.party else outlet.kind
    name = plain(outlet.name) or "not told"
    return f"| {name} | {kind} | {outlet.documents} | {outlet.accounts} | {outlet.first} | {outlet.last} |"


def number(n: int, noun: str) -> str:
    """ "1 meeting", "2 meetings", "2 people"."""
    if n != 1:
        noun = "people" if noun == "person" else f"{noun}s"
    return f"{n} {noun}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def plain(words: str) -> str:
    """Words of a document in Markdown: on one line, no markup, nothing that turns the writing around."""
    visible = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) == "Cf" else c for c in words)
    line = defused(visible).removeprefix("'") if not words.startswith("'") else defused(visible)
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#~&" else c for c in line)
