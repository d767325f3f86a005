"""Which of an account's people or parties the words of a speaker name."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from whomet.extraction.links import Links
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party, find_parties, spoken_for
from whomet.model import Account, Analysis, Claim, LinkKind, Mention, MentionKind, Property, Span, Speech

_BOTH = "both"
_TOLD_OF_IT = (Property.PERSON_ROLE, Property.DELEGATION_TEXT, Property.LEAD)
_PLACED = (Property.PLACE_TEXT, Property.VENUE)
_NUMBERS = ("two", "three", "four", "five")  # "two of the sources"; "the two leaders" are another thing
_LONGEST_MENTION = 300  # code points


class Spoken:
    """What all accounts of one document share: where its mentions stand, and how it writes each party."""

    def __init__(self, text: str, analysis: Analysis) -> None:
        self.text, self.mentions, self.links = text, analysis.mentions, Links(analysis)
        self.is_joint = bool(_pattern("joint_text").search(text))
        self._order = sorted(range(len(analysis.mentions)), key=lambda i: analysis.mentions[i].span)
        self._starts = [analysis.mentions[i].span.start for i in self._order]
        self._written: dict[str, set[str]] = {}
        for mention in analysis.mentions:
            if mention.reads_as:
                self._written.setdefault(mention.reads_as, set()).add(mention.span.of(text).lower())

    def written(self, party: str) -> frozenset[str]:
        """The words, in lower case, that the text's mentions of a party have."""
        return frozenset(self._written.get(party, ()))

    def within(self, span: Span) -> list[int]:
        """Indexes of the mentions that meet a span."""
        first, last = bisect_left(self._starts, span.start - _LONGEST_MENTION), bisect_left(self._starts, span.end)
        return [i for i in self._order[first:last] if self.mentions[i].span.meets(span)]


