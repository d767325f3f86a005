"""Which documents of a meeting are of one voice, and which of them, or which source they name, is its origin."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations, pairwise

from whomet.knowledge.data import read_data
from whomet.knowledge.publishers import PublisherKind, Publishers, kind_of, kind_of_document
from whomet.model import Account, Document, Span
from whomet.reconciliation.credits import Credit, main_credit, speaks_for
from whomet.reconciliation.likeness import (
    Likeness,
    copies,
    figures_in_both,
    is_copy,
    likeness,
    may_be_alike,
    pairs_of_sentences,
    runs,
)
from whomet.reconciliation.passages import Passage, passage, shared_by_all
from whomet.reconciliation.tellings import published_day
from whomet.values.by_hand import entered

# Shares of the shorter passage's content words that both have in one order; see `likeness` for what independent
# tellings reach. Where one text credits the other's publisher, or both one source, less is enough; two texts of one
# publisher are alike in manner whatever they tell, so that more is asked.
_SAME, _SAME_IF_CREDITED, _SAME_OF_ONE_HOUSE = 0.35, 0.25, 0.6
_TRANSLATED = 0.1  # share of runs of five words, under which two tellings of one text share no wording
_DAYS_APART = 3  # of publication; what is printed later tells anew


class How(StrEnum):
    """How a document comes by what it tells."""

    ORIGINAL = "original"
    REPRINT = "reprint"
    TRANSLATION = "translation"
    PARAPHRASE = "paraphrase"
    QUOTES = "quotes"  # says that it follows the origin, in words of its own
    COPY = "copy"  # as a person decided, however it comes by it


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a document is of a voice: one sentence, and the words that show it, each with the key of its document."""

    text: str
    spans: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One document of a voice: its key, how it comes by what it tells, and why that is thought."""

    document: str
    how: How
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Documents with one origin. `documents` are keys, sorted, `told` one for each in that order; `origin` is the key
    of the document that the others follow, or, where that is not at hand, the source they name ("Hamas statement");
    `kind` and `party` are the origin's."""

    documents: tuple[str, ...]
    origin: str
    kind: PublisherKind
    party: str
    told: tuple[Told, ...]


# ------------------------------------------------------------------------------------- what is compared


class Bench:
    """The documents of one meeting, laid out for comparing; what may not be needed is worked out when asked for. A text
    that a person entered of a source is not the source's own, so it is like no other."""

    def __init__(self, documents: Iterable[Document], accounts: Iterable[Account], own: Publishers | None) -> None:
        self.documents = {d.key: d for d in sorted(documents, key=lambda d: d.key)}
        told: dict[str, list[Account]] = defaultdict(list)
        for account in sorted(accounts, key=lambda a: a.id):
            told[account.document].append(account)
        left_out = shared_by_all(a for each in told.values() for a in each)
        self.sources = {key: kind_of_document(d, own) for key, d in self.documents.items()}
        self.passages = {key: _passage(d, told.get(key, []), left_out) for key, d in self.documents.items()}
        self.runs = {key: runs(d) if not entered(d) else frozenset() for key, d in self.documents.items()}
        self.leader = copies(self.runs)
        self.own = own

    @cached_property
    def credits(self) -> dict[str, Credit]:
        """The source that each document says it follows, where it says so."""
        found = {key: main_credit(p, self.sources[key], self.own) for key, p in self.passages.items()}
        return {key: credit for key, credit in found.items() if credit}

    def source_of(self, key: str) -> str:
        """The key of the document that a person said this one is a copy of, of that document's own one and so on; its
        own where nobody said so. It need not tell of this meeting."""
        passed = [key]
        while (there := self.documents.get(passed[-1])) and there.copy_of and there.copy_of.value not in passed:
            passed.append(there.copy_of.value)
        return passed[-1]

    @property
    def leaders(self) -> list[str]:
        """Documents that are copies of none."""
        return [key for key, leader in self.leader.items() if key == leader]

    def likeness(self, a: str, b: str) -> Likeness:
        return likeness(self.passages[a], self.passages[b])

    def shared_runs(self, a: str, b: str) -> float:
        """Share of the shorter text's runs of words that the other has."""
        return len(self.runs[a] & self.runs[b]) / max(1, min(len(self.runs[a]), len(self.runs[b])))

    def speaks(self, key: str, credit: Credit) -> bool:
        """Whether a document is by the source that a credit names."""
        source = self.sources[key]
        if credit.statement:
            return speaks_for(source, credit.name)
        return source.name == credit.name

    def day(self, key: str) -> tuple[str, str]:
        """The day of publication, for sorting; documents without one come last."""
        day = published_day(self.documents[key])
        return (day.isoformat() if day else "9999", key)

    def near(self, a: str, b: str) -> bool:
        """Whether two documents were printed within a few days, as far as is known."""
        first, second = (self.documents[key].published_day for key in (a, b))
        return not (first and second) or abs((first - second).days) <= _DAYS_APART


