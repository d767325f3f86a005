"""Times the web face's pages over a large register: `python bench/web_pages.py [MEETINGS [FILE]]` (default 100000).

The register is made up from a fixed seed (the world of `grow.py`) and written as settling would leave it, without
being settled: what is timed is asking. Most of it are copies. In FILE it is kept, and used as it is where it is there.
Printed are the median and the 95th percentile of each page's server time in milliseconds, all of it: the questions,
the page and the application around it, without a network.
"""

from __future__ import annotations

import hashlib
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from grow import World
from sqlalchemy import Table, func, select, text, update
from starlette.testclient import TestClient

from whomet.faces.web.app import web_app
from whomet.faces.web.serving import stays
from whomet.knowledge.gazetteer import gazetteer
from whomet.model import (
    Account,
    Cell,
    CellReading,
    Claim,
    Document,
    EntityKind,
    Meeting,
    Property,
    Reading,
    Span,
)
from whomet.reconciliation.index import Member, Named, Spelling
from whomet.reconciliation.organisations import parties_of
from whomet.register import Register, tables, write
from whomet.register.browsing import View
from whomet.register.listings import Facet
from whomet.register.search import fold
from whomet.register.sqlite import ENTRIES

_AT_ONCE = 500  # meetings written in one transaction
_TIMES = 15
_COPIES = 20  # how often the meetings that are made up are there
_STATUS = ("held", "held", "held", "held", "planned", "cancelled")
_LONG = 20_000  # words

Made = tuple[list[Reading], Meeting, list[Member]]


def meetings(world: World) -> Iterator[Made]:
    """Meetings without end, each told by two documents of their own."""
    while True:
        told = world._meeting()
        accounts, readings = [], []
        for _ in range(2):
            report = world._report([told])
            status = Claim(Property.STATUS, world.draw.choice(_STATUS), (Span(0, 6),))
            accounts.append(replace(report.accounts[0], claims=(*report.accounts[0].claims, status)))
            readings.append(replace(report, accounts=(accounts[-1],)))
        accounts.sort(key=lambda a: a.id)
        yield readings, _laid(accounts), [m for a in accounts for m in _members(a)]


def _laid(accounts: list[Account]) -> Meeting:
    ids = tuple(a.id for a in accounts)
    cells = []
    for prop in (Property.STATUS, Property.DATE, Property.CITY, Property.PARTY):
        values = {v: tuple(a.id for a in accounts if v in a.values(prop)) for a in accounts for v in a.values(prop)}
        cells.append(Cell(prop, tuple(CellReading(v, by) for v, by in sorted(values.items()))))
    return Meeting(ids[0], ids, tuple(_on_the_map(cell) for cell in cells if cell.readings))


def _on_the_map(cell: Cell) -> Cell:
    """The made-up cities under names of large ones, so that a map has something to show."""
    if cell.property is not Property.CITY:
        return cell
    numbers = [int(reading.value.rsplit(" ", 1)[1]) for reading in cell.readings]
    names = [gazetteer().place(number).name for number in numbers]
    return replace(cell, readings=tuple(replace(r, value=n) for r, n in zip(cell.readings, names, strict=True)))


def _members(account: Account) -> Iterator[Member]:
    for part in account.parts("person"):
        name, party = part[Property.PERSON_NAME], part[Property.PERSON_PARTY].value
        key = f"{name.value}\x1f{party}"
        ident = f"{account.id}/{name.part}"
        yield Member(ident, account.id, account.document, name.value, party, "", "", key, key)


def _named(key: str) -> tuple[str, str]:
    name, _, party = key.partition("\x1f")
    return name, party


def fill(register: Register, count: int) -> None:
    """So many made-up meetings, some hundred in each transaction."""
    made = islice(meetings(World(1)), count)
    counts: dict[str, int] = {}
    while some := list(islice(made, _AT_ONCE)):
        with register.settling(0) as settling:
            readings = [reading for found, _, _ in some for reading in found]
            for reading in readings:
                write.append_reading(settling.connection, settling.database, reading)
            write.settled(settling.connection, [reading.document.key for reading in readings])
            members = [m for _, _, found in some for m in found]
            parties = parties_of(account for reading in readings for account in reading.accounts)
            settling.relation("members", Member).put([*members, *parties])
            for member in members:
                counts[member.spelling] = counts.get(member.spelling, 0) + 1
            settling.meetings.put((meeting, 2) for _, meeting, _ in some)
    with register.settling(0) as settling:
        people = {key: f"person-{hashlib.sha256(key.encode()).hexdigest()[:12]}" for key in counts}
        rows = (Spelling(k, *_named(k), k, 1, n, people[k]) for k, n in counts.items())
        settling.relation("spellings", Spelling).put(rows)
        named = (Named(ident, EntityKind.PERSON, key.split("\x1f")[0]) for key, ident in people.items())
        settling.relation("entities", Named).put(named)


def multiply(register: Register, times: int) -> None:
    """So many copies of all that is there, each under ids of its own: sooner than making them one by one."""
    with register.settling(0) as settling:
        ask = settling.connection
        step = ask.scalar(select(func.max(tables.readings.c.number)))
        for copy in range(1, times):
            for table, (named, numbered) in _COPIED.items():
                columns = [c.name for c in table.columns]
                taken = [
                    f"'{copy}-' || {c}" if c in named else f"{c} + {copy * step}" if c in numbered else c
                    for c in columns
                ]
                only = f" WHERE {numbered[0]} <= {step}" if numbered else f" WHERE {named[0]} NOT LIKE '%-_%'"
                ask.execute(text(f"INSERT INTO {table.name} SELECT {', '.join(taken)} FROM {table.name}{only}"))
        ask.execute(update(tables.tallies).values(meetings=tables.tallies.c.meetings * times))
        if ask.dialect.name == "postgresql":
            copies = (
                "SELECT reading + :step * copy, account, words, lexemes FROM word_index, generate_series(1, :last) copy"
            )
            ask.execute(text(f"INSERT INTO word_index {copies}"), {"step": step, "last": times - 1})
            return
        said = ask.execute(select(tables.readings.c.number, tables.documents.c.text).join(tables.documents))
        rows = ({"entry": n * ENTRIES, "words": fold(words)} for n, words in said if n > step)
        for batch in write.batches(rows):
            ask.execute(text("INSERT INTO word_index (rowid, words) VALUES (:entry, :words)"), batch)


