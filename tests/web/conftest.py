"""A register of made-up meetings, one of hostile ones, and their pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import charted
import made_up
import pytest
from put_by_hand import put_by_hand
from starlette.testclient import TestClient

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
from whomet.register import Register

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
def charted_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a register that has something for every chart."""
    return charted.fill(tmp_path_factory.mktemp("charted") / "register.whomet", charted.ROWS)