def _passage(document: Document, accounts: Sequence[Account], left_out: frozenset[str]) -> Passage:
    if entered(document):
        return Passage(document, (), (), (), tuple(accounts))
    return passage(document, accounts, left_out)


def groups_of(bench: Bench) -> list[list[str]]:
    """Keys of documents of one voice each."""
    home = dict(bench.leader)

    def join(a: str, b: str) -> None:
        first, second = sorted((home[a], home[b]))
        if first != second:
            home.update({key: first for key, at in home.items() if at == second})

    for a, b in _alike(bench):
        join(a, b)
    for a, b in _following_one(bench):
        join(a, b)
    for a, b in _decided(bench):
        join(a, b)
    groups: dict[str, list[str]] = defaultdict(list)
    for key in bench.documents:
        groups[home[key]].append(key)
    return list(groups.values())


def _decided(bench: Bench) -> list[tuple[str, str]]:
    """Pairs of documents of which a person said that one is a copy of the other, or both of a third."""
    sources: dict[str, list[str]] = defaultdict(list)
    for key in bench.documents:
        sources[bench.source_of(key)].append(key)
    return [pair for keys in sources.values() for pair in pairwise(keys)]


def _alike(bench: Bench) -> list[tuple[str, str]]:
    """Pairs of documents, copies left out, that tell the same anew."""
    words = {key: frozenset(bench.passages[key].words) for key in bench.leaders}
    found = []
    for a, b in combinations(bench.leaders, 2):
        if may_be_alike(words[a], words[b], _SAME_IF_CREDITED) and bench.near(a, b):
            alike = bench.likeness(a, b)
            if alike.is_ordered(_SAME_IF_CREDITED) or alike.is_reordered:
                least = _enough(bench, a, b)
                reordered = alike.is_reordered and least < _SAME_OF_ONE_HOUSE
                found += [(a, b)] if alike.is_ordered(least) or reordered else []
    return found


def _enough(bench: Bench, a: str, b: str) -> float:
    """The share in order from which these two are one telling."""
    if bench.sources[a].name and bench.sources[a].name == bench.sources[b].name:
        return _SAME_OF_ONE_HOUSE
    return _SAME_IF_CREDITED if _credited(bench, a, b) else _SAME


def _credited(bench: Bench, a: str, b: str) -> bool:
    """Whether one of two documents follows the other's publisher, or both follow one source."""
    first, second = bench.credits.get(a), bench.credits.get(b)
    if first and second and first.origin == second.origin:
        return True
    return bool((first and bench.speaks(b, first)) or (second and bench.speaks(a, second)))


def _following_one(bench: Bench) -> list[tuple[str, str]]:
    """Pairs of documents of which one says that it follows the other, or that both follow one source."""
    found: list[tuple[str, str]] = []
    by_origin: dict[str, list[str]] = defaultdict(list)
    for key, credit in bench.credits.items():
        by_origin[credit.origin].append(key)
    for keys in by_origin.values():
        for key in keys:
            origins = [o for o in bench.documents if bench.speaks(o, bench.credits[key]) and bench.near(key, o)]
            liked = [(bench.likeness(key, o).in_order, o) for o in origins if o != key]
            found += [(key, max(liked)[1])] if liked else []
        by_day = sorted(keys, key=bench.day)
        found += [(a, b) for a, b in pairwise(by_day) if bench.near(a, b)]
    return found


# ------------------------------------------------------------------------------------------- the voice


def trace(bench: Bench, keys: list[str]) -> Voice:
    """The voice of some documents: where it comes from, and how each of them comes by it."""
    origin = _origin(bench, [key for key in keys if bench.source_of(key) == key] or keys)
    if origin in bench.documents:
        source = bench.sources[origin]
        kind, party = source.kind, source.party
    else:
        credit = next(c for key in keys if (c := bench.credits.get(key)) and c.origin == origin)
        source = kind_of(credit.name, own=bench.own)
        kind = PublisherKind.OFFICIAL if credit.statement else source.kind
        party = credit.name if credit.statement else source.party
    return Voice(tuple(keys), origin, kind, party, tuple(_told(bench, key, origin, keys) for key in keys))


