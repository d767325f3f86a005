"""By which ways others come in: what is refused at the start, and whom a proxy in front is believed to name."""

from __future__ import annotations

import pytest
from people_of_a_server import NAMES, PASSWORD, browser

from whomet.errors import WhometError
from whomet.faces import accounts
from whomet.faces.audit import noted
from whomet.faces.roles import Role
from whomet.faces.web.entrance import Ways
from whomet.faces.web.serving import Place, serve_pages
from whomet.faces.web.ways import ways_for
from whomet.faces.web_safety import network_of

PROXY = Ways(proxy_user="X-Remote-User", names=("talks.example",))


def ways(host: str, *names: str, **told) -> Ways:
    return ways_for(host, names, **({"accounts": False, "public": False, "proxy_user": ""} | told))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_on_this_machine_alone_nobody_is_asked(host, people):
    """Whatever accounts there are."""
    assert ways(host) == Ways()
    assert Ways().own


@pytest.mark.parametrize(
    ("host", "names", "told"),
    [
        ("192.168.1.7", (), {}),
        ("0.0.0.0", ("talks.example",), {}),
        ("::", ("talks.example",), {}),
        ("127.0.0.1", ("talks.example",), {}),
        ("127.0.0.1", (), {"accounts": True}),
        ("127.0.0.1", (), {"accounts": True, "public": True}),
    ],
)
def test_others_come_in_only_where_there_are_accounts(host, names, told):
    """Without one the sentence says what to do; with one, they log in."""
    with pytest.raises(WhometError, match="whomet account add NAME"):
        ways(host, *names, **told)
    accounts.add_account("Ada", Role.ADMIN, PASSWORD)
    made = ways(host, *names, **told)
    assert made.accounts
    assert not made.own


def test_the_public_comes_in_without_accounts():
    """It may log in as soon as there are some."""
    assert ways("192.168.1.7", public=True) == Ways(public=True, names=("192.168.1.7",))
    accounts.add_account("Ada", Role.ADMIN, PASSWORD)
    assert ways("127.0.0.1", public=True) == Ways(accounts=True, public=True)


@pytest.mark.parametrize(
    ("host", "names", "told", "said"),
    [
        ("0.0.0.0", (), {"public": True}, "say by --name"),
        ("::", (), {}, "say by --name"),
        ("example.org", (), {}, "is no address to listen on"),
        ("", (), {}, "is no address to listen on"),
        ("127.0.0.1", ("https://talks.example",), {}, "is no name of a machine"),
        ("127.0.0.1", ("talks.example:8064",), {}, "is no name of a machine"),
        ("0.0.0.0", ("talks.example",), {"proxy_user": "X-Remote-User"}, "listen on 127.0.0.1"),
        ("127.0.0.1", (), {"proxy_user": "X Remote"}, "is no name of a header"),
        ("127.0.0.1", (), {"proxy_user": "X-Remote-User", "accounts": True}, "either a proxy"),
    ],
)
def test_what_can_t_be_meant_is_one_sentence(people, host, names, told, said):
    """Before anything is listened on."""
    with pytest.raises(WhometError, match=said):
        ways(host, *names, **told)


@pytest.mark.parametrize(
    ("certificate", "key", "said"),
    [("", "key.pem", "--key: give the certificate"), ("none.pem", "", "none.pem: No such file"), ("no.pem", "", "PEM")],
)
def test_a_certificate_that_is_none_is_one_sentence(register, tmp_path, monkeypatch, certificate, key, said):
    """Before anything is listened on."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no.pem").write_text("nothing")
    with pytest.raises(WhometError, match=said):
        serve_pages(str(register), Place("127.0.0.1", 0, certificate, key), Ways(), browser=False)


# ------------------------------------------------------------------------------------------------ proxies


def named(register, *values: str, ways: Ways = PROXY, **more):
    """The first page, asked through a proxy that names somebody."""
    headers = [("X-Remote-User", value.encode()) for value in values]
    return browser(register, ways, **more).get("/", headers=headers)


def test_a_proxy_on_this_machine_says_who_it_is(register, people):
    """With an account the role of that, else as a reader; no log-in."""
    page = named(register, "ada lind")
    assert page.status_code == 200
    assert "Ada Lind" in page.text
    assert "admin" in page.text
    assert "Log out" not in page.text
    assert "Zoë" in named(register, "Zoë Ek").text
    assert '<span class="under">reader</span>' in named(register, "Zoë Ek").text


def test_an_account_without_a_password_is_for_proxies(register):
    """It has a role, and nobody logs in by it."""
    accounts.add_account("Zoë Ek", Role.CODER, None)
    assert '<span class="under">coder</span>' in named(register, "zoë ek").text


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ((), {}),
        (("",), {}),
        (("Ada Lind", "Ben"), {}),
        (("Ada Lind",), {"client": ("192.0.2.7", 1)}),
        (("Ada\u202eLind",), {}),
        (("x" * 101,), {}),
    ],
    ids=["none", "empty", "two", "from elsewhere", "turned around", "long"],
)
def test_nobody_else_is_believed(register, people, values, more):
    """A header twice (the proxy added its own to a visitor's), from another machine, or that is no name."""
    refused = named(register, *values, **more)
    assert refused.status_code == 403
    assert "did not say who you are" in refused.text
    assert "Arvenia" not in refused.text
    public = named(register, *values, ways=Ways(proxy_user="X-Remote-User", public=True), **more)
    assert public.status_code == 200
    assert "Ada Lind" not in public.text


@pytest.mark.parametrize("ways", [Ways(accounts=True), Ways(accounts=True, public=True), Ways()])
def test_without_being_told_so_no_header_names_anybody(register, people, ways):
    """Spoofed ones are as good as none."""
    for header in ("X-Remote-User", "X-Forwarded-User", "Remote-User"):
        plain, spoofed = browser(register, ways), browser(register, ways, headers={header: "Ada Lind"})
        assert spoofed.get("/").status_code == plain.get("/").status_code
        assert "Ada Lind" not in spoofed.get("/").text


def test_where_a_proxy_names_people_nobody_logs_in(register, people):
    """There is no such page."""
    assert browser(register, PROXY).get("/login").status_code == 404


def test_what_a_proxy_says_of_addresses_is_noted(register, people):
    """Only its own word, which stands last, and only from this machine."""
    headers = {"X-Remote-User": "Ben", "X-Forwarded-For": "10.0.0.1, 198.51.100.7"}
    browser(register, PROXY, headers=headers).get("/documents/lota-1")
    assert [line.address for line in noted(5)] == ["198.51.100.7"]


def test_people_of_a_proxy_may_use_the_api_to_read(register, people):
    """The same name; deciding takes a token."""
    headers = {"X-Remote-User": NAMES[Role.ADMIN]}
    client = browser(register, PROXY, headers=headers)
    assert client.get("/api/v1/documents").status_code == 200
    assert client.post("/api/v1/decisions", json={}).status_code == 401
    assert browser(register, PROXY).get("/api/v1/meetings").status_code == 401


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
    ],
)
def test_addresses_are_counted_by_who_has_them(address, network):
    """Whoever has one of IPv6 has very many."""
    assert network_of(address) == network
