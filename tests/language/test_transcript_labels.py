"""Who a line of a transcript says is speaking."""

import pytest

from whomet.language.speech_cues import pattern


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("President Lena Orlo (in Norlandic): Welcome.", "President Lena Orlo"),
        ("MR. DRIN: Thank you.", "MR. DRIN"),
        ("Sen. Pavel K. Drin: Thank you.", "Sen. Pavel K. Drin"),
        (
            "Head of the Union of Lakes (Ul) LENA ORLO (in Norlandic): Thank you.",
            "Head of the Union of Lakes (Ul) LENA ORLO",
        ),
    ],
)
def test_a_label_is_all_of_the_line_before_its_colon(line: str, name: str) -> None:
    """With the stops of titles and initials, and a short bracket inside."""
    label = pattern("label").search(f"They met.\n{line}\n")
    assert label is not None
    assert label["name"] == name


@pytest.mark.parametrize("line", ["It rained. Orlo said: no.", "Orlo, who was late: no.", "He asked (twice): why?"])
def test_a_sentence_with_a_colon_is_no_label(line: str) -> None:
    """A stop behind an ordinary word ends it, or a comma; what is a clause is found out elsewhere."""
    label = pattern("label").search(f"\n{line}\n")
    assert label is None or label["name"] == "He asked"
