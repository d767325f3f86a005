"""Logging in and out: sessions that nobody else gets, tries that are counted, addresses that lead nowhere else."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from urllib.parse import quote

import httpx
import pytest
from people_of_a_server import NAMES, NEAR, PASSWORD, TEAM, browser, log_in, logged_in, token_in

from whomet.faces import accounts
from whomet.faces.audit import audit_file, noted
from whomet.faces.roles import Role
from whomet.faces.web import limits, sessions
from whomet.faces.web.app import web_app
from whomet.faces.web.entrance import Ways
from whomet.faces.web.limits import Limit
from whomet.faces.web.log_in import own_address

SESSION = "whomet_8064"
ADA = NAMES[Role.ADMIN]


@pytest.fixture
def clock(monkeypatch):
    """Time as a test moves it: a list of one number."""
    now = [1_000_000.0]
    monkeypatch.setattr(limits, "seconds", lambda: now[0])
    monkeypatch.setattr(sessions, "seconds", lambda: now[0])
    return now


def test_a_stranger_logs_in_and_comes_to_what_was_asked(register, people):
    """By way of the form, with the whole address; the page then says who it is."""
    client = browser(register)
    sent = client.get("/?q=river&order=earliest")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=%2F%3Fq%3Driver%26order%3Dearliest")
    form = client.get(sent.headers["location"])
    assert 'name="next" value="/?q=river&amp;order=earliest"' in form.text
    assert "Arvenia" not in form.text
    done = log_in(client, ADA, wanted="/?q=river&order=earliest")
    assert (done.status_code, done.headers["location"]) == (303, "/?q=river&order=earliest")
    page = client.get("/")
    assert page.status_code == 200
    assert "Ada Lind" in page.text
    assert "Log out" in page.text
    assert client.get("/login?next=%2Ffacets%2Fparty").headers["location"] == "/facets/party"


def test_names_are_known_in_any_case_and_passwords_however_they_are_composed(register):
    """As a keyboard on another system sends them."""
    accounts.add_account("Zoë Ek", Role.READER, "zwölf kalte Fähren")
    client = browser(register)
    assert log_in(client, "  ZOE\u0308  ek ", "zwo\u0308lf kalte Fa\u0308hren").status_code == 303
    assert "Zoë Ek" in client.get("/").text


def test_the_cookie_of_a_session_is_for_this_server_alone(register, people):
    """No script reads it, no other site sends it, it ends with the browser; encrypted, it is bound to the host."""
    cookie = next(
        c for c in log_in(browser(register), ADA).headers.get_list("set-cookie") if c.startswith(SESSION)
    ).split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} < set(cookie)
    assert not {part for part in cookie if part.startswith(("Max-Age", "expires", "Domain", "Secure"))}
    secure = log_in(browser(register, base_url="https://talks.example"), ADA).headers.get_list("set-cookie")
    host = next(c for c in secure if c.startswith("__Host-whomet=")).split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Secure"} < set(host)
    assert all("Secure" in c for c in secure)


def test_two_servers_of_one_machine_do_not_log_each_other_out(register, people):
    """A browser sends both its cookies to each: they have names of their own."""
    client = logged_in(register, Role.ADMIN)
    other = browser(register, base_url="http://127.0.0.1:8065", cookies=client.cookies)
    assert log_in(other, NAMES[Role.READER]).status_code == 303
    names = {c.name for c in other.cookies.jar if c.path == "/"} - {"whomet_browser"}
    assert names == {"whomet_8064", "whomet_8065"}
    assert browser(register, headers={"host": "127.0.0.1:port"}).get("/login").status_code == 200


def test_a_session_that_was_put_into_a_browser_is_not_taken_on(register, people):
    """Session fixation: what was there before is worth nothing, and what comes is new."""
    client = browser(register)
    client.cookies.set(SESSION, "planted", domain="127.0.0.1", path="/")
    log_in(client, ADA)
    first = [c.value for c in client.cookies.jar if c.name == SESSION and c.value != "planted"]
    assert len(first) == 1
    thief = browser(register)
    thief.cookies.set(SESSION, "planted")
    assert thief.get("/").status_code == 303


def test_logging_in_anew_ends_the_session_before(register, people):
    """Of one browser; another one's goes on."""
    client = browser(register)
    log_in(client, ADA)
    words = client.cookies[SESSION]
    token = token_in(client.get("/").text)
    client.post("/logout", data={"csrf": token})
    log_in(client, NAMES[Role.READER])
    assert client.cookies[SESSION] != words
    client.cookies.set(SESSION, words, domain="127.0.0.1", path="/")


