"""The pictures of README and docs, taken of pages that read `examples/`: `python tests/web/pictures.py` (make pictures)
takes all of them anew. Who adds a page adds a line to PICTURES, and looks at what comes out.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter
from served_pages import CHROMIUM, PATIENCE, served

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
LOOKS = ("light", "dark")
_WIDE, _SHARP, _COLOURS = 1120, 2, 96
_FONTS = 'html { font-family: "DejaVu Serif"; --sans: "DejaVu Sans"; --signs: "DejaVu Sans" }'
"""Of Debian's fontconfig, so wherever Chromium is; the page's own are the reader's, and break lines elsewhere."""
_COARSE = 48
"""Pictures are compared this many times smaller: letters of another font are then the same grey."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, as much of it as the picture shows, and what is opened in it first."""

    name: str
    path: str
    high: int
    opened: tuple[str, ...] = ()
    """What is clicked first, each as Playwright finds it."""

    def file(self, look: str) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}-{look}.png"


PICTURES = (
    Picture("register", "/", 780),
    Picture("timeline", "/timeline", 700),
    Picture("map", "/map", 860),
    Picture("network", "/network?by=people", 900),
    Picture("review", "/review", 900),
    Picture("meeting", "/meetings/meridian-0515-muscat", 980, ("summary:has-text('more than four hours')",)),
    Picture("document", "/documents/coast-press", 820),
    Picture("person", "/people?Ghassan al-Toubali", 720),
)


@contextmanager
def pages(folder: Path) -> Iterator[str]:
    """The address of the pages of a register that holds the reports of `examples/`."""
    import whomet

    path = folder / "register.whomet"
    with whomet.Register(path) as register, _in_project():
        register.add(whomet.read_files("examples/reports"))
    with served(path) as site:
        yield site


@contextmanager
def _in_project() -> Iterator[None]:
    """Reports are named by their paths from here."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium as the system has it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--font-render-hinting=none"])
        yield opened
        opened.close()


def taken(browser: Any, site: str, picture: Picture, look: str) -> Image.Image:
    """A picture, taken now."""
    context = browser.new_context(
        color_scheme=look,
        viewport={"width": _WIDE, "height": picture.high},
        device_scale_factor=_SHARP,
        bypass_csp=True,  # for the fonts
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(site + address(page, site, picture.path))
    page.add_style_tag(content=_FONTS)
    for what in picture.opened:
        page.locator(what).first.click()
    shot = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def address(page: Any, site: str, path: str) -> str:
    """The address of a page; "/people?NAME" is the page of the person whom the register calls so."""
    start, _, name = path.partition("?")
    if start != "/people":
        return path
    page.goto(f"{site}/facets/person")
    found = page.get_by_role("link", name=name).first.get_attribute("href")
    return f"/people/{found.rpartition('=')[2]}"


def kept(image: Image.Image, path: Path) -> None:
    """Keeps a picture, in as few colours as show no difference."""
    path.parent.mkdir(exist_ok=True)
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures of one size lie apart, from 0 to 1: the mean over coarse patches, the farthest tenth of them
    alone, so that a part of the page that is gone or new is seen, and another font is not."""
    small = (one.width // _COARSE, one.height // _COARSE)
    coarse = [i.convert("RGB").filter(ImageFilter.BoxBlur(8)).resize(small, Image.Resampling.BOX) for i in (one, other)]
    apart = sorted(ImageChops.difference(*coarse).convert("L").tobytes(), reverse=True)
    farthest = apart[: max(1, len(apart) // 10)]
    return sum(farthest) / len(farthest) / 255


def main() -> None:
    """Takes all pictures anew."""
    with tempfile.TemporaryDirectory() as folder, pages(Path(folder)) as site, browser() as opened:
        for picture in PICTURES:
            for look in LOOKS:
                kept(taken(opened, site, picture, look), picture.file(look))
                size = picture.file(look).stat().st_size
                sys.stderr.write(f"{picture.file(look).relative_to(ROOT)}  {size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
