"""How fast one core reads: words per second over the examples, with and without a register.

`python bench/words_per_second.py [PATH...] [--times N] [--copies N]` reads the reports (by default those of
`examples/`) that many times and prints the median. Nothing is asserted: a shared machine is no measuring device.
A word is what `str.split` gives.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from material import processor

WHOMET = Path(sys.executable).with_name("whomet")
EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"


def gather(paths: list[Path], copies: int, target: Path) -> int:
    """Writes the texts of all plain reports, `copies` times, as one JSONL file; returns the number of words.

    Copies differ in their first line, so that none is taken for a document read before.
    """
    texts = [text for path in paths for text in texts_of(path)]
    with target.open("w", encoding="utf-8") as out:
        for number in range(copies):
            for place, text in enumerate(texts):
                record = {"id": f"{number}-{place}", "text": f"Copy {number}\n\n{text}", "published": "2024-05-15"}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return copies * sum(len(text.split()) for text in texts)


def texts_of(path: Path) -> list[str]:
    """The texts under a path: of .txt and .md files as they are, of .jsonl files the `text` of each line."""
    if path.is_dir():
        return [text for inner in sorted(path.iterdir()) for text in texts_of(inner)]
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [path.read_text(encoding="utf-8")] if path.suffix in {".txt", ".md"} else []


def seconds(command: list[str | Path]) -> float:
    """Wall seconds of one run, its output thrown away. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def anew(command: list[str | Path], register: Path) -> float:
    """Seconds of one `whomet` command that finds no register yet."""
    register.unlink(missing_ok=True)
    return seconds([WHOMET, *command])


def one_core() -> None:
    """Holds this process, and those it starts, to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[EXAMPLES])
    parser.add_argument("--times", type=int, default=5, help="runs, of which the median counts")
    parser.add_argument("--copies", type=int, default=20, help="how often the reports are repeated")
    return parser.parse_args()


def main() -> None:
    """Measures and prints the table."""
    asked = arguments()
    one_core()
    with tempfile.TemporaryDirectory() as folder:
        source, tiny, register = (Path(folder) / name for name in ("reports.jsonl", "tiny.txt", "bench.whomet"))
        words = gather(asked.paths, asked.copies, source)
        tiny.write_text("Nothing happened in the town.", encoding="utf-8")
        start = statistics.median(anew(["read", tiny, "--format", "jsonl"], register) for _ in range(asked.times))
        print(f"{processor()}, one core, CPython {platform.python_version()}; median of {asked.times}; {words} words")
        print(f"{'start alone (five words read)':34s} {start:7.2f} s")
        runs: dict[str, list[str | Path]] = {
            "reading (read --format jsonl)": ["--format", "jsonl"],
            "reading into a register": ["--register", register],
        }
        for name, options in runs.items():
            took = statistics.median(anew(["read", source, *options], register) for _ in range(asked.times))
            print(f"{name:34s} {took:7.2f} s   {words / max(took - start, 1e-9):9.0f} words/s without the start")


if __name__ == "__main__":
    main()
