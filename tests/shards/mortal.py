"""Readers that end the process they run in: what a fault in a library, or a machine out of memory, does."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from whomet.language.rules import Rules
from whomet.model import Analysis, Document

DEADLY, ONCE, SLOW = "The deadly report.", "The report that is deadly once:", "The report that takes its time."


class Mortal(Rules):
    """The rules, but for texts that say otherwise."""

    name = "mortal 1.0.0"

    def analyse(self, document: Document) -> Analysis:
        """As the rules do, if the process lives so long."""
        if DEADLY in document.text:
            die()
        if ONCE in document.text:
            mark = Path(document.text.partition(ONCE)[2].split()[0])
            if not mark.exists():
                mark.touch()
                die()
        if SLOW in document.text:
            time.sleep(0.1)
        return super().analyse(document)


def mortal() -> Mortal:
    return Mortal()


def die(*_: object) -> None:
    """As if killed by the system."""
    os.kill(os.getpid(), signal.SIGKILL)


def rest(seconds: float) -> int:
    """Who did nothing for a while."""
    time.sleep(seconds)
    return os.getpid()


def meet(folder: str, most: int) -> int:
    """Who waited until so many were there, each in a process of its own."""
    Path(folder, str(os.getpid())).touch()
    while len(list(Path(folder).iterdir())) < most:
        time.sleep(0.02)
    return os.getpid()


def double(number: int) -> int:
    if number < 0:
        raise ValueError("less than nothing")
    return 2 * number
