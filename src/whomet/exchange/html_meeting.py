"""One meeting as HTML: an article for a page or a notebook, without script, with every word of others escaped."""

from __future__ import annotations

import re
from html import escape
from itertools import count

from whomet.exchange.html_page import in_words, link, own, text, web_page
from whomet.exchange.html_people import people, statements
from whomet.exchange.html_words import Address, Sources, names, sources_of, title_of, told_by, words_list
from whomet.exchange.told import Told
from whomet.knowledge.places import countries
from whomet.knowledge.publishers import source_in_words
from whomet.model import Accord, Cell, CellReading, Property
from whomet.values.by_hand import entered
from whomet.values.edtf import width
from whomet.values.readings import claims_behind
from whomet.values.shown import brief

CALLED = {
    Property.DENIAL_TEXT: "Denied",
    Property.PARTY: "Sides",
    Property.MEDIATOR: "Mediators",
    Property.DATE: "Date",
    Property.TIME_TEXT: "Time, as told",
    Property.DURATION: "Duration",
    Property.CITY: "City",
    Property.COUNTRY: "Country",
    Property.VENUE: "Venue",
    Property.STATUS: "Status",
    Property.FORMAT: "Format",
    Property.CONTACT: "Contact",
    Property.PART_OF: "Part of",
    Property.HOST: "Host",
    Property.CHAIR: "Chair",
    Property.DELEGATION_TEXT: "Delegations",
    Property.TOPIC: "Topics",
    Property.OUTCOME_TEXT: "Outcomes",
    Property.CODE: "Coded",
}
"""The cells that a report shows, in its order; persons and statements have sections of their own."""
TOGETHER = {Accord.CONFLICT: "sources differ", Accord.FINER: "one is more exact", Accord.LATER: "first a plan"}


def anchor(one: Told) -> str:
    """The fragment that leads to a meeting."""
    return "m-" + re.sub(r"[^A-Za-z0-9]", "-", one.meeting.id)


def fragment_of(prop: Property) -> str:
    """The end of the fragment that leads to where a property is shown."""
    first = prop.partition(".")[0]
    return {"person": "people", "statement": "statements"}.get(first, first)


def cells_of(one: Told) -> dict[Property, Cell]:
    """The cells of a meeting that hold anything, by property."""
    return {cell.property: cell for cell in one.meeting.cells if cell.readings}


def article(one: Told, foot: str = "", address: Address | None = None) -> str:
    """A meeting: when, who was there, each cell with its readings and their words, statements and sources. `foot` is
    HTML that ends it; `address` leads to words, where they are to be read elsewhere than here."""
    cells = cells_of(one)
    sources = sources_of(one, anchor(one), address) if address else sources_of(one, anchor(one))
    rows = "".join(_row(cells[prop], one, sources) for prop in CALLED if prop in cells)
    return f"""<article id="{anchor(one)}" aria-labelledby="{anchor(one)}-h">
{_header(one, cells)}
{people(one, sources)}<dl class="cells">
{rows}</dl>
{statements(one, sources)}{_sources(one, sources)}{foot}</article>
"""


def _header(one: Told, cells: dict[Property, Cell]) -> str:
    place = ", ".join(filter(None, [leading(cells.get(p)) for p in (Property.CITY, Property.COUNTRY)]))
    state = [leading(cells.get(p)) for p in (Property.STATUS, Property.FORMAT)]
    documents = len(one.documents)
    heard = f"{documents} document{'s' * (documents != 1)}, {one.voices} independent voice{'s' * (one.voices != 1)}"
    gist = " · ".join(own(part) for part in [place, *state, heard] if part and part != "unspecified")
    return f"""<header>
<p class="when">{text(leading(cells.get(Property.DATE)) or "No date told")}</p>
<h2 id="{anchor(one)}-h">{own(sides(cells))}</h2>
<p class="gist">{gist}</p>
{_notice(cells)}</header>"""


