"""How far a role beside a name reaches: with the words that belong to it, without those that do not."""

import pytest

from whomet.language.draft import Draft
from whomet.language.rules import add_names
from whomet.language.sentences import find_sentences
from whomet.model import LinkKind, MentionKind


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("They met then-Prime Minister Ada Lind there.", "Ada Lind", "then-Prime Minister"),
        ("They met ex-chancellor Otto Brandt there.", "Otto Brandt", "ex-chancellor"),
        ("They met former GOP presidential nominee Tom Berg there.", "Tom Berg", "former GOP presidential nominee"),
        ("They met House of Representatives Speaker Ada Lind there.", "Ada Lind", "House of Representatives Speaker"),
        ("They met Sen. Ada Lind and Rep. Tom Berg there.", "Ada Lind", "Sen."),
        ("The Prime Minister and President Berg met.", "Berg", "President"),
        (
            "We saw Deputy Prime Minister and Finance Minister Berg spoke.",
            "Berg",
            "Deputy Prime Minister and Finance Minister",
        ),
        ("MUST SEE President Berg met them.", "Berg", "President"),
        ("There UNICEF Director Ada Lind met them.", "Ada Lind", "UNICEF Director"),
    ],
)
def test_a_role_is_taken_whole(text: str, name: str, role: str) -> None:
    """Words joined by a hyphen and bodies belong to it; another's role and what shouts before it do not."""
    draft = Draft(text, find_sentences(text, ()))
    add_names(draft)
    person = next(i for i in draft.of_kind(MentionKind.PERSON) if draft.words(i) == name)
    assert [draft.words(r) for r in draft.linked(LinkKind.PERSON_ROLE, person)] == [role]


def test_a_name_broken_over_two_lines_is_one_under_a_long_title() -> None:
    """A title that is longer than the lines under it says nothing of how those are set."""
    title = "Readout of President Ada Lind’s Call with His Majesty King Omar Bin Salim Al Nur of the Land of Zenda"
    line = "Today, President Ada Lind held a call with His Majesty the King, Omar"
    rest = "Bin Salim Al Nur of Zenda. They discussed peace in the region, and how\nto come by it before the autumn."
    text = f"{title} in Autumn\n\n{line}\n{rest}"
    assert any(s.of(text).startswith(f"{line}\nBin Salim") for s in find_sentences(text, ()))
