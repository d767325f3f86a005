"""Times what adding a report to a register costs, whatever it holds: `python bench/grow.py [COUNT ...]` (default 2000
20000 200000).

Reports are made up from a fixed seed, with one to three accounts each, as many states, leaders and cities as the world
has, over twenty years; two or three outlets tell of a meeting, some without a date or a city. The register is filled
to each COUNT of accounts, then 200 more reports are added one by one, each settled before the next; printed are the
median, the mean and the 95th percentile of both parts in milliseconds, and the size of the file.
"""

from __future__ import annotations

import hashlib
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from whomet.model import Account, Claim, Document, Property, Reading, Span
from whomet.pipeline import absorb
from whomet.register import Register

_SYLLABLES = ("ka", "li", "mo", "ra", "be", "tu", "sha", "no", "di", "ver", "gan", "pol", "zi", "ther", "qua", "lim")
_OUTLETS = 40
_ADDED = 200


class World:
    """States with leaders and capitals, and the meetings that they hold, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.parties = [f"Party {n}" for n in range(200)]
        self.weights = [1 / (n + 3) for n in range(200)]
        self.leaders = {p: [self._name() for _ in range(8)] for p in self.parties}
        self.made = 0

    def _name(self) -> str:
        words = ("".join(self.draw.choice(_SYLLABLES) for _ in range(n)).title() for n in (2, 3))
        return " ".join(words)

    def readings(self) -> Iterator[Reading]:
        """Reports without end: each tells of one to three meetings, most of which another report tells of too."""
        meetings: list[tuple[Claim, ...]] = []
        while True:
            while len(meetings) < 40:
                meetings += [self._meeting()] * self.draw.choice((1, 2, 2, 3))
            self.draw.shuffle(meetings)
            yield self._report([meetings.pop() for _ in range(self.draw.choice((1, 1, 2, 3)))])

    def _meeting(self) -> tuple[Claim, ...]:
        draw = self.draw
        sides = sorted(set(draw.choices(self.parties, self.weights, k=2)) | {draw.choice(self.parties)})[:2]
        day = date(2005, 1, 1) + timedelta(days=draw.randrange(20 * 365))
        claims = [Claim(Property.DATE, day.isoformat())]
        claims += [Claim(Property.CITY, f"City of {draw.choice(sides)}")]
        claims += [Claim(Property.PARTY, side) for side in sides]
        for part, side in enumerate(sides):
            name = self.leaders[side][day.year % 8]
            claims += [Claim(Property.PERSON_NAME, name, part=part), Claim(Property.PERSON_PARTY, side, part=part)]
        return tuple(claims)

    def _report(self, meetings: list[tuple[Claim, ...]]) -> Reading:
        self.made += 1
        text = f"Report {self.made} of made-up meetings."
        key = hashlib.sha256(text.encode()).hexdigest()
        spans = (Span(0, 6),)
        printed = max(m[0].value for m in meetings)
        outlet = f"Outlet {self.draw.randrange(_OUTLETS)}"
        document = Document(
            key,
            f"report-{self.made}",
            text,
            f"reports.jsonl:{self.made}",
            key,
            "made up",
            publisher=Claim(Property.PUBLISHER, outlet, spans),
            published=Claim(Property.PUBLISHED, printed, spans),
        )
        accounts = (
            Account(f"{key[:16]}{n}", key, n == 0, 1.0, tuple(self._told(meeting)))
            for n, meeting in enumerate(meetings)
        )
        return Reading(document, "bench", tuple(accounts))

    def _told(self, meeting: tuple[Claim, ...]) -> Iterator[Claim]:
        """The meeting as one outlet tells it: now and then without its date, its city, or a given name."""
        for claim in meeting:
            if claim.property is Property.DATE and self.draw.random() < 0.1:
                continue
            if claim.property is Property.CITY and self.draw.random() < 0.4:
                continue
            short = claim.property is Property.PERSON_NAME and self.draw.random() < 0.15
            yield Claim(
                claim.property, claim.value.split()[-1] if short else claim.value, (Span(0, 6),), "", (), claim.part
            )


def main() -> None:
    counts = [int(a) for a in sys.argv[1:]] or [2000, 20000, 200000]
    print(f"{platform.machine()}, CPython {platform.python_version()}, one process")
    print("  accounts  filled in s  ms a report: median    mean     p95   MB")
    reports = World(1).readings()
    held = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.whomet"
        with Register.open(path) as register:
            for count in counts:
                start = time.perf_counter()
                while held < count:
                    some = list(islice(reports, 500))
                    held += sum(len(r.accounts) for r in some)
                    absorb(register, some)
                filled = time.perf_counter() - start
                took = []
                for reading in islice(reports, _ADDED):
                    start = time.perf_counter()
                    absorb(register, [reading])
                    took.append(1000 * (time.perf_counter() - start))
                    held += len(reading.accounts)
                each = f"{statistics.median(took):7.1f} {statistics.mean(took):7.1f} {sorted(took)[-_ADDED // 20]:7.1f}"
                print(f"{held:10} {filled:12.0f} {each:>34} {path.stat().st_size / 1e6:6.0f}", flush=True)


if __name__ == "__main__":
    main()
