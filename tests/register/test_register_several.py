"""Several at once: two who write and three who read, on one register, each in a process of its own."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from made_up_work import everything, exports, lead, read_anew, records, refilled, some_decision
from sqlalchemy import update

import whomet
from whomet import pipeline
from whomet.errors import DecisionError, RegisterError
from whomet.model import Property
from whomet.pipeline import absorb, rebuild, reconcile_register
from whomet.register import Register, tables
from whomet.values.decisions import Decision, DecisionKind

fork = multiprocessing.get_context("fork")
DECISIONS = 12
READERS = 3


@pytest.fixture(scope="module")
def read(read_record):
    """Reports of some meetings, read."""
    return [read_record(record) for record in records(24)]


def writes_readings(where, read, said, done) -> None:
    """Reads, then reads anew, a few documents at a time."""
    with Register.open(where) as register:
        for start in range(0, len(read), 2):
            absorb(register, read[start : start + 2])
            absorb(register, [read_anew(r, 1) for r in read[start : start + 2 : 2]])
            if start % 8 == 0:
                rebuild(register)
    said.put(("read", [(r.document.key, r.reader) for r in read]))


def writes_decisions(where, read, said, done) -> None:
    """Decides about what is there by now; tells of every decision that it made."""
    choose, made = random.Random(7), []
    with Register.open(where) as register:
        for number in range(100 * DECISIONS):
            there = [r for r in read if list(register.newest([r.document.key], texts=False))]
            decision = some_decision(register, there, choose, number) if len(there) > 3 else None
            if decision:
                register.decide(decision)
                reconcile_register(register)
                made.append(decision.id)
            if len(made) == DECISIONS:
                break
    said.put(("decided", made))


def reads(where, read, said, done) -> None:
    """Asks until the writers are done: what it is shown is whole, and what was there stays there."""
    whole = {(r.document.key, r.reader): r for r in (*read, *(read_anew(r, 1) for r in read))}
    known, looks = [], 0
    with Register.open(where, create=False) as register:
        while not done.is_set() or not looks:
            with register.one_state():
                found, meetings = list(register.readings()), list(register.meetings())
                decided = [d.id for _, d in register.decisions()]
                about = {a.document for _, d in register.decisions() for a in d.about}
                settled = not register.behind
            accounts = {a.id for r in found for a in r.accounts}
            for reading in found:
                first = whole[reading.document.key, reading.reader]
                assert reading.document == first.document
                assert reading.accounts == first.accounts or reading.document.key in about
            assert decided[: len(known)] == known, "a decision is gone"
            known, looks = decided, looks + 1
            placed = [a for meeting in meetings for a in meeting.accounts]
            assert len(placed) == len(set(placed)), "an account is in two meetings"
            assert not settled or set(placed) == accounts
            for meeting in meetings:
                cited = {a for cell in meeting.cells for told in cell.readings for a in told.accounts}
                assert cited <= set(meeting.accounts)
                assert meeting.values(Property.STATUS)
            for meeting in register.meetings():  # without one state: each meeting is whole all the same
                assert meeting.accounts
                assert meeting.cells
    said.put(("looked", looks))


def told_all(several, said) -> None:
    """A process that tells what went wrong in it."""
    work, *given = several
    try:
        work(*given, said[0], said[1])
    except BaseException:
        said[0].put(("failed", traceback.format_exc()))
        raise


def test_two_write_while_others_read(places, read, monkeypatch):
    """No decision and no reading is lost, nothing half is seen, and all that follows is as if one had done it all."""
    monkeypatch.setattr(pipeline, "_AT_ONCE", 3)
    where = places.made()
    said, done = fork.Queue(), fork.Event()
    writers = [
        fork.Process(target=told_all, args=((work, where, read), (said, done)))
        for work in (writes_readings, writes_decisions)
    ]
    readers = [fork.Process(target=told_all, args=((reads, where, read), (said, done))) for _ in range(READERS)]
    for process in (*readers, *writers):
        process.start()
    told = [said.get() for _ in writers]
    done.set()
    told += [said.get() for _ in readers]
    for process in (*readers, *writers):
        process.join()
    assert [what for kind, what in told if kind == "failed"] == []
    assert [process.exitcode for process in (*readers, *writers)] == [0] * (2 + READERS)
    (decided,) = (what for kind, what in told if kind == "decided")
    with Register.open(where) as register:
        made = [d for _, d in register.decisions()]
        assert [d.id for d in made] == decided
        assert len(decided) == DECISIONS
        every = [*read, *(read_anew(r, 1) for r in read[::2])]
        assert all(register.has_reading(r.document.key, r.reader, r.document.extractor) for r in every)
        with refilled(places.new(), every, made) as other:
            assert everything(register) == everything(other)
            assert exports(register) == exports(other)


def decides(where, about, by, said, ready) -> None:
    """Decides at the same moment as another, who knows of as few decisions."""
    decision = Decision(DecisionKind.DIFFERENT_MEETING, about, "", by, "2031-04-01T10:00:00Z", f"{by} looked")
    with Register.open(where) as register:
        ready.wait()
        try:
            said.put((by, register.decide(decision, seen=0)))
        except DecisionError as error:
            said.put((by, str(error)))


def test_of_two_who_decide_at_once_one_is_told(places, read):
    """Both saw what was there; the second is refused with what the first decided, and nothing of it is kept."""
    where = places.made()
    with Register.open(where) as register:
        absorb(register, read[:4])
        about = (lead(register, read[0]), lead(register, read[1]))
    said, ready = fork.Queue(), fork.Barrier(2)
    both = [fork.Process(target=decides, args=(where, about, by, said, ready)) for by in ("Ada", "Ben")]
    for process in both:
        process.start()
    told = dict(said.get() for _ in both)
    for process in both:
        process.join()
    (first,) = (by for by, answer in told.items() if answer == 1)
    (second,) = told.keys() - {first}
    assert told[second] == (
        f"{first} decided “different-meeting” about the same words meanwhile "
        f"(2031-04-01T10:00:00Z: {first} looked); look again, then decide."
    )
    with Register.open(where) as register:
        assert [d.by for _, d in register.decisions()] == [first]


def test_a_newer_version_came_meanwhile(places, read):
    """Who opened the register before its tables were changed is told so, and adds nothing by the old ones."""
    where = places.made()
    with Register.open(where) as older:
        absorb(older, read[:2])
        with Register.open(where) as newer, newer._writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
            named = tables.meta.c.name == "written_by"
            connection.execute(update(tables.meta).where(named).values(value="whomet 99.1"))
        for work in (lambda: older.add(read[3]), lambda: rebuild(older), lambda: older.note_skipped([])):
            with pytest.raises(
                RegisterError, match=r"another version \(whomet 99.1\) has changed its tables meanwhile"
            ):
                work()
        assert len(list(older.readings())) == 2


CODE = "import sys; from whomet.faces.command_line import main; sys.exit(main())"


def test_two_command_lines_read_into_one_register(tmp_path):
    """As a team does it: both come to their end, and all that both read is there."""
    for half in ("a", "b"):
        lines = [json.dumps(r | {"id": f"{half}{r['id']}"}) for r in records(24)["ab".index(half) :: 2]]
        (tmp_path / f"{half}.jsonl").write_text("\n".join(lines))
    environment = os.environ | {"PYTHONPATH": str(Path(whomet.__file__).parents[1])}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", CODE, "read", f"{half}.jsonl", "--register", "r.whomet"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for half in ("a", "b")
    ]
    errors = [process.communicate()[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    with Register.open(tmp_path / "r.whomet") as register:
        assert sum(1 for _ in register.documents(texts=False)) == 24
        assert not register.behind
        before = everything(register)
        rebuild(register)
        assert everything(register) == before
