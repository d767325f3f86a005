"""Copies, translations and rewritings of one statement are one voice; independent tellings are not."""

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from made_up_accounts import account, document

from whomet.knowledge.publishers import PublisherKind, Publishers, publishers_from
from whomet.model import Region, RegionKind, Span
from whomet.reconciliation.origins import How
from whomet.reconciliation.voices import VoiceCount, count_voices, voices, voices_of

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
OCCASIONS = yaml.safe_load(Path(__file__).with_name("statements.yaml").read_text(encoding="utf-8"))
FISHING = OCCASIONS[0]


def told(texts, names=(), **given):
    """Documents "a", "b" ... of one meeting and an account of each that names who met."""
    documents = [document(chr(97 + n), text=text, **given) for n, text in enumerate(texts)]
    accounts = [account(f"{d.key}#0", parties=[], people=[(name, "") for name in names]) for d in documents]
    return documents, accounts


def test_a_reprint_is_no_second_voice():
    reprint = "By our staff. " + STORY + " Share this story."
    found = [
        document("a", publisher="Post", text=STORY),
        document("b", publisher="Herald", text=reprint),
        document("c", publisher="Post", text=OTHER),
    ]
    assert voices(found) == (("a", "b"), ("c",))
    assert count_voices(found) == VoiceCount(documents=3, publishers=2, voices=2)


def test_a_reprint_says_which_words_it_has_from_whom():
    found, accounts = told([STORY, STORY + " More to come."], published="2021-05-03")
    found[1] = replace(found[1], published=replace(found[1].published, value="2021-05-04"))
    (voice,) = voices_of(found, accounts)
    assert voice.origin == "a" and [t.how for t in voice.told] == [How.ORIGINAL, How.REPRINT]
    (evidence,) = voice.told[1].evidence
    assert "word for word" in evidence.text
    assert {span.of(STORY) for key, span in evidence.spans if key == "a"} <= set(STORY.split(". ", 1)) | {
        s + "." for s in STORY.split(". ", 1)
    }


def test_a_long_page_that_holds_a_short_text_is_no_copy_of_it():
    page = " ".join(f"Word{n} stood by itself in paragraph {n * 7} of the chronicle." for n in range(120))
    assert voices([document("a", text=STORY), document("b", text=page + " " + STORY)]) == (("a",), ("b",))


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


@given(st.permutations(range(5)), st.integers(0, len(OCCASIONS) - 1))
def test_the_order_of_documents_and_accounts_changes_no_voice(order, occasion):
    case = OCCASIONS[occasion]
    found, accounts = told([*case["versions"], *case["others"]], case["names"])
    mixed = [n for n in order if n < len(found)]
    assert voices_of([found[n] for n in mixed], [accounts[n] for n in mixed]) == voices_of(
        [found[n] for n in sorted(mixed)], [accounts[n] for n in sorted(mixed)]
    )


def pairs(kind):
    for case in OCCASIONS:
        same = combinations(case["versions"], 2)
        apart = [*product(case["versions"], case["others"]), *combinations(case["others"], 2)]
        for number, (a, b) in enumerate(same if kind == "same" else apart):
            yield pytest.param(a, b, case["names"], id=f"{case['occasion']} {number}")


@pytest.mark.parametrize(("a", "b", "names"), list(pairs("same")))
def test_two_versions_of_one_statement_are_one_voice(a, b, names):
    (voice,) = voices_of(*told([a, b], names))
    retold = [t for t in voice.told if t.how in (How.PARAPHRASE, How.TRANSLATION)]
    assert retold and all(t.evidence[-1].text.split(" order")[0].endswith(("same", "another")) for t in retold)


@pytest.mark.parametrize(("a", "b", "names"), list(pairs("apart")))
def test_independent_tellings_of_one_meeting_are_two_voices(a, b, names):
    assert len(voices_of(*told([a, b], names))) == 2


def test_versions_printed_a_week_apart_are_left_apart():
    found, accounts = told(FISHING["versions"], FISHING["names"], published="2021-05-03")
    later = replace(found[1], published=replace(found[1].published, value="2021-05-10"))
    assert len(voices_of(found, accounts)) == 1
    assert len(voices_of([found[0], later], accounts)) == 2


def test_the_evidence_cites_the_sentences_of_both_sides_that_are_alike():
    found, accounts = told(FISHING["versions"], FISHING["names"])
    (voice,) = voices_of(found, accounts)
    texts = {d.key: d.text for d in found}
    (retold,) = (t for t in voice.told if t.how is not How.ORIGINAL)
    cited = [(key, span.of(texts[key])) for key, span in retold.evidence[-1].spans]
    assert {key for key, _ in cited} == {"a", "b"}
    assert any("three conditions" in words for _, words in cited)
    assert "14" not in retold.evidence[-1].text and "37" in retold.evidence[-1].text


def test_an_official_site_is_the_origin_also_of_what_was_printed_before_it():
    rows = [{"name": "Norland Front", "kind": "official", "party": "Hamas"}]
    own = Publishers(publishers_from(rows))
    found, accounts = told(FISHING["versions"], FISHING["names"], published="2021-05-03")
    site = replace(document("b", "2021-05-04", "Norland Front", found[1].text))
    (voice,) = voices_of([found[0], site], accounts, own)
    assert (voice.origin, voice.kind, voice.party) == ("b", PublisherKind.OFFICIAL, "Hamas")


def test_two_texts_of_one_house_need_more_to_be_one_voice():
    """The manner of a house makes its texts alike; those of two houses that are as much alike are one telling."""
    found, accounts = told(FISHING["versions"], FISHING["names"])
    ours = [replace(document(d.key, "", "Reuters", d.text)) for d in found]
    assert len(voices_of(found, accounts)) == 1 and len(voices_of(ours, accounts)) == 2


def test_a_retelling_in_a_land_of_another_tongue_is_a_translation():
    found, accounts = told(FISHING["versions"], FISHING["names"])
    found = [replace(d, url=u) for d, u in zip(found, ("https://irna.ir/1", "https://almanar.com.lb/2"), strict=True)]
    (voice,) = voices_of(found, accounts)
    assert sorted(t.how for t in voice.told) == [How.ORIGINAL, How.TRANSLATION]


def test_texts_made_to_be_slow_are_compared_all_the_same():
    hostile = [
        "a" * 500_000,
        '"' * 500_000,
        "A. " * 200_000,
        "statement " * 50_000,
        "in a " * 100_000,
        "(Reuters " * 50_000,
    ]
    found = [document(str(n), text=text) for n, text in enumerate(hostile)]
    assert {key for group in voices(found) for key in group} == {str(n) for n in range(len(hostile))}


def test_a_text_printed_by_two_hundred_papers_is_one_voice():
    texts = [f"{STORY} Our reader number {n} liked it." for n in range(200)]
    (group,) = voices([document(f"{n:03}", text=text) for n, text in enumerate(texts)])
    assert len(group) == 200
