"""`whomet` run as its users run it, in a folder of its own, on files that tests put there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from whomet.faces.command_line import main

SRC = Path(__file__).parents[2] / "src"
CODE = "import sys; from whomet.faces.command_line import main; sys.exit(main())"


@dataclass
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines of standard error, but the one that counts."""
        return [line for line in self.err.splitlines() if " read: " not in line]


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path) -> Callable[..., Outcome]:
    """Runs `whomet` with these arguments in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def whomet(*arguments: str) -> Outcome:
        status = main(arguments)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Outcome(status, out.decode(), err.decode())

    return whomet


@pytest.fixture
def start(tmp_path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts `whomet` as a process of its own; `before` is a command that runs it."""

    def started(*arguments: str, **more) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8"} | more.pop("env", {})
        command = [*more.pop("before", ()), sys.executable, "-c", CODE, *arguments]
        return subprocess.Popen(command, cwd=tmp_path, env=environment, **{"stderr": subprocess.PIPE} | more)

    return started


@pytest.fixture
def dump(run) -> Callable[[], tuple[str, str]]:
    """All that a register says of itself: its accounts, and what `check` prints."""
    return lambda: (run("export", "accounts").out, run("check").out)
