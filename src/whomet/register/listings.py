"""What lists of meetings are ordered and narrowed by, written with the meetings: it follows from them alone.

Persons are not among the facets: who is one person may change without any change of a meeting, so that is asked of
the persons' own tables (`browsing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_, update

from whomet.knowledge.places import countries, place_of
from whomet.knowledge.sites import Site, sites
from whomet.model import Accord, FindingKind, Meeting, Property
from whomet.register import query, tables, write
from whomet.values.edtf import bounds, possible, width
from whomet.values.periods import told

NO_DAY, BEFORE_ALL = "9999", ""
"""The first and the last day of a meeting that no source dates: it comes last either way."""

LONGEST = 200  # code points of a value: indexes of PostgreSQL take no long ones
JOIN = "; "
"""Between several values in one column of a summary, as exports join them."""

_AT_ONCE = 500  # meetings
MOST_SIDES = 40  # of a meeting with more it is not noted who was there with whom: that grows as their square


class Facet(StrEnum):
    """What a list of meetings can be narrowed by."""

    PARTY = "party"
    PERSON = "person"
    PLACE = "place"
    YEAR = "year"
    STATUS = "status"
    SOURCE = "source"
    DOUBT = "doubt"


DENIED = "denied"
_WARNED = (
    FindingKind.DATE_DOUBT,
    FindingKind.DATE_UNRESOLVED,
    FindingKind.NAME_UNRESOLVED,
    FindingKind.ROLE_DOUBT,
    FindingKind.PLACE_AMBIGUOUS,
    FindingKind.LEFT_OUT,
)
"""Kinds of findings that a list can be narrowed by; differences are told by property."""


def put(connection: Connection, found: Sequence[tuple[Meeting, int | None]]) -> None:
    """Lists some meetings, each with its voices, that are written already and not listed."""
    ids = [meeting.id for meeting, _ in found]
    beside = [*_publishers(connection, ids), *_warnings(connection, ids)]
    narrowed = [*(row for meeting, _ in found for row in _told(meeting)), *beside]
    write.insert_rows(connection, tables.listings, (_listing(meeting, voices) for meeting, voices in found))
    write.insert_rows(connection, tables.summaries, (_summary(meeting, voices) for meeting, voices in found))
    rows = list(_rows(narrowed))
    write.insert_rows(connection, tables.facets, rows)
    _tally(connection, Counter((row["facet"], row["value"]) for row in rows))
    meetings = [meeting for meeting, _ in found]
    write.insert_rows(connection, tables.sites, (row for meeting in meetings for row in _sites(meeting)))
    write.insert_rows(connection, tables.pairs, (row for meeting in meetings for row in _pairs(meeting)))


def drop(connection: Connection, ids: Sequence[str]) -> None:
    """Takes some meetings off the lists."""
    column = tables.facets.c
    gone = select(column.facet, column.value, func.count()).where(column.meeting.in_(ids))
    counted = connection.execute(gone.group_by(column.facet, column.value)).all()
    _tally(connection, Counter({(facet, value): -number for facet, value, number in counted}))
    for table in (tables.listings, tables.summaries, tables.facets, tables.sites, tables.pairs):
        connection.execute(delete(table).where(table.c.meeting.in_(ids)))


def catch_up(connection: Connection) -> None:
    """Lists the meetings of a register that was made before there were lists."""
    listed = select(tables.listings.c.meeting)
    missing = select(tables.meetings.c.id).where(tables.meetings.c.id.not_in(listed)).order_by(tables.meetings.c.id)
    ids = list(connection.scalars(missing))
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        voices = _voices(connection, some)
        put(connection, [(meeting, voices[meeting.id]) for meeting in query.meetings(connection, some)])


def _tally(connection: Connection, change: Counter[tuple[str, str]]) -> None:
    """Notes how many meetings more, or fewer, have each value; of what none has, nothing is left."""
    column, known = tables.tallies.c, _tallied(connection, sorted(change))
    new = sorted(change.keys() - known)
    rows = ({"facet": facet, "value": value, "meetings": change[facet, value]} for facet, value in new)
    write.insert_rows(connection, tables.tallies, rows)
    counted = [{"of": facet, "said": value, "more": change[facet, value]} for facet, value in sorted(known)]
    if counted:
        of_it = (column.facet == bindparam("of")) & (column.value == bindparam("said"))
        more = update(tables.tallies).where(of_it).values(meetings=column.meetings + bindparam("more"))
        connection.execute(more, counted)
    if min(change.values(), default=0) < 0:
        connection.execute(delete(tables.tallies).where(column.meetings <= 0))


def _tallied(connection: Connection, values: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those among some values, each of a facet, that a meeting has."""
    column, found = tables.tallies.c, set[tuple[str, str]]()
    for some in query.chunks(values):
        there = select(column.facet, column.value).where(tuple_(column.facet, column.value).in_(some))
        found.update((row.facet, row.value) for row in connection.execute(there))
    return found


