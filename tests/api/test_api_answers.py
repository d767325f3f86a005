"""What the API answers with, what it refuses, and that a document's words stay words."""

from __future__ import annotations

import json

import pytest
from asked_over_http import REPORTS, account_ids, client_of, put, sent

from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token

HOSTILE = (
    "Sweden's envoy <script>alert(1)</script> Tomas Brae met \u202eOle Vind\u0000 in Malmö on 3 July 2031. \U0001f600"
)


def test_an_account_is_as_whomet_read_prints_it_and_its_citations_hold(client):
    """`text[start:end]` of the document's text is each citation's; it knows its document and its meeting."""
    account = account_ids(client)["pier"]
    told = client.get(f"accounts/{account}").json()
    document = client.get(f"documents/{told['document']}").json()
    assert document["text"] == REPORTS["pier"]
    assert document["meetings"] == [{key: value for key, value in told.items() if key != "document"}]
    assert told["meeting"] == account
    cites = [cite for found in told["cites"].values() for cite in found]
    assert cites
    assert all(document["text"][c["start"] : c["end"]] == c["text"] for c in cites)


def test_a_meeting_is_told_cell_by_cell_with_its_accounts(client):
    """By the id of any of its accounts, or its beginning."""
    ids = account_ids(client)
    told = client.get(f"meetings/{ids['quay'][:8]}").json()
    assert told["meeting"]["documents"] == ["port", "quay"]
    city = next(cell for cell in told["cells"] if cell["property"] == "city")
    assert city["readings"] == [{"value": "Oslo", "accounts": told["meeting"]["accounts"]}]
    assert {account["account"] for account in told["accounts"]} == {ids["port"], ids["quay"]}
    assert told["seen"] == 0


def test_a_person_has_roles_and_meetings(client):
    """Asked for by name, then by id."""
    (found,) = client.get("people?name=okonveld").json()["items"]
    assert client.get(f"people/{found['id']}").json() == found
    assert len(found["meetings"]) == 2
    assert {role["date"] for role in found["roles"]} == {"2031-03-04", "2031-06-09"}


def test_a_search_says_where_the_words_stand(client):
    """In the text, in an account's values, or both."""
    (hit,) = client.get('search?words="ole vind"').json()["items"]
    assert hit["in_text"]
    assert hit["accounts"] == hit["document"]["accounts"]
    assert client.get("search?words=!!").json() == {"items": [], "next": ""}


