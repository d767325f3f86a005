"""Deciding over the API: only with a token that may, with what one has seen, in the name that the token bears."""

from __future__ import annotations

import pytest
from asked_over_http import account_ids, sent

from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token, revoke_token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def ada(client):
    """Headers of who may decide; from here on each request needs a token."""
    headers = bearer(add_token("Ada Lind", May.DECIDE))
    client.headers.update(headers)
    return headers


def decide(client, what, *about, seen=0, headers=None, **more):
    body = {"what": what, "about": about, "reason": "checked", "seen": seen} | more
    return client.post("decisions", json=body, headers=headers)


def meetings(client) -> list[list[str]]:
    return sorted(row["documents"] for row in client.get("meetings").json()["items"])


def test_two_meetings_are_parted_joined_and_undone(client, ada):
    """The decision bears the token's name; what follows shows at once; an undo brings back what was."""
    ids = account_ids(client)
    parted = decide(client, "different", ids["port"], ids["quay"])
    assert parted.status_code == 200, parted.text
    assert (parted.json()["by"], parted.json()["number"]) == ("Ada Lind", 1)
    assert [anchor["account"] for anchor in parted.json()["about"]] == [ids["port"], ids["quay"]]
    assert meetings(client) == [["pier"], ["port"], ["quay"]]
    assert client.get(f"meetings/{ids['port']}").json()["seen"] == 1
    undone = decide(client, "undo", parted.json()["id"], seen=1)
    assert undone.status_code == 200
    assert meetings(client) == [["pier"], ["port", "quay"]]
    assert [made["kind"] for made in client.get("decisions").json()["items"]] == ["different-meeting", "undo"]


def test_a_correction_a_rejection_and_persons(client, ada):
    """Each kind of decision goes through, and shows."""
    ids = account_ids(client)
    told = {"field": "date", "value": "2031-06-10", "words": "9 June 2031"}
    assert decide(client, "correct", ids["pier"], **told).status_code == 200
    corrected = client.get(f"accounts/{ids['pier']}").json()
    assert corrected["date"] == "2031-06-10"
    assert "Ada Lind decided so" in corrected["bases"]["date"]
    assert decide(client, "accept", ids["pier"], seen=1).status_code == 200
    assert decide(client, "same-person", "Ole Vind", "Tomas Brae", seen=2).status_code == 200
    assert len(client.get("people").json()["items"]) == 2
    assert decide(client, "reject", ids["pier"], seen=3).status_code == 200
    assert meetings(client) == [["port", "quay"]]
    assert client.get(f"accounts/{ids['pier']}").status_code == 404


def test_of_two_who_decide_at_once_the_second_is_told_what_changed(client, ada):
    """409, with the decision of the other; once he has seen it, his own is kept."""
    ids = account_ids(client)
    ben = bearer(add_token("Ben Oke", May.DECIDE))
    assert decide(client, "different", ids["port"], ids["quay"]).status_code == 200
    refused = decide(client, "accept", ids["port"], headers=ben)
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert "Ada Lind decided “different-meeting” about the same words meanwhile" in refused.json()["detail"]
    (other,) = refused.json()["decisions"]
    assert (other["by"], other["number"]) == ("Ada Lind", 1)
    assert decide(client, "accept", ids["port"], headers=ben, seen=other["number"]).status_code == 200


def test_who_may_only_read_decides_nothing(client):
    """Without a token 401, with one that may read 403, with one that was revoked 401; nothing is kept."""
    ids = account_ids(client)
    assert decide(client, "accept", ids["port"]).status_code == 401
    reader = bearer(add_token("Cleo", May.READ))
    assert decide(client, "accept", ids["port"], headers=reader).status_code == 403
    assert client.get("decisions", headers=reader).json()["items"] == []
    writer = bearer(add_token("Ada", May.DECIDE))
    revoke_token("Ada")
    gone = decide(client, "accept", ids["port"], headers=writer)
    assert gone.status_code == 401
    assert gone.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ('{"what": "same"}', 422, "missing required field"),
        ('{"what": "burn", "about": ["x"], "reason": "r", "seen": 0}', 422, "invalid enum value"),
        ('{"what": "accept", "about": ["nowhere"], "reason": "r", "seen": 0}', 422, "goes by 'nowhere'"),
        ('{"what": "accept", "about": ["\\u0000"], "reason": "r", "seen": 0}', 422, "goes by '\\x00'"),
        ('{"what": "same", "about": ["port"], "reason": "r", "seen": 0}', 422, "takes 2 of accounts' ids, not 1"),
        ('{"what": "same-person", "about": ["Zed", "Mira"], "reason": "r", "seen": 0}', 422, "Nobody in this register"),
        ('{"what": "undo", "about": ["zz"], "reason": "r", "seen": 0}', 422, "is the beginning of no decisions' ids"),
        ('{"what": "undo", "about": ["a", "b"], "reason": "r", "seen": 0}', 422, "about one decision"),
        ('{"what": "accept", "about": ["port"], "field": "city", "reason": "r", "seen": 0}', 422, "takes no field"),
        ('{"what": "correct", "about": ["pier"], "field": "day", "reason": "r", "seen": 0}', 422, "'day' is no field"),
        ('{"what": "accept", "about": ["port"], "reason": "r", "seen": -1}', 422, ">= 0"),
        ('{"what": "accept", "about": ["port"], "reason": "r", "seen": 1e400}', 422, "out of range"),
        ('{"what": "accept", "about": ["port"], "reason": "r", "seen": 99999999999999999999999}', 422, "seen"),
        ('{"what": "accept", "about": ["\\ud800"], "reason": "r", "seen": 0}', 400, "no JSON"),
        ('{"what": "accept", "about": ["port"], "reason": "r", "seen": 0, "by": "me"}', 422, "unknown field `by`"),
        ("[" * 100_000, 422, "expected `object`"),
        ("", 400, "no JSON"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_decision_that_can_not_be_is_one_sentence(client, ada, body, status, sentence):
    """And nothing is kept."""
    refused = client.post("decisions", **sent(body))
    assert refused.status_code == status, refused.text
    assert sentence in refused.json()["detail"]
    assert client.get("decisions").json()["items"] == []


def test_the_same_decision_sent_twice_in_one_second_is_kept_once(client, ada, monkeypatch):
    """The second is told so; the register is none the worse."""
    monkeypatch.setattr("whomet.faces.deciding.now", lambda: "2031-03-05T09:00:00Z")
    ids = account_ids(client)
    assert decide(client, "accept", ids["port"]).status_code == 200
    again = decide(client, "accept", ids["port"])
    assert again.status_code == 409
    assert "is kept already" in again.json()["detail"]
    assert len(client.get("decisions").json()["items"]) == 1
