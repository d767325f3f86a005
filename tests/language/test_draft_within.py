"""What a draft holds within some words, whatever the order in which it was written."""

from itertools import permutations

import pytest

from whomet.language.draft import Draft
from whomet.model import MentionKind, Span

TEXT = "Ada Lind met Tom Berg of Norway"
MENTIONS = (
    (MentionKind.PERSON, Span(0, 8)),
    (MentionKind.PERSON, Span(13, 21)),
    (MentionKind.ORGANISATION, Span(25, 31)),
    (MentionKind.ROLE, Span(13, 31)),
)


@pytest.mark.parametrize("order", list(permutations(range(len(MENTIONS)))))
def test_mentions_come_in_text_order_and_only_whole(order):
    """One that begins before the words or ends behind them is not within; nor one of another kind."""
    draft = Draft(TEXT, (Span(0, len(TEXT)),))
    for number in order:
        draft.add(*MENTIONS[number])
    draft = draft.copy()

    def found(start: int, end: int, *kinds: MentionKind) -> list[Span]:
        return [draft.mentions[i].span for i in draft.within(Span(start, end), *kinds)]

    assert found(0, 31, MentionKind.PERSON) == [Span(0, 8), Span(13, 21)]
    assert found(0, 31, MentionKind.ORGANISATION, MentionKind.PERSON) == [Span(0, 8), Span(13, 21), Span(25, 31)]
    assert found(1, 30, MentionKind.PERSON, MentionKind.ROLE) == [Span(13, 21)]
    assert found(13, 31, MentionKind.ROLE) == [Span(13, 31)]
    assert found(8, 13, MentionKind.PERSON) == []
