"""How reading grows with the cores, and that memory does not grow with the input: `python bench/cores.py`.

The reports are made up from a fixed seed, 300 words each, of which `--meetings` in a hundred tell of a meeting. Printed
are words a second of `whomet read --format jsonl` by cores, start-up included, with the parallel efficiency (seconds on
one core / (cores x seconds on them)) and the seconds of processors that it took; then the largest resident memory of
the main process and of its largest worker, for a small and a ten times larger input, of reports that have words of
their own, so that whatever remembers words fills up as it would over years of news. `--megabytes 100 1000` takes an
hour; the defaults some minutes; with `--meetings 0` no report passes the first test, which is several times faster.
`--form warc` measures the memory over web archives, whose size is told uncompressed (the pages of `pages.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from material import processor

WHOMET = (sys.executable, "-c", "import sys; from whomet.faces.command_line import main; sys.exit(main())")
_PAUSE = 0.1  # seconds between two looks at the memory
_OWN_WORDS = 30  # of a report
_WARM = 200_000  # bytes of reports that all tell of meetings: the model and all words are in memory from then on
_STATES = ("Norway", "Kenya", "Chile", "Oman", "Austria", "Vietnam", "Ghana", "Peru")
_CITIES = ("Oslo", "Nairobi", "Santiago", "Muscat", "Vienna", "Hanoi", "Accra", "Lima")
_QUIET = (
    "The harbour was dredged for the third time this year, and boats waited outside.",
    "Prices of wheat rose a little in the northern markets, traders said.",
    "The council will publish its plan for the new tram line in autumn.",
    "Heavy rain closed two roads in the hills; nobody was hurt.",
    "The museum has bought a collection of old maps and will show them next spring.",
)


def reports(size: int, meetings: int, own_words: int = 0, first: int = 0) -> Iterator[str]:
    """Lines of JSON with so many bytes in all, of which so many in a hundred tell of a meeting; each has so many words
    and names that hardly another has. The `first` is numbered so."""
    draw, made, number = Random(1), 0, first
    while made < size:
        told = [draw.choice(_QUIET) for _ in range(22)]
        if draw.randrange(100) < meetings:
            one, other = draw.sample(_STATES, 2)
            told[0] = f"The foreign minister of {one} met the president of {other} in {draw.choice(_CITIES)} on Friday."
        told += [f"{_word(draw).title()} {_word(draw).title()} spoke of {_word(draw)}." for _ in range(own_words // 3)]
        text = f"Report {number} of the day.\n\n" + " ".join(told)
        line = json.dumps({"id": f"r{number}", "text": text, "published": "2031-05-05", "language": "en"}) + "\n"
        made, number = made + len(line), number + 1
        yield line


def _word(draw: Random) -> str:
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))


def write(source: Path, size: int, asked: argparse.Namespace) -> None:
    """Input of so many bytes whose memory is measured."""
    if asked.form == "jsonl":
        with source.open("w", encoding="utf-8") as out:
            warm = list(reports(_WARM, 100, _OWN_WORDS))
            out.writelines(warm)
            out.writelines(reports(size - _WARM, asked.meetings, _OWN_WORDS, len(warm)))
        return
    from pages import archive

    with source.open("wb") as out:
        for compressed, whole in archive(asked.meetings, _OWN_WORDS):
            out.write(compressed)
            size -= whole
            if size <= 0:
                return


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds, those of processors, and megabytes of the main process and of its largest worker."""

    seconds: float
    processors: float
    main: float
    worker: float


def measured(source: Path, cores: int) -> Measured:
    """Reads a file on so many cores, and looks at the memory meanwhile. Raises SystemExit where that fails."""
    command = [*WHOMET, "read", str(source), "--format", "jsonl", "--cores", str(cores)]
    start, before = time.perf_counter(), busy()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as run:
        main, workers = 0.0, {0: 0.0}
        while run.poll() is None:
            main = max(main, peak(run.pid))
            workers |= {child: peak(child) or workers.get(child, 0.0) for child in children(run.pid)}
            time.sleep(_PAUSE)
    if run.returncode:
        raise SystemExit(f"{command}: {run.returncode}")
    return Measured(time.perf_counter() - start, busy() - before, main, max(workers.values()))


def busy() -> float:
    """Seconds of processors that programs started here, and ended, have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak(process: int) -> float:
    """Megabytes that a process has held at most, 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def children(process: int) -> list[int]:
    """The processes that one has started."""
    try:
        threads = Path(f"/proc/{process}/task").iterdir()
        return [int(child) for t in threads for child in (t / "children").read_text(encoding="utf-8").split()]
    except OSError:
        return []


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parser.add_argument("--cores", nargs="+", type=int, default=[1, every])
    parser.add_argument("--megabytes", nargs="+", type=float, default=[5, 50], help="inputs whose memory is measured")
    parser.add_argument("--form", choices=("jsonl", "warc"), default="jsonl", help="of inputs whose memory is measured")
    parser.add_argument("--speed", type=float, default=5, help="megabytes by which the speed is measured")
    parser.add_argument("--meetings", type=int, default=10, help="reports in a hundred that tell of a meeting")
    return parser.parse_args()


def main() -> None:
    """Measures and prints the tables."""
    asked = arguments()
    print(f"{processor()}, CPython {platform.python_version()}; {asked.meetings} reports in 100 tell of a meeting")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        words = 0
        with source.open("w", encoding="utf-8") as out:
            for line in reports(int(asked.speed * 1e6), asked.meetings):
                words += len(json.loads(line)["text"].split())
                out.write(line)
        alone = 0.0
        for cores in asked.cores:
            run = measured(source, cores)
            alone = alone or run.seconds * cores
            told = f"{words / run.seconds:9,.0f} words/s   efficiency {alone / (cores * run.seconds):.2f}"
            print(f"{cores:3} cores {run.seconds:8.1f} s ({run.processors:.1f} of processors) {told}", flush=True)
        for size in asked.megabytes:
            measure_memory(Path(folder), size, asked)


def measure_memory(folder: Path, size: float, asked: argparse.Namespace) -> None:
    """Prints what reading so many megabytes takes."""
    source = folder / f"{size}.{asked.form}"
    write(source, int(size * 1e6), asked)
    run = measured(source, asked.cores[-1])
    source.unlink()
    took = f"{run.seconds:.0f} s, {run.processors:.0f} s of processors"
    print(f"{size:8,.0f} MB read: main {run.main:6.0f} MB, worker {run.worker:6.0f} MB ({took})", flush=True)


if __name__ == "__main__":
    main()
