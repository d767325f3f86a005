"""The queue and the pages that take texts in a real browser: by keys, without a script, by dropping, for everybody."""

from __future__ import annotations

import getpass
import shutil

import pytest
from coded_by_two import coded_by_two
from people_of_a_server import NAMES, PASSWORD, TEAM
from served_pages import CHROMIUM, PATIENCE, served
from test_web_browser import AXE, LOOKS, browser, must_be_clear, page_of

from whomet.faces.coding.drawing import drawn
from whomet.faces.deciding import lead_of, make, now
from whomet.faces.inbox import Inbox
from whomet.faces.reviewing import About, queue
from whomet.faces.roles import Role
from whomet.register import Register
from whomet.values.coding import Sheet
from whomet.values.decisions import Decision, DecisionKind

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here (make browser)")
__all__ = ["browser"]

DROP = """(zone) => { const all = new DataTransfer();
all.items.add(new File(['The foreign minister of Norway, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo. '
+ 'They talked about the fisheries of the north, her office said.'], 'oslo.txt'));
for (const kind of ['dragenter', 'dragover', 'drop'])
zone.dispatchEvent(new DragEvent(kind, {dataTransfer: all, bubbles: true, cancelable: true})); }"""


@pytest.fixture(scope="module")
def looked_at(read_once, tmp_path_factory):
    """A register of its own for pages that are looked at: its questions, a decision, a batch that was read."""
    path = tmp_path_factory.mktemp("looked") / "register.whomet"
    shutil.copy(read_once, path)
    inbox = Inbox(str(path))
    batch = inbox.put("Ada", "2031-03-08T12:00:00Z", [("oslo.txt", b"They met.")])
    inbox.finish(batch, [], ["oslo.txt: is empty."])
    with Register.open(path) as register:
        register.draw(drawn(register, 2, "", ("first", 1, "Ada", "2031-03-08T12:00:00Z")))
        register.give("first", Sheet(getpass.getuser(), True, "2031-03-08T12:00:00Z"))
    with served(path) as site:
        yield path, site


@pytest.fixture
def own_site(own_register):
    """The pages of a register that may be changed."""
    with served(own_register) as address:
        yield address


