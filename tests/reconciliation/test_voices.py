"""Copies are counted once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_up_accounts import document

from whomet.model import Account, Meeting, Region, RegionKind, Span
from whomet.reconciliation import VoiceCount, count_voices, voices, voices_of_meetings

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


def test_the_voices_of_a_meeting_are_counted_from_texts_that_are_fetched():
    """A reprint adds a document and no voice; the text of a meeting told of once is not asked for."""
    said = "The envoys of both sides met at the old mill by the river on Tuesday and spoke until the evening bell rang."
    texts = {
        "a": said,
        "b": f"{said} More.",
        "c": "Nobody there would say anything of what had been talked about.",
        "d": "?",
    }
    accounts = [Account(f"{key}0", key, True, 1.0, ()) for key in texts]
    asked = []

    def fetch(keys):
        asked.extend(keys)
        return [(key, texts[key]) for key in keys]

    meetings = [Meeting("a0", ("a0", "b0", "c0")), Meeting("d0", ("d0",))]
    documents = {key: document(key) for key in texts}
    assert voices_of_meetings(meetings, accounts, documents, fetch) == {"a0": 2, "d0": 1}
    assert asked == ["a", "b", "c"]
