"""One visit: what a server may do to us, and what we do not do to a server."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import ssl
import time
from dataclasses import replace

import pytest
import trustme
from small_servers import answer, page, serving, world

from whomet.faces.fetching import robots
from whomet.faces.fetching.addresses import public_only
from whomet.faces.fetching.ledger import Asked, Ledger
from whomet.faces.fetching.visits import DAY, Later, Outside, Refused, Visitor, backoff, retry_after, unpacked

WORDS = page("The envoys of both duchies met in the castle of Strelsau.")


def asked(url: str, **more) -> Asked:
    """An address as a ledger has it when it is new."""
    new = {"feed": False, "found_in": "", "due": 0.0, "failures": 0, "problem": "", "etag": "", "modified": ""}
    return Asked(**(new | {"url": url, "digest": ""} | more))


@pytest.fixture
def visit(tmp_path, clock):
    """Visits an address in the tests' world, or in one that is given."""
    with Ledger(tmp_path) as ledger:

        def visiting(url: str, outside: Outside | None = None, **more):
            return Visitor(ledger, outside or world(clock)).visit(asked(url, **more))

        yield visiting


def test_a_page_is_had_with_a_plain_request(visit, server):
    """One GET with the name of the host, an honest agent, and nothing that tells one reader from another."""
    server.answers["/n/1"] = answer(WORDS)
    (hop,) = visit(server.url("/n/1"))
    assert (hop.status, hop.body, hop.ip) == (200, WORDS, "127.0.0.1")
    head = server.requests[-1]
    assert head.startswith("GET /n/1 HTTP/1.1\r\n")
    assert f"Host: herald.test:{server.port}\r\n" in head
    assert "User-Agent: Whomet/" in head
    assert not {"cookie", "referer", "authorization"} & {line.partition(":")[0].lower() for line in head.splitlines()}
    assert hop.request.decode() == head


def test_what_is_known_is_asked_for_only_if_it_changed(visit, server):
    """ETag and Last-Modified go back as they came."""
    server.answers["/n/1"] = answer(status="304 Not Modified", headers='ETag: "b"\r\n')
    (hop,) = visit(server.url("/n/1"), etag='"a"', modified="Wed, 21 Aug 2030 10:00:00 GMT")
    assert hop.status == 304
    assert 'If-None-Match: "a"\r\n' in server.requests[-1]
    assert "If-Modified-Since: Wed, 21 Aug 2030 10:00:00 GMT\r\n" in server.requests[-1]


# ----------------------------------------------------------------------------------------- servers that misbehave


def endless(spoken: socket.socket) -> None:
    """A body without end."""
    spoken.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        spoken.sendall(b"<p>and they met again</p>" * 1000)


def dripping(before: bytes, drop: bytes):
    """Sends something, then one drop after the other, each soon enough for a timeout of the socket."""

    def drip(spoken: socket.socket) -> None:
        spoken.sendall(before)
        while True:
            spoken.sendall(drop)
            time.sleep(0.05)

    return drip


OK = b"HTTP/1.1 200 OK\r\n"
MISBEHAVING = {
    "a body that drips": dripping(OK + b"\r\n", b"a"),
    "headers that drip": dripping(OK, b"X-A: b\r\n"),
    "one header that drips": dripping(OK + b"X-A: ", b"a"),
    "a chunk's length that drips": dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "interim answers without end": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence": lambda spoken: time.sleep(3),
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "less than it says": OK + b"Content-Length: 500\r\n\r\nshort",
    "a chunk cut off": OK + b"Transfer-Encoding: chunked\r\n\r\n1F4\r\nshort",
    "chunks of no length": OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nshort",
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nshort12",
    "a header of 100 kB": OK + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n",
    "a thousand headers": OK + b"X-A: b\r\n" * 1000 + b"\r\n",
}


@pytest.mark.parametrize("what", MISBEHAVING)
def test_a_server_that_misbehaves_is_left_for_later(what, visit, server, clock):
    """Whatever it does, it holds us for no longer than the limit, and no half answer is taken for one."""
    server.answers["/n/1"] = MISBEHAVING[what]
    hurried = replace(world(clock).limits, silence=2, seconds=1)
    with pytest.raises(Later, match=r"end of its answer|silent"):
        visit(server.url("/n/1"), world(clock, limits=hurried))


