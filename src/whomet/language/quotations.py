"""What stands inside quotation marks: spans without the marks, nested ones too.

One pass over the marks and paragraph breaks; a quotation left open ends with its paragraph, so one that runs over
several paragraphs (each reopened, as print has it) gives one span a paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from whomet.model import Span

_MARKS = re.compile(r"[“”„«»‹›‘’\"']|``|''|\n[^\S\n]*(?:\n\s*|(?=[“„«\"]))")
_CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‘": "’", '"': '"', "'": "'", "``": ("''", '"', "”")}
_SINGLE = {"‘", "'"}  # may be apostrophes: never closed by force
_OPENS_AFTER = frozenset("([{-–—/:“„«‹‘\"'[")


class _Open(NamedTuple):
    mark: str
    start: int


def find_quotations(text: str) -> tuple[Span, ...]:
    """Spans of what is quoted, marks left out, in text order (an outer one before what it holds). Linear."""
    found: list[Span] = []
    stack: list[_Open] = []
    for match in _MARKS.finditer(text):
        mark = match.group()
        if mark[0] == "\n":
            _close_all(found, stack, match.start())
        elif (depth := _closes(text, stack, match)) is not None:
            _keep(found, stack[depth].start, match.start())
            del stack[depth:]
        elif _opens(text, match):
            stack.append(_Open(mark, match.end()))
    _close_all(found, stack, len(text))
    return tuple(sorted(set(found), key=lambda span: (span.start, -span.end)))


def _keep(found: list[Span], start: int, end: int) -> None:
    if start < end:
        found.append(Span(start, end))


def _close_all(found: list[Span], stack: list[_Open], end: int) -> None:
    """End of a paragraph: single marks left open were apostrophes, the outermost double mark was a quotation."""
    outer = next((o for o in stack if o.mark not in _SINGLE), None)
    if outer:
        _keep(found, outer.start, end)
    stack.clear()


def _closes(text: str, stack: list[_Open], match: re.Match[str]) -> int | None:
    """Index in the stack of the quotation that this mark closes, if any; it closes whatever was opened inside."""
    mark = match.group()
    after = text[match.end() : match.end() + 1]
    before = text[match.start() - 1 : match.start()]
    if mark in ("’", "'") and (after.isalnum() or before.isspace()):
        return None
    if mark == '"' and before.isspace() and after.isalnum():
        return None
    for depth in range(len(stack) - 1, max(-1, len(stack) - 5), -1):  # deeper nesting than four is no prose
        if mark in _CLOSED_BY[stack[depth].mark]:
            return depth
    return None


def _opens(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if mark not in _CLOSED_BY or not after or (after.isspace() and mark != "«"):
        return False
    free = not before or before.isspace() or before in _OPENS_AFTER
    return free if mark in ('"', "'", "‘") else not before.isalnum()
