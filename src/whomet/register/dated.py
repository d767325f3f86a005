"""Which meetings may have been in a period, by the days that their rows of `listings` leave possible."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from whomet.register import tables
from whomet.values.periods import UNDATED, days_of, parts_of

_AFTER_ALL = "~"  # sorts after whatever may follow a day
_INTERVAL = 21  # signs of "2024-08-01/2024-08-31"


def within(connection: Connection, period: str) -> ColumnElement[bool]:
    """Whether some day that is possible for a meeting lies in a period."""
    days = tables.listings.c.days
    if period == UNDATED:
        return days == ""
    first, last = days_of(period)
    begun = and_(days != "", days < first)
    several = select(days).where(begun, days.like("% %")).distinct()
    found = [one for one in connection.scalars(several) if any(a <= last and b >= first for a, b in parts_of(one))]
    begins_in_it = days.between(first, last + _AFTER_ALL)
    goes_on = and_(begun, func.length(days) == _INTERVAL, days.like("%/%"), func.substr(days, 12) >= first)
    return or_(begins_in_it, goes_on, days.in_(found))
