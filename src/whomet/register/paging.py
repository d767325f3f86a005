"""A register page by page, and which meetings say something: each answer begins behind the place where the last ended.

Meetings and accounts stand in the order in which the register first heard of them: accounts by the number of their
first reading, a meeting where the first of its accounts stands. What is added later stands behind all that was there,
and a meeting that gains accounts stays where it is; so who turns the pages meets each once, whatever is added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, literal, or_, select, tuple_

from whomet.model import Entity, EntityKind
from whomet.register import columns, decisions, derived, query, tables, whereabouts
from whomet.register.connections import Connections
from whomet.register.decisions import Numbered
from whomet.register.listings import NO_DAY, Facet, cut

Place = tuple[int, int]
"""Where an account stands: the number of a reading, and the account's own in it. All are greater than BEGINNING."""

Day = tuple[str, str]
"""Where a meeting stands among those that are ordered by day: its day, and its id."""

BEGINNING: Place = (0, 0)

_FEW = 5_000  # so many meetings are looked up one by one; more are met soon enough by walking


class Paged(Connections):
    """What a register gives a page at a time, and what it is asked to choose a page from."""

    def meetings_after(self, place: Place, most: int, among: Collection[str] | None = None) -> list[tuple[Place, str]]:
        """The ids of the next meetings, at most so many, each with its place; `among`: only some of them."""
        with self._looking() as connection:
            if among is not None and len(among) <= _FEW:
                found = sorted(_places_of(connection, among))
                return [one for one in found if one[0] > place][:most]
            every = _walk(connection, place)
            return list(islice((one for one in every if among is None or one[1] in among), most))

    def meetings_by_day(
        self, day: Day | None, most: int, among: Collection[str] | None = None, *, latest: bool = True
    ) -> list[tuple[Day, str]]:
        """The ids of the next meetings in the order of their days, the latest first or the earliest, each with its day;
        `day` None is the beginning. Those without a date come last."""
        listed = tables.listings.c
        column = listed.last_day if latest else listed.first_day
        place = tuple_(column, listed.meeting)
        order = (column.desc(), listed.meeting.desc()) if latest else (column, listed.meeting)
        asked = select(column.label("day"), listed.meeting).order_by(*order).limit(most)
        if day is not None:
            asked = asked.where(place < tuple_(*day) if latest else place > tuple_(*day))
        found: list[tuple[Day, str]] = []
        with self._looking() as connection:
            for some in [None] if among is None else query.chunks(sorted(among)):
                rows = connection.execute(asked if some is None else asked.where(listed.meeting.in_(some)))
                found += [((row.day, row.meeting), row.meeting) for row in rows]
        return sorted(found, reverse=latest)[:most]

    def accounts_after(self, place: Place, most: int) -> list[tuple[Place, str]]:
        """The ids of the next accounts of meetings, each with its place."""
        account, earlier, placed = tables.accounts.c, tables.accounts.alias().c, tables.meeting_accounts.c
        found = _told(account.id).where(
            tuple_(account.reading, account.number) > tuple_(*place),
            ~exists().where(earlier.id == account.id, earlier.reading < account.reading),
            exists().where(placed.account == account.id),
        )
        with self._looking() as connection:
            return _placed(connection, found.limit(most))

    def documents_after(self, number: int, most: int) -> list[tuple[int, str]]:
        """The keys of the next documents, each with the number of its first reading."""
        mine, earlier = tables.readings.c, tables.readings.alias().c
        is_first = ~exists().where(earlier.document == mine.document, earlier.number < mine.number)
        found = select(mine.number, mine.document).where(mine.number > number, is_first)
        with self._looking() as connection:
            rows = connection.execute(found.order_by(mine.number).limit(most))
            return [(row.number, row.document) for row in rows]

    def people_after(self, entity: str, most: int) -> list[str]:
        """The ids of the next persons, in the order of ids."""
        column = tables.entities.c
        found = select(column.entity).where(column.kind == EntityKind.PERSON, column.entity > entity)
        with self._looking() as connection:
            return list(connection.scalars(found.order_by(column.entity).limit(most)))

    def places_after(self, place: tuple[str, str], most: int) -> list[tuple[str, str, int]]:
        """The next cities, countries and venues: which of the three, the name, and how many meetings were said to be
        there; in that order."""
        column = tables.cells.c
        last = tuple_(*(literal(word, columns.Words) for word in place))
        found = (
            select(column.property, column.value, func.count(column.meeting.distinct()).label("meetings"))
            .where(column.property.in_(whereabouts.WHERE), column.value.is_not(None))
            .where(tuple_(column.property, column.value) > last)
            .group_by(column.property, column.value)
            .order_by(column.property, column.value)
        )
        with self._looking() as connection:
            return [(row.property, row.value, row.meetings) for row in connection.execute(found.limit(most))]

    def decisions_after(self, number: int, most: int) -> list[Numbered]:
        """The next decisions, those undone as well."""
        column = tables.decisions.c.number
        with self._looking() as connection:
            return decisions.numbered(connection, column > number, most)

    def last_decision(self) -> int:
        """The number of the last decision, 0 where there is none."""
        with self._looking() as connection:
            return connection.scalar(select(func.max(tables.decisions.c.number))) or 0

    def entities_with(self, ids: Collection[str]) -> list[Entity]:
        """The entities with some ids, in their order."""
        with self._looking() as connection:
            return [one for some in query.chunks(ids) for one in query.entities(connection, some)]

    def voices_of(self, meetings: Collection[str]) -> dict[str, int]:
        """How many independent texts tell of each of some meetings, where they were counted."""
        column, found = tables.meetings.c, dict[str, int]()
        with self._looking() as connection:
            for some in query.chunks(meetings):
                counted = select(column.id, column.voices).where(column.id.in_(some), column.voices.is_not(None))
                found.update((row.id, row.voices) for row in connection.execute(counted))
        return found

    # -------------------------------------------------------------------------------------- which meetings

    def meeting_count(self) -> int:
        """How many meetings there are."""
        with self._looking() as connection:
            return connection.scalar(select(func.count()).select_from(tables.meetings)) or 0

    def dated_count(self) -> int:
        """How many of them have a date."""
        dated = select(func.count()).select_from(tables.listings).where(tables.listings.c.first_day < NO_DAY)
        with self._looking() as connection:
            return connection.scalar(dated) or 0

    def meetings_between(self, first: str, last: str) -> set[str]:
        """The meetings that the days their sources name leave possible from one day to another, and, where sources
        differ, perhaps some between what they say. Days are YYYY-MM-DD."""
        column = tables.listings.c
        begun = select(column.meeting).where(column.first_day.between(first, last), column.last_day >= first)
        going_on = select(column.meeting).where(tables.LONGER, column.last_day >= first, column.first_day < first)
        with self._looking() as connection:
            return {*connection.scalars(begun), *connection.scalars(going_on)}

    def meetings_at(self, place: str) -> set[str]:
        """As `whereabouts.at`."""
        with self._looking() as connection:
            return whereabouts.at(connection, place)

    def names_called(self, entities: Collection[str]) -> set[str]:
        """Every spelling of some entities."""
        column, found = tables.spellings.c, set[str]()
        with self._looking() as connection:
            for some in query.chunks(sorted(entities)):
                found.update(connection.scalars(select(column.name).where(column.entity.in_(some))))
        return found

    def values_listed(self, facet: Facet) -> list[str]:
        """Every value of a facet that a meeting has, shortened as lists have it (`listings.cut`), in order."""
        column = tables.tallies.c
        with self._looking() as connection:
            return list(connection.scalars(select(column.value).where(column.facet == facet).order_by(column.value)))

    def meetings_listed(self, facet: Facet, values: Collection[str]) -> set[str]:
        """The ids of the meetings that have one of some values of a facet, and of those that begin alike where values
        are shortened."""
        column, found = tables.facets.c, set[str]()
        with self._looking() as connection:
            for some in query.chunks(sorted({cut(value) for value in values})):
                having = select(column.meeting).where(column.facet == facet, column.value.in_(some))
                found.update(connection.scalars(having))
        return found

    def named_in(self, accounts: Collection[str]) -> list[Entity]:
        """The persons whom some accounts name, with every spelling; of their members and roles those in these accounts
        alone. In the order of ids."""
        member, spelling = tables.members.c, tables.spellings.c
        told = select(spelling.entity, tables.members).join(tables.members, member.spelling == spelling.spelling)
        members: dict[str, list[Row[Any]]] = {}
        with self._looking() as connection:
            for some in query.chunks(sorted(accounts)):
                for row in connection.execute(told.where(member.account.in_(some), member.member != member.account)):
                    members.setdefault(row.entity, []).append(row)
            found = [one for some in query.chunks(sorted(members)) for one in self._called(connection, some, members)]
        return found

    def _called(self, connection: Connection, ids: list[str], members: Mapping[str, list[Row[Any]]]) -> list[Entity]:
        entity, spelling = tables.entities.c, tables.spellings.c
        names: dict[str, set[str]] = {one: {row.name for row in members[one]} for one in ids}
        for row in connection.execute(select(spelling.entity, spelling.name).where(spelling.entity.in_(ids))):
            names[row.entity].add(row.name)
        rows = connection.execute(select(tables.entities).where(entity.entity.in_(ids)).order_by(entity.entity))
        made = (derived.entity_from(row, members[row.entity]) for row in rows)
        return [replace(one, names=tuple(sorted(names[one.id]))) for one in made]

    def meetings_of_people(self, entities: Collection[str]) -> set[str]:
        """The ids of the meetings in which one of some persons is named."""
        member, spelling = tables.members.c, tables.spellings.c
        joined = select(member.account).join(tables.spellings, spelling.spelling == member.spelling)
        accounts: set[str] = set()
        with self._looking() as connection:
            for some in query.chunks(sorted(entities)):
                accounts.update(connection.scalars(joined.where(spelling.entity.in_(some))))
        return self.meetings_telling(accounts, ())

    def meetings_telling(self, accounts: Collection[str], documents: Collection[str]) -> set[str]:
        """The ids of the meetings that have one of some accounts, or an account in one of some documents."""
        account, reading = tables.accounts.c, tables.readings.c
        told = select(account.id).join(tables.readings, reading.number == account.reading)
        found = set(accounts)
        with self._looking() as connection:
            for some in query.chunks(sorted(documents)):
                found.update(connection.scalars(told.where(reading.document.in_(some))))
                found.update(query.added_accounts(connection, some))
            return set(query.meetings_with(connection, sorted(found)))

    def documents_telling(self, accounts: Collection[str]) -> dict[str, str]:
        """Account -> the document that it is told in, by id and key."""
        account, reading, found = tables.accounts.c, tables.readings.c, dict[str, str]()
        told = select(account.id, reading.document).join(tables.readings, reading.number == account.reading)
        with self._looking() as connection:
            for some in query.chunks(sorted(accounts)):
                found.update((row.id, row.document) for row in connection.execute(told.where(account.id.in_(some))))
        return found

    def homes(self, accounts: Collection[str]) -> dict[str, str]:
        """Account -> the meeting that it is in, by their ids."""
        placed, found = tables.meeting_accounts.c, dict[str, str]()
        with self._looking() as connection:
            for some in query.chunks(sorted(accounts)):
                where = select(placed.account, placed.meeting).where(placed.account.in_(some))
                found.update((row.account, row.meeting) for row in connection.execute(where))
        return found


