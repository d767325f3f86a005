"""What a role says, as a text writes it: in what manner somebody holds an office, on which level, which office it is.

The words live in `data/roles.yaml`. Nothing here knows who held an office: `whomet.knowledge.offices` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import STATE, Party, PartyMention, find_parties, party_named

_LONGEST = 400  # code points of a role that are looked at: longer ones are no role
_STATES = (STATE, "territory", "historical state")
_KINDS = {
    "international organisation": "organisation",
    "movement": "movement",
    "armed group": "movement",
    "political party": "movement",
    "government body": "body",
    "company": "company",
    "news agency": "company",
}


class Level(StrEnum):
    """How high somebody stands, the highest first: so that two delegations can be compared.

    An organisation's head counts as a minister, those of the UN and of the EU's institutions as heads; vice
    presidents, deputy heads of government, crown princes, speakers, governors of central banks and chiefs of
    intelligence as ministers; the deputy of a head as a minister, of anybody else as a senior official.
    """

    HEAD = "head"  # of state or government, or a supreme leader
    MINISTER = "minister"  # and equals: the EU's High Representative, a secretary of state, a national security adviser
    ENVOY = "envoy"  # special envoys, mediators, chief negotiators
    MOVEMENT_LEADER = "movement leader"  # of a movement, an armed group, a political party, the opposition
    SENIOR = "senior official"  # deputy ministers, deputies of movements, ambassadors, members of parliament, generals
    WORKING = "working level"  # members of delegations, technical teams, experts, staff
    OTHER = "other"  # no public office, or one that is not understood

    @property
    def rank(self) -> int:
        """0 for the highest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Role:
    """A role, understood.

    `manner` is a heading of `manners` in the data ("then", "acting", "former" ...) or ""; `office` a kind of office as
    the lists of holders name it, or ""; `party` whose office it is: the one the words name, else the one given.
    """

    manner: str
    level: Level
    office: str = ""
    party: Party | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One office of a role: its words, and the same in small letters with the parties blotted out in `masked`."""

    words: str
    masked: str
    parties: tuple[PartyMention, ...]

    @property
    def head(self) -> int:
        """Where the words that name the office end: at the first preposition, parties left out."""
        found = _PREPOSITION.search(self.masked)
        return found.start() if found else len(self.masked)


_PREPOSITION = re.compile(r"(?<![^\s])(?:of|for|to|at|in|with|from|on|under|who|that)(?![^\s])")
_AWAY = re.compile(r"(?<!\S)(?:to|for|with|in|against)(?!\S)")
_SPLIT = re.compile(r"(?:(?<!\s)\s+)?(?:[,;/&(]|\band\b|\bas well as\b)\s*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['][^\W\d_]+)?")
_FOLD = str.maketrans({"-": " ", "‑": " ", "–": " ", "’": "'", "‘": "'", "é": "e", "\n": " ", "\t": " ", "\u00a0": " "})
_OF_ALL = ("representing", "then")  # manners that may stand behind the offices, and are of each
_BEFORE_COMPLEMENT = ("of", "for", "to")
_BLOT = "\u2588"


def understand_role(words: str, party: str = "") -> Role:
    """The highest office that the words name. `party` is whom the person speaks for, where the text says it.

    Of equals the first; an office held now before one that is given up. Words that name none are of level "other".
    """
    found = understand_roles(words, party)
    return min(found, key=lambda r: (r.manner == "former", r.level.rank))


@lru_cache(maxsize=4096)
def understand_roles(words: str, party: str = "") -> tuple[Role, ...]:
    """Every office that the words name, in their order; at least one, of level "other" where none is understood."""
    text = " ".join(words[:_LONGEST].split())
    given = party_named(party) if party else None
    mentions = tuple(m for m in find_parties(text) if m.party)
    parts = list(_parts(text, mentions))
    own = next((p for part in parts if (p := _own_party(part))), None) or given
    found = [role for part in parts if (role := _understand(part, _own_party(part) or own))]
    manner = _manner(_fold(text), len(text))
    if not found:
        return (Role(manner, Level.OTHER, "", own),)
    of_all = manner if manner in _OF_ALL else found[0].manner
    return tuple(replace(r, manner=r.manner or of_all) for r in found)


def _parts(text: str, mentions: tuple[PartyMention, ...]) -> Iterator[_Part]:
    """The role cut at commas and "and", but not inside of the name of a party or an office."""
    folded = _fold(text)
    letters = list(folded)
    for m in mentions:
        letters[m.start : m.end] = _BLOT * (m.end - m.start)
    masked, start = "".join(letters), 0
    whole = [m.span() for m in _phrases()[0].finditer(folded)]
    cuts = [c.span() for c in _SPLIT.finditer(masked) if not any(a < c.start() and c.end() < b for a, b in whole)]
    for cut in (*cuts, (len(text), len(text))):
        inside = tuple(
            PartyMention(m.start - start, m.end - start, m.party, m.form, m.candidates)
            for m in mentions
            if start <= m.start and m.end <= cut[0]
        )
        yield _Part(text[start : cut[0]], masked[start : cut[0]], inside)
        start = cut[1]


def _fold(text: str) -> str:
    """Small letters and spaces for hyphens, letter for letter."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text).translate(_FOLD)


