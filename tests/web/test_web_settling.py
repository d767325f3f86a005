"""How far coders agree, and settling where they do not, through the pages."""

from __future__ import annotations

import re

import pytest
from coded_by_two import ALIKE, WHEN, coded_by_two, handed_in
from starlette.testclient import TestClient

from whomet.faces.coding.drawing import drawn
from whomet.faces.web.app import web_app
from whomet.register import Register
from whomet.values.coding import Sheet


def words(answer) -> str:
    """What a page says, without its marks of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def send(client, page, address, **fields):
    token = re.search(r'name="csrf" value="([^"]*)"', page.text)[1]
    return client.post(address, data={"csrf": token, **fields})


@pytest.fixture
def coded(own_register):
    """A register with a sample of two texts that two people coded: they differ on the state of one meeting."""
    return coded_by_two(own_register)


def opened(register, name, monkeypatch) -> TestClient:
    monkeypatch.setattr("getpass.getuser", lambda: name)
    return TestClient(web_app(str(register)), base_url="http://127.0.0.1")


def test_a_third_person_sees_how_far_coders_agree_and_settles(coded, monkeypatch):
    """Alpha of each field; what they agree on is kept at once, the rest cell by cell, and becomes decisions."""
    pytest.importorskip("nltk")
    with opened(coded, "Cleo Dorn", monkeypatch) as client:
        page = client.get("/coding/first/agreement")
        assert re.search(r"status 1 0\.000", words(page))
        assert "coded by Ada Lind and Bo Berg" in words(page)
        assert re.search(r"Text 2 \S+ differs in status", words(page))
        page = send(client, page, "/coding/first/agreement")
        assert "1 settled" in words(page)
        page = client.get("/coding/first/settle/2")
        assert "Ada Lind: held / Bo Berg: planned" in words(page)
        sent = {f"0.{name}": value for name, value in ALIKE.items() if name != "status"}
        sent |= {"0.meeting": "yes", "0.words": re.search(r'name="0\.words"[^>]*>([^<]*)<', page.text)[1]}
        wrong = send(client, page, "/coding/first/settle/2", **sent, **{"0.status": "", "0.remark": "as the lead says"})
        assert wrong.status_code == 422
        assert "meeting 1, status: empty, but a meeting has one." in words(wrong)
        assert ">as the lead says</textarea>" in wrong.text
        page = send(client, wrong, "/coding/first/settle/2", **sent, **{"0.status": "held"})
        assert "Every text is settled." in words(page)
    with Register.open(coded) as register:
        assert {by for by, _ in register.settled_codings("first").values()} == {"Cleo Dorn"}


def test_who_coded_sees_it_and_settles_nothing(coded, monkeypatch):
    """The page says why; the address refuses."""
    with opened(coded, "Bo Berg", monkeypatch) as client:
        page = client.get("/coding/first/agreement")
        assert "somebody else settles it" in words(page)
        assert "/settle/2" not in page.text
        form = client.get("/coding/first/settle/2")
        refused = send(client, form, "/coding/first/settle/2", **{"0.meeting": "no"})
        assert refused.status_code == 422
        assert "Bo Berg coded sample “first”; somebody else settles it." in words(refused)


def test_nothing_is_shown_before_every_sheet_is_whole(own_register, monkeypatch):
    """Else who is slower would see what the other has."""
    with Register.open(own_register) as register:
        register.draw(drawn(register, 2, "", ("first", 1, "Ada", WHEN)))
        handed_in(register, "Ada Lind")
        register.give("first", Sheet("Bo Berg", True, WHEN))
    with opened(own_register, "Bo Berg", monkeypatch) as client:
        assert "/agreement" not in client.get("/coding").text
        for address in ("agreement", "settle/2"):
            answer = client.get(f"/coding/first/{address}")
            assert answer.status_code == 422
            assert "held" not in words(answer)
        assert client.get("/coding/second/agreement").status_code in (404, 422)
