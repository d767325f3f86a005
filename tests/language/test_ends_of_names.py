"""Where a name ends: not with what a headline writes large, nor with letters behind it, nor with itself once more."""

import pytest

from whomet.language.draft import Draft
from whomet.language.rules import add_names
from whomet.language.sentences import find_sentences
from whomet.language.units import Tagger
from whomet.model import MentionKind, Span


@pytest.mark.parametrize(
    ("text", "found", "kept"),
    [
        ("Lind Mum After Long Talks\n\nThe envoy, Ada Lind, said nothing.", "Lind Mum", "Lind"),
        ("As Zenda Sees It: Ada Lind Falls\n\nThen Ada Lind fell.", "Ada Lind Falls", "Ada Lind"),
        ("Lind Mum After Long Talks\n\nNobody else was named.", "Lind Mum", "Lind Mum"),
        ("The envoy said that Lind Mum was there. It rained.", "Lind Mum", "Lind Mum"),
        ("They met Ada Lind MP in the hall.", "Ada Lind MP", "Ada Lind"),
        ("They met HON A.B. Lind KC MP in the hall.", "HON A.B. Lind KC MP", "A.B. Lind"),
    ],
)
def test_a_name_is_cut_to_its_own_words(text: str, found: str, kept: str) -> None:
    """In a headline to those that the text writes large elsewhere, if it writes any so."""
    sentences = find_sentences(text, ())
    name = Span(text.index(found), text.index(found) + len(found))
    sentence = next(s for s in sentences if s.holds(name))
    assert Tagger(text, sentences).cut(sentence, name).of(text) == kept


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We saw the Hon Ada Lind MP, the Prime Minister of Norway, there.", ["Ada Lind"]),
        (
            "Readout of President Ada Lind Call with Omar bin Salim\n\nOn Monday, Lind spoke and Ada listened.",
            ["Ada Lind"],
        ),
        ("We saw Prime Minister Salim Ata’ al-Omari of Kenya there.", ["Salim Ata’ al-Omari"]),
        ("We saw Prime Minister Salim Al Sheikh of Kenya there.", ["Salim Al Sheikh"]),
    ],
)
def test_a_name_holds_its_own_words(text: str, names: list[str]) -> None:
    """No title before it, no letters behind it, nothing of a headline with "bin" in it; but an apostrophe that ends one
    of its words, and "Sheikh" behind "Al"."""
    draft = Draft(text, find_sentences(text, ()))
    add_names(draft)
    assert [draft.words(i) for i in draft.of_kind(MentionKind.PERSON)][:1] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He met President Ada Lind Lind AdaPresident of Norway in Oslo.", "Ada Lind"),
        ("He met President Wu Gan Wu GanHead of the council in Oslo.", "Wu Gan"),
        ("He met President Ada Van Lind Van Lind Ada in Oslo.", "Ada Van Lind"),
        ("He met President Omar bin Salim bin Omar in Oslo.", "Omar bin Salim bin Omar"),
    ],
)
def test_a_name_and_the_card_behind_it_are_one_name(text: str, name: str) -> None:
    """Pages of offices print the name once more, family name first; "bin" and a grandfather's name are no card."""
    draft = Draft(text, find_sentences(text, ()))
    add_names(draft)
    assert [draft.words(i) for i in draft.of_kind(MentionKind.PERSON)] == [name]
