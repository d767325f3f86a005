"""A scheduler of Dask and its workers, as programs of this machine that a test may kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent


def started_scheduler(running: ExitStack, folder: Path, address: str) -> tuple[subprocess.Popen[bytes], str]:
    """A scheduler, and the address that it has."""
    known = folder / "scheduler.json"
    known.unlink(missing_ok=True)
    host, _, port = address.removeprefix("tcp://").partition(":")
    asked = ["--host", host, "--port", port, "--no-dashboard", "--scheduler-file", str(known)]
    scheduler = running.enter_context(process("-m", "distributed.cli.dask_scheduler", *asked))
    while True:  # the file is there before all of it is written
        with suppress(FileNotFoundError, json.JSONDecodeError):
            return scheduler, json.loads(known.read_text())["address"]
        assert scheduler.poll() is None, "the scheduler did not start"
        time.sleep(0.05)


def started_workers(running: ExitStack, address: str, several: int = 2) -> list[subprocess.Popen[bytes]]:
    """Some workers of a scheduler, which nobody starts anew."""
    asked = ("-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
    return [running.enter_context(process(*asked)) for _ in range(several)]


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Python, ended with the test."""
    path = os.pathsep.join([str(HERE), *sys.path])
    started = subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
