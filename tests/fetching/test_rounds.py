"""Rounds over feeds and pages: what is new is fetched once, kept as an archive, and read from there."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_servers import answer, feed, page, world
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from whomet.documents import Loaded, read_documents
from whomet.errors import WhometError
from whomet.faces.fetching import rounds
from whomet.faces.fetching.reading import Reader
from whomet.faces.fetching.rounds import fetching
from whomet.faces.fetching.visits import DAY
from whomet.faces.fetching.wire import Limits
from whomet.language import english_by_rules
from whomet.register import Register

EVERY = 1800.0
MET = "The foreign minister of Norway, Kari Lund, met her Kenyan counterpart in Oslo on 3 May 2023, in room {}."
RSS = "application/rss+xml"


def nothing() -> None:
    """For who does not read in between."""


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "register.whomet.sources"


@pytest.fixture
def polls(folder, clock, server):
    """Polls the feed /feed of the server, in a run of its own each time."""

    def poll(*more: str, feed_only: bool = False, now: bool = False, limits: Limits | None = None):
        outside = world(clock, **({"limits": limits} if limits else {}))
        with fetching(folder, outside, feed_only=feed_only, every=EVERY) as begun:
            return begun.poll([server.url("/feed"), *more], nothing, now=now)

    return poll


def reports(server, count: int) -> bytes:
    """A feed that names pages of a server, which it then has."""
    for n in range(count):
        server.answers[f"/n/{n}"] = answer(page(MET.format(n), f"Ministers meet {n}"))
    return feed(*((str(n), server.url(f"/n/{n}")) for n in range(count)))


def texts(folder: Path) -> list[str]:
    """What `whomet read` finds in the folder."""
    found = list(read_documents([str(folder)]))
    assert all(isinstance(one, Loaded) for one in found), found
    return [one.document.url for one in found]


# ------------------------------------------------------------------------------------------------ rounds


def test_what_a_feed_names_is_fetched_once(polls, server, clock, folder):
    """And asked for no more while the feed says that nothing changed, or says the same."""
    listed = reports(server, 2)
    server.answers["/feed"] = answer(listed, 'ETag: "1"\r\n', kind=RSS)
    first = polls()
    assert (first.feeds, first.changed, first.pages, first.complaints()) == (1, 1, 2, [])
    assert polls().feeds == 0  # it is not due yet
    clock.at += EVERY
    server.answers["/feed"] = answer(status="304 Not Modified")
    assert (polls().unchanged, server.paths) == (1, ["/feed", "/n/0", "/n/1", "/feed"])
    assert 'If-None-Match: "1"' in server.requests[-1]
    clock.at += EVERY
    server.answers["/feed"] = answer(reports(server, 3).replace(b"Report 0", b"Report 0, put right"), kind=RSS)
    assert (polls().pages, server.paths[5:]) == (1, ["/n/2"])
    assert 'If-None-Match: "1"' in server.requests[-2]  # what a 304 does not repeat still holds
    assert sorted(texts(folder)) == [server.url(f"/n/{n}") for n in range(3)]


def test_entries_are_told_apart_by_id_then_by_address(polls, server, clock):
    """An entry whose address changed is the same; two entries with one address are one page."""
    reports(server, 1)
    server.answers["/feed"] = answer(
        feed(("a", server.url("/n/0?from=feed")), ("b", server.url("/n/0?from=feed"))), kind=RSS
    )
    server.answers["/n/0?from=feed"] = server.answers["/n/0"]
    assert polls().pages == 1
    clock.at += EVERY
    server.answers["/feed"] = answer(feed(("a", server.url("/n/0?from=elsewhere"))), kind=RSS)
    assert polls().pages == 0


def test_once_asks_also_what_is_not_due(polls, server, clock):
    """But for what failed last time: it is left alone as long as it has to be."""
    server.answers["/feed"] = answer(feed(), kind=RSS)
    assert [polls(now=True).feeds, polls(now=True).feeds] == [1, 1]
    server.answers["/feed"] = answer(status="503 Busy", headers="Retry-After: 7200\r\n")
    assert [polls(now=True).feeds, polls(now=True).feeds] == [1, 0]
    clock.at += 7199
    assert polls(now=True).feeds == 0
    clock.at += 1
    assert polls(now=True).feeds == 1


def test_a_feed_alone_is_read_by_its_own_words(folder, clock, server, tmp_path):
    """With --feed-only no page is asked for; an entry that is known is not read again."""
    server.answers["/feed"] = answer(feed(("a", "https://x.example/a"), words=MET.format(1)), kind=RSS)
    register = tmp_path / "register.whomet"
    for round_number, expected in enumerate([1, 0, 1]):
        if round_number == 2:
            entries = feed(("b", "https://x.example/b"), ("a", "https://x.example/a"), words=MET.format(1))
            server.answers["/feed"] = answer(entries, kind=RSS)
        with fetching(folder, world(clock), feed_only=True, every=EVERY) as begun:
            begun.poll([server.url("/feed")], nothing)
            reader = Reader(str(register), begun, english_by_rules())
            reader.read_all()
            assert reader.run.documents == expected
        clock.at += EVERY
    assert set(server.paths) == {"/feed"}
    with Register.open(register) as kept:
        assert sorted(d.url for d in kept.documents()) == ["https://x.example/a", "https://x.example/b"]


BROKEN = {
    "no feed": (b"<html><body>Please log in.</body></html>", "no feed"),
    "JSON cut off": (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "no JSON"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_feed_is_told_and_asked_again_a_day_later(what, polls, server, clock):
    """The rest of the round goes on."""
    body, reason = BROKEN[what]
    server.answers["/feed"] = answer(body, kind=RSS)
    server.answers["/other"] = answer(reports(server, 1), kind=RSS)
    tally = polls(server.url("/other"))
    assert (tally.pages, len(tally.complaints())) == (1, 1)
    assert reason in tally.complaints()[0]
    clock.at += DAY / 2
    assert polls().feeds == 0
    clock.at += DAY / 2
    assert polls().feeds == 1


def test_what_came_empty_or_broken_is_asked_again(polls, server, clock, folder):
    """A page and a feed that a server gives badly once are not lost: nor is a page whose compression broke off."""
    server.answers["/feed"] = answer(b"", kind=RSS)
    assert polls().complaints() == [f"{server.url('/feed')}: gave an empty answer."]
    server.answers["/feed"] = answer(reports(server, 2), kind=RSS)
    well = server.answers["/n/1"]
    server.answers["/n/0"] = answer(b"")
    server.answers["/n/1"] = answer(gzip.compress(page(MET.format(1)))[:-9], "Content-Encoding: gzip\r\n")
    clock.at += EVERY
    tally = polls()
    assert (tally.pages, len(tally.complaints())) == (0, 2)
    server.answers |= {"/n/0": answer(page(MET.format(0))), "/n/1": well}
    clock.at += EVERY
    assert polls().pages == 2
    assert sorted(texts(folder)) == [server.url("/n/0"), server.url("/n/1")]


def test_malformed_feeds_are_read_as_far_as_they_go(polls, server):
    """An element that isn't closed, a bare &, Latin letters in an encoding of their own."""
    listed = (
        reports(server, 2).replace(b"The Herald", "Zürich & Wien".encode("latin-1")).replace(b"</channel></rss>", b"")
    )
    server.answers["/feed"] = answer(b"<?xml version='1.0' encoding='ISO-8859-1'?>" + listed, kind="text/xml")
    assert polls().pages == 2


