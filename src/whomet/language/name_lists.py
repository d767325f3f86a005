"""Lists of people with the party of each, as offices print them: "Ada Lind (Norway), Otto Berg (Republic of Kenya) and
Eva Moe (Finland)", or a line each, "Ada Lind – Norway"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party, party_named
from whomet.knowledge.places import places_named
from whomet.language.draft import Draft
from whomet.language.organisations import add_party
from whomet.language.role_words import heads, is_of_several
from whomet.model import LinkKind, MentionKind, Span

_FEWEST = 3  # people of a list
_LONGEST_NAME = 90  # code points
_BEFORE = 300  # code points before a list in which its people are told for ambassadors, ministers ...
_IN_BRACKETS = re.compile(r"\s{0,2}\((?P<party>[^()\n]{3,70})\)")
_BEHIND_A_DASH = re.compile(r"\s{1,2}[–—-]\s{1,2}(?P<party>[^\n–—,;()]{3,70}?)(?=[,;.]?\s{0,3}$)", re.MULTILINE)
_BETWEEN = re.compile(r"[,;.]?\s{0,3}(?:and\s{1,3})?(?:[•*·-]\s{0,2}|\d{1,2}[.)]\s{1,2})?")
_TO_PARTY = re.compile(r"\s{1,3}(?:of|to)\s{1,3}(?:the\s{1,3})?(?P<party>(?:[A-Z][\w’'-]*\s{0,3}){1,4})")


@dataclass(frozen=True, slots=True)
class Listed:
    """One of a list: where the name stands, and the words of the party."""

    name: Span
    where: Span
    party: Party


def find_lists(text: str) -> list[list[Listed]]:
    """The lists of a text, each of three people at least, in text order."""
    out: list[list[Listed]] = []
    for one in sorted((*_found(text, _IN_BRACKETS), *_found(text, _BEHIND_A_DASH)), key=lambda i: i.name):
        if out and _BETWEEN.fullmatch(text, _end(text, out[-1][-1]), one.name.start):
            out[-1].append(one)
        else:
            out.append([one])
    return [people for people in out if len(people) >= _FEWEST]


def add_lists(draft: Draft) -> list[tuple[int, ...]]:
    """Adds the people of each list with party and role; the mentions of their names, list by list."""
    out = []
    for people in find_lists(draft.text):
        role = _role_before(draft, people[0].name.start)
        listed = []
        for one in people:
            person = draft.add(MentionKind.PERSON, one.name)
            draft.link(LinkKind.PERSON_PARTY, person, add_party(draft, one.where, one.party))
            if role:
                draft.link(LinkKind.PERSON_ROLE, person, draft.add(MentionKind.ROLE, role))
            listed.append(person)
        out.append(tuple(listed))
    return out


def _found(text: str, pattern: re.Pattern[str]) -> Iterator[Listed]:
    for match in pattern.finditer(text):
        party = party_named(match["party"].strip())
        name = _name().search(text[max(0, match.start() - _LONGEST_NAME) : match.start()]) if party else None
        if party and name and not places_named(name[1]):
            yield Listed(Span(match.start() - len(name[1]), match.start()), Span(*match.span("party")), party)


def _end(text: str, one: Listed) -> int:
    return one.where.end + text.startswith(")", one.where.end)


def _role_before(draft: Draft, start: int) -> Span | None:
    """The last word before a list that calls several people by an office: "(new) ambassadors to Norway"; not that of
    "the ambassadors' work"."""
    text = draft.text
    found = [m for m in heads().finditer(text, max(0, start - _BEFORE), start) if is_of_several(m.group())]
    found = [m for m in found if text[m.end() : m.end() + 1] not in ("'", "’")]
    if not found:
        return None
    to = _TO_PARTY.match(text, found[-1].end(), start)
    whose = to if to and party_named(to["party"].strip()) else None
    return Span(found[-1].start(), whose.start("party") + len(whose["party"].rstrip()) if whose else found[-1].end())


@cache
def _name() -> re.Pattern[str]:
    """Two to eight words at the end, large but for particles."""
    small = "|".join(read_data("nouns")["particle"])
    word = r"[A-ZÀ-ÖØ-Þ][\w.’'-]*"
    return re.compile(rf"(?<![\w.’'-])({word}(?:\s(?:{word}|(?:{small})\b[’'-]?[\w’'-]*)){{0,6}}\s{word})$")
