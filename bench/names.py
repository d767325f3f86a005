"""Measures `compare_names` on labelled pairs: `python bench/names.py FOLDER` (names.csv, names-eu-aliases.jsonl).

The lists are not part of the project; where the folder is absent the measure is skipped and says so.
names.csv: columns schema, name1, name2, is_match. SAME counts as found; F1 over all rows, over persons and over persons
whose names look Arabic (by a rough test, below). names-eu-aliases.jsonl: each alias against its own name; strangers are
made by crossing with the next entries.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from whomet.knowledge.names import compare_names
from whomet.model import Verdict

_ARABIC_GUESS = re.compile(
    r"[\u0600-\u06ff]|\b(?:al|el|abd\w*|abu|bin|ibn|moham\w+|muham\w+|ahm[ae]d|ullah|haji|mullah|hussein|hassan)\b|ullah\b|uddin\b",
    re.IGNORECASE,
)


def figures(rows: Iterable[tuple[bool, bool]]) -> str:
    """Precision, recall, F1 of (labelled same, found same)."""
    pairs = list(rows)
    right = sum(g and f for g, f in pairs)
    found, wanted = sum(f for _, f in pairs), sum(g for g, _ in pairs)
    p, r = right / max(found, 1), right / max(wanted, 1)
    return f"n {len(pairs):5}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}"


def _same(a: str, b: str) -> bool:
    return compare_names(a, b).verdict is Verdict.SAME


def measure_pairs(path: Path, show: bool) -> None:
    """names.csv"""
    with path.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(r, r["is_match"] == "true", _same(r["name1"], r["name2"])) for r in rows]
    arabic = [x for x in found if _ARABIC_GUESS.search(x[0]["name1"] + " " + x[0]["name2"])]
    print("all rows          ", figures((g, f) for _, g, f in found))
    print("persons           ", figures((g, f) for r, g, f in found if r["schema"] == "Person"))
    print("Arabic-looking    ", figures((g, f) for r, g, f in arabic if r["schema"] == "Person"))
    for r, g, f in found if show else []:
        if g != f and r["schema"] == "Person":
            print(
                "missed" if g else "false ",
                "|",
                r["name1"],
                "|",
                r["name2"],
                "|",
                compare_names(r["name1"], r["name2"]),
            )


def measure_aliases(path: Path) -> None:
    """names-eu-aliases.jsonl"""
    lines = [json.loads(line) for line in path.open(encoding="utf8") if line.strip()]
    people = [p for p in lines if p["schema"] == "Person"]
    own = [(True, _same(p["name"], a)) for p in people for a in p["aliases"]]
    crossed = [
        (False, _same(p["name"], a))
        for n, p in enumerate(people)
        for k in range(1, 11)
        for a in people[(n + k) % len(people)]["aliases"][:1]
    ]
    print("EU aliases (noms de guerre among them)", figures(own + crossed))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if not folder or not (folder / "names.csv").exists():
        print("skipped: no folder with names.csv given")
        return
    measure_pairs(folder / "names.csv", show="--list" in sys.argv)
    measure_aliases(folder / "names-eu-aliases.jsonl")


if __name__ == "__main__":
    main()
