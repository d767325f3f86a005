"""Many readers and two coders at once at the server that `whomet serve` runs: no error, no decision lost or twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from served_pages import served

from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token
from whomet.pipeline import absorb
from whomet.register import Register

READERS, PAGES, DECISIONS = 12, 12, 8
CITIES = ("Oslo", "Bergen", "Turku")
ACCEPT, CORRECT = {"what": "accept"}, {"what": "correct", "field": "city"}


@pytest.fixture(scope="module")
def place(tmp_path_factory, read_record):
    """A register of eight reports of three meetings."""
    path = tmp_path_factory.mktemp("many") / "register.whomet"
    said = "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in {} on {} March 2031."
    texts = [said.format(CITIES[n % 3], 4 + n % 3) + f" Report {n}." for n in range(8)]
    with Register.open(path) as register:
        absorb(register, [read_record({"id": f"r{n}", "text": text}) for n, text in enumerate(texts)])
    return path


@pytest.fixture
def tokens(tmp_path, monkeypatch):
    """A token for each coder."""
    monkeypatch.setenv("WHOMET_TOKENS", str(tmp_path / "tokens.json"))
    return [add_token(name, May.DECIDE) for name in ("Ada", "Ben")]


def status_of(request: Request | str) -> tuple[int, bytes]:
    """Status and body of an answer."""
    try:
        with urlopen(request, timeout=250) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def reads(site: str, paths: list[str], start: int) -> list[tuple[str, int]]:
    """What a reader is answered with."""
    mine = [paths[(start + n) % len(paths)] for n in range(PAGES)]
    return [(path, status_of(site + path)[0]) for path in mine]


def decides(site: str, token: str, accounts: list[str]) -> list[str]:
    """The ids of the decisions of a coder, who looks again where somebody else decided meanwhile."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    made: list[str] = []
    seen = 0
    for number in range(DECISIONS):
        about = {"about": [accounts[number % len(accounts)]], "reason": f"{number}"}
        told = {**about, **(ACCEPT if number % 2 else {**CORRECT, "value": CITIES[number % 3]})}
        for _ in range(50):
            body = json.dumps(told | {"seen": seen}).encode()
            status, said = status_of(Request(f"{site}/api/v1/decisions", body, headers))
            answer = json.loads(said)
            if status == 200:
                made.append(answer["id"])
                break
            assert (status, bool(answer.get("decisions"))) == (409, True), answer
            seen = max(decision["number"] for decision in answer["decisions"])
    return made


def test_nobody_is_refused_and_nothing_is_lost(place, tokens):
    """Lists, searches, meetings and documents are all answered while two people decide about the same accounts."""
    with Register.open(place) as register:
        ids = [meeting.id for meeting in register.meetings()]
        accounts = sorted(account for meeting in register.meetings() for account in meeting.accounts)
    paths = ["/", "/?city=Oslo&q=minister", "/?year=2031&status=held", "/facets/party", "/documents/r3", "/export.csv"]
    paths += [f"/meetings/{account}" for account in ids]
    with served(place) as site, ThreadPoolExecutor(READERS + len(tokens)) as pool:
        readers = [pool.submit(reads, site, paths, n) for n in range(READERS)]
        coders = [pool.submit(decides, site, token, accounts[:3]) for token in tokens]
        made = [decision for coder in coders for decision in coder.result()]
        answered = [one for reader in readers for one in reader.result()]
    assert [one for one in answered if one[1] != 200] == []
    assert len(answered) == READERS * PAGES
    with Register.open(place) as register:
        kept = [decision.id for _, decision in register.decisions()]
        assert not register.behind
    assert sorted(kept) == sorted(made)
    assert len(set(made)) == len(made) == len(tokens) * DECISIONS
