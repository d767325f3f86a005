"""Gives a person whom the text names without a role one that it speaks of elsewhere: "Lind met ...", later "the
Norlandic president"; and tells whom such words mean. It takes the lists of office holders to know that person, and
nobody else of the text, in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.incumbency import has_led, tenures_claimed
from whomet.knowledge.parties import PartyMention, find_parties
from whomet.knowledge.roles import understand_roles
from whomet.language.coreference import fullest_of
from whomet.language.draft import Cover, Draft
from whomet.language.role_words import heads, is_of_several
from whomet.model import LinkKind, MentionKind, Span

_WIDEST = 80  # code points on either side of the head
_LONGEST_MENTION = 400  # code points
_OWNER = re.compile(r"(?:[’']s?)?\s{1,3}(?P<between>[\w-]+\s{1,3})?$")
_OWNED = re.compile(r"[’']s?\s")
_OF = re.compile(r"\s{1,3}of\s{1,3}(?:the\s{1,3})?")


def roles_spoken_of(draft: Draft) -> list[Span]:
    """The roles of a text that stand beside no name, with the party they name: "the Norlandic president"."""
    text = draft.text
    given = [draft.mentions[i].span for i in draft.of_kind(MentionKind.ROLE)]
    names = {draft.mentions[i].span.start for i in draft.of_kind(MentionKind.PERSON)}
    found = []
    parties = find_parties(text)
    for head in heads().finditer(text):
        if is_of_several(head.group()):
            continue
        near = slice(*(bisect_left(parties, head.start() + by, key=_start) for by in (-_WIDEST, _WIDEST)))
        span = _with_party(text, Span(head.start(), head.end()), parties[near])
        beside = any(span.end + n in names for n in (1, 2, 3))
        if not beside and not _meets_any(span, given) and not _is_counterpart(text, span):
            found.append(span)
    return found


def _start(party: PartyMention) -> int:
    return party.start


def _meets_any(span: Span, others: list[Span]) -> bool:
    """Whether one of some spans, in text order, meets it: none is longer than the longest mention."""
    first = bisect_left(others, span.start - _LONGEST_MENTION, key=lambda s: s.start)
    last = bisect_left(others, span.end, key=lambda s: s.start)
    return any(span.meets(s) for s in others[first:last])


def known_role(draft: Draft, person: int, spoken_of: list[Span], others: list[int]) -> Span | None:
    """The fullest of these roles that the person is known to have had, and none of the others of the text."""
    name, text = draft.words(person), draft.text
    fitting = []
    for span in spoken_of:
        words = " ".join(span.of(text).split())
        if _had(name, words) and not any(_had(draft.words(o), words) for o in others):
            fitting.append(span)
    return max(fitting, key=lambda s: (len(s.of(text).split()), -s.start), default=None)


def add_known_offices(draft: Draft) -> None:
    """ "The Norlandic president", beside no name, is the one person of the text who is known to have been that, and
    whom the text does not call a former one."""
    people = list(dict.fromkeys(fullest_of(draft, p) for p in draft.of_kind(MentionKind.PERSON)))
    if not people:
        return
    taken = Cover(draft.mentions[i].span for i in draft.of_kind(MentionKind.PERSON))
    former = {fullest_of(draft, p) for p in draft.of_kind(MentionKind.PERSON) if _is_over(draft, p)}
    for span in roles_spoken_of(draft):
        words = " ".join(span.of(draft.text).split())
        if taken.holds(span) or not _is_definite(draft.text, span) or not _is_present(words):
            continue
        meant = [p for p in people if p not in former and _had(draft.words(p), words)]
        if len(meant) == 1:
            mention = draft.add(MentionKind.PERSON, span)
            draft.link(LinkKind.SAME_PERSON, mention, meant[0])


def _is_present(role: str) -> bool:
    """Whether the words name an office of one party that one person holds now."""
    roles = understand_roles(role)
    return len(roles) == 1 and bool(roles[0].party) and roles[0].manner == ""


def _is_over(draft: Draft, person: int) -> bool:
    roles = [r for m in draft.linked(LinkKind.PERSON_ROLE, person) for r in understand_roles(draft.words(m))]
    return any(role.manner in ("former", "late", "then") for role in roles)


def _is_definite(text: str, span: Span) -> bool:
    """ "The Norlandic president", "Norland's president"."""
    return bool(_OWNED.search(span.of(text))) or text[max(0, span.start - 4) : span.start].lower() == "the "


def _had(name: str, role: str) -> bool:
    """Whether somebody of that name is known to have had an office, or to have been the "leader" of a state."""
    return bool(tenures_claimed(name, role)) or has_led(name, role)


def _with_party(text: str, head: Span, parties: tuple[PartyMention, ...]) -> Span:
    """With the party before it ("Norland's", "the Norlandic"), and one word between; or that after "of"."""
    start, end = head.start, head.end
    for party in parties:
        if head.start - _WIDEST < party.start and party.end <= head.start:
            between = _OWNER.fullmatch(text, party.end, head.start)
            if between and (not between["between"] or between["between"].strip().lower() in _modifiers()):
                start = party.start
        elif end <= party.start <= head.end + _WIDEST and _OF.fullmatch(text, head.end, party.start):
            end = party.end
    return Span(start, end)


def _is_counterpart(text: str, span: Span) -> bool:
    """ "His Norlandic counterpart" has the office of another text."""
    return span.of(text).lower().endswith("counterpart")


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(str(w) for w in read_data("nouns")["modifier"])
