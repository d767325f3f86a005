"""Figures that a document states, each with the words and with who is said to give it."""

from __future__ import annotations

import re

from whomet.model import Analysis, Claim, Mention, MentionKind, Property, Span, Speech

_MOST = 8


def find_figure_claims(text: str, analysis: Analysis) -> tuple[Claim, ...]:
    """Value, words and, where someone is named as giving it, source of each figure; a part each, eight at most."""
    figures = _told_once(sorted((m for m in analysis.mentions if m.kind is MentionKind.FIGURE), key=lambda m: m.span))
    claims: list[Claim] = []
    for part, figure in enumerate(figures[:_MOST]):
        source = _source(text, analysis, figure)
        claims += _claims(text, figure, source, part)
    return tuple(claims)


def _told_once(figures: list[Mention]) -> list[Mention]:
    """The first mention of each number: a report repeats its toll."""
    first: dict[str, Mention] = {}
    for figure in figures:
        first.setdefault(figure.reads_as, figure)
    return list(first.values())


def _claims(text: str, figure: Mention, source: Span | None, part: int) -> list[Claim]:
    chain = (re.sub(r"\s+", " ", source.of(text)),) if source else ()
    what = figure.span.of(text)
    written = f"in English “{figure.english}”" if figure.english else "the number as the words write it"
    basis = "" if figure.reads_as in what else written
    claims = [
        Claim(Property.FIGURE_VALUE, figure.reads_as, (figure.span,), basis, chain, part),
        Claim(Property.FIGURE_WHAT, what, (figure.span,), "", chain, part),
    ]
    if source:
        claims.append(Claim(Property.FIGURE_SOURCE, source.of(text), (source,), "", (), part))
    return claims


def _source(text: str, analysis: Analysis, figure: Mention) -> Span | None:
    """Who the innermost speech around the figure belongs to: its relay if it has one, else its first speaker."""
    holding = [s for s in analysis.speeches if s.content.holds(figure.span) and (s.speakers or s.via)]
    holding.sort(key=lambda s: s.content.end - s.content.start)
    return next((span for s in holding if (span := _giver(s))), None)


def _giver(speech: Speech) -> Span | None:
    return speech.speakers[0] if speech.speakers else speech.via