_Row = tuple[Facet, str, str]


def _rows(narrowed: Iterable[_Row]) -> Iterator[dict[str, str]]:
    shortened = {(facet, cut(value), meeting) for facet, value, meeting in narrowed}
    return ({"facet": f, "value": v, "meeting": m} for f, v, m in sorted(shortened) if v)


def cut(value: str) -> str:
    """A value as the lists have it."""
    return " ".join(value.split())[:LONGEST]


def _listing(meeting: Meeting, voices: int | None) -> dict[str, str | int]:
    first, last = _days(meeting)
    return {
        "meeting": meeting.id,
        "first_day": NO_DAY if first is None else first,
        "last_day": BEFORE_ALL if last is None else last,
        "days": told(part for value in _dates(meeting) for part in possible(value)),
        "voices": voices or 1,
    }


def _dates(meeting: Meeting) -> Iterable[str]:
    """The dates that may be the meeting's: the narrowest where they agree, all where sources differ."""
    cell = next((cell for cell in meeting.cells if cell.property is Property.DATE), None)
    known = [reading.value for reading in cell.readings if width(reading.value)] if cell else []
    return known if cell and cell.accord is Accord.CONFLICT else sorted(known, key=width)[:1]


def _sites(meeting: Meeting) -> Iterator[dict[str, str]]:
    """Every city that an account names; where none does, the countries, and where these are not told, "/"."""
    named = {
        prop: [(r.value, a) for c in meeting.cells if c.property is prop for r in c.readings for a in r.accounts]
        for prop in (Property.CITY, Property.COUNTRY)
    }
    codes: dict[str, set[str]] = {}
    for code, account in named[Property.COUNTRY]:
        codes.setdefault(account, set()).add(_code(code))
    stated = [(cut(city), _only(codes.get(by, set())), by) for city, by in named[Property.CITY] if cut(city)]
    cities = {_as_found(site) for site in sites(stated)}
    found = cities or {("", code) for several in codes.values() for code in several} or {("", "")}
    yield from ({"site": f"{country}/{city}", "meeting": meeting.id} for city, country in sorted(found))


def _code(country: str) -> str:
    return country if country in countries() else ""


def _only(codes: set[str]) -> str:
    return next(iter(codes)) if len(codes) == 1 else ""


def _as_found(site: Site) -> Site:
    """A site under its place's own country, whatever a source says, so that one place is one site everywhere."""
    place = place_of(*site)
    moved = (site[0], place.country) if place else site
    return moved if place_of(*moved) == place else site


def _pairs(meeting: Meeting) -> Iterator[dict[str, str]]:
    named = (value for prop, facet in _FACETS.items() if facet is Facet.PARTY for value in meeting.values(prop))
    sides = sorted({cut(value) for value in named} - {""})
    if len(sides) > MOST_SIDES:
        yield {"one": "", "other": "", "meeting": meeting.id}
    else:
        yield from ({"one": one, "other": other, "meeting": meeting.id} for one, other in combinations(sides, 2))


