"""Deciding through the pages: the queue, the page of a meeting and of a person, what others decided, undoing."""

from __future__ import annotations

import getpass
import re
import shutil

import pytest
from starlette.testclient import TestClient

from whomet.faces.deciding import lead_of, make, now
from whomet.faces.reviewing import About, queue
from whomet.faces.roles import Role
from whomet.faces.web.acts import Acts
from whomet.faces.web.app import web_app
from whomet.faces.web.dropping import Dropping
from whomet.faces.web.queue import Review
from whomet.faces.web.safety import POLICY, POLICY_WITH_KEYS
from whomet.register import Register
from whomet.values.decisions import Decision, DecisionKind

ME = getpass.getuser()


def words(answer) -> str:
    """What a page says, without its marks of HTML."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())


def hidden(page, name: str) -> str:
    """What a page's forms carry."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def open_now(path) -> list:
    with Register.open(path, create=False) as register:
        return queue(register)


def place(path, about: About) -> int:
    """The number of the first question of a kind."""
    return 1 + next(n for n, one in enumerate(open_now(path)) if one.about is about)


def send(client, page, address: str = "/decide", **fields):
    """Sends a form of a page, and follows it to where it leads."""
    carried = {name: hidden(page, name) for name in ("csrf", "seen")}
    return client.post(address, data={"back": "/review", **carried, **fields})


def of_form(page) -> list[str]:
    """The accounts that the queue's own form is about."""
    form = re.search(r'<form class="decide".*?</form>', page.text, re.DOTALL)[0]
    return re.findall(r'name="about" value="([^"]*)"', form)


def made(path) -> list[Decision]:
    with Register.open(path, create=False) as register:
        return [decision for _, decision in register.decisions()]


def test_a_question_shows_the_words_side_by_side(deciding, own_register):
    """Two accounts that may be one: each with its words, why it is open, what each says, and the keys that decide."""
    pair = next(one for one in open_now(own_register) if one.about is About.PAIR)
    page = deciding.get(f"/review?n={place(own_register, About.PAIR)}")
    text = words(page)
    assert "Do these two accounts tell of one meeting?" in text
    assert "will meet his Portuguese counterpart" in text
    assert "At the invitation of Her Excellency" in text
    assert "Against: Sintra and Lisbon are two cities" in text
    assert "S One meeting D Two meetings" in text
    assert of_form(page) == list(pair.accounts)


def test_where_sources_differ_the_words_asked_about_are_shown(deciding, own_register):
    """Also where they stand far from the words that tell of the meeting."""
    text = words(deciding.get(f"/review?n={place(own_register, About.CELL)}"))
    assert "The sources differ: duration. Is each account read rightly?" in text
    assert "Duration almost three hours" in text
    assert "The talks, which took almost three hours , dealt with" in text


def test_deciding_settles_the_question_and_stands_in_the_log(deciding, own_register):
    """Under the name of who runs the server, with the reason; the queue goes on, and shows what was decided last."""
    number = place(own_register, About.PAIR)
    pair = open_now(own_register)[number - 1]
    page = deciding.get(f"/review?n={number}")
    after = send(deciding, page, what="same", about=of_form(page), reason="one visit", back=f"/review?n={number}")
    assert str(after.url).endswith(f"/review?n={number}")
    assert "Your last decision Two accounts tell of one meeting" in words(after)
    (decision,) = made(own_register)
    assert (decision.kind, decision.by, decision.reason) == (DecisionKind.SAME_MEETING, ME, "one visit")
    assert pair.key not in {one.key for one in open_now(own_register)}
    log = words(deciding.get("/decisions"))
    assert f"Two accounts tell of one meeting one visit {ME}" in log
    assert "1 decision of" in words(deciding.get(f"/decisions?by={ME}"))
    assert "0 decisions of Nobody" in words(deciding.get("/decisions?by=Nobody"))


def test_the_last_decision_is_undone_and_so_is_any(deciding, own_register):
    """What was open is open again; the undo stands in the log, and can itself be undone."""
    before = [one.key for one in open_now(own_register)]
    page = deciding.get(f"/review?n={place(own_register, About.PAIR)}")
    page = send(deciding, page, what="different", about=of_form(page), reason="two towns")
    page = send(deciding, page, "/undo", about=made(own_register)[0].id, reason="too quick")
    assert "Your last decision" not in words(page)
    assert [one.key for one in open_now(own_register)] == before
    log = deciding.get("/decisions")
    assert f"Decision {made(own_register)[0].id} is undone too quick" in words(log)
    assert "tell of two meetings undone" in words(log)
    send(deciding, log, "/undo", about=made(own_register)[1].id, reason="it was right", back="/decisions")
    assert [one.key for one in open_now(own_register)] != before


