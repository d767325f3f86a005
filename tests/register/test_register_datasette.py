"""Datasette itself shows a register as docs/sql.md says, also while people decide. It is wanted in an environment of
its own: DATASETTE=/its/bin/datasette names it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml
from made_up_work import records
from served import DATASETTE, METADATA, Client, datasette_serving

import whomet
from whomet.pipeline import absorb
from whomet.register import Register

pytestmark = pytest.mark.skipif(
    not DATASETTE, reason="no datasette is installed: pip install datasette elsewhere, DATASETTE=/its/bin/datasette"
)
KNOWN = yaml.safe_load(METADATA.read_text("utf-8"))["databases"]["register"]
ASKED = {"name": "okonveld", "one": "Norway", "other": "Sweden"}


@pytest.fixture(scope="module")
def path(tmp_path_factory, read_record) -> Path:
    """A register in which sources differ."""
    made = tmp_path_factory.mktemp("datasette") / "register.whomet"
    with Register.open(made) as register:
        absorb(register, [read_record(record) for record in records(12)])
    with whomet.Register(made) as register:
        account = next(iter(register.accounts()))
        others = [a for m in register.meetings() for a in m.accounts if len(m.accounts) > 1]
        register.decide("correct", others[0], "city", "Turku", reason="I looked", by="Ada")
        register.decide("accept", account.id, reason="I looked", by="Ada")
    return made


@pytest.fixture(scope="module")
def client(path):
    """Asks Datasette, which reads the register."""
    with datasette_serving(path) as port:
        yield Client(port)


def rows(client: Client, what: str, **asked: str) -> list[dict[str, object]]:
    """What a table, view or question gives."""
    status, _, said = client.ask(f"/register/{what}.json?{urlencode({'_shape': 'array', '_size': 'max', **asked})}")
    assert status == 200, said[:300]
    found: list[dict[str, object]] = json.loads(said)
    return found


def test_every_view_is_shown_and_no_table_of_ours(client):
    """The first page of the database names what is described, by its title, and nothing else."""
    status, _, said = client.ask("/register.json")
    told = json.loads(said)
    assert status == 200
    assert {view["name"] for view in told["views"]} >= {name for name in KNOWN["tables"] if name.startswith("v1_")}
    assert [table["name"] for table in told["tables"] if not table["hidden"]] == []
    for view in (name for name in KNOWN["tables"] if name.startswith("v1_")):
        status, _, page = client.ask(f"/register/{view}")
        assert (view, status) == (view, 200)
        assert KNOWN["tables"][view]["title"] in page.decode()


def test_rows_are_the_register_s(client, path):
    """As many meetings as there are, with all their cells; facets count them."""
    with Register.open(path) as register:
        ids = {meeting.id for meeting in register.meetings()}
    assert {row["id"] for row in rows(client, "v1_meetings")} == ids
    _, _, said = client.ask("/register/v1_meetings.json?_facet=status")
    counted = json.loads(said)["facet_results"]["status"]["results"]
    assert sum(value["count"] for value in counted) == len(ids)


@pytest.mark.parametrize("question", KNOWN["queries"])
def test_every_question_has_an_answer(client, question):
    """Those to begin with are understood, and find something."""
    one = str(rows(client, "v1_meetings")[0]["id"])
    assert rows(client, question, **ASKED, meeting=one) != []


def test_what_is_decided_meanwhile_is_seen(client, path):
    """Datasette reads on while somebody decides, sees it when it is done, and is in nobody's way."""
    before = rows(client, "v1_decisions")
    with whomet.Register(path) as register:
        for number, account in enumerate(list(register.accounts())[:5]):
            register.decide("accept", account.id, reason=f"looked at {number}", by="Ben")
            assert len(rows(client, "v1_decisions")) == len(before) + number + 1
    with Register.open(path) as register, register._looking() as connection:
        assert not register._database.is_damaged(connection)
