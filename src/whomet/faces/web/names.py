"""The pages of a person, a side and a place: what they are called, and who met whom there or through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whomet.errors import NotFoundError
from whomet.faces import dates
from whomet.faces.web import addresses
from whomet.faces.web.addresses import Asked
from whomet.faces.web.lists import FacetList, Link, Row, named, rows_of
from whomet.faces.web.wordings import Spelling, in_their_words, script_of, where_roles_stand
from whomet.knowledge.places import countries
from whomet.knowledge.roles import Level, understand_role
from whomet.model import EntityKind, Property
from whomet.register import Register
from whomet.register.browsing import Held, Listed, View
from whomet.register.listings import NO_DAY, Facet
from whomet.register.persons import Counted
from whomet.values.edtf import bounds

_LATEST = 25  # meetings
_MOST = 15  # of each list of names


@dataclass(frozen=True, slots=True)
class Role:
    """A role, when it is told to be held, and on what level it is."""

    when: str
    role: str
    party: str
    level: str
    accounts: int
    address: str
    """Where one of them states it, "" where no words do."""


@dataclass(frozen=True, slots=True)
class NamePage:
    """All that the page of a name shows."""

    kind: str
    name: str
    total: int
    every: str
    spellings: tuple[Spelling, ...]
    roles: tuple[Role, ...]
    lists: tuple[FacetList, ...]
    rows: tuple[Row, ...]


def person_page(register: Register, ident: str) -> NamePage:
    """A person by id. Raises NotFoundError where there is none."""
    person = register.entity(ident)
    if person is None or person.kind is not EntityKind.PERSON:
        raise NotFoundError(f"Nobody in this register goes by {ident!r}.")
    spelt, view = register.spelt(ident), View(facets={Facet.PERSON: ident})
    counted = register.counted(view, (Facet.PERSON, Facet.PARTY, Facet.PLACE), 3 * _MOST)
    met = [c for c in counted[Facet.PERSON] if c.value != ident]
    parties = register.party_of([ident, *(c.value for c in met)])
    own = parties.get(ident, "")
    with_them = [c for c in met if own and parties.get(c.value, "") == own]
    across = [c for c in met if c not in with_them]
    lists = (
        _people("Counterparts", across),
        _people("Of the same side", with_them),
        _values(counted, view, Facet.PARTY, "Sides at these meetings"),
        _values(counted, view, Facet.PLACE, "Places"),
    )
    spellings = tuple(Spelling(one.name, script_of(one.name), one.count) for one in spelt)
    listed = register.listed(view, 0, _LATEST)
    return _page(("Person", person.name, view), listed, spellings, tuple(_roles(register, ident)), lists)


def side_page(register: Register, name: str) -> NamePage:
    """A side or mediator by name. Raises NotFoundError where no meeting has it."""
    view = View(facets={Facet.PARTY: name})
    listed = _listed(register, "side", name, view)
    counted = register.counted(view, (Facet.PARTY, Facet.PERSON, Facet.PLACE, Facet.SOURCE), _MOST + 1)
    others = [c for c in counted[Facet.PARTY] if c.value != name]
    lists = (
        FacetList("party", "Met with", tuple(Link(c.name, addresses.side(c.value), c.meetings) for c in others), ""),
        _people("People at these meetings", counted[Facet.PERSON]),
        _values(counted, view, Facet.PLACE, "Places"),
        _values(counted, view, Facet.SOURCE, "Told by"),
    )
    called = in_their_words(register, listed.meetings, {(Property.PARTY, name), (Property.MEDIATOR, name)})
    return _page(("Side", name, view), listed, called, (), lists)


def place_page(register: Register, name: str) -> NamePage:
    """A city or country by name. Raises NotFoundError where no meeting was there."""
    view = View(facets={Facet.PLACE: name})
    listed = _listed(register, "place", name, view)
    counted = register.counted(view, (Facet.PARTY, Facet.PERSON, Facet.YEAR, Facet.SOURCE), _MOST)
    lists = (
        _values(counted, view, Facet.PARTY, "Sides that met here"),
        _people("People at these meetings", counted[Facet.PERSON]),
        _values(counted, view, Facet.YEAR, "Years"),
        _values(counted, view, Facet.SOURCE, "Told by"),
    )
    codes = {(Property.COUNTRY, code) for code, country in countries().items() if country == name}
    told = in_their_words(register, listed.meetings, {(Property.CITY, name), *codes})
    return _page(("Place", name, view), listed, told, (), lists)


def _listed(register: Register, kind: str, name: str, view: View) -> Listed:
    listed = register.listed(view, 0, _LATEST)
    if not listed.total:
        raise NotFoundError(f"No meeting in this register has the {kind} {name[:100]!r}.")
    return listed


def _page(
    about: tuple[str, str, View],
    listed: Listed,
    spellings: tuple[Spelling, ...],
    roles: tuple[Role, ...],
    lists: tuple[FacetList, ...],
) -> NamePage:
    kind, name, view = about
    return NamePage(
        kind,
        name,
        listed.total,
        Asked(view).address(),
        spellings,
        roles,
        tuple(one for one in lists if one.values),
        tuple(rows_of(listed)),
    )


def _people(title: str, found: list[Counted]) -> FacetList:
    counted = [c for c in found if c.meetings]  # of very many meetings the people are not counted
    links = tuple(Link(c.name, addresses.person(c.value), c.meetings) for c in counted[:_MOST])
    return FacetList("person", title, links, "")


def _values(counted: Mapping[Facet, list[Counted]], view: View, facet: Facet, title: str) -> FacetList:
    homes = {Facet.PARTY: addresses.side, Facet.PLACE: addresses.place}
    links = (
        Link(named(facet, c.name), homes[facet](c.value) if facet in homes else _within(view, facet, c), c.meetings)
        for c in counted[facet][:_MOST]
    )
    return FacetList(facet, title, tuple(links), "")


def _within(view: View, facet: Facet, counted: Counted) -> str:
    return Asked(view).with_value(facet, counted.value).address()


def _roles(register: Register, ident: str) -> Iterator[Role]:
    """Each role once, in the order of the first day that it may have been held."""
    told: dict[tuple[str, str], list[Held]] = {}
    for held in register.held(ident):
        told.setdefault((held.role, held.party), []).append(held)
    made = sorted((_first_day(found), role, party, found) for (role, party), found in told.items())
    stand = where_roles_stand(register, {found[0].account for found in told.values()})
    for _, role, party, found in made:
        level = understand_role(role, party).level
        shown = "" if level is Level.OTHER else str(level)
        address = stand.get((found[0].account, role), "")
        yield Role(_when(found) or "no date", role, party, shown, sum(h.accounts for h in found), address)


def _first_day(told: list[Held]) -> str:
    """The first day that meetings leave possible; those without a date come last."""
    return min((b[0].isoformat() for held in told if (b := bounds(held.date))), default=NO_DAY)


def _when(told: list[Held]) -> str:
    """The earliest and the latest date of some meetings, each as exact as it is told."""
    known = [(b, held.date) for held in told if (b := bounds(held.date))]
    plain = [(b, date) for b, date in known if not date.startswith("[")] or known
    if not plain:
        return ""
    ends = (min(plain)[1], max(plain, key=lambda one: (one[0][1], one[0][0]))[1])
    return " to ".join(dict.fromkeys(map(dates.short, ends)))
