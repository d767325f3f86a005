"""One's own account: another password, and where one is logged in."""

from __future__ import annotations

import pytest
from people_of_a_server import NAMES, PASSWORD, TEAM, browser, log_in, logged_in, token_in
from starlette.testclient import TestClient

from whomet.faces.audit import noted
from whomet.faces.roles import Role
from whomet.faces.web.app import web_app

RUT = NAMES[Role.READER]
ANOTHER = "nine herons on the quay"


def change(client, **fields):
    """The form filled in and sent."""
    told = {"password": PASSWORD, "new": ANOTHER, "again": ANOTHER, **fields}
    return client.post("/account", data={"csrf": token_in(client.get("/account").text), **told})


@pytest.fixture
def two_browsers(register, people):
    """Two browsers of one server in which the reader is logged in."""
    app = web_app(str(register), TEAM)
    told = {"base_url": "http://127.0.0.1:8064", "client": ("127.0.0.1", 50000), "follow_redirects": False}
    clients = [TestClient(app, **told) for _ in range(2)]
    for client in clients:
        assert log_in(client, RUT).status_code == 303
    return clients


def test_a_password_is_changed_and_sessions_elsewhere_end(two_browsers, register):
    """Who changes it stays; the new one is good, the old one is not; it is noted who did it."""
    here, elsewhere = two_browsers
    done = change(here)
    assert (done.status_code, done.headers["location"]) == (303, "/account?changed")
    assert "Your password is changed" in here.get("/account?changed").text
    assert elsewhere.get("/").headers["location"].startswith("/login")
    assert log_in(browser(register), RUT).status_code == 403
    assert log_in(browser(register), RUT, ANOTHER).status_code == 303
    line = next(line for line in noted(50) if line.what == "account changed")
    assert (line.who, line.about) == (RUT, "own password")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"password": "nobody's at all"}, 403, "not this one"),
        ({"again": "nine herons on the bank"}, 422, "not written twice alike"),
        ({"new": "short", "again": "short"}, 422, "fewer than 12 characters"),
        ({"new": RUT + "  ", "again": RUT + "  "}, 422, "fewer than 12 characters|easy to guess"),
    ],
)
def test_what_can_not_be_changes_nothing(register, people, fields, status, words):
    """One sentence says why, nothing that was typed is shown, and the password before is good still."""
    client = logged_in(register, Role.READER)
    answer = change(client, **fields)
    assert answer.status_code == status
    assert any(part in answer.text.replace("&#39;", "'") for part in words.split("|"))
    assert fields.get("new", ANOTHER) not in answer.text
    assert log_in(browser(register), RUT).status_code == 303


def test_who_guesses_at_an_open_browser_is_held_up(register, people):
    """After five wrong ones even the right one waits."""
    client = logged_in(register, Role.READER)
    assert [change(client, password="guess").status_code for _ in range(5)] == [403] * 5
    assert change(client).status_code == 429
    assert log_in(browser(register), RUT).status_code == 303


def test_other_browsers_can_be_logged_out(two_browsers):
    """One sees how many there are, and ends all but this."""
    here, elsewhere = two_browsers
    page = here.get("/account").text
    assert page.count("another browser") == 1 and page.count("this browser") == 1
    here.post("/account/others", data={"csrf": token_in(page)})
    assert "another browser" not in here.get("/account").text
    assert elsewhere.get("/").headers["location"].startswith("/login")


def test_where_nobody_logs_in_there_is_no_such_page(register):
    """On one's own machine there is no password to change."""
    with TestClient(web_app(str(register)), base_url="http://127.0.0.1") as client:
        assert client.get("/account").status_code == 404
