"""Lists of meetings as pages show them: narrowed, ordered, counted and cut into pages by the database.

Nothing here loads more than it gives: a register may hold hundreds of thousands of meetings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from whomet.model import Entity, Meeting, Property
from whomet.register import dated, query, speaking, tables
from whomet.register.connections import Connections
from whomet.register.listings import Facet
from whomet.register.persons import Counted, often_named, persons_at
from whomet.register.search import terms_of

RANKED = 3000  # meetings: of more than these, the persons most often named in the whole register are given
BROAD = 3000  # meetings: more than these are looked for one after the other, until a page is full


class Order(StrEnum):
    """In which order meetings are listed."""

    LATEST = "latest"
    EARLIEST = "earliest"
    VOICES = "voices"


@dataclass(frozen=True, slots=True)
class View:
    """Which meetings a list shows, and in what order: those with all `words`, and one value of each facet named, with
    those in `also` beside it. A person is named by id. `when` is a period (`values.periods`) in which they may have
    been, `site` a row of the table of sites."""

    words: str = ""
    facets: Mapping[Facet, str] = field(default_factory=dict)
    order: Order = Order.LATEST
    also: tuple[tuple[Facet, str], ...] = ()
    when: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A stretch of a list, how long the whole of it is, and of each meeting here, by id, its voices and documents."""

    meetings: tuple[Meeting, ...]
    total: int
    voices: Mapping[str, int]
    documents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Spelt:
    """One spelling of a name, and how many accounts have it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Held:
    """A role as accounts state it of a person, the date of their meetings (EDTF, "" if not told), how many do, and one
    of them."""

    role: str
    party: str
    date: str
    accounts: int
    account: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a row of `listings` has to fulfil to be counted, nothing for all; where those are `left` out of what is
    asked for, their ids: the counts are taken from those of all."""

    fulfilled: Sequence[ColumnElement[bool]]
    left: Sequence[str] | None = None


