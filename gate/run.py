"""The quality gate: scores what `whomet` reads against the gold of ../shared, and fails under a floor.

`python gate/run.py` prints every measure beside its floor; `--raise` lifts the floors to what was reached,
`--lower MEASURE` puts one down; `--markdown` prints the table of docs/measured.md. Where there is no gold (SHARED names
its folder, ../shared by default), or one of its sets is not there, it says so and passes. A measure is a name with a
number between 0 and 1; its first word is its set.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Measures = Mapping[str, float]

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "gate" / "floors.json"
WHOMET = Path(sys.executable).with_name("whomet")
PLACES = 1000
"""A floor is kept in thousandths, rounded down, so that the last bits of a division never fail the gate."""
SETS = {
    "seeds": ("gold/score.py", "gold/seeds.json", "seeds"),
    "dev": (
        "gold/score.py",
        "gold/score_same.py",
        "gold/dev/gold.json",
        "gold/dev/same.json",
        "gold/dev/documents.jsonl",
    ),
    "benchmarks": (
        "benchmarks/names.csv",
        "benchmarks/names-eu-aliases.jsonl",
        "benchmarks/places-trnews.jsonl",
        "benchmarks/times-timebank-aquaint.jsonl",
    ),
}
"""What must be there for a set to be measured."""

BENCHES = {
    ("names.py", "benchmarks"): {
        "names, all": r"all rows .* F1 ([0-9.]+)",
        "names, Arabic-looking": r"Arabic-looking .* F1 ([0-9.]+)",
    },
    ("places_trnews.py", "benchmarks/places-trnews.jsonl"): {
        "places, found and right": r"found and right of all .* = ([0-9.]+)",
        "places, right of those found": r"right of those found .* = ([0-9.]+)",
    },
    ("times_timebank.py", "benchmarks/times-timebank-aquaint.jsonl"): {
        "times, spans": r"spans .* F1 ([0-9.]+)",
        "times, day-level relative": r"day-level relative .* = ([0-9.]+)",
        "times, all values": r"values of all .* = ([0-9.]+)",
    },
}
"""Which figures of what a bench prints are measures: (bench, what it is given) -> measure -> where it stands."""


# ------------------------------------------------------------ the floors: they only rise


def read_floors(path: Path) -> dict[str, float]:
    """The floors of a file. Raises ValueError where one is no number between 0 and 1."""
    floors = json.loads(path.read_text(encoding="utf-8"))["floors"]
    for name, floor in floors.items():
        if not isinstance(floor, int | float) or not 0 <= floor <= 1:
            raise ValueError(f"{path.name}: the floor of {name!r} is {floor!r}, which is no number between 0 and 1")
    return dict(floors)


def write_floors(path: Path, floors: Measures) -> None:
    """Puts floors into a file, keeping its other keys."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps({**kept, "floors": dict(floors)}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def below(floors: Measures, reached: Measures) -> list[str]:
    """The measures that lie under their floor, or that have one and were not taken at all."""
    return [name for name, floor in floors.items() if floor > 0 and reached.get(name, -1.0) < floor]


def raised(floors: Measures, reached: Measures) -> dict[str, float]:
    """Every floor lifted to what was reached; none sinks, none is lost. Only what is listed has a floor: a kind of
    cell with a handful of cases would sway with any change."""
    return {name: max(floor, _kept(reached.get(name, 0.0))) for name, floor in floors.items()}


def lowered(floors: Measures, reached: Measures, names: Collection[str]) -> dict[str, float]:
    """The named floors put down to what was reached, the others as they were. Raises ValueError for an unknown name."""
    for name in names:
        if name not in floors or name not in reached:
            raise ValueError(f"no measure is called {name!r} that has both a floor and a figure")
    return {n: min(floor, _kept(reached[n])) if n in names else floor for n, floor in floors.items()}


def table(floors: Measures, reached: Measures) -> str:
    """A line for each measure: what was reached, its floor, and whether it lies under it."""
    under = set(below(floors, reached))
    names = dict.fromkeys([*reached, *floors])
    width = max(map(len, names), default=0)
    return "\n".join(
        _line(name, width, floors, reached) + ("  UNDER ITS FLOOR" if name in under else "") for name in names
    )


def markdown(reached: Measures) -> str:
    """The measures as the table of docs/measured.md: a row for each, a column for each set."""
    rows = dict.fromkeys(name.partition(" ")[2] for name in reached)
    lines = [f"| measure | {' | '.join(SETS)} |", f"| --- |{' ---: |' * len(SETS)}"]
    for row in rows:
        figures = (f"{reached[name]:.3f}" if (name := f"{one} {row}") in reached else "" for one in SETS)
        lines.append(f"| {row} | {' | '.join(figures)} |")
    return "\n".join(lines)


def _line(name: str, width: int, floors: Measures, reached: Measures) -> str:
    figure = f"{reached[name]:.3f}" if name in reached else "  -  "
    return f"{name:{width}s}  {figure}  floor {floors.get(name, 0.0):.3f}"


def _kept(figure: float) -> float:
    """Thousandths, rounded down; a figure that is one by a hair's breadth of arithmetic counts as one."""
    return math.floor(figure * PLACES + 1e-9) / PLACES


