"""Scores reconciliation alone, fed with annotated accounts instead of read ones.

    python bench/reconcile_gold.py GOLD.json [SAME.json SCORER.py] [--list] [--show]

GOLD.json is a list of annotated documents (id, published, meetings). With SAME.json and the scorer of that set the
figures are printed; with --show every meeting of two accounts or more, to judge by eye. Where a file is absent the
measure is skipped and says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from whomet.model import Account, Claim, Document, Property
from whomet.reconciliation import Reconciled, reconcile

_LISTS = {
    "time_text": Property.TIME_TEXT,
    "parties": Property.PARTY,
    "mediators": Property.MEDIATOR,
    "chair": Property.CHAIR,
    "topics": Property.TOPIC,
}
_VALUES = ("lead", "status", "contact", "format", "date", "duration", "city", "country", "venue", "part_of", "host")


def claims(meeting: dict[str, Any]) -> Iterator[Claim]:
    """An annotated meeting's claims (without spans)."""
    for key in _VALUES:
        if meeting.get(key):
            yield Claim(Property(key), meeting[key])
    for key, prop in _LISTS.items():
        yield from (Claim(prop, v) for v in meeting.get(key, []))
    for n, person in enumerate(meeting.get("people", [])):
        yield from (Claim(Property(f"person.{k}"), person[k], part=n) for k in ("name", "role", "party") if person[k])


def load(path: Path) -> tuple[list[Account], dict[str, Document]]:
    """Accounts ("<document>#<number>") and documents of a gold file."""
    accounts, documents = [], {}
    for d in json.loads(path.read_text("utf8")):
        published = (
            Claim(Property.PUBLISHED, d["published"]) if d.get("published") and not d.get("published_doubt") else None
        )
        documents[d["id"]] = Document(d["id"], d["id"], "", "", "", "gold", published=published)
        for n, m in enumerate(d["meetings"]):
            accounts.append(Account(f"{d['id']}#{n}", d["id"], m["main"], 1.0, tuple(claims(m))))
    return accounts, documents


def score(gold: Path, same: Path, scorer: Path, found: Reconciled) -> None:
    """Writes the gold back with `meeting` in each account and runs the scorer."""
    meeting = {a: m.id for m in found.meetings for a in m.accounts}
    lines = json.loads(gold.read_text("utf8"))
    for d in lines:
        for n, m in enumerate(d["meetings"]):
            m["meeting"] = meeting[f"{d['id']}#{n}"]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as read:
        read.writelines(json.dumps(d) + "\n" for d in lines)
        read.flush()
        extra = ["--list"] if "--list" in sys.argv else []
        subprocess.run([sys.executable, str(scorer), str(gold), str(same), read.name, *extra], check=True)
    print(macro(json.loads(same.read_text("utf8"))["groups"], meeting))


def macro(groups: list[list[str]], meeting: dict[str, str]) -> str:
    """Each group counted once, however many pairs it holds: the mean share of its pairs that are joined."""
    shares = []
    for group in groups:
        pairs = list(combinations(group, 2))
        shares.append(sum(meeting[a] == meeting[b] for a, b in pairs) / len(pairs))
    whole = sum(share == 1 for share in shares)
    return (
        f"per group  mean share of pairs joined {sum(shares) / len(shares):.3f}; {whole} of {len(groups)} groups whole"
    )


def show(found: Reconciled, accounts: list[Account], documents: dict[str, Document]) -> None:
    """Every meeting of two accounts or more, and every finding."""
    by_id = {a.id: a for a in accounts}
    for m in found.meetings:
        if len(m.accounts) > 1:
            print("--", m.id)
            for a in (by_id[i] for i in m.accounts):
                day = documents[a.document].published
                cells = [
                    a.value(p)
                    for p in (Property.STATUS, Property.FORMAT, Property.DATE, Property.CITY, Property.COUNTRY)
                ]
                who = [*a.values(Property.PARTY), *a.values(Property.PERSON_NAME)]
                print("    ", a.id, day.value if day else "?", *cells, who, a.value(Property.PART_OF))
    for f in found.findings:
        print(f.kind.value, f.about, f.text)


def main() -> None:
    paths = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    if not paths or not all(p.exists() for p in paths):
        print("skipped: GOLD.json not given, or a file named is absent")
        return
    accounts, documents = load(paths[0])
    start = time.perf_counter()
    found = reconcile(accounts, documents)
    seconds = time.perf_counter() - start
    counts = f"{len(accounts)} accounts, {len(found.judgements)} pairs judged, {len(found.meetings)} meetings"
    print(f"{counts}, {seconds:.2f} s")
    if "--show" in sys.argv:
        show(found, accounts, documents)
    if len(paths) == 3:
        score(paths[0], paths[1], paths[2], found)


if __name__ == "__main__":
    main()
