"""What the dates that others give say of a document's stated day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from whomet.values.edtf import is_day, may_agree

_ZONES = 3  # days apart that time zones and late reports explain
_WEEK = 7


def day_stated_wrongly(stated: date, counted: str, others: Sequence[str], *, by_weekday: bool = False) -> date | None:
    """The day on which a document must have been published if others are right about its meeting; None if they may
    agree with it, or do not say so clearly.

    `counted` is the meeting's date (EDTF, one day) as it follows from the stated day; `others` are the dates that
    independent accounts of the same meeting give. It takes two of them that are days, agree, and are more than three
    days off. With `by_weekday` the document's words name a weekday, so whole weeks must lie between.
    """
    days = {other for other in others if is_day(other)}
    if not is_day(counted) or len(days) != 1 or sum(map(is_day, others)) < 2:
        return None
    told = next(iter(days))
    if any(may_agree(counted, other) or not may_agree(told, other) for other in others):
        return None
    off = date.fromisoformat(told) - date.fromisoformat(counted)
    if abs(off.days) <= _ZONES or (by_weekday and off.days % _WEEK):
        return None
    return _moved(stated, off)


def _moved(stated: date, off: timedelta) -> date | None:
    try:
        return stated + off
    except OverflowError:
        return None
