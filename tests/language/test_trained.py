"""The reading model's answers are put together rightly: a network that says what the test wants takes its place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from whomet.language.answers import Asking, Found, find_real, runs
from whomet.language.ends import without_small_ends
from whomet.language.network import Answer, Floats, shipped
from whomet.language.tags import CLASSES, TAGS, distance_of, shape_of
from whomet.language.trained import Trained, trimmed
from whomet.language.windows import Window, distances_from
from whomet.model import Document, LinkKind, MentionKind, Span

TEXT = (
    "Norlandic Foreign Minister Ada Lind met Sudrian envoy Tom Berg in Oslo on Tuesday. "
    "The talks lasted two hours. Lind will visit Cairo on Friday for a meeting with Omar Said. "
    "“We found common ground,” Lind told reporters."
)
FIRST = ("met", "talks")
SECOND = ("meeting",)
OF_FIRST = {
    "participant": ("Ada Lind", "Tom Berg"),
    "when": ("Tuesday",),
    "where": ("Oslo",),
    "same-meeting": FIRST,
    "statement": ("We found common ground",),
}
OF_SECOND = {"participant": ("Ada Lind", "Omar Said"), "when": ("Friday",), "same-meeting": SECOND}


class Scripted:
    """A network that knows one text by heart."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens = text, shipped().tokens
        self.asked: list[str] = []

    def lower(self, window: Window) -> Window:
        return window

    def ask(
        self, window: Window, mark: str = "", at: Sequence[int] = (), sought: Sequence[int] | None = None
    ) -> Answer:
        tags = np.full((len(window.ids), len(TAGS)), 0.01, np.float32)
        word = Span(window.spans[at[0]].start, window.spans[at[-1]].end).of(self.text) if at else ""
        self.asked.append(f"{mark} {word}".strip())
        if not mark:
            self._say(tags, window, {"meeting": (*FIRST, *SECOND), "person": ("Ada Lind", "Tom Berg", "Omar Said")})
        elif mark == "meeting":
            self._say(tags, window, OF_FIRST if word in FIRST else OF_SECOND)
        elif mark == "speech":
            self._say(tags, window, {"speaker": ("Lind",)})
        return Answer(tags, self._classes(word) if mark else {})

    def _say(self, tags: Floats, window: Window, said: dict[str, tuple[str, ...]]) -> None:
        for tag, words in said.items():
            for word in words:
                start = self.text.index(word)
                while start >= 0:
                    for i in window.holding(Span(start, start + len(word))):
                        tags[i, TAGS.index(tag)] = 0.95
                    start = self.text.find(word, start + 1)

    def _classes(self, word: str) -> dict[str, dict[str, float]]:
        said = {"real": "yes", "main": "yes", "contact": "direct", "format": "in-person", "act": "states"}
        said["status"] = "planned" if word in SECOND else "held"
        return {name: {v: 0.9 if v == said[name] else 0.02 for v in values} for name, values in CLASSES.items()}


def document(text: str) -> Document:
    return Document("key", "id", text, "test", "original", "text 1", "en")


@pytest.fixture
def analysis():
    return Trained(Scripted(TEXT)).analyse(document(TEXT))  # type: ignore[arg-type]


def words_of(analysis, kind):
    return [m.span.of(TEXT) for m in analysis.mentions if m.kind is kind]


def test_words_of_one_meeting_are_told_together_and_another_apart(analysis):
    meetings = [i for i, m in enumerate(analysis.mentions) if m.kind is MentionKind.MEETING]
    assert [analysis.mentions[i].span.of(TEXT) for i in meetings] == ["met", "talks", "meeting"]
    same = [k for k in analysis.links if k.kind is LinkKind.SAME_MEETING]
    assert [(k.source, k.target) for k in same] == [(meetings[1], meetings[0])]


def test_status_and_format_are_the_likeliest_ones(analysis):
    said = {m.span.of(TEXT): m.reads_as.split()[:3] for m in analysis.mentions if m.kind is MentionKind.MEETING}
    assert said["met"] == ["held", "in-person", "direct"]
    assert said["meeting"] == ["planned", "in-person", "direct"]


@pytest.mark.parametrize(
    ("word", "link", "expected"),
    [
        ("met", LinkKind.MEETING_TIME, {"Tuesday"}),
        ("met", LinkKind.MEETING_PLACE, {"Oslo"}),
        ("meeting", LinkKind.MEETING_TIME, {"Friday"}),
    ],
)
def test_what_belongs_to_a_meeting_is_linked_to_its_word(analysis, word, link, expected):
    mentions = analysis.mentions
    found = {
        mentions[k.target].span.of(TEXT)
        for k in analysis.links
        if k.kind is link and mentions[k.source].span.of(TEXT) == word
    }
    assert found and all(any(e in f for f in found) for e in expected)


def test_a_statement_is_given_its_speaker_and_its_meeting(analysis):
    said = next(s for s in analysis.speeches if "common ground" in s.content.of(TEXT))
    assert [s.of(TEXT) for s in said.speakers] == ["Lind"]
    assert {s.of(TEXT) for s in said.about} == {"met", "talks"}


def test_a_text_that_tells_of_no_meeting_is_never_given_to_the_network():
    network = Scripted("Rain fell on the hills, and the harvest was late again this year.")
    found = Trained(network).analyse(document(network.text))  # type: ignore[arg-type]
    assert network.asked == []
    assert found.mentions == ()


