"""The cheap first test lets pass what may tell of a political meeting, and holds back most of what does not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.language.first_test import Weights, lexicon_of, may_tell_of_meeting, read_weights, words_in
from whomet.model import Span

TELLING = {
    "held": "The foreign ministers of Ghana and Togo met in Accra on Tuesday to discuss the border.",
    "by telephone": "The prime minister spoke by telephone with the Danish president on Friday about fishing rights.",
    "planned": "Envoys of both sides are to hold a new round of talks in Muscat next week, diplomats said.",
    "called off": "The summit between the two presidents was called off hours before it was to begin.",
    "denied": "The ministry denied that its envoy had held secret talks with the rebels in Djamena.",
    "through others": "Omani mediators carried messages between the two delegations, who sat in separate rooms.",
    "a visit": "The King received the Norwegian Prime Minister at the palace on Monday.",
    "in a headline": "TOGO AND GHANA FOREIGN MINISTERS MEET FOR TALKS ON BORDER",
    "without a stop": "President holds talks with Finnish foreign minister\nTalks took place in Helsinki on Monday",
    "in few words": "Minister Okafor sat down with union leaders for two hours.",
    "in hardly any": "Lind hosted Berg.",
    "in passing": (
        "Cocoa prices rose for a third day as rain kept farmers from their fields.\n\n"
        "Traders in Hamburg said stocks were low and that millers had bought early.\n\n"
        "Ghana's trade minister, who met his Ivorian colleague in Abidjan last month, said a common price helps.\n\n"
        "Sugar and coffee were little changed."
    ),
}
OTHER = {
    "nothing": "",
    "white space": " \n\t\n ",
    "no words": "1234 ... !!! 5678",
    "a garden": "Water the beans in the morning and cut the dead leaves off. They grow best in full sun.",
    "a shop": "I bought the red shoes here and they fell apart after a month. Never again!",
    "a storm": "The storm tore roofs off houses and left forty thousand homes without power, the utility said.",
    "shares": "Shares of the paper maker fell 3 percent after it cut its forecast for earnings this year.",
    "a match": "The striker scored twice in the second half and the keeper saved a late penalty.",
    "a film": "The film follows a young baker through one summer and never tells us her name.",
    "science": "The cells grew twice as fast when the scientists added sugar to the dish.",
}
HOSTILE = ["a", "A", "met ", "a\n", "A b.\n", ". ", "U.S.", "A.", "(", "“", "\n ", "Mr. ", "1", "الف ", "meeting with "]


@pytest.mark.parametrize("text", TELLING.values(), ids=TELLING)
def test_lets_pass_what_tells_of_a_meeting(text: str) -> None:
    """A text with one sentence that tells of a meeting passes."""
    assert may_tell_of_meeting(text)


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_holds_back_what_does_not(text: str) -> None:
    """A text without any such sentence does not pass."""
    assert not may_tell_of_meeting(text)


def test_one_sentence_is_enough_wherever_it_stands() -> None:
    """A long text passes by its one telling sentence, at its head, in its middle or at its end."""
    rest = [OTHER["a garden"], OTHER["a storm"], OTHER["science"]] * 20
    for place in (0, 30, 60):
        assert may_tell_of_meeting("\n\n".join([*rest[:place], TELLING["held"], *rest[place:]]))
    assert not may_tell_of_meeting("\n\n".join(rest))


@settings(deadline=None)
@given(st.lists(st.sampled_from([*TELLING.values(), *OTHER.values()]), max_size=6))
def test_more_paragraphs_never_take_a_pass_away(paragraphs: list[str]) -> None:
    """A text of whole paragraphs passes if and only if one of them does."""
    paragraphs = [p for p in paragraphs if "\n" not in p.strip()]
    assert may_tell_of_meeting("\n\n".join(paragraphs)) == any(map(may_tell_of_meeting, paragraphs))


@settings(deadline=None)
@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    """Whatever the text, it is yes or no."""
    assert may_tell_of_meeting(text) in (True, False)


def test_names_are_taken_for_one_another() -> None:
    """No person's or other name weighs more than another: only that it is a name."""
    lexicon = lexicon_of({"met", "minister"})
    for who, whom in (("Adjei", "Mensah"), ("Quartey", "Ofori")):
        text = f"Minister {who} MET {whom} of Togo, 3 aides sang."
        found = ["minister", "<name>", "met", "<name>", "<other>", "<land>", "<number>", "<other>", "<other>"]
        assert words_in(text, Span(0, len(text)), lexicon) == found


@pytest.mark.parametrize("land", ["Togo", "Togolese", "Accra", "U.S.", "US", "UN", "E.U."])
def test_states_their_people_and_their_capitals_are_one_word(land: str) -> None:
    """Which state it is weighs nothing, however it is written."""
    assert words_in(f"for {land} today", Span(0, 10 + len(land)), lexicon_of({"for", "today"})) == [
        "for",
        "<land>",
        "today",
    ]


def test_words_and_pairs_count_once() -> None:
    """The score is the sum over the different words and pairs of neighbours."""
    weights = Weights(0, {"met": 5, ("met", "met"): 7, ("a", "met"): 11, ("met", "a"): 100})
    assert weights.total(["a", "met", "met", "met"]) == 5 + 7 + 11


def test_weights_are_read_as_they_are_written(tmp_path: Path) -> None:
    """A comment, the least sum, then a word or a pair to a line."""
    path = tmp_path / "weights.tsv"
    path.write_text("# made up\n<least>\t120\nmet\t80\nmet <name>\t-3\n", encoding="utf-8")
    assert read_weights(path) == Weights(120, {"met": 80, ("met", "<name>"): -3})
    assert read_weights(path).words == {"met", "<name>"}


@pytest.mark.parametrize(("unit", "size"), [*((u, 100_000) for u in HOSTILE), ("".join(HOSTILE), 1_000_000)])
def test_time_grows_with_the_text_and_no_faster(unit: str, size: int) -> None:
    """The same over and over, up to a megabyte, is answered in seconds."""
    text = (unit * size)[:size]
    start = time.process_time()
    may_tell_of_meeting(text)
    assert time.process_time() - start < 6


def test_the_answer_does_not_hang_on_the_order_of_sets() -> None:
    """Processes that hash differently score alike."""
    script = (
        "import sys; from whomet.language import first_test as f; from whomet.model import Span; "
        "weights = f._shipped(); text = sys.argv[1]; "
        "print(weights[0].total(f.words_in(text, Span(0, len(text)), weights[1])))"
    )
    scores = {
        subprocess.run(
            [sys.executable, "-c", script, TELLING["held"]],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(scores) == 1