def _summary(meeting: Meeting, voices: int | None) -> dict[str, str | int | None]:
    first, last = _days(meeting)
    differ = (cell.property for cell in meeting.cells if cell.accord is Accord.CONFLICT)
    return {
        "meeting": meeting.id,
        **{name: JOIN.join(meeting.values(_SUMMED.get(name) or Property(name))) for name in tables.SUMMED},
        "differ": JOIN.join(differ),
        "voices": voices,
        "earliest": first,
        "latest": last,
    }


_SUMMED = {"parties": Property.PARTY, "mediators": Property.MEDIATOR, "topics": Property.TOPIC}


def _days(meeting: Meeting) -> tuple[str | None, str | None]:
    """The first and the last day that any source leaves possible."""
    days = [b for value in meeting.values(Property.DATE) if (b := bounds(value))]
    first = min((first.isoformat() for first, _ in days), default=None)
    return first, max((last.isoformat() for _, last in days), default=None)


def _told(meeting: Meeting) -> Iterator[_Row]:
    """What the cells of a meeting say."""
    for prop, facet in _FACETS.items():
        yield from ((facet, value, meeting.id) for value in meeting.values(prop))
    yield from ((Facet.PLACE, countries().get(code, code), meeting.id) for code in meeting.values(Property.COUNTRY))
    days = (day for value in meeting.values(Property.DATE) for day in bounds(value) or ())
    yield from ((Facet.YEAR, f"{day.year:04}", meeting.id) for day in days)
    for cell in meeting.cells:
        if cell.property is Property.DENIAL_TEXT:
            yield Facet.DOUBT, DENIED, meeting.id
        elif cell.accord is Accord.CONFLICT:
            yield Facet.DOUBT, cell.property, meeting.id


_FACETS: Mapping[Property, Facet] = {
    Property.PARTY: Facet.PARTY,
    Property.MEDIATOR: Facet.PARTY,
    Property.CITY: Facet.PLACE,
    Property.STATUS: Facet.STATUS,
}


def _publishers(connection: Connection, meetings: Sequence[str]) -> Iterator[_Row]:
    """Who published the documents that tell of some meetings, as they were last read."""
    placed, account, reading, claim = (
        t.c for t in (tables.meeting_accounts, tables.accounts, tables.readings, tables.claims)
    )
    of_document = (claim.reading == reading.number) & claim.account.is_(None) & (claim.property == Property.PUBLISHER)
    asked = (
        select(placed.meeting, claim.value)
        .join(tables.accounts, account.id == placed.account)
        .join(tables.readings, reading.number == account.reading)
        .join(tables.claims, of_document)
        .where(query.is_newest())
    )
    for some in query.chunks(meetings):
        rows = connection.execute(asked.where(placed.meeting.in_(some)).distinct())
        yield from ((Facet.SOURCE, row.value, row.meeting) for row in rows)


def _warnings(connection: Connection, meetings: Sequence[str]) -> Iterator[_Row]:
    """What a reader of some meetings is warned of: in their accounts and the documents of these, and over them all."""
    placed, account, reading = (t.c for t in (tables.meeting_accounts, tables.accounts, tables.readings))
    finding, compared = tables.findings.c, tables.compared.c
    of_account = (finding.reading == reading.number) & finding.about.in_((account.id, reading.document))
    asked = (
        select(placed.meeting, finding.kind)
        .join(tables.accounts, account.id == placed.account)
        .join(tables.readings, reading.number == account.reading)
        .join(tables.findings, of_account)
        .where(query.is_newest(), finding.kind.in_(_WARNED))
    )
    over_all = select(compared.about.label("meeting"), compared.kind).where(compared.kind.in_(_WARNED))
    for some in query.chunks(meetings):
        for rows in (asked.where(placed.meeting.in_(some)), over_all.where(compared.about.in_(some))):
            yield from ((Facet.DOUBT, row.kind, row.meeting) for row in connection.execute(rows.distinct()))


def _voices(connection: Connection, ids: Sequence[str]) -> dict[str, int | None]:
    column = tables.meetings.c
    found = connection.execute(select(column.id, column.voices).where(column.id.in_(ids)))
    return {row.id: row.voices for row in found}
