"""What measures of reading share: the texts, the readers, the machine they run on, and how a figure is printed."""

from __future__ import annotations

import argparse
import io
import json
import platform
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from whomet.language import Language, english_by_model, english_by_rules
from whomet.model import Reading
from whomet.pipeline import read_inputs

SHARED = Path(__file__).parents[2] / "shared"


def processor() -> str:
    """The processor's name as the system gives it, "unknown processor" where it gives none."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine() or "unknown processor"


def machine() -> str:
    """What a measure is taken on, for its first line."""
    return f"{processor()}, CPython {platform.python_version()}"


def is_there(path: Path) -> bool:
    """Whether a file or folder of material is there; says so where it is not."""
    if not path.exists():
        print(f"skipped: no {path}; this material is no part of the project")
    return path.exists()


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def add_reader(parser: argparse.ArgumentParser) -> None:
    """The options that say who reads."""
    parser.add_argument("--reader", choices=("rules", "model"), default="rules")
    parser.add_argument("--weights", type=Path, help="a folder of weights, other than those of the package")


def reader_of(asked: argparse.Namespace) -> Language | None:
    """The reader that the options name; None, and a word about it, where the model has no weights."""
    if asked.reader == "rules":
        return english_by_rules()
    if asked.weights:
        from whomet.language.network import Network
        from whomet.language.trained import Trained

        return Trained(Network(asked.weights)) if is_there(asked.weights / "window.onnx") else None
    try:
        return english_by_model()
    except Exception as error:  # onnxruntime's own kinds of error have no common base but this
        print(f"skipped: the reading model can't be loaded ({str(error)[:120]})")
        return None


def readings(records: Iterable[dict[str, str]], language: Language) -> Iterator[Reading | None]:
    """A Reading for each record {text, published?, title?}, in order; None, and a word, where reading broke off."""
    named = [{**record, "id": str(number), "language": "en"} for number, record in enumerate(records)]
    lines = "".join(json.dumps(record) + "\n" for record in named)
    broken = 0
    for found in read_inputs(["-"], io.BytesIO(lines.encode()), language):
        broken += not isinstance(found, Reading)
        yield found if isinstance(found, Reading) else None
    if broken:
        print(f"{broken} texts could not be read: they count as texts in which nothing was found")


def shares(right: int, found: int, wanted: int) -> str:
    """Precision, recall and F1 of `right` among `found` and `wanted`, with the counts."""
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * right / max(found + wanted, 1)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   right {right:4d} found {found:4d} wanted {wanted:4d}"
