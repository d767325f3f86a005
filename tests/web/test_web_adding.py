"""Texts that are dropped or pasted: read once, whatever happens meanwhile, and shown with what was found."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from whomet.errors import RegisterError
from whomet.faces.inbox import Inbox
from whomet.faces.web import reading
from whomet.faces.web.app import web_app
from whomet.faces.web.forms import FIELD
from whomet.faces.web.reading import Reader
from whomet.pipeline import absorb, purge
from whomet.register import Register

OSLO = b"""The foreign minister of Norway, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031.
They talked about the fisheries of the north, her office said."""
BERGEN = b"Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen on Tuesday."
WHEN = "2031-03-08T12:00:00Z"


def words(answer) -> str:
    """What a page says, without its marks of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


@pytest.fixture
def empty(tmp_path):
    """The file of a register without documents."""
    Register.open(tmp_path / "register.whomet").close()
    return tmp_path / "register.whomet"


@pytest.fixture
def site(empty):
    """Its pages."""
    with TestClient(web_app(str(empty)), base_url="http://127.0.0.1") as client:
        yield client


def add(site, files=(), **fields):
    """Sends the form, and reads the page that it leads to until it ends."""
    token = re.search(rf'name="{FIELD}" value="([^"]*)"', site.get("/add").text)[1]
    named = [("files", file) for file in files] or [("files", ("", b""))]
    return site.post("/add", data={FIELD: token, **fields}, files=named)


def test_files_and_a_pasted_text_are_read_and_what_is_found_is_shown(site, empty):
    """One page tells how far they are, then what was found, each with its way to the document and the meeting."""
    answer = add(
        site, [("oslo.txt", OSLO), ("no.pdf", b"%PDF-1.4 broken")], text=BERGEN.decode(), published="2031-06-10"
    )
    assert answer.status_code == 200
    assert str(answer.url).endswith("/batches/1")
    text = words(answer)
    assert "2 documents read: 2 meetings" in text, text
    assert re.search(r"Not read, or not whole no\.pdf: ", text)
    assert "Norway – Sweden, 2031-03-04" in text
    assert "Norway – Denmark, 2031-06-10" in text
    for address in re.findall(r'href="(/(?:documents|meetings)/[^"]+)"', answer.text):
        assert site.get(address).status_code == 200
    again = site.get("/batches/1")
    assert "Being read" not in again.text
    assert "2 documents read: 2 meetings" in words(again)
    assert "oslo.txt and 2 more" in words(site.get("/add"))
    with Register.open(empty) as register:
        assert sorted(document.source for document in register.documents()) == [
            "oslo.txt",
            next(d.source for d in register.documents() if d.source.startswith("pasted-")),
        ]


def test_what_was_read_is_kept_in_the_register_alone(site, empty):
    """The texts are deleted where they waited; what came of them stays."""
    add(site, [("oslo.txt", OSLO)])
    waited = empty.with_name("register.whomet-inbox")
    assert [path.name for path in sorted(waited.rglob("*"))] == ["1", "batch.json"]
    assert waited.stat().st_mode & 0o077 == 0


def test_what_waited_when_the_server_was_stopped_is_read_by_the_next(empty):
    """Nobody has to send it again; what was not whole is deleted."""
    inbox = Inbox(str(empty))
    inbox.put("Ada", WHEN, [("oslo.txt", OSLO)])
    (empty.with_name("register.whomet-inbox") / ".7").mkdir()
    with TestClient(web_app(str(empty)), base_url="http://127.0.0.1") as site:
        text = words(site.get("/batches/1"))
    assert "1 document read: 1 meeting" in text
    assert "brought in by Ada on 8 March 2031, 12:00 UTC" in text
    assert not (empty.with_name("register.whomet-inbox") / ".7").exists()


def test_a_stop_in_the_middle_loses_and_repeats_nothing(empty, monkeypatch):
    """The first document is kept; the batch waits, and its second half is read by the next."""
    inbox = Inbox(str(empty))
    inbox.put("Ada", WHEN, [("oslo.txt", OSLO), ("bergen.txt", BERGEN)])
    first, read = Reader(str(empty), inbox), []

    def stopping(register, readings):
        def passed():
            for one in readings:
                read.append(one.document.source)
                first._stopping.set()
                yield one

        return absorb(register, passed())

    monkeypatch.setattr(reading, "absorb", stopping)
    first.wake()
    first._thread.join(60)
    assert read == ["oslo.txt"]
    assert [batch.number for batch in inbox.waiting()] == [1]
    with Register.open(empty) as register:
        assert [document.source for document in register.documents()] == ["oslo.txt"]
        assert not register.behind
    monkeypatch.setattr(reading, "absorb", absorb)
    with TestClient(web_app(str(empty)), base_url="http://127.0.0.1") as site:
        assert "2 documents read: 2 meetings" in words(site.get("/batches/1"))
    assert inbox.waiting() == []


