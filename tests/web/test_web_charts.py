"""The timeline, the map and the network of a view: what they count, what they lead to, what they admit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import charted
import pytest
from charted import SCRIPT
from starlette.testclient import TestClient

from whomet.faces.web.app import web_app
from whomet.faces.web.charts import network, timeline

CHARTS = ["/timeline", "/map", "/network", "/network?by=people"]
NUMBERED = re.compile(r'<a[^>]* href="([^"]*)"[^>]*><title>([^<]*)</title>')


@pytest.fixture(scope="session")
def charts(charted_register) -> Iterator[TestClient]:
    """The pages of a register that has something for every chart."""
    with TestClient(web_app(str(charted_register)), base_url="http://127.0.0.1") as opened:
        yield opened


def words(answer) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def marks(answer) -> list[tuple[str, str]]:
    """The address and the words of every mark in a drawing."""
    return [(unescape(address), unescape(said)) for address, said in NUMBERED.findall(answer.text)]


def listed(charts: TestClient, address: str) -> int:
    """How many meetings the page at an address says that it has."""
    return int(re.search(r"<h1>(\d+) meeting", charts.get(address).text)[1])


@pytest.mark.parametrize("path", CHARTS)
def test_every_mark_leads_to_the_meetings_behind_it(charts, path):
    """The number that a mark bears is the length of the list that it opens; of several places it opens a closer map."""
    found = marks(charts.get(path))
    assert len(found) > 5
    for address, said in found:
        if "Opens a closer map" in said:
            assert urlsplit(address).path == "/map"
            continue
        assert listed(charts, address) == sum(map(int, re.findall(r"(\d+) (?:meeting|perhaps)", said))), said


@pytest.mark.parametrize("path", CHARTS)
def test_a_view_goes_from_page_to_page(charts, path):
    """What is asked for is kept in every link and in the search; what narrows it can be taken away on the spot."""
    page = charts.get(path, params={"party": ["Arvenia", "Lotland"], "when": "2031", "order": "voices"})
    ways = re.search(r'<nav class="views".*?</nav>', page.text, re.S)[0]
    for other in ("/", "/timeline", "/map", "/network"):
        assert f'href="{other}?party=Arvenia&amp;party=Lotland&amp;when=2031&amp;order=voices"' in ways
    assert f'action="{urlsplit(path).path}"' in page.text
    for name, value in (("party", "Lotland"), ("when", "2031")):
        assert f'type="hidden" name="{name}" value="{value}"' in page.text
    chips = re.search(r'<ul class="chosen".*?</ul>', page.text, re.S)[0]
    assert f'href="{urlsplit(path).path}?party=Lotland&amp;when=2031&amp;order=voices"' in chips


def test_the_register_links_to_its_charts_and_is_narrowed_by_them(charts):
    """A period, a site and several sides narrow the list, are named above it, and narrow what is exported."""
    page = charts.get("/?party=Arvenia&party=Lotland&when=2031-04&site=CH%2FGeneva")
    assert 'href="/timeline?party=Arvenia' in page.text
    assert "2 meetings" in words(page)
    for chip in ("Arvenia ×", "Lotland ×", "April 2031 ×", "Geneva, Switzerland ×"):
        assert chip in words(page)
    lines = charts.get("/export.jsonl?party=Arvenia&party=Lotland&when=2031-04&site=CH%2FGeneva").text.splitlines()
    assert len(lines) == 2
    assert listed(charts, "/?when=nonsense&site=%20") == len(charted.ROWS)


def test_a_timeline_shows_how_exact_a_date_is(charts):
    """A month may be any of its days; two dates are two; nothing is dropped that has no date."""
    page = charts.get("/timeline")
    assert "Meetings by month" in words(page)
    assert "April 2031: 2 meetings; 1 perhaps, for sources differ on the date" in words(page)
    assert "June 2031: 1 meeting; 1 perhaps" in words(page)
    assert "2 without a date , not in the chart" in words(page)
    assert listed(charts, "/?when=undated") == 2
    closer = charts.get("/timeline?when=2031-04")
    assert "Meetings by day" in words(closer)
    assert "1 perhaps, dated less exactly than a day" in words(closer)
    assert len(re.findall(r'class="column"', closer.text)) == 30


def test_few_meetings_have_a_line_each(charts, monkeypatch):
    """With a dot for a day, a bar for a month, two dots where sources differ, and none without a date."""
    page = charts.get("/timeline").text
    lines = re.findall(r"<tr.*?</tr>", page[page.index('class="lines"') : page.index("</table>")], re.S)[1:]
    assert len(lines) == len(charted.ROWS)
    drawn = {re.search(r"/meetings/(\w+?)\d\"", line)[1]: len(re.findall('class="piece"', line)) for line in lines}
    assert (drawn["month"], drawn["differ"], drawn["none"]) == (1, 2, 0)
    assert "<rect" in next(line for line in lines if "/meetings/month0" in line)
    monkeypatch.setattr(timeline, "MOST_LINES", 3)
    assert "Each meeting" not in words(charts.get("/timeline"))


@pytest.mark.parametrize("path", ["/timeline", "/map", "/network", "/network?by=people"])
@pytest.mark.parametrize("asked", ["?q=nothing-has-this", "?when=1066", "?site=XX%2FAtlantis"])
def test_nothing_is_said_to_be_nothing(charts, path, asked):
    """No chart of no meetings, and the way back."""
    page = charts.get(path.partition("?")[0] + asked + ("&by=people" if "by" in path else ""))
    assert page.status_code == 200
    assert "No meeting fits all of this" in words(page)


def test_meetings_that_nobody_dates_are_said_to_be_so(charts):
    """A timeline without a bar leads to them."""
    page = charts.get("/timeline?when=undated")
    assert "No source dates any of these meetings" in words(page)
    assert len(charts.get("/?when=undated").text.split('scope="row"')) == 3


def test_a_map_shows_what_it_can_and_lists_what_it_can_not(charts):
    """Cities are marks; what the gazetteer lacks, countries and nothing at all stand beside; doubt is told at both."""
    page = charts.get("/map")
    said = words(page)
    assert "Not on the map The gazetteer has no such city, or several. Port Sellis 1" in said
    assert "Only the country is told somewhere in Oman 1" in said
    assert "Without a place no place told 1" in said
    assert "Borders are those that Natural Earth draws" in said
    titles = [title for _, title in marks(page)]
    assert any(title.startswith("Doha, Qatar:") and "sources differ on the place of 1" in title for title in titles)
    assert any("2 places near Geneva, Switzerland" in title for title in titles)
    assert 'class="map world"' in page.text  # Suva and Cairo are far apart


def test_a_map_is_as_close_as_what_it_shows(charts):
    """Of a few places their region; sections are addresses, and what lies outside of one is told."""
    near = charts.get("/map?site=CH%2FGeneva").text
    assert 'class="map region"' in near
    assert re.search(r'<g class="lands"[^§]*?>(?:Switzerland|France|Italy)<', near)
    closer = next(address for address, said in marks(charts.get("/map")) if "Opens a closer map" in said)
    page = charts.get(closer)
    assert 'class="map region"' in page.text
    assert {said.partition(",")[0] for _, said in marks(page)} == {"Geneva", "Lausanne"}
    assert "Outside of this section" in words(page)
    assert "Zoom out" in words(page)
    assert 'class="map world"' in charts.get("/map?box=world").text


@pytest.mark.parametrize("box", ["0,0,0,0", "5,5,5", "a,b,c,d", "1e9,0,2,3", "10,80,20,10", "999,1,2,3", "nan,1,2,3"])
def test_what_is_no_section_shows_all(charts, box):
    """An address that says nothing sensible is as one that says nothing."""
    assert charts.get("/map", params={"box": box}).text == charts.get("/map").text


def test_a_network_joins_who_met_and_says_what_it_leaves_out(charts, monkeypatch):
    """Sides, or people of different sides; the fewest meetings go first where there are too many."""
    said = words(charts.get("/network"))
    assert "Arvenia – Lotland" in said
    assert "that they spoke with each other it does not say" in said
    assert "held ones alone" in said
    assert "held ones alone" not in words(charts.get("/network?status=held"))
    people = charts.get("/network?by=people")
    assert "Mira Okonveld and Tomas Brae: 5 meetings" in [title for _, title in marks(people)]
    monkeypatch.setattr(network, "MOST_NODES", 2)
    fewer = charts.get("/network")
    assert {title for _, title in marks(fewer) if " and " not in title} == {
        "Arvenia: 14 meetings",
        "Lotland: 8 meetings",
    }
    assert "Shown are 2 of the sides with the most meetings; all others are left out." in words(fewer)


def test_the_weakest_lines_are_left_out_but_nobody_is(charts, monkeypatch):
    """Whoever met somebody keeps the strongest line."""
    whole = {title for _, title in marks(charts.get("/network")) if " and " not in title}
    monkeypatch.setattr(network, "MOST_LINES", 1)
    page = charts.get("/network")
    assert {title for _, title in marks(page) if " and " not in title} == whole
    assert "of the fewest meetings" in words(page)
    assert "Joined with nobody here" not in words(page)


@pytest.mark.parametrize("path", CHARTS)
def test_the_same_view_is_drawn_the_same(charts, path):
    """Nothing of chance, no clock."""
    assert charts.get(path).text == charts.get(path).text


@pytest.mark.parametrize(
    "path", [*CHARTS, "/map?site=%3Cscript%3E", "/timeline?q=%3Cscript%3E", "/network?by=%3Cscript%3E"]
)
def test_what_others_wrote_stays_words(charts, path):
    """A side that is called a script is a label."""
    page = charts.get(path)
    assert "<script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    if path.startswith("/network"):
        assert SCRIPT in words(page)


@pytest.mark.parametrize("path", CHARTS)
def test_charts_of_a_hostile_register_are_pages(hostile_register, path):
    """Ten megabytes, controls and turned letters of a name come through no drawing."""
    with TestClient(web_app(str(hostile_register)), base_url="http://127.0.0.1") as client:
        page = client.get(path)
    assert page.status_code == 200
    assert len(page.text) < 500_000
    assert not re.search("[\x00\x1b\u202e]", page.text)


def test_an_empty_register_has_charts_of_nothing(tmp_path):
    """Each says that there is nothing, and breaks on nothing."""
    with TestClient(web_app(str(charted.fill(tmp_path / "r.whomet", []))), base_url="http://127.0.0.1") as client:
        pages = [client.get(path) for path in CHARTS]
    assert {page.status_code for page in pages} == {200}
    assert not [page.url for page in pages if "take something away" in page.text and "when=" not in str(page.url)]