def test_logging_out_ends_the_session_on_the_server(register, people):
    """The cookie is taken back, and worth nothing to who kept it."""
    client = logged_in(register, Role.ADMIN)
    kept, token = client.cookies[SESSION], token_in(client.get("/").text)
    assert client.post("/logout", data={"csrf": "no"}).status_code == 403
    assert client.get("/").status_code == 200
    assert client.post("/logout", data={"csrf": token}).headers["location"] == "/login"
    assert SESSION not in client.cookies
    client.cookies.set(SESSION, kept)
    assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        lambda: accounts.change_password(ADA, "eight ferries at dusk"),
        lambda: accounts.change_role(ADA, Role.READER),
        lambda: accounts.remove_account(ADA),
        lambda: (accounts.remove_account(ADA), accounts.add_account(ADA, Role.ADMIN, PASSWORD)),
    ],
    ids=["password", "role", "removed", "another of that name"],
)
def test_a_change_of_the_account_ends_its_sessions(register, people, change):
    """At once, and nobody else's."""
    client, other = logged_in(register, Role.ADMIN), logged_in(register, Role.CODER)
    change()
    assert client.get("/").status_code == 303
    assert other.get("/").status_code == 200


@pytest.mark.parametrize(("waits", "status"), [([7100, 7100], 200), ([7300], 303), ([7000] * 7, 303)])
def test_a_session_ends_when_it_is_not_used_or_old(register, people, clock, waits, status):
    """After two hours without a request, and after twelve of any."""
    client = logged_in(register, Role.READER)
    for wait in waits:
        clock[0] += wait
        answer = client.get("/")
    assert answer.status_code == status


def test_an_account_has_so_many_sessions(register, people):
    """The oldest ends when there are more."""
    clients = [browser(register)]
    app = clients[0].app
    clients += [browser(register) for _ in range(20)]
    for client in clients:
        client.app = client._transport.app = app
        assert log_in(client, ADA).status_code == 303
    assert [client.get("/").status_code for client in clients] == [303] + [200] * 20


def test_a_wrong_password_and_a_name_that_nobody_has_are_told_alike(register, people):
    """The same page but for the name that was typed, and a password is checked for both."""
    pages = []
    for name in (ADA, "Nobody Here"):
        answer = log_in(browser(register), name, "wrong ferries at dawn")
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        pages.append(re.sub(r'(name="csrf" value=)"\w+"', r"\1", answer.text.replace(name, "")))
    assert pages[0] == pages[1]
    assert "The name or the password is wrong." in pages[0]
    assert PASSWORD not in pages[0]


def test_a_password_is_checked_for_a_name_that_nobody_has(monkeypatch):
    """With the very cost of one that somebody has: a hash of the same parameters."""
    checked = []

    class Counting:
        hash = staticmethod(accounts._HASHER.hash)

        def verify(self, kept, password):
            checked.append(kept.rpartition("$")[0].rpartition("$")[0])
            return accounts.PasswordHasher.verify(hasher, kept, password)

    hasher = accounts._HASHER
    accounts.add_account("Ada", Role.READER, PASSWORD)
    accounts.add_account("Ben", Role.READER, None)
    monkeypatch.setattr(accounts, "_HASHER", Counting())
    told = [accounts.is_right(accounts.account_of(n, accounts.kept_accounts()), PASSWORD) for n in ("Ada", "Ben", "X")]
    assert told == [True, False, False]
    assert len(set(checked)) == 1
    assert len(checked) == 3


def test_an_account_without_a_password_lets_nobody_in(register):
    """Not even with an empty one."""
    accounts.add_account("Ben", Role.ADMIN, None)
    for password in ("", "!", PASSWORD):
        assert log_in(browser(register), "Ben", password).status_code == 403


# --------------------------------------------------------------------------------------------- many tries


def tries(client, name: str, number: int, **more) -> list[int]:
    return [log_in(client, name, f"wrong ferry {n}", **more).status_code for n in range(number)]


