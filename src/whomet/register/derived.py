"""Judgements, meetings and entities as rows, and back: what follows from the readings and can be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite
from typing import Any

import msgspec

from whomet.model import (
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
from whomet.register.rows import Row, to_json


def judgement_rows(judgements: Iterable[Judgement]) -> Iterator[Row]:
    """Raises ValueError for a weight that is no finite number, which JSON can't say."""
    for number, judgement in enumerate(judgements, 1):
        if not isfinite(judgement.score):
            raise ValueError(f"the weights of {judgement.left} and {judgement.right} make {judgement.score}")
        yield {
            "number": number,
            "left_id": judgement.left,
            "right_id": judgement.right,
            "verdict": judgement.verdict,
            "score": judgement.score,
            "judge": judgement.judge,
            "reasons": to_json(judgement.reasons),
        }


def judgement_from(row: Any) -> Judgement:  # noqa: ANN401 - a row of judgements
    reasons = tuple(msgspec.json.decode(row.reasons, type=list[Reason]))
    return Judgement(row.left_id, row.right_id, Verdict(row.verdict), reasons, row.judge)


def meeting_rows(meetings: Iterable[Meeting], voices: Mapping[str, int]) -> Iterator[Row]:
    """A row for each meeting; `voices` says how many independent texts tell of it, by id, where they were counted."""
    for number, meeting in enumerate(meetings, 1):
        yield {"id": meeting.id, "number": number, "voices": voices.get(meeting.id)}


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
                    "differ": cell.differ,
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
        cells.append(Cell(Property(of_cell[0].property), readings, of_cell[0].differ))
    return tuple(cells)


def _by_variant(rows: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    for _, group in groupby(rows, lambda row: row.variant):
        variants = list(group)
        if variants[0].value is not None:
            yield variants[0].value, variants


def entity_rows(entities: Iterable[Entity]) -> Iterator[Row]:
    for number, entity in enumerate(entities, 1):
        yield {"id": entity.id, "number": number, "kind": entity.kind, "name": entity.name}


def entity_name_rows(entities: Iterable[Entity]) -> Iterator[Row]:
    for entity in entities:
        for position, name in enumerate(entity.names):
            yield {"entity": entity.id, "position": position, "name": name}


def entity_member_rows(entities: Iterable[Entity]) -> Iterator[Row]:
    for entity in entities:
        for position, member in enumerate(entity.members):
            yield {"entity": entity.id, "position": position, "member": member}


def entity_role_rows(entities: Iterable[Entity]) -> Iterator[Row]:
    for entity in entities:
        for position, (role, date, account) in enumerate(entity.roles):
            yield {"entity": entity.id, "position": position, "role": role, "date": date, "account": account}


def entity_from(row: Any, names: Sequence[Any], members: Sequence[Any], roles: Sequence[Any]) -> Entity:  # noqa: ANN401
    """One entity, from its row and its rows in the three tables below it."""
    return Entity(
        row.id,
        EntityKind(row.kind),
        row.name,
        tuple(name.name for name in names),
        tuple(member.member for member in members),
        tuple((role.role, role.date, role.account) for role in roles),
    )
