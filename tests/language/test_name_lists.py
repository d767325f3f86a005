"""Lists of people with the party of each."""

import pytest

import whomet
from whomet.language.draft import Draft
from whomet.language.name_lists import add_lists, find_lists
from whomet.language.sentences import find_sentences
from whomet.model import LinkKind

IN_BRACKETS = "Ada Lind (Norway), Otto van Berg (Republic of Kenya) and Eva Moe (People’s Republic of China)"
IN_LINES = "Ada Lind – Kingdom of Norway,\nOtto van Berg – Republic of Kenya,\nEva Moe – People’s Republic of China."
BULLETS = "• Ada Lind (Norway)\n• Otto van Berg (Kenya)\n• Eva Moe (China)"


@pytest.mark.parametrize("text", [IN_BRACKETS, IN_LINES, BULLETS])
def test_a_list_gives_names_and_parties(text: str) -> None:
    """On one line or one a line, with official names of states too."""
    (people,) = find_lists(text)
    assert [p.name.of(text) for p in people] == ["Ada Lind", "Otto van Berg", "Eva Moe"]
    assert [p.party.name for p in people] == ["Norway", "Kenya", "China"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lind (Norway) met Otto Berg (Kenya).",
        "Flights go to New York (United States), San Jose (Costa Rica) and Addis Ababa (Ethiopia).",
        "Ada Lind (left), Otto Berg (centre) and Eva Moe (right) in Oslo.",
        "Norway – Kenya,\nFinland – Sweden,\nDenmark – Iceland.",
    ],
)
def test_what_is_no_list_of_people_is_none(text: str) -> None:
    """Two people, cities, brackets without a party, pairs of states."""
    assert find_lists(text) == []


def test_the_people_of_a_list_have_the_role_that_stands_before_it() -> None:
    """The last one of several people, with the party that it is of; "the ambassadors' work" is no role of theirs."""
    text = f"He received new ambassadors to Norway. It begins the ambassadors’ work. They are {IN_BRACKETS}."
    draft = Draft(text, find_sentences(text, ()))
    ((first, _, last),) = add_lists(draft)
    assert draft.words(draft.linked(LinkKind.PERSON_ROLE, first)[0]) == "ambassadors to Norway"
    assert draft.mentions[draft.linked(LinkKind.PERSON_PARTY, last)[0]].reads_as == "China"


def test_all_of_a_list_took_part() -> None:
    """However long it is, with the party that stands behind each name."""
    names = ["Ola Brekke", "Siri Dahl", "Ida Foss", "Jon Haug", "Liv Krog", "Nils Lie", "Tora Moen", "Unni Ruud"]
    states = ["Chad", "Chile", "Peru", "Nepal", "Ghana", "Malta", "Kenya", "Togo"]
    listed = ", ".join(f"{n} (Republic of {s})" for n, s in zip(names, states, strict=True))
    text = (
        "King Olav of Norway received foreign ambassadors at the palace in Oslo on Monday, 4 May 2026.\n\n"
        f"Letters of credence were presented by {listed}."
    )
    (account,) = whomet.read(text).accounts
    assert {person.name for person in account.people} >= set(names)
