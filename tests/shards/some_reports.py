"""Made-up reports, and a register as it is in every row."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

CITIES = ("Oslo", "Bergen", "Cairo", "Doha")


def report(number: int, more: str = "") -> str:
    """A line of JSON: every third tells of a meeting, some of the same."""
    city = CITIES[number % 4]
    told = (
        f"The foreign minister of Norway met the Swedish envoy in {city} on Friday."
        if number % 3 == 0
        else "It rained."
    )
    text = f"LISBON, 3 May 2031 - {told} {more}\n\nReport {number} of the harbour office."
    return json.dumps({"id": f"r{number}", "text": text, "published": "2031-05-05"})


def dumped(path: Path) -> list[str]:
    """Every row of a register, in the order in which it lies there."""
    with closing(sqlite3.connect(path)) as register:
        return list(register.iterdump())
