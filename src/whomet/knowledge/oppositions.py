"""Each state's opposition: it meets its government as another side, and speaks for itself."""

from __future__ import annotations

from functools import cache
from typing import Any

from whomet.knowledge.data import read_data
from whomet.knowledge.party_words import slug


@cache
def opposition_rows() -> tuple[dict[str, Any], ...]:
    """Rows as organisations.yaml has them ("Kenyan opposition", "Kenya's opposition"), of each state for which no such
    row has one under some name."""
    listed = {name for row in read_data("organisations")["organisations"] for name in _names(row)}
    found = (_opposition(state) for state in read_data("states")["states"] if state.get("adjectives"))
    return tuple(row for row in found if listed.isdisjoint(_names(row)))


def _names(row: dict[str, Any]) -> tuple[str, ...]:
    return (row["name"], *row.get("aliases", ()))


def _opposition(state: dict[str, Any]) -> dict[str, Any]:
    first, *more = (f"{adjective} opposition" for adjective in state["adjectives"])
    owned = (f"{name}'s opposition" for name in (state["name"], *state.get("names", ()), *state.get("native", ())))
    row = {"id": f"{slug(state['name'])}-opposition", "name": first, "kind": "movement", "aliases": [*more, *owned]}
    return row | ({"state": state["code"]} if state.get("code") else {})
