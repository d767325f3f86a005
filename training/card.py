"""Writes the model card that ships with the weights, CARD.md.

    python training/card.py [--weights FOLDER]

Its prose is card.md of this folder, its figures measured.json; the written texts are counted, the weights hashed anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from string import Template
from typing import Any

import yaml
from check_texts import TEXTS, plain

from whomet.language.tags import CLASSES, TAGS

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "src" / "whomet" / "language" / "weights"
NOT_WEIGHTS = ("CARD.md", "LICENSE")
UNKNOWN = "not measured yet"


def card(weights: Path = WEIGHTS) -> str:
    """The card of the weights in a folder, as Markdown."""
    measured = json.loads((HERE / "measured.json").read_text(encoding="utf-8"))
    documents, meetings, table = counted()
    hashes = {path.name: hash_of(path) for path in weight_files(weights)}
    told = {
        "tags": len(TAGS),
        "classes": len(CLASSES),
        "texts": table,
        "written_documents": f"{documents:,}",
        "written_meetings": f"{meetings:,}",
        "scores": "\n".join(score_table(t) for t in measured["tables"]),
        "failures": "\n".join(f"* {f or UNKNOWN}" for f in measured["failures"]),
        "hash": hash_of_all(hashes),
        "files": "\n".join(f"| {n} | {(weights / n).stat().st_size:,} | {h} |" for n, h in hashes.items()),
    }
    return Template((HERE / "card.md").read_text(encoding="utf-8")).substitute(told)


def weight_files(weights: Path) -> list[Path]:
    """What belongs to the model in its folder, by name."""
    return sorted(p for p in weights.iterdir() if p.is_file() and p.name not in NOT_WEIGHTS)


def hash_of(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_of_all(hashes: dict[str, str]) -> str:
    """One hash of several files: of lines as `sha256sum` writes them, by name."""
    lines = "".join(f"{h}  {name}\n" for name, h in sorted(hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def counted() -> tuple[int, int, str]:
    """The written texts: documents, meetings, and a table of both and of words by kind of text."""
    documents, meetings, words = Counter[str](), Counter[str](), Counter[str]()
    for path in sorted(TEXTS.glob("*.yaml")):
        kind = path.stem.rpartition("-")[0]
        for document in yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            documents[kind] += 1
            meetings[kind] += len(document.get("meetings") or [])
            words[kind] += len(plain(document["text"]).split())
    lines = ["| written texts | documents | meetings | words |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {kind} | {documents[kind]:,} | {meetings[kind]:,} | {words[kind]:,} |" for kind in sorted(documents)]
    return documents.total(), meetings.total(), "\n".join(lines)


def score_table(told: dict[str, Any]) -> str:
    """One table of figures, under its title; `null` is what nobody has measured yet."""
    columns: list[str] = told["columns"]
    lines = [f"| | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for name, figures in told["rows"].items():
        if len(figures) != len(columns):
            raise ValueError(f"measured.json: {name!r} has {len(figures)} figures for {len(columns)} columns.")
        lines.append(f"| {name} | {' | '.join(figure(f) for f in figures)} |")
    return f"**{told['title']}**\n\n" + "\n".join(lines) + "\n"


def figure(value: float | int | None) -> str:
    """As it is printed: shares with two decimals, counts whole."""
    if value is None:
        return UNKNOWN
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def write(weights: Path = WEIGHTS) -> None:
    """Writes the card beside the weights."""
    (weights / "CARD.md").write_text(card(weights), encoding="utf-8")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    write(parser.parse_args().weights)


if __name__ == "__main__":
    main()