def test_words_that_the_network_calls_no_meeting_are_left_out():
    network = Scripted(TEXT)
    asking = Asking(network, TEXT, ())  # type: ignore[arg-type]
    assert find_real(asking, [Found(Span(36, 39), 0.9)], least=0.95) == []
    assert len(find_real(asking, [Found(Span(36, 39), 0.9)], least=0.5)) == 1


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("But Lind", "Lind"),
        ("When Ada Lind’s", "Ada Lind"),
        ("Ada Lind.", "Ada Lind"),
        ("May", "May"),
        ("Will Orr", "Will Orr"),
    ],
)
def test_a_name_is_what_is_left_without_the_words_that_hang_on_it(found, name):
    """A given name that is such a word too stays."""
    assert trimmed(f"He left. {found}", Span(9, 9 + len(found))).of(f"He left. {found}") == name


def test_a_run_begins_with_a_word_and_never_within_one():
    """Its first piece decides for the whole of a word."""
    text = "They feared he would snubb Okonveldt."
    window = shipped().tokens.windows(text)[0]
    tags = np.full((len(window.ids), len(TAGS)), 0.01, np.float32)
    word, name = (Span(text.index(w), text.index(w) + len(w)) for w in ("snubb", "Okonveldt"))
    tags[window.holding(word)[1:] + window.holding(name)[:1], TAGS.index("person")] = 0.95
    assert len(window.holding(word)) > 1 and len(window.holding(name)) > 1
    found = list(runs(text, window, Answer(tags, {}), ("person", "person-begins"), 0.5, window.own))
    assert [f.span.of(text) for f in found] == ["Okonveldt"]


def test_a_long_text_is_read_to_its_end_and_every_token_once():
    text = "They spoke of many things in the old town hall. " * 400
    windows = shipped().tokens.windows(text)
    owned = [w.spans[i] for w in windows for i in w.own]
    assert len(owned) == len(set(owned)) == sum(1 for _ in owned)
    assert owned[0].start == 0 and owned[-1].end == len(text.rstrip())
    assert all(len(w.ids) <= 384 for w in windows)


def test_a_window_is_read_alike_whatever_is_read_beside_it():
    network = shipped()
    window = network.tokens.windows(TEXT)[0]
    alone = network.read(window).plain.tags
    for other in ("Nothing of this kind.", TEXT * 9):
        for beside in network.tokens.windows(other):
            network.ask(network.read(beside), "meeting", [2])
    assert np.array_equal(alone, network.read(window).plain.tags)


def test_a_question_sees_what_other_meeting_words_are_about_once_they_are_told():
    """What is told moves answers a little, in any order of the words; the window that was not told stays as it is."""
    network = shipped()
    window = network.tokens.windows(TEXT)[0]
    hidden, words = network.read(window), ([3], [9, 10])
    told, turned = network.tell(hidden, words), network.tell(hidden, words[::-1])
    before, after = network.ask(hidden, "meeting", [3]).tags, network.ask(told, "meeting", [3]).tags
    assert np.abs(after - before).max() > 1e-4
    assert np.allclose(network.ask(turned, "meeting", [3]).tags, after, atol=1e-6)
    assert np.array_equal(network.ask(hidden, "meeting", [3]).tags, before)


def test_an_answer_about_some_tokens_is_what_it_is_when_all_are_sought():
    """Of all others, but those marked, nothing is answered."""
    network = shipped()
    window = network.tokens.windows(TEXT)[0]
    hidden, sought = network.read(window), [3, 9, 40]
    for mark, at in (("speech", [20, 21, 22]), ("person", [5]), ("speech", [])):
        every, some = network.ask(hidden, mark, at), network.ask(hidden, mark, at, sought)
        answered = [*at, *sought]
        assert np.allclose(some.tags[answered], every.tags[answered], atol=1e-5)
        assert every.tags.max(axis=1).min() > 0 == np.delete(some.tags, [0, *answered], axis=0).max()
        for name, values in every.classes.items():
            assert some.classes[name] == pytest.approx(values, abs=1e-5)
    assert network.ask(hidden, "speech", [], []).tags.shape == every.tags.shape


@pytest.mark.parametrize(
    ("word", "opens", "shape"),
    [("Lind", False, 4), ("NATO", False, 3), ("met", False, 2), ("12", False, 1), (",", False, 0), ("The", True, 10)],
)
def test_how_a_word_is_written_is_told_beside_it(word, opens, shape):
    assert shape_of(word, opens) == shape


def test_distances_grow_by_powers_of_two_on_either_side_of_the_mark():
    assert [distance_of(n) for n in (0, 1, -1, 2, 3, 4, -4, 400, -400)] == [0, 2, 1, 4, 4, 6, 5, 18, 17]
    marks = np.array([0, 0, 1, 1, 0])
    assert distances_from(marks).tolist() == [3, 1, 0, 0, 2]
    assert distances_from(np.zeros(3, np.int64)).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("of the reopening of the coast road and", "the reopening of the coast road"),
        ("a ceasefire for", "a ceasefire"),
        ("fisheries", "fisheries"),
        ("of the", None),
        ("the", None),
        ("“the siege", "“the siege"),
        ("the fate of the detainees whom", "the fate of the detainees"),
    ],
)
def test_a_topic_has_no_small_words_at_its_ends(words, left):
    """An article before its first large word stays; where no large word is, there is no topic."""
    span = without_small_ends(words, Span(0, len(words)))
    assert (span and span.of(words)) == left


def test_a_topic_cuts_no_word():
    """What the tags cut at a hyphen is taken whole."""
    text = "They spoke of the so-called council, then of a cease-fire."
    cut = Span(text.index("-called"), text.index(", then"))
    assert without_small_ends(text, cut) == Span(text.index("so-called"), text.index(", then"))
    end = Span(text.index("a cease"), text.index("-fire"))
    assert without_small_ends(text, end).of(text) == "a cease-fire"
