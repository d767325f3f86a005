"""Every page in a real browser: no script of a document runs, nothing is asked of another machine, no barrier is in
the way of a keyboard or a screen reader."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import made_up
import pytest
from served_pages import CHROMIUM, served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here (make browser)")

AXE = Path(__file__).parent / "vendor" / "axe-core"
HOSTILE = ["/", "/meetings/eeeeeeeeeeeeeeee", "/people/person-1", "/people/person-6"]
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
    page, seen = context.new_page(), Seen()
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    page.on("dialog", lambda dialog: (seen.said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith(site) else seen.asked.append(request.url))
    yield page, seen
    context.close()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_page_has_a_barrier_or_asks_for_more(browser, site, look):
    """axe finds nothing serious, nothing is complained of, nothing stands out over the side, all is local."""
    axe = (AXE / "axe.min.js").read_text("utf-8")
    with page_of(browser, site, look) as (page, seen):
        for path in PAGES:
            page.goto(site + path)
            page.evaluate(axe)
            found = page.evaluate("() => axe.run().then(r => r.violations)")
            serious = [
                (v["id"], n["html"][:200]) for v in found if v["impact"] in ("serious", "critical") for n in v["nodes"]
            ]
            assert (path, serious) == (path, [])
            assert (path, page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (path, False)
    said = [line for line in seen.said if "404" not in line]  # the page that is not there says so
    assert (said, seen.asked) == ([], [])


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
