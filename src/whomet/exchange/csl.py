"""Citations as CSL-JSON: what Zotero, pandoc and citeproc format (schema: citation-style-language/schema, 1.0.2).

A meeting is an item of type "entry", in CSL "an entry in a database, directory or catalogue": what one cites of a
register is its entry, and what one quotes are its sources. Each source is an item of its own, once, however many
meetings it tells of: "webpage" where it has a web address, else "document"; whether a text is a newspaper's article or
a speech is not known here. Meetings name their sources, sources their meetings, in `note` and as lists in `custom`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count
from typing import Any

from whomet.exchange.told import Told
from whomet.knowledge.places import countries
from whomet.model import Accord, Cell, Document, Property
from whomet.values.by_hand import entered
from whomet.values.edtf import is_valid, width

Item = dict[str, Any]

_REGISTER = "Register of meetings, kept with Whomet"
_SEASONS = {"21": 1, "22": 2, "23": 3, "24": 4}


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """A JSON array, an item on each line: first the meetings, then their sources. In ASCII: a control or bidirectional
    character of a hostile text stands there as its escape. Sources are kept, without their texts, until the end."""
    between = b"[\n"
    for item in items(told):
        yield between + json.dumps(item, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        between = b",\n"
    yield b"\n]\n" if between == b",\n" else b"[]\n"


def items(told: Iterable[Told], spelt: Callable[[str], str] = str) -> Iterator[Item]:
    """The items of the array. Ids are a document's own, "meeting-" and a meeting's, as `spelt` writes them; the second
    document to come with an id has some of its key after it. No two ids differ in case alone."""
    owners: dict[str, str] = {}
    ids: dict[str, str] = {}
    sources: dict[str, tuple[Document, list[str]]] = {}

    def named(name: str, key: str) -> str:
        name = spelt(name)
        longer = f"{name}-{key[:12]}"
        choices = chain((name, longer), (f"{longer}-{number}" for number in count(2)))
        return next(choice for choice in choices if owners.setdefault(choice.casefold(), key) == key)

    for one in told:
        documents = sorted(one.documents.values(), key=lambda document: (document.id, document.key))
        for document in documents:
            if document.key not in ids:
                ids[document.key] = named(document.id, document.key)
                sources[document.key] = replace(document, text="", regions=()), []
            sources[document.key][1].append(one.meeting.id)
        yield _meeting(one, named(f"meeting-{one.meeting.id}", one.meeting.id), ids)
    for key, (document, meetings) in sources.items():
        yield _source(document, ids[key], meetings)


def _source(document: Document, ident: str, meetings: list[str]) -> Item:
    """A document as an item; what is not told of it is left out."""
    on_the_web = document.url.lower().startswith(("http://", "https://"))
    known = {
        "title": document.title.value if document.title else "",
        "container-title": document.publisher.value if document.publisher else "",
        "issued": _date(document.published.value) if document.published else {},
        "URL": document.url if on_the_web else "",
        "language": document.language,
    }
    return {
        "id": ident,
        "type": "webpage" if on_the_web else "document",
        **{name: value for name, value in known.items() if value},
        "note": " ".join(
            [f"Tells of meeting {', '.join(meetings)}.", *([_entered(document)] if entered(document) else [])]
        ),
        "custom": {"document": document.id, "meetings": meetings},
    }


def _entered(document: Document) -> str:
    said = entered(document)
    return f"{said[:1].upper()}{said[1:]}."


def _meeting(one: Told, ident: str, ids: dict[str, str]) -> Item:
    """A meeting as an item; of when its entry was made nothing is known, so nothing is `issued`."""
    cells = {cell.property: cell for cell in one.meeting.cells}
    sources = sorted(ids[key] for key in one.documents)
    when = cells.get(Property.DATE)
    known = {
        "event-date": _when_held(when) if when else {},
        "event-place": _where(cells),
        "abstract": _leads(one, ids),
    }
    return {
        "id": ident,
        "type": "entry",
        "title": _title(cells),
        "container-title": _REGISTER,
        **{name: value for name, value in known.items() if value},
        "note": _note(one, sources),
        "custom": {"meeting": one.meeting.id, "sources": sources},
    }


def _title(cells: Mapping[Property, Cell]) -> str:
    """Who, whether, where and when: every citation style prints the title, few print a date of meeting."""
    parties = cells.get(Property.PARTY)
    sides = " and ".join(sorted(reading.value for reading in parties.readings)) if parties else ""
    state = _said(cells.get(Property.STATUS)) or "state not told"
    denied = ", which is denied" if Property.DENIAL_TEXT in cells else ""
    when = _said(cells.get(Property.DATE)) or "no date told"
    return ", ".join(filter(None, [f"Meeting of {sides or 'parties not told'} ({state}{denied})", _where(cells), when]))


def _where(cells: Mapping[Property, Cell]) -> str:
    return _said(cells.get(Property.CITY)) or _said(cells.get(Property.COUNTRY))


def _note(one: Told, sources: list[str]) -> str:
    """Every reading of what its sources differ in, and the sources."""
    denial = next((c for c in one.meeting.cells if c.property is Property.DENIAL_TEXT), None)
    differ = [c for c in one.meeting.cells if c.accord is Accord.CONFLICT and c is not denial]
    said = [f"{c.property.value}: {_said(c)}." for c in differ]
    said += [f"Denied: {'; '.join(f'“{r.value}”' for r in denial.readings)}."] if denial else []
    return " ".join([*said, f"Independent voices: {one.voices}. Sources: {', '.join(sources)}."])


def _leads(one: Told, ids: dict[str, str]) -> str:
    """The words by which each source tells of the meeting, with its id."""
    leads = (
        f"“{' … '.join(words)}” ({ids[account.document]})"
        for account in sorted(one.accounts, key=lambda a: (ids[a.document], a.id))
        for claim in account.all(Property.LEAD)
        if (words := list(one.citations(account, claim)))
    )
    return " ".join(dict.fromkeys(leads))


def _said(cell: Cell | None) -> str:
    """The readings of a cell: all where the sources differ, of dates that agree the most exact one."""
    if cell is None:
        return ""
    named = countries() if cell.property is Property.COUNTRY else {}
    values = [named.get(reading.value, reading.value) for reading in cell.readings]
    if cell.accord is Accord.CONFLICT:
        return " or ".join(values) + " (sources differ)"
    if cell.accord is Accord.LATER:
        return ", before that ".join(values)
    return _most_exact(cell) if cell.property is Property.DATE else ", ".join(values)


def _most_exact(cell: Cell) -> str:
    """Of dates that agree the narrowest; of a plan and what came of it the latter, which stands first."""
    values = [reading.value for reading in cell.readings]
    return values[0] if cell.accord is Accord.LATER else min(values, key=width)


def _when_held(cell: Cell) -> Item:
    """A CSL date where the sources agree; else all their readings, as words."""
    one = "" if cell.accord is Accord.CONFLICT else _most_exact(cell)
    return _date(one) or {"literal": _said(cell)}


def _date(edtf: str) -> Item:
    """A date or an interval of dates as a CSL date, no more precise than it is; {} for a set, which CSL can't say."""
    year, _, season = edtf.partition("-")
    if season in _SEASONS and is_valid(edtf):
        return {"date-parts": [[int(year)]], "season": _SEASONS[season]}
    parts = [part.split("-") for part in edtf.split("/")]
    of_seasons = any(number in _SEASONS for part in parts for number in part[1:2])
    if not edtf or not is_valid(edtf) or edtf.startswith("[") or of_seasons:
        return {}
    return {"date-parts": [[int(number) for number in part] for part in parts]}
