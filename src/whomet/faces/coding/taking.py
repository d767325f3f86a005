"""A sheet that came back: every cell is checked, and what can't be placed is named with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from whomet.errors import InputError
from whomet.exchange.tables import defused
from whomet.faces.coding.sheets import COLUMNS, Texts
from whomet.faces.terminal import clean
from whomet.knowledge.places import countries, country_code_named
from whomet.values.coding import FIELDS, NO, YES, CodedMeeting, Coding, Drawn, Field, person_of, place
from whomet.values.edtf import bounds

OPEN = "??"
"""How a cell begins that is still to be settled."""

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MEANT = {"y": YES, "true": YES, "n": NO, "false": NO}
_NEEDED = ("words", "main", "status", "contact", "format", "parties")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, by its number there, with its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Taken:
    """What could be placed, by the documents' keys, and a sentence for each cell that could not."""

    codings: dict[str, Coding] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class _CellError(Exception):
    """What is wrong with a cell."""


def lines_of(path: Path) -> tuple[str, str, list[Line]]:
    """The sample and the coder whose sheet a file is, and its lines. Raises InputError for a file that is none."""
    rows = _rows(path)
    header = [cell.strip() for cell in next(rows, (0, []))[1]]
    missing = [column for column in COLUMNS if column != "document" and column not in header]
    if missing:
        raise InputError(path.name, f"is no coder's sheet: it has no column {', '.join(missing)}.")
    lines = [
        Line(number, {column: _plain(cell) for column, cell in zip(header, row, strict=False)}) for number, row in rows
    ]
    lines = [line for line in lines if any(line.cells.values())]
    titles = {line.cells.get("sheet", "") for line in lines}
    sample, _, coder = next(iter(titles), "").partition(": ")
    if len(titles) != 1 or not coder:
        raise InputError(path.name, "must name one sheet in its first column, the same in every line.")
    return sample, coder, lines


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a file in whatever way a spreadsheet wrote them: with commas, semicolons or tabs."""
    raw = path.read_bytes()
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8-sig")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(path.name, "is not in UTF-8; save it as “CSV UTF-8”.") from None
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(path.name, f"line {reader.line_num} can't be read ({error}).") from None


def _plain(cell: str) -> str:
    """A cell on one line, without the apostrophe that kept a spreadsheet from computing it."""
    line = " ".join(cell.split())
    bare = line[1:].lstrip() if line.startswith("'") else line
    return bare if defused(bare) == line or re.match(r"[\[0-9]", bare) else line


def taken(texts: Texts, lines: Sequence[Line], *, settling: bool = False) -> Taken:
    """What the lines of a sheet say of each text. A text with a cell that can't be placed is left out whole; where it
    is settled, a line that says "no" is a meeting that there was not, whatever else stands in it."""
    found, by_number = Taken(), {str(drawn.number): drawn for drawn in texts.sample.drawn}
    of_text: dict[str, list[Line]] = {}
    for line in lines:
        number = line.cells.get("text", "")
        if number in by_number:
            of_text.setdefault(number, []).append(line)
        else:
            found.wrong.append(f"line {line.number}, text: “{clean(number[:40])}” is no text of this sample.")
    for number, told in of_text.items():
        _take(texts, by_number[number], told, found, settling)
    return found


def _take(texts: Texts, drawn: Drawn, lines: Sequence[Line], found: Taken, settling: bool) -> None:
    wrong: list[str] = []
    meetings: list[CodedMeeting] = []
    answers = []
    for line in lines:
        said = line.cells.get("meeting", "").lower()
        answer = _MEANT.get(said, said)
        answers.append(answer)
        if answer == YES:
            meetings.append(_meeting(line, texts.text(drawn), wrong))
        elif answer == NO and not settling:
            full = [column for column in FIELDS if line.cells.get(column)]
            wrong += [f"line {line.number}, {column}: no meeting, yet something stands here." for column in full]
        elif answer != NO:
            wrong.append(_unanswered(line, answer))
    if not settling and NO in answers and len(answers) > 1:
        wrong.append(f"line {lines[0].number}, meeting: text {drawn.number} has another line, so “no” can't be meant.")
    found.wrong += wrong
    if not wrong:
        found.codings[drawn.document] = tuple(meetings)


def _unanswered(line: Line, answer: str) -> str:
    if answer.startswith(OPEN):
        return f"line {line.number}, meeting: still to be settled; write yes or no."
    said = f"“{clean(answer[:40])}” is neither yes nor no" if answer else "not coded yet; write yes or no"
    return f"line {line.number}, meeting: {said}."


def _meeting(line: Line, text: str, wrong: list[str]) -> CodedMeeting:
    """The meeting that a line tells of; what is wrong with its cells is added to `wrong`."""
    cells: list[tuple[str, str]] = []
    sides = {s for column in ("parties", "mediators") for s in _several(line.cells.get(column, ""))}
    for name, column in FIELDS.items():
        try:
            cells += ((name, value) for value in _values(column, line.cells.get(name, ""), text, sides))
        except _CellError as error:
            wrong.append(f"line {line.number}, {name}: {error}")
    return CodedMeeting(tuple(cells), line.cells.get("remark", ""))


def _several(cell: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _values(column: Field, cell: str, text: str, sides: set[str]) -> list[str]:
    """The values of a cell as they are kept. Raises _CellError for what can't be."""
    if cell.startswith(OPEN):
        raise _CellError("still to be settled; write what holds.")
    if not cell:
        if column.name in _NEEDED:
            raise _CellError("empty, but a meeting has one.")
        return []
    if column.words:
        word = _MEANT.get(cell.lower(), cell.lower()) if column.name == "main" else cell.lower()
        if word not in column.words:
            raise _CellError(f"“{clean(cell[:60])}” is none of {', '.join(column.words)}.")
        return [word]
    if column.name == "date" and not bounds(cell):
        raise _CellError(
            f"“{clean(cell[:60])}” is no date as 2024-08-21; a spreadsheet leaves it so with an apostrophe before it."
        )
    if column.name == "country":
        return [_country(cell)]
    if column.name == "people":
        return [_person(told, text, sides) for told in _several(cell)]
    values = _several(cell) if column.many else [cell]
    for value in values if column.verbatim else ():
        _must_stand(value, text)
    return values


def _must_stand(words: str, text: str) -> None:
    if not place(words, text):
        raise _CellError(f"“{clean(words[:80])}” does not stand in the text.")


def _country(cell: str) -> str:
    code = cell.upper() if cell.upper() in countries() else country_code_named(cell)
    if not code:
        raise _CellError(f"“{clean(cell[:60])}” is no country; write its two letters of ISO 3166-1, as NO.")
    return code


def _person(cell: str, text: str, sides: set[str]) -> str:
    try:
        person = person_of(cell)
    except ValueError:
        raise _CellError(f"“{clean(cell[:80])}” is no person; write name | role | party.") from None
    for words in filter(None, (person.name, person.role)):
        _must_stand(words, text)
    if person.party and person.party not in sides:
        raise _CellError(f"“{clean(person.party[:60])}” is none of the parties or mediators of this line.")
    return " | ".join((person.name, person.role, person.party))
