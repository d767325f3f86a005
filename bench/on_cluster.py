"""What a cluster costs beside processes of this machine: `python bench/on_cluster.py [REPORTS]` (default 3000).

The same made-up reports (those of `cores.py`) are read by one worker into a folder of shards: by a process of our own,
and by a process of a Dask cluster on this machine. Printed are seconds of the clock and of all processors, and, from a
run on a tenth of the reports, what a document costs once all has been started. Processor time can be compared on a
machine that does other things too; that of the clock only on a quiet one. What Dask adds is the same for each document,
so `--meetings 0`, of which each is read quickly, tells it best.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, run

from cores import WHOMET, busy, reports
from material import machine

WAYS = {"a process": ("--cores", "1"), "Dask": ("--on", "local:1")}


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the clock and of processors."""

    clock: float
    processors: float

    def __sub__(self, other: Took) -> Took:
        return Took(self.clock - other.clock, self.processors - other.processors)


def took(source: Path, folder: Path, way: str) -> Took:
    """Reads a file into a folder of shards. Raises SystemExit where that fails."""
    command = [*WHOMET, "read", str(source), "--format", "parquet", "--shards", str(folder), *WAYS[way]]
    start, before = time.perf_counter(), busy()
    status = run(command, stdout=DEVNULL, stderr=DEVNULL, check=False).returncode
    if status:
        raise SystemExit(f"{command}: {status}")
    return Took(time.perf_counter() - start, busy() - before)


def beside(folder: Path, few: int, most: int) -> dict[str, Took]:
    """What the reports beyond the first few took each way, start not counted."""
    each = {}
    for way in WAYS:
        with tempfile.TemporaryDirectory() as shards:
            small, large = (took(folder / f"{n}.jsonl", Path(shards, str(n)), way) for n in (few, most))
        each[way] = large - small
        for number, one in ((few, small), (most, large)):
            print(f"{way:10} {number:6} reports: {one.clock:7.1f} s, {one.processors:7.1f} s of processors", flush=True)
    return each


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="?", type=int, default=3000)
    parser.add_argument("--meetings", type=int, default=10, help="reports in a hundred that tell of a meeting")
    parser.add_argument("--times", type=int, default=1, help="runs, of which the medians count")
    asked = parser.parse_args()
    few = asked.reports // 10
    told = f"{asked.reports} reports of 300 words, {asked.meetings} in 100 tell of a meeting"
    print(f"{machine()}; one worker, {told}")
    with tempfile.TemporaryDirectory() as name:
        for several in (few, asked.reports):
            with Path(name, f"{several}.jsonl").open("w", encoding="utf-8") as out:
                out.writelines(islice(reports(10**12, asked.meetings), several))
        every = [beside(Path(name), few, asked.reports) for _ in range(asked.times)]
    costs = {}
    for way in WAYS:
        clock, processors = (
            median(1000 * getattr(run[way], what) / (asked.reports - few) for run in every) for what in Took.__slots__
        )
        costs[way] = clock, processors
        print(f"{way:10} a report once started: {clock:6.2f} ms, {processors:6.2f} ms of processors")
    ours, theirs = costs.values()
    more = [f"{b - a:+.2f} ms ({b / a - 1:+.1%})" for a, b in zip(ours, theirs, strict=True)]
    print(f"Dask takes more: {more[0]} by the clock, {more[1]} of processors")


if __name__ == "__main__":
    main()
