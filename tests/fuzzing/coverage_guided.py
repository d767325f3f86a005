"""Fuzzing led by coverage: atheris keeps what reaches code that nothing reached before, and goes on from there.

    python tests/fuzzing/coverage_guided.py "mail" -max_total_time=300

Not run by `make`: atheris has wheels for some versions of Python only (pip install atheris). The first argument is the
name of an entry point, without one they are listed; what follows is libFuzzer's. An input that breaks something is
written to a file `crash-...`, and `python tests/fuzzing/coverage_guided.py NAME FILE` tries it again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

OURS = [
    *("whomet.documents", "whomet.language", "whomet.values", "whomet.resolution", "whomet.extraction"),
    *("whomet.exchange.importing", "whomet.knowledge.imports", "whomet.faces.importing", "whomet.register.search"),
    *("email", "html", "csv", "trafilatura", "htmldate"),
]
"""What coverage is counted in: what a parser of ours is made of."""

with atheris.instrument_imports(include=OURS):
    from entry_points import ENTRY_POINTS, EntryPoint


def text_of(data: bytes) -> str:
    """Bytes as a text, halves of pairs included."""
    return data.decode("utf-8", "surrogatepass") if _fits(data) else data.decode("utf-8", "replace")


def _fits(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def corpus_of(entry: EntryPoint) -> str:
    """A folder with the examples, for libFuzzer to begin with and to add to."""
    folder = Path(tempfile.mkdtemp(prefix="whomet-corpus-"))
    for number, example in enumerate(entry.examples()):
        data = example.encode() if isinstance(example, str) else example
        if len(data) <= entry.longest:
            (folder / str(number)).write_bytes(data)
    return str(folder)


def main() -> None:
    """Fuzzes one entry point until libFuzzer is told to stop or something breaks."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in ENTRY_POINTS:
        sys.exit("Name one of: " + ", ".join(ENTRY_POINTS))
    entry = ENTRY_POINTS[name]
    is_text = isinstance(entry.examples()[0], str)

    def one(data: bytes) -> None:
        entry.tried(text_of(data) if is_text else data)

    told = [argument for argument in sys.argv[2:] if argument.startswith("-")]
    named = [argument for argument in sys.argv[2:] if not argument.startswith("-")]
    limits = [f"-max_len={entry.longest}", "-timeout=60", "-rss_limit_mb=2000"]
    atheris.Setup([sys.argv[0], *limits, *told, *(named or [corpus_of(entry)])], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
