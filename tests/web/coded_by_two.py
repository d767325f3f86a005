"""A sample of two texts, coded by two people who differ on one cell."""

from __future__ import annotations

from pathlib import Path

from whomet.faces.coding.drawing import drawn
from whomet.faces.coding.sheets import texts_of
from whomet.faces.coding.taking import Line, taken
from whomet.register import Register
from whomet.values.coding import Sheet

WHEN = "2031-03-08T12:00:00Z"
ALIKE = {"main": "yes", "status": "held", "contact": "direct", "format": "in-person", "parties": "Norway; Sweden"}


def handed_in(register: Register, coder: str, **cells: str) -> None:
    """A coder's sheet: of the first text no meeting, of the second the one that its first words tell of."""
    texts = texts_of(register, register.sample("first"))
    lines = [Line(1, {"text": "1", "meeting": "no"})]
    lead = texts.text(texts.sample.drawn[1])[:60].split("\n")[0]
    lines.append(Line(2, {"text": "2", "meeting": "yes", "words": lead, **ALIKE, **cells}))
    found = taken(texts, lines)
    assert not found.wrong
    register.give("first", Sheet(coder, True, WHEN))
    register.take("first", coder, found.codings, WHEN)


def coded_by_two(path: Path) -> Path:
    """Draws and codes it in a register; they differ on the state of a meeting."""
    with Register.open(path) as register:
        register.draw(drawn(register, 2, "", ("first", 1, "Ada", WHEN)))
        handed_in(register, "Ada Lind")
        handed_in(register, "Bo Berg", status="planned")
    return path
