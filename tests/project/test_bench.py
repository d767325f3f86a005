"""What the benchmark feeds to Whomet: the words it counts are the words it gives. Nothing is timed here."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCH = runpy.run_path(str(ROOT / "bench" / "words_per_second.py"))


def test_every_copy_is_a_text_of_its_own_and_its_words_are_counted(tmp_path):
    """Two copies of nine plain reports: texts all different, words counted without the line that tells copies apart."""
    target = tmp_path / "reports.jsonl"
    words = BENCH["gather"]([ROOT / "examples" / "reports"], 2, target)
    records = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert len({r["id"] for r in records}) == len({r["text"] for r in records}) == len(records) == 2 * 9
    assert words == sum(len(r["text"].split()) - 2 for r in records)
    assert words > 3000


def test_the_processor_has_a_name():
    """Whatever the system, the table says something."""
    assert BENCH["processor"]()
