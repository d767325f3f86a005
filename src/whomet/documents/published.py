"""The day a text was published, from its metadata or its datelines, and why that day may be doubted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from whomet.documents.extracted import Given
from whomet.documents.stated_date import StatedDate, read_date
from whomet.model import Claim, Finding, FindingKind, Property

_MOST_APART = 1  # days between two dates of one text that time zones explain


def find_published(dates: Sequence[StatedDate], given: Given, basis: str) -> tuple[Claim | None, tuple[Finding, ...]]:
    """The publication date, and findings about it (their `about` is the caller's to fill in).

    A given date comes before a stated one, a labelled before a bare one, any before that of a later change.
    """
    ranked = sorted(dates, key=lambda stated: (stated.updated, not stated.labelled, stated.span))
    if given.published:
        return _given(ranked, given.published, basis)
    doubts = tuple(Finding(d.doubt.kind, d.doubt.text, spans=(d.span,)) for d in ranked if d.doubt and not d.updated)
    settled = [stated for stated in ranked if stated.value]
    if not settled:
        return None, doubts
    first = settled[0]
    agreeing = [stated for stated in settled if stated.value == first.value and stated.updated == first.updated]
    claim = Claim(Property.PUBLISHED, first.value, tuple(sorted(d.span for d in agreeing)), first.basis)
    return claim, (*doubts, *_disagreement(first.value, settled, "its dateline"))


def _given(dates: Sequence[StatedDate], given: str, basis: str) -> tuple[Claim | None, tuple[Finding, ...]]:
    day = read_date(given)
    if not day or not day.value:
        sentence = f"The given publication date “{given[:60]}” is no day that can be told."
        return None, (Finding(FindingKind.NOT_UNDERSTOOD, sentence),)
    spans = tuple(sorted(stated.span for stated in dates if stated.value == day.value))
    return Claim(Property.PUBLISHED, day.value, spans, basis), _disagreement(day.value, dates, "its metadata")


def _disagreement(value: str, dates: Sequence[StatedDate], origin: str) -> tuple[Finding, ...]:
    """One finding for the first dateline that is more than a day from `value`; a later change of the text is none."""
    for stated in dates:
        if stated.value and not stated.updated and _days_apart(stated.value, value) > _MOST_APART:
            sentence = f"The text is dated {value} by {origin}, but {stated.value} by its line “{stated.words}”."
            return (Finding(FindingKind.DATE_DOUBT, sentence, spans=(stated.span,)),)
    return ()


def _days_apart(left: str, right: str) -> int:
    return abs((date.fromisoformat(left) - date.fromisoformat(right)).days)
