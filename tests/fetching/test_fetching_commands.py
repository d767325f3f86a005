"""`whomet fetch` and `whomet watch` as their users run them."""

from __future__ import annotations

import pytest
from small_servers import answer, feed, page, world

from whomet.errors import InputError
from whomet.faces import fetching_commands
from whomet.faces.command_line import main
from whomet.faces.fetching.opml import feeds_in

MET = "The foreign minister of Norway, Kari Lund, met her Kenyan counterpart in Oslo on 3 May 2023."


@pytest.fixture
def run(capfd, monkeypatch, tmp_path, clock):
    """Runs `whomet` in a folder of its own and in the tests' world; gives status and both outputs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(fetching_commands, "_outside", lambda contact, allow_private: world(clock))

    def whomet(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return (status, *capfd.readouterr())

    return whomet


def opml(*urls: str) -> str:
    """A list of feeds."""
    outlines = "".join(f'<outline type="rss" text="A feed" xmlUrl="{url}"/>' for url in urls)
    return f'<?xml version="1.0"?><opml version="2.0"><body><outline text="News">{outlines}</outline></body></opml>'


def test_a_page_is_fetched_and_read(run, server, tmp_path):
    """And whoever shows it finds where it was kept."""
    server.answers["/n/1"] = answer(page(MET))
    status, out, err = run("fetch", server.url("/n/1"))
    assert (status, out, err) == (0, "", "1 page fetched; 1 document read, 1 meeting told of.\n")
    assert (
        run("fetch", server.url("/n/1"))[2] == "0 pages fetched, 1 had before; 0 documents read, 0 meetings told of.\n"
    )
    assert "Kari Lund" in run("meetings")[1]
    assert sorted(path.name for path in (tmp_path / "register.whomet.sources").iterdir()) == [
        "state.whomet-fetched",
        "whomet-00001.warc.gz",
    ]


def test_what_can_not_be_had_is_told_and_the_rest_is_read(run, server):
    """One sentence each, none with a password, and status 1."""
    server.answers["/n/1"] = answer(page(MET))
    status, _, err = run("fetch", "https://me:secret@herald.test/", server.url("/gone"), server.url("/n/1"), "nonsense")
    lines = err.splitlines()
    assert (status, len(lines), "secret" in err) == (1, 4, False)
    assert lines[0].startswith("1 page fetched; 1 document read")
    assert lines[1] == "…@herald.test/: holds a name or password; give an address without."
    assert lines[2].startswith("nonsense: is no address")
    assert lines[3].endswith("/gone: is not to be had (status 404).")


def test_feeds_are_watched_once(run, server, tmp_path):
    """A line says what came."""
    server.answers["/feed"] = answer(feed(("a", server.url("/n/1"))), kind="application/rss+xml")
    server.answers["/n/1"] = answer(page(MET))
    (tmp_path / "feeds.opml").write_text(opml(server.url("/feed")), encoding="utf-8")
    status, out, err = run("watch", "feeds.opml", "--once")
    line = "1 of 1 feed had something new, 1 page fetched; 1 document read, 1 meeting told of.\n"
    assert (status, out) == (0, "")
    assert err.endswith(f"Z {line}")
    assert "0 of 1 feed had something new, 0 pages fetched" in run("watch", "feeds.opml", "--once")[2]


def test_feeds_are_watched_until_somebody_stops_it(run, server, tmp_path, clock, monkeypatch):
    """A line for each round; what fails is told and the watch goes on; Ctrl-C ends it with status 130."""
    bodies = iter([feed(("a", server.url("/n/1"))), b"<html/>", feed(("b", server.url("/n/2")))])
    server.answers["/feed"] = lambda spoken: spoken.sendall(answer(next(bodies), kind="application/rss+xml"))
    server.answers |= {"/n/1": answer(page(MET)), "/n/2": answer(page(MET.replace("Oslo", "Nairobi")))}
    (tmp_path / "feeds.opml").write_text(opml(server.url("/feed")), encoding="utf-8")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        slept.extend([seconds] if seconds > 60 else [])
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(fetching_commands, "_outside", lambda contact, allow_private: world(clock, sleep=sleep))
    status, _, err = run("watch", "feeds.opml", "--every", "30")
    lines = err.splitlines()
    assert (status, lines[-1]) == (130, "Stopped; the same command goes on from there.")
    assert [line.partition("Z ")[2].partition(",")[0] for line in lines[:-1]] == [
        "1 of 1 feed had something new",
        "0 of 1 feed had something new",
        "",
        "1 of 1 feed had something new",
    ]
    assert lines[2].endswith("/feed: is no feed that can be read.") or "no feed" in lines[2]


def test_a_register_on_a_server_needs_a_folder_named(run):
    """Before anybody is asked."""
    status, _, err = run("fetch", "https://herald.test/", "--register", "postgresql://somebody@localhost/x")
    assert (status, "--sources" in err) == (1, True)


@pytest.mark.parametrize("contact", ["desk\r\nX-A: b", "desk (news)", "Zürich", "a" * 300])
def test_a_contact_must_fit_a_header(contact, monkeypatch, tmp_path, capfd):
    """It can't be used to send something else."""
    monkeypatch.chdir(tmp_path)
    assert main(["fetch", "https://herald.test/", "--contact", contact]) == 1
    assert "plain ASCII" in capfd.readouterr().err


def test_options_say_who_asks_and_who_may_be_asked():
    """The agent names Whomet, its version and whom to write to; without --allow-private nobody private is asked."""
    from ipaddress import ip_address

    from whomet import __version__

    outside = fetching_commands._outside("desk@herald.example", ["archive.intranet"])
    assert outside.agent == f"Whomet/{__version__} (desk@herald.example)"
    assert outside.guard("archive.intranet", ip_address("10.0.0.1"))
    plain = fetching_commands._outside("", None)
    assert plain.agent == f"Whomet/{__version__}"
    assert not plain.guard("archive.intranet", ip_address("10.0.0.1"))


def test_what_is_no_list_of_feeds_is_told(tmp_path):
    """No file, no XML, no feed, entities; each feed of a good one is named once, whatever its namespace or case."""
    path = tmp_path / "feeds.opml"
    bomb = '<!DOCTYPE o [<!ENTITY a "b">]><opml><outline xmlUrl="&a;"/></opml>'
    for content, told in [(None, "can't be read"), ("", "no OPML"), ("<opml/>", "lists no feed"), ("[]", "no OPML")]:
        if content is not None:
            path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=told):
            feeds_in(path)
    path.write_text(bomb, encoding="utf-8")
    assert feeds_in(path) in ([], ["b"])
    twice = '<opml xmlns="urn:x"><outline XMLURL="https://a.example/"/><outline xmlUrl=" https://a.example/ "/></opml>'
    path.write_text(twice, encoding="utf-8")
    assert feeds_in(path) == ["https://a.example/"]
