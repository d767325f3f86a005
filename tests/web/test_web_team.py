"""Two people at one register: each decides in their own name, neither over the other's head, and it is noted."""

from __future__ import annotations

import pytest
from people_of_a_server import NAMES, TEAM, browser, log_in, logged_in, token_in

from whomet.faces.audit import noted
from whomet.faces.roles import Role
from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token
from whomet.faces.web.entrance import Ways
from whomet.register import Register

ADA, COEN = NAMES[Role.ADMIN], NAMES[Role.CODER]


@pytest.fixture
def accounts(own_register) -> list[str]:
    """The ids of an account of each of its documents."""
    with Register.open(own_register, create=False) as opened:
        return list({account.document: account.id for account in opened.accounts()}.values())


def decide(client, account: str, what: str = "accept", seen: str = "0"):
    """A form of a page, sent."""
    token = token_in(client.get("/decisions").text)
    told = {"csrf": token, "seen": seen, "back": "/decisions", "what": what, "about": account, "reason": "as printed"}
    return client.post("/decide", data=told)


def test_each_decides_in_their_own_name_and_not_over_the_other_s(own_register, people, accounts):
    """Who did not see what the other decided is shown it, and decides nothing yet."""
    ada = logged_in(own_register, Role.ADMIN)
    coen = browser(own_register)
    coen.app = coen._transport.app = ada.app
    assert log_in(coen, COEN).status_code == 303
    assert decide(ada, accounts[0]).status_code == 303
    held = decide(coen, accounts[0], "reject")
    assert held.status_code == 409
    assert ADA in held.text
    assert decide(coen, accounts[-1]).status_code == 303
    with Register.open(own_register, create=False) as opened:
        made = [decision for _, decision in opened.decisions()]
    assert [decision.by for decision in made] == [ADA, COEN]
    lines = [(line.who, line.about) for line in reversed(noted(50)) if line.what == "decision"]
    assert lines == [(decision.by, f"{decision.kind} {decision.id}") for decision in made]


def test_a_form_does_not_say_who_decides(own_register, people, accounts):
    """Whatever fields it is given."""
    coen = logged_in(own_register, Role.CODER)
    token = token_in(coen.get("/decisions").text)
    told = {"csrf": token, "seen": "0", "what": "accept", "about": accounts[0], "reason": "r", "by": ADA, "name": ADA}
    assert coen.post("/decide", data=told).status_code == 303
    with Register.open(own_register, create=False) as opened:
        assert [decision.by for _, decision in opened.decisions()] == [COEN]


@pytest.mark.parametrize("role", [Role.STRANGER, Role.PUBLIC, Role.READER])
def test_who_may_not_decide_does_not(own_register, people, accounts, role):
    """Also with a form and a token that another's page was given."""
    coen = logged_in(own_register, Role.CODER)
    token = token_in(coen.get("/decisions").text)
    ways = Ways(accounts=True, public=True) if role is Role.PUBLIC else TEAM
    client = logged_in(own_register, role) if role is Role.READER else browser(own_register, ways)
    told = {"csrf": token, "seen": "0", "what": "accept", "about": accounts[0], "reason": "r"}
    assert client.post("/decide", data=told).status_code == 403
    with Register.open(own_register, create=False) as opened:
        assert opened.decisions() == []


def test_the_token_of_one_session_is_none_in_another(own_register, people, accounts):
    """Of the same browser, after somebody else logged in: a form that was left open decides in nobody's name."""
    client = logged_in(own_register, Role.CODER)
    old = token_in(client.get("/decisions").text)
    client.post("/logout", data={"csrf": old})
    log_in(client, ADA)
    told = {"csrf": old, "seen": "0", "what": "accept", "about": accounts[0], "reason": "r"}
    assert client.post("/decide", data=told).status_code == 403
    with Register.open(own_register, create=False) as opened:
        assert opened.decisions() == []


def test_a_program_decides_in_the_name_of_its_token(own_register, people, accounts):
    """On the same machine too it needs one; it is noted as a person's decision is."""
    token = {"Authorization": f"Bearer {add_token('Robot of Ada', May.DECIDE)}"}
    body = {"what": "accept", "about": [accounts[0]], "reason": "r", "seen": 0}
    assert browser(own_register).post("/api/v1/decisions", json=body, headers=token).status_code == 200
    assert [(line.what, line.who, line.role) for line in noted(5)] == [("decision", "Robot of Ada", "coder")]
