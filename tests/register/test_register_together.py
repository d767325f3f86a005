"""Readings that tell of no meeting are added some in one transaction; all is kept as if each had been alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_work import everything

from whomet import pipeline
from whomet.errors import PurgedError, RegisterError
from whomet.pipeline import absorb, purge
from whomet.register import Register

ON = "2031-05-01T09:00:00Z"


@pytest.fixture
def silent(made_up):
    """Readings without accounts."""

    def of(*names: str, **document: str) -> list:
        return [replace(made_up(name, **document), accounts=()) for name in names]

    return of


@pytest.fixture
def transactions(monkeypatch) -> list[list[str]]:
    """The names of the documents that were added in each transaction."""
    noted: list[list[str]] = []
    usual = Register.add_together

    def noting(register, readings):
        noted.append([reading.document.id for reading in readings])
        return usual(register, readings)

    monkeypatch.setattr(Register, "add_together", noting)
    return noted


def names(register: Register) -> set[str]:
    return {reading.document.id for reading in register.readings(texts=False)}


def test_silent_readings_wait_for_a_telling_one_or_for_twenty(register, silent, made_up, transactions):
    """And for no more than a hundred thousand letters; what tells of a meeting is kept as soon as it is read."""
    long = silent("long", text="x" * 100_000)
    kept_then: list[int] = []

    def readings():
        yield from silent(*(f"s{number}" for number in range(23)))
        yield made_up("telling")
        kept_then.append(len(names(register)))
        yield from (*silent("a"), *long, *silent("b"))

    assert absorb(register, readings()) == []
    assert list(map(len, transactions)) == [20, 4, 2, 1]
    assert kept_then == [24]
    assert len(names(register)) == 27


def test_what_is_kept_is_as_if_each_were_added_alone(register, places, silent, made_up):
    """Copies and readings twice among them."""
    found = [*silent("b", "a", "b"), made_up("x"), *silent("a", source="other/a.txt"), *silent("c"), made_up("x")]
    absorb(register, found)
    with places.register() as other:
        for reading in found:
            other.add(reading)
        pipeline.reconcile_register(other)
        assert everything(register) == everything(other)


def test_a_refused_one_keeps_no_other_out(register, silent):
    """A document that was purged is told, and those before and after it are there."""
    absorb(register, silent("gone"))
    purge(register, "gone", "an order", by="Ada", on=ON)
    (refused,) = absorb(register, silent("a", "gone", "b"))
    assert isinstance(refused, PurgedError)
    assert names(register) == {"a", "b"}


def test_one_that_can_not_be_added_takes_none_before_it_away(register, silent):
    """The run ends with its error; what was read before it is kept."""
    with pytest.raises(RegisterError, match="surrogate"):
        absorb(register, [*silent("a", "b"), *silent("half", source="\ud800.txt"), *silent("c")])
    assert names(register) == {"a", "b"}


@pytest.mark.parametrize("error", [KeyboardInterrupt, RegisterError, RuntimeError])
def test_what_was_read_before_the_input_breaks_off_is_kept(register, silent, error):
    """Whatever ends the reading."""

    def broken_off():
        yield from silent("a", "b")
        raise error("enough")

    with pytest.raises(error, match="enough"):
        absorb(register, broken_off())
    assert names(register) == {"a", "b"}


def test_an_interrupt_while_adding_ends_the_run_after_what_was_read_is_kept(register, silent, monkeypatch):
    """Nothing that was counted as read is missing."""
    usual, interrupts = register._append, [KeyboardInterrupt]

    def interrupted(connection, reading):
        if reading.document.id == "b" and interrupts:
            raise interrupts.pop()
        return usual(connection, reading)

    monkeypatch.setattr(register, "_append", interrupted)
    with pytest.raises(KeyboardInterrupt):
        absorb(register, silent("a", "b", "c"))
    assert names(register) == {"a", "b", "c"}


def test_all_or_none_are_there(register, silent, monkeypatch):
    """Where a transaction fails nothing of it is kept."""
    with pytest.raises(RegisterError):
        register.add_together([*silent("a", "b"), *silent("half", source="\ud800.txt")])
    assert names(register) == set()