@pytest.mark.parametrize("what", [endless, answer(WORDS, "Content-Length: 99999999999\r\n")])
def test_what_is_too_large_is_refused(what, visit, server):
    """By what it says, or by what comes."""
    server.answers["/n/1"] = what
    with pytest.raises(Refused, match="larger than"):
        visit(server.url("/n/1"))


def test_a_gzip_bomb_is_not_unpacked(visit, server, monkeypatch):
    """What is small when sent is refused where it grows beyond the limit; what is broken is left for later."""
    monkeypatch.setattr("whomet.faces.fetching.visits.LARGEST", 1_000_000)
    server.answers["/bomb"] = answer(gzip.compress(b"a" * 20_000_000), "Content-Encoding: gzip\r\n")
    server.answers["/half"] = answer(gzip.compress(WORDS)[:-9], "Content-Encoding: gzip\r\n")
    server.answers["/good"] = answer(gzip.compress(WORDS), "Content-Encoding: gzip\r\n")
    with pytest.raises(Refused, match="larger than"):
        unpacked(visit(server.url("/bomb"))[-1])
    with pytest.raises(Later, match="compression is broken"):
        unpacked(visit(server.url("/half"))[-1])
    assert unpacked(visit(server.url("/good"))[-1]) == WORDS


def test_chunks_are_joined(visit, server):
    """And a length beside them counts for nothing."""
    chunked = b"5\r\n<p>a \r\n6\r\nb c</p\r\n1\r\n>\r\n0\r\n\r\n"
    server.answers["/n/1"] = answer(chunked, "Transfer-Encoding: chunked\r\n")
    hop = visit(server.url("/n/1"))[-1]
    assert (hop.body, unpacked(hop)) == (b"<p>a b c</p>", b"<p>a b c</p>")


# -------------------------------------------------------------------------------------------------- redirects


def moved(to: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(status=status, headers=f"Location: {to}\r\n")


def test_redirects_are_followed_to_their_end(visit, server):
    """Also to another host, whose robots.txt is asked first."""
    server.answers["/a"] = moved("/b", "301 Moved Permanently")
    server.answers["/b"] = moved(server.url("/c", "post.test"), "307 Temporary Redirect")
    server.answers["/c"] = answer(WORDS)
    hops = visit(server.url("/a"))
    assert [hop.status for hop in hops] == [301, 307, 200]
    assert hops[-1].url == server.url("/c", "post.test")
    assert len(server.requests) == 5


def test_a_loop_comes_to_an_end(visit, server):
    """After five redirects."""
    server.answers["/a"] = moved("/a")
    with pytest.raises(Refused, match="leads on and on"):
        visit(server.url("/a"))
    assert server.paths == ["/a"] * 6


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://127.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "//reader:secret@herald.test/",
        "http://[",
    ],
)
def test_no_redirect_leads_where_nobody_may_be_asked(to, visit, server):
    """Nobody is asked there, and no password is told."""
    server.answers["/a"] = moved(to)
    with pytest.raises(Refused, match=r"leads to|private") as refused:
        visit(server.url("/a"))
    assert server.paths == ["/a"]
    assert "secret" not in str(refused.value)


# ------------------------------------------------------------------------------------------- where names lead


def test_a_name_that_leads_to_private_places_is_refused(visit, server, clock):
    """By what DNS answers, whatever the name; where some answers are public, only those are asked."""
    bad = world(clock, {"evil.example": ["10.0.0.1", "::1"]}, guard=public_only)
    with pytest.raises(Refused, match=r"private or reserved; --allow-private evil\.example"):
        visit("http://evil.example/", bad)
    mixed = world(clock, {"herald.test": ["169.254.169.254", "127.0.0.1"]})
    server.answers["/n/1"] = answer(WORDS)
    assert visit(server.url("/n/1"), mixed)[-1].ip == "127.0.0.1"