def test_passwords_can_t_be_tried_out(register, people, clock):
    """Five at once, then one a minute; the right one too has to wait, and is told for how long."""
    client = browser(register)
    assert tries(client, ADA, 7) == [403] * 5 + [429] * 2
    held_up = log_in(client, ADA)
    assert held_up.status_code == 429
    assert 0 < int(held_up.headers["retry-after"]) <= 60
    assert "Too many tries; wait" in held_up.text
    clock[0] += 61
    assert log_in(client, ADA).status_code == 303


def test_names_can_t_be_tried_out_from_one_address(register, people, clock):
    """Twenty at once, whatever names they are."""
    client = browser(register)
    told = [tries(client, f"name {n}", 1)[0] for n in range(22)]
    assert told == [403] * 20 + [429] * 2


def test_a_name_is_held_up_no_longer_than_it_was_tried_too_often(register, people, clock):
    """Many addresses try one name; others log in, so does who has been here before, and in a while everybody."""
    known = browser(register, base_url="https://talks.example")
    assert log_in(known, ADA).status_code == 303
    app = known.app

    def at(number: int) -> dict[str, dict[str, str]]:
        return {"headers": {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250}"}}

    def come(number: int, name: str, password: str = PASSWORD) -> int:
        other = browser(register, base_url="https://talks.example")
        other.app = other._transport.app = app
        return log_in(other, name, password, **at(number)).status_code

    assert Counter(come(n, ADA, "wrong") for n in range(103)) == {403: 100, 429: 3}
    assert come(900, ADA) == 429
    assert come(901, NAMES[Role.CODER]) == 303
    known.post("/logout", data={"csrf": token_in(known.get("/").text)})
    assert log_in(known, ADA).status_code == 303
    clock[0] += 60
    assert come(902, ADA) == 303


def test_one_address_alone_does_not_hold_up_a_name(register, people, clock):
    """However often it tries: elsewhere the name logs in."""
    client = browser(register, base_url="https://talks.example")
    told = tries(client, ADA, 150, headers={"X-Forwarded-For": "198.51.100.7"})
    assert told.count(403) == 5
    assert log_in(client, ADA, headers={"X-Forwarded-For": "198.51.100.8"}).status_code == 303


def test_a_browser_that_was_here_before_is_not_held_up_by_its_neighbours(register, people, clock):
    """Behind one address, where somebody tries names."""
    known = logged_in(register, Role.ADMIN)
    known.post("/logout", data={"csrf": token_in(known.get("/").text)})
    other = browser(register)
    other.app = other._transport.app = known.app
    assert 429 in tries(other, ADA, 6)
    assert [tries(other, f"n{n}", 1)[0] for n in range(20)].count(429) > 0
    assert log_in(known, ADA).status_code == 303
    known.post("/logout", data={"csrf": token_in(known.get("/").text)})
    assert tries(known, ADA, 12) == [403] * 10 + [429] * 2


def test_those_who_were_let_in_use_up_nothing(register, people, clock):
    """A right password takes back the tries before it... of its own."""
    client = browser(register)
    for _ in range(12):
        assert log_in(client, ADA).status_code == 303
        client.post("/logout", data={"csrf": token_in(client.get("/").text)})


def test_requests_are_counted_for_each_visitor(register, people, clock):
    """Three hundred at once, then twenty a second; another's go on, and the API says it as it says all."""
    client, other = logged_in(register, Role.READER), browser(register, client=("192.0.2.9", 1))
    other.app = other._transport.app = client.app
    told = Counter(client.get("/favicon.ico").status_code for _ in range(310))
    assert told == {204: 300, 429: 10}
    refused = client.get("/api/v1/meetings")
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "1"
    assert other.get("/favicon.ico").status_code == 204
    clock[0] += 1
    assert Counter(client.get("/favicon.ico").status_code for _ in range(25)) == {204: 20, 429: 5}


@pytest.mark.parametrize("path", ["/?q=river", "/export.csv", "/api/v1/search?words=river"])
def test_what_takes_long_is_counted_by_itself(register, people, clock, path):
    """Thirty at once, then one a second; pages go on."""
    client = logged_in(register, Role.READER)
    told = [client.get(path) for _ in range(32)]
    assert Counter(answer.status_code for answer in told) == {200: 30, 429: 2}
    assert told[-1].headers["retry-after"] == "1"
    assert client.get("/facets/party").status_code == 200


def test_alone_nothing_is_counted(client, clock):
    """Who runs the server for themselves may load as often as they like."""
    assert {client.get("/favicon.ico").status_code for _ in range(320)} == {204}
    assert {client.get("/?q=river").status_code for _ in range(35)} == {200}


def test_a_limit_forgets_no_sooner_than_it_must(clock, monkeypatch):
    """Its table is bounded; who did nothing for longest goes first."""
    monkeypatch.setattr(limits, "MOST", 3)
    limit = Limit(1, 60.0)
    assert [limit.wait(who) for who in "abc"] == [0, 0, 0]
    assert 59 < limit.wait("a") <= 60
    limit.wait("d")
    assert (limit.wait("b") > 0, limit.wait("d") > 0, limit.wait("a")) == (True, True, 0)


# -------------------------------------------------------------------------------------- where it leads to


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
        "/a//evil.example",
        "/\u2028/evil.example",
        "/login",
        "/login?next=/login",
        "/logout",
        "",
        "/" + "\x00",
    ],
)
def test_logging_in_leads_to_no_other_site(register, people, wanted):
    """Nor in a circle: the register's first page is shown instead."""
    assert own_address(wanted) == "/"
    client = browser(register)
    assert log_in(client, ADA, wanted=wanted).headers["location"] == "/"
    assert client.get("/login?next=" + quote(wanted)).headers["location"] == "/"


