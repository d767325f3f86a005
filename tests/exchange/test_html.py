"""The HTML report, read with lxml."""

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from made_up import told

from whomet.exchange.html import write
from whomet.exchange.html_page import in_words, link, ours, text
from whomet.model import Accord, Cell, CellReading, Claim, Property


def page(meetings):
    return lxml_html.document_fromstring(b"".join(write(meetings)).decode("utf-8"))


def words(element) -> str:
    return " ".join(element.text_content().split())


def texts(tree, path: str) -> list[str]:
    return [words(element) for element in tree.xpath(path)]


def with_document(one, **changes):
    return replace(one, documents={k: replace(d, **changes) for k, d in one.documents.items()})


def with_cell(one, *cells):
    changed = {c.property for c in cells}
    kept = tuple(c for c in one.meeting.cells if c.property not in changed)
    return replace(one, meeting=replace(one.meeting, cells=(*kept, *cells)))


FIRST = "//article[@id='m-3fa2b7c91d00']"
PLAN = "//article[@id='m-a07c55d20b18']"


def test_nothing_runs_and_nothing_is_loaded():
    """The page has no script and loads nothing; its policy allows one style sheet, by its hash, and that is its own."""
    tree = page(told())
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    css = tree.xpath("//style")[0].text
    digest = b64encode(sha256(css.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not tree.xpath("//script|//img|//link|//iframe|//object|//form|//@style|//@src")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import", css)


def test_contents_are_in_the_order_of_dates():
    """The table of contents leads to each meeting, and the articles stand in the same order."""
    tree = page(reversed(told()))
    assert tree.xpath("//nav//a/@href") == ["#m-3fa2b7c91d00", "#m-a07c55d20b18"]
    assert tree.xpath("//article/@id") == ["m-3fa2b7c91d00", "m-a07c55d20b18"]
    assert texts(tree, "//nav//a")[1] == "April 2031 Lotland – Arvenia Upper Venn · planned"


def test_links_within_the_page_lead_somewhere():
    """Every fragment that is linked to exists, once."""
    tree = page(told())
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)


def test_a_value_shows_who_gives_it_and_opens_to_the_words():
    """Each reading of a cell names its sources, and holds the exact words, through whom they come, and the basis."""
    tree = page(told())
    (row,) = [r for r in tree.xpath(f"{FIRST}//dl/div") if words(r).startswith("Date")]
    shown = [words(s) for s in row.xpath(".//summary")]
    assert shown == [
        "6 March 2031 =Harbour [bold]Post, Evening Tide",
        "4 March 2031 The Lota Courier",
        "7 March 2031 Evening Tide",
    ]
    told_so = [words(li) for li in row.xpath(".//li")]
    assert "6 March 2031 — Evening Tide [3]; according to the Lotland news desk" in told_so
    assert any(t.startswith("Tuesday evening — The Lota Courier [1]; read so because") for t in told_so)
    assert [words(q) for q in row.xpath(".//q")] == ["6 March 2031", "6 March 2031", "Tuesday evening", "7 March 2031"]


def test_why_a_value_was_read_so_is_a_sentence_from_left_to_right():
    """It is ours, also where it begins with words of a script that runs from right to left."""
    shown = page(told()).xpath("//bdi[@dir='ltr']")
    assert shown and all("read so because: " in (bdi.getparent().text_content()) for bdi in shown)
    assert ours('"يوم الثلاثاء", published 2031-03-06').startswith('<bdi dir="ltr">')


def test_what_differs_is_said_first():
    """An article whose sources differ says so before its values; another does not."""
    tree = page(told())
    assert texts(tree, f"{FIRST}/header/p[@class='differ']") == ["The sources differ on the date."]
    assert texts(tree, f"{FIRST}/header/p[@class='when']") == ["6 March 2031 or 4 March 2031 or 7 March 2031"]
    assert tree.xpath(f"{PLAN}//p[@class='differ']") == []


def test_a_denial_is_said_first():
    """A meeting that is denied says so in its head and in the contents."""
    tree = page([with_cell(told()[0], Cell(Property.DENIAL_TEXT, (CellReading("no talks", ()),), Accord.CONFLICT))])
    assert texts(tree, "//p[@class='differ']") == ["The sources differ on the date. It is denied that this took place."]
    assert texts(tree, "//nav//a")[0].endswith("held · denied")


def test_a_plan_and_a_month_stay_what_they_are():
    """A planned meeting in some April is shown as planned and in April, no day made up."""
    tree = page(told())
    assert texts(tree, f"{PLAN}/header/p[@class='when']") == ["April 2031"]
    assert texts(tree, f"{PLAN}/header/p[@class='gist']") == ["Upper Venn · planned · 1 document, 1 independent voice"]


def test_people_with_roles_and_parties():
    """Each person once, in the register's spelling, with role and party; inside as each document has it."""
    (person, *_) = page(told()).xpath(f"{FIRST}//section[@class='people']/details")
    assert words(person.xpath("summary")[0]).startswith("Mira Okonveld foreign minister, for Arvenia")
    assert "Miraa Okonvelt" in texts(person, ".//q")


def test_statements_by_speaker():
    """What was said stands under its speaker, word for word, with act and source."""
    tree = page(told())
    assert texts(tree, f"{FIRST}//h4") == ["Mira Okonveld", "Arvenia and Lotland"]
    assert texts(tree, f"{FIRST}//blockquote") == ["the river must stay open to every ship", "they met on 7 March 2031"]
    assert texts(tree, f"{FIRST}//figcaption")[0] == "demands · demanded · in quotation marks · The Lota Courier [1]"


def test_both_are_the_sides_of_the_account():
    """A joint statement is under the names of the sides that its account gives."""
    first = told()[0]
    accounts = tuple(
        replace(a, claims=tuple(replace(c, value="both") if c.value == "Mira Okonveld" and c.property is
                                Property.STATEMENT_SPEAKER else c for c in a.claims))
        for a in first.accounts
    )  # fmt: skip
    assert texts(page([replace(first, accounts=accounts)]), "//h4") == ["Arvenia and Lotland"]


def test_sources_are_listed():
    """Publisher, day, title and address of each document, with the words by which it tells of the meeting."""
    source = page(told()).xpath(f"{FIRST}//ol[@class='sources']/li")[0]
    assert words(source).startswith("Envoys of Arvenia and Lotland talk in Port Sellis")
    assert "The Lota Courier · published 6 March 2031 · lota-1" in words(source)
    assert source.xpath(".//a/@href") == ["https://news.example/lota-1"]
    assert texts(source, "./q")[0].startswith("The Arvenian foreign minister, Mira Okonveld, met")


def test_links_outward_say_nothing_of_the_reader():
    """Every link to the web sends no referrer and opens no way back."""
    outward = [a for a in page(told()).xpath("//a") if not a.get("href").startswith("#")]
    assert len(outward) == 4
    assert {a.get("rel") for a in outward} == {"noreferrer noopener"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https:", "", "file:///x"]
)
def test_only_web_addresses_are_links(url):
    """Any other address is shown as words."""
    tree = page([with_document(told()[1], url=url)])
    assert all(href.startswith("#") for href in tree.xpath("//a/@href"))
    assert url in words(tree.xpath("//ol[@class='sources']/li")[0])


def test_an_address_can_not_leave_its_attribute():
    """Quotation marks in an address are its own."""
    (a,) = lxml_html.fragment_fromstring(link('https://x.example/" onclick="y', "x"), create_parent=True).xpath("a")
    assert a.get("href") == 'https://x.example/" onclick="y'
    assert a.get("onclick") is None


def test_hostile_words_are_words():
    """Markup in a title is text, signs that turn the writing around are shown as their numbers."""
    title = Claim(Property.TITLE, "</cite><script>alert(1)</script>\u202egnp.exe\x1b[31m\x00")
    raw = b"".join(write([with_document(told()[1], title=title)])).decode()
    assert "<script" not in raw
    assert not set(raw) & {"\u202e", "\x1b", "\x00"}
    (cite,) = lxml_html.document_fromstring(raw).xpath("//ol//cite")
    assert words(cite) == "</cite><script>alert(1)</script>U+202Egnp.exeU+001B[31mU+0000"


def test_every_quotation_has_its_own_direction():
    """A quoted text is laid out by its own first letter, whatever stands around it."""
    tree = page(told())
    quoted = tree.xpath("//q|//blockquote|//bdi[not(@dir='ltr')]|//cite")
    assert len(quoted) > 40
    assert {element.get("dir") for element in quoted} == {"auto"}


@settings(deadline=None)
@given(st.text(alphabet=st.characters()))
def test_any_words_become_text_alone(value):
    """Whatever a value holds, it makes no element but ours and can be written as UTF-8."""
    shown = text(value)
    shown.encode("utf-8")
    element = lxml_html.fragment_fromstring(f"<p>{shown}</p>")
    assert {(e.tag, e.get("class")) for e in element.iter()} <= {("p", None), ("span", "code")}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", element.text_content())


def test_a_name_of_a_megabyte():
    """The contents stay short; the article has the name whole."""
    long = "A" * 1_000_000
    tree = page([with_cell(told()[1], Cell(Property.PARTY, (CellReading(long, ("a07c55d20b18",)),)))])
    assert len(texts(tree, "//nav")[0]) < 1_000
    assert texts(tree, "//h2")[1] == long


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2031-03-06", "6 March 2031"),
        ("2031-04", "April 2031"),
        ("2031", "2031"),
        ("2031-24", "winter 2031"),
        ("2031-03-04/2031-03", "4 March 2031 to March 2031"),
        ("[2031-03-04,2031-03-11]", "one of 4 March 2031, 11 March 2031"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_dates_in_words(edtf, shown):
    """No more exact than it is told; what is no date stays as it is."""
    assert in_words(edtf) == shown


def test_order_of_accounts_does_not_matter():
    """The same accounts in another order, and meetings in another, are the same bytes."""
    turned = [replace(t, accounts=t.accounts[::-1]) for t in told()][::-1]
    assert b"".join(write(turned)) == b"".join(write(told()))


def test_no_meetings_are_a_page():
    """An empty register is a page that says so."""
    tree = page([])
    assert texts(tree, "//nav/p") == ["There are no meetings in this register."]
    assert tree.xpath("//article") == []
    assert tree.get("lang") == "en"
