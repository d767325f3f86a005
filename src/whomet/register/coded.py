"""Samples, coders' sheets and what came back with them, kept in a register: the part of its door that is about coding.

What one coder sees of another's is decided here: nothing, until every sheet that was given came back whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from whomet.errors import DecisionError, NotFoundError
from whomet.model import Reading
from whomet.register import coding_tables as coding
from whomet.register import query, write
from whomet.register.connections import Connections
from whomet.values.coding import CodedMeeting, Coding, Drawn, Sample, Sheet

_REMARK = "remark"  # kept as a cell, told apart from the fields by its name


class Coded(Connections):
    """What people code by hand. Every method may raise RegisterError, as those of `Register`."""

    def draw(self, sample: Sample) -> None:
        """Keep a sample. Raises DecisionError where one is called so already."""
        with self._writing() as connection:
            if sample.name in connection.scalars(select(coding.samples.c.name)):
                raise DecisionError(f"There is a sample “{sample.name}” already; name another by --name.")
            row = {
                "name": sample.name,
                "seed": sample.seed,
                "strata": sample.strata,
                "population": sample.population,
                "drawn_by": sample.by,
                "drawn_on": sample.on,
            }
            number = connection.scalars(insert(coding.samples).returning(coding.samples.c.number), row).one()
            drawn = (
                {"sample": number, "position": d.number, "document": d.document, "stratum": d.stratum}
                for d in sample.drawn
            )
            write.insert_rows(connection, coding.drawn, drawn)

    def samples(self) -> list[Sample]:
        """Every sample, in the order in which they were drawn."""
        with self._looking() as connection:
            rows = connection.execute(select(coding.samples).order_by(coding.samples.c.number)).all()
            return [_sample(connection, row) for row in rows]

    def sample(self, name: str = "") -> Sample:
        """The sample that is called so, or the last that was drawn. Raises NotFoundError where there is none."""
        with self._looking() as connection:
            return _sample(connection, _row_of(connection, name))

    def give(self, sample: str, sheet: Sheet) -> None:
        """Keep that a coder was given a sheet; given again it is the same one. Raises DecisionError where it was given
        otherwise before, and where what others coded can be seen already."""
        with self._writing() as connection:
            row = _row_of(connection, sample)
            given = _sheets(connection, row.number)
            before = next((s for s in given.values() if s.coder == sheet.coder), None)
            if before is not None and before.blind != sheet.blind:
                shown = "without" if before.blind else "with"
                raise DecisionError(f"{sheet.coder} was given a sheet {shown} the machine's values; that one stands.")
            if before is None:
                if _is_open(_sample(connection, row), given.values()):
                    raise DecisionError(
                        f"What was coded of sample “{row.name}” can be seen already, so nobody codes it blind any "
                        "more; draw another sample."
                    )
                _new_sheet(connection, row.number, sheet, settles=False)

    def withdraw(self, sample: str, coder: str) -> None:
        """Forget a coder's sheet with what came back of it, as long as nobody could see it. Raises NotFoundError for
        one that was not given, DecisionError where what was coded can be seen already."""
        with self._writing() as connection:
            row, number = _row_of(connection, sample), _given(connection, sample, coder)
            _refuse_if_open(connection, row, f"{coder}'s sheet stays")
            for table in (coding.coded_cells, coding.coded):
                connection.execute(delete(table).where(table.c.sheet == number))
            connection.execute(delete(coding.sheets).where(coding.sheets.c.number == number))

    def take(self, sample: str, coder: str, codings: Mapping[str, Coding], on: str) -> None:
        """Keep what a coder coded, by the documents' keys; what came back of a document before is replaced as long as
        nobody could see it. Raises NotFoundError where the coder was given no sheet, DecisionError where what was coded
        can be seen already."""
        with self._writing() as connection:
            row, number = _row_of(connection, sample), _given(connection, sample, coder)
            _refuse_if_open(connection, row, "what was coded first stands")
            for table in (coding.coded_cells, coding.coded):
                for keys in query.chunks(sorted(codings)):
                    connection.execute(delete(table).where(table.c.sheet == number, table.c.document.in_(keys)))
            _keep(connection, number, codings, on)

    def settle_codings(self, sample: str, by: str, codings: Mapping[str, Coding], on: str) -> None:
        """Keep what somebody chose where coders differed; what was chosen last of a document holds."""
        with self._writing() as connection:
            number = _new_sheet(connection, _row_of(connection, sample).number, Sheet(by, False, on), settles=True)
            _keep(connection, number, codings, on)

    def sheets(self, sample: str = "") -> list[Sheet]:
        """Every sheet that coders of a sample were given, by their names."""
        with self._looking() as connection:
            return sorted(_sheets(connection, _row_of(connection, sample).number).values(), key=lambda s: s.coder)

    def codings(self, sample: str = "") -> dict[str, dict[str, Coding]]:
        """What each coder coded of each document, by its key. Raises DecisionError as long as a sheet is out."""
        with self._looking() as connection:
            row = _row_of(connection, sample)
            given, whole = _sheets(connection, row.number), _sample(connection, row)
            if not _is_open(whole, given.values()):
                raise DecisionError(_what_is_out(whole, given.values()))
            found = ((given[number].coder, key, coding) for number, key, coding in _codings(connection, given))
            by_document: dict[str, dict[str, Coding]] = {d.document: {} for d in whole.drawn}
            for coder, key, coding in sorted(found, key=lambda f: f[:2]):
                by_document[key][coder] = coding
            return by_document

    def own_coding(self, sample: str, coder: str) -> dict[str, Coding]:
        """What came back of a coder's own sheet, by the documents' keys. Raises NotFoundError where none was given."""
        with self._looking() as connection:
            found = _codings(connection, [_given(connection, sample, coder)])
            return {document: coding for _, document, coding in found}

    def settled_codings(self, sample: str = "") -> dict[str, tuple[str, Coding]]:
        """Who settled each document of a sample that was, by its key, and how."""
        with self._looking() as connection:
            given = _sheets(connection, _row_of(connection, sample).number, settles=True)
            return {key: (given[n].coder, coding) for n, key, coding in sorted(_codings(connection, given))}

    def as_read(self, keys: Collection[str]) -> Iterator[Reading]:
        """The newest reading of some documents as the machine made it, without what people decided, and without texts:
        what the machine is measured by."""
        with self._looking() as connection:
            numbers = query.known(connection, keys)
        for chunk in query.chunks(numbers):
            with self._looking() as connection:
                heads, parts = query.heads(connection, chunk), query.parts(connection, chunk)
            with self._legibly():
                readings = [parts.reading_of(head, "") for head in heads]
            yield from readings


def _row_of(connection: Connection, name: str) -> Any:  # noqa: ANN401 - a row of samples
    column = coding.samples.c
    asked = select(coding.samples).order_by(column.number.desc())
    found = connection.execute(asked.where(column.name == name) if name else asked).first()
    if found is None:
        said = f"No sample is called “{name}”" if name else "No sample was drawn yet"
        raise NotFoundError(f"{said}; `whomet coding sample` draws one.")
    return found


def _sample(connection: Connection, row: Any) -> Sample:  # noqa: ANN401 - a row of samples
    column = coding.drawn.c
    found = connection.execute(select(coding.drawn).where(column.sample == row.number).order_by(column.position))
    drawn = tuple(Drawn(d.position, d.document, d.stratum) for d in found)
    return Sample(row.name, row.seed, row.strata, row.population, row.drawn_by, row.drawn_on, drawn)


def _new_sheet(connection: Connection, sample: int, sheet: Sheet, *, settles: bool) -> int:
    row = {"sample": sample, "coder": sheet.coder, "settles": settles, "blind": sheet.blind, "given_on": sheet.on}
    return int(connection.scalars(insert(coding.sheets).returning(coding.sheets.c.number), row).one())


def _sheets(connection: Connection, sample: int, *, settles: bool = False) -> dict[int, Sheet]:
    column = coding.sheets.c
    asked = select(coding.sheets).where(column.sample == sample, column.settles == settles).order_by(column.number)
    found = connection.execute(asked).all()
    taken: dict[int, set[str]] = {row.number: set() for row in found}
    for numbers in query.chunks(taken):
        for row in connection.execute(select(coding.coded).where(coding.coded.c.sheet.in_(numbers))):
            taken[row.sheet].add(row.document)
    return {row.number: Sheet(row.coder, row.blind, row.given_on, frozenset(taken[row.number])) for row in found}


def _given(connection: Connection, sample: str, coder: str) -> int:
    row = _row_of(connection, sample)
    found = [number for number, sheet in _sheets(connection, row.number).items() if sheet.coder == coder]
    if not found:
        raise NotFoundError(f"{coder} was given no sheet of sample “{row.name}”; `whomet coding sheet` gives one.")
    return found[0]


def _is_open(sample: Sample, given: Collection[Sheet]) -> bool:
    return len(given) > 1 and all(sheet.is_whole(sample) for sheet in given)


def _refuse_if_open(connection: Connection, row: Any, said: str) -> None:  # noqa: ANN401 - a row of samples
    if _is_open(_sample(connection, row), _sheets(connection, row.number).values()):
        raise DecisionError(f"What was coded of sample “{row.name}” can be seen already, so {said}.")


def _what_is_out(sample: Sample, given: Collection[Sheet]) -> str:
    if len(given) < 2:
        return f"Sample “{sample.name}” needs two coders at least; `whomet coding sheet` gives each a sheet."
    out = sorted(f"{s.coder} ({len(s.taken)} of {len(sample.drawn)})" for s in given if not s.is_whole(sample))
    return f"Nothing of sample “{sample.name}” is shown before all is coded; still out: {', '.join(out)}."


def _keep(connection: Connection, sheet: int, codings: Mapping[str, Coding], on: str) -> None:
    documents = ({"sheet": sheet, "document": key, "taken_on": on} for key in codings)
    write.insert_rows(connection, coding.coded, documents)
    write.insert_rows(connection, coding.coded_cells, _cell_rows(sheet, codings))


def _cell_rows(sheet: int, codings: Mapping[str, Coding]) -> Iterator[dict[str, Any]]:
    for key, meetings in codings.items():
        for number, meeting in enumerate(meetings, 1):
            remark = ((_REMARK, meeting.remark),) if meeting.remark else ()
            for place, (field, value) in enumerate((*meeting.cells, *remark), 1):
                row = {"sheet": sheet, "document": key, "meeting": number, "position": place}
                yield row | {"field": field, "value": value}


def _codings(connection: Connection, sheets: Iterable[int]) -> list[tuple[int, str, Coding]]:
    """What came back with some sheets: each sheet, a document, and what was coded of it."""
    cells: dict[tuple[int, str], dict[int, list[tuple[str, str]]]] = {}
    for numbers in query.chunks(sheets):
        for row in connection.execute(_of(coding.coded, numbers)):
            cells[row.sheet, row.document] = {}
        for row in connection.execute(_of(coding.coded_cells, numbers)):
            cells[row.sheet, row.document].setdefault(row.meeting, []).append((row.field, row.value))
    return [(*key, tuple(map(_meeting, found.values()))) for key, found in cells.items()]


def _of(table: Table, sheets: list[int]) -> Any:  # noqa: ANN401 - a question about rows of a table
    return select(table).where(table.c.sheet.in_(sheets)).order_by(*table.primary_key)


def _meeting(cells: list[tuple[str, str]]) -> CodedMeeting:
    remark = next((value for field, value in cells if field == _REMARK), "")
    return CodedMeeting(tuple(cell for cell in cells if cell[0] != _REMARK), remark)
