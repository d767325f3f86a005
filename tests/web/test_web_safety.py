"""Hostile texts and hostile neighbours: nothing of a document runs, nobody else is answered, nothing is loaded."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from whomet.faces.web.app import web_app
from whomet.faces.web.safety import POLICY

PATHS = [
    "/",
    "/meetings/eeeeeeeeeeeeeeee",
    "/documents/eeeeeeeeeeeeeeee",
    "/people/person-1",
    "/people/person-6",
    "/facets/person",
    "/nowhere",
]


class Elements(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def pages(hostile_register):
    """The pages of the hostile register."""
    with TestClient(web_app(str(hostile_register)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_a_document_becomes_markup(pages, path):
    """No element or attribute but ours, whatever a name, a text or a title holds."""
    answer = pages.get(path)
    elements = Elements(answer.text).found
    assert {tag for tag, _ in elements} & {"script", "img", "iframe", "object", "embed", "style", "base"} == set()
    assert [a for _, attributes in elements for a in attributes if a.startswith("on") or a == "style"] == []
    assert "49 &lt;img" not in answer.text
    links = [a["href"] or "" for tag, a in elements if tag == "a"]
    assert [href for href in links if not re.match(r"/|#", href)] == []


@pytest.mark.parametrize("path", PATHS)
def test_hidden_signs_are_shown_and_none_is_sent(pages, path):
    """What turns writing around, or can't be in HTML, is sent as its number."""
    text = pages.get(path).text
    assert [sign for sign in "\u202e\x00\x1b\x07" if sign in text] == []


def test_right_to_left_names_stand_by_themselves(pages):
    """A name is isolated in the direction of its own first letter."""
    assert '<bdi dir="auto">ميرا أوكونفلد</bdi>' in pages.get("/meetings/eeeeeeeeeeeeeeee").text


@pytest.mark.parametrize("path", [p for p in PATHS if "documents" not in p])
def test_a_name_of_ten_megabytes_makes_no_page_of_ten_megabytes(pages, path):
    """Its beginning is shown; the document has it whole."""
    assert len(pages.get(path).content) < 300_000


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/whomet.css", "/report.css", "/export.csv", "/meetings/zzz"])
def test_every_answer_carries_the_policy(client, path):
    """Nothing may run, be framed or be told where the reader came from; nothing is kept on the disk."""
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert "script-src" not in POLICY
    assert "unsafe" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8064", "", "10.0.0.7"]
)
def test_a_name_that_is_not_this_machine_s_is_refused(client, host):
    """Pages of another site can't read ours under their own name (DNS rebinding)."""
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Arvenia" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    told = client.get("/api/v1/meetings", headers={"host": host})
    assert (told.status_code, told.headers["content-type"]) == (421, "application/problem+json")
    assert told.json()["status"] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8064", "localhost", "LOCALHOST:80", "[::1]:8064"])
def test_this_machine_s_own_names_are_answered(client, host):
    """With any port, in any case."""
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(client, method):
    """Only reading is answered."""
    answer = client.request(method, "/")
    assert answer.status_code == 405
    assert "nothing can be changed at its address" in answer.text


def test_what_breaks_inside_is_one_sentence(register, monkeypatch):
    """A fault of ours shows nothing of itself on the page, and keeps the headers."""
    monkeypatch.setattr("whomet.faces.web.app.list_page", lambda *_: 1 // 0)
    app = web_app(str(register))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Please report it" in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
