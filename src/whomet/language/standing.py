"""In which role a person took part, where the rules see none: what the reading model adds to their links.

It was also asked whose side a person is on; the lists of office holders know better, so its answers are not used."""

from __future__ import annotations

from whomet.language.answers import Asked, Asking, runs
from whomet.language.coreference import fullest_of
from whomet.language.draft import Draft
from whomet.model import LinkKind, MentionKind, Span

_ROLE = 0.75
_LONGEST_ROLE = 14  # words


def add_standing(asking: Asking, draft: Draft, persons: list[int]) -> None:
    """Asks about each of these persons (their mentions in the text's meetings), once by the fullest mention."""
    for person in dict.fromkeys(fullest_of(draft, p) for p in persons):
        mentions = [person, *(i for i in draft.of_kind(MentionKind.PERSON) if fullest_of(draft, i) == person)]
        if not any(draft.linked(LinkKind.PERSON_ROLE, m) for m in mentions):
            _add_role(asking.text, draft, person, asking.ask("person", draft.mentions[person].span))


def _add_role(text: str, draft: Draft, person: int, asked: Asked) -> None:
    """The likeliest role: one that the rules see, else the run of words that the model marks."""
    taken = [draft.mentions[i].span for i in draft.of_kind(MentionKind.PERSON)]
    found = list(runs(text, asked.window, asked.answer, ("role-of", ""), _ROLE, range(1, len(asked.window.ids) - 1)))
    fitting = [
        f for f in found if not any(f.span.meets(t) for t in taken) and len(f.span.of(text).split()) <= _LONGEST_ROLE
    ]
    if fitting:
        place = draft.mentions[person].span
        best = min(fitting, key=lambda f: (-round(f.probability, 1), _apart(f.span, place)))
        seen = [i for i in draft.of_kind(MentionKind.ROLE) if draft.mentions[i].span.meets(best.span)]
        role = seen[0] if seen else draft.add(MentionKind.ROLE, best.span)
        draft.link(LinkKind.PERSON_ROLE, person, role)


def _apart(one: Span, other: Span) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
