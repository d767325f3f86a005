"""A row -> the document that it is, with the account that its cells tell. What can't be placed stays in its text.

Every claim points at the cell that shows it. Where a row names its source, all that it tells is told according to that
source; the row itself is published by whoever keeps the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from whomet.exchange.importing.cells import DateReader, Unplaced, Written, claims_in, pieces
from whomet.exchange.importing.columns import ROW, TEXT, Column, ColumnMap
from whomet.exchange.importing.people import Person, person_claims, sides_of
from whomet.exchange.importing.places import settled_places
from whomet.exchange.importing.records import Record, Trouble, text_of
from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Span
from whomet.values.edtf import interval, is_day
from whomet.values.ids import account_id, document_key

_SHOWN = 80  # code points of words that are named as not placed
_MOST = 300  # values of one cell
_LEAD = 1000  # code points of a row that are shown as what tells of the meeting
_WHO_OR_WHEN = (Property.PARTY, Property.PERSON_NAME, Property.MEDIATOR, Property.DATE, Property.CITY)
_SOURCE = {"source.url", "source.title", "source.publisher", "source.published", "source.page"}
_BESIDE = {"id", "accounts", "lead", "code", TEXT, *_SOURCE}


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a table lies and who keeps it."""

    source: str
    by: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A row as a reading, with what could not be placed, fields of the project's own as (name, value), and the ids of
    accounts of a register that it was written from."""

    place: str
    reading: Reading
    troubles: tuple[Trouble, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    column: Column
    span: Span


def place(record: Record, columns: ColumnMap, kept: Kept, read_date: DateReader) -> Placed:
    """One row, read. `read_date` gives the EDTF date that words give, "" for none."""
    text, spans = text_of(record)
    cells = [_Cell(columns.columns[name], span) for name, span in spans if name in columns.columns]
    troubles = [
        Trouble(f"{record.place}, {name}", "has no name in the first line; it stays as text", span)
        for name, span in spans
        if name not in columns.columns and name.startswith("column ")
    ]
    row = _Row(text, record.place, cells, read_date, troubles)
    document = _document(row, record, kept)
    account = row.account(document)
    codes = row.codes()
    findings = tuple(
        Finding(FindingKind.NOT_UNDERSTOOD, f"{t.place}: {t.reason}.", document.key, (t.span,) if t.span else ())
        for t in troubles
    )
    reading = Reading(document, f"{columns.reader} 1.0", (account,) if account else (), (), findings)
    told_from = tuple(p.of(text) for c in row.of("accounts") for p in pieces(text, c.span, ";"))
    return Placed(record.place, reading, tuple(troubles), codes, told_from)


def _document(row: _Row, record: Record, kept: Kept) -> Document:
    """The row as a document. Who keeps it is no part of its key: the same row is one, whoever brings it in."""
    stem = PurePath(kept.source).stem or kept.source
    given = {"row of": stem, "url": row.first("source.url")}
    title, published = row.claim("source.title", Property.TITLE), row.claim("source.published", Property.PUBLISHED)
    if published:
        day = row.read_date(published.value, "")
        published = replace(published, value=day) if is_day(day) else None
        if published is None:
            row.trouble(row.of("source.published")[0], "is no day on which a source came out")
    name = row.first("id") or record.place.rpartition(" ")[2]
    return Document(
        key=document_key(row.text, given),
        id=f"{stem}-{' '.join(name.split())[:80]}",
        text=row.text,
        source=f"{kept.source}, {record.place}",
        original=sha256(row.text.encode()).hexdigest(),
        extractor=ROW,
        url=given["url"] if len(given["url"]) <= 4096 else "",
        title=title,
        publisher=Claim(Property.PUBLISHER, kept.by, basis=f"{kept.by} keeps the table that this is a row of"),
        published=published,
    )


class _Row:
    """One row while it is read: its text, its cells by field, and what could not be placed so far."""

    def __init__(
        self, text: str, place: str, cells: list[_Cell], read_date: DateReader, troubles: list[Trouble]
    ) -> None:
        self.text, self.read_date = text, read_date
        self._place, self._cells, self._troubles = place, cells, troubles

    def of(self, field: str) -> list[_Cell]:
        """The cells of a field, in their order."""
        return [cell for cell in self._cells if cell.column.holds == field]

    def first(self, field: str) -> str:
        """What the first cell of a field says, "" where there is none."""
        return next((cell.span.of(self.text) for cell in self.of(field)), "")

    def claim(self, field: str, prop: Property) -> Claim | None:
        """What the first cell of a field says, with its words; None, and a trouble, where it is too long for that."""
        for cell in self.of(field)[:1]:
            if cell.span.end - cell.span.start <= _LEAD:
                return Claim(prop, " ".join(cell.span.of(self.text).split()), (cell.span,))
            self.trouble(cell, f"is too long for a {prop}")
        return None

    def trouble(self, cell: _Cell, reason: str, span: Span | None = None) -> None:
        """Notes what can't be placed, with its words."""
        at = span or cell.span
        shown = at.of(self.text) if at.end - at.start <= _SHOWN else f"{self.text[at.start : at.start + _SHOWN]}…"
        place = f"{self._place}, column {cell.column.name}"
        self._troubles.append(Trouble(place, f"“{' '.join(shown.split())}” {reason}; it stays as text", at))

    def account(self, document: Document) -> Account | None:
        """What the row tells of a meeting; None, and a trouble, where it says neither who met, nor when, nor where."""
        claims = settled_places([*self._plain(), *self._range(), *self._people()])
        claims += sides_of(claims)
        self._unknown_places(claims)
        if not any(claim.property in _WHO_OR_WHEN for claim in claims):
            self._troubles.append(Trouble(self._place, "says neither who met, nor when or where", None))
            return None
        lead = self._lead()
        told = [Claim(Property.LEAD, lead.of(self.text), (lead,)), *claims]
        through = tuple(" ".join(c.span.of(self.text).split())[:300] for c in self.of("source.publisher")[:1])
        told = [replace(claim, according_to=through) for claim in told]
        return Account(account_id(document.key, lead.start), document.key, True, 1.0, tuple(told))

    def _unknown_places(self, claims: list[Claim]) -> None:
        settled = {s for c in claims if c.property in (Property.CITY, Property.COUNTRY) for s in c.spans}
        for cell in self.of("place"):
            for span in self._pieces(cell):
                if span not in settled:
                    self.trouble(cell, "is no city or country that the gazetteer knows", span)

    def codes(self) -> tuple[tuple[str, str], ...]:
        """The fields of the project's own, each with what its cell says."""
        found = []
        for cell in self.of("code"):
            if cell.span.end - cell.span.start > _LEAD:
                self.trouble(cell, "is too long for a field of your own")
            else:
                found.append((cell.column.code, " ".join(cell.span.of(self.text).split())))
        return tuple(found)

    def _lead(self) -> Span:
        """The cell that tells of it in a sentence, else the row."""
        for cell in self.of("lead"):
            return Span(cell.span.start, min(cell.span.end, cell.span.start + _LEAD))
        return Span(0, len(self.text[:_LEAD].rstrip()))

    def _plain(self) -> Iterator[Claim]:
        """The claims of cells that say one thing each, or several of a kind."""
        for cell in self._cells:
            field = cell.column.holds
            if field not in _BESIDE and field not in ("date_start", "date_end", "people") and "person." not in field:
                for span in self._pieces(cell):
                    yield from self._tried(cell, span, lambda w: claims_in(w, self.read_date))

    def _pieces(self, cell: _Cell) -> list[Span]:
        found = pieces(self.text, cell.span, cell.column.separator)
        if len(found) <= _MOST:
            return found
        self.trouble(cell, f"has {len(found)} values, more than one meeting has")
        return []

    def _tried(self, cell: _Cell, span: Span, read: Callable[[Written], list[Claim]]) -> list[Claim]:
        try:
            return read(Written(self.text, span, cell.column))
        except Unplaced as why:
            self.trouble(cell, why.reason, span)
            return why.claims

    def _range(self) -> list[Claim]:
        """First and last day in columns of their own; the first alone, with an empty cell beside it, is the day."""
        first, last = self._day_in("date_start"), self._day_in("date_end")
        days = [claim for claim in (*first, *last) if claim.property is Property.DATE]
        said = [claim for claim in (*first, *last) if claim.property is Property.TIME_TEXT]
        if len(days) == 2:
            both = interval(days[0].value, days[1].value)
            if not both:
                self.trouble(self.of("date_end")[0], "is before the first day")
                return said
            spans = (*days[0].spans, *days[1].spans)
            return [*said, Claim(Property.DATE, both, spans, "from the first day to the last")]
        if last and not first:
            self.trouble(self.of("date_end")[0], "has no first day beside it")
        return [*first, *last] if first and not self.of("date_end") else said

    def _day_in(self, field: str) -> list[Claim]:
        cells = self.of(field)[:1]
        return [c for cell in cells for c in self._tried(cell, cell.span, lambda w: claims_in(w, self.read_date))]

    def _people(self) -> Iterator[Claim]:
        """Each person a part, numbered from 1: those of a list first, then those who have columns of their own."""
        people: list[Person] = []
        for cell in self.of("people"):
            for span in self._pieces(cell):
                people.append(Person.written(self.text, span))
        numbered: dict[int, Person] = {}
        for cell in self._cells:
            word, _, what = cell.column.holds.partition(".")
            if word == "person":
                known = numbered.setdefault(cell.column.person, Person())
                numbered[cell.column.person] = replace(known, **{what: cell.span})
        people += [numbered[number] for number in sorted(numbered)]
        for part, person in enumerate(people, 1):
            try:
                yield from person_claims(self.text, person, part)
            except Unplaced as why:
                cell = next(c for c in self._cells if any(c.span.holds(s) for s in person.spans()))
                self.trouble(cell, why.reason, person.spans()[0])
