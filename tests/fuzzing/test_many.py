"""A million hostile inputs, each watched by the clock of its process; and that the watch notices."""

from __future__ import annotations

import os
from pathlib import Path

import many
import pytest
from entry_points import ENTRY_POINTS, EntryPoint

from whomet.errors import InputError


def broke(monkeypatch, take) -> str:
    """What is said of an input to an entry point that does this."""
    monkeypatch.setitem(ENTRY_POINTS, "text", EntryPoint(take, lambda: [b"They met."]))
    name, why = many.tried(0)
    assert name == "text"
    return why


def test_an_error_of_any_other_kind_is_told(monkeypatch):
    """A sentence is an answer; what breaks is told with the place where it broke."""

    def refuse(_):
        raise InputError("a.txt", "is empty.")

    def fail(_):
        raise KeyError("Oslo")

    assert broke(monkeypatch, refuse) == ""
    assert "KeyError: 'Oslo'" in broke(monkeypatch, fail)


def test_a_sentence_that_repeats_its_input_is_told(monkeypatch):
    """Errors have a length, whatever they quote; the beginning and the end are kept."""

    def quote(_):
        raise InputError("a" * 10_000_000, "is empty.")

    with pytest.raises(InputError) as told:
        quote(b"")
    assert len(str(told.value)) < 1000 and str(told.value).endswith(": is empty.")
    assert broke(monkeypatch, quote) == ""


def test_an_input_that_takes_too_long_is_told(monkeypatch):
    """Processor time is counted, not the clock's; no `except Exception` on the way holds it up."""
    monkeypatch.setattr(many, "SECONDS", 0.2)
    before = many.signal.signal(many.signal.SIGPROF, many._too_slow)

    def hang(_):
        while True:
            try:
                sum(range(1000))
            except Exception:
                return

    try:
        assert "TooSlow" in broke(monkeypatch, hang)
    finally:
        many.signal.signal(many.signal.SIGPROF, before)


def test_an_input_is_the_same_every_time():
    """It follows from its number, so that what broke can be tried again."""
    assert [many.given(n) for n in range(40)] == [many.given(n) for n in range(40)]


@pytest.mark.long
def test_a_million_hostile_inputs(tmp_path):
    """No crash, no hang, no gigabyte. WHOMET_FUZZ_INPUTS says how many, WHOMET_FUZZ_BEGIN with which number to begin,
    WHOMET_FUZZ_KEPT in which folder a run that is stopped finds what it had done."""
    inputs = int(os.environ.get("WHOMET_FUZZ_INPUTS", "1000000"))
    begin = int(os.environ.get("WHOMET_FUZZ_BEGIN", "0"))
    told = many.run(begin, inputs, os.cpu_count() or 1, Path(os.environ.get("WHOMET_FUZZ_KEPT", tmp_path)))
    said = "\n".join(many.lines_of(told))
    print(said)
    assert not told.broke, said
    assert told.tried.total() == inputs