def test_entities_of_a_feed_are_not_expanded(polls, server):
    """Neither those that grow without end nor those that name a file."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY own SYSTEM "file:///etc/hostname">]>'
    listed = feed(("&l11;&own;", server.url("/n/&own;")), ("b", server.url("/n/b")))
    server.answers["/feed"] = answer(b"<?xml version='1.0'?>" + doctype.encode() + listed, kind=RSS)
    server.answers["/n/b"] = answer(page(MET.format(1)))
    polls()
    assert "/n/b" in server.paths
    assert not any("lol" in path or "localhost" in path for path in server.paths)


def test_a_feed_of_a_hundred_thousand_entries_is_taken_in_part(polls, server, monkeypatch):
    """The first ones, and it is said; pages nobody may ask for are given up at once."""
    monkeypatch.setattr(rounds, "MOST_ENTRIES", 20)
    server.answers["/feed"] = answer(feed(*((str(n), f"http://10.0.0.1/{n}") for n in range(100_000))), kind=RSS)
    tally = polls(limits=Limits(body=20_000_000, silence=5, seconds=30))
    assert len(tally.problems) == 20
    assert all("private or reserved" in reason for reason in tally.problems.values())
    assert tally.notes == [f"{server.url('/feed')}: is long; its first 20 entries were taken."]


def test_a_feed_that_never_ends_is_refused(polls, server):
    """What came of it is not taken for a feed."""

    def endless(spoken: socket.socket) -> None:
        spoken.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
        while True:
            spoken.sendall(b"<item><link>http://herald.test/</link></item>" * 1000)

    server.answers["/feed"] = endless
    assert list(polls().problems.values()) == ["is larger than 0 MB, more than is fetched."]


def test_what_a_feed_names_is_checked_like_anything_else(polls, server):
    """Other schemes, passwords, machines around us: told once, never asked."""
    named = ["http://169.254.169.254/", "https://me:secret@herald.test/", "ftp://herald.test/x"]
    server.answers["/feed"] = answer(feed(*((str(n), url) for n, url in enumerate(named))), kind=RSS)
    tally = polls()
    told = "\n".join(tally.complaints())
    assert (server.paths, "secret" in told) == (["/feed"], False)
    assert "private or reserved" in told and "name or password" in told and "name no page" in told


def test_a_page_that_can_not_be_had_is_tried_again_and_given_up(polls, server, clock):
    """What is gone at once; what fails up to eight times, with longer and longer pauses."""
    server.answers["/feed"] = answer(feed(("a", server.url("/gone")), ("b", server.url("/broken"))), kind=RSS)
    server.answers["/broken"] = answer(status="500 Oops")
    told = polls().problems
    assert told[server.url("/gone")] == "is not to be had (status 404)."
    assert told[server.url("/broken")] == "is not to be had now (status 500)."
    for _ in range(9):
        clock.at += DAY
        server.answers["/feed"] = answer(status="304 Not Modified")
        polls()
    assert (server.paths.count("/gone"), server.paths.count("/broken")) == (1, 8)


# ------------------------------------------------------------------------------------------------- fetching


@pytest.fixture
def fetches(folder, clock):
    """Fetches addresses, in a run of its own each time."""

    def fetch(*urls: str, again: bool = False):
        with fetching(folder, world(clock)) as begun:
            return begun.fetch(urls, nothing, again=again)

    return fetch


def test_what_was_had_is_fetched_again_only_if_asked(fetches, server, folder):
    """And then kept again only if it changed."""
    url = server.url("/n/1")
    server.answers["/n/1"] = answer(page(MET.format(1)))
    assert fetches(url).pages == 1
    assert (fetches(url).unchanged, server.paths) == (1, ["/n/1"])
    assert (fetches(url, again=True).pages, server.paths) == (0, ["/n/1"] * 2)
    server.answers["/n/1"] = answer(page(MET.format(2)))
    assert fetches(url, again=True).pages == 1
    assert texts(folder) == [url, url]


def test_who_fails_shortly_is_asked_again_at_once(fetches, server, clock):
    """Within a minute; who asks for more time is named with it."""
    tries = iter([answer(status="502 Bad"), answer(status="502 Bad"), answer(page(MET.format(1)))])
    server.answers["/n/1"] = lambda spoken: spoken.sendall(next(tries))
    tally = fetches(server.url("/n/1"))
    assert (tally.pages, tally.complaints(), clock.slept) == (1, [], [2.0, 5.0, 20.0])
    server.answers["/n/2"] = answer(status="429 Too Many", headers="Retry-After: 3600\r\n")
    assert fetches(server.url("/n/2")).problems == {server.url("/n/2"): "is not to be had now (status 429)."}
    assert fetches(server.url("/n/2")).problems == {server.url("/n/2"): "is to be left alone for now."}
    assert server.paths == ["/n/1"] * 3 + ["/n/2"]


def test_a_feed_that_is_watched_is_not_fetched_as_a_page(polls, fetches, server):
    """And the other way round, what was once fetched as a page can be watched."""
    server.answers |= {"/feed": answer(reports(server, 1), kind=RSS), "/other": answer(feed(), kind=RSS)}
    polls()
    assert fetches(server.url("/feed")).problems == {server.url("/feed"): "is a feed that is watched."}
    fetches(server.url("/other"))
    assert polls(server.url("/other")).feeds == 1
    assert server.paths == ["/feed", "/n/0", "/other", "/other"]


def test_what_is_not_read_is_not_kept(fetches, server, folder):
    """Pictures and the like are told."""
    server.answers["/a.png"] = answer(b"\x89PNG\r\n", kind="image/png")
    assert fetches(server.url("/a.png")).problems == {server.url("/a.png"): "is of a kind that isn't read."}
    assert list(folder.glob("*.warc.gz")) == []


# ---------------------------------------------------------------------------------------- the archive, and kills


def test_the_archive_is_one_that_others_read(fetches, server, folder):
    """Request, answer and metadata of each hop, every digest right, each record compressed by itself."""
    server.answers["/old"] = answer(status="301 Moved", headers="Location: /n/1\r\n")
    server.answers["/n/1"] = answer(gzip.compress(page(MET.format(1))), "Content-Encoding: gzip\r\nSet-Cookie: a\r\n")
    fetches(server.url("/old"))
    (path,) = folder.glob("*.warc.gz")
    with path.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers["WARC-Target-URI"], r.content_stream().read()) for r in ArchiveIterator(stream)
        ]
    old, new = server.url("/old"), server.url("/n/1")
    kinds = [
        ("warcinfo", None),
        ("response", old),
        ("request", old),
        ("response", new),
        ("request", new),
        ("metadata", new),
    ]
    assert [(kind, uri) for kind, uri, _ in records] == kinds
    assert page(MET.format(1)) == records[3][2]
    assert records[5][2] == f"asked: {old}\r\n".encode()
    checker = Checker(type("Asked", (), {"inputs": [str(path)], "verbose": True})())
    checker.process_all()
    assert checker.exit_value == 0
    assert texts(folder) == [new]


def test_a_document_names_the_record_that_was_kept(fetches, server, folder, clock, tmp_path):
    """As `whomet read` would name it, had it read the archive: reading that again changes nothing."""
    for n in (1, 2):
        server.answers[f"/n/{n}"] = answer(page(MET.format(n)))
    register = tmp_path / "register.whomet"
    with fetching(folder, world(clock)) as begun:
        begun.fetch([server.url("/n/1"), server.url("/n/2")], nothing)
        Reader(str(register), begun, english_by_rules()).read_all()
    archived = [one.document.source for one in read_documents([str(folder)]) if isinstance(one, Loaded)]
    with Register.open(register) as kept:
        assert sorted(d.source for d in kept.documents()) == sorted(archived)
    assert archived == [f"{folder}/whomet-00001.warc.gz, record {n}" for n in (2, 5)]


@pytest.mark.parametrize("name", ["whomet-00001.warc.gz", "fetched.sqlite", "other.txt"])
def test_a_folder_with_a_link_in_it_is_not_written_to(name, folder, clock, tmp_path):
    """It may have come from somebody else: what the link leads to is neither cut nor added to."""
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    folder.mkdir()
    (folder / name).symlink_to(mine)
    with pytest.raises(WhometError, match="is a link to another place"), fetching(folder, world(clock)):
        pass
    assert mine.read_text(encoding="utf-8") == "mine"


def test_two_runs_do_not_share_a_folder(folder, clock):
    """The second is told; nothing waits."""
    with (
        fetching(folder, world(clock)),
        pytest.raises(WhometError, match="another `whomet watch`"),
        fetching(folder, world(clock)),
    ):
        pass
    with fetching(folder, world(clock)) as begun:
        assert begun.next_due() is None


@contextmanager
def stopping(monkeypatch, name: str):
    """Stops a run, as a kill would, where it next comes to a place."""

    class Killed(BaseException):
        pass

    def killed(*_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(rounds.Ledger, name, killed)
        with pytest.raises(Killed):
            yield


def test_who_is_killed_before_noting_what_came_finds_it_in_the_archive(fetches, server, folder, monkeypatch):
    """It is not asked for again; what was written in part is cut off."""
    for n in (1, 2):
        server.answers[f"/n/{n}"] = answer(page(MET.format(n)))
    with stopping(monkeypatch, "kept"):
        fetches(server.url("/n/1"))
    (path,) = folder.glob("*.warc.gz")
    whole = path.stat().st_size
    with path.open("ab") as stream:
        stream.write(path.read_bytes()[400:900])
    assert fetches(server.url("/n/1")).unchanged == 1
    assert (server.paths, path.stat().st_size) == (["/n/1"], whole)
    assert fetches(server.url("/n/2")).pages == 1
    assert texts(folder) == [server.url("/n/1"), server.url("/n/2")]


def test_notes_that_are_lost_are_made_anew_from_the_archive(fetches, server, folder):
    """What lies there is not asked for again."""
    server.answers["/n/1"] = answer(page(MET.format(1)))
    fetches(server.url("/n/1"))
    (folder / "state.whomet-fetched").unlink()
    assert (fetches(server.url("/n/1")).unchanged, server.paths) == (1, ["/n/1"])
    (folder / "state.whomet-fetched").write_bytes(b"no database at all" * 100)
    with pytest.raises(WhometError, match="damaged"):
        fetches(server.url("/n/1"))


KILLED = """
import json, sys
from ipaddress import ip_address
from pathlib import Path
from whomet.faces.fetching.rounds import fetching
from whomet.faces.fetching.visits import Outside
folder, urls = sys.argv[1], json.loads(sys.argv[2])
outside = Outside(guard=lambda host, place: True, resolve=lambda host, port: [ip_address("127.0.0.1")], pause=0)
with fetching(Path(folder), outside) as begun:
    print("begun", flush=True)
    begun.fetch(urls, lambda: print("had", flush=True))
"""


@pytest.mark.parametrize("after", [pytest.param(n, marks=[] if n == 4 else pytest.mark.long) for n in range(1, 12)])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_had_twice(after, server, folder):
    """SIGKILL after some pages, and the same command again: each page stands once in the archive."""
    reports(server, 12)
    urls = [server.url(f"/n/{n}") for n in range(12)]
    command = [sys.executable, "-c", KILLED, str(folder), json.dumps(urls)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as run:
        for _ in range(after):
            run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    subprocess.run(command, env=env, check=True, capture_output=True)
    assert sorted(texts(folder)) == sorted(urls)
    assert 12 <= len(server.paths) <= 13  # the one that was under way may have been asked for twice