# ------------------------------------------------------------ the measures


class GateError(Exception):
    """A measure that could not be taken, in one sentence."""


def run(command: Sequence[str | Path], output: Path | None = None) -> str:
    """What a command prints, also written to `output`. Raises GateError where it is missing or fails."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise GateError(f"{command[0]} is not there: install the package first (make test does)") from None
    if done.returncode:
        raise GateError(
            f"{Path(command[0]).name} {command[1]} ended with status {done.returncode}: {done.stderr[-2000:]}"
        )
    if output:
        output.write_text(done.stdout, encoding="utf-8")
    return done.stdout


def sets_in(shared: Path) -> list[str]:
    """The sets that are there, whole."""
    return [name for name, needed in SETS.items() if all((shared / path).exists() for path in needed)]


def measure(shared: Path, sets: Collection[str], folder: Path) -> Iterator[tuple[str, float]]:
    """Every measure of some sets with what was reached, the seeds' first. Intermediate files go into `folder`."""
    gold, documents = shared / "gold", shared / "gold" / "dev" / "documents.jsonl"
    if "seeds" in sets:
        yield from score_cells("seeds", gold, gold / "seeds.json", shared / "seeds", folder)
    if "dev" in sets:
        yield from score_cells("dev", gold, gold / "dev" / "gold.json", documents, folder)
        yield from score_same(gold, documents, folder)
    if "benchmarks" in sets:
        for (bench, given), figures in BENCHES.items():
            printed = run([sys.executable, ROOT / "bench" / bench, shared / given])
            yield from bench_measures(printed, figures)


def bench_measures(printed: str, figures: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """The figures of a bench as measures. Raises GateError where one is not printed."""
    for name, pattern in figures.items():
        found = re.search(pattern, printed)
        if found is None:
            raise GateError(f"no bench prints the figure of {name!r} any more")
        yield f"benchmarks {name}", float(found[1])


def score_cells(name: str, gold: Path, expected: Path, texts: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """F1 of every kind of cell of one set, the share of exact citations and of cells that have one."""
    readings = folder / f"{name}.jsonl"
    run([WHOMET, "read", "--format", "jsonl", texts], readings)
    printed = run([sys.executable, gold / "score.py", expected, readings, "--texts", texts, "--json"])
    yield from cell_measures(name, json.loads(printed))


def cell_measures(name: str, scored: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """What score.py --json printed, as measures. Kinds of cells that neither side has are left out."""
    for kind in ("ALL CELLS", "ALL, PASSING TOO"):
        yield f"{name} {kind}", scored["scores"][kind]["f1"]
    exact, citations, bare, _ = scored["citations"]
    yield f"{name} citations exact", exact / citations if citations else 0.0
    yield f"{name} cells with a citation", citations / (citations + bare) if citations else 0.0
    for kind, score in scored["scores"].items():
        if not kind.startswith("ALL") and score["right"] + score["extra"] + score["missing"]:
            yield f"{name} {kind}", score["f1"]


def score_same(gold: Path, documents: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """How well accounts of one meeting are put together, over a register of the whole set."""
    register, accounts = folder / "gate.whomet", folder / "accounts.jsonl"
    run([WHOMET, "read", documents, "--register", register])
    run([WHOMET, "export", "accounts", "--register", register], accounts)
    dev, scorer = gold / "dev", gold / "score_same.py"
    scored = json.loads(run([sys.executable, scorer, dev / "gold.json", dev / "same.json", accounts, "--json"]))
    yield "dev same meeting, B-cubed", scored["b3"][2]
    yield "dev same meeting, pairs", scored["pairs"][2]


# ------------------------------------------------------------ the gate


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what was reached")
    parser.add_argument("--lower", action="append", default=[], metavar="MEASURE", help="put one floor down")
    parser.add_argument("--markdown", action="store_true", help="print the table of docs/measured.md instead")
    return parser.parse_args()


def main() -> int:
    """Measures, prints, and moves floors where asked; 1 under a floor or where a measure could not be taken."""
    asked = arguments()
    shared = Path(os.environ.get("SHARED") or ROOT.parent / "shared")
    sets = sets_in(shared)
    for name in [name for name in SETS if name not in sets]:
        print(f"gate: SKIPPED {name}, which is not here (SHARED names the folder of the gold, ../shared by default)")
    if not sets:
        return 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            reached = dict(measure(shared, sets, Path(folder)))
        floors = lowered(read_floors(FLOORS), reached, asked.lower)
    except (GateError, ValueError) as error:
        print(f"gate: FAILED, {error}", file=sys.stderr)
        return 1
    floors = raised(floors, reached) if asked.lift else floors
    if asked.lift or asked.lower:
        write_floors(FLOORS, floors)
    floors = {name: floor for name, floor in floors.items() if name.split()[0] in sets}
    print(markdown(reached) if asked.markdown else table(floors, reached))
    return verdict(floors, reached)


def verdict(floors: Measures, reached: Measures) -> int:
    """Prints the outcome; 1 where a measure lies under its floor."""
    under = below(floors, reached)
    print(f"gate: FAILED, {len(under)} under the floor" if under else "gate: passed")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
