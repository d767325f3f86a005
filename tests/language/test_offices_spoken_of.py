""" "The Norwegian ambassador" is the person whom the text names in that office, if it is one."""

import pytest

from whomet.language.draft import Draft
from whomet.language.rules import add_names
from whomet.language.sentences import find_sentences
from whomet.model import LinkKind, MentionKind

OPENING = "Norwegian ambassador Ada Lind spoke first, then Kenyan Foreign Minister Joseph Wairimu. "


@pytest.mark.parametrize(
    ("later", "person"),
    [
        ("On Monday he met the Norwegian ambassador again.", "Ada Lind"),
        ("On Monday he met the Kenyan deputy foreign minister again.", None),
        ("On Monday he met the Kenyan foreign minister again.", "Joseph Wairimu"),
        ("On Monday he met the Kenyan ambassador again.", None),
        ("On Monday he met Norwegian ambassadors.", None),
        ("Kenyan President Otto Wekesa left. On Monday he met the Kenyan leader again.", "Otto Wekesa"),
        ("On Monday he met the Norwegian leader again.", None),
        ("Norwegian ambassador Tom Berg left. On Monday he met the Norwegian ambassador again.", None),
    ],
)
def test_the_holder_of_an_office_is_who_the_text_names_in_it(later: str, person: str | None) -> None:
    """Of that party, in that office, and nobody else."""
    text = OPENING + later
    draft = Draft(text, find_sentences(text, ()))
    add_names(draft).add_persons(draft, ())
    mentions = [
        i for i in draft.of_kind(MentionKind.PERSON) if draft.mentions[i].span.start > len(OPENING) + len("On Monday")
    ]
    meant = [draft.words(p) for i in mentions for p in draft.linked(LinkKind.SAME_PERSON, i)]
    assert meant == ([person] if person else [])
