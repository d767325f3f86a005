"""Which meetings may have been in a period, by the days that their rows of `listings` leave possible."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, or_, select

from whomet.register import tables
from whomet.values.periods import UNDATED, days_of, parts_of

_AFTER_ALL = "~"  # sorts after whatever may follow a day


def within(connection: Connection, period: str) -> ColumnElement[bool]:
    """Whether some day that is possible for a meeting lies in a period: looked up by the meetings that have one, for
    they are few, and a database that walks through all instead takes ten times as long."""
    listing = tables.listings.c
    if period == UNDATED:
        return listing.days == ""
    first, last = days_of(period)
    earlier = select(listing.days).where(tables.LONGER, listing.last_day >= first, listing.first_day < first)
    told = sorted(set(connection.scalars(earlier)))
    going_on = [days for days in told if any(a <= last and b >= first for a, b in parts_of(days))]
    then = or_(listing.days.between(first, last + _AFTER_ALL), listing.days.in_(going_on))
    return listing.meeting.in_(select(listing.meeting).where(then))
