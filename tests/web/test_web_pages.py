"""Every page of the web face, asked as a browser asks."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import made_up
import pytest
from starlette.testclient import TestClient

import whomet
from whomet.faces.web.addresses import document
from whomet.faces.web.app import web_app
from whomet.faces.web.entrance import Ways
from whomet.register import Register

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
MEETING = f"/meetings/{made_up.FIRST}"
LOTA = document(made_up.lota().document.key)


def words(answer) -> str:
    """What a page says, without its marks of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def test_the_register_lists_its_meetings_with_facets_and_counts(client):
    """Both meetings, the latest first; the city of each counts once."""
    page = client.get("/")
    assert page.status_code == 200
    assert page.text.index(f"/meetings/{made_up.PLAN}") < page.text.index(f"/meetings/{made_up.FIRST}")
    assert "2 meetings" in words(page)
    assert "Arvenia 2" in words(page)
    assert "Port Sellis 1" in words(page)
    assert "sources differ: date 1" in words(page)
    assert "left out by one side's media" in words(page).replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?party=Arvenia", [made_up.PLAN, made_up.FIRST]),
        ("?place=Upper+Venn", [made_up.PLAN]),
        ("?person=p-brae", [made_up.FIRST]),
        ("?year=2031&status=planned", [made_up.PLAN]),
        ("?source=Evening+Tide", [made_up.PLAN, made_up.FIRST]),
        ("?source=The+Lota+Courier", [made_up.FIRST]),
        ("?doubt=date", [made_up.FIRST]),
        ("?doubt=left-out", [made_up.FIRST]),
        ("?q=lantern", [made_up.FIRST]),
        ("?q=upper+venn&status=held", [made_up.FIRST]),
        ("?q=nowhere", []),
        ("?q=%22%22", []),
        ("?order=earliest", [made_up.FIRST, made_up.PLAN]),
        ("?party=Nobody", []),
        ("?page=nonsense&order=odd&colour=red", [made_up.PLAN, made_up.FIRST]),
    ],
)
def test_every_view_is_an_address(client, asked, found):
    """What an address asks for is listed, in its order, and nothing else."""
    page = client.get(f"/{asked}")
    assert page.status_code == 200
    assert list(dict.fromkeys(re.findall(r'href="/meetings/([^"#]+)"', page.text))) == found


def test_a_page_behind_the_end_leads_back(client):
    """Nothing is shown and nothing breaks."""
    assert "The list ends before this page" in words(client.get("/?page=999999"))


def test_a_facet_has_a_page_of_its_own(client):
    """All its values, narrowed as the list is; no other name is a facet."""
    assert "Upper Venn 1" in words(client.get("/facets/place"))
    assert "Port Sellis" not in words(client.get("/facets/place?status=planned"))
    assert client.get("/facets/colour").status_code == 404


