"""A register of made-up meetings, one of hostile ones, and their pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import charted
import made_up
import pytest
from people_of_a_server import QUICK, make_accounts
from put_by_hand import put_by_hand
from starlette.testclient import TestClient

from whomet.faces.accounts import nobodys
from whomet.faces.web.app import web_app
from whomet.model import (
    Account,
    Cell,
    CellReading,
    Claim,
    Document,
    Entity,
    EntityKind,
    Finding,
    FindingKind,
    Meeting,
    Property,
    Reading,
    Span,
)
from whomet.pipeline import absorb, read_inputs
from whomet.register import Register

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
SCRIPT = "<script>alert(1)</script>"
ARABIC = "ميرا أوكونفلد"
TURNED = "Tomas \u202eearB"
ATTRIBUTE = "\" onmouseover=alert(1) x='"


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register that holds the made-up meetings."""
    path = tmp_path_factory.mktemp("web") / "register.whomet"
    with Register.open(path) as opened:
        for reading in made_up.readings():
            opened.add(reading)
        compared = [f for f in made_up.findings() if f.kind is FindingKind.SOURCES_DIFFER]
        left_out = Finding(
            FindingKind.LEFT_OUT, "Told by sources of Arvenia, not by the other sources: topic “ships”.", made_up.FIRST
        )
        put_by_hand(opened, made_up.judgements(), made_up.meetings(), made_up.entities(), [*compared, left_out])
    return path


@pytest.fixture(autouse=True)
def no_accounts(tmp_path, monkeypatch):
    """Each test begins without accounts and tokens, and passwords are checked fast."""
    monkeypatch.setenv("WHOMET_ACCOUNTS", str(tmp_path / "own" / "accounts.json"))
    monkeypatch.setenv("WHOMET_TOKENS", str(tmp_path / "own" / "tokens.json"))
    monkeypatch.setattr("whomet.faces.accounts._HASHER", QUICK)
    nobodys.cache_clear()


@pytest.fixture
def people(no_accounts):
    """A reader, a coder and an admin."""
    make_accounts()


@pytest.fixture
def client(register: Path) -> Iterator[TestClient]:
    """The pages of the made-up register."""
    with TestClient(web_app(str(register)), base_url="http://127.0.0.1") as opened:
        yield opened


def hostile() -> tuple[Reading, Meeting, list[Entity]]:
    """A document in which every value is meant to do harm, and the meeting that it tells of."""
    names = [SCRIPT, ARABIC, TURNED, ATTRIBUTE, "\x00\x1b[31m\x07", "x" * 10_000_000]
    text = "\n".join(["{{ 7*7 }} <img src=http://evil.example/x onerror=alert(2)>", *names])
    spans = {name: Span(text.index(name), text.index(name) + len(name)) for name in names}
    key = "e" * 64
    claims = [Claim(Property.PERSON_NAME, name, (spans[name],), part=n) for n, name in enumerate(names, 1)]
    claims += [
        Claim(prop, SCRIPT, (spans[SCRIPT],))
        for prop in (Property.CITY, Property.PARTY, Property.TOPIC, Property.LEAD, Property.DATE)
    ]
    claims += [Claim(Property.PARTY, ATTRIBUTE, (spans[ATTRIBUTE],), SCRIPT, (SCRIPT,))]
    account = Account("e" * 16, key, True, 1.0, tuple(claims))
    document = Document(
        key,
        "../../etc/passwd",
        text,
        SCRIPT,
        key,
        "text 1",
        url="javascript:alert(3)",
        title=Claim(Property.TITLE, SCRIPT),
        publisher=Claim(Property.PUBLISHER, ATTRIBUTE),
    )
    warned = Finding(FindingKind.NAME_UNRESOLVED, SCRIPT, key)
    cells = tuple(
        Cell(prop, tuple(CellReading(v, (account.id,)) for v in account.values(prop)))
        for prop in (Property.CITY, Property.PARTY, Property.TOPIC, Property.DATE)
    )
    people = [
        Entity(f"person-{n}", EntityKind.PERSON, name, (name,), (f"{account.id}/{n}",), ((SCRIPT, "2031", account.id),))
        for n, name in enumerate(names, 1)
    ]
    return (
        Reading(document, "rules 1", (account,), findings=(warned,)),
        Meeting(account.id, (account.id,), cells),
        people,
    )


@pytest.fixture(scope="session")
def hostile_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register that holds the hostile document."""
    path = tmp_path_factory.mktemp("hostile") / "register.whomet"
    reading, meeting, people = hostile()
    with Register.open(path) as opened:
        opened.add(reading)
        put_by_hand(opened, meetings=[meeting], entities=people)
    return path


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register into which the reports of `examples/` were read: it leaves something of each kind open."""
    path = tmp_path_factory.mktemp("read") / "register.whomet"
    with Register.open(path) as opened:
        absorb(opened, (found for found in read_inputs([str(EXAMPLES)]) if isinstance(found, Reading)))
    return path


@pytest.fixture
def own_register(read_once: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copy(read_once, tmp_path / "register.whomet"))


@pytest.fixture
def deciding(own_register: Path) -> Iterator[TestClient]:
    """Its pages, as somebody who decides opens them."""
    with TestClient(web_app(str(own_register)), base_url="http://127.0.0.1") as opened:
        yield opened


@pytest.fixture(scope="session")
def charted_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register that has something for every chart."""
    return charted.fill(tmp_path_factory.mktemp("charted") / "register.whomet", charted.ROWS)