def _own_party(part: _Part) -> Party | None:
    """The party whose office it is: the first before the office or after "of", not whom an envoy is sent "to"."""
    office = _office_words(part)
    away = _AWAY.search(part.masked, office[2] if office else 0)
    end = away.start() if away else len(part.masked)
    return next((m.party for m in part.parties if m.start < end), None)


def _understand(part: _Part, party: Party | None) -> Role | None:
    found = _office_words(part)
    if found is None:
        return None
    entry, start, end = found
    level, office = _level_and_office(entry, _kind(part, party, start, end), party)
    if _is_deputy(part.masked[:start]):
        level = {Level.HEAD: Level.MINISTER, Level.WORKING: level, Level.OTHER: level}.get(level, Level.SENIOR)
        office = read_data("roles")["deputies"]["offices"].get(office, "")
    return Role(_manner(_fold(part.words), part.head), level, office, party)


def _office_words(part: _Part) -> tuple[dict[str, Any], int, int] | None:
    """The entry of the last words of an office that begin before the first preposition, and where they stand."""
    pattern, entries = _phrases()
    within = [m for m in pattern.finditer(_fold(part.words)) if m.start() < part.head]
    last = within[-1] if within else None
    return (entries[last.lastindex - 1], last.start(), last.end()) if last and last.lastindex else None


def _is_deputy(before: str) -> bool:
    return bool(_any_of(tuple(read_data("roles")["deputies"]["words"])).search(before))


def _manner(folded: str, head: int) -> str:
    """The first manner that the words before the office's complement show; phrases count anywhere."""
    found = []
    for manner, words in read_data("roles")["manners"].items():
        for match in _any_of(tuple(words)).finditer(folded):
            if match.start() < head or " " in match.group():
                found.append((match.start(), manner))
                break
    return min(found)[1] if found else ""


def _level_and_office(entry: dict[str, Any], kind: str, party: Party | None) -> tuple[Level, str]:
    chosen = entry.get("of", {}).get(kind, entry)
    if party and party.kind in _STATES and (kind in ("state", "none") or "of" not in entry):
        chosen = entry.get("in", {}).get(party.code, chosen)
    level = entry.get("ranks", {}).get(party.id, chosen["level"]) if party else chosen["level"]
    return Level(level), chosen.get("office", "")


def _kind(part: _Part, party: Party | None, start: int, end: int) -> str:
    """Of what kind the party is whose office stands at `start` to `end`: a heading of `of` in the data."""
    other = _other_words(part, start, end)
    known = _kind_of_party(party)
    if known not in ("state", "none"):
        return known
    for kind, words in read_data("roles")["kinds"].items():
        if not other.isdisjoint(words):
            return "body" if kind in ("company", "organisation") and known == "state" else str(kind)
    if not other:
        return known
    return "body" if known == "state" else "place"


def _kind_of_party(party: Party | None) -> str:
    """A seat of government is its state ("the Kremlin's president")."""
    if party is None:
        return "none"
    return "state" if party.kind in _STATES or party.speaks_for else _KINDS.get(party.kind, "place")


def _other_words(part: _Part, start: int, end: int) -> set[str]:
    """Words beside the office and the parties that may say whose it is: capitalised, possessive, or after "of"."""
    plain = _plain_words()
    shouted = part.words.isupper()
    found = set()
    for match in _LETTERS.finditer(part.masked):
        if start <= match.start() < end or match.group() in plain:
            continue
        named = part.words[match.start()].isupper() and not shouted
        if named or match.start() > end or match.group().endswith("'s"):
            found.add(match.group())
    return found


# ------------------------------------------------------------------------------------------------------ the word data


@cache
def _plain_words() -> frozenset[str]:
    data = read_data("roles")
    words = [w for manner in data["manners"].values() for phrase in manner for w in phrase.split()]
    return frozenset(str(w) for w in (*data["plain"], *words, *data["deputies"]["words"]))


@cache
def _phrases() -> tuple[re.Pattern[str], tuple[dict[str, Any], ...]]:
    """All words of offices as one pattern, the longest first, and the entry of each of its groups. Those that begin
    with one letter stand together behind a look at it: else each sign of a text would be tried with hundreds."""
    spelled = [(phrase, entry) for entry in read_data("roles")["offices"] for phrase in entry["words"]]
    spelled.sort(key=lambda p: (_fold(p[0])[0], -len(p[0].split()) + p[0].count("*"), -len(p[0])))
    lettered = groupby(spelled, key=lambda p: _fold(p[0])[0])
    pattern = "|".join(f"(?={letter})(?:{'|'.join(f'({_spelled(p)})' for p, _ in each)})" for letter, each in lettered)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), tuple(entry for _, entry in spelled)


def _spelled(phrase: str) -> str:
    """A phrase as a pattern: its first noun and its last word in the plural too, `*` for up to four words."""
    words = [r"(?:[^\s,;]+ ){0,4}?" if w == "*" else re.escape(w) for w in _fold(phrase).split()]
    for i, word in enumerate(words):
        plural = i + 1 == len(words) or words[i + 1] in _BEFORE_COMPLEMENT
        words[i] = word if word.startswith("(") else f"{word}{'s?' if plural else ''} "
    return "".join(words).removesuffix(" ")


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(_fold(w))}(?!\w)" for w in words))
