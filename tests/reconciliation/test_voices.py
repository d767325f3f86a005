"""Copies are counted once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_up_accounts import document

from whomet.model import Region, RegionKind, Span
from whomet.reconciliation import VoiceCount, count_voices, voices

STORY = (
    "The president of Norland received the foreign minister of Suria in Lima on Friday. They spoke for an hour about "
    "fishing "
    "rights in the northern strait and agreed to meet again before the end of the summer, a spokesman told reporters."
)
OTHER = (
    "Suria's top diplomat left Lima without a deal. After talks with Norland's head of state he complained of hard "
    "bargaining "
    "and said that boats would go on sailing wherever their owners please."
)


def test_a_reprint_is_no_second_voice():
    reprint = "By our staff. " + STORY + " Share this story."
    found = [
        document("a", publisher="Post", text=STORY),
        document("b", publisher="Herald", text=reprint),
        document("c", publisher="Post", text=OTHER),
    ]
    assert voices(found) == (("a", "b"), ("c",))
    assert count_voices(found) == VoiceCount(documents=3, publishers=2, voices=2)


def test_boilerplate_that_two_pages_share_makes_no_copy():
    frame = (
        " Subscribe to our letter, follow us everywhere, and read the terms of use of this site with great care. " * 3
    )
    pages = [
        replace(document(k, text=frame + t), regions=(Region(Span(0, len(frame)), RegionKind.BOILERPLATE),))
        for k, t in (("a", STORY), ("b", OTHER))
    ]
    assert voices(pages) == (("a",), ("b",))


def test_documents_without_a_text_or_publisher_are_counted_one_by_one():
    assert count_voices([document("a", text="x"), document("b", text="y")]) == VoiceCount(2, 2, 2)
    assert count_voices([]) == VoiceCount(0, 0, 0)


@given(st.permutations([document("a", text=STORY), document("b", text=STORY + " More."), document("c", text=OTHER)]))
def test_the_order_of_documents_changes_nothing(found):
    assert voices(found) == (("a", "b"), ("c",))