def test_a_name_that_changes_between_check_and_connection_changes_nothing(visit, server, clock):
    """The connection goes to the address that was checked: the name is resolved once for each request, and a name that
    first leads to a public place and then here is never asked here."""
    server.answers["/n/1"] = answer(WORDS)
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])

    def rebinding(host: str, port: int) -> list:
        return [ipaddress.ip_address(place) for place in next(answers)]

    seen: list[str] = []

    def guard(host: str, place) -> bool:
        seen.append(str(place))
        return str(place) == "192.0.2.1"

    limits = replace(world(clock).limits, silence=0.2)
    with pytest.raises(Later, match="can't be reached"):
        visit(server.url("/n/1", "evil.example"), world(clock, resolve=rebinding, guard=guard, limits=limits))
    assert (seen, server.requests) == (["192.0.2.1"], [])


def test_a_host_that_is_not_there_is_left_for_later(visit, clock):
    """No name, no server: told in a sentence each."""
    with pytest.raises(Later, match="not found"):
        visit("http://nowhere.example/")
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(Later, match="can't be reached"):
        visit(f"http://herald.test:{port}/")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.parametrize(("name", "trusted"), [("herald.test", True), ("other.test", False), ("127.0.0.1", False)])
def test_the_certificate_must_be_that_of_the_name(name, trusted, authority, visit, clock):
    """Not that of the address that is connected to; the name is sent along in TLS."""
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    context.sni_callback = lambda spoken, asked_name, _: names.append(asked_name)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with serving(context) as server:
        server.answers["/n/1"] = answer(WORDS)
        url = server.url("/n/1", scheme="https")
        if trusted:
            assert visit(url, world(clock, trust=trust))[-1].body == WORDS
        else:
            with pytest.raises(Later, match="no certificate that can be trusted"):
                visit(url, world(clock, trust=trust))
        assert set(names) == {"herald.test"}


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(authority, visit, clock):
    """With the system's own list."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("herald.test").configure_cert(context)
    with serving(context) as server, pytest.raises(Later, match="no certificate"):
        visit(server.url("/n/1", scheme="https"))


def test_proxies_of_the_environment_are_not_used(visit, server, monkeypatch):
    """A proxy would resolve names by itself, behind the check."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/n/1"] = answer(WORDS)
    assert visit(server.url("/n/1"))[-1].body == WORDS


# ------------------------------------------------------------------------------------------------- politeness


def test_robots_are_obeyed_and_asked_once_a_day(visit, server, clock):
    """Rules for us come before those for all; the longest that fits holds."""
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: whomet\nDisallow: /private\nAllow: /private/open$\n"
    server.answers |= {"/robots.txt": answer(rules, kind="text/plain")}
    server.answers |= dict.fromkeys(["/n/1", "/private/x", "/private/open"], answer(WORDS))
    assert visit(server.url("/n/1")) and visit(server.url("/private/open"))
    with pytest.raises(Refused, match=r"not for robots, as http://herald\.test:\d+/robots\.txt says"):
        visit(server.url("/private/x"))
    assert (server.paths, len(server.requests)) == (["/n/1", "/private/open"], 3)
    clock.at += DAY + 10
    visit(server.url("/n/1"))
    assert len(server.requests) == 5


def test_while_robots_txt_can_not_be_had_nothing_is_asked(visit, server):
    """An error of the server is not leave to go on; that there is none is."""
    server.answers |= {"/robots.txt": answer(status="503 Busy"), "/n/1": answer(WORDS)}
    with pytest.raises(Later, match=r"503 when asked for its robots\.txt"):
        visit(server.url("/n/1"))
    server.answers["/robots.txt"] = b""
    with pytest.raises(Later, match="broke off"):
        visit(server.url("/n/1"))
    assert server.paths == []
    server.answers["/robots.txt"] = answer(gzip.compress(b"User-agent: *")[:-9], "Content-Encoding: gzip\r\n")
    with pytest.raises(Later, match=r"has a robots\.txt that can't be read now"):
        visit(server.url("/n/1"))
    server.answers["/robots.txt"] = answer(status="403 Forbidden")
    assert visit(server.url("/n/1"))


