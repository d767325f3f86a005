"""The lines that say when, where and by whom a text was published. A date in running prose is never one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from whomet.documents.lines import Line
from whomet.documents.stated_date import StatedDate, expand, find_date
from whomet.knowledge.data import read_data
from whomet.model import Span

_SEPARATORS = " \t\xa0,;:|/–—-•·()[]*_\"“”'#."
_STRONG_SEPARATORS = "|/–—-•·(["
_MOST_NAME_WORDS = 6
_MOST_TITLELESS_WORDS = 3  # after a date; more may be a headline
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class Dateline:
    """What one line, or the beginning of a paragraph, says of its text's publication; all spans are the text's.

    `span`: all of it; `date`, `title`, `publisher`: where the line says them.
    """

    span: Span
    date: StatedDate | None = None
    title: Span | None = None
    publisher: Span | None = None


def read_dateline(line: Line) -> Dateline | None:
    """The line as a dateline: a date with nothing beside it but a label, time, place, names or a title; else None."""
    stated = find_date(line.text) if line.whole else None
    label = _before_date(line.text[: stated.span.start]) if stated else None
    if not stated or label is None:
        return None
    rest = _after_pieces(line.text[stated.span.end :])
    found = _in_text(replace(stated, labelled=bool(label), updated=label == "updated"), line)
    if _is_title(rest, line.text, stated, label):
        title = Span(line.span.end - len(rest), line.span.end)
        return Dateline(Span(line.span.start, title.start), found, title=title)
    return Dateline(line.span, found) if _is_name(rest) else None


def read_opening(line: Line) -> Dateline | None:
    """The dateline that a paragraph begins with: "CITY, 3 May 2021 (Agency) - ", "(Agency) ", "AGENCY: "."""
    for pattern, known in _openings():
        match = pattern.match(line.text)
        if not match or line.text[match.end() :].isupper():
            continue
        publisher = match.groupdict().get("publisher")
        if known and not _is_publisher(publisher or ""):
            continue
        stated = find_date(match[0])
        return Dateline(
            Span(line.span.start, line.span.start + match.end()),
            _in_text(stated, line) if stated else None,
            publisher=_group(match, "publisher", line) if publisher else None,
        )
    return None


def read_labelled(line: Line, label: str) -> Span | None:
    """What follows a word such as "Source:" on its line; `label` is "publisher_labels" or "title_labels"."""
    match = _label_line(label).fullmatch(line.text) if line.whole else None
    return _group(match, "value", line) if match else None


def _in_text(stated: StatedDate, line: Line) -> StatedDate:
    """The same date, its span counted from the beginning of the text."""
    start = line.span.start
    return replace(stated, span=Span(start + stated.span.start, start + stated.span.end))


def _group(match: re.Match[str], name: str, line: Line) -> Span:
    return Span(line.span.start + match.start(name), line.span.start + match.end(name))


def _before_date(head: str) -> str | None:
    """The label before a date ("published", "updated" or ""), None if what stands there is no dateline's."""
    published, updated = (_labels(role) for role in ("published", "updated"))
    for role, pattern in (("updated", updated), ("published", published)):
        match = pattern.search(head)
        if match:
            rest = head[: match.start()] + " " + head[match.end() :]
            return role if _is_name(_after_pieces(rest)) else None
    rest = _after_pieces(head)
    words = len(rest.split())
    separated = head.rstrip()[-1:] in tuple(_STRONG_SEPARATORS) or (head.rstrip().endswith((",", ".")) and words <= 2)
    return "" if not words or (separated and _is_name(rest)) else None


def _after_pieces(text: str) -> str:
    """What is left of `text` once times, zones, reading times, labels and further dates are taken from its front."""
    while True:
        text = text.strip(_SEPARATORS) if not text.rstrip().endswith(".") else text.lstrip(_SEPARATORS).rstrip()
        match = _piece().match(text)
        stated = None if match else find_date(text)
        end = match.end() if match else stated.span.end if stated and stated.span.start == 0 else 0
        if not end:
            return text
        text = text[end:]


def _is_name(text: str) -> bool:
    words = text.strip(_SEPARATORS).split()
    small = read_data("datelines")["small_words"]
    return len(words) <= _MOST_NAME_WORDS and all(
        w.strip(_SEPARATORS)[:1].isupper() or w.casefold() in small or not w.strip(_SEPARATORS) for w in words
    )


def _is_title(rest: str, line: str, stated: StatedDate, label: str) -> bool:
    """Whether what follows a date at once is a headline: after a label, or after a date that begins the line."""
    if (
        len(rest.split()) <= _MOST_TITLELESS_WORDS
        or len(rest) > _LONGEST_TITLE
        or line[stated.span.end :].strip() != rest
    ):
        return False
    marked = label == "published" or (stated.span.start == 0 and not label and not _is_name(rest))
    return marked and not rest[0].islower() and rest[-1] not in ".,;:"


def _is_publisher(name: str) -> bool:
    data = read_data("publishers")
    listed = any(name == entry["name"] for entry in data["names"])
    return listed or (name.isupper() and " " not in name and name.casefold().endswith(tuple(data["name_endings"])))


@cache
def _labels(role: str) -> re.Pattern[str]:
    words = sorted(read_data("datelines")["labels"][role], key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


@cache
def _piece() -> re.Pattern[str]:
    beside = "|".join(f"(?:{expand(entry['pattern'])})" for entry in read_data("datelines")["beside"])
    labels = "|".join(_labels(role).pattern for role in ("updated", "published"))
    return re.compile(rf"{beside}|(?i:{labels})")


@cache
def _openings() -> tuple[tuple[re.Pattern[str], bool], ...]:
    data = read_data("datelines")
    return tuple(
        (re.compile(expand(entry["pattern"], data["opening_pieces"])), entry.get("known", False))
        for entry in data["openings"]
    )


@cache
def _label_line(label: str) -> re.Pattern[str]:
    words = "|".join(sorted(read_data("datelines")[label], key=lambda w: (-len(w), w)))
    return re.compile(rf"\W{{0,4}}(?i:{words})\W{{0,4}}:\W{{0,4}}(?P<value>\w[^\n]{{0,250}}?)[\s*_\"'”]*")
