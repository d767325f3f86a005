"""Judgements, meetings and entities as rows, and back: what follows from the readings and can be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec

from whomet.model import (
    Accord,
    Cell,
    CellReading,
    Entity,
    EntityKind,
    Judgement,
    Meeting,
    Property,
    Reason,
    Verdict,
)
from whomet.register.rows import Row
from whomet.values.readings import gather


def judgement_from(row: Any) -> Judgement:  # noqa: ANN401 - a row of judgements
    reasons = tuple(msgspec.json.decode(row.reasons, type=list[Reason]))
    return Judgement(row.left, row.right, Verdict(row.verdict), reasons, row.judge)


def meeting_account_rows(meetings: Iterable[Meeting]) -> Iterator[Row]:
    for meeting in meetings:
        for position, account in enumerate(meeting.accounts):
            yield {"meeting": meeting.id, "position": position, "account": account}


def cell_rows(meetings: Iterable[Meeting]) -> Iterator[Row]:
    """A row for each account of each value; a cell without values, or a value without accounts, has one with nulls."""
    for meeting in meetings:
        for number, cell in enumerate(meeting.cells):
            for variant, position, value, account in _values_in(cell):
                yield {
                    "meeting": meeting.id,
                    "cell": number,
                    "variant": variant,
                    "position": position,
                    "property": cell.property,
                    "accord": cell.accord,
                    "value": value,
                    "account": account,
                }


def _values_in(cell: Cell) -> Iterator[tuple[int, int, str | None, str | None]]:
    if not cell.readings:
        yield 0, 0, None, None
    for variant, reading in enumerate(cell.readings):
        for position, account in enumerate(reading.accounts or (None,)):
            yield variant, position, reading.value, account


def cells_from(rows: Sequence[Any]) -> tuple[Cell, ...]:
    """The cells of one meeting, from its rows in the order of their key."""
    cells = []
    for _, group in groupby(rows, lambda row: row.cell):
        of_cell = list(group)
        readings = tuple(
            CellReading(value, tuple(row.account for row in variants if row.account is not None))
            for value, variants in _by_variant(of_cell)
        )
        cells.append(Cell(Property(of_cell[0].property), readings, Accord(of_cell[0].accord)))
    return tuple(cells)


def _by_variant(rows: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    for _, group in groupby(rows, lambda row: row.variant):
        variants = list(group)
        if variants[0].value is not None:
            yield variants[0].value, variants


def entity_from(row: Any, members: Sequence[Any]) -> Entity:  # noqa: ANN401
    """One entity, from its row and those of its members."""
    return Entity(
        row.entity,
        EntityKind(row.kind),
        row.name,
        tuple(sorted({m.name for m in members})),
        tuple(sorted({m.member for m in members})),
        tuple(sorted({(m.role, m.date, m.account) for m in members if m.role}, key=lambda r: (r[1], r[2], r[0]))),
    )


def people_cell(accounts: Sequence[str], named: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Cell, ...]:
    """The cell of those present at a meeting, () if nobody is named. `named` holds, for each account, its members and
    what each is called."""
    sayings = [
        (name, account)
        for account in accounts
        for _, name in sorted((int(member.rpartition("/")[2]), name) for member, name in named.get(account, ()))
    ]
    return (Cell(Property.PERSON_NAME, gather(sayings)),) if sayings else ()
