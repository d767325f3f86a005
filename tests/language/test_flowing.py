"""Lines that belong together are read as one; lines of their own stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.extraction import verbatim
from whomet.language import flowing
from whomet.model import Claim, Property, Span

PROSE = """ZENDA -- The foreign minister of Ruritania, Count Antal
Hentzau, received the ambassador of Strelsau, Rosa de
Tarlenheim, on Monday. They spoke of the river.
"We agree", said Hentzau.
"""
LIST = "Present were:\nAntal Hentzau, Ruritania\nRosa de Tarlenheim, Strelsau\nBela Sapt, Zenda\n"
PARAGRAPHS = (
    "The ministers met in Zenda on Monday and spoke of the river and of the road that follows it for two hours.\n"
    "A second round was agreed for the week after, the hosts said, and it will be held in Strelsau, not here.\n"
)


def test_a_name_broken_over_two_lines_is_one():
    """Breaks inside a paragraph are spaces, that after its end stays."""
    read = flowing(PROSE)
    assert "Count Antal Hentzau, received" in read and "Rosa de Tarlenheim, on" in read
    assert '"We agree", said Hentzau.\n' in read and len(read) == len(PROSE)


@pytest.mark.parametrize("text", [LIST, PARAGRAPHS, "", "\n\n", "One line only"])
def test_lines_of_their_own_stay_apart(text):
    """Items of a list and paragraphs of one line are not joined."""
    assert flowing(text) == text


def test_windows_line_ends_are_joined_too():
    """Carriage returns inside a paragraph are spaces as well, and no span moves."""
    read = flowing(PROSE.replace("\n", "\r\n"))
    assert "Antal  Hentzau" in read and len(read) == len(PROSE.replace("\n", "\r\n"))


@given(st.text(alphabet="aB .\n\r\t", max_size=200))
def test_nothing_but_line_breaks_changes(text):
    """As long as before, the same in all other places, and nothing more to join afterwards where all was joined."""
    read = flowing(text)
    assert len(read) == len(text)
    assert all(a == b or (a in "\r\n" and b == " ") for a, b in zip(text, read, strict=True))


def test_a_value_shows_the_line_break_of_its_words():
    """A name is given as it stands, wherever the account repeats it; what is the same in every document stays."""
    text = "United\nStates envoy Ada\nLovel spoke. Lovel left."
    claims = (
        Claim(Property.PERSON_NAME, "Ada Lovel", (Span(20, 29),), part=1),
        Claim(Property.STATEMENT_SPEAKER, "Ada Lovel", (Span(37, 42),), "her full name stands before", part=1),
        Claim(Property.PARTY, "United States", (Span(0, 13),)),
        Claim(Property.STATEMENT_SPEAKER, "United States", (Span(0, 13),), part=2),
    )
    values = [c.value for c in verbatim(claims, text.replace("\n", " "), text)]
    assert values == ["Ada\nLovel", "Ada\nLovel", "United States", "United States"]