_COPIED: dict[Table, tuple[tuple[str, ...], tuple[str, ...]]] = {
    tables.documents: (("key", "id"), ()),
    tables.readings: (("document",), ("number",)),
    tables.accounts: (("id",), ("reading",)),
    tables.claims: ((), ("reading",)),
    tables.citations: ((), ("reading",)),
    tables.meetings: (("id",), ()),
    tables.meeting_accounts: (("meeting", "account"), ()),
    tables.cells: (("meeting", "account"), ()),
    tables.listings: (("meeting",), ()),
    tables.summaries: (("meeting",), ()),
    tables.facets: (("meeting",), ()),
    tables.sites: (("meeting",), ()),
    tables.pairs: (("meeting",), ()),
    tables.members: (("account", "member", "document"), ()),
    tables.attendances: (("meeting",), ()),
    tables.whereabouts: (("meeting",), ()),
}
"""What is copied, with the columns that a copy's number is put before, and those that it is added to."""


def long_document() -> Reading:
    """A text of 20,000 words, a name in every tenth of which is cited."""
    words = [f"Okonveld{n}" if n % 10 == 0 else "river" for n in range(_LONG)]
    text = "\n".join(" ".join(words[n : n + 80]) for n in range(0, _LONG, 80))
    key = hashlib.sha256(text.encode()).hexdigest()
    claims, at = [], 0
    for n in range(0, _LONG, 10):
        at = text.index(words[n], at)
        claims.append(Claim(Property.PERSON_NAME, words[n], (Span(at, at + len(words[n])),), part=n + 1))
    account = Account(f"{key[:16]}0", key, True, 1.0, tuple(claims))
    return Reading(Document(key, "long", text, "long.txt", key, "made up"), "bench", (account,))


def make(path: Path, count: int) -> None:
    """A register of so many meetings, and a long document."""
    with Register.open(path) as register:
        fill(register, count // _COPIES)
        multiply(register, _COPIES)
        long = long_document()
        register.add(long)
        with register.settling(0) as settling:
            write.settled(settling.connection, [long.document.key])


def timed(client: TestClient, path: str) -> list[float]:
    """Milliseconds of processor time of some answers to one request, the first left out: other programs on the machine
    then count little."""
    took = []
    for _ in range(_TIMES + 1):
        start = time.process_time()
        answer = client.get(path)
        took.append(1000 * (time.process_time() - start))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return took[1:]


def main() -> None:
    """Fills a register, asks for its pages, prints a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{platform.machine()}, CPython {platform.python_version()}, {count} meetings")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else folder + "/register.whomet")
        made = path.exists()
        if not made:
            start = time.perf_counter()
            make(path, count)
            print(f"filled in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        with Register.open(path) as register:
            one = register.listed_ids(View())[count // 2]
            site = max(register.sites(View()).items(), key=lambda told: told[1].meetings)[0]
            person = register.counted(View(), [Facet.PERSON], 1)[Facet.PERSON][0].value
        pages = {
            "first page": "/",
            "a middle page": f"/?page={max(1, count // 100)}",
            "narrowed by a large side": "/?party=Party+0",
            "narrowed by a small side": "/?party=Party+150",
            "narrowed by a person": f"/?person={person}",
            "narrowed by state, most meetings": "/?status=held",
            "narrowed by year and state": "/?year=2010&status=held",
            "all values of a facet": "/facets/party",
            "search for a rare word": "/?q=471",
            "search for a word of every document": "/?q=report",
            "a meeting": f"/meetings/{one}",
            "a person": f"/people/{person}",
            "a side": "/sides/Party%200",
            "a text of 20,000 words": "/documents/long",
            "timeline of all": "/timeline",
            "timeline of a large side": "/timeline?party=Party+0",
            "timeline of most meetings": "/timeline?status=held",
            "timeline of a year": "/timeline?when=2010",
            "map of all": "/map",
            "map of a large side": "/map?party=Party+0",
            "map of most meetings": "/map?status=held",
            "map of a section": "/map?box=-10,35,40,60",
            "network of all sides": "/network",
            "network of a large side": "/network?party=Party+0",
            "network of most meetings": "/network?status=held",
            "network of all people": "/network?by=people",
            "network of most meetings' people": "/network?status=held&by=people",
            "network of a large side's people": "/network?party=Party+0&by=people",
            "a list narrowed by two sides": "/?party=Party+0&party=Party+1",
            "a list narrowed by a month": "/?when=2010-04",
            "a list narrowed by a site": f"/?site={quote(site)}",
        }
        with TestClient(web_app(str(path)), base_url="http://127.0.0.1") as client:
            stays()
            print(f"{'page':36} median     p95")
            for title, address in pages.items():
                took = sorted(timed(client, address))
                print(f"{title:36} {statistics.median(took):6.0f}  {took[-1 - len(took) // 20]:6.0f}", flush=True)


if __name__ == "__main__":
    main()