def test_what_others_decided_meanwhile_is_shown_and_nothing_kept(deciding, own_register):
    """Who, what and why; the reason that was typed is not lost, and the page can be looked at again."""
    page = deciding.get(f"/review?n={place(own_register, About.PAIR)}")
    with Register.open(own_register) as register:
        leads = tuple(lead_of(register, account) for account in of_form(page))
        make(register, Decision(DecisionKind.DIFFERENT_MEETING, leads, "", "Ada", now(), "<b>two towns</b>"))
    refused = send(deciding, page, what="same", about=of_form(page), reason="one visit", back="/review?n=2")
    assert refused.status_code == 409
    assert "Nothing of yours was kept" in words(refused)
    assert "Two accounts tell of two meetings &lt;b&gt;two towns&lt;/b&gt; Ada" in words(refused)
    assert "Your reason was: one visit" in words(refused)
    assert 'href="/review?n=2"' in refused.text
    assert [decision.by for decision in made(own_register)] == ["Ada"]
    again = send(deciding, deciding.get("/review"), what="same", about=of_form(page), reason="one visit")
    assert again.status_code == 200
    assert [decision.by for decision in made(own_register)] == ["Ada", ME]


def test_sources_that_do_differ_are_settled_by_accepting_all(deciding, own_register):
    """Each account of the cell is accepted; the question is asked no more, and the sources still differ."""
    page = deciding.get(f"/review?n={place(own_register, About.CELL)}")
    send(deciding, page, what="accept", about=of_form(page), reason="each says so")
    assert {decision.kind for decision in made(own_register)} == {DecisionKind.ACCEPT}
    assert len(made(own_register)) == len(of_form(page)) > 1
    assert About.CELL not in {one.about for one in open_now(own_register)}
    assert "sources differ: duration 1" in words(deciding.get("/"))


def test_a_cell_is_corrected_with_the_words_that_show_it(deciding, own_register):
    """From the queue or the page of the meeting; words that do not stand there are refused, in one sentence."""
    page = deciding.get(f"/review?n={place(own_register, About.CELL)}")
    account = of_form(page)[0]
    fields = {"what": "correct", "about": account, "field": "duration", "value": "three hours", "reason": "rounded"}
    refused = send(deciding, page, **fields, words="nowhere to be found")
    assert refused.status_code == 422
    assert "does not stand in the document" in words(refused)
    assert made(own_register) == []
    meeting = deciding.get(f"/meetings/{account}")
    assert "A value was misread" in words(meeting)
    after = send(deciding, meeting, **fields, words="three hours", back=f"/meetings/{account}")
    assert "Duration corrected to “three hours” rounded" in words(after)
    (decision,) = made(own_register)
    assert (decision.value, decision.about[1].quote) == ("duration=three hours", "three hours")
    assert About.CELL not in {one.about for one in open_now(own_register)}


def test_a_doubtful_account_is_rejected_and_with_the_last_its_meeting(deciding, own_register):
    """Rejected, it is in no meeting; where its meeting went with it, the log is shown."""
    doubtful = [one for one in open_now(own_register) if one.about is About.ACCOUNT]
    (meeting,) = {one.meetings[0] for one in doubtful}
    for one, shown in zip(doubtful, (f"/meetings/{meeting}", "/decisions"), strict=True):
        page = deciding.get(f"/review?n={place(own_register, About.ACCOUNT)}")
        assert f"a confidence of {one.confidence:.2f}" in words(page)
        assert of_form(page) == list(one.accounts)
        after = send(
            deciding, page, what="reject", about=of_form(page), reason="a wish", back=f"/meetings/{one.meetings[0]}"
        )
        assert str(after.url).endswith(shown)
    assert words(after).count("An account tells of no meeting a wish") == 2
    assert deciding.get(f"/meetings/{meeting}").status_code == 404


def test_two_of_a_meeting_s_accounts_are_parted_and_joined_again(deciding, own_register):
    """On its own page, which lists what was decided about its documents."""
    cell = next(one for one in open_now(own_register) if one.about is About.CELL)
    address = f"/meetings/{cell.meetings[0]}"
    page = deciding.get(address)
    accounts = re.findall(r'<option value="([0-9a-f]{16})"', page.text)[:2]
    after = send(deciding, page, what="different", about=accounts, reason="two days", back=address)
    assert "Two accounts tell of two meetings two days" in words(after)
    after = send(deciding, after, what="same", about=accounts, reason="one after all", back=address)
    assert "Two accounts tell of one meeting one after all" in words(after)


