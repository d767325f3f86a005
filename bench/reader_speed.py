"""What the reading model costs, on one thread: `python bench/reader_speed.py [SHARED] [--weights FOLDER]`.

Seconds are processor seconds of this process, so that others on the machine disturb least; figures are medians over
rounds, and each round measures the bare encoder beside the reader, so that ratios hold. The bare encoder is one pass
through all layers over full windows (`Network.read`); the encoder's own time for a document is that of one such pass
over its windows. Documents with meetings are those of `gold/dev` in `SHARED` (by default
`../shared` beside the project, no part of it), some of them, chosen evenly; where it is absent, those of `examples/`.
Adding the readings to a new register is clocked, too, and is no part of the reader's time. A token is a piece as the
encoder knows it, counted once however many windows see it; a word is what `str.split` gives. The mixed stream is nine
documents of general news (`benchmarks/`) for each with meetings, all behind the cheap first test. Start and peak memory
are those of fresh processes.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from material import SHARED, is_there, machine, readings, rows_of

from whomet.language import trained
from whomet.language.first_test import may_tell_of_meeting
from whomet.language.network import Network, shipped
from whomet.language.trained import Trained
from whomet.language.windows import LONGEST
from whomet.model import Reading
from whomet.pipeline import absorb
from whomet.register import Register

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
NEWS = ("times-timebank-aquaint.jsonl", "places-trnews.jsonl")
_BESIDE = 9  # documents of general news for each with meetings
_FULL = 5  # windows that the bare encoder reads in a round
# What `Trained.analyse` calls that calls nothing else of these: rules, and the work around the encoder.
_RULES = ("find_sentences", "add_names", "add_meetings", "find_figures", "find_quotations", "find_speech", "seen_in")
_FRESH = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from material import readings, rows_of
from whomet.language.network import Network, shipped
from whomet.language.trained import Trained
language = Trained(Network(Path(sys.argv[3])) if sys.argv[3] else shipped())
for reading in readings(rows_of(Path(sys.argv[2])), language):
    assert reading
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(slots=True)
class Clock:
    """Processor seconds and calls by kind of work."""

    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: Counter[str] = field(default_factory=Counter)

    def wrap(self, owner: Any, *names: str) -> None:  # noqa: ANN401 - a module or any object
        """Clocks these functions of a module or an object, as far as it has them."""
        for name in names:
            if hasattr(owner, name):
                setattr(owner, name, self._clocked(name, getattr(owner, name)))

    def _clocked(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def clocked(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            start = time.process_time()
            try:
                return work(*args, **options)
            finally:
                self.seconds[name] += time.process_time() - start
                self.calls[name] += 1

        return clocked


@dataclass(frozen=True, slots=True)
class Round:
    """What one round gave: tokens a second of the bare encoder, the reader's seconds in all, its clock, and the seconds
    of adding what was read to a register."""

    bare: float
    seconds: float
    clock: Clock
    adding: float


def documents_with_meetings(shared: Path, most: int) -> list[str]:
    """Texts that tell of meetings, evenly chosen."""
    folder = shared / "gold" / "dev"
    if not is_there(folder / "gold.json"):
        return [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))][:most]
    told = {d["id"] for d in json.loads((folder / "gold.json").read_text(encoding="utf-8")) if d["meetings"]}
    return evenly([row["text"] for row in rows_of(folder / "documents.jsonl") if row["id"] in told], most)


def evenly(texts: list[str], most: int) -> list[str]:
    """At most so many, from all over the list."""
    return [texts[k * len(texts) // most] for k in range(most)] if len(texts) > most else texts


def bare_rate(network: Network, texts: list[str]) -> float:
    """Tokens a second of one whole pass over full windows, of words repeated where there are too few."""
    words = " ".join(texts).split() or ["word"]
    enough = (words * (1 + _FULL * LONGEST // len(words)))[: _FULL * LONGEST]
    windows = [w for w in network.tokens.windows(" ".join(enough)) if len(w.ids) == LONGEST][:_FULL]
    start = time.process_time()
    for window in windows:
        network.read(window)
    return sum(len(w.ids) for w in windows) / (time.process_time() - start)


def read_all(texts: list[str], language: Trained) -> tuple[float, list[Reading]]:
    """Processor seconds of reading the texts, whole: from bytes to accounts; and what was read."""
    start = time.process_time()
    read = [one for one in readings(({"text": text} for text in texts), language) if one]
    return time.process_time() - start, read


def add_all(read: list[Reading]) -> float:
    """Processor seconds of adding readings to a new register, one at a time, each time with its meetings."""
    with tempfile.TemporaryDirectory() as folder, Register.open(Path(folder) / "bench.whomet") as register:
        start = time.process_time()
        for reading in read:
            absorb(register, [reading])
        return time.process_time() - start


def rounds_of(network: Network, texts: list[str], times: int) -> list[Round]:
    """Rounds of the bare encoder and the reader; a first text is read before, so that all knowledge is loaded."""
    clock, language = Clock(), Trained(network)
    read_all(texts[:1], language)
    clock.wrap(network, "read", "tell", "ask")
    clock.wrap(network.tokens, "windows")
    clock.wrap(trained, *_RULES)
    clock.wrap(language, "analyse")
    out = []
    for _ in range(times):
        rate = bare_rate(network, texts)
        clock.seconds.clear()
        clock.calls.clear()
        seconds, read = read_all(texts, language)
        out.append(Round(rate, seconds, Clock(clock.seconds.copy(), clock.calls.copy()), add_all(read)))
    return out


def print_rates(rounds: list[Round], texts: list[str], network: Network) -> None:
    """The bare encoder, the reader, and their ratio; what overlapping windows and questions amount to."""
    windows = [network.tokens.windows(text) for text in texts]
    tokens, seen = sum(len(w.own) for ws in windows for w in ws), sum(len(w.ids) for ws in windows for w in ws)
    words = sum(len(text.split()) for text in texts)
    bare, took = statistics.median(r.bare for r in rounds), statistics.median(r.seconds for r in rounds)
    ratio = statistics.median(tokens / r.seconds / r.bare for r in rounds)
    print(f"{len(texts)} documents with meetings: {words} words, {tokens} tokens; median of {len(rounds)} rounds")
    print(f"{'bare encoder':34s} {bare:8.0f} tokens/s")
    print(f"{'the whole reader':34s} {tokens / took:8.0f} tokens/s   {words / took:.0f} words/s")
    print(f"{'ratio to the bare encoder':34s} {ratio:8.2f}")
    own = statistics.median(r.seconds / r.clock.seconds["read"] for r in rounds)
    named = "times the encoder's own time"
    print(f"{named:34s} {own:8.2f}")
    calls = rounds[0].clock.calls
    print(f"{'tokens seen twice':34s} {seen / tokens - 1:8.2f} of all")
    print(f"{'questions a document':34s} {calls['ask'] / len(texts):8.1f}")


def print_costs(rounds: list[Round]) -> None:
    """What each kind of work takes of the whole, in the same rounds."""

    def share(seconds: Callable[[Round], float]) -> float:
        return statistics.median(seconds(r) / r.seconds for r in rounds)

    kinds = ("windows", "read", "tell", "ask", *_RULES)
    names = {"windows": "cutting windows", "read": "the encoder", "tell": "telling meeting words", "ask": "questions"}
    print("share of the reader's time")
    for kind in (k for k in kinds if rounds[0].clock.calls[k]):
        part, calls = share(lambda r, kind=kind: r.clock.seconds[kind]), rounds[0].clock.calls[kind]  # type: ignore[misc]
        print(f"  {names.get(kind, kind):32s} {part:8.3f}   {calls} calls")
    rest = share(lambda r: r.clock.seconds["analyse"] - sum(r.clock.seconds[k] for k in kinds))
    print(f"  {'the rest of language':32s} {rest:8.3f}")
    print(f"  {'documents, extraction, resolution':32s} {share(lambda r: r.seconds - r.clock.seconds['analyse']):8.3f}")
    print(f"beside it, adding to a register    {share(lambda r: r.adding):8.3f} of the reader's time")


def print_mixed(shared: Path, texts: list[str], network: Network, times: int) -> None:
    """Words a second where one document in ten tells of meetings, and how many pass the first test."""
    files = [shared / "benchmarks" / name for name in NEWS]
    if not all(map(is_there, files)):
        return
    news = evenly([row["text"] for path in files for row in rows_of(path)], _BESIDE * len(texts))
    told = evenly(texts, max(1, len(news) // _BESIDE))
    language, words = Trained(network), sum(len(t.split()) for t in (*told, *news))
    took, passed = [], 0
    for _ in range(times):
        start = time.process_time()
        chosen = [t for t in (*told, *news) if may_tell_of_meeting(t)]
        passed = len(chosen)
        read_all(chosen, language)
        took.append(time.process_time() - start)
    print(f"mixed stream: {len(told)} documents with meetings, {len(news)} of news, {words} words; {passed} pass")
    print(f"{'the mixed stream':34s} {words / statistics.median(took):8.0f} words/s")


def print_fresh(name: str, texts: list[str], weights: Path | None) -> None:
    """Seconds and peak memory of a fresh process that reads these texts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.jsonl"
        file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-c", _FRESH, str(Path(__file__).parent), str(file), str(weights or "")]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = int(said.split()[-1]) / (1024 if sys.platform.startswith("linux") else 1024**2)
    print(f"{name:34s} {took:8.2f} s ({wall:.2f} s by the wall)   peak memory {peak:.0f} MB")


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--weights", type=Path, help="a folder of weights, other than those of the package")
    parser.add_argument("--documents", type=int, default=12, help="how many documents with meetings")
    parser.add_argument("--times", type=int, default=3, help="rounds, of which the median counts")
    return parser.parse_args()


def main() -> None:
    """Measures and prints the tables."""
    asked = arguments()
    weights = asked.weights or Path(trained.__file__).parent / "weights"
    if not is_there(weights / "window.onnx"):
        return
    network = Network(asked.weights) if asked.weights else shipped()
    texts = documents_with_meetings(asked.shared, asked.documents)
    print(f"{machine()}, one thread")
    print_fresh("start, and five words read", ["Nothing happened in the town."], asked.weights)
    print_fresh("all documents with meetings read", texts, asked.weights)
    print_fresh("the same as one document", ["\n\n".join(texts)], asked.weights)
    print_mixed(asked.shared, texts[: max(1, len(texts) // 3)], network, asked.times)
    rounds = rounds_of(network, texts, asked.times)
    print_rates(rounds, texts, network)
    print_costs(rounds)


if __name__ == "__main__":
    main()
