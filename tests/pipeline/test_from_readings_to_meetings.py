"""What follows from the readings of a register: doubted dates date nothing, kept readings are not made again."""

from __future__ import annotations

import io
import json

import pytest

from whomet import pipeline
from whomet.model import Finding, FindingKind, Property, Reading
from whomet.pipeline import absorb, read_inputs
from whomet.register import Register

RAMADAN = (
    "The foreign minister of Norway met the Swedish envoy in Oslo, especially in this holy month of Ramadan. "
    "The foreign minister of Norway said that talks would go on."
)


def readings(*records: dict[str, str], kept=None) -> list[Reading | Finding]:
    lines = "".join(json.dumps({"id": str(n), "language": "en"} | r) + "\n" for n, r in enumerate(records))
    return list(read_inputs(["-"], io.BytesIO(lines.encode()), kept=kept))


@pytest.fixture
def register(tmp_path):
    with Register.open(tmp_path / "register.whomet") as opened:
        yield opened


def test_a_doubted_day_of_publication_brings_no_two_accounts_together(register, monkeypatch):
    """Reconciliation is given the document without it; the register keeps it as it was stated."""
    (doubted, sure) = readings(
        {"text": RAMADAN, "published": "2024-10-10"},
        {"text": RAMADAN.replace("especially in this holy month of Ramadan", "on Monday"), "published": "2024-10-10"},
    )
    assert [f.kind for f in doubted.findings if f.kind is FindingKind.DATE_DOUBT]
    given = {}
    settle = pipeline.settle

    def look(index, read, sources):
        given.update({d.key: d for d in sources.documents(read, texts=False)})
        settle(index, read, sources)

    monkeypatch.setattr(pipeline, "settle", look)
    absorb(register, [doubted, sure])
    assert given[doubted.document.key].published is None
    assert given[sure.document.key].published.value == "2024-10-10"
    assert {d.published.value for d in register.documents()} == {"2024-10-10"}


def test_a_reading_that_is_kept_is_not_made_again(register, monkeypatch):
    """It is given as it is in the register, under the place where it was found now."""
    (first,) = readings({"text": RAMADAN})
    absorb(register, [first])
    monkeypatch.setattr(pipeline, "read", lambda *_: pytest.fail("it was read again"))
    (again,) = readings({"text": RAMADAN}, kept=register.kept)
    assert again == first


def test_voices_are_counted_when_meetings_are_made(register):
    """A reprint under another name is one more document and no other voice."""
    text = RAMADAN.replace("especially in this holy month of Ramadan", "on 3 May 2031")
    absorb(register, readings({"text": text, "publisher": "The Post"}, {"text": text + " More.", "publisher": "Tide"}))
    (meeting,) = (m for m in register.meetings() if "2031-05-03" in m.values(Property.DATE))
    assert len(meeting.accounts) == 2
    assert register.voices()[meeting.id] == 1
