"""Measures `compare_names` on labelled pairs: `python bench/names.py FOLDER [--list]`.

The lists are not part of the project; where the folder is absent the measure is skipped and says so.
names.csv: columns schema, name1, name2, is_match. SAME counts as found; F1 over all rows, with and without telling the
kind, over the two halves that a checksum of the row makes (rules were looked after on the even one), over persons and
over persons whose names look Arabic (by a rough test, below); then F1 at the score that suits best.
names-eu-aliases.jsonl: each alias against its own name; strangers are made by crossing with the next entries, and
neighbours by all pairs that share a block. Speed: microseconds a comparison, names new and names known.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from whomet.knowledge.names import NameComparison, compare_names, name_keys
from whomet.model import EntityKind, Verdict

_ARABIC_GUESS = re.compile(
    r"[\u0600-\u06ff]|\b(?:al|el|abd\w*|abu|bin|ibn|moham\w+|muham\w+|ahm[ae]d|ullah|haji|mullah|hussein|hassan)\b|ullah\b|uddin\b",
    re.IGNORECASE,
)
_BODIES = frozenset({"Company", "Organization", "LegalEntity"})
_BLOCK = 200  # names of one block that are compared with one another
Row = dict[str, str]


def figures(rows: Iterable[tuple[bool, bool]]) -> str:
    """Precision, recall, F1 of (labelled same, found same)."""
    pairs = list(rows)
    right = sum(g and f for g, f in pairs)
    found, wanted = sum(f for _, f in pairs), sum(g for g, _ in pairs)
    p, r = right / max(found, 1), right / max(wanted, 1)
    return f"n {len(pairs):5}  P {p:.3f}  R {r:.3f}  F1 {_f1(pairs):.3f}"


def _f1(pairs: list[tuple[bool, bool]]) -> float:
    right = sum(g and f for g, f in pairs)
    return 2 * right / max(sum(f for _, f in pairs) + sum(g for g, _ in pairs), 1)


def _kind(row: Row) -> EntityKind | None:
    person = EntityKind.PERSON if row["schema"] == "Person" else None
    return EntityKind.ORGANISATION if row["schema"] in _BODIES else person


def _half(row: Row) -> int:
    return zlib.crc32(f"{row['name1']}|{row['name2']}".encode()) % 2


def _same(a: str, b: str) -> bool:
    return compare_names(a, b).verdict is Verdict.SAME


def measure_pairs(path: Path, show: bool) -> None:
    """names.csv"""
    with path.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(r, compare_names(r["name1"], r["name2"])) for r in rows]
    parts: dict[str, Callable[[Row], bool]] = {
        "all rows": lambda r: True,
        "even half": lambda r: _half(r) == 0,
        "odd half": lambda r: _half(r) == 1,
        "persons": lambda r: r["schema"] == "Person",
        "Arabic-looking": lambda r: (
            r["schema"] == "Person" and bool(_ARABIC_GUESS.search(f"{r['name1']} {r['name2']}"))
        ),
        "others": lambda r: r["schema"] != "Person",
    }
    for name, belongs in parts.items():
        print(f"{name:18}", figures((_label(r), c.verdict is Verdict.SAME) for r, c in found if belongs(r)))
    told = [(r, compare_names(r["name1"], r["name2"], _kind(r))) for r in rows]
    print(f"{'all, kind told':18}", figures((_label(r), c.verdict is Verdict.SAME) for r, c in told))
    best, at = max((_f1([(_label(r), c.score >= n / 100) for r, c in found]), n / 100) for n in range(30, 100))
    print(f"{'best score':18} F1 {best:.3f} at {at}")
    for line in _errors(found) if show else []:
        print(line)


def _looks_arabic(row: Row) -> bool:
    return bool(_ARABIC_GUESS.search(f"{row['name1']} {row['name2']}"))


def _label(row: Row) -> bool:
    return row["is_match"] == "true"


def _errors(found: Iterable[tuple[Row, NameComparison]]) -> Iterator[str]:
    """Of the even half only: the odd one is kept unseen."""
    for row, compared in found:
        if _half(row) == 0 and _label(row) != (compared.verdict is Verdict.SAME):
            why = "; ".join(r.text for r in compared.reasons)
            kind = "missed" if _label(row) else "false "
            yield f"{kind} {row['schema']} | {row['name1']} | {row['name2']} | {compared.score} {why}"


def measure_aliases(path: Path) -> None:
    """names-eu-aliases.jsonl"""
    lines: list[dict[str, Any]] = [json.loads(line) for line in path.open(encoding="utf8") if line.strip()]
    for name, wanted in (("EU persons", True), ("EU organisations", False)):
        listed = [p for p in lines if (p["schema"] == "Person") is wanted]
        own = [(True, _same(p["name"], a)) for p in listed for a in p["aliases"]]
        crossed = [
            (False, _same(p["name"], a))
            for n, p in enumerate(listed)
            for k in range(1, 11)
            for a in listed[(n + k) % len(listed)]["aliases"][:1]
        ]
        print(f"{name:18}", figures(own + crossed))
    measure_neighbours([p["name"] for p in lines if p["schema"] == "Person"])


def measure_neighbours(names: list[str]) -> None:
    """Different entries of one block: how many are called the same (a few entries are listed twice), and the speed."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for n, name in enumerate(names):
        for key in name_keys(name):
            blocks[key].append(n)
    near = sorted({(a, b) for v in blocks.values() if len(v) <= _BLOCK for a in v for b in v if a < b})
    joined = sum(_same(names[a], names[b]) for a, b in near)
    print(f"{'neighbours':18} {len(near)} pairs of different entries, {joined} same")
    far = [(a, (a * 7919 + 13) % len(names)) for a in range(len(names))]
    for what, pairs in (("near", near), ("far", far)):
        spent = [_seconds(names, pairs) for _ in range(2)]
        print(f"{what + ' names':18} " + ", ".join(f"{s / len(pairs) * 1e6:.0f} us" for s in spent) + " a comparison")


def _seconds(names: list[str], pairs: list[tuple[int, int]]) -> float:
    """Wall time of comparing all pairs, the memory of whole comparisons left out."""
    began = time.perf_counter()
    for a, b in pairs:
        compare_names.__wrapped__(names[a], names[b])
    return time.perf_counter() - began


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if not folder or not (folder / "names.csv").exists():
        print("skipped: no folder with names.csv given")
        return
    measure_pairs(folder / "names.csv", show="--list" in sys.argv)
    measure_aliases(folder / "names-eu-aliases.jsonl")


if __name__ == "__main__":
    main()