def _notice(cells: dict[Property, Cell]) -> str:
    """Says first what the sources can't all be right in."""
    differ = [c for p, c in cells.items() if c.accord is Accord.CONFLICT and p in CALLED]
    named = [f"the {CALLED[c.property].lower()}" for c in differ if c.property is not Property.DENIAL_TEXT]
    said = [f"The sources differ on {' and '.join(filter(None, [', '.join(named[:-1]), named[-1]]))}."] if named else []
    said += ["It is denied that this took place."] if Property.DENIAL_TEXT in cells else []
    return f'<p class="differ">{" ".join(said)}</p>\n' if said else ""


def sides(cells: dict[Property, Cell]) -> str:
    """Who met whom, in one line."""
    return " – ".join(r.value for r in cells[Property.PARTY].readings) if Property.PARTY in cells else "Sides not told"


def leading(cell: Cell | None) -> str:
    """What the head of an article gives: every reading where the sources differ, else the one that says most."""
    if cell is None:
        return ""
    values = [shown(cell.property, reading.value) for reading in cell.readings]
    if cell.accord is Accord.CONFLICT:
        return " or ".join(values)
    if cell.property is Property.DATE and cell.accord is not Accord.LATER:
        return shown(Property.DATE, min((reading.value for reading in cell.readings), key=width))
    return values[0]


def shown(prop: Property, value: str) -> str:
    """A value as it is read: a date in words, a country by its name."""
    if prop is Property.DATE:
        return in_words(value)
    return countries().get(value, value) if prop is Property.COUNTRY else value


def _row(cell: Cell, one: Told, sources: Sources) -> str:
    tag = f' <span class="tag">{TOGETHER[cell.accord]}</span>' if cell.accord in TOGETHER else ""
    differing = ' class="differing"' if cell.accord is Accord.CONFLICT else ""
    readings = "".join(_reading(cell.property, reading, one, sources) for reading in cell.readings)
    row = f"{sources.fragment}-{fragment_of(cell.property)}"
    return f'<div id="{row}"{differing}><dt>{CALLED[cell.property]}{tag}</dt><dd>\n{readings}</dd></div>\n'


def _reading(prop: Property, reading: CellReading, one: Told, sources: Sources) -> str:
    """One value, who gives it, and inside the words of each."""
    behind = [account for account in sources.accounts if account.id in reading.accounts]
    told = [
        told_by(one, account, claim, sources) for account in behind for claim in claims_behind(prop, reading, account)
    ]
    by = names([one.document_of(account) for account in behind])
    return (
        f'<details><summary><span class="value">{own(shown(prop, reading.value))}</span> '
        f'<span class="by">{by}</span></summary>\n{words_list(told)}</details>\n'
    )


def _sources(one: Told, sources: Sources) -> str:
    items = "".join(_source(one, sources, key, number) for key, number in zip(sources.numbers, count(1), strict=False))
    return f'<section>\n<h3>Sources</h3>\n<ol class="sources">\n{items}</ol>\n</section>\n'


def _source(one: Told, sources: Sources, key: str, number: int) -> str:
    """A document: title, publisher, day, id, and the words by which it tells of the meeting."""
    document = one.documents[key]
    title = title_of(document)
    day = f"published {text(in_words(document.published.value))}" if document.published else "no date of publication"
    publisher = own(brief(document.publisher.value)) if document.publisher else "publisher not told"
    about = [publisher, day, own(brief(document.id))]
    if kind := source_in_words(document):
        about.insert(1, own(kind))
    about += [own(entered(document))] if entered(document) else []
    about += [text(document.url)] if document.url and not web_page(document.url) else []
    leads = [
        f'<br><q dir="auto">{text(" … ".join(one.citations(account, claim)))}</q>'
        for account in sources.accounts
        if account.document == key
        for claim in account.all(Property.LEAD)
        if claim.spans
    ]
    inside = sources.address(document, None)
    named = f'<a href="{escape(inside)}">{text(title)}</a>' if inside else link(document.url, text(title))
    cited = f'<cite dir="auto">{named}</cite>'
    about += [link(document.url, "the page on the web")] if inside and web_page(document.url) else []
    told = f'{cited}<br><span class="source">{" · ".join(about)}</span>{"".join(leads)}'
    return f'<li id="{sources.fragment}-{number}">{told}</li>\n'
