"""A cluster that never comes back: whoever asked it ends with one sentence, and waits for ever for nobody."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import ExitStack

import pytest
from a_cluster import started_scheduler, started_workers
from mortal import double, mortal, rest
from some_reports import dumped

from whomet import pipeline
from whomet.documents import find_parts
from whomet.errors import WhometError
from whomet.faces.command_line import main
from whomet.reconciliation import asking
from whomet.shards.cluster import cluster
from whomet.shards.there import read_there, workers_at

tasks = pytest.importorskip("whomet.shards.tasks", reason="the extra dask is not installed")

LONG = 600
"""Seconds that nothing here may take: a test that would wait for ever fails."""
NOBODY = r"no worker has been at work there for 0 minutes; start some, then give the same command again\."
GONE = r"the scheduler is gone; once it is back, give the same command again\."


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Seconds instead of minutes."""
    monkeypatch.setattr("whomet.shards.cluster._PATIENCE", 5)
    monkeypatch.setattr(tasks, "ABSENCE", 2)


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """Programs that end with the test."""
    with ExitStack() as every:
        yield every


@pytest.fixture
def scheduler(running, tmp_path) -> tuple[subprocess.Popen[bytes], str]:
    """A scheduler without workers, and its address."""
    return started_scheduler(running, tmp_path, "tcp://127.0.0.1:0")


def asked_until_answered(ask: Callable[[], Future[int]]) -> int:
    """The answer, asked for again as often as the question is forgotten."""
    while True:
        try:
            return ask().result(LONG)
        except CancelledError:
            continue


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
def test_a_scheduler_that_never_comes_back(scheduler, running, blow):
    """Killed, or there and silent: what is under way ends, what is asked later too, and so does leaving the cluster."""
    process, address = scheduler
    started_workers(running, address, 1)
    with cluster(address) as (workers, most):
        answer = workers.submit(double, 4)
        assert answer.result(LONG) == 8
        workers.submit(rest, LONG)
        process.send_signal(blow)
        for _ in range(2):
            with pytest.raises(WhometError, match=GONE):
                asked_until_answered(lambda: workers.submit(rest, LONG))
        assert most() > 0


def test_the_last_worker_is_killed(scheduler, running):
    """Nobody starts another: what it was doing, and what is asked later, ends."""
    _, address = scheduler
    (worker,) = started_workers(running, address, 1)
    with cluster(address) as (workers, _):
        assert workers.submit(double, 4).result(LONG) == 8
        under_way = workers.submit(rest, LONG)
        worker.kill()
        with pytest.raises(WhometError, match=NOBODY):
            under_way.result(LONG)
        with pytest.raises(WhometError, match=NOBODY):
            workers.submit(double, 4)


def test_a_worker_that_comes_late(scheduler, running, monkeypatch):
    """Whoever waits for workers to be started gets an answer."""
    monkeypatch.setattr(tasks, "ABSENCE", LONG)
    _, address = scheduler
    with cluster(address) as (workers, _):
        asked = workers.submit(double, 4)
        started_workers(running, address, 1)
        assert asked.result(LONG) == 8


def test_reading_without_workers(scheduler, reports, tmp_path):
    """One sentence, from the command's own loop as well."""
    _, address = scheduler
    found = read_there(find_parts(reports()), workers_at(address, 0), tmp_path / "shards", made=mortal)
    with pytest.raises(WhometError, match=NOBODY):
        list(found)


@pytest.fixture
def in_batches(monkeypatch):
    """Others are asked from the second batch of ten on, two batches ahead."""
    monkeypatch.setattr(asking, "HERE", 1)
    monkeypatch.setattr(asking, "AHEAD", 2)
    monkeypatch.setattr(pipeline, "_AT_ONCE", 10)


@pytest.mark.usefixtures("in_batches")
def test_making_all_anew_without_workers(scheduler, where, capsys):
    """`whomet rebuild --on` ends with a sentence, and leaves the register as it was."""
    before = dumped(where)
    assert main(("rebuild", "--register", str(where), "--on", scheduler[1])) == 1
    assert "no worker has been at work there" in capsys.readouterr().err
    assert dumped(where) == before


@pytest.mark.usefixtures("in_batches")
def test_making_all_anew_without_a_scheduler(scheduler, running, where, capsys, monkeypatch):
    """Killed while it is at it, the same."""
    process, address = scheduler
    started_workers(running, address, 1)
    before, calls, submit = dumped(where), [], tasks.Tasks.submit

    def third_time_unlucky(self: Executor, *given: object) -> Future[object]:
        calls.append(given)
        if len(calls) == 3:
            process.kill()
        return submit(self, *given)

    monkeypatch.setattr(tasks.Tasks, "submit", third_time_unlucky)
    assert main(("rebuild", "--register", str(where), "--on", address)) == 1
    assert "the scheduler is gone" in capsys.readouterr().err
    assert len(calls) > 3
    assert dumped(where) == before
