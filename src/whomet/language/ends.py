"""Words cut at their ends to what they say."""

from __future__ import annotations

import re

from whomet.knowledge.data import read_data
from whomet.model import Span

_WORD = re.compile(r"[\w'’-]+")
_LONGEST_WORD = 40  # code points


def without_small_ends(text: str, span: Span) -> Span | None:
    """Words without such as "of" at their beginning and "and the" or "whom" at their end, those that it cuts taken
    whole; None where nothing else is left."""
    small = {*read_data("datelines")["small_words"], *read_data("meeting_words")["boundaries"]}
    span = _of_whole_words(text, span)
    words = [Span(*found.span()) for found in _WORD.finditer(text, span.start, span.end)]
    large = [n for n, word in enumerate(words) if word.of(text).lower() not in small]
    if not large:
        return None
    first = large[0] - (large[0] > 0 and words[large[0] - 1].of(text).lower() == "the")
    return Span(
        words[first].start if first else span.start, words[large[-1]].end if large[-1] + 1 < len(words) else span.end
    )


def _of_whole_words(text: str, span: Span) -> Span:
    """With the rest of words that are cut at a hyphen or an apostrophe, "-called" of "so-called"."""
    near = Span(max(0, span.start - _LONGEST_WORD), min(len(text), span.end + _LONGEST_WORD))
    cut = [w for f in _WORD.finditer(text, near.start, near.end) if (w := Span(*f.span())).meets(span)]
    return Span(min([span.start, *(w.start for w in cut[:1])]), max([span.end, *(w.end for w in cut[-1:])]))
