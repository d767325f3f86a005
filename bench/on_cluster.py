"""What a cluster costs beside processes of this machine: `python bench/on_cluster.py [REPORTS]` (default 3000).

The same made-up reports (those of `cores.py`) are read by one worker into a folder of shards: by a process of our own,
and by a process of a Dask cluster on this machine. Printed are seconds of the clock and of all processors, and, from a
run on a tenth of the reports, what a document costs once all has been started. Processor time can be compared on a
machine that does other things too; that of the clock only on a quiet one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
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


def main() -> None:
    """Measures and prints the table."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    few = most // 10
    print(f"{machine()}; one worker, {most} reports of 300 words, one in ten tells of a meeting")
    each = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for several in (few, most):
            with (folder / f"{several}.jsonl").open("w", encoding="utf-8") as out:
                out.writelines(islice(reports(10**12, 10), several))
        for way in WAYS:
            small, large = (took(folder / f"{n}.jsonl", folder / f"{way} {n}", way) for n in (few, most))
            each[way] = large - small
            print(f"{way:10} {few:6} reports: {small.clock:7.1f} s, {small.processors:7.1f} s of processors")
            print(
                f"{way:10} {most:6} reports: {large.clock:7.1f} s, {large.processors:7.1f} s of processors", flush=True
            )
    for way, one in each.items():
        clock, processors = (1000 * seconds / (most - few) for seconds in (one.clock, one.processors))
        print(f"{way:10} a report once started: {clock:6.2f} ms, {processors:6.2f} ms of processors")
    ours, theirs = each["a process"], each["Dask"]
    more = (theirs.clock / ours.clock - 1, theirs.processors / ours.processors - 1)
    print(f"Dask takes more: {more[0]:+.1%} by the clock, {more[1]:+.1%} of processors")


if __name__ == "__main__":
    main()
