"""Times reconciliation on made-up accounts: `python bench/reconcile_many.py [COUNT ...]` (default 1000 4000 16000).

The accounts are drawn from a fixed seed: parties and dates at random, up to three documents a meeting, some without a
date or a city. Prints accounts, pairs judged, meetings, seconds, and microseconds per account.
"""

from __future__ import annotations

import sys
import time
from random import Random

from whomet.model import Account, Claim, Document, Property
from whomet.reconciliation import reconcile

_SYLLABLES = ("ka", "li", "mo", "ra", "be", "tu", "sha", "no", "di", "ver", "gan", "pol", "zi", "ther", "qua", "lim")
_CITIES = ("Doha", "Cairo", "Paris", "Rome", "Oslo", "Vienna", "Geneva", "Lima")


def made_up(count: int) -> tuple[list[Account], dict[str, Document]]:
    """About `count` accounts and their documents."""
    draw = Random(1)
    parties = [f"Party {n}" for n in range(max(40, count // 100))]
    leaders = {p: [_name(draw) for _ in range(3)] for p in parties}
    accounts: list[Account] = []
    documents: dict[str, Document] = {}
    while len(accounts) < count:
        sides = draw.sample(parties, 2)
        day = f"20{draw.randrange(10, 24)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
        people = [(draw.choice(leaders[s]), s) for s in sides]
        city = draw.choice(_CITIES)
        for _ in range(draw.choice((1, 1, 2, 3))):
            key = f"d{len(accounts):07}"
            documents[key] = Document(key, key, "", "", "", "", published=Claim(Property.PUBLISHED, day))
            claims = [Claim(Property.PARTY, s) for s in sides]
            for n, (name, side) in enumerate(people):
                claims += [Claim(Property.PERSON_NAME, name, part=n), Claim(Property.PERSON_PARTY, side, part=n)]
            claims += [Claim(Property.DATE, day)] if draw.random() < 0.75 else []
            claims += [Claim(Property.CITY, city)] if draw.random() < 0.6 else []
            accounts.append(Account(f"{key}#0", key, True, 1.0, tuple(claims)))
    return accounts, documents


def _name(draw: Random) -> str:
    return " ".join("".join(draw.choice(_SYLLABLES) for _ in range(n)).title() for n in (2, 3))


def main() -> None:
    for count in [int(a) for a in sys.argv[1:]] or [1000, 4000, 16000]:
        accounts, documents = made_up(count)
        start = time.perf_counter()
        found = reconcile(accounts, documents)
        seconds = time.perf_counter() - start
        each = 1e6 * seconds / len(accounts)
        pairs, meetings = len(found.judgements), len(found.meetings)
        print(
            f"{len(accounts):7} accounts  {pairs:8} pairs  {meetings:7} meetings  {seconds:6.1f} s  {each:5.0f} us each"
        )


if __name__ == "__main__":
    main()
