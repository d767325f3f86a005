"""What a register leaves open for people to decide, asked of the database: no text and no claim is loaded for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from whomet.model import Property, Verdict
from whomet.register import query, tables
from whomet.register.connections import Connections
from whomet.register.listings import Facet

_FEW = 2_000  # meetings that are counted one by one


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two accounts, in two meetings, that may tell of one; how much speaks for it."""

    left: str
    right: str
    meetings: tuple[str, str]
    score: float


class Undecided(Connections):
    """The questions of a review queue."""

    def unsure(self) -> list[Unsure]:
        """Every pair of accounts that is left unsure, in the order of ids."""
        judged = tables.judgements.c
        one, other = tables.meeting_accounts.alias(), tables.meeting_accounts.alias()
        asked = (
            select(judged.left, judged.right, one.c.meeting, other.c.meeting, judged.score)
            .join(one, one.c.account == judged.left)
            .join(other, other.c.account == judged.right)
            .where(judged.verdict == Verdict.UNSURE, one.c.meeting != other.c.meeting)
            .order_by(judged.left, judged.right)
        )
        with self._looking() as connection:
            rows = connection.execute(asked).all()
        return [Unsure(left, right, (min(a, b), max(a, b)), score) for left, right, a, b, score in rows]

    def differing(self) -> list[tuple[str, Property]]:
        """Every meeting with each property in which its sources differ."""
        column, known = tables.facets.c, {prop.value: prop for prop in Property}
        asked = select(column.meeting, column.value).where(column.facet == Facet.DOUBT)
        with self._looking() as connection:
            rows = connection.execute(asked.order_by(column.meeting, column.value)).all()
        return [(meeting, known[value]) for meeting, value in rows if value in known]

    def less_sure(self, than: float) -> list[tuple[str, str, float]]:
        """Every account in a meeting that is read with less confidence: its id, its meeting's, and how much."""
        placed, account, reading = tables.meeting_accounts.c, tables.accounts.c, tables.readings.c
        asked = (
            select(account.id, placed.meeting, account.confidence)
            .join(tables.meeting_accounts, placed.account == account.id)
            .join(tables.readings, reading.number == account.reading)
            .where(account.confidence < than, query.is_newest())
            .order_by(account.id)
        )
        with self._looking() as connection:
            return [(ident, meeting, float(sure)) for ident, meeting, sure in connection.execute(asked)]

    def account_counts(self, meetings: Collection[str]) -> dict[str, int]:
        """How many accounts each of some meetings has; of many meetings, of all there are."""
        placed = tables.meeting_accounts.c
        asked = select(placed.meeting, func.count()).group_by(placed.meeting)
        with self._looking() as connection:
            if len(meetings) > _FEW:
                return {row[0]: row[1] for row in connection.execute(asked)}
            some = (asked.where(placed.meeting.in_(chunk)) for chunk in query.chunks(sorted(meetings)))
            return {meeting: number for one in some for meeting, number in connection.execute(one)}
