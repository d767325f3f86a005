"""One run of `whomet read`: what it reads, how far it is, and what of its input was not read, or not read whole."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from whomet.faces.terminal import progress
from whomet.model import Document, Finding, FindingKind, Reading
from whomet.values.ids import told_apart

if TYPE_CHECKING:
    from whomet.register import Register

_LOSSES = (FindingKind.ENCODING, FindingKind.TRUNCATED)
"""Findings of documents that were read, but not to the letter or not to the end."""


Reader: TypeAlias = "Callable[[Sequence[str], BinaryIO | None, Register | None], Iterator[Reading | Finding]]"
"""Gives a reading of each document under some paths, those that a register has of it as they are there."""


def _by_the_usual(
    paths: Sequence[str], stdin: BinaryIO | None, register: Register | None
) -> Iterator[Reading | Finding]:
    from whomet.pipeline import read_inputs

    return read_inputs(paths, stdin, kept=register.kept if register else None)


class Run:
    """What a run has met so far. `keys` are those of the documents read, `skipped` the inputs that were not."""

    def __init__(self, paths: Sequence[str], reader: Reader | None = None) -> None:
        """`reader` gives the readings in the place of Whomet's own."""
        self.paths, self._reader = paths, reader
        self.keys: set[str] = set()
        self.skipped: list[Finding] = []
        self.refused: list[str] = []  # of purged documents not even where they lay is kept
        self._losses: list[str] = []
        self._named: dict[str, str] = {}

    def readings(self, register: Register | None = None, *, alone: bool = True) -> Iterator[Reading]:
        """The readings of all inputs, in their order, those that the register has as they are there. Shows progress,
        unless other lines go to the same terminal (`alone` is false)."""
        stdin = sys.stdin.buffer if sys.stdin else None
        found = (self._reader or _by_the_usual)(self.paths, stdin, register)
        yield from self.noting(found, register, alone=alone)

    def noting(
        self, found_there: Iterable[Reading | Finding], register: Register | None = None, *, alone: bool = True
    ) -> Iterator[Reading]:
        """As `readings`, of what somebody else reads."""
        with progress("reading", alone=alone) as tell, _interrupts() as stop_if_asked:
            for found in found_there:
                stop_if_asked()
                if isinstance(found, Finding):
                    self.skipped.append(found)
                    continue
                if gone := register and register.tombstones([found.document.key]):
                    self.refused.append(f"{found.document.source}: {gone[0].sentence}")
                    continue
                self._note(found)
                yield found
                tell(f"{_counted(len(self.keys), 'document')} read, the last {found.document.id}")

    def _note(self, reading: Reading) -> None:
        document = reading.document
        if document.key not in self.keys:
            self._losses += [f"{document.source}: {f.text}" for f in reading.findings if f.kind in _LOSSES]
            self._losses += self._namesake(document)
        self.keys.add(document.key)

    def _namesake(self, document: Document) -> list[str]:
        first = self._named.setdefault(document.id, document.source)
        if first == document.source:
            return []
        name = told_apart(document.id, document.key)
        return [
            f"{document.source}: has the id {document.id}, as {first} has; both were read, this one is called {name}."
        ]

    def complaints(self) -> list[str]:
        """A sentence for each input that was not read, and for each that was not read whole or under its own id."""
        return [*(finding.text for finding in self.skipped), *self.refused, *self._losses]

    def stopped(self, *, kept: bool) -> str:
        """What to say to who stopped the run."""
        done = f"Stopped after {_counted(len(self.keys), 'document')}"
        return f"{done}, which the register keeps; the same command goes on from there." if kept else f"{done}."

    def summary(self, meetings: int, all_meetings: int) -> str:
        """What the run came to."""
        told = f"{_counted(len(self.keys), 'document')} read: {_counted(meetings, 'meeting')}"
        return f"{told}." if meetings == all_meetings else f"{told}, of {all_meetings} in the register."


@contextmanager
def _interrupts() -> Iterator[Callable[[], None]]:
    """Remembers Ctrl-C: an interrupt that falls into a finaliser of some library is printed and lost by Python. What is
    given raises KeyboardInterrupt if there was one."""
    asked: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        signal.default_int_handler(number, frame)

    def stop_if_asked() -> None:
        if asked:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield stop_if_asked
        return
    before = signal.signal(signal.SIGINT, remember)
    try:
        yield stop_if_asked
    finally:
        signal.signal(signal.SIGINT, before if before is not None else signal.SIG_DFL)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
