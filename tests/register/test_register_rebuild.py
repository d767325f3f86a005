"""What follows from readings and decisions can be made anew at any time, and is then what it was."""

from __future__ import annotations

import pickle
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from made_up_work import everything, exports, read_anew, records, some_decision
from sqlalchemy import delete, insert, update

from whomet import pipeline
from whomet.errors import RegisterError
from whomet.model import Property
from whomet.pipeline import absorb, rebuild, reconcile_register
from whomet.reconciliation import asking, index, meetings
from whomet.reconciliation.judge import JUDGE
from whomet.register import Register, relations, settling, tables


@pytest.fixture(scope="module")
def read(read_record):
    """Reports that tell of each other's meetings, read."""
    return [read_record(record) for record in records(24)]


def kept(register: Register) -> dict[str, list[tuple]]:
    """Every row of every table that follows."""
    with register._looking() as connection:
        return {t.name: sorted(map(tuple, connection.execute(t.select())), key=repr) for t in settling.FOLLOWS}


def test_nothing_changes_where_nothing_changed(register, read):
    """Row for row, and every export byte for byte."""
    absorb(register, read)
    before, told = kept(register), exports(register)
    assert len(list(register.meetings())) > 5
    assert all(before[name] for name in ("judgements", "entities", "cells"))
    rebuild(register)
    assert kept(register) == before
    assert exports(register) == told
    assert not register.behind


@pytest.mark.parametrize("seed", range(4))
def test_nothing_changes_after_years_of_work(register, read, seed, monkeypatch):
    """Readings, re-readings and decisions in any order, settled a few at a time: made at once, it is all the same."""
    monkeypatch.setattr(pipeline, "_AT_ONCE", 3)
    choose = random.Random(seed)
    absorb(register, choose.sample(read, 12))
    for number in range(30):
        reading = choose.choice(read)
        if choose.random() < 0.5:
            absorb(register, [choose.choice([reading, read_anew(reading, choose.randint(1, 3))])])
            continue
        there = [r for r in read if list(register.newest([r.document.key], texts=False))]
        made = some_decision(register, there, choose, number)
        if made:
            register.decide(made)
        if choose.random() < 0.7:
            reconcile_register(register)
    reconcile_register(register)
    before, told = everything(register), exports(register)
    assert len(register.decisions()) > 5
    rebuild(register)
    assert everything(register) == before
    assert exports(register) == told


def test_many_documents_read_anew_at_once(register, read, monkeypatch):
    """Those that wait are settled some at a time, though the meetings of the first are those of the last."""
    absorb(register, read)
    monkeypatch.setattr(pipeline, "_AT_ONCE", 2)
    absorb(register, [read_anew(reading, 1) for reading in read])
    before = everything(register)
    rebuild(register)
    assert everything(register) == before


def test_what_no_longer_follows_goes(register, read):
    """Rows that an earlier version left, or that knowledge then gave, are made anew from what was read."""
    absorb(register, read)
    before = everything(register)
    with register._writing() as connection:
        connection.execute(update(tables.meetings).values(voices=99))
        connection.execute(delete(tables.judgements))
        connection.execute(update(tables.entities).values(name="Nobody"))
        connection.execute(insert(tables.blocks), {"key": "left", "account": "over"})
    assert everything(register) != before
    rebuild(register)
    assert everything(register) == before


@pytest.mark.parametrize("seed", range(2))
def test_whoever_works_on_it_the_same_is_made(register, read, seed, monkeypatch):
    """In blocks, by others and a few at a time: every row is what one process makes at once, and what came one by one,
    with decisions that join and part meetings of several blocks."""
    choose = random.Random(seed)
    absorb(register, choose.sample(read, len(read)))
    made = [some_decision(register, read, choose, number) for number in range(24)]
    for decision in filter(None, made):
        register.decide(decision)
    reconcile_register(register)
    before = kept(register)
    assert {judgement.judge for judgement in register.judgements()} > {JUDGE}
    monkeypatch.setattr(index, "PAGE", 3)
    monkeypatch.setattr(relations, "PAGE", 3)
    monkeypatch.setattr(meetings, "_AT_ONCE", 4)
    monkeypatch.setattr(pipeline, "_AT_ONCE", 3)
    monkeypatch.setattr(asking, "HERE", 1)
    monkeypatch.setattr(asking, "AHEAD", 3)
    with Others() as others:
        rebuild(register, others)
    assert kept(register) == before
    assert {"filed", "judged", "lay_out"} == others.asked
    rebuild(register)
    assert kept(register) == before


class Others(ThreadPoolExecutor):
    """Workers that get what they do, and give what they found, as bytes; each fifth call fails."""

    def __init__(self):
        super().__init__(2)
        self.asked = set()
        self.count = 0

    def submit(self, fn, /, *given):
        self.asked.add(fn.__name__)
        self.count += 1
        return super().submit(by_bytes if self.count % 5 else broken, pickle.dumps((fn, given)))


def by_bytes(asked):
    function, given = pickle.loads(asked)
    return pickle.loads(pickle.dumps(function(*given)))


def broken(asked):
    raise MemoryError


def test_where_most_is_new_all_is_made_anew(register, places, read, monkeypatch):
    """From some number of documents on, where most wait: the same comes of it, and what is little is added to it."""
    absorb(register, read[:18])
    before = everything(register)
    with Register.open(places.new()) as other:
        monkeypatch.setattr(pipeline, "_MANY", 10)
        monkeypatch.setattr(pipeline, "settle", None)  # which is not called
        absorb(other, read[:18])
        assert everything(other) == before
        monkeypatch.undo()
        absorb(other, read[18:])
        absorb(register, read[18:])
        assert everything(other) == everything(register)


def test_all_of_it_or_nothing(register, read, monkeypatch):
    """What breaks off midway leaves what was there."""
    absorb(register, read)
    before = kept(register)
    monkeypatch.setattr(pipeline, "_AT_ONCE", 5)
    real, done = pipeline._newest, []

    def breaks(*given):
        done.append(given)
        if len(done) == 3:
            raise RegisterError("the server went away")
        return real(*given)

    monkeypatch.setattr(pipeline, "_newest", breaks)
    with pytest.raises(RegisterError, match="went away"):
        rebuild(register)
    assert kept(register) == before
    assert not register.behind


def test_who_reads_meanwhile_reads_what_was(register, where, read, monkeypatch):
    """Until all is made anew, others see the meetings that there were; who asks for one state keeps it."""
    absorb(register, read)
    before = everything(register)
    seen = []
    real = pipeline._newest
    with Register.open(where, create=False) as other, Register.open(where, create=False) as third:

        def watched(*given):
            seen.append(everything(other))
            return real(*given)

        monkeypatch.setattr(pipeline, "_newest", watched)
        monkeypatch.setattr(pipeline, "_AT_ONCE", 10)
        with register._writing() as connection:
            connection.execute(update(tables.meetings).values(voices=99))
        stale = everything(other)
        with third.one_state():
            assert everything(third) == stale
            rebuild(register)
            assert everything(third) == stale
        assert everything(third) == before
        assert everything(other) == before
    assert len(seen) == 3
    assert all(state == stale for state in seen)


def test_one_state_ends_with_what_is_written_here(register, read):
    """Who writes sees what he wrote."""
    with register.one_state():
        assert not register.behind
        absorb(register, read[:3])
        assert {r.document.key for r in register.readings()} == {r.document.key for r in read[:3]}
        assert any(m.values(Property.CITY) for m in register.meetings())