def test_of_a_huge_robots_txt_the_beginning_is_read(visit, server):
    """500 KiB, as the standard has it, also of one without end."""

    def huge(spoken: socket.socket) -> None:
        spoken.sendall(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n")
        while True:
            spoken.sendall(b"# nothing to be seen here\n" * 1000)

    server.answers |= {"/robots.txt": huge, "/n/1": answer(WORDS)}
    assert visit(server.url("/n/1"))
    with pytest.raises(Refused, match="not for robots"):
        visit(server.url("/private"))


def test_halves_of_pairs_in_robots_txt_are_no_letters():
    """What can't be written as UTF-8 can't be asked for; the other rules hold."""
    rules = "User-agent: *\nDisallow: /\ud800\nDisallow: /private\n"
    assert robots.may(rules, "https://a.example/n/1") and not robots.may(rules, "https://a.example/private")


def test_a_robots_txt_may_lie_elsewhere(visit, server):
    """Its redirects are followed within the same bounds; one that leads nowhere good is refused."""
    server.answers |= {"/robots.txt": moved("/rules"), "/n/1": answer(WORDS)}
    server.answers["/rules"] = answer(b"User-agent: *\nDisallow: /n/\n", kind="text/plain")
    with pytest.raises(Refused, match="not for robots"):
        visit(server.url("/n/1"))
    server.answers["/robots.txt"] = moved("http://169.254.169.254/")
    with pytest.raises(Refused, match="private or reserved"):
        visit(server.url("/n/1", "post.test"))


def test_a_host_is_asked_with_pauses(visit, server, clock):
    """Ours, or the longer one that it asks for."""
    server.answers |= {"/n/1": answer(WORDS), "/n/2": answer(WORDS)}
    visit(server.url("/n/1"))
    visit(server.url("/n/2"))
    assert clock.slept == [2.0, 2.0]
    slow = answer(b"User-agent: *\nCrawl-delay: 30\n", kind="text/plain")
    with serving() as other:
        other.answers |= {"/robots.txt": slow, "/n/1": answer(WORDS), "/n/2": answer(WORDS)}
        visit(other.url("/n/1", "post.test"))
        visit(other.url("/n/2", "post.test"))
    assert clock.slept == [2.0, 2.0, 2.0, 30.0]


@pytest.mark.parametrize(("said", "wait"), [("", 5), ("120", 120), ("1", 5), ("nonsense", 5), ("-3", 5)])
def test_an_overloaded_host_is_left_alone_as_long_as_it_asks(said, wait, visit, server):
    """With all that is on it, and for longer where it asks for less than we would wait anyway."""
    server.answers |= {"/n/1": answer(status="429 Too Many", headers=f"Retry-After: {said}\r\n"), "/n/2": answer(WORDS)}
    with pytest.raises(Later, match="429") as later:
        visit(server.url("/n/1"))
    assert later.value.wait == wait
    if wait > 60:
        with pytest.raises(Later, match="left alone for now"):
            visit(server.url("/n/2"))


def test_who_fails_again_is_left_alone_for_longer(visit, server, clock):
    """5, 20, 80 seconds ... and from the beginning once it answers."""
    waits = []
    server.answers["/n/1"] = answer(status="500 Oops")
    for _ in range(4):
        with pytest.raises(Later) as later:
            visit(server.url("/n/1"))
        waits.append(later.value.wait)
        clock.at += later.value.wait
    server.answers["/n/2"] = answer(WORDS)
    visit(server.url("/n/2"))
    clock.at += 10
    with pytest.raises(Later) as later:
        visit(server.url("/n/1"))
    assert (waits, later.value.wait) == ([5, 20, 80, 320], 5)
    assert backoff(50) == DAY


def test_retry_after_may_be_an_instant():
    """Neither the past nor the far future is waited for."""
    now = 1_900_000_000.0
    assert retry_after("Sun, 17 Mar 2030 17:47:40 GMT", now) == 60
    assert retry_after("Sun, 17 Mar 2020 17:47:40 GMT", now) == 0
    assert retry_after("99999999999999999999", now) == 7 * DAY
    assert retry_after("Sun, 17 Mar 9999 17:47:40 GMT", now) == 7 * DAY
    assert retry_after("Sun, 99 Mar 2030", now) == 0
