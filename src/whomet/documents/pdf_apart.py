"""A PDF -> the text of its pages, read in a process apart: one that a hostile file takes down or keeps busy is lost
alone. It is started for the first PDF, serves all that follow, and ends with the process that asks."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any

_PROGRAM = str(Path(__file__).with_name("pdf_pages.py"))


class _Apart:
    """The process, started anew where it died."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, data: bytes) -> bytes:
        """What it answers, b"" where it died over that."""
        with self._lock:
            answer = b""
            try:
                answer = _asked(self._process or self._start(), data)
            except BrokenPipeError:
                pass
            finally:  # also where somebody interrupts: what it would still say is no answer to what comes next
                if not answer:
                    self._end()
            return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-P", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for who asks
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()


def _asked(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    if not process.stdin or not process.stdout:
        return b""
    process.stdin.write(len(data).to_bytes(8) + data)
    process.stdin.flush()
    length = int.from_bytes(process.stdout.read(8))
    answer = process.stdout.read(length)
    return answer if len(answer) == length else b""


_APART = _Apart()
atexit.register(_APART._end)


def pages_of(data: bytes) -> dict[str, Any] | None:
    """What `pdf_pages.answer_to` says of a PDF; None where it took more time or memory than one may, or broke
    pdfium."""
    answer = _APART.ask(data)
    told: dict[str, Any] | None = json.loads(answer) if answer else None
    return told
