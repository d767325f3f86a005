"""Deciding by way of an assistant: only where its user allowed it, with what was seen, in the name that was lent."""

from __future__ import annotations

import pytest
from asked_as_assistant import call, refused, with_client

from whomet.faces.assistants.tools import Desk
from whomet.register import Register

NAMES = {"accept_account", "reject_account", "same_meeting", "different_meetings", "undo_decision"}


@pytest.fixture
def ada(where: str) -> Desk:
    """An assistant that may decide in the name of Ada Lind."""
    return Desk(where, "Ada Lind")


def account(where: str, document: str) -> str:
    with Register.open(where, create=False) as register:
        return register.reading(document).accounts[0].id


def meetings(desk: Desk) -> int:
    return len(call(desk, "search_meetings")[0]["meetings"])


def listed(desk: Desk) -> dict:
    async def ask(client):
        return {tool.name: tool for tool in (await client.list_tools()).tools}

    return with_client(desk, ask)


def test_without_leave_there_are_no_such_tools(desk, ada):
    """Neither listed nor answering; with it they are, and say that they change something."""
    assert not NAMES & set(listed(desk))

    async def ask(client):
        with pytest.raises(Exception, match="There is no tool 'accept_account'"):
            await client.call_tool("accept_account", {})

    with_client(desk, ask)
    tools = listed(ada)
    assert set(tools) >= NAMES
    for name in NAMES:
        hints = tools[name].annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint) == (False, True, False)


def test_two_accounts_are_parted_joined_and_undone(where, ada):
    """Each under the user's name with its reason; what follows shows at once."""
    pair = {"account": account(where, "courier"), "other": account(where, "tide")}
    assert meetings(ada) == 3
    parted, words = call(ada, "different_meetings", **pair, reason="Two rooms.", seen=0)
    assert (parted["decision"]["by"], parted["decision"]["what"]) == ("Ada Lind", "different-meeting")
    assert len(parted["meetings"]) == 2
    assert 'Why: "Two rooms."' in words
    assert meetings(ada) == 4
    undone, _ = call(ada, "undo_decision", decision=parted["decision"]["id"], reason="A slip.", seen=parted["seen"])
    assert meetings(ada) == 3
    joined, _ = call(ada, "same_meeting", **pair, reason="One evening.", seen=undone["seen"])
    assert joined["seen"] == 3
    told, lines = call(ada, "show_decisions")
    assert [(d["what"], d.get("undone", False)) for d in told["decisions"]] == [
        ("different-meeting", True),
        ("undo", False),
        ("same-meeting", False),
    ]
    assert told["decisions"][0]["about"][0]["quote"].startswith("The Norwegian foreign minister")
    assert "undone since" in lines


def test_an_account_is_rejected_and_accepted(where, ada):
    """A rejected one is in no meeting."""
    plan = account(where, "plan")
    rejected, _ = call(ada, "reject_account", account=plan, reason="No meeting.", seen=0)
    assert meetings(ada) == 2
    assert rejected.get("meetings", []) == []
    call(ada, "undo_decision", decision=rejected["decision"]["id"][:6], reason="It is one.", seen=1)
    accepted, _ = call(ada, "accept_account", account=plan, reason="Checked.", seen=2)
    assert accepted["meetings"] == [plan]
    assert meetings(ada) == 3


def test_what_somebody_decided_meanwhile_is_not_overridden(where, ada):
    """`seen` of before: nothing is kept, and the sentence says who decided what."""
    pair = {"account": account(where, "courier"), "other": account(where, "tide")}
    bo = Desk(where, "Bo Falk")
    call(bo, "different_meetings", **pair, reason="Two days.", seen=0)
    sentence = refused(ada, "same_meeting", **pair, reason="One day.", seen=0)
    assert "Bo Falk" in sentence
    assert len(call(ada, "show_decisions")[0]["decisions"]) == 1
    told, _ = call(ada, "show_meeting", meeting=pair["account"])
    assert told["seen"] == 1
    call(ada, "same_meeting", **pair, reason="One day.", seen=told["seen"])


def test_the_same_decision_twice_in_a_second_is_kept_once(where, ada, monkeypatch):
    """As when an answer was lost on its way."""
    monkeypatch.setattr("whomet.faces.deciding.now", lambda: "2031-03-05T09:00:00Z")
    asked = {"account": account(where, "plan"), "reason": "Checked.", "seen": 0}
    call(ada, "accept_account", **asked)
    assert "is kept already" in refused(ada, "accept_account", **asked)
    assert len(call(ada, "show_decisions")[0]["decisions"]) == 1


@pytest.mark.parametrize(
    ("name", "asked", "sentence"),
    [
        ("accept_account", {"account": "nowhere", "reason": "r", "seen": 0}, "goes by 'nowhere'"),
        ("accept_account", {"account": "plan", "reason": "", "seen": 0}, "length >= 1 - at `reason`"),
        ("accept_account", {"account": "plan", "reason": "r"}, "missing required field `seen`"),
        ("same_meeting", {"account": "plan", "reason": "r", "seen": 0}, "missing required field `other`"),
        ("undo_decision", {"decision": "zz", "reason": "r", "seen": 0}, "is the beginning of no decisions' ids"),
        ("accept_account", {"account": "plan", "reason": "r", "seen": 0, "by": "me"}, "unknown field `by`"),
    ],
)
def test_a_decision_that_can_not_be_is_one_sentence(ada, name, asked, sentence):
    """And nothing is kept."""
    assert sentence in refused(ada, name, **asked)
    assert call(ada, "show_decisions")[0]["decisions"] == []
