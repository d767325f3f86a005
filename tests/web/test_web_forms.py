"""Forms: only those that a page of ours was given are taken, and not more of them than is said."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from whomet.faces.web.forms import COOKIE, FIELD, Forms, taken, text_in, token_for


async def form(request):
    """A page that shows its token."""
    return PlainTextResponse(token_for(request))


async def plain(request):
    """A page without a form."""
    return PlainTextResponse("nothing to send")


async def done(request):
    """What a form did."""
    fields = await taken(request, 5000)
    names = [f.filename for f in fields.getlist("files")]
    return PlainTextResponse(f"{text_in(fields, 'word')}|{','.join(names)}")


ROUTES = [Route("/", form), Route("/plain", plain), Route("/do", done, methods=["POST"])]


@pytest.fixture
def site():
    """A server with a form, and a browser that opened it."""
    with TestClient(Forms(Starlette(routes=ROUTES)), base_url="http://127.0.0.1") as client:
        yield client


def test_a_form_of_ours_is_taken(site):
    """With the cookie and the token that came with the page."""
    token = site.get("/").text
    answer = site.post("/do", data={FIELD: token, "word": "river\r\nbank"})
    assert (answer.status_code, answer.text) == (200, "river\nbank|")
    assert site.get("/").text == token


def test_files_are_taken(site):
    """Several of them, with their names, in one form."""
    files = [("files", ("one.txt", b"1")), ("files", ("zwölf.pdf", b"2" * 2000))]
    answer = site.post("/do", data={FIELD: site.get("/").text}, files=files)
    assert answer.text == "|one.txt,zwölf.pdf"


def test_the_cookie_is_for_us_alone(site):
    """No script reads it, no other site sends it; a page without a form sets none."""
    assert "set-cookie" not in site.get("/plain").headers
    cookie = site.get("/").headers["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} < set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "set-cookie" not in site.get("/").headers


@pytest.mark.parametrize("token", ["", "0" * 64, "ä", None])
def test_a_wrong_token_is_refused(site, token):
    """Whatever stands in its place; and nothing is done."""
    site.get("/")
    answer = site.post("/do", data={"word": "x"} | ({FIELD: token} if token is not None else {}))
    assert (answer.status_code, "load the page anew" in answer.text) == (403, True)


def test_the_token_of_another_browser_or_server_is_refused(site):
    """It follows from the cookie and from a secret of this run."""
    token = site.get("/").text
    site.cookies.clear()
    assert site.post("/do", data={FIELD: token}).status_code == 403
    site.get("/")
    assert site.post("/do", data={FIELD: token}).status_code == 403
    with TestClient(Forms(Starlette(routes=ROUTES)), base_url="http://127.0.0.1", cookies=site.cookies) as anew:
        assert anew.get("/").text != site.get("/").text


def test_a_token_is_none_without_its_cookie(site):
    """A server that is asked without a cookie knows no token."""
    token = site.get("/").text
    site.cookies.clear()
    site.cookies.set(COOKIE, "short")
    assert site.post("/do", data={FIELD: token}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8065"}, 403),
        ({"origin": "https://127.0.0.1"}, 403),
        ({"origin": "http://127.0.0.1"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
    ],
)
def test_pages_of_others_send_nothing(site, headers, status):
    """Even with cookie and token."""
    answer = site.post("/do", data={FIELD: site.get("/").text}, headers=headers)
    assert answer.status_code == status


def test_what_is_too_long_is_refused_as_it_arrives(site):
    """Whether it says how long it is or not."""
    token = site.get("/").text
    assert site.post("/do", data={FIELD: token, "word": "x" * 6000}).status_code == 413

    def unmeasured():
        yield f"{FIELD}={token}&word=".encode()
        yield from (b"x" * 1000 for _ in range(6))

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert site.post("/do", content=unmeasured(), headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"garbage"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(300))),
    ],
)
def test_what_is_no_form_is_one_sentence(site, kind, body):
    """Not whole, nameless, too many fields, or none at all."""
    site.get("/")
    answer = site.post("/do", content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.text.count(".")) == (400, 1)
