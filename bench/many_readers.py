"""Twenty readers and two coders at one register, over HTTP: `python bench/many_readers.py [MEETINGS [FILE [SECONDS]]]`
(default 100000, 60 seconds each time).

The register is that of `web_pages.py`, with 300 reports more that were settled as `whomet read` does: what the coders
decide about, through the API, each with a token. Readers and coders are connections of their own to one `whomet serve`.
First readers look at each page for a second, more or less, as people do, and coders take as long for a decision; then
nobody waits. Printed are how many answers there were, how many were errors, the median, the 95th and 99th percentile
and the longest in milliseconds; last, whether every decision that was answered is in the log, once.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random

from grow import World
from served import Client, whomet_serving
from web_pages import make

from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token
from whomet.model import Claim, Property, Reading, Span
from whomet.pipeline import absorb
from whomet.register import Register
from whomet.register.browsing import View
from whomet.register.listings import Facet

READERS, CODERS = 20, 2
_SECONDS = 60.0
_SETTLED = 300  # reports


@dataclass(frozen=True, slots=True)
class Took:
    """One request: what was asked, the status of its answer, milliseconds."""

    what: str
    status: int
    ms: float


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to ask for, and the accounts to decide about."""

    meetings: list[str]
    documents: list[str]
    people: list[str]
    accounts: list[str]


def material(path: Path) -> Material:
    """Some of everything in a register, and the accounts that were settled in it."""
    world = World(2)
    world.made = 20_000_000  # no report of these is one of the register's
    reports = [with_leads(report) for report in islice(world.readings(), _SETTLED)]
    with Register.open(path) as register:
        absorb(register, reports)
        ids = register.listed_ids(View())
        people = register.counted(View(), [Facet.PERSON], 200)[Facet.PERSON]
        documents = [key for _, key in register.documents_after(0, 500)]
        told = [report.accounts[0].id for report in reports]  # no two coders at one document
    return Material(ids[:: max(1, len(ids) // 1000)], documents, [p.value for p in people], told)


def with_leads(report: Reading) -> Reading:
    """A report whose accounts have words to point at, as decisions do."""
    lead = Span(0, len(report.document.text))
    said = Claim(Property.LEAD, report.document.text, (lead,))
    return replace(report, accounts=tuple(replace(a, claims=(said, *a.claims)) for a in report.accounts))


def page(draw: Random, there: Material) -> tuple[str, str]:
    """What a reader looks at next, and its address: of ten pages three are lists, five meetings and documents."""
    kinds: dict[str, Callable[[], str]] = {
        "list": lambda: f"/?page={draw.randrange(1, 20)}",
        "narrowed": lambda: f"/?year={draw.randrange(2005, 2024)}&status=held",
        "a side": lambda: f"/?party=Party+{draw.randrange(200)}",
        "search": lambda: f"/?q={draw.randrange(1000, 9999)}",
        "meeting": lambda: f"/meetings/{draw.choice(there.meetings)}",
        "document": lambda: f"/documents/{draw.choice(there.documents)[:16]}",
        "person": lambda: f"/people/{draw.choice(there.people)}",
    }
    (kind,) = draw.choices(list(kinds), (1, 1, 1, 1, 3, 2, 1))
    return kind, kinds[kind]()


def reads(port: int, there: Material, seed: int, until: float, pause: float) -> list[Took]:
    """A reader, to the end."""
    draw, client = Random(seed), Client(port)
    took = []
    time.sleep(pause * draw.random())  # they do not all come at one moment
    while time.monotonic() < until:
        kind, path = page(draw, there)
        status, ms, _ = client.ask(path)
        took.append(Took(kind, status, ms))
        time.sleep(pause * draw.uniform(0.5, 1.5))
    return took


def decides(port: int, mine: list[str], token: str, until: float, pause: float) -> list[tuple[Took, str]]:
    """A coder, to the end: accepts an account, rejects it, takes that back; with the id of each decision made."""
    client, seen, number = Client(port, {"Authorization": f"Bearer {token}"}), 0, 0
    decided = []
    while time.monotonic() < until:
        account = mine[number % len(mine)]
        number += 1
        last = ""
        for what in ("accept", "reject", "undo"):
            told = {
                "what": what,
                "about": [last if what == "undo" else account],
                "reason": f"pass {number}",
                "seen": seen,
            }
            status, ms, said = client.ask("/api/v1/decisions", json.dumps(told).encode())
            made = json.loads(said)
            last, seen = (made["id"], made["number"]) if status == 200 else ("", seen)
            decided.append((Took("decision", status, ms), last))
            time.sleep(pause * 0.5)
    return decided


def run(port: int, there: Material, tokens: list[str], seconds: float, pause: float) -> tuple[list[Took], list[str]]:
    """All at once for some seconds: every answer, and every decision that was made."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(READERS + CODERS) as pool:
        readers = [pool.submit(reads, port, there, n, until, pause) for n in range(READERS)]
        coders = [
            pool.submit(decides, port, there.accounts[n::CODERS], token, until, pause) for n, token in enumerate(tokens)
        ]
        made = [one for coder in coders for one in coder.result()]
        return [t for reader in readers for t in reader.result()] + [t for t, _ in made], [d for _, d in made if d]


def table(took: list[Took], seconds: float) -> Iterator[str]:
    """A line for each kind of request, one for all."""
    yield f"{'':12} answers  errors  median   p95   p99   longest"
    for kind in (*dict.fromkeys(sorted(t.what for t in took)), ""):
        of_it = sorted(t.ms for t in took if kind in ("", t.what))
        wrong = sum(t.status != 200 for t in took if kind in ("", t.what))
        at = [of_it[min(len(of_it) - 1, int(len(of_it) * share))] for share in (0.95, 0.99)]
        shown = f"{statistics.median(of_it):7.0f} {at[0]:5.0f} {at[1]:5.0f} {of_it[-1]:9.0f}"
        yield f"{kind or 'all':12} {len(of_it):7} {wrong:7} {shown}"
    yield f"{len(took) / seconds:.0f} answers a second"


def main() -> None:
    """Fills a register, serves it, lets them loose, prints the tables."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else _SECONDS
    print(f"{platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}, {count} meetings")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "register.whomet"
        if not path.exists():
            make(path, count)
        there = material(path)
        os.environ["WHOMET_TOKENS"] = f"{folder}/tokens.json"
        tokens = [add_token(f"Coder {n}", May.DECIDE) for n in range(CODERS)]
        made: list[str] = []
        with whomet_serving(path) as port:
            for title, pause in (("each page for a second", 1.0), ("nobody waits", 0.0)):
                took, decided = run(port, there, tokens, seconds, pause)
                made += decided
                print(f"\n{READERS} readers and {CODERS} coders, {title}", *table(took, seconds), sep="\n", flush=True)
        with Register.open(path) as register:
            kept = [decision.id for _, decision in register.decisions()]
        lost = len(set(made) - set(kept))
        print(f"\n{len(made)} decisions were answered; {lost} are lost, {len(kept) - len(set(kept))} are there twice")


if __name__ == "__main__":
    main()
