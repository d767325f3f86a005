"""How far a role beside a name reaches: with the words that belong to it, without those that do not."""

import pytest

from whomet.language.draft import Draft
from whomet.language.name_cards import add_card_roles
from whomet.language.role_words import whole_role
from whomet.language.rules import add_names
from whomet.language.sentences import find_sentences
from whomet.model import LinkKind, MentionKind, Span


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


@pytest.mark.parametrize(
    "text",
    [
        "However, for CIA director, Ada Lind chose somebody else.",
        "Ada Lind, Norwegian Prime Minister Discuss Next Moves. Then Ada Lind left.",
    ],
)
def test_what_is_no_apposition_gives_no_role(text: str) -> None:
    """An office somebody else is chosen for, and the next one of a headline's list."""
    draft = Draft(text, find_sentences(text, ()))
    add_names(draft).add_persons(draft, ())
    assert not [i for i in draft.of_kind(MentionKind.PERSON) if draft.linked(LinkKind.PERSON_ROLE, i)]


@pytest.mark.parametrize(
    ("card", "role"),
    [
        ("Ada Lind Lind AdaPresident of the Republic of Norway came.", "President of the Republic of Norway"),
        (
            "Ada Lind Lind AdaChairman of the Council of State of Norway came.",
            "Chairman of the Council of State of Norway",
        ),
        ("Ada Lind Lind AdaPrime Minister came.", "Prime Minister"),
        ("Ada Lind Ada LindPrime Minister came.", "Prime Minister"),
        ("Ada Lind Lind Ada came.", ""),
    ],
)
def test_the_role_on_a_card_behind_a_name_is_the_persons(card: str, role: str) -> None:
    """Glued to the name that is printed once more, with the party it is of."""
    text = f"They saw President {card}"
    draft = Draft(text, find_sentences(text, ()))
    add_names(draft).add_persons(draft, ())
    person = next(i for i in draft.of_kind(MentionKind.PERSON) if draft.words(i) == "Ada Lind")
    before = draft.linked(LinkKind.PERSON_ROLE, person)[:]
    add_card_roles(draft)
    added = [draft.words(r) for r in draft.linked(LinkKind.PERSON_ROLE, person) if r not in before]
    assert added == ([role] if role else [])


def test_a_name_broken_over_two_lines_is_one_under_a_long_title() -> None:
    """A title that is longer than the lines under it says nothing of how those are set."""
    title = "Readout of President Ada Lind’s Call with His Majesty King Omar Bin Salim Al Nur of the Land of Zenda"
    line = "Today, President Ada Lind held a call with His Majesty the King, Omar"
    rest = "Bin Salim Al Nur of Zenda. They discussed peace in the region, and how\nto come by it before the autumn."
    text = f"{title} in Autumn\n\n{line}\n{rest}"
    assert any(s.of(text).startswith(f"{line}\nBin Salim") for s in find_sentences(text, ()))


def test_the_model_s_words_are_made_a_whole_role() -> None:
    """With the "First" before a deputy."""
    text = "First Deputy Director of the Mining Service Ada Lind came."
    marked = Span(6, text.index(" Ada"))
    found = whole_role(text, marked, Span(text.index("Ada"), text.index(" came")))
    assert found is not None and found.of(text) == "First Deputy Director of the Mining Service"
