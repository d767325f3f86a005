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
SHORT = "\n\n".join(
    ("The ministers met.", "no comment was made", "Zenda, Monday", "They spoke of the river.", "Sapt left.")
)


def test_a_name_broken_over_two_lines_is_one():
    """Breaks inside a paragraph are spaces, that after its end stays."""
    read = flowing(PROSE)
    assert "Count Antal Hentzau, received" in read and "Rosa de Tarlenheim, on" in read
    assert '"We agree", said Hentzau.\n' in read and len(read) == len(PROSE)


@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\n \n"])
def test_lines_with_an_empty_one_after_each_are_joined(end):
    """A typescript set so reads as prose; where more than one empty line stands, a paragraph ends."""
    page = PROSE.rstrip().replace("\n", end) + end + "\n" + "The talks went on for\nsix days.".replace("\n", end)
    page = page.replace("Hentzau, received", "Hentzau," + end + "received").replace(
        "Monday. They", "Monday." + end + "They"
    )
    page = page.replace("spoke of the river", f"spoke of the{end}river, the road and the{end}ferry")
    read = flowing(page)
    assert " ".join(read.split("We agree")[0].split()).endswith('spoke of the river, the road and the ferry. "')
    assert "\n" not in read[read.index("Tarlenheim") : read.index("Monday.")]
    assert "\n\n" in read[read.index("said Hentzau") : read.index("The talks")] and len(read) == len(page)


@pytest.mark.parametrize("text", [LIST, PARAGRAPHS, SHORT, "", "\n\n", "One line only"])
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
