"""Blind double coding through the pages: the same sheets as those of the command line, nothing of another's seen."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from whomet.faces.coding.drawing import drawn
from whomet.faces.web.app import web_app
from whomet.register import Register
from whomet.values.coding import Sheet

WHEN = "2031-03-08T12:00:00Z"


def words(answer) -> str:
    """What a page says, without its marks of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def send(client, page, address, **fields):
    token = re.search(r'name="csrf" value="([^"]*)"', page.text)[1]
    return client.post(address, data={"csrf": token, **fields})


@pytest.fixture
def sampled(own_register):
    """A register with a sample of two texts, of which another coder coded one."""
    with Register.open(own_register) as register:
        made = drawn(register, 2, "", ("first", 1, "Ada", WHEN))
        register.draw(made)
        register.give("first", Sheet("Ada Lind", True, WHEN))
    return own_register


@pytest.fixture
def client(sampled, monkeypatch):
    """Its pages, as somebody with the name of a coder opens them."""
    monkeypatch.setattr("getpass.getuser", lambda: "Bo Berg")
    with TestClient(web_app(str(sampled)), base_url="http://127.0.0.1") as opened:
        yield opened


def test_a_sample_is_coded_text_by_text(client, sampled):
    """A text without a meeting, one with; then the sheet is whole, and is the one of the command line."""
    page = client.get("/coding")
    assert re.search(r"2 of \d+ documents, drawn by Ada", words(page))
    assert "1 other coder" in words(page)
    page = send(client, page, "/coding", sample="first")
    assert str(page.url).endswith("/coding/first/1")
    assert "<mark" not in page.text
    page = send(client, page, "/coding/first/1", act="none")
    assert str(page.url).endswith("/coding/first/2")
    sentence = re.search(r'<p dir="auto">([^<&]{40,}?\.)', page.text)[1]
    fields = {"0.words": sentence, "0.main": "yes", "0.status": "held", "0.contact": "direct", "0.format": "in-person"}
    page = send(client, page, "/coding/first/2", act="keep", **fields, **{"0.parties": "Norway; Sweden"})
    assert "You coded 2 of 2 texts" in words(page)
    with Register.open(sampled) as register:
        (sheet,) = (s for s in register.sheets("first") if s.coder == "Bo Berg")
        own = register.own_coding("first", "Bo Berg")
        assert sheet.blind
        assert sheet.is_whole(register.sample("first"))
    assert sorted(len(coding) for coding in own.values()) == [0, 1]
    (meeting,) = (meeting for coding in own.values() for meeting in coding)
    assert meeting.all("parties") == ("Norway", "Sweden")


def test_what_can_t_be_placed_is_said_and_nothing_is_lost(client):
    """Every cell is checked as in a sheet; what was typed stays in the form."""
    page = send(client, client.get("/coding"), "/coding", sample="first")
    page = send(client, page, "/coding/first/1", act="keep", **{"0.words": "nowhere to be found", "0.date": "some day"})
    assert page.status_code == 422
    assert "meeting 1, words: “nowhere to be found” does not stand in the text" in words(page)
    assert "meeting 1, date: “some day” is no date" in words(page)
    assert 'value="some day"' in page.text
    assert "0 of 2 coded" in words(page)
    page = send(client, page, "/coding/first/1", act="more", **{"0.words": "kept", "1.words": "too"})
    assert "Meeting 3" in words(page)
    assert ">kept</textarea>" in page.text


def test_nothing_of_another_coder_is_seen(client, sampled):
    """Not what was coded, nor who; one's own is shown again, and can be changed as long as nobody could see it."""
    with Register.open(sampled) as register:
        keys = [d.document for d in register.sample("first").drawn]
        register.take("first", "Ada Lind", {keys[0]: ()}, WHEN)
    page = send(client, client.get("/coding"), "/coding", sample="first")
    for address in ("/coding", "/coding/first/1", "/coding/first/2"):
        assert "Ada Lind" not in client.get(address).text
    assert "You coded this text before" not in words(page)
    send(client, page, "/coding/first/1", act="none")
    assert "You coded this text before: no meeting" in words(client.get("/coding/first/1"))


def test_a_sheet_has_to_be_given_first(client):
    """And a text that is none is not found."""
    assert client.get("/coding/first/1").status_code == 404
    assert client.get("/coding/second/1").status_code == 404
    page = send(client, client.get("/coding"), "/coding", sample="first")
    assert client.get("/coding/first/9").status_code == 404
    assert page.status_code == 200
