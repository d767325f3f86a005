"""Meetings as HTML in a notebook: the articles of the HTML report with a style sheet that touches nothing around them.

No script, nothing loaded from elsewhere. The colours are light or dark as the notebook says it is (JupyterLab, Visual
Studio Code, Colab), else as the browser prefers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from whomet.exchange.html_meeting import article, cells_of, leading, sides
from whomet.exchange.html_page import own, sheet, text
from whomet.exchange.told import Told
from whomet.model import Property

_WHERE = "whomet-shown"
"""The class of what is shown: every rule of the style sheet holds inside it alone."""
_DARK = ('[data-jp-theme-light="false"]', ".vscode-dark", "html[theme=dark]")
_LIGHT = ('[data-jp-theme-light="true"]', ".vscode-light", "html[theme=light]")
_CUT = 160
"""Characters of a value in a table of meetings."""


def articles(told: Iterable[Told]) -> str:
    """Each meeting, cell by cell, with the readings of each and the words they rest on."""
    return _within("".join(map(article, told)))


def table(told: Sequence[Told], more: int = 0) -> str:
    """A line for each meeting: date, sides, city, state, documents and voices, id; then how many `more` there are."""
    rows = "".join(map(_row, told))
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("Date", "Sides", "City", "Status", "Documents/voices", "Id"))
    rest = f'<p class="gist">and {more} more</p>\n' if more else ""
    return _within(f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n{rest}")


def note(words: str) -> str:
    """A line of our own."""
    return _within(f'<p class="gist">{text(words)}</p>\n')


def _row(one: Told) -> str:
    cells = cells_of(one)
    values = [leading(cells.get(Property.DATE)) or "no date", sides(cells)]
    values += [leading(cells.get(prop)) for prop in (Property.CITY, Property.STATUS)]
    told = [own(value if len(value) <= _CUT else f"{value[:_CUT]}…") for value in values]
    told += [f"{len(one.documents)}/{one.voices}", f"<code>{text(one.meeting.id)}</code>"]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in told)}</tr>\n"


def _within(content: str) -> str:
    return f'<div class="{_WHERE}">\n<style>\n{_style()}</style>\n{content}</div>\n'


def _style() -> str:
    """The colours of the report's page, then the rules of its articles and of the table, nested in our class: named
    thrice, it weighs more than the notebook's own rules for headings, lists and tables."""
    light, dark, *_ = re.findall(r":root \{([^{}]*)\}", sheet("html.css"))
    told_dark, told_light = (", ".join(f"{s} .{_WHERE}" for s in said) for said in (_DARK, _LIGHT))
    return (
        f".{_WHERE} {{{light}}}\n"
        f"@media (prefers-color-scheme: dark) {{ .{_WHERE} {{{dark}}} }}\n"
        f"{told_light} {{{light} color-scheme: light; }}\n{told_dark} {{{dark} color-scheme: dark; }}\n"
        f"{3 * f'.{_WHERE}'} {{\n{sheet('html_meeting.css')}{sheet('notebook.css')}}}\n"
    )