def test_what_is_shown_is_exported(client):
    """The same meetings in the same order, as the exports of the command line write them."""
    rows = list(csv.DictReader(io.StringIO(client.get("/export.csv?order=earliest").content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == [made_up.FIRST, made_up.PLAN]
    assert rows[0]["date"] == "2031-03-06; 2031-03-04; 2031-03-07"
    lines = client.get("/export.jsonl?place=Upper+Venn").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [made_up.PLAN]
    report = client.get("/export.html?place=Upper+Venn")
    assert f'id="m-{made_up.PLAN}"' in report.text
    assert f'id="m-{made_up.FIRST}"' not in report.text
    assert 'attachment; filename="meetings.html"' in report.headers["content-disposition"]
    assert client.get("/export.exe").status_code == 404


def test_a_meeting_shows_every_reading_with_its_voice(client):
    """The three dates, each with who says so and the way to the words."""
    page = client.get(MEETING)
    text = words(page)
    assert "The sources differ on the date." in text
    for date, source in (("4 March 2031", "The Lota Courier"), ("7 March 2031", "Evening Tide")):
        assert f"{date} {source}" in text
    assert "according to Evening Tide , quoting A source at the port" in text
    assert "Accounts side by side" in text
    assert "Told by sources of Arvenia" in text
    assert "1240" in text
    assert f'href="{LOTA}#w' in page.text


def test_every_address_of_words_is_a_mark_in_the_document(client):
    """From any cell to the words, and from the words back to the cell: every fragment is there."""
    meeting = client.get(MEETING).text
    leads = set(re.findall(r'href="(/documents/[^"]+)#(w[^"]+)"', meeting))
    assert len(leads) > 20
    texts = {address: client.get(address).text for address, _ in leads}
    assert [lead for lead in leads if f'id="{lead[1]}"' not in texts[lead[0]]] == []
    backs = {back for text in texts.values() for back in re.findall(rf'href="{MEETING}#([^"]+)"', text)}
    assert [back for back in backs if f'id="{back}"' not in meeting] == []
    assert len(backs) > 5


def test_a_document_shows_its_text_letter_for_letter(client):
    """Without the marks, the page's paragraphs are the lines of the text; hidden signs are shown as numbers."""
    page = client.get("/documents/lota-1").text
    article = page[page.index('<article class="text"') : page.index("</article>")]
    lines = [re.sub(r"<[^>]*>", "", p) for p in re.findall(r"<p dir=\"auto\"(?: class=\"on\")?>(.*?)</p>", article)]
    assert "\n".join(lines).replace("&quot;", '"').replace("&#x27;", "'") == made_up.LOTA.replace("\n\n", "\n")
    assert 'data-cell="date: 4 March 2031' in article
    near = [line.startswith('<p dir="auto" class="on">') for line in re.findall(r"<p .*", article)]
    assert near == [False, False, True, True]  # lines of one paragraph stand close to each other


def test_a_person_has_spellings_roles_and_counterparts(client):
    """Both spellings, the role with its day, who else was there."""
    text = words(client.get("/people/p-okonveld"))
    assert "Miraa Okonvelt Latin" in text
    assert "2031-03-04 foreign minister" in text
    assert "Counterparts Tomas Brae" in text


def test_a_side_and_a_place_have_pages(client):
    """Who was met, who met there; what no meeting has is not found, in one sentence."""
    assert "Met with Lotland 2" in words(client.get("/sides/Arvenia"))
    assert "Sides that met here Arvenia 1 Lotland 1" in words(client.get("/places/Port%20Sellis"))
    for nothing in ("/sides/Atlantis", "/places/Atlantis", "/people/p-nobody", "/people/o-arvenia"):
        assert client.get(nothing).status_code == 404


def test_a_role_a_side_and_a_place_lead_to_the_words_of_a_report(client):
    """What reports call them, with script and count, each a link to the very words."""
    for path, said, stands in (
        ("/people/p-okonveld", "foreign minister", "Arvenian foreign minister"),
        ("/sides/Arvenia", "Arvenia", "Arvenia"),
        ("/places/Port%20Sellis", "Port Sellis", "Port Sellis"),
    ):
        page = client.get(path)
        link = re.search(rf'href="(/documents/\w+)#w(\d+)-(\d+)"><bdi[^>]*>{said}</bdi>', page.text)
        assert link, path
        ident, start, end = (
            re.search(r"lota-1|tide-1|harbour-1", client.get(link[1]).text)[0],
            *map(int, link.groups()[1:]),
        )
        text = {"lota-1": made_up.LOTA, "tide-1": made_up.TIDE, "harbour-1": made_up.HARBOUR}[ident]
        assert text[start:end] == stands
    said = words(client.get("/places/Port%20Sellis"))
    assert "In the reports’ words" in said and "As written Script Times Port Sellis Latin 3" in said


def test_a_warning_leads_to_the_other_meeting_that_may_be_the_same(tmp_path):
    """Of two that are kept apart, the page that says so has a link to each."""
    path = tmp_path / "two.whomet"
    with whomet.Register(path) as register:
        register.add(whomet.read_files(EXAMPLES))
        ids = {meeting.id for meeting in register.meetings(name="Amissah", place="Portugal")}
    with TestClient(web_app(str(path)), base_url="http://127.0.0.1") as client:
        pages = {ident: client.get(f"/meetings/{ident}").text for ident in ids}
        warned = {ident: set(re.findall(r'<a href="/meetings/([0-9a-f]{16})">\1</a>', pages[ident])) for ident in ids}
    assert len(ids) == 2 and ids in warned.values()


@pytest.mark.parametrize("path", ["/nowhere", "/meetings/zzz", "/documents/zzz", "/static/../app.py", "/people/%00"])
def test_what_is_not_there_is_one_sentence(client, path):
    """A page with the way back, and status 404."""
    page = client.get(path)
    assert page.status_code == 404
    assert "To the register" in words(page)


def test_an_empty_register_says_what_to_do(tmp_path):
    """No table and no facets, but the command that fills it."""
    Register.open(tmp_path / "new.whomet").close()
    with TestClient(web_app(str(tmp_path / "new.whomet")), base_url="http://127.0.0.1") as client:
        page = client.get("/")
    assert "whomet read" in words(page)
    assert "<table" not in page.text


def test_documents_that_tell_of_no_meeting_are_found_by_their_words(tmp_path):
    """Where no meeting fits the words alone; not beside another narrowing, and not for the public, who see no texts."""
    path = tmp_path / "some.whomet"
    with whomet.Register(path) as register:
        register.add(whomet.read("التقى وزير الخارجية نظيره العماني في مسقط.", title="لقاء مسقط", publisher="Tide"))
        register.add(
            whomet.read("Grain prices rose again on Monday, traders said in the port.", title="Grain <b>up</b>")
        )
    with TestClient(web_app(str(path)), base_url="http://127.0.0.1") as client:
        first, found = client.get("/"), client.get("/", params={"q": "مسقط"})
        narrowed = client.get("/", params={"q": "مسقط", "year": "2024"})
        link = re.search(r'href="(/documents/[^"]+)"', found.text)
        assert link and "لقاء مسقط" in client.get(link[1]).text
    assert "No meeting is in this register yet" in words(first)
    assert "Grain &lt;b&gt;up" in words(first) and "<b>" not in first.text
    assert "These documents have the words" in words(found)
    assert "لقاء مسقط" in words(found) and "Grain" not in words(found)
    assert "/documents/" not in narrowed.text
    public = Ways(public=True, names=("talks.example",))
    with TestClient(web_app(str(path), public), base_url="http://talks.example") as client:
        assert "/documents/" not in client.get("/", params={"q": "مسقط"}).text


def test_a_register_that_went_away_is_one_sentence(tmp_path):
    """Said on the page, with status 500; nothing of how it is made."""
    with TestClient(web_app(str(tmp_path / "none.whomet")), base_url="http://127.0.0.1") as client:
        page = client.get("/")
    assert page.status_code == 500
    assert "there is no register yet" in words(page)
    assert "Traceback" not in page.text
