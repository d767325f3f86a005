"""Workers of this machine: each does one call at a time; when one dies, exactly its call fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from mortal import die, double, rest

from whomet.shards.processes import Processes

HERE = Path(__file__).parent
ORPHANS = """
import sys, time
from mortal import meet
from whomet.shards.processes import Processes
if __name__ == "__main__":
    workers = Processes(2)
    print(*(future.result() for future in [workers.submit(meet, sys.argv[1], 2) for _ in range(2)]), flush=True)
    time.sleep(600)
"""


def test_ctrl_c_before_any_worker_was_started_is_raised_as_it_is(monkeypatch):
    """Who starts workers is told of Ctrl-C, not of threads that were never started."""

    def interrupted(thread: threading.Thread) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Processes(2)


def test_calls_are_answered_and_what_they_raise_is_raised():
    """Each future has its own answer, or the error that its call raised."""
    with Processes(2) as workers:
        futures = [workers.submit(double, number) for number in (1, -1, 3)]
    assert [futures[0].result(), futures[2].result()] == [2, 6]
    with pytest.raises(ValueError, match="less than nothing"):
        futures[1].result()
    with pytest.raises(RuntimeError, match="stopped"):
        workers.submit(double, 1)


def test_what_cannot_be_sent_fails_alone():
    """Neither a call nor an answer that no pipe takes ends more than itself."""
    with Processes(1) as workers:
        unsendable = workers.submit(lambda: 1)
        assert workers.submit(double, 4).result() == 8
    assert unsendable.exception()


def test_only_the_call_whose_worker_dies_fails():
    """Those before, beside and behind it are answered; another worker takes the place of the dead one."""
    with Processes(2) as workers:
        futures = [workers.submit(die if number in (2, 3, 7) else double, number) for number in range(10)]
    dead = [number for number, future in enumerate(futures) if isinstance(future.exception(), BrokenProcessPool)]
    assert dead == [2, 3, 7]
    assert [f.result() for n, f in enumerate(futures) if n not in dead] == [0, 2, 8, 10, 12, 16, 18]
    assert "-9" in str(futures[2].exception())


def test_whoever_is_interrupted_waits_for_nobody():
    """A worker in the middle of a call of ten minutes is ended, and what waits is cancelled."""
    with pytest.raises(KeyboardInterrupt), Processes(1) as workers:
        assert workers.submit(double, 1).result() == 2
        long, waiting = workers.submit(rest, 600), workers.submit(rest, 600)
        while not long.running():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert isinstance(long.exception(), BrokenProcessPool)
    assert waiting.cancelled()


def test_workers_end_with_the_process_that_started_them(tmp_path):
    """Also when it is killed and can't tell them."""
    path = os.pathsep.join([str(HERE), *sys.path])
    starts = [sys.executable, "-c", ORPHANS, str(tmp_path)]
    process = subprocess.Popen(starts, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": path})
    assert process.stdout
    workers = {int(number) for number in process.stdout.readline().split()}
    assert len(workers) == 2
    process.send_signal(signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 60
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(lives, workers))


def lives(number: int) -> bool:
    """Whether a process is there; one that has ended and that nobody has asked for is not."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{number}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
