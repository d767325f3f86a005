"""Every page in a real browser: no script of a document runs, nothing is asked of another machine, no barrier is in
the way of a keyboard or a screen reader."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import made_up
import pytest
from people_of_a_server import PASSWORD
from served_pages import CHROMIUM, PATIENCE, served

from whomet.faces.web.entrance import Ways

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here (make browser)")

AXE = Path(__file__).parent / "vendor" / "axe-core"
HOSTILE = ["/", "/meetings/eeeeeeeeeeeeeeee", "/people/person-1", "/people/person-6", "/timeline", "/map"]
HOSTILE += ["/network", "/network?by=people"]
PAGES = [
    "/",
    "/?party=Arvenia&q=river&order=earliest",
    "/?q=nothing-has-this",
    "/facets/party",
    f"/meetings/{made_up.FIRST}",
    "/documents/lota-1",
    "/documents/tide-1",
    "/people/p-okonveld",
    "/sides/Arvenia",
    "/places/Port%20Sellis",
    "/nowhere",
]
CHARTS = ["/timeline", "/timeline?when=2031-04", "/map", "/map?site=CH%2FGeneva", "/network", "/network?by=people"]
LOOKS = [("light", 1400), ("dark", 1400), ("light", 400)]


@pytest.fixture(scope="module")
def site(register):
    """The made-up register's pages."""
    with served(register) as address:
        yield address


@pytest.fixture(scope="module")
def hostile_site(hostile_register):
    """The hostile register's pages."""
    with served(hostile_register) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """Chromium as the system has it."""
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Seen:
    """What a page did that it should not."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def page_of(browser, site: str, look: tuple[str, int] = LOOKS[0]):
    """A page in a colour scheme and a width, and what it does beside showing itself."""
    context = browser.new_context(color_scheme=look[0], viewport={"width": look[1], "height": 900})
    context.set_default_timeout(PATIENCE)
    page, seen = context.new_page(), Seen()
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on("dialog", lambda dialog: (seen.said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith(site) else seen.asked.append(request.url))
    yield page, seen
    context.close()


def must_be_clear(page, where: str) -> None:
    """What a page shows: axe finds nothing serious in it, nothing stands out over its side."""
    page.evaluate((AXE / "axe.min.js").read_text("utf-8"))
    violations = page.evaluate("() => axe.run().then(r => r.violations)")
    serious = [v for v in violations if v["impact"] in ("serious", "critical")]
    assert (where, [(v["id"], n["html"][:200]) for v in serious for n in v["nodes"]]) == (where, [])
    assert (where, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (where, False)


@pytest.fixture(scope="module")
def chart_site(charted_register):
    """The pages of the register that has something for every chart."""
    with served(charted_register) as address:
        yield address


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_page_has_a_barrier_or_asks_for_more(browser, site, look):
    """axe finds nothing serious, nothing is complained of, nothing stands out over the side, all is local."""
    with page_of(browser, site, look) as (page, seen):
        for path in PAGES:
            page.goto(site + path)
            must_be_clear(page, path)
    said = [line for line in seen.said if "404" not in line]  # the page that is not there says so
    assert (said, seen.asked) == ([], [])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_chart_has_a_barrier_or_asks_for_more(browser, chart_site, look):
    """As of every page; what is drawn for the other width is out of the way of the keyboard too."""
    with page_of(browser, chart_site, look) as (page, seen):
        for path in CHARTS:
            page.goto(chart_site + path)
            must_be_clear(page, path)
            reached = page.evaluate(
                "Array.from(document.querySelectorAll('.narrow a')).filter(a => a.getBoundingClientRect().width).length"
            )
            assert (path, reached > 0) == (path, look[1] == 400 and not path.startswith("/timeline"))
    assert (seen.said, seen.asked) == ([], [])


def test_a_chart_is_reached_and_left_by_the_keyboard(browser, chart_site):
    """From the map to a place by tabs, which shows that it has the focus, and by Enter to its meetings; or past all."""
    with page_of(browser, chart_site) as (page, _):
        page.goto(f"{chart_site}/map")
        page.locator("figure .skip").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "beside"
        page.locator("figure .skip").focus()
        page.keyboard.press("Tab")
        mark = page.locator("svg.map a:focus")
        assert mark.evaluate("e => getComputedStyle(e.querySelector('circle')).strokeWidth") == "4px"
        words = mark.locator("title").text_content()
        page.keyboard.press("Enter")
        page.wait_for_url("**site=**")
        assert page.locator("h1").inner_text() == words.partition(": ")[2].partition(";")[0]


def test_labels_on_a_map_do_not_lie_on_one_another(browser, chart_site):
    """As they are drawn, not as they are reckoned."""
    with page_of(browser, chart_site) as (page, _):
        page.goto(f"{chart_site}/map?site=CH%2FGeneva")
        boxes = page.evaluate(
            """() => Array.from(document.querySelectorAll('svg.map .wide text')).map(t => t.getBoundingClientRect())
            .map(r => [r.left, r.top, r.right, r.bottom])"""
        )
        met = [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a[0] < b[2] - 1 and b[0] < a[2] - 1]
        assert len(boxes) > 3
        assert [pair for pair in met if pair[0][1] < pair[1][3] - 2 and pair[1][1] < pair[0][3] - 2] == []


def test_nothing_of_a_hostile_document_runs(browser, hostile_site):
    """No dialog, no error, no violation of the policy, no request elsewhere."""
    with page_of(browser, hostile_site) as (page, seen):
        for path in HOSTILE:
            page.goto(hostile_site + path)
    assert (seen.said, seen.asked) == ([], [])


def test_the_policy_holds_where_escaping_would_fail(browser, site):
    """A script that got into a page is not run, and one of elsewhere not loaded."""
    with page_of(browser, site) as (page, seen):
        page.goto(f"{site}/")
        page.evaluate(
            """() => { const s = document.createElement('script');
            s.textContent = 'window.ran = 1'; document.body.append(s);
            const i = document.createElement('img'); i.src = 'http://127.0.0.1:9/x'; document.body.append(i); }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        assert any("Content Security Policy" in line for line in seen.said)


