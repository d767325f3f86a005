"""Who may see what: every address, asked by everybody."""

from __future__ import annotations

import re

import made_up
import pytest
from people_of_a_server import TEAM, browser, logged_in
from starlette.routing import Mount

from whomet.faces.at_hand import OWN
from whomet.faces.roles import Role
from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token
from whomet.faces.web.app import site
from whomet.faces.web.entrance import Ways
from whomet.faces.web.visitors import Guarded

PUBLIC = Ways(accounts=True, public=True)
ANYBODY_S = {"/login", "/logout", "/report.css", "/favicon.ico"}
ONE_S_OWN = {"/account", "/account/others"}
SHOWN_TO_THE_PUBLIC = {
    "/",
    "/facets/{name}",
    "/export.{form}",
    "/meetings/{name:path}",
    "/documents/{name:path}",
    "/people/{name:path}",
    "/sides/{name:path}",
    "/places/{name:path}",
    "/timeline",
    "/map",
    "/network",
}
ASKED = {"name": "zzz", "form": "csv"}
READ = {"GET", "HEAD"}


def routes():
    return site("nowhere.whomet", TEAM, OWN).routes


def address(route) -> str:
    """An address that leads to a route, where there need be nothing."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: ASKED.get(found[1], "zzz"), route.path)


def is_refused(answer) -> bool:
    """For who asks, not for what is asked."""
    return answer.headers.get("location", "").startswith("/login") or any(
        words in answer.text for words in ("This is not for the role", "Nobody is logged in here any more")
    )


def test_every_page_says_which_role_it_needs():
    """A route that says none is found here; what is mounted looks after itself."""
    unguarded = [route.path for route in routes() if not isinstance(route, Guarded)]
    assert unguarded == ["/static", "/api/v1"]
    assert all(isinstance(route, Mount) for route in routes() if not isinstance(route, Guarded))


def test_what_is_open_is_listed_here():
    """To strangers nothing but logging in; to the public what shows no text; only coders change anything."""
    guarded = [route for route in routes() if isinstance(route, Guarded)]
    assert {r.path for r in guarded if r.needs is Role.STRANGER} == ANYBODY_S
    public = [route for route in guarded if route.needs is Role.PUBLIC]
    assert {route.path for route in public} == SHOWN_TO_THE_PUBLIC
    changing = [route for route in guarded if set(route.methods) - READ and route.path not in ANYBODY_S | ONE_S_OWN]
    assert [route.path for route in changing if not route.needs.covers(Role.CODER)] == []


@pytest.mark.parametrize("role", Role)
def test_every_page_is_shown_to_whom_it_is_for(register, people, role):
    """Asked by somebody of each role: refused exactly where the role does not cover what the page needs."""
    if role in (Role.STRANGER, Role.PUBLIC):
        client = browser(register, PUBLIC if role is Role.PUBLIC else TEAM)
    else:
        client = logged_in(register, role)
    wrong = []
    for route in routes():
        if isinstance(route, Guarded) and route.path != "/logout":
            for method in set(route.methods) - {"HEAD"}:
                answer = client.request(method, address(route))
                if is_refused(answer) == role.covers(route.needs):
                    wrong.append((method, route.path, answer.status_code))
    assert wrong == []


def asked_of_the_api(client) -> dict[str, int]:
    """Every address that the API describes, with the status that it answers."""
    told = {}
    for path, methods in client.get("/api/v1/openapi.json").json()["paths"].items():
        for method in methods:
            at = "/api/v1" + re.sub(r"\{\w+\}", "zzz", path) + ("?words=x" if path == "/search" else "")
            body = {"json": {}} if method == "post" else {}
            told[f"{method} {path}"] = client.request(method, at, **body).status_code
    return told


def test_each_address_of_the_api_is_kept_from_strangers(register, people):
    """All of them; to the public it shows what is listed here."""
    told = asked_of_the_api(browser(register, TEAM))
    assert len(told) >= 12
    assert {address for address, status in told.items() if status != 401} == set()
    shown = asked_of_the_api(browser(register, PUBLIC))
    assert {address for address, status in shown.items() if status != 401} == {
        "get /meetings",
        "get /meetings/{name}",
        "get /accounts",
        "get /accounts/{account}",
        "get /people",
        "get /people/{person}",
        "get /places",
    }


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("meetings", 200),
        (f"meetings/{made_up.FIRST}", 200),
        ("accounts", 200),
        ("people", 200),
        ("places", 200),
        ("documents", 401),
        ("documents/lota-1", 401),
        ("search?words=ships", 401),
        ("decisions", 401),
        ("openapi.json", 200),
    ],
)
def test_the_api_shows_the_public_what_pages_show(register, people, path, public):
    """Strangers nothing but how it is asked, the public no texts, readers all."""
    at = f"/api/v1/{path}"
    assert browser(register, TEAM).get(at).status_code == (200 if path == "openapi.json" else 401)
    assert browser(register, PUBLIC).get(at).status_code == public
    assert logged_in(register, Role.READER).get(at).status_code == 200


def test_a_session_decides_nothing_through_the_api(register, people):
    """Only a token does, which no browser sends by itself."""
    client = logged_in(register, Role.ADMIN)
    body = {"what": "accept", "about": [made_up.FIRST], "reason": "r", "seen": 0}
    assert client.post("/api/v1/decisions", json=body).status_code == 401
    reading = {"Authorization": f"Bearer {add_token('Ben', May.READ)}"}
    assert client.post("/api/v1/decisions", json=body, headers=reading).status_code == 403


def test_the_public_reads_in_no_text(register, people):
    """It costs the server a processor."""
    assert browser(register, PUBLIC).post("/api/v1/read", json={"text": "a"}).status_code == 401


def test_who_is_near_is_nobody_special_where_others_come(register, people):
    """Behind a proxy on this machine everybody is near: without a token and a session the API gives nothing."""
    assert browser(register, TEAM).get("/api/v1/meetings").status_code == 401
    token = {"Authorization": f"Bearer {add_token('Ben', May.READ)}"}
    assert browser(register, TEAM).get("/api/v1/meetings", headers=token).status_code == 200


def test_the_public_sees_what_was_read_and_not_the_text(register, people):
    """A document's page is there, so that citations lead somewhere; it has no text, no file name, and says why."""
    path = "/documents/lota-1"
    shown, whole = browser(register, PUBLIC).get(path), logged_in(register, Role.READER).get(path)
    assert (shown.status_code, whole.status_code) == (200, 200)
    assert '<article class="text"' in whole.text
    assert '<article class="text"' not in shown.text
    assert "The text is shown to who has an account" in shown.text
    assert '<a href="/login?next=%2Fdocuments%2Flota-1">' in shown.text
    assert " · from " in whole.text
    assert " · from " not in shown.text


def test_where_only_the_public_comes_it_is_told_so(register):
    """There is nothing to log in to."""
    refused = browser(register, Ways(public=True)).get("/accounts")
    assert refused.status_code == 403
    assert "shown to the public" in refused.text
    assert "Log in" not in refused.text


def test_alone_on_the_machine_nothing_is_asked(client):
    """No log-in, no name on the page, no cookie; the page to log in at is not there."""
    page = client.get("/")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert "Log" not in page.text
    assert "Nothing leaves this machine" in page.text
    assert client.get("/login").status_code == 404
    assert client.get("/accounts").status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto"])
def test_alone_a_proxy_is_not_taken_for_the_person(client, header):
    """One that was put in front without telling Whomet shows nobody anything."""
    refused = client.get("/", headers={header: "198.51.100.7"})
    assert refused.status_code == 403
    assert "came through a proxy" in refused.text
    assert "Arvenia" not in refused.text
    assert client.get("/api/v1/meetings", headers={header: "198.51.100.7"}).status_code == 401
