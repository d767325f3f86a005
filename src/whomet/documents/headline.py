"""The title of a text, where it shows as one: a short line at the top, set off from the prose below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whomet.documents.lines import Line
from whomet.model import Span

_LONGEST = 300
_FULL_TITLE = 5  # words; a shorter line above a longer one is a masthead: the site's or section's name
_LONG_LINE = 120  # code points: a following line this long is a paragraph, not the wrapped rest of this one
# A small word's full stop before a capital ("Jr. Call" is none), or the place that opens a paragraph run into it.
_PROSE = re.compile(r"(?<!\w)[a-z][\w'’]{2,30}[)”\"]?\.\s+[A-Z“\"]|[A-Z]{4,30}\s?—")
_HEADING_MARK = re.compile(r"[#*_\s]{1,12}")


def find_headline(lines: Sequence[Line], datelines: Sequence[Span]) -> Span | None:
    """The title among the first lines (boilerplate left out, datelines given): None where the text begins with prose.

    Of several such lines above each other the first of five words or more is taken, else the first.
    """
    block: list[Line] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if any(span.meets(line.span) for span in datelines):
            if block:
                break
            continue
        if not (looks_like_headline(line) and following and _set_off(line, following, datelines)):
            break
        block.append(line)
    chosen = next((line for line in block if len(line.text.split()) >= _FULL_TITLE), block[0] if block else None)
    return _unmarked(chosen) if chosen else None


def find_given(title: str, text: str, within: int) -> Span | None:
    """Where the given title stands as lines of its own within the first `within` code points."""
    words = title.split()
    if not words or len(words) > 100:
        return None
    spaced = r"\s+".join(re.escape(word) for word in words)
    match = re.compile(rf"(?:^|(?<=[\n\r]))[#*_ \t]{{0,8}}({spaced})(?=[*_ \t]{{0,8}}(?:[\n\r]|$))").search(
        text, 0, within
    )
    return Span(*match.span(1)) if match else None


def looks_like_headline(line: Line) -> bool:
    """Short, no sentence, no label."""
    text = line.text.strip("*_ ")
    if not line.whole or len(text) > _LONGEST or not any(c.isalpha() for c in text):
        return False
    first = next(c for c in text if c.isalnum())
    return text[-1] not in ".,;:-–—" and not first.islower() and not _PROSE.search(text)


def _set_off(line: Line, following: Line, datelines: Sequence[Span]) -> bool:
    dated = any(span.meets(following.span) for span in datelines)
    return line.apart or dated or not following.whole or len(following.text) >= _LONG_LINE > len(line.text)


def _unmarked(line: Line) -> Span:
    """The line without the marks of a Markdown heading."""
    mark = _HEADING_MARK.match(line.text)
    end = line.span.start + len(line.text.rstrip("#*_ "))
    return Span(line.span.start + (mark.end() if mark else 0), max(end, line.span.start + 1))
