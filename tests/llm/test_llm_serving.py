"""`whomet serve --reader llm`: texts that are dropped or sent are read by the model that the operator named."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from endpoints import Reply, saying
from starlette.testclient import TestClient

from whomet.faces.endpoint import talking
from whomet.faces.reader_options import LlmChoice
from whomet.faces.web.app import web_app
from whomet.faces.web.forms import FIELD
from whomet.register import Register

AWAY = Reply(status=401)


@pytest.fixture(autouse=True)
def at_once(monkeypatch, tmp_path):
    """Nothing is waited for, and nobody on this machine has a token."""
    usual = talking.Talking.__init__
    monkeypatch.setattr(talking.Talking, "__init__", lambda self, at, model="": usual(self, at, model, lambda _: None))
    monkeypatch.setattr("whomet.faces.web.reading._AGAIN", 0.05)
    monkeypatch.setenv("WHOMET_TOKENS", str(tmp_path / "tokens.json"))
    monkeypatch.setenv("WHOMET_ACCOUNTS", str(tmp_path / "accounts.json"))


@pytest.fixture
def french(server, texts) -> dict[str, str]:
    """A text that the server's model can read."""
    entry = texts["french"]
    server.model = saying({entry["record"]["text"].strip()[:20]: entry["answer"]})
    return {key: value for key, value in entry["record"].items() if key in ("text", "published", "language")}


@pytest.fixture
def site(server, tmp_path) -> Iterator[TestClient]:
    """The pages and the API of an empty register, as served with the model."""
    where = str(tmp_path / "register.whomet")
    Register.open(where).close()
    by = LlmChoice(server.url, "", False, None, None, "", 30).reading(where, patience=1)
    near = {"base_url": "http://127.0.0.1", "client": ("127.0.0.1", 50000)}
    with TestClient(web_app(where, by=by), **near) as client:
        yield client


def words(answer) -> str:
    """What a page says, without its marks of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def sent(site, record):
    return site.post("/api/v1/read", json=record)


def dropped(site, record):
    token = re.search(rf'name="{FIELD}" value="([^"]*)"', site.get("/add").text)[1]
    return site.post("/add", data={FIELD: token, **record}, files=[("files", ("", b""))])


def test_a_text_that_is_sent_is_read_by_the_model_and_kept_nowhere(site, french, tmp_path):
    """The API answers with what the model found; neither text nor answer stays on the disk."""
    answer = sent(site, french)
    assert (answer.status_code, answer.json()["reader"]) == (200, "llm small, prompt 1")
    assert [meeting["city"] for meeting in answer.json()["meetings"]] == ["Rabat"]
    assert not (tmp_path / "register.whomet.answers").exists()


@pytest.mark.parametrize("more", [{"reader": "model"}, {"endpoint": "http://127.0.0.1:1/v1"}, {"allow_remote": "yes"}])
def test_who_asks_does_not_choose_who_reads(site, server, french, more):
    """Where a text goes is the operator's to say."""
    answer = sent(site, french | more)
    assert (answer.status_code, server.asked) == (422, [])


def test_an_endpoint_that_fails_is_a_problem_and_asked_again_by_the_next(site, server, french):
    """502, without the endpoint's address; when it is back, texts are read."""
    reads, server.model = server.model, lambda asked: AWAY
    answer = sent(site, french)
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/problem+json"
    assert "no answer now" in answer.json()["detail"] and str(server.port) not in answer.text
    server.model = reads
    assert sent(site, french).status_code == 200


def test_a_silent_endpoint_is_a_problem_too(site, server, french):
    """However often the server says that it has too much to do."""
    server.model = lambda asked: Reply(status=503)
    assert (sent(site, french).status_code, len(server.asked)) == (502, 4)


def test_a_text_that_the_model_refuses_can_t_be_taken(site, server, french):
    """422, with the model's words."""
    server.model = lambda asked: Reply(refusal="I can't help with that")
    answer = sent(site, french)
    assert answer.status_code == 422 and "I can't help with that" in answer.json()["detail"]


def test_a_text_that_is_pasted_is_read_by_the_model(site, french, tmp_path):
    """The page says who reads; the register keeps whose reading it is."""
    assert "They are read by small, a language model on this machine." in words(site.get("/add"))
    assert "Nothing leaves this machine" in words(site.get("/"))
    assert "1 document read: 1 meeting" in words(dropped(site, french))
    with Register.open(tmp_path / "register.whomet") as register:
        (document,) = register.documents()
        assert register.reading(document.key).reader == "llm small, prompt 1"


def test_texts_wait_for_an_endpoint_that_fails(site, server, french, tmp_path):
    """The batch is read when the endpoint is back, however often it failed; nobody has to send it again."""
    reads, failures = server.model, []

    def back_after_three(asked):
        failures.append(asked)
        return AWAY if len(failures) <= 3 else reads(asked)

    server.model = back_after_three
    assert "1 document read: 1 meeting" in words(dropped(site, french))
    assert len(failures) == 4


def test_the_page_says_where_texts_are_sent(server, monkeypatch, tmp_path):
    """Of an endpoint elsewhere, its name."""
    import ipaddress

    monkeypatch.setattr("whomet.faces.fetching.wire.resolve", lambda host, port: [ipaddress.ip_address("127.0.0.1")])
    away = server.url.replace("127.0.0.1", "models.example")
    by = LlmChoice(away, "", True, None, None, "", 30).reading(None, patience=1)
    with TestClient(web_app(str(tmp_path / "register.whomet"), by=by), base_url="http://127.0.0.1") as site:
        page = words(site.get("/add"))
        assert "small, a language model at models.example, where they are sent." in page
        assert "Nothing leaves this machine" not in page


@pytest.fixture
def served(monkeypatch, tmp_path):
    """What `whomet serve` would show an empty register by, instead of showing it."""
    given: list[object] = []
    Register.open(tmp_path / "register.whomet").close()
    monkeypatch.setattr("whomet.faces.web.serving.serve_pages", lambda *told, browser: given.extend(told))
    return given


def test_the_operator_names_the_model(run, server, served):
    """By the options of `whomet read`; how much was asked and what it cost is told at the end."""
    done = run("serve", "--no-browser", "--reader", "llm", "--endpoint", server.url, "--price", "1,1")
    assert done.status == 0 and served[-1].told == "They are read by small, a language model on this machine."
    assert "llm small, prompt 1: 0 questions, 0 tokens in and 0 out, which cost 0.0000" in done.err


def test_no_text_leaves_the_machine_unless_the_operator_allows_it(run, monkeypatch, served):
    """The server does not start."""
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    done = run("serve", "--no-browser", "--reader", "llm", "--endpoint", "https://api.example/v1")
    assert (done.status, served) == (1, []) and "api.example is not this machine" in done.err
