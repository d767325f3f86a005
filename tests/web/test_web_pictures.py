"""The pictures in README and docs show the pages as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
image = pytest.importorskip("PIL.Image", reason="Pillow is not installed here")

from pictures import FOLDER, LOOKS, PICTURES, ROOT, browser, difference, kept, pages, taken  # noqa: E402
from served_pages import CHROMIUM  # noqa: E402

FAR = 0.045
"""Of `difference`: another font of the same width stays below (0.03), a row that is gone or new does not (0.06)."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with pages(tmp_path_factory.mktemp("pictures")) as address:
        yield address


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed here (make browser)")
def test_each_picture_is_as_the_page_is(site, tmp_path):
    """Taken anew, each has the size and the parts of the one that is kept; else `make pictures`, and look at them."""
    stale = []
    with browser() as opened:
        for picture in PICTURES:
            for look in LOOKS:
                now = taken(opened, site, picture, look)
                before = image.open(picture.file(look))
                if now.size != before.size or difference(now, before) > FAR:
                    stale.append(picture.file(look).name)
    assert stale == []


def test_a_part_that_is_gone_is_seen(tmp_path):
    """A picture without its heading, or of another page, is told from what it was; a copy in fewer colours is not."""
    before = image.open(PICTURES[0].file("light")).convert("RGB")
    kept(before, tmp_path / "again.png")
    assert difference(before, image.open(tmp_path / "again.png")) < FAR / 4
    without = before.copy()
    without.paste((255, 255, 255), (0, 0, before.width, before.height // 5))
    assert difference(before, without) > FAR
    assert difference(before, image.open(PICTURES[0].file("dark"))) > FAR


def test_each_picture_is_shown_and_described():
    """Every file is one of PICTURES, is shown in README or docs in both looks, and has words for who can't see it."""
    files = {picture.file(look).name for picture in PICTURES for look in LOOKS}
    assert {path.name for path in FOLDER.iterdir()} == files
    written = "".join(path.read_text("utf-8") for path in [ROOT / "README.md", *Path(ROOT / "docs").glob("*.md")])
    for name in files:
        assert f"pictures/{name}" in written
    assert all(len(alt) > 40 for alt in re.findall(r'<img alt="([^"]*)"', written))
