"""Killed with SIGKILL at any moment of any work: what was committed is there, nothing half is, and the work goes on.

Half of the kills come just before some statement of the work, told by a seed; the others from outside, at some time.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest
from made_up_work import everything, read_anew, records, refilled, some_decision
from sqlalchemy import event, text

from whomet import pipeline
from whomet.errors import DecisionError, NotFoundError, PurgedError
from whomet.pipeline import absorb, purge, rebuild, reconcile_register
from whomet.register import Register

fork = multiprocessing.get_context("fork")
ON = "2031-05-01T09:00:00Z"
LONGEST = 0.6  # seconds until a kill from outside
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture(scope="module")
def read(read_record):
    """Reports of some meetings, and what two later readers find in them."""
    first = [read_record(record) for record in records(9)]
    return [*first, *(read_anew(reading, version) for reading in first for version in (1, 2))]


def work(where, read, seed, tell) -> None:
    """Reads, settles, decides, rebuilds and purges as a seed says, until it is killed; tells what is committed."""
    choose = random.Random(seed)
    with Register.open(where) as register:
        tell_of_writes(register, tell)
        if seed % 2:
            at, seen = choose.randint(1, 1200), []

            @event.listens_for(register._engine, "before_cursor_execute")
            def die(*given):
                seen.append(1)
                if len(seen) == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        for number in range(10_000):
            tell(step(register, read, choose, 1000 * seed + number))


def tell_of_writes(register, tell) -> None:
    """Tells when a transaction has written for the first time, and when it is about to end."""
    writes = []

    @event.listens_for(register._engine, "after_cursor_execute")
    def begin(connection, cursor, statement, *given):
        if not writes and statement.lstrip().upper().startswith(WRITES):
            writes.append(1)
            tell("writes")

    @event.listens_for(register._engine, "commit")
    @event.listens_for(register._engine, "rollback")
    def end(connection):
        if writes:
            writes.clear()
            tell("written")


def step(register, read, choose, number) -> str:
    """One piece of work; gives what it has committed, "" where that is nothing new."""
    kind = choose.choice(("read", "read", "read", "settle", "decide", "decide", "rebuild", "purge"))
    reading = choose.choice(read)
    if kind == "read":
        try:
            register.add(reading)
        except PurgedError:
            return ""
        return f"read {reading.document.key} {reading.reader}"
    if kind == "decide":
        there = [r for r in read[:9] if list(register.newest([r.document.key], texts=False))]
        made = some_decision(register, there, choose, number) if len(there) > 1 else None
        try:
            return f"decided {made.id}" if made and register.decide(made) else ""
        except DecisionError:
            return ""
    if kind == "purge" and number % 3 == 0:
        try:
            return f"purged {purge(register, reading.document.key, 'an order', by='Ada', on=ON).document}"
        except (NotFoundError, PurgedError):
            return ""
    (rebuild if kind == "rebuild" else reconcile_register)(register)
    return ""


def killed(where, read, seed) -> tuple[list[str], bool]:
    """What a process said that it had committed before it was killed; whether it had written without committing."""
    ours, theirs = os.pipe()
    tell = lambda said: os.write(theirs, f"{said}\n".encode())  # noqa: E731
    child = fork.Process(target=work, args=(where, read, seed, tell))
    child.start()
    os.close(theirs)
    if not seed % 2:
        time.sleep(random.Random(seed).uniform(0, LONGEST))
        os.kill(child.pid, signal.SIGKILL)
    with os.fdopen(ours) as said:
        lines = [line.strip() for line in said]
    child.join()
    assert child.exitcode == -signal.SIGKILL
    ends = [line for line in lines if line in ("writes", "written")]
    return [line for line in lines if line and line not in ends], ends[-1:] == ["writes"]


def check_whole(where, read, told) -> None:
    """All that was told is there; every reading is whole; nothing points at what is not there."""
    purged = {line.split()[1] for line in told if line.startswith("purged")}
    by_key = {(r.document.key, r.reader): r for r in read}
    with Register.open(where) as register:
        assert purged <= {t.document for t in register.tombstones()}
        gone = {t.document for t in register.tombstones()}
        for line in told:
            kind, name, *reader = line.split(maxsplit=2)
            if kind == "read" and name not in gone:
                assert register.has_reading(name, reader[0], by_key[name, reader[0]].document.extractor)
        assert {line.split()[1] for line in told if line.startswith("decided")} <= {
            d.id for _, d in register.decisions()
        }
        decided = {a.document for _, d in register.decisions() for a in d.about}
        for reading in register.readings():
            whole = by_key[reading.document.key, reading.reader]
            assert reading.document == whole.document
            assert reading.accounts == whole.accounts or reading.document.key in decided
            assert reading.document.key not in gone
        if Path(where).exists():
            with register._looking() as connection:
                assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def check_goes_on(where, places, read) -> None:
    """Settled, it is what another register becomes that is given the same readings and decisions at once."""
    with Register.open(where) as register:
        reconcile_register(register)
        gone = {t.document for t in register.tombstones()}
        made = [d for _, d in register.decisions() if gone.isdisjoint(a.document for a in d.about)]
        there = [r for r in read if register.has_reading(r.document.key, r.reader, r.document.extractor)]
        if len(made) == len(register.decisions()):
            with refilled(places.new(), there, made) as other:
                assert everything(register) == everything(other)
        before = everything(register)
        rebuild(register)
        assert everything(register) == before


def kill_many(places, read, seeds) -> None:
    """As many kills, a few to a register: it is made, filled, and worked on again after each."""
    where, told, inside = places.new(), [], 0
    for several, seed in enumerate(seeds, 1):
        more, writing = killed(where, read, seed)
        told, inside = told + more, inside + writing
        check_whole(where, read, told)
        if several % 5 == 0 or seed == seeds[-1]:
            assert told, "nothing was done before the kills"
            check_goes_on(where, places, read)
            places.leave(where)
            where, told = places.new(), []
    print(f"{len(seeds)} kills, {inside} of them between a write and its commit; nothing lost, nothing half")
    assert inside, "no kill fell inside a write"


def test_twenty_kills(places, read, monkeypatch):
    """Nothing committed is lost, nothing half is visible, the register opens and goes on."""
    monkeypatch.setattr(pipeline, "_AT_ONCE", 3)
    kill_many(places, read, range(20))


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_kills(places, read, monkeypatch, hundred):
    """The same, fifty times as often."""
    monkeypatch.setattr(pipeline, "_AT_ONCE", 3)
    kill_many(places, read, range(100 + 100 * hundred, 200 + 100 * hundred))


def test_killed_between_the_purge_and_the_wipe(files, read):
    """The document is gone; its words, which still stood in the file, are wiped by the next rebuild or purge."""
    where = files.made()
    with Register.open(where) as register:
        absorb(register, read[:9])
    words = read[0].document.text[-12:].encode()

    def die_before_wiping() -> None:
        with Register.open(where) as register:
            register.wipe = lambda: len(register.tombstones()) and os.kill(os.getpid(), signal.SIGKILL)
            purge(register, read[0].document.key, "an order", by="Ada", on=ON)

    child = fork.Process(target=die_before_wiping)
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL

    def stands() -> bool:
        there = [Path(where + end) for end in ("", "-wal")]
        return any(words in file.read_bytes() for file in there if file.exists())

    assert stands()
    with Register.open(where) as register:
        assert read[0].document.key not in {r.document.key for r in register.readings()}
        rebuild(register)
        assert not stands()
        assert len(list(register.readings())) == 8
