"""What somebody else wrote, brought into a register: whole readings, and the rows of tables.

The same file twice adds nothing. A row that reads otherwise than at an earlier import of the same file takes the place
of the older one, which stays in the register without accounts; a row that is gone from the file stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.text import Text

from whomet.documents.encoding import decode, is_binary
from whomet.errors import InputError
from whomet.exchange.importing import foreign
from whomet.exchange.importing.columns import ROW, ColumnMap, proposed, read_map
from whomet.exchange.importing.placing import Placed
from whomet.exchange.importing.readings import reading_in
from whomet.exchange.importing.records import Record, Sheet, Trouble
from whomet.exchange.importing.tables import csv_sheet, parquet_sheet, sheet_of, workbook_sheet
from whomet.faces.deciding import now
from whomet.faces.terminal import clean
from whomet.model import Account, Finding, FindingKind, Property, Reading
from whomet.pipeline import absorb, reconcile_register
from whomet.register import Register
from whomet.values.decisions import Anchor, Decision, DecisionKind

OURS = {"id", "date", "parties", "accounts", "documents", "voices"}
"""Columns by which a table is known for one that `whomet export csv` wrote."""

FOREIGN = {"plover": foreign.plover, "ftm": foreign.followthemoney, "webannotation": foreign.webannotation}
"""Formats of other programs, whose fields are known."""

_LARGEST = 128 * 1024 * 1024  # bytes of a table, which is in memory as a whole


@dataclass
class Outcome:
    """What an import came to. `keys` are those of the documents that hold what the file tells."""

    keys: set[str] = field(default_factory=set)
    new: int = 0
    changed: int = 0
    held: int = 0
    gone: int = 0
    troubles: list[str] = field(default_factory=list)

    def summary(self, noun: str) -> str:
        """In a sentence, or two."""
        several = self.new + self.changed + self.held
        counted = f"{several} {noun}{'' if several == 1 else 's'}"
        told = f"{counted}: {self.new} new, {self.changed} changed, {self.held} held already."
        if self.gone:
            told += f" No longer in the file, and kept as they were: {self.gone}."
        return told


# ------------------------------------------------------------------------------------------- whole readings


def holds_readings(path: Path) -> bool:
    """Whether a file of JSON Lines holds readings, not meetings as rows: by its first line that is not blank."""
    with path.open("rb") as lines:
        first = next((line for line in lines if line.strip()), b"")
    return b'"reader":' in first and b'"meetings":' in first


def readings_in(path: Path, troubles: list[str], register: Register | None = None) -> Iterator[Reading]:
    """The readings of a file, one at a time; a line that can't be taken becomes a trouble."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            try:
                reading = reading_in(line, where)
                if register:
                    _refuse_other(register, reading, where)
            except InputError as error:
                troubles.append(str(error))
                continue
            yield reading


def _refuse_other(register: Register, reading: Reading, where: str) -> None:
    """Raises InputError for a reading that would put other words under what the register holds."""
    key = reading.document.key
    if dict(register.texts([key])).get(key, reading.document.text) != reading.document.text:
        raise InputError(where, f"has another text than the register's document {key[:8]}, so it was left out.")
    for account in register.accounts({a.id for a in reading.accounts}):
        if account.document != key:
            raise InputError(where, f"account {account.id} is another document's in this register; it was left out.")


def import_readings(register: Register, path: Path) -> Outcome:
    """Adds the readings of a file to a register."""
    outcome = Outcome()

    def new() -> Iterator[Reading]:
        for reading in readings_in(path, outcome.troubles, register):
            document = reading.document
            outcome.keys.add(document.key)
            held = register.has_reading(document.key, reading.reader, document.extractor)
            outcome.held += held
            outcome.new += not held
            yield reading

    refused = absorb(register, new())
    outcome.troubles += map(str, refused)
    outcome.new -= len(refused)
    return outcome


# ---------------------------------------------------------------------------------------------- rows of tables


