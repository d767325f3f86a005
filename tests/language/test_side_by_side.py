"""People whom a sentence names in one breath."""

import pytest

from whomet.language.draft import Draft
from whomet.language.rules import add_names
from whomet.language.sentences import find_sentences
from whomet.language.side_by_side import named_together


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Ada Lind and Otto Berg met there.", [["Ada Lind", "Otto Berg"]]),
        ("He saw Foreign Minister Ada Lind and President Otto Berg there.", [["Ada Lind", "Otto Berg"]]),
        ("He saw Ada Lind, Foreign Minister Otto Berg and Eva Moe there.", [["Ada Lind", "Otto Berg", "Eva Moe"]]),
        ("Ada Lind, the foreign minister of Norway, and Otto Berg met there.", [["Ada Lind", "Otto Berg"]]),
        ("Ada Lind met Otto Berg there.", []),
        ("After he had met Ada Lind, Otto Berg spoke there.", []),
        ("Ada Lind spoke and then Otto Berg did.", []),
    ],
)
def test_names_in_one_breath(text: str, together: list[list[str]]) -> None:
    """ "And" ends them; roles may stand between, verbs may not."""
    draft = Draft(text, find_sentences(text, ()))
    named = add_names(draft)
    named.add_persons(draft, ())
    found = named_together(draft, draft.sentences[0])
    assert [[draft.words(i) for i in group] for group in found] == together