def test_the_keyboard_goes_to_the_content_and_through_it(browser, site):
    """The first stop skips to the content; what has the focus is outlined."""
    with page_of(browser, site) as (page, _):
        page.goto(f"{site}/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_from_a_cell_to_the_words_and_back(browser, site):
    """One click to the words, which are outlined; their cell shows on focus; one more leads back to it."""
    with page_of(browser, site) as (page, _):
        page.goto(f"{site}/meetings/{made_up.FIRST}")
        page.locator("table.accounts a", has_text="4 March 2031").click()
        words = page.locator("mark:target")
        assert words.inner_text() == "Tuesday evening"
        assert words.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
        page.locator("mark:target a").focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert "4 March 2031" in words.evaluate("e => getComputedStyle(e, '::after').content")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/meetings/{made_up.FIRST}#*")
        assert "Date" in page.locator(":target").inner_text()


def test_readings_open_without_a_script(browser, site):
    """JavaScript turned off, a value still opens to the words of each source."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{site}/meetings/{made_up.FIRST}")
    page.locator("summary", has_text="7 March 2031").click()
    assert page.locator("details[open] q", has_text="7 March 2031").first.is_visible()
    context.close()


def test_what_looks_for_barriers_is_what_npm_gave():
    """The vendored files are those whose hashes are noted, with their licences."""
    noted = [line.split() for line in (AXE / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert {name for _, name in noted} == {"axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"}
    assert [name for digest, name in noted if hashlib.sha256((AXE / name).read_bytes()).hexdigest() != digest] == []


@pytest.fixture
def team_site(register, people):
    """The made-up register's pages, where people log in."""
    with served(register, Ways(accounts=True)) as address:
        yield address


@pytest.mark.parametrize("look", [*LOOKS, ("dark", 400)], ids=lambda look: f"{look[0]}-{look[1]}")
def test_logging_in_has_no_barrier(browser, team_site, look):
    """The page to log in at, a wrong password, the pages with somebody's name, the admin's, and logging out: by the
    keyboard alone, and axe finds nothing serious."""
    with page_of(browser, team_site, look) as (page, seen):
        page.goto(f"{team_site}/facets/party")
        page.locator("#name:focus").wait_for()
        must_be_clear(page, "to log in")
        page.keyboard.type("Ada Lind")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong ferries at dawn")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        page.locator("#password:focus").wait_for()
        assert page.get_by_label("Password").get_attribute("aria-describedby") == "wrong"
        must_be_clear(page, "wrong password")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/facets/party")
        must_be_clear(page, "logged in")
        page.get_by_role("link", name="Accounts").click()
        must_be_clear(page, "accounts")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("**/login")
    said = [line for line in seen.said if "403" not in line]  # the wrong password
    assert (said, seen.asked) == ([], [])
