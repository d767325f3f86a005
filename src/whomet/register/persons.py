"""Persons as a list of meetings counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from whomet.model import EntityKind
from whomet.register import tables


@dataclass(frozen=True, slots=True)
class Counted:
    """One value of a facet, what it is called, and how many meetings have it, 0 where that was not counted."""

    value: str
    name: str
    meetings: int


def often_named(connection: Connection, most: int) -> list[Counted]:
    """The persons whom most accounts name."""
    spelling, entity, several = tables.spellings.c, tables.entities.c, func.sum(tables.spellings.c.count)
    asked = (
        select(spelling.entity, entity.name)
        .join(tables.entities, entity.entity == spelling.entity)
        .where(entity.kind == EntityKind.PERSON)
        .group_by(spelling.entity, entity.name)
        .order_by(several.desc(), spelling.entity)
        .limit(most)
    )
    return [Counted(value, name, 0) for value, name in connection.execute(asked)]


def persons_at(connection: Connection, chosen: Sequence[ColumnElement[bool]], most: int) -> list[Counted]:
    """Persons at the meetings chosen, with how many of these they were at."""
    present, spelling = tables.attendances.c, tables.spellings.c
    several = func.count(present.meeting.distinct())
    inside = select(tables.listings.c.meeting).where(*chosen)
    asked = (
        select(spelling.entity, several)
        .join(tables.attendances, present.spelling == spelling.spelling)
        .where(present.meeting.in_(inside))
        .group_by(spelling.entity)
        .order_by(several.desc(), spelling.entity)
        .limit(most)
    )
    found = connection.execute(asked).all()
    entity = tables.entities.c
    called = select(entity.entity, entity.name).where(entity.entity.in_([value for value, _ in found]))
    names: dict[str, str] = {row.entity: row.name for row in connection.execute(called)}
    return [Counted(str(value), names[str(value)], number) for value, number in found]
