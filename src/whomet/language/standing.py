"""In which role a person took part, where the rules see none: what the reading model adds to their links.

It was also asked whose side a person is on; the lists of office holders know better, so its answers are not used."""

from __future__ import annotations

from whomet.knowledge.parties import find_parties
from whomet.language.answers import Asked, Asking, runs
from whomet.language.coreference import fullest_of
from whomet.language.draft import Draft
from whomet.language.known_roles import known_role, roles_spoken_of
from whomet.language.name_cards import add_card_roles
from whomet.language.organisations import add_party
from whomet.language.role_words import is_of_several, whole_role
from whomet.model import LinkKind, MentionKind, Span

_ROLE = 0.75
_LONGEST_ROLE = 14  # words
_SET_BEHIND = 8  # code points of ", the "
_NEAR = 3  # code points between a role and the name behind it


def add_standing(asking: Asking, draft: Draft, persons: list[int]) -> None:
    """Asks about each of these persons (their mentions in the text's meetings), once by the fullest mention."""
    add_card_roles(draft)
    everyone = _mentions_of_each(draft)
    spoken_of: list[Span] | None = None
    for person in dict.fromkeys(fullest_of(draft, p) for p in persons):
        mentions = [person, *(i for i in everyone.get(person, ()) if i != person)]
        if _has_role(draft, mentions):
            continue
        _add_role(draft, mentions, asking.ask("person", draft.mentions[person].span))
        if _has_role(draft, mentions):
            continue
        spoken_of = roles_spoken_of(draft) if spoken_of is None else spoken_of
        if known := known_role(draft, person, spoken_of, [p for p in everyone if p != person]):
            _link_role(draft, person, known)


def _mentions_of_each(draft: Draft) -> dict[int, list[int]]:
    """The mentions of each person, by the fullest."""
    found: dict[int, list[int]] = {}
    for i in draft.of_kind(MentionKind.PERSON):
        found.setdefault(fullest_of(draft, i), []).append(i)
    return found


def _has_role(draft: Draft, mentions: list[int]) -> bool:
    return any(draft.linked(LinkKind.PERSON_ROLE, m) for m in mentions)


def _add_role(draft: Draft, mentions: list[int], asked: Asked) -> None:
    """The likeliest role that is nobody else's: one that the rules see, else the words that the model marks."""
    text, place = draft.text, draft.mentions[mentions[0]].span
    taken = [draft.mentions[i].span for i in draft.of_kind(MentionKind.PERSON)]
    found = list(runs(text, asked.window, asked.answer, ("role-of", ""), _ROLE, range(1, len(asked.window.ids) - 1)))
    fitting = [
        f for f in found if not any(f.span.meets(t) for t in taken) and len(f.span.of(text).split()) <= _LONGEST_ROLE
    ]
    for each in sorted(fitting, key=lambda f: (-round(f.probability, 1), _apart(f.span, place))):
        seen = [i for i in draft.of_kind(MentionKind.ROLE) if draft.mentions[i].span.meets(each.span)]
        span = draft.mentions[seen[0]].span if seen else whole_role(text, each.span, place)
        if span and not any(span.meets(t) for t in taken) and not _is_anothers(draft, span, mentions):
            _link_role(draft, mentions[0], span)
            return


def _link_role(draft: Draft, person: int, role: Span) -> None:
    """Gives a person a role, and the party that its words name: "the Norlandic leader"."""
    named = draft.add(MentionKind.ROLE, role)
    draft.link(LinkKind.PERSON_ROLE, person, named)
    parties = [p for p in find_parties(draft.text, role.start, role.end) if p.party]
    if len({p.party for p in parties}) == 1:
        party = add_party(draft, Span(parties[0].start, parties[0].end), parties[0].party)
        draft.link(LinkKind.ROLE_PARTY, named, party)
        draft.link(LinkKind.PERSON_PARTY, person, party)


def _is_anothers(draft: Draft, role: Span, mentions: list[int]) -> bool:
    """ "Lind met President Tom Berg": what stands right before one name is the role of that person alone, if it is of
    one at all ("Presidents Lind and Berg"); so is what a comma sets behind a name ("Tom Berg, the president")."""
    text = draft.text
    if is_of_several(role.of(text)):
        return False
    others = [i for i in draft.of_kind(MentionKind.PERSON) if i not in mentions]
    if any(_is_set_behind(draft, role, other) for other in others):
        return True
    own = [draft.mentions[i].span for i in mentions]
    signs = "" if any(_only(text, s.end, role.start, ",") for s in own) else ","
    return any(_only(text, role.end, draft.mentions[i].span.start, signs) for i in others)


def _is_set_behind(draft: Draft, role: Span, person: int) -> bool:
    name = draft.mentions[person].span
    roles = (draft.mentions[r].span for r in draft.linked(LinkKind.PERSON_ROLE, person))
    near = 0 < role.start - name.end <= _SET_BEHIND and draft.text[name.end] == ","
    return near and any(r.meets(role) for r in roles)


def _only(text: str, start: int, end: int, signs: str) -> bool:
    """Whether spaces and these signs alone stand between."""
    return 0 < end - start <= _NEAR and not text[start:end].strip(f" \n\u00a0{signs}")


def _apart(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
