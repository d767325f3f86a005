"""What a notebook shows: every cell with its readings and their words, self-contained, escaped, without script."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html
from made_up import tide, told

from whomet.exchange.html_meeting import article
from whomet.faces.python.meetings import Meetings
from whomet.faces.python.nouns import meeting_of, reading_of
from whomet.model import CellReading

HOSTILE = "<script>alert(1)</script></style>\x1b[31m\u202e\ud800"


@pytest.fixture
def meetings():
    """The two made-up meetings, by id."""
    return {one.meeting.id: meeting_of(one) for one in told()}


def shown(thing):
    return lxml_html.fragment_fromstring(thing._repr_html_())


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_every_cell_stands_with_its_readings_and_their_words(meetings):
    """The article of the HTML report, letter for letter."""
    (one,) = (one for one in told() if one.meeting.id == "3fa2b7c91d00")
    made = meetings["3fa2b7c91d00"]._repr_html_()
    assert article(one) in made
    (dates,) = shown(meetings["3fa2b7c91d00"]).xpath(".//dl/div[dt[starts-with(., 'Date')]]")
    assert [words(v) for v in dates.xpath(".//span[@class='value']")] == [
        "6 March 2031",
        "4 March 2031",
        "7 March 2031",
    ]
    assert [words(q) for q in dates.xpath(".//q")] == [
        "6 March 2031",
        "6 March 2031",
        "Tuesday evening",
        "7 March 2031",
    ]


def test_all_that_a_meeting_links_to_is_in_it(meetings):
    """There is no page around it that a link could lead to."""
    tree = shown(meetings["3fa2b7c91d00"])
    ids = set(tree.xpath(".//@id"))
    local = [href[1:] for href in tree.xpath(".//a/@href") if href.startswith("#")]
    assert local
    assert set(local) <= ids


def test_nothing_runs_and_nothing_is_loaded(meetings):
    """No script, no address in the style sheet, no handler."""
    for made in (*meetings.values(), reading_of(tide())):
        tree = shown(made)
        assert not tree.xpath(".//script|.//img|.//link|.//iframe|.//object|.//form|.//@style|.//@src")
        assert not tree.xpath(".//@*[starts-with(name(), 'on')]")
        (css,) = tree.xpath(".//style")
        assert not re.search(r"url\(|@import|</", css.text)


def test_the_style_sheet_touches_nothing_around_it(meetings):
    """Outside of the braces of our own class there is no selector but that class, and what says light or dark."""
    css = shown(meetings["a07c55d20b18"]).xpath(".//style")[0].text
    depth, outside, word = 0, [], ""
    for sign in css:
        if sign in "{}":
            if sign == "{" and depth == 0:
                outside.append(word.strip())
            depth += 1 if sign == "{" else -1
            word = ""
        else:
            word += sign
    assert depth == 0
    rules = [selector for selector in outside if not selector.startswith("@media")]
    assert len(rules) == 4
    assert all(part.strip().split()[-1].startswith(".whomet-shown") for rule in rules for part in rule.split(","))


def test_the_notebook_says_whether_it_is_light_or_dark(meetings):
    """JupyterLab, Visual Studio Code and Colab; else the browser."""
    css = shown(meetings["a07c55d20b18"]).xpath(".//style")[0].text
    for mark in ('[data-jp-theme-light="false"]', ".vscode-dark", "html[theme=dark]", "prefers-color-scheme: dark"):
        assert mark in css


def hostile():
    """A meeting of hostile words throughout."""
    one = next(one for one in told() if one.meeting.id == "3fa2b7c91d00")
    cells = tuple(
        replace(c, readings=tuple(CellReading(HOSTILE, r.accounts) for r in c.readings)) for c in one.meeting.cells
    )
    accounts = tuple(replace(a, claims=tuple(replace(c, value=HOSTILE) for c in a.claims)) for a in one.accounts)
    documents = {k: replace(d, id=HOSTILE, url=f"javascript:{HOSTILE}") for k, d in one.documents.items()}
    return meeting_of(replace(one, meeting=replace(one.meeting, cells=cells), accounts=accounts, documents=documents))


def test_hostile_words_are_shown_and_do_nothing():
    """Markup, terminal codes, characters that turn the writing around, half a surrogate pair."""
    meeting = hostile()
    for made in (meeting, meeting.told[0], Meetings([meeting.id], lambda ids: iter([meeting for _ in ids]))):
        page = made._repr_html_()
        assert "<script" not in page
        assert page.count("</style>") == 1
        assert "&lt;script&gt;alert(1)" in page
        assert "U+202E" in page
        assert not re.search("[\x1b\u202e\ud800]", page)
        assert not re.search("[\x1b\u202e\ud800]", repr(made))
        assert not lxml_html.fragment_fromstring(page).xpath(".//a[starts-with(@href, 'javascript')]")
        page.encode("utf-8")


def test_an_account_and_a_reading_show_their_own_cells():
    """As a meeting that nobody else tells of; a reading without accounts says so."""
    one = next(one for one in told() if one.meeting.id == "3fa2b7c91d00")
    account = meeting_of(one).told[0]
    tree = shown(account)
    assert len(tree.xpath(".//article")) == 1
    assert account.told_in.publisher.value in words(tree)
    reading = reading_of(tide())
    assert len(shown(reading).xpath(".//article")) == 2
    assert "0 accounts" in words(shown(replace(reading, accounts=())))


def test_a_list_of_meetings_is_a_table_with_a_line_each(meetings):
    """Of many the first twenty, and how many more there are."""
    ids = sorted(meetings)
    few = Meetings(ids, lambda some: (meetings[i] for i in some))
    tree = shown(few)
    assert len(tree.xpath(".//tbody/tr")) == 2
    assert "6 March 2031 or 4 March 2031 or 7 March 2031" in words(tree)
    many = Meetings(ids * 15, lambda some: (meetings[i] for i in some))
    assert len(shown(many).xpath(".//tbody/tr")) == 20
    assert "and 10 more" in words(shown(many))
    assert repr(many).endswith("and 10 more>")
    assert repr(many).startswith("<30 meetings\n")
