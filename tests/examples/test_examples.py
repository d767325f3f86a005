"""The examples alone: what a careful reader noted down (`expected.json`) agrees with the reports and with itself."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
REPORTS = EXAMPLES / "reports"
EXPECTED = {d["id"]: d for d in json.loads((EXAMPLES / "expected.json").read_text("utf-8"))}
GROUPS = json.loads((EXAMPLES / "expected_same.json").read_text("utf-8"))["groups"]


def folded(text: str) -> str:
    """Text with every run of white space as one space: a PDF breaks lines where its page ends."""
    return " ".join(text.split())


def plain_texts() -> dict[str, str]:
    """The text of each report by document id, read without Whomet."""
    texts = {p.stem: p.read_text("utf-8") for p in REPORTS.iterdir() if p.suffix in {".txt", ".md"}}
    for line in (REPORTS / "meridian-wire.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        texts[record["id"]] = record["text"]
    texts |= {p.stem: html_text(p) for p in REPORTS.glob("*.html")}
    texts |= {p.stem: pdf_text(p) for p in REPORTS.glob("*.pdf")}
    return {name: folded(text) for name, text in texts.items()}


def html_text(path: Path) -> str:
    """All text in the body of a page, without scripts."""
    from lxml import html

    body = html.fromstring(path.read_bytes()).body
    return " ".join(body.xpath(".//text()[not(parent::script or parent::style)]"))


def pdf_text(path: Path) -> str:
    """The text of all pages of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pages:
        return "\n".join(page.get_textpage().get_text_range() for page in pages)


TEXTS = plain_texts()


def test_every_report_has_its_expectation_and_every_expectation_its_report():
    """Twelve of each."""
    assert sorted(TEXTS) == sorted(EXPECTED)
    assert len(TEXTS) == 12


def verbatim(document: dict) -> list[str]:
    """Every string of an expectation that must stand letter for letter in the report."""
    found = [f[key] for f in document["figures"] for key in ("what", "source")]
    for m in document["meetings"]:
        found += [m["lead"], m["venue"], m["duration"], m["part_of"], *m["time_text"], *m["topics"]]
        found += [p[key] for p in m["people"] for key in ("name", "role")]
        found += [s[key] for s in m["statements"] for key in ("via", "cue", "text")]
        found += [x["text"] for x in (*m["delegations"], *m["outcomes"], *m["denials"])]
        found += [x["by"] for x in m["denials"]]
    return [text for text in found if text]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_expected_stands_in_the_report(name):
    """No expectation puts words into a report's mouth."""
    assert [text for text in verbatim(EXPECTED[name]) if folded(text) not in TEXTS[name]] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_people_and_speakers_belong_to_the_meeting(name):
    """A person's party sits at the table or mediates; a known act, and a speaker who is named."""
    acts = {"states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"}
    for m in EXPECTED[name]["meetings"]:
        sides = {*m["parties"], *m["mediators"]}
        assert {p["party"] for p in m["people"]} <= sides
        assert {s["act"] for s in m["statements"]} <= acts
        known = sides | {p["name"] for p in m["people"]} | {"both"}
        assert [
            s["speaker"] for s in m["statements"] if s["speaker"] not in known and s["speaker"] not in TEXTS[name]
        ] == []


def test_every_account_but_those_told_once_stands_in_one_group():
    """expected_same.json speaks of accounts that there are, each once."""
    accounts = {f"{name}#{n}" for name, d in EXPECTED.items() for n in range(len(d["meetings"]))}
    grouped = [account for group in GROUPS for account in group]
    assert len(grouped) == len(set(grouped))
    assert accounts - set(grouped) == {"quay-review#1"}
    assert set(grouped) <= accounts


MONTHS = [datetime.date(2024, month, 1).strftime("%B") for month in range(1, 13)]
DAYS = [datetime.date(2024, 1, day).strftime("%A") for day in range(1, 8)]  # the first was a Monday


def full_dates(text: str) -> list[tuple[str, datetime.date]]:
    """The weekdays that a text gives with a full date beside them."""
    month, day = "|".join(m[:3] + r"\w*" for m in MONTHS), "|".join(d[:3] + r"\w*" for d in DAYS)
    number = {m[:3]: i for i, m in enumerate(MONTHS, 1)}
    found = re.findall(rf"\b({day})[,. ]+(\d\d?) ({month}),? (\d{{4}})", text)
    found += [(w, d, m, y) for w, m, d, y in re.findall(rf"\b({day})[,. ]+({month}) (\d\d?), (\d{{4}})", text)]
    found += re.findall(rf"\b({day}) evening, (\d\d?) ({month}),? (\d{{4}})", text)
    return [(w[:3], datetime.date(int(y), number[m[:3]], int(d))) for w, d, m, y in found]


def test_weekdays_in_the_reports_are_those_of_the_calendar():
    """The one wrong date among the examples is wrong on purpose; no other is by mistake."""
    named = [(name, weekday, date) for name, text in TEXTS.items() for weekday, date in full_dates(text)]
    assert len(named) >= 6
    assert [(n, w, d) for n, w, d in named if DAYS[d.weekday()][:3] != w] == []


def test_the_reprint_is_one_and_nothing_else_is():
    """The Harbour Post's paragraphs are Coast Press's; no other two reports share one."""
    paragraphs = {
        name: {p.strip() for p in (REPORTS / name).read_text("utf-8").split("\n\n") if len(p.split()) > 12}
        for name in ("coast-press.txt", "harbour-post.md", "quay-review.md", "mountain-voice.txt", "tagus-courier.txt")
    }
    shared = {
        (a, b) for a, x in paragraphs.items() for b, y in paragraphs.items() if a < b and len(x & y) > len(x | y) / 3
    }
    assert shared == {("coast-press.txt", "harbour-post.md")}


def test_the_pdf_is_what_its_script_makes(tmp_path):
    """Whoever changes the text in make_pdf.py makes the PDF anew."""
    made = tmp_path / "made.pdf"
    script = f"import sys; sys.path.insert(0, {str(EXAMPLES)!r}); import make_pdf, pathlib; "
    subprocess.run([sys.executable, "-c", f"{script}make_pdf.make(pathlib.Path({str(made)!r}))"], check=True)
    assert pdf_text(made) == pdf_text(REPORTS / "ghana-communique.pdf")