def first(path, about: About) -> int:
    with Register.open(path, create=False) as register:
        return 1 + next(n for n, one in enumerate(queue(register)) if one.about is about)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_page_of_ours_has_a_barrier(browser, looked_at, look):
    """axe finds nothing serious, also in what is closed at first; nothing is complained of, nothing stands out."""
    path, site = looked_at
    axe = (AXE / "axe.min.js").read_text("utf-8")
    with Register.open(path, create=False) as register:
        person = next(e.id for e in register.entities() if e.kind == "person" and len(e.names) > 1)
        meeting = next(one.meetings[0] for one in queue(register) if one.about is About.CELL)
    pages = [f"/review?n={first(path, about)}" for about in About]
    pages += [
        "/review?keys=off",
        "/decisions",
        "/coding",
        "/coding/first/1",
        "/add",
        "/batches/1",
        f"/meetings/{meeting}",
        f"/people/{person}",
    ]
    with page_of(browser, site, look) as (page, seen):
        for address in pages:
            page.goto(site + address)
            page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
            page.evaluate(axe)
            found = page.evaluate("() => axe.run().then(r => r.violations)")
            serious = [
                (v["id"], n["html"][:200]) for v in found if v["impact"] in ("serious", "critical") for n in v["nodes"]
            ]
            assert (address, serious) == (address, [])
            assert (address, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (address, False)
    assert (seen.said, seen.asked) == ([], [])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_page_of_coders_who_differ_has_a_barrier(browser, own_register, look, monkeypatch):
    """How far they agree, and each text to be settled."""
    pytest.importorskip("nltk")
    monkeypatch.setattr("getpass.getuser", lambda: "Cleo Dorn")
    with served(coded_by_two(own_register)) as site, page_of(browser, site, look) as (page, seen):
        for address in ("/coding", "/coding/first/agreement", "/coding/first/settle/2"):
            assert page.goto(site + address).status == 200
            must_be_clear(page, address)
    assert (seen.said, seen.asked) == ([], [])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_page_of_an_account_has_a_barrier(browser, own_register, people, look):
    """The log-in, one's own account, who has one, and what somebody is told who may not."""
    with served(own_register, TEAM) as site:
        for role, address, status in (
            (Role.READER, "/account", 200),
            (Role.READER, "/add", 403),
            (Role.ADMIN, "/accounts", 200),
        ):
            with page_of(browser, site, look) as (page, seen):
                page.goto(f"{site}/login")
                must_be_clear(page, "/login")
                page.fill("input[name=name]", NAMES[role])
                page.fill("input[name=password]", PASSWORD)
                page.press("input[name=password]", "Enter")
                page.wait_for_url(f"{site}/")
                assert page.goto(site + address).status == status
                must_be_clear(page, address)
            said = [line for line in seen.said if "403" not in line]  # the page that is refused says so
            assert (said, seen.asked) == ([], [])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_what_was_decided_meanwhile_is_a_page_without_a_barrier(browser, own_site, own_register, look):
    """It is told as any page is, with the way back."""
    with page_of(browser, own_site, look) as (page, seen):
        page.goto(f"{own_site}/review?n={first(own_register, About.PAIR)}")
        with Register.open(own_register) as register:
            one = next(one for one in queue(register) if one.about is About.PAIR)
            leads = tuple(lead_of(register, account) for account in one.accounts)
            make(register, Decision(DecisionKind.DIFFERENT_MEETING, leads, "", "Ada", now(), "two towns"))
        page.keyboard.press("s")
        page.wait_for_load_state()
        page.get_by_text("Nothing of yours was kept").wait_for()
        must_be_clear(page, "409")
    assert [line for line in seen.said if "409" not in line] == []


def test_one_key_decides_and_one_undoes(browser, own_site, own_register):
    """From question to question; in a field keys are letters, and Escape leaves it."""
    number = first(own_register, About.PAIR)
    with page_of(browser, own_site) as (page, seen):
        page.goto(f"{own_site}/review?n={number}")
        page.keyboard.press("e")
        page.keyboard.type("sad but so")
        assert page.locator("#reason").input_value() == "sad but so"
        assert page.evaluate("[scrollY, document.documentElement.scrollHeight > innerHeight]") == [0, True]
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        page.locator(".last").wait_for()
        page.wait_for_load_state()  # keys are heard once the page is all there
        assert "Two accounts tell of one meeting" in page.locator(".last").inner_text()
        page.keyboard.press("u")
        page.locator(".last").wait_for(state="detached")
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == "Do these two accounts tell of one meeting?"
        page.keyboard.press("n")
        page.wait_for_url(f"**/review?n={number + 1}")
        page.keyboard.press("p")
        page.wait_for_url(f"**/review?n={number}")
    assert (seen.said, seen.asked) == ([], [])
    with Register.open(own_register) as register:
        assert [(d.kind, d.reason) for _, d in register.decisions()] == [
            ("same-meeting", "sad but so"),
            ("undo", "decided too quickly"),
        ]


def test_enter_in_the_reason_decides_nothing(browser, own_site, own_register):
    """Whoever ends a sentence with it has chosen no answer yet."""
    with page_of(browser, own_site) as (page, _):
        page.goto(f"{own_site}/review")
        page.locator("#reason").press("Enter")
        page.wait_for_timeout(200)
        assert page.locator(".last").count() == 0
    with Register.open(own_register) as register:
        assert register.decisions() == []


def test_a_number_opens_the_correction_of_an_account(browser, own_site, own_register):
    """With the focus in its first field; sent from there, it is kept."""
    with page_of(browser, own_site) as (page, seen):
        page.goto(f"{own_site}/review?n={first(own_register, About.CELL)}")
        page.keyboard.press("1")
        assert page.evaluate("document.activeElement.id") == "value-1"
        page.keyboard.type("three hours")
        page.locator("#why-1").fill("rounded")
        page.keyboard.press("Enter")
        page.locator(".last").wait_for()
        assert "Duration corrected" in page.locator(".last").inner_text()
    assert seen.said == []


def test_all_can_be_decided_without_a_script(browser, own_site):
    """JavaScript turned off, the buttons do it."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{own_site}/review")
    page.locator("form.decide button").nth(1).click()
    page.locator(".last button").click()
    page.goto(f"{own_site}/decisions")
    assert "undone" in page.locator("main").inner_text()
    context.close()


def test_a_dropped_file_is_read_before_ones_eyes(browser, own_site):
    """It is listed, sent with the page's own form, and what was found stands on the page that told how far it is."""
    with page_of(browser, own_site) as (page, seen):
        page.goto(f"{own_site}/add")
        page.locator("[data-drop]").evaluate(DROP)
        assert page.locator("[data-chosen] li").all_inner_texts() == ["oslo.txt"]
        page.locator("button.main").click(no_wait_after=True)
        page.wait_for_url("**/batches/1", wait_until="commit")
        page.locator(".sheet.found").wait_for()
        assert "1 document read: 1 meeting" in page.locator("main").inner_text()
        page.locator(".outcome a", has_text="Norway").click()
        assert "Norway" in page.title()
    assert (seen.said, seen.asked) == ([], [])


def test_a_sandboxed_or_foreign_page_sends_nothing(browser, own_site, own_register):
    """A form of another origin, sent by this very browser, is refused."""
    with page_of(browser, own_site) as (page, _):
        page.goto(f"{own_site}/review")
        page.route(
            "http://evil.example/",
            lambda route: route.fulfill(
                content_type="text/html",
                body=f"""<form action="{own_site}/decide"
            method="post"><input name="what" value="accept"><input name="reason" value="so"></form>""",
            ),
        )
        page.goto("http://evil.example/")
        page.evaluate("document.forms[0].submit()")
        page.wait_for_url(f"{own_site}/decide")
        assert "sent by a page of another site" in page.locator("main").inner_text()
