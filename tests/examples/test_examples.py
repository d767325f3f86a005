"""The examples: what a careful reader noted down (`expected.json`) is what Whomet reads.

The first half looks at the examples alone. The second reads them by the command line, as `make demo` does, and
compares the account that a report is about, cell by cell. A cell that is read wrongly today stands in
`known_failures.yaml`; once it is read rightly its test fails until it is taken off that list.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
REPORTS = EXAMPLES / "reports"
EXPECTED = {d["id"]: d for d in json.loads((EXAMPLES / "expected.json").read_text("utf-8"))}
GROUPS = json.loads((EXAMPLES / "expected_same.json").read_text("utf-8"))["groups"]
KNOWN_FAILURES = set(yaml.safe_load(Path(__file__).with_name("known_failures.yaml").read_text("utf-8")) or [])

# Turns itself on once `whomet.pipeline` is there.
reads = pytest.mark.skipif(find_spec("whomet.pipeline") is None, reason="the command line cannot read yet")


# ------------------------------------------------------------------------------ the examples alone


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


# ------------------------------------------------------------------------------ what Whomet reads


def whomet(*arguments: str | Path) -> str:
    """What the command line prints; it must end well."""
    from whomet.faces.command_line import main

    printed, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
        status = main([str(argument) for argument in arguments])
    assert status == 0, complained.getvalue()
    return printed.getvalue()


@pytest.fixture(scope="session")
def register(tmp_path_factory):
    """A register that has read the examples."""
    path = tmp_path_factory.mktemp("examples") / "examples.whomet"
    whomet("read", REPORTS, "--register", path)
    return path


@pytest.fixture(scope="session")
def accounts(register):
    """What `whomet export accounts` gives of it: the readings by document id."""
    return {d["id"]: d for d in map(json.loads, whomet("export", "accounts", "--register", register).splitlines())}


@pytest.fixture(scope="session")
def meetings(register):
    """What `whomet meetings` gives of it."""
    return [json.loads(line) for line in whomet("meetings", "--format", "jsonl", "--register", register).splitlines()]


def account_about(reading: dict) -> dict:
    """The account that a report is about: the first main one, else the first, else none."""
    told = reading["meetings"]
    return next((m for m in told if m["main"]), told[0] if told else {})


def cell(name: str, account: dict, kind: str) -> object:
    """One cell of an account in a form that can be compared."""
    if kind in {"parties", "mediators"}:
        return sorted(account.get(kind) or [])
    if kind == "people":
        return sorted((p["name"], p["party"]) for p in account.get("people") or [])
    if kind == "denied by":
        return sorted(d["by"] for d in account.get("denials") or [])
    return account.get(kind) or ""


KINDS = ["status", "contact", "date", "city", "country", "venue", "duration", "parties", "mediators", "people", "host"]
KINDS += ["denied by"]
CELLS = [f"{name} {kind}" for name, d in EXPECTED.items() if d["meetings"] for kind in KINDS]


def compare(name: str, right: bool, difference: str) -> None:
    """A known failure must fail, everything else must be right."""
    if name in KNOWN_FAILURES:
        if right:
            pytest.fail(f"{name!r} is read rightly now: take it off known_failures.yaml", pytrace=False)
        pytest.xfail(difference)
    assert right, difference


@reads
@pytest.mark.parametrize("name", CELLS)
def test_each_cell_of_the_account_that_a_report_is_about(name, accounts):
    """As a careful reader noted it down, or a known failure."""
    document, _, kind = name.partition(" ")
    wanted = cell(document, EXPECTED[document]["meetings"][0], kind)
    found = cell(document, account_about(accounts[document]), kind)
    compare(name, found == wanted, f"{kind}: expected {wanted!r}, read {found!r}")


@reads
@pytest.mark.parametrize("name", [f"{name} published" for name in EXPECTED])
def test_publication_dates_and_the_doubt_about_one(name, accounts):
    """Each is found where it stands; that of the text in Ramadan is doubted, no other is."""
    document = name.partition(" ")[0]
    wanted, found = EXPECTED[document], accounts[document]
    right = found["published"] == wanted["published"] and bool(found["published_doubt"]) == bool(
        wanted["published_doubt"]
    )
    compare(name, right, f"expected {wanted['published']!r}, read {found['published']!r} {found['published_doubt']!r}")


@reads
@pytest.mark.parametrize("name", [f"{name} number of meetings" for name in EXPECTED])
def test_no_report_tells_of_more_meetings_than_it_does(name, accounts):
    """Navigation, links to other pages, a council's own session: none makes a meeting."""
    document = name.partition(" ")[0]
    wanted, found = len(EXPECTED[document]["meetings"]), len(accounts[document]["meetings"])
    compare(name, found == wanted, f"expected {wanted}, read {found}")


@reads
@pytest.mark.parametrize("name", [f"one meeting: {' '.join(group)}" for group in GROUPS])
def test_accounts_of_one_meeting_are_put_together_and_no_others(name, accounts):
    """The reports of each group tell of one meeting, which no other report tells of."""
    group = {account.partition("#")[0] for account in name.removeprefix("one meeting: ").split()}
    told = {document: account_about(reading).get("meeting") for document, reading in accounts.items()}
    here = {told[document] for document in group}
    strangers = {
        document for document, meeting in told.items() if meeting in here and meeting and document not in group
    }
    compare(name, len(here) == 1 and None not in here and not strangers, f"{told} {strangers}")


@reads
def test_a_reprint_is_no_second_voice(meetings):
    """Four documents tell of Muscat, three voices."""
    muscat = [m for m in meetings if "Muscat" in m["city"]]
    counted = [(len(m["documents"]), m["voices"]) for m in muscat]
    compare("voices of Muscat", counted == [(4, 3)], f"documents and voices: {counted}")


@reads
@pytest.mark.parametrize(("city", "differs"), [("Muscat", "duration"), ("Sintra", "city")])
def test_where_sources_differ_it_is_said(city, differs, meetings):
    """How long Muscat took, and where the ministers met."""
    found = [m["differ"] for m in meetings if city in m["city"]]
    compare(f"{city} differs in {differs}", len(found) == 1 and differs in found[0], f"differ: {found}")


@reads
def test_every_citation_is_exact(register, accounts):
    """text[start:end] is the citation, in every format."""
    for document, reading in accounts.items():
        text = whomet("show", "--text", document, "--register", register)
        stack = [reading]
        while stack:
            item = stack.pop()
            if isinstance(item, dict) and {"start", "end", "text"} <= item.keys():
                assert text[item["start"] : item["end"]] == item["text"], document
            stack += item.values() if isinstance(item, dict) else item if isinstance(item, list) else []


def test_known_failures_are_names_of_tests_that_there_are():
    """A name that no test bears would hide nothing and excuse nothing."""
    named = [f"{n} {what}" for n in EXPECTED for what in ("published", "number of meetings")]
    named += [f"one meeting: {' '.join(group)}" for group in GROUPS]
    named += ["voices of Muscat", "Muscat differs in duration", "Sintra differs in city"]
    assert KNOWN_FAILURES - {*CELLS, *named} == set()
