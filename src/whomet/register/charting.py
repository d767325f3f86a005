"""What charts of a view count: the days, the sites and the pairs of its meetings, grouped by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, FromClause, func, select

from whomet.model import Property
from whomet.register import tables
from whomet.register.browsing import Browsing, Part, View
from whomet.register.listings import Facet


@dataclass(frozen=True, slots=True)
class Tally:
    """How many meetings there are, and in how many of them the sources differ in what is counted."""

    meetings: int
    differing: int


@dataclass(frozen=True, slots=True)
class Together:
    """How many meetings each of some people was at, and each two of them."""

    meetings: Counter[str]
    pairs: Counter[tuple[str, str]]


class Charting(Browsing):
    """The questions of a timeline, a map and a network."""

    def total(self, view: View) -> int:
        """How many meetings a view has."""
        with self._looking() as connection:
            return self._total(connection, view, self._chosen(connection, view))

    def days(self, view: View) -> dict[str, Tally]:
        """The possible days of meetings, as `values.periods.told` writes them, and how many meetings have these."""
        with self._looking() as connection:
            return self._tallies(connection, view, tables.listings.c.days, (Property.DATE,))

    def days_told(self, meetings: Sequence[str]) -> dict[str, str]:
        """The possible days of some meetings, by id."""
        listing = tables.listings.c
        with self._looking() as connection:
            found = connection.execute(select(listing.meeting, listing.days).where(listing.meeting.in_(meetings)))
            return {row.meeting: row.days for row in found}

    def sites(self, view: View) -> dict[str, Tally]:
        """Sites, and at how many meetings each is told; a meeting of which sources differ is at each of its sites."""
        with self._looking() as connection:
            return self._tallies(connection, view, tables.sites.c.site, (Property.CITY, Property.COUNTRY))

    def pairs(self, view: View, sides: Collection[str]) -> Counter[tuple[str, str]]:
        """How many meetings each two of some sides were at."""
        column, named = tables.pairs.c, set(sides)
        with self._looking() as connection:
            part = self._part_of(connection, view, self._chosen(connection, view))
            found = _grouped(connection, (column.one, column.other), part)
        return Counter({pair: number for pair, number in found.items() if named.issuperset(pair)})

    def crowded(self, view: View) -> int:
        """How many meetings have so many sides that it is not noted who was there with whom."""
        column, listing = tables.pairs.c, tables.listings.c
        with self._looking() as connection:
            noted = select(column.meeting).where(column.one == "")
            if connection.scalar(noted.limit(1)) is None:
                return 0
            chosen = self._chosen(connection, view)
            asked = select(func.count()).select_from(tables.listings).where(listing.meeting.in_(noted), *chosen)
            return connection.scalar(asked) or 0

    def together(self, view: View, people: Sequence[str]) -> Together:
        """How often each two of some people were at one meeting."""
        named, spelling = tables.attendances.c, tables.spellings.c
        asked = select(named.meeting, spelling.entity).join(tables.spellings, spelling.spelling == named.spelling)
        with self._looking() as connection:
            part = self._part_of(connection, view, self._chosen(connection, view))
            present: dict[str, int] = {}  # a bit for each person: companies are few, meetings many
            bits = {person: 1 << number for number, person in enumerate(people)}
            for meeting, person in connection.execute(asked.where(spelling.entity.in_(people))).all():
                present[meeting] = present.get(meeting, 0) | bits[person]
            if part.left is None and part.fulfilled:
                inside = connection.scalars(select(tables.listings.c.meeting).where(*part.fulfilled)).all()
                return _counted(people, Counter(present[meeting] for meeting in inside if meeting in present))
        for meeting in part.left or ():
            present.pop(meeting, None)
        return _counted(people, Counter(present.values()))

    def _tallies(
        self, connection: Connection, view: View, column: Column[str], doubts: Sequence[Property]
    ) -> dict[str, Tally]:
        """How many meetings have each value of a column, and of how many sources differ in some property."""
        chosen, of_it = self._chosen(connection, view), tables.facets.c
        rows = column.table
        differ = select(of_it.meeting).where(of_it.facet == Facet.DOUBT, of_it.value.in_(doubts))
        doubted = select(column, func.count()).where(rows.c.meeting.in_(differ), *_among(rows, chosen))
        differing = {row[0]: row[1] for row in connection.execute(doubted.group_by(column))}
        counts = _grouped(connection, (column,), self._part_of(connection, view, chosen))
        return {value: Tally(number, differing.get(value, 0)) for (value,), number in counts.items()}


def _counted(people: Sequence[str], companies: Counter[int]) -> Together:
    """How often each was there, and each two, from the companies that met, a bit for each person, and how often."""
    meetings: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for found, number in companies.items():
        company = sorted(person for bit, person in enumerate(people) if found >> bit & 1)
        meetings.update(dict.fromkeys(company, number))
        pairs.update(dict.fromkeys(combinations(company, 2), number))
    return Together(meetings, pairs)


def _among(rows: FromClause, chosen: Sequence[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """That a row is of a meeting chosen; nothing where all are."""
    return [rows.c.meeting.in_(select(tables.listings.c.meeting).where(*chosen))] if chosen else []


def _grouped(
    connection: Connection,
    columns: Sequence[Column[str]],
    part: Part,
) -> Counter[Any]:
    """How many rows of the meetings asked for there are of each kind."""
    rows = columns[0].table
    asked = select(*columns, func.count()).group_by(*columns)

    def counted(*conditions: ColumnElement[bool]) -> Counter[Any]:
        return Counter({tuple(row[:-1]): row[-1] for row in connection.execute(asked.where(*conditions)).all()})

    found = counted(*_among(rows, part.fulfilled))
    return found if part.left is None else counted() - found
