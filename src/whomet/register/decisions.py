"""Decisions as rows, each function a part of one transaction that its caller began. They are only ever appended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from whomet.errors import DecidedMeanwhileError, DecisionError
from whomet.model import Span
from whomet.register import purge, query, tables, write
from whomet.values.decisions import Anchor, Decision, DecisionKind, documents_of, in_force

Numbered = tuple[int, Decision]
"""A decision with its number: they count up in the order in which decisions were made."""


def append(connection: Connection, decision: Decision, seen: int | None) -> int:
    """Appends a decision, has what follows from its documents made anew, and gives its number.

    `seen` is the number of the last decision that its maker knew of. Raises DecisionError where the words are not those
    of the document, DecidedMeanwhileError where somebody else decided about the same documents since.
    """
    keys = documents_of([decision])
    _check_words(connection, decision)
    since = [d for n, d in about(connection, keys) if seen is not None and n > seen and d.by != decision.by]
    if since:
        last = since[-1]
        raise DecidedMeanwhileError(
            f"{last.by} decided “{last.kind}” about the same words meanwhile ({last.on}: {last.reason}); "
            "look again, then decide."
        )
    returning = insert(tables.decisions).returning(tables.decisions.c.number)
    number = int(connection.scalars(returning, _row(decision)).one())
    write.insert_rows(connection, tables.anchors, (_anchor_row(number, n, a) for n, a in enumerate(decision.about)))
    for key in query.kept(connection, keys):
        write.unsettle(connection, key)
    return number


def every(connection: Connection) -> list[Numbered]:
    """Every decision, in the order in which they were made."""
    return _with_anchors(connection, connection.execute(select(tables.decisions)).all())


def numbered(connection: Connection, only: ColumnElement[bool], most: int) -> list[Numbered]:
    """Some decisions, at most so many, in the order in which they were made."""
    found = select(tables.decisions).where(only).order_by(tables.decisions.c.number).limit(most)
    return _with_anchors(connection, connection.execute(found).all())


def about(connection: Connection, documents: Collection[str]) -> list[Numbered]:
    """The decisions about some documents, by their keys, in the order in which they were made."""
    anchor, found = tables.anchors.c, set[int]()
    for keys in query.chunks(sorted(documents)):
        found.update(connection.scalars(select(anchor.decision).where(anchor.document.in_(keys))))
    rows: list[Any] = []
    for numbers in query.chunks(sorted(found)):
        rows += connection.execute(select(tables.decisions).where(tables.decisions.c.number.in_(numbers)))
    return _with_anchors(connection, rows)


def by_document(connection: Connection, documents: Collection[str]) -> dict[str, list[Decision]]:
    """The decisions in force about some documents, under the key of each document that any is about."""
    found: dict[str, list[Decision]] = {}
    for decision in in_force([d for _, d in about(connection, documents)]):
        for key in sorted(documents_of([decision])):
            found.setdefault(key, []).append(decision)
    return found


def _check_words(connection: Connection, decision: Decision) -> None:
    texts = {k: t for keys in query.chunks(documents_of([decision])) for k, t in query.texts(connection, keys).items()}
    gone = {t.document for t in purge.found(connection, documents_of([decision]))}
    for anchor in decision.about:
        if anchor.document in gone and decision.kind is DecisionKind.UNDO:
            continue  # its words were purged; what was decided about them can be taken back all the same
        if anchor.document not in texts:
            raise DecisionError(f"{anchor.document}: the register holds no such document, so nothing was decided.")
        if anchor.span.of(texts[anchor.document]) != anchor.quote:
            raise DecisionError(
                f"{anchor.document}: “{anchor.quote[:80]}” is not at {anchor.span.start} there, so nothing was decided."
            )


def _with_anchors(connection: Connection, rows: Sequence[Any]) -> list[Numbered]:
    found: dict[int, list[Anchor]] = {}
    column = tables.anchors.c
    for numbers in query.chunks([row.number for row in rows]):
        of_them = select(tables.anchors).where(column.decision.in_(numbers)).order_by(column.decision, column.position)
        for row in connection.execute(of_them):
            anchor = Anchor(row.document, Span(row.span_start, row.span_end), row.quote, row.account)
            found.setdefault(row.decision, []).append(anchor)
    return sorted((row.number, _decision(row, found.get(row.number, []))) for row in rows)


def _decision(row: Any, anchors: Sequence[Anchor]) -> Decision:  # noqa: ANN401 - a row of decisions
    made = Decision(DecisionKind(row.kind), tuple(anchors), row.value, row.decided_by, row.decided_on, row.reason)
    return made if made.id == row.id else replace(made, known_as=row.id)


def _row(decision: Decision) -> dict[str, str]:
    return {
        "id": decision.id,
        "kind": decision.kind,
        "value": decision.value,
        "decided_by": decision.by,
        "decided_on": decision.on,
        "reason": decision.reason,
    }


def _anchor_row(number: int, position: int, anchor: Anchor) -> dict[str, str | int]:
    return {
        "decision": number,
        "position": position,
        "document": anchor.document,
        "span_start": anchor.span.start,
        "span_end": anchor.span.end,
        "quote": anchor.quote,
        "account": anchor.account,
    }
