"""What the benchmark feeds to Whomet: the words it counts are the words it gives. Nothing is timed here."""

from __future__ import annotations

import base64
import json
import runpy
import subprocess
import sys
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


def test_the_table_of_peers_has_a_line_for_each_that_was_measured():
    """Rates follow from the median turn, and who was not measured has no line."""
    peers = runpy.run_path(str(ROOT / "bench" / "peers.py"))
    turns = [peers["Measured"](0.5, seconds, 7) for seconds in (4.0, 2.0, 1.0)]
    lines = peers["table"]({"Whomet": turns}, ["They met in Oslo.", "Nothing else."])
    assert len(lines) == 3
    assert lines[2].startswith("| Whomet | 1.0 | 3.0 | 7 | 0.5 | meetings")


def test_a_program_beside_others_says_what_it_took_and_found(tmp_path):
    """One text of two may tell of a meeting; at least one pass is measured."""
    texts = ["The presidents of Norway and Kenya met in Oslo on Friday.", "It rained."]
    (tmp_path / "texts").write_bytes(b"".join(base64.b64encode(text.encode()) + b"\n" for text in texts))
    program = ROOT / "bench" / "peer_programs" / "in_python.py"
    done = subprocess.run(
        [sys.executable, program, "first_test", tmp_path / "texts", "0"], capture_output=True, check=True
    )
    said = json.loads(done.stdout)
    assert (said["found"], said["passes"]) == (1, 1)
    assert said["seconds"] >= 0 and said["ready"] > 0