class Speaking:
    """Answers, for one account, who a speech's words name: "both", a person's name, a party, or nobody (None)."""

    def __init__(self, spoken: Spoken, account: Account) -> None:
        self._spoken, self._text = spoken, spoken.text
        self._parties = account.values(Property.PARTY)
        self._sides = (*self._parties, *account.values(Property.MEDIATOR))
        self._people = [part for part in account.parts("person") if Property.PERSON_NAME in part]
        self._party_words = {party: self._surfaces(account, party) for party in self._sides}
        told = [c for c in account.claims if c.property in _TOLD_OF_IT]
        placed = [span.of(self._text) for c in account.claims if c.property in _PLACED for span in c.spans]
        self._own_words = frozenset(w for said in (*(c.value for c in told), *placed) for w in re.findall(r"\w+", said))
        self._joint = frozenset(
            word for group in ("joint", "occasion") for word in read_data("speech_cues")["speakers"][group]
        ) | {"they", "we"}

    def of(self, speech: Speech) -> tuple[str, str] | None:
        """The speaker as the account names them, with the basis ("" where the words show it)."""
        if not speech.speakers:
            joint = (
                speech.via is None or self._spoken.is_joint or bool(_pattern("joint").search(speech.via.of(self._text)))
            )
            return (
                (_BOTH, "said of the meeting as a whole, of no side alone")
                if joint and len(self._parties) > 1
                else None
            )
        if self._is_first_person(speech):
            return None
        found = [self._one(span) for span in speech.speakers]
        named = list(dict.fromkeys(f for f in found if f))
        if len(named) > 1 and len(named) == len(found):
            sides = {self._side_of(n) for n in named}
            one = sides.pop() if len(sides) == 1 else ""
            return (
                (one, f"all who are named speak for {one}")
                if one
                else (_BOTH, "said of several who took part together")
            )
        if len(named) != 1 or len(found) > 1:
            return None
        return named[0], self._basis(named[0], speech.speakers[0])

    def outsider(self, speech: Speech) -> tuple[str, str] | None:
        """A speaker who sits in no account, with the basis: a person's fullest name, or a body in the text's words."""
        if len(speech.speakers) != 1 or self._is_first_person(speech):
            return None
        span = speech.speakers[0]
        here = [self._spoken.mentions[i] for i in self._spoken.within(span)]
        persons = [m for m in here if m.kind is MentionKind.PERSON]
        if not persons and not any(m.kind is MentionKind.ORGANISATION for m in here):
            return None
        best = max((*self._fullest(span), *persons), key=lambda m: m.span.end - m.span.start, default=None)
        name = " ".join((best.span if best else span).of(self._text).split())
        return name, self._basis(name, span)

    def _is_first_person(self, speech: Speech) -> bool:
        """Whether "we" speaks, of whom nothing is known unless it says what was agreed."""
        said_by_us = any(span.of(self._text).lower() == "we" for span in speech.speakers)
        return said_by_us and (speech.act != "agrees" or bool(speech.quoted))

    def _side_of(self, name: str) -> str:
        """The party that a person speaks for, a party's own name, "" where it is not told."""
        parties = [
            p[Property.PERSON_PARTY].value
            for p in self._people
            if Property.PERSON_PARTY in p and p[Property.PERSON_NAME].value == name
        ]
        return name if name in self._sides else parties[0] if parties else ""

    def _one(self, span: Span) -> str | None:
        words = span.of(self._text)
        person = self._person_named(span, words) or self._person_by_role(span, words)
        if person:
            return person
        parties = self._parties_in(span, words)
        if len(parties) == 1:
            return parties[0]
        last = re.sub(r"[’']s?$", "", words.lower().split()[-1])
        head = {re.sub(r"\W", "", w) for w in words.lower().split()}
        joint = (
            len(parties) > 1
            or last in self._joint
            or bool(head & {"both"} or "two" in head)
            or bool(head & self._joint and " of " in words)
        )
        if joint and len(self._parties) > 1 and not self._names_another(span, words) and not _is_some(words):
            return _BOTH
        return None

    # -------------------------------------------------------------------------------- people

    def _person_named(self, span: Span, words: str) -> str | None:
        fits = [
            p[Property.PERSON_NAME].value for p in self._people if self._names(p[Property.PERSON_NAME], span, words)
        ]
        return fits[0] if len(fits) == 1 else None

    def _names(self, name: Claim, span: Span, words: str) -> bool:
        if any(s.meets(span) for s in name.spans):
            return True
        if any(full.span.meets(s) for full in self._fullest(span) for s in name.spans):
            return True
        mine, theirs = _name_words(name.value), _name_words(words)
        if not mine or not theirs:
            return False
        return theirs <= mine or mine <= theirs

    def _fullest(self, span: Span) -> list[Mention]:
        mentions = self._spoken.mentions
        here = [i for i in self._spoken.within(span) if mentions[i].kind is MentionKind.PERSON]
        return [mentions[t] for i in here for t in self._spoken.links.of(LinkKind.SAME_PERSON, i)]

    def _person_by_role(self, span: Span, words: str) -> str | None:
        """The one person whose role has all of the words, of the party named with them ("the Norlandic minister")."""
        parties = self._parties_in(span, words)
        of_party = {
            w for m in find_parties(self._text, span.start, span.end) for w in _words(self._text[m.start : m.end])
        }
        wanted = {w for w in _words(words) if w not in _data("weak") and w not in of_party}
        heads = wanted & _data("single")
        if not heads or _words(words)[-1:] == [] or _words(words)[-1] in self._joint:
            return None
        fits = [p for p in self._people if self._role_has(p, wanted, heads, parties)]
        return fits[0][Property.PERSON_NAME].value if len(fits) == 1 else None

    def _role_has(self, part: dict[Property, Claim], wanted: set[str], heads: set[str], parties: list[str]) -> bool:
        role, party = part.get(Property.PERSON_ROLE), part.get(Property.PERSON_PARTY)
        if role is None or (parties and (party is None or party.value not in parties)):
            return False
        known = set(_words(role.value))
        if heads & {"leader", "head"} and known & _data("leading"):
            known |= {"leader", "head", "state", "government"}
        return wanted <= known

    # -------------------------------------------------------------------------------- parties

    def _surfaces(self, account: Account, party: str) -> frozenset[str]:
        """How the text writes a party: its name, the words cited for it, and mentions that read as it."""
        cited = {
            span.of(self._text).lower()
            for claim in account.claims
            if claim.property in (Property.PARTY, Property.MEDIATOR) and claim.value == party and not claim.basis
            for span in claim.spans
        }
        return frozenset({w for w in cited | self._spoken.written(party) if len(w) < 60} | {party.lower()})

    def _parties_in(self, span: Span, words: str) -> list[str]:
        low = re.sub(r"\s+", " ", words.lower())
        mentions = (self._spoken.mentions[i] for i in self._spoken.within(span))
        read = {m.reads_as for m in mentions if m.kind in _NAMING}
        known = {name for m in find_parties(self._text, span.start, span.end) if m.party for name in _names_of(m.party)}
        return [
            side
            for side in self._sides
            if side in read or side in known or any(_stands_in(w, low) for w in self._party_words[side])
        ]

    def _names_another(self, span: Span, words: str) -> bool:
        """Whether "the Norlandic factions" has a capitalised word that the account knows nothing of."""
        if self._parties_in(span, words) or _pattern("together").match(words):
            return False
        common = self._joint | _data("weak") | _data("titles") | _data("single") | _data("determiners")
        capitals = [w for w in re.findall(r"\w+", words) if w[0].isupper() and w.lower() not in common]
        return not all(w in self._own_words for w in capitals)

    def _basis(self, value: str, span: Span) -> str:
        words = re.sub(r"\s+", " ", span.of(self._text))
        if value.lower() in words.lower():
            return ""
        return f"“{words[:80]}” there is {value}" if value != _BOTH else f"“{words[:80]}” are the sides together"


_NAMING = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.PLACE, MentionKind.ROLE)


def _is_some(words: str) -> bool:
    """ "One of the officials", "diplomats", "some leaders": not all who took part, and perhaps none of them."""
    first, *rest = [*_words(words), ""]
    return first in _data("some") or first in _data("outsiders") or (first in _NUMBERS and rest[:1] == ["of"])


def _words(words: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", words.lower())


def _names_of(party: Party) -> tuple[str, str]:
    """Its name, and that of the state it speaks for."""
    return party.name, spoken_for(party).name


def _name_words(name: str) -> set[str]:
    words = re.findall(r"[^\W\d_]{2,}", name.lower())
    return {w for w in words if w not in _data("titles") and w not in _data("particles") | {"the", "jr"}}


def _stands_in(surface: str, words: str) -> bool:
    return bool(surface) and bool(re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", words))


@cache
def _data(group: str) -> frozenset[str]:
    words = read_data("speech_cues")
    return frozenset(words["speakers"].get(group) or words[group])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(read_data("speech_cues")["patterns"][name], re.IGNORECASE)
