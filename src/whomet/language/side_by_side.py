"""People whom a sentence names in one breath: "Foreign Minister Ada Lind, Otto Berg and Eva Moe"."""

from __future__ import annotations

import re
from itertools import pairwise

from whomet.language.draft import Draft
from whomet.model import LinkKind, MentionKind, Span

_FARTHEST = 120  # code points between two names, the role of one of them included
_LEAD = r"(?:the\s{1,3}|(?:his|her|its|their)\s{1,3}|[A-Z][\w.’'-]{0,30}\s{1,3}){0,3}"
_AND = re.compile(rf"\s{{0,3}},?\s{{0,3}}(?:and|&)\s{{1,3}}{_LEAD}")
_COMMA = re.compile(rf"\s{{0,3}},\s{{0,3}}{_LEAD}")


def named_together(draft: Draft, sentence: Span) -> list[list[int]]:
    """The mentions of each such enumeration of persons, which "and" ends."""
    out: list[list[int]] = []
    open_run: list[int] = []
    for one, other in pairwise(draft.within(sentence, MentionKind.PERSON)):
        between = _between(draft, one, other)
        run = open_run or [one]
        open_run = []
        if between is not None and _AND.fullmatch(draft.text, between.start, between.end):
            out.append([*run, other])
        elif between is not None and _COMMA.fullmatch(draft.text, between.start, between.end):
            open_run = [*run, other]
    return out


def _between(draft: Draft, one: int, other: int) -> Span | None:
    """What stands between two names, without the role of either."""
    start, end = draft.mentions[one].span.end, draft.mentions[other].span.start
    if not 0 < end - start <= _FARTHEST:
        return None
    for person in (one, other):
        for role in draft.linked(LinkKind.PERSON_ROLE, person):
            span = draft.mentions[role].span
            if person == one and start <= span.start and span.end <= end:
                start = span.end
            elif start <= span.start and span.end <= end:
                end = span.start
    return Span(start, end)
