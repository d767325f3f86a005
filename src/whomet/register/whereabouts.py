"""Where meetings are told to have been, as words: each meeting is kept under those of its places.

Without it every question for a place would go through the places of all meetings. It follows from their cells and from
what their accounts say, as it was read and as people decided it, and is renewed with either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, select, union

from whomet.knowledge.names import latin_name
from whomet.knowledge.places import country_code_named
from whomet.model import Property
from whomet.register import attending, tables, write
from whomet.register.naming import having_all
from whomet.register.query import chunks

WHERE = (Property.CITY, Property.COUNTRY, Property.VENUE)
"""The cells that name places."""

MOST = 100  # different words: a meeting of whose places there are more is found under every word
LONGEST = 48  # letters of a word
ANYTHING = "*"  # no word in Latin letters has it

_AT_ONCE = 2_000  # meetings


def at(connection: Connection, place: str) -> set[str]:
    """The ids of all meetings that were at a place, named, by its code, or as a report words it, and perhaps of some
    more: of those that say the words of several places, and of those whose documents wait to be settled."""
    kept, asked = tables.whereabouts.c, [_words([place]), _words([country_code_named(place)])]
    ways = [having_all(kept.meeting, kept.word, words) for words in asked if words]
    if not ways:
        return set()
    found = (connection.scalars(way) for way in (*ways, _filed_under_all(), _waiting()))
    return {meeting for several in found for meeting in several}


def note(connection: Connection, meetings: Collection[str]) -> None:
    """Keeps some meetings that are written already under the words of their places."""
    for some in chunks(sorted(meetings)):
        said: dict[str, set[str]] = {}
        for meeting, value in connection.execute(_told(some)):
            said.setdefault(meeting, set()).add(value)
        write.insert_rows(connection, tables.whereabouts, _rows(said.items()))


def drop(connection: Connection, meetings: Collection[str]) -> None:
    """Takes what is kept of some meetings away."""
    for some in chunks(sorted(meetings)):
        connection.execute(delete(tables.whereabouts).where(tables.whereabouts.c.meeting.in_(some)))


def renew(connection: Connection, accounts: Iterable[str]) -> None:
    """Keeps the meetings of some accounts as these are now decided."""
    changed = attending.of_accounts(connection, accounts)
    drop(connection, changed)
    note(connection, changed)


def catch_up(connection: Connection) -> None:
    """Keeps the meetings of a register that was made before they were kept so."""
    meeting, last = tables.meetings.c.id, ""
    kept = exists().where(tables.whereabouts.c.meeting == meeting)
    while True:
        following = select(meeting).where(meeting > last, ~kept).order_by(meeting).limit(_AT_ONCE)
        ids = list(connection.scalars(following))
        if not ids:
            return
        note(connection, ids)
        last = ids[-1]


def _told(meetings: Collection[str]) -> Select[Any]:
    """Some meetings, each with the places of its cells and those that its accounts word, in any of their readings."""
    cell, placed, account = tables.cells.c, tables.meeting_accounts.c, tables.accounts.c
    claim, decided = tables.claims.c, tables.decided_claims.c
    of_account = and_(claim.reading == account.reading, claim.account == account.number)
    ways = (
        select(cell.meeting, cell.value).where(cell.property.in_(WHERE), cell.value.is_not(None)),
        select(placed.meeting, claim.value)
        .join(tables.accounts, account.id == placed.account)
        .join(tables.claims, of_account)
        .where(claim.property == Property.PLACE_TEXT),
        select(placed.meeting, decided.value)
        .join(tables.decided_claims, decided.account == placed.account)
        .where(decided.property == Property.PLACE_TEXT),
    )
    of_them = (cell.meeting, placed.meeting, placed.meeting)
    found = union(*(way.where(home.in_(meetings)) for way, home in zip(ways, of_them, strict=True))).subquery()
    return select(found.c.meeting, found.c.value)


def _rows(said: Iterable[tuple[str, Collection[str]]]) -> Iterator[dict[str, str]]:
    for meeting, values in said:
        words = _words(values)
        yield from ({"word": w, "meeting": meeting} for w in sorted(words if len(words) <= MOST else {ANYTHING}))


def _words(values: Iterable[str]) -> set[str]:
    return {word[:LONGEST] for value in values for word in latin_name(value).split()}


def _filed_under_all() -> Select[Any]:
    return select(tables.whereabouts.c.meeting).where(tables.whereabouts.c.word == ANYTHING)


def _waiting() -> Select[Any]:
    """The meetings of accounts in documents that wait to be settled: what these say now is not kept yet."""
    standing = tables.standings.c
    return select(standing.meeting).where(standing.document.in_(select(tables.unsettled.c.document)))