def test_a_mistake_of_ours_keeps_the_texts_and_lets_others_have_their_turn(empty, monkeypatch):
    """The batch waits for the next server; the one after it is read."""
    inbox = Inbox(str(empty))
    for text in (b"breaks", OSLO):
        inbox.put("Ada", WHEN, [("one.txt", text)])

    def breaking(register, readings):
        found = list(readings)
        if found[0].document.text == "breaks":
            raise ZeroDivisionError
        return absorb(register, found)

    monkeypatch.setattr(reading, "absorb", breaking)
    with TestClient(web_app(str(empty)), base_url="http://127.0.0.1") as site:
        assert "1 document read" in words(site.get("/batches/2"))
    assert [batch.number for batch in inbox.waiting()] == [1]
    assert inbox.files(inbox.batch(1))[0][1].read_bytes() == b"breaks"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\reports\\oslo.txt", "oslo.txt"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
        ("a\u202ecod.txt", "a\ufffdcod.txt"),
        ("x" * 1000 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_the_name_of_a_file_is_a_name_alone(site, empty, given, shown):
    """No folder, no markup, no sign that turns it around, no more of it than a line takes."""
    answer = add(site, [(given, OSLO)])
    assert "1 document read: 1 meeting" in words(answer), words(answer)
    assert "<script>" not in answer.text
    with Register.open(empty) as register:
        assert [document.source for document in register.documents()] == [shown]
    assert {path.name for path in empty.parent.iterdir()} >= {"register.whomet", "register.whomet-inbox"}
    assert "passwd.txt" not in [path.name for path in empty.parent.rglob("*")]


@pytest.mark.parametrize(
    ("fields", "status", "said"), [({}, 422, "Nothing was chosen"), ({"text": " \r\n"}, 422, "Nothing was chosen")]
)
def test_nothing_is_no_batch(site, fields, status, said):
    """A form without a text is one sentence."""
    answer = add(site, **fields)
    assert (answer.status_code, said in words(answer)) == (status, True)
    assert site.get("/batches/1").status_code == 404


def test_more_than_a_page_takes_is_refused(site, monkeypatch):
    """With what it takes."""
    monkeypatch.setattr("whomet.faces.web.dropping.MOST_BYTES", 1_000_000)
    answer = add(site, [("large.txt", b"x" * 1_100_000)])
    assert answer.status_code == 413
    assert "longer than the 1 MB" in words(answer)


def test_a_text_that_is_purged_is_not_read_again(site, empty):
    """The page says why."""
    add(site, [("oslo.txt", OSLO)])
    with Register.open(empty) as register:
        purge(register, "oslo", "its author asked for it", by="Ada", on=WHEN)
    assert "0 documents read" in words(site.get("/batches/1"))
    answer = words(add(site, [("oslo.txt", OSLO)]))
    assert "0 documents read" in answer
    assert "Not read, or not whole oslo.txt: " in answer


@pytest.mark.parametrize("number", ["0", "7", "1e3", "²", "9" * 30, "../1"])
def test_a_batch_that_is_not_there_is_one_sentence(site, number):
    """Whatever its number."""
    assert site.get(f"/batches/{number}").status_code == 404


def test_a_folder_that_can_t_be_written_is_one_sentence(empty):
    """And nothing is said to be kept."""
    empty.with_name("register.whomet-inbox").write_text("in the way")
    with pytest.raises(RegisterError, match="texts can't be kept here"):
        Inbox(str(empty)).put("Ada", WHEN, [("oslo.txt", OSLO)])


def test_only_the_last_batches_are_remembered(tmp_path, monkeypatch):
    """Their texts are in the register; the list stays short. Numbers go on."""
    monkeypatch.setattr("whomet.faces.inbox._KEPT", 2)
    inbox = Inbox(str(tmp_path / "register.whomet"))
    for _ in range(4):
        inbox.finish(inbox.put("Ada", WHEN, [("oslo.txt", OSLO)]), [], [])
    assert [batch.number for batch in inbox.batches()] == [4, 3]
    assert inbox.put("Ada", WHEN, [("oslo.txt", OSLO)]).number == 5
