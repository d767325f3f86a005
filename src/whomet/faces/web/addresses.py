"""The addresses of the pages: what a request asks for, and the links that ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from whomet.model import Span
from whomet.register.browsing import Order, View
from whomet.register.listings import LONGEST as LONGEST_VALUE
from whomet.register.listings import Facet

PAGE = 50  # meetings
KEY = 16
"""Characters of a document's key in an address: enough to tell it from every other."""
LONGEST = 2000
"""Code points of one value on a page; its document has it whole."""
_MOST_WORDS = 300  # code points of a search
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list says: which meetings, and which page of them, from 1 on."""

    view: View
    page: int = 1

    def address(self, path: str = "/") -> str:
        """The address of this list; parts that say nothing are left out."""
        parts = {"q": self.view.words, **{str(f): self.view.facets[f] for f in Facet if self.view.facets.get(f)}}
        if self.view.order is not Order.LATEST:
            parts["order"] = str(self.view.order)
        if self.page > 1:
            parts["page"] = str(self.page)
        asked = urlencode({name: value for name, value in parts.items() if value}, errors="replace")
        return f"{path}?{asked}" if asked else path

    def with_value(self, facet: Facet, value: str) -> Asked:
        """As this, narrowed by a value of a facet; "" takes the facet away."""
        facets = {f: v for f, v in self.view.facets.items() if f is not facet}
        return Asked(replace(self.view, facets=facets | ({facet: value} if value else {})))

    def without_words(self) -> Asked:
        """As this, without a search."""
        return Asked(replace(self.view, words=""))

    def ordered(self, order: Order) -> Asked:
        """As this, in another order."""
        return Asked(replace(self.view, order=order))

    def at(self, page: int) -> Asked:
        """Another page of the same list."""
        return replace(self, page=page)


def asked_by(parameters: Mapping[str, str]) -> Asked:
    """What the parameters of an address ask for; what is not understood asks for nothing."""
    facets = {facet: " ".join(parameters.get(facet, "").split())[:LONGEST_VALUE] for facet in Facet}
    order = parameters.get("order", "")
    return Asked(
        View(
            parameters.get("q", "").strip()[:_MOST_WORDS],
            {facet: value for facet, value in facets.items() if value},
            Order(order) if order in list(Order) else Order.LATEST,
        ),
        page_number(parameters),
    )


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


def _part(words: str) -> str:
    return quote(words, safe="", errors="replace")
