"""Which party each person of a document speaks for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from whomet.extraction.told import Told
from whomet.knowledge.incumbency import known_person, listed, party_by_office, side_of
from whomet.knowledge.incumbency import told as told_tenure
from whomet.knowledge.mediation import find_deeds, find_mediating
from whomet.knowledge.offices import tenures_of
from whomet.knowledge.parties import STATE, find_parties, party_named
from whomet.knowledge.sides import at_the_table, home_side, is_seat, state_offices
from whomet.model import LinkKind, Mention, MentionKind, Span
from whomet.values.offices import Tenure

_PARTY = "political party"
_DOING = 150  # code points before "went between", in which those stand who did
_POSSESSIVE = re.compile(r"[’']s?\s{1,3}\Z")
_ORGANISATION = MentionKind.ORGANISATION


@dataclass(frozen=True, slots=True)
class Side:
    """A party, the words it follows from, and one sentence where those words don't show it."""

    name: str
    spans: tuple[Span, ...]
    basis: str = ""


class Sides:
    """Looks up persons (as their fullest mention) and parties of one analysed document."""

    def __init__(self, told: Told) -> None:
        document, analysis = told.document, told.analysis
        self._text, self._analysis, self._links = told.text, analysis, told.links
        self._fullest = {k.source: k.target for k in analysis.links if k.kind is LinkKind.SAME_PERSON}
        self._published = document.published_day
        self.home = home_side(document.publisher.value) if document.publisher else None
        self.roles: dict[int, list[Span]] = {}
        self._fullest_role: dict[int, Span | None] = {}
        self._parties: dict[int, dict[str, list[Span]]] = {}
        self._learned: dict[int, Side] = {}
        self._seats: dict[str, Span] = {}
        self._english = {m.span: m.english for m in analysis.mentions if m.kind is _ORGANISATION and m.english}
        for mention in analysis.mentions:
            if mention.kind is MentionKind.ORGANISATION and is_seat(mention.span.of(document.text)):
                self._seats.setdefault(mention.reads_as, mention.span)
        for link in analysis.links:
            person = self.person(link.source)
            if link.kind is LinkKind.PERSON_ROLE:
                self.roles.setdefault(person, []).append(analysis.mentions[link.target].span)
            elif link.kind is LinkKind.PERSON_PARTY:
                party = analysis.mentions[link.target]
                self._parties.setdefault(person, {}).setdefault(party.reads_as, []).append(party.span)
        self._taken: dict[str, set[str]] = {}  # office -> parties whose holder of it the text names
        for person, parties in self._parties.items():
            self._taken.setdefault(self._office(person), set()).update(parties)

    def person(self, mention: int) -> int:
        """The fullest mention of the person that a mention names."""
        return self._fullest.get(mention, mention)

    @cached_property
    def mediating(self) -> tuple[Side, ...]:
        """The parties that the text calls mediators, each where it does."""
        named = [(m, at_the_table(m.party)) for m in find_mediating(self._text) if m.party]
        spans = [(party.name, Span(m.start, m.end)) for m, party in named]
        return tuple(Side(name, (span,), self._basis(name, span)) for name, span in spans)

    @cached_property
    def going_between(self) -> tuple[int, ...]:
        """The people whom a sentence names right before it says that they "went between" others."""
        found: dict[int, None] = {}
        mentions = self._analysis.mentions
        for start in find_deeds(self._text):
            first = max(self._analysis.sentence_at(start).start, start - _DOING)
            near = range(*(bisect_left(mentions, at, key=lambda m: m.span.start) for at in (first, start)))
            found |= {self.person(i): None for i in near if mentions[i].kind is MentionKind.PERSON}
        return tuple(found)

    def role(self, person: int) -> Span | None:
        """The fullest role the document gives a person; of equals the first."""
        if person not in self._fullest_role:
            found = self.roles.get(person, [])
            longest = max(found, key=lambda s: (len(s.of(self._text).split()), -s.start)) if found else None
            self._fullest_role[person] = longest
        return self._fullest_role[person]

    def of_person(self, person: int) -> Side | None:
        """The party a person speaks for: the one named most often with the name or role, else the one whose
        office the lists of office holders have the person in, else the publisher's own."""
        parties = self._parties.get(person)
        if parties:
            name, spans = max(parties.items(), key=lambda p: (len(p[1]), -p[1][0].start))
            return Side(name, (spans[0],), self._basis(name, spans[0]))
        if found := self._by_list(person) or self._by_owner(person) or self._by_seat(person):
            return found
        if person in self._learned:
            return self._learned[person]
        if self.home:
            named = self.role(person) or self._analysis.mentions[person].span
            basis = f"published by an office of {self.home.name}, and nothing says that this person speaks for another"
            return Side(self.home.name, (named,), basis)
        return None

    def learn(self, person: int, side: Side) -> None:
        """A person of whom nothing else is told came with the people of that side."""
        if self.of_person(person) is None:
            self._learned[person] = side
            self._taken.setdefault(self._office(person), set()).add(side.name)

    def of_mention(self, mention: int) -> list[Side]:
        """The parties that a participant's mention brings to the table."""
        found = self._analysis.mentions[mention]
        if found.kind is MentionKind.PERSON:
            side = self.of_person(self.person(mention))
            return [side] if side else []
        if found.kind is MentionKind.ORGANISATION:
            return [Side(found.reads_as, (found.span,), self._basis(found.reads_as, found.span))]
        targets = self._links.of(LinkKind.DELEGATION_PARTY, mention)
        parties = [self._analysis.mentions[t] for t in targets]
        if found.reads_as == "office":
            return self._home_office(found.span)
        if found.reads_as not in ("", "delegation"):
            return self._many(found, parties)
        return [Side(p.reads_as, (p.span,), self._basis(p.reads_as, p.span)) for p in parties]

    def _home_office(self, span: Span) -> list[Side]:
        """ "The Prime Minister", in what an office publishes, is its own."""
        if self.home is None:
            return []
        basis = f"“{span.of(self._text)}”, published by an office of {self.home.name}"
        return [Side(self.home.name, (span,), basis)]

    def _by_list(self, person: int) -> Side | None:
        """The party in whose office the lists of office holders have a person of that name and role ("President Bush")
        on the day of publication; None where they leave more than one answer."""
        role, name = self.role(person), self._analysis.mentions[person].span
        tenure = self._tenure(self._plain(name), self._plain(role) if role else "")
        party = side_of(tenure) if tenure else None
        if tenure is None or party is None:
            return None
        basis = f"according to {listed(tenure)}, {tenure.person.name} was {told_tenure(tenure)}"
        return Side(party.name, (role, name) if role else (name,), basis)

    def _tenure(self, name: str, role: str) -> Tenure | None:
        """By role and name on the day of publication; without one, what all offices of the one person of that name
        have in common."""
        if self._published is None:
            known = known_person(name)
            return _of_one_side(tenures_of(known)) if known else None
        return party_by_office(name, role, self._published)

    def _plain(self, span: Span) -> str:
        return " ".join(span.of(self._text).split())

    def _by_owner(self, person: int) -> Side | None:
        """ "Lind's adviser, Tom Berg", speaks for whom Lind speaks for, where the words beside a name tell that."""
        for role in self.roles.get(person, ()):
            owner = self._owner_of(role)
            if owner is None or owner == person:
                continue
            parties = self._parties.get(owner)
            name = max(parties, key=lambda p: len(parties[p])) if parties else ""
            side = Side(name, tuple(parties[name][:1])) if parties else self._by_list(owner)
            if side:
                own = self._plain(self._analysis.mentions[owner].span)
                basis = f"{self._plain(role)} of {own}, who speaks for {side.name}"
                return Side(side.name, (role, *side.spans[:1]), basis)
        return None

    @cached_property
    def states(self) -> dict[str, Span]:
        """The states that the text names, each where it first does."""
        found: dict[str, Span] = {}
        for mention in find_parties(self._text):
            side = at_the_table(mention.party) if mention.party else None
            if side and side.kind == STATE:
                found.setdefault(side.name, Span(mention.start, mention.end))
        return found

    def _owner_of(self, role: Span) -> int | None:
        """The person whose name, with a possessive, stands right before a role."""
        owned = _POSSESSIVE.search(self._text, max(0, role.start - 5), role.start)
        return self._person_until.get(owned.start()) if owned else None

    @cached_property
    def _person_until(self) -> dict[int, int]:
        """Where mentions of persons end: the person."""
        mentions = enumerate(self._analysis.mentions)
        return {m.span.end: self.person(i) for i, m in mentions if m.kind is MentionKind.PERSON}

    def _by_seat(self, person: int) -> Side | None:
        """The state of an officer whom the text gives none: that of the one seat of government it names ("the White
        House") whose head it does not name otherwise."""
        role = self.role(person)
        office = self._office(person)
        if self.home or role is None or not office:
            return None
        taken = self._taken.get(office, ())
        seats = {name: span for name, span in self._seats.items() if name not in taken}
        if len(seats) != 1:
            return None
        name, span = next(iter(seats.items()))
        return Side(name, (role, span), f"“{span.of(self._text)}” is the only seat of government left in the text")

    def _office(self, person: int) -> str:
        """The office a person's role is, of those that a state has one of; "" if it is none."""
        role = self.role(person)
        words = role.of(self._text).lower() if role else ""
        return next((office for office in state_offices() if office in words), "")

    def _many(self, group: Mention, parties: list[Mention]) -> list[Side]:
        """Several sides under one word ("the factions"), by the people they are of: its own, else the text's."""
        own = group.span.of(self._text).removeprefix("the ").removeprefix("The ")
        if not parties and own[:1].isupper():
            return [Side(" ".join(own.split()), (group.span,))]
        words = parties[0].span.of(self._text) if parties else self._people_spoken_of
        name = f"{words} {group.reads_as}".strip()
        basis = "" if parties else f"“{group.span.of(self._text)}”, in a text about {words or 'several'} matters"
        return [Side(name, (group.span,), basis)]

    @cached_property
    def _people_spoken_of(self) -> str:
        """The adjective of a people that the text uses most, "" if none stands out."""
        words = Counter(
            m.span.of(self._text)
            for m in self._analysis.mentions
            if m.kind is MentionKind.ORGANISATION
            and (p := party_named(m.reads_as))
            and m.span.of(self._text) in p.adjectives
        )
        first = words.most_common(2)
        return first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else ""

    def _basis(self, name: str, span: Span) -> str:
        words = " ".join(span.of(self._text).split())
        shown = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE)
        english = self._english.get(span, "")
        by = f", in English “{english}”" if english else ""
        return "" if shown else f"“{words}” names {name}{by}"


def _of_one_side(tenures: tuple[Tenure, ...]) -> Tenure | None:
    """The last of them, if all are of one side, or of one state and of political parties in it."""
    sides = [side_of(t) for t in tenures]
    states = [t for t, side in zip(tenures, sides, strict=True) if side and side.kind == STATE]
    others = [side for side in sides if side and side.kind != STATE]
    if states and all(side.kind == _PARTY for side in others) and len({side.code for side in sides if side}) == 1:
        return states[-1]
    return tenures[-1] if tenures and len(set(sides)) == 1 else None