class Browsing(Connections):
    """The questions of a page that lists meetings, or tells of one person."""

    _spoken: tuple[Connection | None, str, tuple[Sequence[str], bool]] = (None, "", ([], False))
    """Which meetings have some words, in one state; or, with True, which have not."""

    _summed: tuple[Connection | None, View, int] = (None, View(), 0)
    """How many meetings a view has, in one state."""

    _lacked: tuple[Connection | None, View, Sequence[str] | None] = (None, View(), None)
    """Which meetings a view leaves out, in one state; None where they are not the fewer."""

    def _leave_state(self) -> None:
        self._spoken, self._lacked = (None, "", ([], False)), (None, View(), None)
        self._summed = (None, View(), 0)
        super()._leave_state()

    def listed(self, view: View, start: int, most: int) -> Listed:
        """Some meetings of a view, from the one numbered `start` on."""
        with self._looking() as connection:
            chosen = self._chosen(connection, view)
            total = self._total(connection, view, chosen)
            if total > BROAD:
                chosen = self._chosen(connection, view, broad=True)
            ids = _ids(connection, chosen, view.order, (start, most))
            return Listed(
                tuple(query.meetings(connection, ids)), total, _voices(connection, ids), _documents(connection, ids)
            )

    def listed_ids(self, view: View) -> list[str]:
        """The ids of all meetings of a view, in its order."""
        with self._looking() as connection:
            return _ids(connection, self._chosen(connection, view), view.order)

    def meetings_named(self, ids: Sequence[str]) -> list[Meeting]:
        """Some meetings, in the order of their ids given."""
        with self._looking() as connection:
            return [meeting for some in query.chunks(ids) for meeting in query.meetings(connection, some)]

    def codes(self) -> list[str]:
        """Every "field=value" that people coded and that a meeting has, sorted."""
        cells = tables.cells.c
        with self._looking() as connection:
            found = select(cells.value).where(cells.property == Property.CODE).distinct().order_by(cells.value)
            return list(connection.scalars(found))

    def counted(self, view: View, facets: Collection[Facet], most: int) -> dict[Facet, list[Counted]]:
        """The values of some facets among the meetings of a view, those that most have first, years in their order.

        Of persons, where there are more than RANKED meetings, those most often named in the whole register, uncounted.
        """
        with self._looking() as connection:
            chosen = self._chosen(connection, view)
            total = self._total(connection, view, chosen)
            values = [facet for facet in facets if facet is not Facet.PERSON]
            found = _most_common(connection, self._part_of(connection, view, chosen), values, most) if values else {}
            if Facet.PERSON in facets:
                few = total <= RANKED
                found[Facet.PERSON] = persons_at(connection, chosen, most) if few else often_named(connection, most)
            return found

    def entity(self, name: str) -> Entity | None:
        """The person or organisation with an id, None if there is none."""
        with self._looking() as connection:
            return next(iter(query.entities(connection, [name])), None)

    def spelt(self, entity: str) -> list[Spelt]:
        """Every spelling of an entity, the most frequent first."""
        column, several = tables.spellings.c, func.sum(tables.spellings.c.count)
        asked = select(column.name, several).where(column.entity == entity).group_by(column.name)
        with self._looking() as connection:
            found = connection.execute(asked.order_by(several.desc(), column.name))
            return [Spelt(name, int(number)) for name, number in found]

    def held(self, entity: str) -> list[Held]:
        """The roles of a person, by date, role and party."""
        member, spelling = tables.members.c, tables.spellings.c
        what = (member.role, member.party, member.date)
        asked = (
            select(*what, func.count(), func.min(member.account))
            .join(tables.spellings, spelling.spelling == member.spelling)
            .where(spelling.entity == entity, member.role != "", member.member != member.account)
            .group_by(*what)
            .order_by(member.date, member.role, member.party)
        )
        with self._looking() as connection:
            return [Held(*row) for row in connection.execute(asked)]

    def party_of(self, entities: Sequence[str]) -> dict[str, str]:
        """Person -> the party that he or she is most often told with."""
        column = tables.spellings.c
        asked = select(column.entity, column.party).where(column.entity.in_(entities))
        with self._looking() as connection:
            found = connection.execute(asked.order_by(column.count, column.party.desc(), column.name)).all()
        return {row.entity: row.party for row in found if row.party}

    def _chosen(self, connection: Connection, view: View, *, broad: bool = False) -> list[ColumnElement[bool]]:
        """What a row of `listings` has to fulfil. `broad`: as it is soonest asked of one row after the other; else the
        meetings of the rarest value are looked through for the others."""
        there = tables.listings.c.meeting
        rarest = None if broad or view.words.strip() else _rarest(connection, view)
        parts = [
            there.in_(_having(facet, value)) if facet in (Facet.PERSON, rarest) else _has(facet, value)
            for facet, value in (*view.facets.items(), *view.also)
            if value
        ]
        if view.site:
            parts.append(there.in_(select(tables.sites.c.meeting).where(tables.sites.c.site == view.site)))
        if view.when:
            parts.append(dated.within(connection, view.when))
        if view.words.strip():
            parts.append(self._speaking(connection, view.words))
        return parts

    def _total(self, connection: Connection, view: View, chosen: Sequence[ColumnElement[bool]]) -> int:
        """How many meetings a view has: counted once in a state."""
        state, known, total = self._summed
        if state is None or state is not self._state or known != view:
            total = total_of(connection, view, chosen)
            self._summed = (self._state, view, total)
        return total

    def _part_of(self, connection: Connection, view: View, chosen: Sequence[ColumnElement[bool]]) -> Part:
        """The meetings of a view as they are soonest counted: themselves, or, of more than half of all, those that are
        left out, looked up once in a state."""
        if not chosen:
            return Part(())
        left = self._left_out(connection, view, chosen)
        if left is None:
            return Part(chosen)
        return Part((tables.listings.c.meeting.in_(self._database.listed(left)),), left)

    def _left_out(
        self, connection: Connection, view: View, chosen: Sequence[ColumnElement[bool]]
    ) -> Sequence[str] | None:
        state, known, left = self._lacked
        if state is None or state is not self._state or known != view:
            left = None
            if 2 * self._total(connection, view, chosen) > total_of(connection, View(), ()):
                left = connection.scalars(select(tables.listings.c.meeting).where(~and_(*chosen))).all()
            self._lacked = (self._state, view, left)
        return left

    def _speaking(self, connection: Connection, words: str) -> ColumnElement[bool]:
        """That an account, or a document that tells of the meeting, has all words: looked up once in a state, for a
        page asks several things of them. A word may be in every document, so the meetings are listed that have it, or
        those that have not."""
        state, known, found = self._spoken
        if state is None or state is not self._state or known != words:
            found = self._looked_up(connection, words)
            self._spoken = (self._state, words, found)
        there, (ids, are_left) = tables.listings.c.meeting, found
        return there.not_in(self._database.listed(ids)) if are_left else there.in_(self._database.listed(ids))

    def _looked_up(self, connection: Connection, words: str) -> tuple[Sequence[str], bool]:
        """The meetings that have all words, or those that have not, and whether it is these: whichever are fewer."""
        terms = terms_of(words)
        if not terms:
            return [], False
        if not self._database.has_index(connection):
            return self._speaking_unindexed(words), False
        entries = self._database.entries_with(terms)
        if speaking.nearly_all_say(connection, entries, BROAD):
            return speaking.silent(connection, entries), True
        ids = connection.scalars(speaking.meetings_with(entries)).all()
        if len(ids) < BROAD or 2 * len(ids) <= total_of(connection, View(), ()):
            return ids, False
        return sorted(set(connection.scalars(select(tables.listings.c.meeting)).all()).difference(ids)), True

    def _speaking_unindexed(self, words: str) -> list[str]:
        """As `_speaking`, where the database has no index."""
        raise NotImplementedError


def _rarest(connection: Connection, view: View) -> Facet | None:
    """The facet whose value fewest meetings have, as it is noted; None where a person is named, who is rare."""
    if view.facets.get(Facet.PERSON):
        return None
    counts = {facet: _tally(connection, facet, value) for facet, value in view.facets.items() if value}
    return min(counts, key=lambda facet: counts[facet], default=None)


