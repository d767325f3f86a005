"""A meeting "here" was where the report is written from."""

from __future__ import annotations

from pathlib import Path

import pytest

from whomet.documents import read_documents
from whomet.extraction.setting import here_in
from whomet.knowledge.data import read_data
from whomet.language import english_by_model
from whomet.model import Property, Span
from whomet.pipeline import read

MET = "Norwegian Foreign Minister Ada Lind met {} Monday with her Kenyan counterpart Otto Berg to discuss fishing."


@pytest.mark.parametrize("sentence", read_data("datelines")["here"]["examples"])
def test_here_is_found(sentence):
    plain, at = sentence.replace("[", "").replace("]", ""), sentence.index("[")
    assert here_in(plain, Span(0, len(plain))) == Span(at, at + 4)


@pytest.mark.parametrize("sentence", read_data("datelines")["here"]["spares"])
def test_what_only_looks_like_it_is_not(sentence):
    assert here_in(sentence, Span(0, len(sentence))) is None


@pytest.mark.parametrize(
    ("text", "city", "basis"),
    [
        (f"CAIRO, May 13 (Xinhua) -- {MET.format('here')}", "Cairo", "“here”, in a report from CAIRO"),
        (f"CAIRO, May 13 (Xinhua) -- {MET.format('in Oslo')}", "Oslo", ""),
        (MET.format("here"), "", ""),
    ],
)
def test_the_place_that_a_report_begins_with(tmp_path: Path, text, city, basis):
    report = tmp_path / "report.txt"
    report.write_text(text, encoding="utf-8")
    (loaded,) = read_documents([str(report)], None)
    (account,) = read(loaded, english_by_model()).accounts
    assert (account.value(Property.CITY) or "") == city
    assert [c.basis for c in account.all(Property.PLACE_TEXT)] == ([basis] if city else [])
