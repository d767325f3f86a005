"""The list of meetings as a page shows it: a row for each, and the facets beside it with their counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whomet.exchange.html_meeting import CALLED as CALLED_CELLS
from whomet.faces import dates
from whomet.faces.asking import leading
from whomet.faces.web import addresses
from whomet.faces.web.addresses import PAGE, Asked
from whomet.knowledge.places import countries
from whomet.model import Accord, Meeting, Property
from whomet.register import Register
from whomet.register.browsing import Listed, Order
from whomet.register.listings import DENIED, Facet
from whomet.register.persons import Counted
from whomet.values.periods import in_words

CALLED = {
    Facet.PARTY: "Sides",
    Facet.PERSON: "People",
    Facet.PLACE: "Places",
    Facet.YEAR: "Years",
    Facet.STATUS: "Status",
    Facet.SOURCE: "Sources",
    Facet.DOUBT: "Doubts",
}
ORDERS = {Order.LATEST: "latest first", Order.EARLIEST: "earliest first", Order.VOICES: "most voices first"}
_SHOWN = 12
"""Values of a facet that stand beside a list; the address of a facet's own page shows MOST."""
MOST = 1000
_IN_ROW = (Property.DATE, Property.CITY, Property.COUNTRY, Property.STATUS, Property.DENIAL_TEXT)
"""What a row says itself, with a mark where the sources differ in it."""
_NAMED = 6  # persons in a row
_DOUBTS = {
    DENIED: "denied by somebody",
    "left-out": "left out by one side's media",
    "date-doubt": "doubtful date of publication",
    "date-unresolved": "date that nothing anchors",
    "name-unresolved": "name not resolved",
    "role-doubt": "role in doubt",
    "place-ambiguous": "place that may be several",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Some words that lead somewhere, with a number beside them, or 0."""

    words: str
    address: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of a row, and whether the sources differ in it."""

    words: str
    differ: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list."""

    address: str
    date: Value
    place: Value
    sides: str
    people: tuple[str, ...]
    more: int
    state: Value
    documents: int
    voices: int
    denied: bool
    differ: tuple[str, ...]
    """In what else the sources differ, in words."""


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet beside a list: what is chosen of it, or what can be."""

    name: str
    title: str
    values: tuple[Link, ...]
    every: str
    """Where all its values stand, "" if these are all."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """All that the page of a list shows."""

    asked: Asked
    rows: tuple[Row, ...]
    total: int
    chosen: tuple[Link, ...]
    about: tuple[Link, ...]
    """The pages of who or what the list is narrowed to."""
    facets: tuple[FacetList, ...]
    orders: tuple[tuple[str, str, bool], ...]
    before: str
    after: str
    first: int


def list_page(register: Register, asked: Asked) -> ListPage:
    """The meetings that an address asks for, with what they can be narrowed by."""
    listed = register.listed(asked.view, (asked.page - 1) * PAGE, PAGE)
    last = max(1, -(-listed.total // PAGE))
    open_facets = [f for f in Facet if f not in asked.view.facets] if listed.total else []
    counted = register.counted(asked.view, open_facets, _SHOWN + 1) if open_facets else {}
    return ListPage(
        asked,
        tuple(rows_of(listed)),
        listed.total,
        tuple(chosen(register, asked)),
        tuple(_about(register, asked)) if listed.total else (),
        tuple(_facet(asked, facet, counted[facet]) for facet in open_facets if counted[facet]),
        tuple((words, asked.ordered(order).address(), order is asked.view.order) for order, words in ORDERS.items()),
        asked.at(min(asked.page, last + 1) - 1).address() if asked.page > 1 else "",
        asked.at(asked.page + 1).address() if asked.page < last else "",
        (asked.page - 1) * PAGE + 1,
    )


def every_value(register: Register, asked: Asked, facet: Facet) -> FacetList:
    """A facet with as many of its values as a page takes."""
    found = register.counted(asked.view, [facet], MOST)[facet]
    return FacetList(facet, CALLED[facet], tuple(_narrower(asked, facet, c) for c in found), "")


def _facet(asked: Asked, facet: Facet, found: Sequence[Counted]) -> FacetList:
    every = asked.at(1).address(f"/facets/{facet}") if len(found) > _SHOWN else ""
    return FacetList(facet, CALLED[facet], tuple(_narrower(asked, facet, c) for c in found[:_SHOWN]), every)


def _narrower(asked: Asked, facet: Facet, counted: Counted) -> Link:
    return Link(named(facet, counted.name), asked.with_value(facet, counted.value).address(), counted.meetings)


def named(facet: Facet, value: str) -> str:
    """A value of a facet before a reader."""
    if facet is not Facet.DOUBT:
        return value
    return _DOUBTS.get(value, f"sources differ: {value.replace('_', ' ').replace('.', ', ')}")


def chosen(register: Register, asked: Asked, path: str = "/") -> Iterator[Link]:
    """What narrows a view, each with the address of the page at `path` without it."""
    if asked.view.words:
        yield Link(f"\u201c{asked.view.words}\u201d", asked.without_words().address(path))
    for facet, value in (*asked.view.facets.items(), *asked.view.also):
        entity = register.entity(value) if facet is Facet.PERSON else None
        words = named(facet, entity.name if entity else value)
        yield Link(words, asked.without_value(facet, value).address(path))
    if asked.view.when:
        yield Link(in_words(asked.view.when), asked.during("").address(path))
    if asked.view.site:
        yield Link(site_named(asked.view.site), asked.held_at("").address(path))


def _about(register: Register, asked: Asked) -> Iterator[Link]:
    """The page of each person, side and place that a view is narrowed to."""
    for facet, value in (*asked.view.facets.items(), *asked.view.also):
        if facet is Facet.PERSON and (entity := register.entity(value)):
            yield Link(entity.name, addresses.person(value))
        elif facet in _PAGES:
            yield Link(value, _PAGES[facet](value))


_PAGES = {Facet.PARTY: addresses.side, Facet.PLACE: addresses.place}


def site_named(site: str) -> str:
    """A site of the register before a reader: "Geneva, Switzerland"."""
    code, _, city = site.partition("/")
    country = countries().get(code, "")
    if not city:
        return f"somewhere in {country}" if country else "no place told"
    return f"{city}, {country}" if country and country != city else city


def rows_of(listed: Listed) -> Iterator[Row]:
    """The rows of some meetings."""
    for meeting in listed.meetings:
        yield _row(meeting, listed.documents.get(meeting.id, 0), listed.voices.get(meeting.id, 1))


def _row(meeting: Meeting, documents: int, voices: int) -> Row:
    people = meeting.values(Property.PERSON_NAME)
    return Row(
        addresses.meeting(meeting.id),
        Value(" or ".join(dates.either(leading(meeting, Property.DATE))), _differ(meeting, Property.DATE)),
        _place(meeting),
        " \u2013 ".join(meeting.values(Property.PARTY)),
        people[:_NAMED],
        max(0, len(people) - _NAMED),
        Value(" or ".join(leading(meeting, Property.STATUS)), _differ(meeting, Property.STATUS)),
        documents,
        voices,
        any(cell.property is Property.DENIAL_TEXT and cell.readings for cell in meeting.cells),
        tuple(CALLED_CELLS[p].lower() for p in CALLED_CELLS if p not in _IN_ROW and _differ(meeting, p)),
    )


def _place(meeting: Meeting) -> Value:
    named = [leading(meeting, Property.CITY), tuple(countries().get(c, c) for c in leading(meeting, Property.COUNTRY))]
    words = ", ".join(dict.fromkeys(" or ".join(values) for values in named if values))
    return Value(words, _differ(meeting, Property.CITY, Property.COUNTRY))


def _differ(meeting: Meeting, *props: Property) -> bool:
    return any(cell.accord is Accord.CONFLICT and cell.property in props for cell in meeting.cells)
