"""What media of one side tell of a meeting, and those of another leave out: topics, demands, outcomes.

Only sources that are the own (official, state or party media) of a party at the meeting are held against each other,
and each of them against all others; a thing counts as left out where no document of the other side has
most of its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.publishers import OF_A_PARTY, kind_of_document
from whomet.knowledge.sides import may_be_one_side
from whomet.model import Account, Document, Finding, FindingKind, Property
from whomet.values.by_hand import entered
from whomet.values.names import fold

_WORD = re.compile(r"[^\W\d_]{3,40}|\d[\d.,]{0,20}")
_STEM = 5  # letters of a word that are compared: "prisoner", "prisoners"; English inflects at the end
_SAID = 0.6  # share of a thing's words that make a text speak of it: a guess, on the careful side
_MOST_READ = 200_000  # code points of a text
_SHOWN, _LONGEST = 4, 160
_DEMANDS = {"demands": "demand", "refuses": "refusal", "offers": "offer"}
_OTHERS = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A topic, demand or outcome as one account has it."""

    kind: str
    words: str

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(_stems(self.words))


def left_out(meeting: str, accounts: Sequence[Account], documents: Mapping[str, Document]) -> list[Finding]:
    """One finding for each side whose media tell what those of another, or all others, leave out. Needs texts: of a
    source that a person entered from it is not known what it leaves out."""
    accounts = [a for a in accounts if a.document not in documents or not entered(documents[a.document])]
    sides = _sides(accounts, documents)
    own = sorted(side for side in sides if side != _OTHERS)
    if not own or len(sides) < 2:
        return []
    texts = {key: _text_stems(documents[key].text) for key in {a.document for a in accounts} & documents.keys()}
    found = []
    for side in own:
        for other in sorted(sides):
            if other != side and (things := _only_in(sides[side], sides[other], texts)):
                found.append(_finding(meeting, side, other, things))
            if other == _OTHERS and (things := _only_in(sides[other], sides[side], texts)):
                found.append(_finding(meeting, other, side, things))
    return found


def _sides(accounts: Iterable[Account], documents: Mapping[str, Document]) -> dict[str, list[Account]]:
    """Party at the table -> the accounts by its own media; "" -> all others."""
    accounts = list(accounts)
    parties = {p for a in accounts for p in (*a.values(Property.PARTY), *a.values(Property.MEDIATOR)) if p}
    found: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        document = documents.get(account.document)
        source = kind_of_document(document) if document else None
        own = source.party if source and source.kind in OF_A_PARTY else ""
        side = next((p for p in sorted(parties) if own and may_be_one_side(own, p)), _OTHERS)
        found[side].append(account)
    return found


def _only_in(told: Iterable[Account], others: Sequence[Account], texts: Mapping[str, frozenset[str]]) -> list[Thing]:
    """What some accounts have and the documents of the others don't speak of, each thing once, in their order."""
    read = [texts[key] for key in sorted({a.document for a in others} & texts.keys())]
    found: dict[frozenset[str], Thing] = {}
    for account in told:
        for thing in things_of(account):
            if read and thing.stems and not any(_speaks_of(text, thing.stems) for text in read):
                found.setdefault(thing.stems, thing)
    return list(found.values())


def things_of(account: Account) -> list[Thing]:
    """The topics, demands and outcomes of an account."""
    found = [Thing("topic", value) for value in account.values(Property.TOPIC)]
    for part in account.parts("statement"):
        act, text = part.get(Property.STATEMENT_ACT), part.get(Property.STATEMENT_TEXT)
        if act and text and act.value in _DEMANDS:
            found.append(Thing(_DEMANDS[act.value], text.value))
    return found + [Thing("outcome", value) for value in account.values(Property.OUTCOME_TEXT)]


def _speaks_of(text: frozenset[str], stems: frozenset[str]) -> bool:
    return len(stems & text) >= _SAID * len(stems)


def _finding(meeting: str, side: str, other: str, things: Sequence[Thing]) -> Finding:
    named = "; ".join(f"{t.kind} “{_short(t.words)}”" for t in things[:_SHOWN])
    more = f"; and {len(things) - _SHOWN} more" if len(things) > _SHOWN else ""
    text = f"Told by {_media(side)}, not by {_media(other)}: {named}{more}."
    return Finding(FindingKind.LEFT_OUT, text, meeting)


def _media(side: str) -> str:
    return f"sources of {side}" if side else "the other sources"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _stems(words: str) -> Iterable[str]:
    return (w[:_STEM] for w in _WORD.findall(fold(words[:_MOST_READ])) if w not in _common())


@cache
def _common() -> frozenset[str]:
    return frozenset(read_data("same_meeting")["common"])


def _text_stems(text: str) -> frozenset[str]:
    return frozenset(_stems(text))
