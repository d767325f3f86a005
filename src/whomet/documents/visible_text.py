"""A parsed page -> all text that its reader sees, in reading order. Nothing is chosen here: the mask comes later."""

from __future__ import annotations

import re

from lxml import etree


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Elements whose content no reader sees: code, fallbacks for old browsers, and `dialog`, which shows only once opened.
_UNSEEN = _names(
    "head script style noscript template svg iframe object audio video canvas datalist dialog param source title"
    " meta link"
)
_PARAGRAPHS = _names(
    "p h1 h2 h3 h4 h5 h6 blockquote article section header footer main aside nav ul ol dl table figure pre form"
    " fieldset address hr"
)
_LINES = _names("div li dt dd tr br figcaption caption option legend summary details center body label button select")
_CELLS = _names("td th")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Soft hyphens and marks without width: nothing that a reader sees.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_NONE, _BLANK, _LINE, _PARAGRAPH = range(4)
_GLUE = ("", " ", "\n", "\n\n")


class _Page:
    """Collects pieces of text with the widest gap asked for between each two of them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.gap = _NONE

    def separate(self, gap: int) -> None:
        self.gap = max(self.gap, gap)

    def say(self, text: str | None, keep_lines: bool) -> None:
        if not text:
            return
        text = _INVISIBLE.sub("", text)
        if keep_lines:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self.separate(_LINE)
                self._say_line(line)
        else:
            self._say_line(text)

    def _say_line(self, text: str) -> None:
        words = _SPACE.sub(" ", text)
        if words.startswith(" "):
            self.separate(_BLANK)
        if words.strip():
            if self.pieces:
                self.pieces.append(_GLUE[self.gap])
            self.pieces.append(words.strip())
            self.gap = _BLANK if words.endswith(" ") else _NONE


def show(root: etree._Element) -> str:
    """All visible text under `root`: blocks are lines, paragraphs are set apart by a blank line.

    Walks without recursion, so that no depth of nesting overflows.
    """
    page = _Page()
    unseen, preformatted = 0, 0
    for step, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if step == "start":
            unseen += _is_unseen(element, name)
            preformatted += name == "pre"
            page.separate(_gap(name))
            if not unseen:
                page.say(element.text, preformatted > 0)
            continue
        if step == "end":
            unseen -= _is_unseen(element, name)
            preformatted -= name == "pre"
            page.separate(_gap(name))
        if not unseen and element is not root:
            page.say(element.tail, preformatted > 0)
    return "".join(page.pieces)


def _gap(name: str) -> int:
    if name in _PARAGRAPHS:
        return _PARAGRAPH
    return _LINE if name in _LINES else _BLANK if name in _CELLS else _NONE


def _is_unseen(element: etree._Element, name: str) -> bool:
    return (
        name in _UNSEEN or element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
    )
