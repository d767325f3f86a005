"""Examples become batches: labels on the right tokens, each window with its questions."""

from __future__ import annotations

import random

import numpy as np
import pytest
from batches import batches, items
from test_training_examples import DOCUMENT, TEXT, WORDS

from examples import Example, annotated
from whomet.language.tags import CLASSES, MARKS, OF_MARK, PLAIN, TAGS
from whomet.model import Span

EXAMPLE = annotated(TEXT, DOCUMENT, WORDS, whole=True)


@pytest.fixture(scope="module")
def item(tokens):
    """The one window of the made-up text, with all its questions."""
    (only,) = items([EXAMPLE], tokens, random.Random(0))
    return only


def tagged(item, asked, tag: str) -> list[str]:
    """The words whose tokens a column marks, pieces put together."""
    rows = np.flatnonzero(asked.right[:, TAGS.index(tag)])
    spans: list[Span] = []
    for i in rows:
        here = item.window.spans[i]
        if spans and not TEXT[spans[-1].end : here.start].strip() and i - 1 in rows:
            here = Span(spans.pop().start, here.end)
        spans.append(here)
    return [s.of(TEXT) for s in spans]


def asked_at(item, mark: str, words: str):
    """The question with these words marked."""
    start = TEXT.index(words)
    for asked in item.asked[1:]:
        rows = np.flatnonzero(asked.marks)
        spans = [item.window.spans[i] for i in rows]
        if asked.marks[rows[0]] == MARKS.index(mark) + 1 and spans[0].start == start:
            assert spans[-1].end == start + len(words)
            return asked
    raise AssertionError(words)


def test_the_first_question_has_no_mark(item):
    """Names and meeting words stand at their own tokens."""
    plain = item.asked[0]
    assert not plain.marks.any() and not plain.distances.any()
    assert tagged(item, plain, "person") == ["Tomas Brae", "Mira Okonveld", "Brae", "Brae"]
    assert tagged(item, plain, "person-begins") == ["Tomas", "Mira", "Brae", "Brae"]
    assert tagged(item, plain, "meeting") == ["met", "talks", "call"]
    assert list(plain.classes) == [-1] * len(CLASSES)


def test_labels_of_a_meeting_land_on_its_words(item):
    """With the meeting word marked."""
    asked = asked_at(item, "meeting", "met")
    found = {tag: tagged(item, asked, tag) for tag in ("where", "when", "their-role", "statement", "same-meeting")}
    assert found == {
        "where": ["Sellis"], "when": ["Monday"], "their-role": ["Foreign Minister"],
        "statement": ["We agree on fishing"], "same-meeting": ["talks"],
    }  # fmt: skip
    assert CLASSES["status"][asked.classes[list(CLASSES).index("status")]] == "held"
    assert asked.classes[list(CLASSES).index("act")] == -1


def test_labels_of_persons_and_speeches_land_on_their_words(item):
    """A person marked: role; a speech marked: who said it, and by which word."""
    assert tagged(item, asked_at(item, "person", "Tomas Brae"), "role-of") == ["Foreign Minister"]
    speech = asked_at(item, "speech", "We agree on fishing")
    assert tagged(item, speech, "speaker") == ["Tomas Brae", "Brae", "Brae"]
    assert tagged(item, speech, "cue") == ["told"]
    assert CLASSES["act"][speech.classes[list(CLASSES).index("act")]] == "agrees"


def test_only_what_a_question_asks_is_settled(item):
    """No tag of another mark, and never the encoder's own first and last token."""
    for asked in item.asked:
        mark = MARKS[asked.marks.max() - 1] if asked.marks.any() else ""
        columns = {TAGS[n] for n in np.flatnonzero(asked.settled.any(0))}
        assert columns <= set(OF_MARK[mark])
        assert not asked.settled[[0, -1]].any() and not asked.right[[0, -1]].any()


def test_what_is_there_is_settled_even_where_the_rest_is_not(tokens):
    """A text whose persons are not all known teaches those that are, and nothing of other words."""
    part = annotated(TEXT, {k: v for k, v in DOCUMENT.items() if k != "others"}, WORDS, whole=False)
    (found,) = items([part], tokens, random.Random(0))
    column = found.asked[0].settled[:, TAGS.index("person")]
    assert (column == found.asked[0].right[:, TAGS.index("person")]).all() and column.any()
    assert not [a for a in found.asked[1:] if a.classes[list(CLASSES).index("real")] == 0]


def test_words_that_only_look_like_a_meeting_are_asked_about_too(tokens):
    """Where all meeting words are known, others of their kind are marked, and the answer is no."""
    text = "The rivers met. The company called for talks, and a summit was the trip's end."
    (found,) = items([Example("x", text, {"meeting": []}, frozenset({"meeting"}))], tokens, random.Random(0))
    assert len(found.asked) == 4
    for asked in found.asked[1:]:
        spans = [found.window.spans[i] for i in np.flatnonzero(asked.marks)]
        assert Span(spans[0].start, spans[-1].end).of(text) in {"met", "called", "talks", "summit", "trip"}
        assert asked.classes[list(CLASSES).index("real")] == CLASSES["real"].index("no")
        assert not asked.right.any() and not asked.settled.any()


def test_each_question_of_a_long_text_is_asked_in_one_window_only(tokens):
    """The one that owns where it begins; a tag teaches in each window that holds it."""
    text = " ".join(["met"] * 1500)
    spans = [Span(4 * n, 4 * n + 3) for n in (0, 200, 383, 700, 1499)]
    example = Example("x", text, {"meeting": spans}, frozenset({"meeting"}))
    asked = tuple(replace_at(s) for s in spans)
    found = list(items([Example("x", text, example.plain, frozenset(), {}, asked)], tokens, random.Random(0)))
    at = [i.window.spans[n] for i in found for a in i.asked[1:] for n in np.flatnonzero(a.marks)]
    assert sorted(at) == spans
    column = TAGS.index("meeting")
    taught = {i.window.spans[n] for i in found for n in np.flatnonzero(i.asked[0].right[:, column])}
    assert taught == set(spans)


def replace_at(span: Span):
    """A question about one word."""
    from examples import Question

    return Question("meeting", (span,), {}, frozenset(), {"real": "yes"})


def test_batches_hold_every_window_once_and_stay_within_their_size(tokens):
    """Like lengths together; the same seed gives the same plan."""
    many = [Example(str(n), "met on monday. " * (n + 1), {}, frozenset(PLAIN)) for n in range(40)]
    found = list(items(many, tokens, random.Random(1)))
    plan = batches(found, 600, random.Random(2))
    assert sorted(map(id, (i for b in plan for i in b))) == sorted(map(id, found))
    assert all(len(b) == 1 or len(b) * max(len(i.window.ids) for i in b) <= 600 for b in plan)
    again = batches(found, 600, random.Random(2))
    assert [[id(i) for i in b] for b in again] == [[id(i) for i in b] for b in plan]
