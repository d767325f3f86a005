"""Roles on the cards that some pages print behind a name: "Ada Lind Lind AdaPresident of the Republic of Norway"."""

from __future__ import annotations

import re

from whomet.knowledge.parties import find_parties
from whomet.language.draft import Draft
from whomet.language.role_words import heads
from whomet.model import LinkKind, MentionKind, Span

_LONGEST = 120  # code points of a role on a card that are looked at
_OF = re.compile(r"\s{1,3}of\s{1,3}(?:the\s{1,3})?(?:[A-Z][\w’'-]*\s{1,3}(?:of\s{1,3})?(?:the\s{1,3})?){0,8}")


def add_card_roles(draft: Draft) -> None:
    """Links each person whose name is printed once more, in either order, to the role that is glued to it."""
    text = draft.text
    for person in draft.of_kind(MentionKind.PERSON):
        span = draft.mentions[person].span
        words = draft.words(person).split()
        again = "|".join(re.escape(" ".join(order)) for order in ([words[-1], *words[:-1]], words))
        card = re.compile(rf"\s{{1,3}}(?:{again})(?=[A-Z])").match(text, span.end) if len(words) > 1 else None
        head = heads().match(text[card.end() : card.end() + _LONGEST]) if card else None
        if card and head:
            role = Span(card.end(), _end_of_party(text, card.end() + head.end()))
            draft.link(LinkKind.PERSON_ROLE, person, draft.add(MentionKind.ROLE, role))


def _end_of_party(text: str, at: int) -> int:
    """Where the party ends that the role is of, with the words between: "of the State Council of Norway"."""
    of = _OF.match(text, at, at + _LONGEST)
    if of is None:
        return at
    found = [p for p in find_parties(text, at, at + _LONGEST) if p.party and p.start <= of.end()]
    return found[-1].end if found else at
