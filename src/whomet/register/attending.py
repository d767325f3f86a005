"""Who is told to have been at which meeting: names as spelt, since who is one person may change without any change of a
meeting. It follows from the members of accounts and the accounts of meetings, and is renewed with either."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from whomet.register import tables
from whomet.register.query import chunks


def of_accounts(connection: Connection, accounts: Iterable[str]) -> list[str]:
    """The meetings of some accounts, sorted; of those that stand in none yet, nothing."""
    placed, found = tables.meeting_accounts.c, set[str]()
    for some in chunks(sorted(set(accounts))):
        found.update(connection.scalars(select(placed.meeting).where(placed.account.in_(some))))
    return sorted(found)


def renew(connection: Connection, meetings: Collection[str]) -> None:
    """Notes anew who was at some meetings."""
    placed, member, noted = tables.meeting_accounts.c, tables.members.c, tables.attendances
    persons = select(member.spelling, placed.meeting).join(tables.members, member.account == placed.account).distinct()
    for some in chunks(sorted(meetings)):
        connection.execute(delete(noted).where(noted.c.meeting.in_(some)))
        named = persons.where(placed.meeting.in_(some), member.member != member.account)
        connection.execute(insert(noted).from_select(["spelling", "meeting"], named))