def test_who_is_one_person_is_decided_on_their_page(deciding, own_register):
    """By names as they are written."""
    with Register.open(own_register) as register:
        people = [e for e in register.entities() if e.kind == "person"]
    one = next(person for person in people if len(person.names) > 1)
    page = deciding.get(f"/people/{one.id}")
    assert "Two of these spellings are different persons" in words(page)
    after = send(
        deciding, page, what="different-person", about=list(one.names[:2]), reason="brothers", back="/decisions"
    )
    assert "Two names are two persons’ brothers" in words(after)
    other = next(person for person in people if person.id != one.id)
    after = send(deciding, page, what="same-person", about=[one.names[0], other.names[0]], reason="his pen name")
    assert made(own_register)[-1].kind is DecisionKind.SAME_PERSON


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": "accept", "about": "x", "reason": " \n"}, "A decision needs a reason"),
        ({"what": "accept", "reason": "so"}, "Nothing was named"),
        ({"what": "purge", "about": "x", "reason": "so"}, "is nothing that a page decides"),
        ({"what": "same", "about": "x", "reason": "so"}, "takes 2 of accounts"),
        ({"what": "accept", "about": "zzz", "reason": "so"}, "zzz"),
        ({"what": "correct", "about": "x", "field": "colour", "value": "red", "reason": "so"}, "no field"),
    ],
)
def test_what_can_t_be_decided_is_one_sentence(deciding, own_register, fields, said):
    """With the way back; nothing is kept."""
    refused = send(deciding, deciding.get("/review"), **{"back": "//evil.example/", **fields})
    assert refused.status_code == 422
    assert said in words(refused)
    assert "evil" not in refused.text
    assert made(own_register) == []


@pytest.mark.parametrize("address", ["/decide", "/undo", "/add"])
def test_nothing_is_done_without_a_token(deciding, own_register, address):
    """A page of another site can't know it."""
    fields = {"what": "accept", "about": open_now(own_register)[0].key, "reason": "so", "text": "They met."}
    refused = deciding.post(address, data=fields)
    assert refused.status_code == 403
    assert "load the page anew" in words(refused)
    assert made(own_register) == []


def test_the_same_form_sent_twice_decides_once(deciding, own_register, monkeypatch):
    """A second click within the second is no second decision."""
    monkeypatch.setattr("whomet.faces.deciding.now", lambda: "2031-03-08T12:00:00Z")
    page = deciding.get(f"/review?n={place(own_register, About.PAIR)}")
    for _ in range(2):
        assert send(deciding, page, what="same", about=of_form(page), reason="one visit").status_code == 200
    assert len(made(own_register)) == 1


def test_only_coders_decide():
    """Each address that changes something says so; readers see the log."""
    routes = [r for part in (Acts, Review, Dropping) for r in part(*[None] * (4 if part is Dropping else 2)).routes()]
    needed = {(route.path, method): route.needs for route in routes for method in route.methods - {"HEAD"}}
    assert needed.pop(("/decisions", "GET")) is Role.READER
    assert set(needed.values()) == {Role.CODER}
    assert ("/decide", "POST") in needed


def test_an_empty_queue_says_so(tmp_path):
    """And leads to what was decided."""
    Register.open(tmp_path / "new.whomet").close()
    with TestClient(web_app(str(tmp_path / "new.whomet")), base_url="http://127.0.0.1") as client:
        assert "Nothing is left to decide" in words(client.get("/review?n=7"))
        assert "Nobody has decided anything here yet" in words(client.get("/decisions"))


def test_a_script_is_allowed_only_where_keys_are(deciding):
    """Our own file, on the queue and where files are dropped; nowhere else, and nowhere with keys off."""
    for address in ("/review", "/add"):
        assert deciding.get(address).headers["content-security-policy"] == POLICY_WITH_KEYS
    for address in ("/review?keys=off", "/decisions", "/", "/nowhere", "/static/keys.js"):
        assert deciding.get(address).headers["content-security-policy"] == POLICY
    assert "<script" not in deciding.get("/review?keys=off").text
    assert "unsafe" not in POLICY_WITH_KEYS


def test_texts_and_reasons_of_others_are_no_markup(hostile_register, tmp_path):
    """What a hostile document and a hostile reason hold is shown, not run."""
    path = shutil.copy(hostile_register, tmp_path / "register.whomet")
    with Register.open(path) as register:
        lead = lead_of(register, "e" * 16)
        register.decide(Decision(DecisionKind.ACCEPT, (lead,), "", "<i>", now(), "<script>alert(5)</script>\u202e"))
    with TestClient(web_app(str(path)), base_url="http://127.0.0.1") as client:
        for address in ("/decisions", "/review", "/meetings/eeeeeeeeeeeeeeee", "/people/person-1"):
            text = client.get(address).text.replace('<script src="/static/keys.js" defer></script>', "")
            assert "<script" not in text
            assert "\u202e" not in text
