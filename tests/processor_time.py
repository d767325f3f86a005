"""A program that may take so many seconds of the processor's time and no more: a busy machine changes nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIMIT = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, ({0}, {0}))\n"


def finishes(code: str, seconds: int, given: str = "") -> None:
    """The code, with `given` as its input, ends within so many seconds; if not, what it printed last is told."""
    command = [sys.executable, "-u", "-c", LIMIT.format(seconds) + code]
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        last = (done.stdout + done.stderr).splitlines()[-1:]
        pytest.fail(f"status {done.returncode} within {seconds} s of processor time: {last}", pytrace=False)
