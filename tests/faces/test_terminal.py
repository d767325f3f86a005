"""What reaches a terminal is harmless, and what hangs beside a word stays within the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from whomet.faces.terminal import clean, hung


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("one\n two\t three\u2028four", "one two three four"),
        ("abc\u202edcba", "abc\ufffddcba"),
        ("\u2066isolated\u2069", "\ufffdisolated\ufffd"),
        ("مي\u200cخواهم", "مي\u200cخواهم"),
        ("soft\u00adhyphen\u200f\ufeff", "softhyphen"),
        ("half \ud800", "half \ufffd"),
        ("[bold]markup[/bold] :smile:", "[bold]markup[/bold] :smile:"),
        ("é … “quoted” — Ђ 漢字", "é … “quoted” — Ђ 漢字"),
    ],
)
def test_clean(raw, shown):
    """Letters of every script stay; what a terminal obeys does not."""
    assert clean(raw) == shown


@given(st.text(alphabet=st.characters()))
def test_clean_leaves_nothing_that_a_terminal_obeys(text):
    """No control character, no turned direction, no line end, whatever comes."""
    shown = clean(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not any(c in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for c in shown)
    assert clean(shown) == shown
    shown.encode("utf-8")


@given(st.text(max_size=30), st.lists(st.text(max_size=200), max_size=3), st.integers(50, 120))
def test_hanging_lines_fit(left, rights, width):
    """No line is wider than the console, and no word of either column is lost."""
    console = Console(width=width)
    left, cleaned = clean(left), [clean(r) for r in rights]
    lines = list(hung(console, left, map(Text, cleaned), column=14))
    assert all(line.cell_len <= max(width, 2 + Text(left).cell_len) for line in lines)
    shown = "".join(line.plain for line in lines).split()
    assert "".join(shown) == "".join("".join([left if lines else "", *cleaned]).split())


def test_a_long_word_beside_gets_its_own_line():
    """What is too long for its column stands above the texts that belong to it."""
    lines = list(hung(Console(width=60), "a rather long reading", [Text("words")], column=14))
    assert [line.plain for line in lines] == ["  a rather long reading", " " * 14 + "words"]