def sheet_in(form: str, path: Path) -> tuple[Sheet, str]:
    """The rows of a file, and a warning of its encoding, or "". Raises InputError for what is no such file."""
    if form == "xlsx":
        return workbook_sheet(path), ""
    if form == "parquet":
        return parquet_sheet(path), ""
    with path.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise InputError(str(path), f"is larger than {_LARGEST // 1024 // 1024} MB: import it in several files.")
    if is_binary(data):
        raise InputError(str(path), f"is no text, so it is no {form}.")
    decoded = decode(data)
    warning = f"{path}: {decoded.warning}" if decoded.warning else ""
    if form == "csv":
        return csv_sheet(decoded.text, str(path)), warning
    objects, troubles = _objects(decoded.text)
    sheet = FOREIGN[form](objects) if form in FOREIGN else sheet_of(objects)
    return replace(sheet, rows=(*sheet.rows, *troubles)), warning


def columns_of(form: str, given: str, sheet: Sheet) -> ColumnMap | None:
    """What the columns of a table hold, by a file that says so, or as Whomet or a known program wrote it; None where
    nobody knows. Raises InputError for a file that is no map of this table."""
    if given:
        try:
            said = Path(given).read_bytes()
        except OSError as error:
            raise InputError(
                given, f"can't be read ({error.strerror}); name a file that says what columns hold."
            ) from error
        return read_map(decode(said).text, given, sheet.columns)
    known = form in FOREIGN or OURS.issubset(sheet.columns)
    return proposed(sheet.columns) if known else None


def _objects(text: str) -> tuple[list[tuple[str, dict[str, Any]]], list[Trouble]]:
    found: list[tuple[str, dict[str, Any]]] = []
    troubles: list[Trouble] = []
    for number, line in enumerate(text.split("\n"), 1):
        place = f"line {number}"
        try:
            value = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            troubles.append(Trouble(place, "is no JSON, so it was left out"))
            continue
        if isinstance(value, dict):
            found.append((place, value))
        elif value is not None:
            troubles.append(Trouble(place, "is no JSON object, so it was left out"))
    return found, troubles


def import_rows(register: Register, placed: Sequence[Placed], source: str, by: str) -> Outcome:
    """Adds rows to a register, takes back those that they take the place of, and keeps the project's own fields."""
    outcome = Outcome()
    known = set(register.account_ids())
    fresh = [p for p in placed if not (p.accounts and known.issuperset(p.accounts))]
    outcome.held += len(placed) - len(fresh)
    outcome.keys = {p.reading.document.key for p in fresh}
    outcome.troubles += _namesakes(fresh)
    newest = {r.document.key: r.reader for r in register.newest(outcome.keys, texts=False, claims=())}
    replaced = list(_replaced(register, fresh, source, outcome))
    added = list(_added(fresh, newest, {r.document.id for r in replaced}, outcome))
    outcome.troubles += map(str, absorb(register, [*replaced, *added]))
    _keep_codes(register, fresh, source, by)
    return outcome


def _namesakes(placed: Iterable[Placed]) -> Iterator[str]:
    first: dict[str, Placed] = {}
    for each in placed:
        before = first.setdefault(each.reading.document.id, each)
        if before.reading.document.key != each.reading.document.key:
            yield f"{each.reading.document.source}: has the id that {before.place} has; both were taken."