@pytest.mark.parametrize("wanted", ["/", "/?q=a//b", "/sides/%D8%B9?x=1", "/documents/a%2Fb"])
def test_it_leads_to_any_page_here(wanted):
    """Also those with letters of other scripts in their address."""
    assert own_address(wanted) == wanted


def test_a_page_with_other_letters_is_come_back_to(register, people):
    """As it was asked for."""
    sent = browser(register).get("/sides/%D8%B9%2Fx?q=%C3%A9").headers["location"]
    assert sent == "/login?next=" + quote("/sides/%D8%B9%2Fx?q=%C3%A9", safe="")


# ------------------------------------------------------------------------------------- who else may listen


def test_passwords_are_not_taken_where_others_can_read_them(register, people):
    """From another machine only encrypted, by us or by a proxy that says so; here also without."""
    far = browser(register, client=("192.0.2.7", 1), base_url="http://talks.example")
    assert far.get("/login").status_code == 403
    assert "others could read them" in far.get("/login").text
    token = token_in(browser(register).get("/login").text)
    assert far.post("/login", data={"csrf": token, "name": ADA, "password": PASSWORD}).status_code == 403
    for safe in ({"base_url": "https://talks.example"}, {"headers": {"X-Forwarded-Proto": "https"}}):
        client = browser(register, **({"client": ("192.0.2.7", 1), "base_url": "http://talks.example"} | safe))
        assert client.get("/login").status_code == 200
    behind = browser(register, base_url="http://talks.example")  # a proxy here that does not say how it was asked
    assert behind.get("/login").status_code == 403


def test_a_form_from_another_site_logs_nobody_in_or_out(register, people):
    """Without our token, or with a browser that says whose page it was."""
    client = browser(register)
    fields = {"name": ADA, "password": PASSWORD}
    assert client.post("/login", data=fields).status_code == 403
    token = token_in(client.get("/login").text)
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert client.post("/login", data={**fields, "csrf": token}, headers=foreign).status_code == 403
    assert SESSION not in client.cookies
    assert client.post("/login", data={**fields, "csrf": token}).status_code == 303
    assert client.post("/logout", data={"csrf": token}).status_code == 403  # one from before the log-in
    assert client.get("/").status_code == 200


def test_a_form_is_too_long(register, people):
    """Nobody's name or password is."""
    client = browser(register)
    token = token_in(client.get("/login").text)
    assert client.post("/login", data={"csrf": token, "name": "x" * 30_000}).status_code == 413


# ------------------------------------------------------------------------------------------ what is noted


