"""Texts are cut into pieces and windows: nothing is truncated, each token is owned once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.language.tags import DISTANCES, SHAPES, distance_of, shape_of
from whomet.language.windows import LONGEST, STEP, distances_from
from whomet.language.wordpieces import WordPieces
from whomet.model import Span

LENGTHS = [1, 2, STEP, LONGEST - 3, LONGEST - 2, LONGEST - 1, LONGEST, LONGEST + STEP - 2, LONGEST + STEP - 1, 2000]
ANY_TEXT = st.text(
    st.one_of(st.sampled_from(" \n.,-'’“”éÉßİabAB19\u200b\u0301文"), st.characters(exclude_categories=("Cs", "Cn"))),
    max_size=80,
)


# ------------------------------------------------------------------------------------------------ windows


@pytest.mark.parametrize("length", LENGTHS)
def test_every_token_of_a_long_text_is_owned_by_exactly_one_window(tokens, length):
    """However long: each token once, in order, and no window is longer than the encoder reads."""
    text = " ".join(["met"] * length)
    windows = tokens.windows(text)
    owned = [w.spans[i] for w in windows for i in w.own]
    assert owned == [Span(4 * n, 4 * n + 3) for n in range(length)]
    assert all(len(w.ids) == len(w.shapes) == len(w.kinds) == len(w.spans) <= LONGEST for w in windows)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_token_is_owned_where_most_stands_around_it(tokens, length):
    """No other window has more tokens on the token's poorer side."""
    windows = tokens.windows(" ".join(["met"] * length))

    def around(window, span) -> int:
        """Tokens on the poorer side; an end of the text is no lack."""
        if span not in window.spans[1:-1]:
            return -1
        at = window.spans.index(span, 1, -1)
        before = at if window is not windows[0] else length
        after = len(window.spans) - 1 - at if window is not windows[-1] else length
        return min(before, after)

    for window in windows:
        for i in window.own:
            here = around(window, window.spans[i])
            assert all(around(w, window.spans[i]) <= here + 1 for w in windows)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, st.integers(1, 40))
def test_any_text_is_owned_once_and_whole(tokens, text, times):
    """Whatever is in it; and the shapes of tokens are ones that the network knows."""
    text = (text + " ") * times
    windows = tokens.windows(text)
    owned = [(w.ids[i], w.spans[i]) for w in windows for i in w.own]
    ids, spans = tokens._pieces.of(text)
    assert owned == list(zip(ids, spans, strict=True))
    assert all(0 <= s < SHAPES for w in windows for s in w.shapes)


def test_a_text_without_tokens_has_no_windows(tokens):
    """Nor has one of control characters alone."""
    assert tokens.windows("") == [] and tokens.windows(" \n\t\u200b") == []


def test_the_tokens_of_a_span_are_those_that_meet_it(tokens):
    """Pieces of words and marks, never the encoder's own first and last."""
    (window,) = tokens.windows("met on monday, met")
    assert [window.spans[i] for i in window.holding(Span(4, 13))] == [Span(4, 6), Span(7, 13)]
    assert window.holding(Span(3, 4)) == []
    assert window.holding(Span(0, 99)) == list(range(1, 6))


def test_kinds_stand_at_the_tokens_that_the_rules_see(tokens):
    """Of several, the one that was seen last."""
    (window,) = tokens.windows("the envoy met", [(Span(0, 9), 2), (Span(4, 9), 1)])
    assert window.kinds == (0, 2, 1, 0, 0)


def test_shapes_are_those_of_whole_words(tokens):
    """A piece is written as its word is; the first token of a line opens it."""
    (window,) = tokens.windows("The UNION met\n3 Envoys")
    words = ["The", "UNION", "UNION", "met", "3", "Envoys"]
    pieces = [s.of("The UNION met\n3 Envoys") for s in window.spans[1:-1]]
    assert pieces == ["The", "UN", "ION", "met", "3", "E", *"nvoy", "s"][: len(pieces)] or len(pieces) > len(words)
    assert window.shapes[1] == shape_of("The", True)
    assert window.shapes[2] == window.shapes[3] == shape_of("UNION", False)
    three = next(i for i, s in enumerate(window.spans) if s == Span(14, 15))
    assert window.shapes[three] == shape_of("3", True)


def test_shapes_and_distances_are_all_classes_of_the_network():
    """No number leaves the tables."""
    words = ["", ".", "3rd", "met", "MET", "Met", "mET", "É", "文", "a"]
    assert {shape_of(w, o) for w in words for o in (False, True)} <= set(range(SHAPES))
    assert {distance_of(n) for n in range(-600, 601)} == set(range(DISTANCES))


def test_distances_are_counted_from_the_marked_tokens():
    """Zero in the mark, another class before it than behind it; none is told where none is marked."""
    import numpy as np

    marks = np.array([0, 0, 0, 1, 1, 0, 0], np.int64)
    found = list(distances_from(marks))
    assert found == [distance_of(n) for n in (-3, -2, -1, 0, 0, 1, 2)]
    assert len(set(found[:3]) & set(found[5:])) == 0
    assert list(distances_from(np.zeros(3, np.int64))) == [0, 0, 0]


# ------------------------------------------------------------------------------------------------ pieces of words


@pytest.fixture(scope="module")
def pieces(vocabulary) -> WordPieces:
    return WordPieces(vocabulary)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("met talks", ["met", "talks"]),
        ("Talkings", ["T", "a", "l", "k", "ing", "s"]),
        ("UNION's", ["UN", "ION", "'", "s"]),
        ("ÉNVOY", ["ÉNVOY"]),
        ("E\u0301lan", ["E", "l", "a", "n"]),
        ("met\u200b on", ["met", "on"]),
        ("文met", ["文", "met"]),
        ("the-envoy.", ["the", "-", "envoy", "."]),
        ("w" * 101, ["w" * 101]),
        ("a中b", ["a", "中", "b"]),
    ],
)
def test_words_are_cut_into_the_longest_pieces_known(pieces, text, expected):
    """Without case and accents; each piece keeps its place in the text as written."""
    ids, spans = pieces.of(text)
    assert [s.of(text) for s in spans] == expected
    assert len(ids) == len(spans)


def test_what_the_vocabulary_lacks_is_unknown_as_a_whole(pieces):
    """And so is a word of more than a hundred letters."""
    unknown = pieces.of("met 中 on")[0][1]
    assert pieces.of("w" * 101)[0] == [unknown] and pieces.of("q\u0e01q")[0] == [unknown]


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_pieces_stand_in_order_and_leave_out_only_what_is_no_letter(pieces, text):
    """Places never overlap, and between them lies nothing that is printed."""
    _, spans = pieces.of(text)
    ends = [0, *(s.end for s in spans)]
    starts = [*(s.start for s in spans), len(text)]
    assert all(a <= b for a, b in zip(ends, starts, strict=True)) and all(s.start < s.end for s in spans)
    left = "".join(text[a:b] for a, b in zip(ends, starts, strict=True))
    assert not any(c.isascii() and (c.isalnum() or c in ".,-'") for c in left)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_pieces_are_those_of_the_library_that_the_encoder_was_made_with(vocabulary, pieces, text):
    """Its result is the measure, where it is installed."""
    library = pytest.importorskip("tokenizers", reason="SKIPPED: the library tokenizers is not installed here")
    theirs = library.BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    assert pieces.of(text)[0] == theirs.encode(text, add_special_tokens=False).ids
