"""What the rules see in a text, as the reading model is told it: spans with a kind each."""

from __future__ import annotations

from whomet.language.draft import Draft
from whomet.language.meetings import words_of_meetings
from whomet.language.rules import add_names
from whomet.language.sentences import find_sentences
from whomet.language.tags import KINDS
from whomet.model import MentionKind, Region, Span

_KINDS = (
    (MentionKind.DELEGATION, "group"),
    (MentionKind.VENUE, "venue"),
    (MentionKind.ORGANISATION, "party"),
    (MentionKind.PLACE, "place"),
    (MentionKind.ROLE, "role"),
    (MentionKind.TIME, "time"),
    (MentionKind.PERSON, "person"),
)
_INDEX = {kind: i for i, kind in enumerate(KINDS)}


def seen(text: str, regions: tuple[Region, ...] = ()) -> list[tuple[Span, int]]:
    """Spans and kinds of a text; where two meet, the later one counts."""
    draft = Draft(text, find_sentences(text, regions))
    add_names(draft)
    return seen_in(draft)


def seen_in(draft: Draft) -> list[tuple[Span, int]]:
    """The same, of a draft whose names are found."""
    words = words_of_meetings(draft.text, draft.sentences)
    out = [(span, _INDEX["meeting word"]) for found in words for span, _ in found]
    parties = {draft.mentions[i].span for i in draft.of_kind(MentionKind.ORGANISATION)}
    for mention_kind, kind in _KINDS:
        for i in draft.of_kind(mention_kind):
            span = draft.mentions[i].span
            both = mention_kind is MentionKind.PLACE and span in parties
            out.append((span, _INDEX["party or place" if both else kind]))
    return out