def _added(
    placed: Iterable[Placed], newest: dict[str, str], replaced: Collection[str], outcome: Outcome
) -> Iterator[Reading]:
    """The readings that the register has not as its newest, each numbered above those that it has. `replaced` are the
    ids of rows that read otherwise before."""
    for each in placed:
        reading = each.reading
        before = newest.get(reading.document.key)
        if before is None:
            outcome.changed += reading.document.id in replaced
            outcome.new += reading.document.id not in replaced
        elif _number(before) % 2 == 0 and before.rpartition(" ")[0] == reading.reader.rpartition(" ")[0]:
            outcome.held += 1
            continue
        else:
            outcome.changed += 1
            reading = replace(reading, reader=_numbered(reading.reader, _number(before) // 2 * 2 + 2))
        newest[reading.document.key] = reading.reader
        yield reading


def _replaced(register: Register, placed: Sequence[Placed], source: str, outcome: Outcome) -> Iterator[Reading]:
    """Readings without accounts of rows that others of the same name have taken the place of."""
    names = {p.reading.document.id for p in placed}
    for before in register.readings(texts=False, claims=()):
        document = before.document
        ours = document.extractor == ROW and document.source.rpartition(", ")[0] == source
        if not ours or document.key in outcome.keys or _number(before.reader) % 2:
            continue
        if document.id not in names:
            outcome.gone += 1
            continue
        why = f"The row was changed in {source}: as it stands there now it is another document of the same name."
        finding = Finding(FindingKind.SAME_ID, why, document.key)
        whole = replace(document, text=dict(register.texts([document.key]))[document.key])
        yield Reading(whole, _numbered(before.reader, _number(before.reader) + 1), findings=(finding,))


def _number(reader: str) -> int:
    """The last number of a reader's name: even for a row as it stands, odd for one that was replaced."""
    last = reader.rpartition(".")[2]
    return int(last) if last.isdecimal() and len(last) < 10 else 0  # a reading brought in may call its reader anything


def _numbered(reader: str, number: int) -> str:
    return f"{reader.rpartition('.')[0]}.{number}"


def _keep_codes(register: Register, placed: Iterable[Placed], source: str, by: str) -> None:
    """The project's own fields, as decisions about each row's account; one that was made before is not made again."""
    coded = [p for p in placed if p.codes and p.reading.accounts]
    made = {(d.about[0].document, d.value) for _, d in register.decisions({p.reading.document.key for p in coded})}
    for each in coded:
        for name, value in each.codes:
            told = f"{name}={value}"
            if (each.reading.document.key, told) not in made:
                about = _anchor(each.reading, each.reading.accounts[0])
                reason = f"so it stands in {source}, {each.place}"
                register.decide(Decision(DecisionKind.CODE, (about,), told, by, now(), reason))
    reconcile_register(register)


def _anchor(reading: Reading, account: Account) -> Anchor:
    span = account.all(Property.LEAD)[0].spans[0]
    return Anchor(reading.document.key, span, span.of(reading.document.text), account.id)


# ----------------------------------------------------------------------------------------------- what is shown


def preview(placed: Iterable[Placed]) -> Iterator[Text]:
    """A line for each row: what would come in."""
    for each in placed:
        accounts = each.reading.accounts
        if not accounts:
            yield Text(f"{each.place}: no meeting; its text is kept")
            continue
        told = (_shown(accounts[0], props) for props in _SHOWN)
        yield Text(f"{each.place}: {' · '.join(clean(words)[:200] for words in told if words)}")


_SHOWN = (
    (Property.DATE,),
    (Property.CITY, Property.VENUE, Property.COUNTRY),
    (Property.PARTY,),
    (Property.PERSON_NAME,),
    (Property.STATUS,),
    (Property.TOPIC,),
)


def _shown(account: Account, props: Collection[Property]) -> str:
    return ", ".join(dict.fromkeys(value for prop in props for value in account.values(prop)))


def as_text(columns: ColumnMap, sheet: Sheet) -> list[str]:
    """The columns of a table that are only kept as text."""
    return [c for c in sheet.columns if c not in columns.columns or columns.columns[c].holds == "text"]


def rows_of(sheet: Sheet) -> list[Record]:
    """The rows that could be read."""
    return [row for row in sheet.rows if isinstance(row, Record)]


def unread(sheet: Sheet, source: str) -> list[str]:
    """The rows that could not."""
    return [f"{source}, {row}." for row in sheet.rows if isinstance(row, Trouble)]
