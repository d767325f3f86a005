"""What a run keeps of documents that tell of no meeting: nothing that grows in memory, and still each counts once."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from whomet.exchange.contract import encode_all
from whomet.exchange.met import Met
from whomet.faces.run import Run
from whomet.model import Document, Reading


def quiet(first: int, last: int) -> Iterator[Reading]:
    """Readings of documents that tell of nothing."""
    for number in range(first, last):
        key = sha256(str(number).encode()).hexdigest()
        yield Reading(Document(key, f"report-{number}", "Rain.", f"reports.jsonl, line {number}", key, "made up"), "r")


def test_a_run_does_not_grow_with_its_documents():
    """Ten thousand more documents leave no more than a few kilobytes."""
    run = Run(())
    for _ in run.noting(quiet(0, 2000)):
        pass
    tracemalloc.start()
    for _ in run.noting(quiet(2000, 12_000)):
        pass
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert run.documents == 12_000
    assert grown < 50_000


def test_writing_does_not_grow_with_its_documents():
    """Nor do the lines that are written of them, whose ids are told apart: their names took 60 MB of a gigabyte."""
    lines = encode_all(quiet(0, 12_000))
    for _ in islice(lines, 2000):
        pass
    tracemalloc.start()
    written = sum(1 for _ in lines)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written == 10_000
    assert grown < 50_000


def test_a_document_that_comes_twice_counts_once():
    """By its key, whenever it comes again; another one with its id is named."""
    run = Run(())
    one, two = quiet(1, 3)
    same_name = Document(two.document.key, one.document.id, "Snow.", "b.jsonl, line 1", two.document.key, "made up")
    assert len(list(run.noting([one, one, Reading(same_name, "r"), one]))) == 4
    assert run.documents == 2
    assert run.complaints() == [
        "b.jsonl, line 1: has the id report-1, as another document of this run has; both were read, this one is called "
        f"report-1-{two.document.key[:8]}."
    ]


def test_kinds_are_told_apart_and_any_name_is_taken():
    """Also of a hostile name: half a character, ten million of them, none."""
    met = Met()
    names = ("", "a", "\ud800", "x" * 10_000_000, "a\n")
    assert all(met.is_new("id", name) for name in names)
    assert not any(met.is_new("id", name) for name in names)
    assert met.is_new("document", "a")
