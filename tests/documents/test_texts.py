"""What whole texts say of themselves: title, publisher, date and regions, as tests/documents/texts.yaml has them."""

from io import BytesIO
from pathlib import Path

import pytest
import yaml

from whomet.documents import Loaded, read_documents

CASES = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))


def read(text: str) -> Loaded:
    (loaded,) = read_documents(["-"], BytesIO(text.encode()))
    assert isinstance(loaded, Loaded)
    return loaded


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_says_of_itself(case):
    loaded = read(case["text"])
    document = loaded.document
    assert document.text == case["text"]
    for name in ("title", "publisher", "published"):
        claim = getattr(document, name)
        assert (claim.value if claim else None) == (str(case[name]) if name in case else None), name
    regions = {}
    for region in document.regions:
        regions.setdefault(region.kind.value, []).append(region.span.of(document.text))
    assert regions == case.get("regions", {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_doubtful_date_is_told_and_a_sound_one_is_not(case):
    sentences = [finding.text for finding in read(case["text"]).findings]
    assert any(case["doubt"] in sentence for sentence in sentences) if "doubt" in case else not sentences


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_claim_without_a_basis_is_shown_letter_for_letter(case):
    document = read(case["text"]).document
    for claim in (document.title, document.publisher, document.published):
        if claim:
            assert claim.spans
            assert claim.basis or all(span.of(document.text) == claim.value for span in claim.spans)