def _origin(bench: Bench, keys: list[str]) -> str:
    """The document that the others follow: one by the source that most of them credit, else an official one, else the
    first printed, else the longest; a source that is credited and not at hand goes before the last two."""
    credits = Counter(c.origin for key in keys if (c := bench.credits.get(key)))
    for name, _ in sorted(credits.items(), key=lambda item: (-item[1], item[0])):
        credit = next(c for key in keys if (c := bench.credits.get(key)) and c.origin == name)
        speaking = [key for key in keys if bench.speaks(key, credit)]
        if speaking:
            return _first(bench, speaking)
    official = [key for key in keys if bench.sources[key].kind is PublisherKind.OFFICIAL]
    if official:
        return _first(bench, official)
    if credits:
        return min(credits, key=lambda name: (-credits[name], name))
    return _first(bench, keys)


def _first(bench: Bench, keys: list[str]) -> str:
    """The first printed; of one day, or if no day is known, the fullest."""

    return min(keys, key=lambda key: (bench.day(key)[0], -len(bench.runs[key]), key))


def _told(bench: Bench, key: str, origin: str, keys: list[str]) -> Told:
    """How one document of a voice comes by what it tells, with the evidence."""
    if key == origin or (len(keys) == 1 and key not in bench.credits):
        return Told(key, How.ORIGINAL)
    copied = bench.documents[key].copy_of
    if copied and bench.source_of(key) in bench.documents:
        return Told(key, How.COPY, (Evidence(f"{copied.basis}.", ()),))
    credit = bench.credits.get(key)
    evidence = [_says(key, credit)] if credit else []
    against = origin if origin in bench.documents else _closest(bench, key, keys)
    if against is None:
        return Told(key, _as_credited(credit), tuple(evidence))
    how, why = _compared(bench, key, against)
    if how is None and origin in bench.documents and not credit:
        closest = _closest(bench, key, keys)
        how, why = _compared(bench, key, closest) if closest else (None, [])
    return Told(key, how or _as_credited(credit), (*evidence, *why))


def _as_credited(credit: Credit | None) -> How:
    """What a text that is compared with no other is, by its own words: an agency's that is named for all of it."""
    return How.REPRINT if credit and credit.signed else How.QUOTES


def _says(key: str, credit: Credit) -> Evidence:
    much = "All that" if credit.share == 1 else f"{credit.share:.0%} of what"
    told = "Its text is" if credit.signed else f"{much} it tells of the meeting is"
    whose = f"a statement of {credit.name}" if credit.statement else credit.name
    return Evidence(f"{told} credited to {whose}.", tuple((key, span) for span in credit.spans))


def _closest(bench: Bench, key: str, keys: list[str]) -> str | None:
    """The other document of the voice that this one is most like."""
    others = [other for other in keys if other != key]
    return max(others, key=lambda o: (bench.shared_runs(key, o), bench.likeness(key, o).in_order, o), default=None)


def _compared(bench: Bench, key: str, other: str) -> tuple[How | None, list[Evidence]]:
    """How a document is like another, None if it is not, and the evidence."""
    shared = len(bench.runs[key] & bench.runs[other])
    shorter, longer = sorted((len(bench.runs[key]), len(bench.runs[other])))
    if not shorter:
        return None, []
    alike = bench.likeness(key, other)
    if is_copy(shared, shorter, longer):
        text = f"{shared / shorter:.0%} of the shorter text stands word for word in the longer."
        return How.REPRINT, [Evidence(text, _side_by_side(bench, key, other))]
    ordered = alike.is_ordered(_SAME_IF_CREDITED)
    if not ordered and not alike.is_reordered:
        return None, []
    figures = figures_in_both(bench.passages[key], bench.passages[other])
    same = f", with the same figures ({', '.join(figures)})" if figures else ""
    share = f"{alike.of_shorter if ordered else alike.words_of_shorter:.0%} of the content words of the shorter telling"
    text = f"{share} stand in the other {'in the same order' if ordered else 'in another order'}{same}."
    translated = _other_tongue(bench, key, other) and bench.shared_runs(key, other) < _TRANSLATED
    how = How.TRANSLATION if translated else How.PARAPHRASE
    return how, [Evidence(text, _side_by_side(bench, key, other))]


def _side_by_side(bench: Bench, key: str, other: str) -> tuple[tuple[str, Span], ...]:
    """The sentences that are most alike, one of each document by turns."""
    mine, theirs = bench.passages[key], bench.passages[other]
    pairs = pairs_of_sentences(mine, theirs)
    return tuple(s for i, j in pairs for s in ((key, mine.sentences[i]), (other, theirs.sentences[j])))


def _other_tongue(bench: Bench, a: str, b: str) -> bool:
    """Whether one of two publishers sits where English is not the language, and not both in one country."""
    english = read_data("credits")["english"]
    countries = [bench.sources[key].country for key in (a, b)]
    return all(countries) and countries[0] != countries[1] and not all(c in english for c in countries)
