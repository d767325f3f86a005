"""Measures the cheap first test: what it misses, what it lets pass, how fast one core is.

`python bench/first_test.py [SHARED] [--times N]` takes the folder that holds `gold/` and `benchmarks/` (by default
`../shared` beside the project); none of it is part of the project, and what is absent is said to be. Prints which share
of the documents with a meeting passes, which share of general news does, whatever it tells of, and the words it reads
a second, the median of several runs over the same news. A word is what `str.split` gives.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from pathlib import Path

from material import processor

from whomet.language.first_test import may_tell_of_meeting

SHARED = Path(__file__).parents[2] / "shared"
EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
NEWS = {"TimeBank, AQUAINT": "times-timebank-aquaint.jsonl", "TR-News": "places-trnews.jsonl"}


def one_core() -> None:
    """Holds this process to one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def texts_of(path: Path) -> list[str]:
    """The `text` of each line of a JSONL file, with its `title` above where it does not begin with it."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [with_title(row["text"], row.get("title") or "") for row in rows]


def with_title(text: str, title: str) -> str:
    """The text below its title."""
    return text if text.startswith(title) else f"{title}\n\n{text}"


def share(texts: list[str]) -> str:
    """How many of the texts pass."""
    passed = sum(map(may_tell_of_meeting, texts))
    return f"{passed:4d} of {len(texts):4d} = {passed / max(len(texts), 1):.3f}"


def told_and_untold(folder: Path) -> tuple[list[str], list[str]]:
    """The texts of one half of the gold, those with meetings and those without."""
    meetings = {d["id"]: d["meetings"] for d in json.loads((folder / "gold.json").read_text(encoding="utf-8"))}
    lines = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines if line.strip()]
    pairs = list(zip(ids, texts_of(folder / "documents.jsonl"), strict=True))
    return [t for i, t in pairs if meetings[i]], [t for i, t in pairs if not meetings[i]]


def seconds(texts: list[str]) -> float:
    """Processor seconds that all texts take: others on the machine disturb these least."""
    start = time.process_time()
    for text in texts:
        may_tell_of_meeting(text)
    return time.process_time() - start


def print_recall(gold: Path) -> None:
    """What passes of the gold. The first test learned from `train`: that row says only that it fits."""
    for part, note in (("dev", ""), ("train", "  (learned from)")):
        if not (gold / part / "gold.json").exists():
            print(f"gold/{part:26s} skipped: not there")
            continue
        told, untold = told_and_untold(gold / part)
        print(f"{f'gold/{part}, with meetings':31s} {share(told)}{note}")
        print(f"{f'gold/{part}, without':31s} {share(untold)}{note}")


def print_passed(benchmarks: Path) -> list[str]:
    """What passes of general news; returns the texts."""
    news: list[str] = []
    for name, file in NEWS.items():
        if (benchmarks / file).exists():
            texts = texts_of(benchmarks / file)
            print(f"{name:31s} {share(texts)}")
            news += texts
        else:
            print(f"{name:31s} skipped: no {file}")
    if news:
        print(f"{'general news together':31s} {share(news)}")
    return news


def print_speed(texts: list[str], times: int) -> None:
    """Words per second over all texts, and over those that do not pass: those are looked at to the end."""
    for name, chosen in (
        ("speed", texts),
        ("speed where none passes", [t for t in texts if not may_tell_of_meeting(t)]),
    ):
        words = sum(len(t.split()) for t in chosen)
        took = statistics.median(seconds(chosen) for _ in range(times))
        print(f"{name:31s} {words / max(took, 1e-9):9,.0f} words/s   ({words:,} words, median of {times})")


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED, help="the folder with gold/ and benchmarks/")
    parser.add_argument("--times", type=int, default=5, help="runs, of which the median counts")
    return parser.parse_args()


def main() -> None:
    """Measures and prints the table."""
    asked = arguments()
    one_core()
    print(f"{processor()}, one core, CPython {platform.python_version()}")
    start = time.process_time()
    may_tell_of_meeting("Nothing happened in the town.")
    print(f"{'loading, once':31s} {time.process_time() - start:9.3f} s")
    if not asked.shared.exists():
        print(f"{asked.shared.name}/ is not there: what is missed and what passes cannot be measured, only the speed")
    print_recall(asked.shared / "gold")
    news = print_passed(asked.shared / "benchmarks")
    examples = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    print_speed(news or 20 * examples, asked.times)


if __name__ == "__main__":
    main()
