"""Sentences with inline marks, `[Lena Orlo](person)`, as text and mentions."""

import re

from whomet.model import Mention, MentionKind, Span

_MARK = re.compile(r"\[([^\]]+)\]\((\w+)(?: ([^)]+))?\)")


def read_marked(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """The text without its marks, and a mention for each."""
    text, mentions, place = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        span = Span(len(text), len(text) + len(match[1]))
        mentions.append(Mention(MentionKind(match[2]), span, match[3] or ""))
        text, place = text + match[1], match.end()
    return text + marked[place:], tuple(mentions)


def simple_sentences(text: str) -> tuple[Span, ...]:
    """Sentences that end with a stop (and a mark) before a space; enough for tests."""
    ends = [m.end() for m in re.finditer(r"[.!?][”\"]?(?=\s|$)", text)] or [len(text)]
    starts = [0, *ends[:-1]]
    spans = [Span(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in zip(starts, ends, strict=True)]
    return tuple(span for span in spans if span.start < span.end)
