"""Copies are no second voice: documents whose texts are nearly the same are counted once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from zlib import crc32

from whomet.model import Account, Document, Meeting, RegionKind
from whomet.values.names import fold

_WORD = re.compile(r"\w{1,40}")
_GRAM = 5  # words
_MOST_READ = 200_000  # code points of a text that are compared
_KEPT = 400  # the smallest shingles of a text, by checksum: a fair sample of it, the same for each copy
_COPY = 0.5  # share of the smaller sample that both have, from which one is a copy of the other


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """How many documents tell of a meeting, from how many publishers, in how many independent texts."""

    documents: int
    publishers: int
    voices: int


def voices(documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    """Keys of documents grouped by text: near-copies together, each group sorted, groups by their smallest key."""
    samples = {d.key: _sample(d) for d in documents}
    holders: dict[int, list[str]] = defaultdict(list)
    for key in sorted(samples):
        for shingle in samples[key]:
            holders[shingle].append(key)
    shared = Counter(pair for keys in holders.values() for pair in combinations(keys, 2))
    leader = {key: key for key in samples}
    for (a, b), count in sorted(shared.items()):
        if count >= _COPY * min(len(samples[a]), len(samples[b])):
            first, second = sorted((leader[a], leader[b]))
            leader = {k: first if v == second else v for k, v in leader.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for key in sorted(samples):
        groups[leader[key]].append(key)
    return tuple(tuple(g) for _, g in sorted(groups.items()))


def count_voices(documents: Sequence[Document]) -> VoiceCount:
    """Documents, publishers (those that are named; a document without one counts as its own) and voices."""
    publishers = {fold(d.publisher.value) if d.publisher else f"key {d.key}" for d in documents}
    return VoiceCount(len({d.key for d in documents}), len(publishers), len(voices(documents)))


def voices_of_meetings(
    meetings: Iterable[Meeting],
    accounts: Iterable[Account],
    documents: Mapping[str, Document],
    texts: Callable[[Iterable[str]], Iterable[tuple[str, str]]],
) -> dict[str, int]:
    """How many independent texts tell of each meeting, by its id. `texts` gives key and text of documents, whose own
    may have been left out: those of one meeting are fetched at a time."""
    printed = {account.id: account.document for account in accounts}
    counted = {}
    for meeting in meetings:
        keys = sorted({printed[account] for account in meeting.accounts})
        told = [replace(documents[key], text=text) for key, text in texts(keys)] if len(keys) > 1 else []
        counted[meeting.id] = len(voices(told)) if told else len(keys)
    return counted


def _sample(document: Document) -> frozenset[int]:
    words = _WORD.findall(_article(document).casefold())
    grams = {crc32(" ".join(words[n : n + _GRAM]).encode()) for n in range(max(len(words) - _GRAM + 1, 1))}
    return frozenset(sorted(grams)[:_KEPT])


def _article(document: Document) -> str:
    """The text without boilerplate."""
    kept, at = [], 0
    for region in sorted(document.regions, key=lambda r: r.span):
        if region.kind is RegionKind.BOILERPLATE and region.span.end > at:
            kept.append(document.text[at : max(region.span.start, at)])
            at = region.span.end
    return "\n".join((*kept, document.text[at:]))[:_MOST_READ]