def test_what_is_done_is_noted_without_secrets(register, people):
    """Log-ins, failed ones, texts, exports, refusals and log-outs: who, from where, about what."""
    client = browser(register)
    log_in(client, ADA, "wrong ferries at dawn")
    log_in(client, "seven secrets typed as a name", "x")
    log_in(client, NAMES[Role.READER])
    for path in ("/documents/lota-1", "/export.csv?party=Arvenia", "/api/v1/documents/lota-1", "/accounts", "/"):
        client.get(path)
    client.post("/logout", data={"csrf": token_in(client.get("/").text)})
    lines = [(line.what, line.who, line.about) for line in reversed(noted(100))]
    rut = NAMES[Role.READER]
    assert lines == [
        ("failed log-in", ADA, "/login"),
        ("failed log-in", "", "/login"),
        ("log-in", rut, "/login"),
        ("text read", rut, "GET /documents/lota-1"),
        ("export", rut, "GET /export.csv?party=Arvenia"),
        ("text read", rut, "GET /api/v1/documents/lota-1"),
        ("refused", rut, "GET /accounts"),
        ("log-out", rut, "/logout"),
    ]
    kept = audit_file().read_text()
    assert all(secret not in kept for secret in (PASSWORD, "wrong ferries", "seven secrets", client.app and "csrf"))
    assert {line.address for line in noted(100)} == {"127.0.0.1"}
    assert {line.register for line in noted(100)} == {str(register)}
    assert audit_file().stat().st_mode & 0o777 == 0o600


def test_a_thousand_tries_are_not_a_thousand_lines(register, people, clock):
    """What is held up is noted once in a while."""
    tries(browser(register), ADA, 40)
    assert Counter(line.what for line in noted(1000)) == {"failed log-in": 5, "too many log-ins": 1}


def test_the_admin_sees_it_on_a_page(register):
    """With a name that is meant to do harm shown as letters."""
    hostile = "<script>alert(1)</script>"
    accounts.add_account(hostile, Role.READER, PASSWORD)
    accounts.add_account("Ada", Role.ADMIN, PASSWORD)
    client = browser(register)
    log_in(client, hostile)
    assert "<script" not in client.get("/").text
    client.post("/logout", data={"csrf": token_in(client.get("/").text)})
    log_in(client, "Ada")
    page = client.get("/accounts").text
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_where_it_can_t_be_noted_nothing_is_done(register, people):
    """A log that can't be written lets nobody in, and says nothing of where it lies."""
    audit_file().mkdir()
    client = browser(register)
    answer = log_in(client, ADA)
    assert answer.status_code == 500
    assert "audit.jsonl" not in answer.text
    assert client.get("/").status_code == 303


def test_accounts_that_can_t_be_read_let_nobody_in(register, people):
    """One sentence, without the name of a file; the API says it as it says all."""
    client = logged_in(register, Role.ADMIN)
    accounts.accounts_file().write_text("{}")
    answer = client.get("/")
    assert answer.status_code == 503
    assert "accounts.json" not in answer.text
    assert client.get("/api/v1/meetings").headers["content-type"] == "application/problem+json"


def test_many_log_in_at_once(register, people):
    """Each has a session of their own, with their own name; more than the server checks at a time wait."""
    near = httpx.ASGITransport(web_app(str(register), TEAM), client=NEAR)

    async def come(name: str) -> str:
        async with httpx.AsyncClient(transport=near, base_url="http://127.0.0.1") as client:
            form = {"csrf": token_in((await client.get("/login")).text), "name": name, "password": PASSWORD}
            assert (await client.post("/login", data=form)).status_code == 303
            return (await client.get("/")).text

    async def all_come(names: list[str]) -> list[str]:
        return await asyncio.gather(*map(come, names))

    names = list(NAMES.values()) * 3
    for name, page in zip(names, asyncio.run(all_come(names)), strict=True):
        assert [other for other in NAMES.values() if other in page] == [name]


def test_the_public_may_log_in_where_there_are_accounts(register, people):
    """From the page that they stand on."""
    client = browser(register, Ways(accounts=True, public=True))
    assert '<a href="/login?next=%2Ffacets%2Fparty">Log in</a>' in client.get("/facets/party").text
    log_in(client, ADA)
    assert "Ada Lind" in client.get("/").text
    out = client.post("/logout", data={"csrf": token_in(client.get("/").text)})
    assert out.headers["location"] == "/"


def test_names_of_the_server_are_those_it_was_given(register, people):
    """Others are refused, as ever."""
    assert browser(register, TEAM, base_url="https://talks.example").get("/login").status_code == 200
    assert browser(register, TEAM, base_url="https://evil.example").get("/login").status_code == 421
