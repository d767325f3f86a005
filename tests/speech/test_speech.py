"""Who is said to have said what: every cue's own examples, and sentences with inline marks."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from speech_marks import read_marked, simple_sentences

from whomet.knowledge.data import read_data
from whomet.language.posts import Posts
from whomet.language.quotations import find_quotations
from whomet.language.speech import find_speech
from whomet.language.speech_cues import act_in, act_of, find_cues
from whomet.model import Mention, MentionKind, Span

CUES = read_data("speech_cues")["cues"]
ACTS = {"states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"}
TAKES = {"that", "clause", "object", "to", "addressee", "after", "before", "impersonal", "source"}
SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))


def told(text, mentions=()):
    """Every speech of a text as a dict of words."""
    speeches = find_speech(text, simple_sentences(text), mentions, find_quotations(text))
    return [
        {
            "speakers": [s.of(text) for s in speech.speakers],
            "via": speech.via.of(text) if speech.via else None,
            "cue": speech.cue.of(text) if speech.cue else None,
            "act": speech.act,
            "content": speech.content.of(text),
        }
        for speech in speeches
    ]


@pytest.mark.parametrize("entry", CUES, ids=lambda e: e["cue"][:30])
def test_an_entry_says_what_it_does_and_shows_it(entry):
    """Known act, known syntax, at least one example."""
    assert entry["act"] in ACTS
    assert entry["takes"] and set(entry["takes"]) <= TAKES
    assert entry["examples"]


@pytest.mark.parametrize(
    ("entry", "example"), [(e, x) for e in CUES for x in e["examples"]], ids=lambda v: str(v.get("text", ""))[:50]
)
def test_a_cue_finds_its_examples(entry, example):
    """Content, and act, speaker and relay where the example names them."""
    fits = [
        s
        for s in told(example["text"])
        if s["content"] == example["content"]
        and s["act"] == example.get("act", entry["act"])
        and ("speaker" not in example or s["speakers"] == [example["speaker"]])
        and s["via"] == example.get("via")
    ]
    assert fits, told(example["text"])


@pytest.mark.parametrize("text", [text for e in CUES for text in e.get("not", ())])
def test_a_cue_leaves_alone_what_it_must(text):
    """Nothing is said in these."""
    assert told(text) == []


@pytest.mark.parametrize("case", SENTENCES, ids=lambda c: c["what"])
def test_marked_sentences(case):
    """Speakers, relay, cue, act and content of each speech."""
    text, mentions = read_marked(case["text"])
    rows = [
        " | ".join([" + ".join(s["speakers"]) or "-", s["via"] or "-", s["cue"] or "-", s["act"], s["content"]])
        for s in told(text, mentions)
    ]
    assert rows == case["speeches"]


WORDS = ["said", "that", "“", "”", ",", ".", " ", "\n\n", "and", "stressed", "the", "need", "Orlo", "they", "of", "مي"]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.integers(0, 20), st.integers(1, 40))
def test_whatever_the_text_spans_are_exact(text, cut, size):
    """Any words, sentences cut anywhere: no error, spans inside the text, contents not empty, quoted parts inside."""
    sentences = tuple(Span(i, min(i + size, len(text))) for i in range(min(cut, len(text)), len(text), size))
    for speech in find_speech(text, sentences, (), find_quotations(text)):
        spans = [speech.content, *speech.speakers, *speech.quoted, *(s for s in (speech.cue, speech.via) if s)]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(speech.content.holds(q) for q in speech.quoted)
        assert speech.cue is None or not speech.content.meets(speech.cue)


def test_a_line_without_end_is_passed_over():
    """A sentence of half a million words is no prose: nothing is read, and quickly."""
    text = "Orlo said that it rained and stressed " * 100_000
    assert find_speech(text, (Span(0, len(text)),), (), ()) == ()


@pytest.mark.parametrize(
    "unit", ["Orlo said that ", ", he said, ", "expressed a b ", "and stressed that the two leaders "]
)
def test_a_heap_of_cues_is_passed_over(unit):
    """A sentence of nothing but cues is no prose: nothing is read from it, and the next one is read as ever."""
    heap = unit * (2800 // len(unit)) + "."
    text = (heap + " ") * 20 + "Lena Orlo said that the bridge was safe."
    contents = [speech["content"] for speech in told(text)]
    assert contents == ["the bridge was safe"]


@pytest.mark.parametrize("end", ["\n", " "])
def test_a_heap_of_posts_is_gone_through_once(end):
    """Thirty thousand posts, a line each or all on one line: each is its signer's, and quickly."""
    post = "Nothing else works! — Lena Orlo (@lenaorlo) May 5, 2019" + end
    places = [i * len(post) for i in range(30_000)]
    spans = [Span(at + post.index("Lena"), at + post.index("Lena") + len("Lena Orlo")) for at in places]
    posts = Posts(post * len(places), tuple(Mention(MentionKind.PERSON, span) for span in spans))
    assert [posts.at(Span(at, at + 19)).speaker for at in places] == spans


TURNS = [(turn["act"], words) for turn in read_data("speech_cues")["turns"] for words in turn.get("examples", ())]


@pytest.mark.parametrize(("act", "words"), TURNS)
def test_words_do_by_themselves_what_they_say(act, words):
    """Every example of the turns, quoted too."""
    assert act_in(words) == act_in(f"“{words}”") == act


def test_condolences_are_no_offer():
    """Whatever verb stands before them."""
    text = "Lind offered his condolences."
    (found,) = find_cues(text, Span(0, len(text)))
    cue = found.cue
    assert cue.act == "offers"
    assert act_of(cue, "his condolences") == "states"
    assert act_of(cue, "his help") == "offers"
