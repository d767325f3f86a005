"""The addresses of the pages: what a request asks for, and the links that ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from starlette.datastructures import ImmutableMultiDict

from whomet.model import Span
from whomet.register.browsing import Order, View
from whomet.register.listings import LONGEST as LONGEST_VALUE
from whomet.register.listings import Facet
from whomet.values.periods import UNDATED, is_period

PAGE = 50  # meetings
KEY = 16
"""Characters of a document's key in an address: enough to tell it from every other."""
LONGEST = 2000
"""Code points of one value on a page; its document has it whole."""
_MOST_WORDS = 300  # code points of a search
_MOST_PAGES = 1_000_000
_MOST_VALUES = 6  # of one facet at once


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list says: which meetings, and which page of them, from 1 on."""

    view: View
    page: int = 1

    def parts(self) -> list[tuple[str, str]]:
        """What an address says of the view, without the page; parts that say nothing are left out."""
        view = self.view
        order = "" if view.order is Order.LATEST else str(view.order)
        named = [(str(f), view.facets[f]) for f in Facet if view.facets.get(f)]
        also = [(str(facet), value) for facet, value in view.also]
        said = [("q", view.words), *named, *also, ("when", view.when), ("site", view.site), ("order", order)]
        return [(name, value) for name, value in said if value]

    def address(self, path: str = "/", **more: str) -> str:
        """The address of this list, or of something else that shows the same meetings."""
        page = [("page", str(self.page))] if self.page > 1 else []
        asked = urlencode([*self.parts(), *page, *((n, v) for n, v in more.items() if v)], errors="replace")
        return f"{path}?{asked}" if asked else path

    def with_value(self, facet: Facet, value: str) -> Asked:
        """As this, narrowed by a value of a facet in the place of all that it is narrowed by; "" takes these away."""
        facets = {f: v for f, v in self.view.facets.items() if f is not facet}
        also = tuple(pair for pair in self.view.also if pair[0] is not facet)
        return Asked(replace(self.view, facets=facets | ({facet: value} if value else {}), also=also))

    def narrowed_by(self, facet: Facet, *values: str) -> Asked:
        """As this, narrowed by further values of a facet."""
        held = self.values_of(facet)
        return self._holding(facet, (*held, *(value for value in values if value not in held)))

    def without_value(self, facet: Facet, value: str) -> Asked:
        """As this, without one of the values of a facet."""
        return self._holding(facet, tuple(held for held in self.values_of(facet) if held != value))

    def values_of(self, facet: Facet) -> tuple[str, ...]:
        """All values of a facet that this is narrowed by."""
        first = self.view.facets.get(facet, "")
        return ((first,) if first else ()) + tuple(value for named, value in self.view.also if named is facet)

    def _holding(self, facet: Facet, values: tuple[str, ...]) -> Asked:
        one = self.with_value(facet, values[0] if values else "")
        return Asked(replace(one.view, also=(*one.view.also, *((facet, value) for value in values[1:]))))

    def during(self, period: str) -> Asked:
        """As this, of meetings that may have been in a period; "" leaves them to any time."""
        return Asked(replace(self.view, when=period))

    def held_at(self, site: str) -> Asked:
        """As this, of meetings at a site; "" leaves them to any."""
        return Asked(replace(self.view, site=site))

    def without_words(self) -> Asked:
        """As this, without a search."""
        return Asked(replace(self.view, words=""))

    def ordered(self, order: Order) -> Asked:
        """As this, in another order."""
        return Asked(replace(self.view, order=order))

    def at(self, page: int) -> Asked:
        """Another page of the same list."""
        return replace(self, page=page)


def asked_by(parameters: ImmutableMultiDict[str, str]) -> Asked:
    """What the parameters of an address ask for; what is not understood asks for nothing."""
    values = {facet: _values(parameters.getlist(facet)) for facet in Facet}
    order, when = parameters.get("order", ""), parameters.get("when", "")
    view = View(
        parameters.get("q", "").strip()[:_MOST_WORDS],
        {facet: found[0] for facet, found in values.items() if found},
        Order(order) if order in list(Order) else Order.LATEST,
        tuple((facet, value) for facet, found in values.items() for value in found[1:]),
        when if when == UNDATED or is_period(when) else "",
        " ".join(parameters.get("site", "").split())[: LONGEST_VALUE + len("XX/")],
    )
    return Asked(view, page_number(parameters))


def _values(given: list[str]) -> list[str]:
    """The values of one facet, each once, as far as a list is narrowed by so many."""
    cut = (" ".join(value.split())[:LONGEST_VALUE] for value in given)
    return list(dict.fromkeys(value for value in cut if value))[:_MOST_VALUES]


def page_number(parameters: Mapping[str, str], name: str = "page") -> int:
    """The page of a list that an address asks for, from 1 on."""
    page = parameters.get(name, "")
    return max(1, min(int(page), _MOST_PAGES)) if page.isascii() and page.isdecimal() and len(page) < 8 else 1


def narrowed(facet: Facet, value: str) -> str:
    """The list of all meetings with one value of a facet."""
    return Asked(View(facets={facet: " ".join(value.split())[:LONGEST_VALUE]})).address()


def shortened(words: str) -> str:
    """Words as they are, or the beginning of too many."""
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def meeting(ident: str, fragment: str = "") -> str:
    """The page of a meeting, or a place on it."""
    return f"/meetings/{_part(ident)}" + (f"#{fragment}" if fragment else "")


def document(key: str, span: Span | None = None) -> str:
    """The page of a document, or some words of it."""
    return f"/documents/{_part(key[:KEY])}" + (f"#{words(span)}" if span else "")


def words(span: Span) -> str:
    """The fragment of some words of a document: it stays as long as the text does."""
    return f"w{span.start}-{span.end}"


def person(ident: str) -> str:
    """The page of a person."""
    return f"/people/{_part(ident)}"


def side(name: str) -> str:
    """The page of a side."""
    return f"/sides/{_part(' '.join(name.split())[:LONGEST_VALUE])}"


def place(name: str) -> str:
    """The page of a city or country."""
    return f"/places/{_part(' '.join(name.split())[:LONGEST_VALUE])}"


def decisions(by: str = "", page: int = 1) -> str:
    """A page of all decisions, or of those of one person."""
    parts = {"by": by} | ({"page": str(page)} if page > 1 else {})
    asked = urlencode({name: value for name, value in parts.items() if value}, errors="replace")
    return f"/decisions?{asked}" if asked else "/decisions"


def question(number: int, *, keys: bool = True) -> str:
    """The page of an open question, by its place in the queue; `keys`: it answers to single keys."""
    return f"/review?n={number}" + ("" if keys else "&keys=off")


def coding(sample: str = "", number: int = 0) -> str:
    """The samples that are coded, or a text of one."""
    return f"/coding/{_part(sample)}/{number}" if sample else "/coding"


def agreement(sample: str) -> str:
    """How far the coders of a sample agree, and what they differ in."""
    return f"/coding/{_part(sample)}/agreement"


def to_settle(sample: str, number: int) -> str:
    """What coders differ in over a text of a sample, to be settled."""
    return f"/coding/{_part(sample)}/settle/{number}"


def _part(words: str) -> str:
    return quote(words, safe="", errors="replace")