def _told(what: ColumnElement[str]) -> Select[tuple[int, int, str]]:
    account = tables.accounts.c
    return select(account.reading, account.number, what.label("what")).order_by(account.reading, account.number)


def _placed(connection: Connection, found: Select[tuple[int, int, str]]) -> list[tuple[Place, str]]:
    return [((row.reading, row.number), row.what) for row in connection.execute(found)]


def _firsts() -> Select[tuple[int, int, str]]:
    """The account with which each meeting began, and the meeting."""
    account, placed = tables.accounts.c, tables.meeting_accounts.c
    other, earlier = tables.meeting_accounts.alias().c, tables.accounts.alias().c
    comes_before = or_(
        earlier.reading < account.reading, and_(earlier.reading == account.reading, earlier.number < account.number)
    )
    before = exists().where(other.meeting == placed.meeting, earlier.id == other.account, comes_before)
    joined = _told(placed.meeting).join(tables.meeting_accounts, placed.account == account.id)
    return joined.where(~before)


def _walk(connection: Connection, place: Place) -> Iterator[tuple[Place, str]]:
    """All meetings after a place, some fetched at a time."""
    account = tables.accounts.c
    while found := _placed(
        connection,
        _firsts().where(tuple_(account.reading, account.number) > tuple_(*place)).limit(query.CHUNK),
    ):
        yield from found
        place = found[-1][0]


def _places_of(connection: Connection, meetings: Collection[str]) -> Iterator[tuple[Place, str]]:
    for some in query.chunks(sorted(meetings)):
        yield from _placed(connection, _firsts().where(tables.meeting_accounts.c.meeting.in_(some)))
