"""Very many hostile inputs, each in a worker that is watched: how long it takes, how much memory, and whether it dies.

    python tests/fuzzing/many.py --inputs 50000 --begin 0 --workers 2 --kept folder

Input N is always the same: it follows from N alone, so that what broke can be tried again (`--only N`), and a run that
was stopped goes on where it was: `--kept` is a folder where each worker writes how far it came.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

SECONDS = 5  # of processor time for one input
MEGABYTES = 1000  # of memory that a worker may come to hold
ADDRESSES = 8_000_000_000  # bytes that a worker may ask for, so that one input can't take the machine's memory
AT_ONCE = 100  # inputs that a worker is given


class TooSlow(BaseException):
    """An input that takes longer than any may; no `except Exception` catches it."""


@dataclass
class Told:
    """What came of some inputs: how many of each entry point, and what broke, by its number."""

    tried: Counter[str] = field(default_factory=Counter)
    broke: dict[int, str] = field(default_factory=dict)

    def add(self, tried: dict[str, int], broke: dict[int, str]) -> None:
        self.tried.update(tried)
        self.broke |= broke


def given(number: int) -> tuple[str, str | bytes]:
    """Input `number`: for which entry point, and what it is given."""
    from entry_points import ENTRY_POINTS
    from hostile import edited, edits_of

    name = list(ENTRY_POINTS)[number % len(ENTRY_POINTS)]
    entry, random = ENTRY_POINTS[name], Random(number)
    return name, edited(entry.examples(), random.randrange(1 << 16), edits_of(random), entry.longest)


def tried(number: int) -> tuple[str, str]:
    """The entry point that an input was given to, and what broke, "" for nothing."""
    from entry_points import ENTRY_POINTS

    name, hostile = given(number)
    most = int(time.process_time() + SECONDS) + 10  # what never comes back from a library is killed there
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)  # again each second: what is raised in a finaliser is passed over
    try:
        ENTRY_POINTS[name].tried(hostile)
    except (Exception, TooSlow):
        return name, f"{name}: {traceback.format_exc(limit=-6)[-1500:]}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    held = _megabytes()
    return name, f"{name}: memory rose to {held} MB" if held > MEGABYTES else ""


def _megabytes() -> int:
    """The most memory that this process ever held."""
    with suppress(OSError, StopIteration), Path("/proc/self/status").open() as lines:
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def _too_slow(*_: object) -> None:
    raise TooSlow


def work(numbers: Connection) -> None:
    """A worker: says which input it begins with, then what came of it; ends once it held too much."""
    signal.signal(signal.SIGPROF, _too_slow)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    with suppress(EOFError):
        while True:
            first, last = numbers.recv()
            counted: Counter[str] = Counter()
            broke: dict[int, str] = {}
            for number in range(first, last):
                numbers.send(number)
                name, why = tried(number)
                counted[name] += 1
                if why:
                    broke[number] = why
                if "memory rose" in why:
                    numbers.send((number + 1, dict(counted), broke))
                    return
            numbers.send((last, dict(counted), broke))


class Worker:
    """A process that tries inputs, started anew where it dies."""

    def __init__(self) -> None:
        self.ours, theirs = mp.get_context("spawn").Pipe()
        self.process = mp.get_context("spawn").Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.range, self.at = (0, 0), -1

    def give(self, first: int, last: int) -> None:
        self.range, self.at = (first, last), first
        self.ours.send((first, last))


def run(begin: int, inputs: int, workers: int, kept: Path | None = None) -> Told:
    """Tries inputs from `begin` on. What is `kept` already is counted and not tried again."""
    told, waiting = Told(), []
    for first in range(begin, begin + inputs, AT_ONCE):
        last = min(first + AT_ONCE, begin + inputs)
        if not _was_kept(kept, first, last, told):
            waiting.append((first, last))
    waiting.reverse()
    busy = [_given(Worker(), waiting) for _ in range(min(workers, len(waiting)))]
    while busy:
        for connection in wait([worker.ours for worker in busy]):
            worker = next(w for w in busy if w.ours is connection)
            if (found := _heard(worker, told, waiting, kept)) is not worker:
                busy.remove(worker)
                busy += [found] if found else []
    return told


def _given(worker: Worker, waiting: list[tuple[int, int]]) -> Worker:
    worker.give(*waiting.pop())
    return worker


def _heard(worker: Worker, told: Told, waiting: list[tuple[int, int]], kept: Path | None) -> Worker | None:
    """What one worker says: where it is, what came of its inputs, or, by its silence, that an input killed it. Gives
    who goes on in its place."""
    first, last = worker.range
    try:
        said = worker.ours.recv()
    except EOFError:
        worker.process.join()
        killed = f"input {worker.at} killed its worker (exit {worker.process.exitcode}): {given(worker.at)[0]}"
        told.add({given(worker.at)[0]: 1}, {worker.at: killed})
        waiting += [each for each in ((worker.at + 1, last), (first, worker.at)) if each[0] < each[1]]
        return _given(Worker(), waiting) if waiting else None
    if isinstance(said, int):
        worker.at = said
        return worker
    until, counted, broke = said
    told.add(counted, broke)
    _keep(kept, first, until, counted, broke)
    if until < last:  # it held too much and has ended
        worker.process.join()
        return _given(Worker(), [*waiting, (until, last)])
    if not waiting:
        worker.ours.close()
        worker.process.join()
        return None
    return _given(worker, waiting)


def _keep(kept: Path | None, first: int, last: int, counted: dict[str, int], broke: dict[int, str]) -> None:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{first}-{last}.json").write_text(json.dumps([counted, broke]), encoding="utf-8")


def _was_kept(kept: Path | None, first: int, last: int, told: Told) -> bool:
    path = kept / f"{first}-{last}.json" if kept else None
    if not path or not path.exists():
        return False
    counted, broke = json.loads(path.read_text(encoding="utf-8"))
    told.add(counted, {int(number): why for number, why in broke.items()})
    return True


def lines_of(told: Told) -> Iterator[str]:
    """The totals, and what broke."""
    for name, count in sorted(told.tried.items()):
        yield f"{count:9,}  {name}"
    yield f"{told.tried.total():9,}  in all; {len(told.broke)} broke something"
    for number, why in sorted(told.broke.items()):
        yield f"\n--only {number}\n{why}"


def main() -> int:
    """Tries inputs and prints the totals. Exit status 1 when any broke something."""
    asked = argparse.ArgumentParser(description="Hostile inputs to everything that reads what strangers wrote.")
    asked.add_argument("--inputs", type=int, default=50_000)
    asked.add_argument("--begin", type=int, default=0)
    asked.add_argument("--workers", type=int, default=mp.cpu_count())
    asked.add_argument("--kept", type=Path, default=None)
    asked.add_argument("--only", type=int, default=None)
    options = asked.parse_args()
    if options.only is not None:
        signal.signal(signal.SIGPROF, _too_slow)
        name, why = tried(options.only)
        print(name, repr(given(options.only)[1])[:3000], why, sep="\n")
        return bool(why)
    told = run(options.begin, options.inputs, options.workers, options.kept)
    print(*lines_of(told), sep="\n")
    return bool(told.broke)


if __name__ == "__main__":
    sys.exit(main())