def _tally(connection: Connection, facet: Facet, value: str) -> int:
    """How many meetings have a value, as it is noted."""
    column = tables.tallies.c
    noted = select(column.meetings).where(column.facet == facet, column.value == value)
    return connection.scalar(noted) or 0


def _having(facet: Facet, value: str) -> Select[Any]:
    """The meetings that have a value."""
    if facet is not Facet.PERSON:
        column = tables.facets.c
        return select(column.meeting).where(column.facet == facet, column.value == value)
    present, spelling = tables.attendances.c, tables.spellings.c
    named = select(present.meeting).join(tables.spellings, spelling.spelling == present.spelling)
    return named.where(spelling.entity == value)


def _has(facet: Facet, value: str) -> ColumnElement[bool]:
    """Whether the meeting of a row of `listings` has a value."""
    column = tables.facets.c
    of_it = column.meeting == tables.listings.c.meeting
    return exists().where(column.facet == facet, column.value == value, of_it)


_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.LATEST: (tables.listings.c.last_day.desc(), tables.listings.c.meeting.desc()),
    Order.EARLIEST: (tables.listings.c.first_day, tables.listings.c.meeting),
    Order.VOICES: (tables.listings.c.voices.desc(), tables.listings.c.meeting.desc()),
}


def _ids(
    connection: Connection,
    chosen: Sequence[ColumnElement[bool]],
    order: Order,
    stretch: tuple[int, int] | None = None,
) -> list[str]:
    """Ids of the meetings chosen, all or a stretch (start, most) of them."""
    asked = select(tables.listings.c.meeting).where(*chosen).order_by(*_ORDERS[order])
    if stretch:
        asked = asked.offset(stretch[0]).limit(stretch[1])
    return list(connection.scalars(asked))


def total_of(connection: Connection, view: View, chosen: Sequence[ColumnElement[bool]]) -> int:
    """How many meetings are chosen; of one value that is noted."""
    named = [(facet, value) for facet, value in view.facets.items() if value]
    alone = len(named) == 1 and not (view.words.strip() or view.also or view.when or view.site)
    if alone and named[0][0] is not Facet.PERSON:
        return _tally(connection, *named[0])
    return connection.scalar(select(func.count()).select_from(tables.listings).where(*chosen)) or 0


def _voices(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    column = tables.listings.c
    found = connection.execute(select(column.meeting, column.voices).where(column.meeting.in_(ids)))
    return {row.meeting: row.voices for row in found}


def _documents(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many documents tell of each meeting."""
    placed, account, reading = (t.c for t in (tables.meeting_accounts, tables.accounts, tables.readings))
    asked = (
        select(placed.meeting, func.count(reading.document.distinct()))
        .join(tables.accounts, account.id == placed.account)
        .join(tables.readings, reading.number == account.reading)
        .where(placed.meeting.in_(ids), query.is_newest())
        .group_by(placed.meeting)
    )
    return {row[0]: row[1] for row in connection.execute(asked)}


# --------------------------------------------------------------------------------------------------- facets


def _most_common(connection: Connection, part: Part, facets: Sequence[Facet], most: int) -> dict[Facet, list[Counted]]:
    if not part.fulfilled:
        return {facet: _noted(connection, facet, most) for facet in facets}
    counts = _counts(connection, part, facets)
    found = {}
    for facet in facets:
        of_it = [Counted(value, value, number) for (name, value), number in counts.items() if name == facet and number]
        of_it.sort(key=_latest if facet is Facet.YEAR else _most_first)
        found[facet] = of_it[:most]
    return found


def _latest(counted: Counted) -> tuple[int, str]:
    return -int(counted.value), counted.value


def _most_first(counted: Counted) -> tuple[int, str]:
    return -counted.meetings, counted.value


def _noted(connection: Connection, facet: Facet, most: int) -> list[Counted]:
    """The values of a facet among all meetings."""
    column = tables.tallies.c
    order = (column.value.desc(),) if facet is Facet.YEAR else (column.meetings.desc(), column.value)
    asked = select(column.value, column.meetings).where(column.facet == facet).order_by(*order).limit(most)
    return [Counted(value, value, number) for value, number in connection.execute(asked)]


def _counts(connection: Connection, part: Part, facets: Sequence[Facet]) -> Counter[tuple[str, str]]:
    """How many of the meetings asked for have each value. Of all, each is noted."""
    inside = select(tables.listings.c.meeting).where(*part.fulfilled)
    column, noted = tables.facets.c, tables.tallies.c
    asked = select(column.facet, column.value, func.count()).where(column.meeting.in_(inside))
    if len(facets) == 1:  # of several, a database would look through all that every meeting has of each
        asked = asked.where(column.facet.in_(facets))
    found = connection.execute(asked.group_by(column.facet, column.value))
    counts = Counter({(facet, value): number for facet, value, number in found if facet in facets})
    if part.left is None:
        return counts
    of_all = connection.execute(select(noted.facet, noted.value, noted.meetings).where(noted.facet.in_(facets)))
    left = Counter({(facet, value): number for facet, value, number in of_all})
    left.subtract(counts)
    return left