def test_a_tag_holds_until_the_register_changes(where, client):
    """304 with no body for who has it, in a list or weakly; another answer as soon as something is read."""
    first = client.get("meetings")
    tag = first.headers["etag"]
    for given in (tag, f'"other", W/{tag}', "*"):
        same = client.get("meetings", headers={"If-None-Match": given})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert client.get("meetings", headers={"If-None-Match": '"other"'}).status_code == 200
    put(where, {"more": "Sweden's envoy Tomas Brae met Ole Vind of Denmark in Malmö on 3 July 2031."})
    changed = client.get("meetings", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_a_text_is_read_and_not_kept(client):
    """Its accounts come as `whomet read` gives them, in no meeting of the register."""
    before = client.get("documents").json()
    told = client.post("read", json={"text": REPORTS["pier"], "id": "mine", "published": "2031-06-10"})
    assert told.status_code == 200, told.text
    assert told.json()["id"] == "mine"
    (account,) = told.json()["meetings"]
    assert (account["date"], account["parties"]) == ("2031-06-09", ["Norway", "Denmark"])
    assert "meeting" not in account
    assert client.get("documents").json() == before


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (json.dumps({"text": "x" * 1_000_000}), 413, "longer than 1000000 bytes"),
        ('{"text": " "}', 422, "only white space"),
        ('{"text": 7}', 422, "expected `str`"),
        ('{"text": "a", "source": "b"}', 422, "unknown field"),
        ('{"text": "\\ud800"}', 400, "no JSON"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_text_that_can_not_be_read_is_one_sentence(client, body, status, sentence):
    """Too long, blank, of another kind."""
    refused = client.post("read", **sent(body))
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert sentence in refused.json()["detail"]


def test_a_form_of_another_page_can_not_have_a_text_read(client):
    """A browser sends JSON to another origin only after asking, and is never told that it may."""
    assert client.post("read", content='{"text": "a"}', headers={"Content-Type": "text/plain"}).status_code == 415
    asked = client.options("read", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 405
    assert not [name for name in client.get("meetings").headers if name.startswith("access-control")]


def test_words_of_a_document_are_only_data(where, client):
    """Markup, signs that turn writing around and NUL come back as they are, as JSON that no browser shows as a page."""
    put(where, {"hostile": HOSTILE})
    told = client.get("documents/hostile")
    assert told.json()["text"] == HOSTILE
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in told.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("meetings/%00", 404),
        ("meetings/%ED%A0%80", 404),
        ("meetings/" + "a" * 2000, 422),
        ("documents/..%2F..%2Fetc", 404),
        ("documents/%27%20OR%201=1", 404),
        ("accounts/%F0%9F%98%80", 404),
        ("people/x%00y", 404),
        ("meetings?limit=1000", 422),
        ("meetings?limit=99999999999999999999999999", 422),
        ("meetings?limit=x", 422),
        ("meetings?status=burnt", 422),
        ("meetings?since=2031-02-30", 422),
        ("meetings?partty=Sweden", 422),
        ("meetings?with=%00", 200),
        ("search?words=%00%ED%A0%80", 200),
        ("search", 422),
        ("", 404),
        ("nothing", 404),
    ],
)
def test_hostile_names_and_numbers_are_answered_plainly(client, address, status):
    """Whatever is asked: the status that fits, and a sentence where something is wrong."""
    told = client.get(address)
    assert told.status_code == status, told.text
    if status >= 400:
        assert told.headers["content-type"] == "application/problem+json"
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.json()["detail"].endswith(".")
        assert told.json()["status"] == status


def test_another_name_of_the_host_is_refused(where):
    """A page elsewhere whose name leads to this machine reads nothing."""
    assert client_of(where, base_url="http://evil.example/api/v1").get("meetings").status_code == 421
    assert client_of(where, base_url="http://127.0.0.1:8000/api/v1").get("meetings").status_code == 200
    assert client_of(where, base_url="http://[::1]:8000/api/v1").get("meetings").status_code == 200


def test_from_another_machine_a_token_is_needed(where):
    """And from the first token on everybody needs one, this machine too."""
    far = client_of(where, client=("192.0.2.7", 50000))
    assert far.get("meetings").status_code == 401
    near = client_of(where)
    assert near.get("meetings").status_code == 200
    token = {"Authorization": f"Bearer {add_token('Cleo', May.READ)}"}
    assert near.get("meetings").status_code == 401
    assert near.post("read", json={"text": "a"}).status_code == 401
    assert far.get("meetings", headers=token).status_code == near.get("meetings", headers=token).status_code == 200
    for wrong in ("Bearer x", "Basic x", "Bearer", token["Authorization"] + "x", "Bearer " + "x" * 5000):
        assert near.get("meetings", headers={"Authorization": wrong}).status_code == 401


def test_a_register_that_is_gone_names_no_file_of_the_server(tmp_path):
    """What the log says is nobody else's business."""
    told = client_of(str(tmp_path / "absent.whomet")).get("meetings")
    assert told.status_code == 503
    assert str(tmp_path) not in told.text


def test_openapi_is_served_and_no_page_that_fetches_scripts(client):
    """Every address has its answers and its problems; the server it names is the one it is mounted at."""
    described = client.get("openapi.json").json()
    assert described["servers"] == [{"url": "/api/v1"}]
    assert {"/meetings", "/meetings/{name}", "/read", "/decisions", "/places", "/search"} <= set(described["paths"])
    for address in described["paths"].values():
        for operation in address.values():
            assert operation["description"]
            assert "422" in operation["responses"]
    assert client.get("docs").status_code == client.get("redoc").status_code == 404
