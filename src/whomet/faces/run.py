"""One run of `whomet read`: what it reads, how far it is, and what of its input was not read, or not read whole."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from whomet.errors import WhometError
from whomet.exchange.met import Met
from whomet.faces.pace import Pace
from whomet.faces.terminal import progress
from whomet.model import Document, Finding, FindingKind, Reading
from whomet.values.ids import told_apart

if TYPE_CHECKING:
    from whomet.documents import Part
    from whomet.errors import InputError
    from whomet.register import Register

_LOSSES = (FindingKind.ENCODING, FindingKind.TRUNCATED)
"""Findings of documents that were read, but not to the letter or not to the end."""


Reader: TypeAlias = "Callable[[Sequence[str], BinaryIO | None, Register | None], Iterator[Reading | Finding]]"
"""Gives a reading of each document under some paths, those that a register has of it as they are there."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who reads: so many cores of this machine, or a cluster (`on`); and the folder that they are to write to."""

    cores: int = 1
    on: str = ""
    shards: str = ""

    def folder(self, register: str) -> Path | None:
        """Where they write, None where they hand back what they read. On a cluster it is beside the register unless
        another is named."""
        if self.on and not self.shards and (not register or "://" in register):
            raise WhometError(
                "--on needs --shards FOLDER, which all workers see: there is no register file to put it by."
            )
        named = self.shards or (f"{register}-shards" if self.on else "")
        return Path(named) if named else None


class Run:
    """What a run has met so far: how many `documents` it read, the keys of those `telling` of meetings, the inputs that
    were `skipped`. What it keeps of a document that tells of none does not lie in memory."""

    def __init__(self, paths: Sequence[str], workers: Workers | None = None, reader: Reader | None = None) -> None:
        """`workers` read, or `reader` gives the readings in the place of Whomet's own."""
        self.paths, self.workers, self._reader = paths, workers or Workers(), reader
        self.documents = 0
        self.telling: set[str] = set()
        self.skipped: list[Finding] = []
        self.refused: list[str] = []  # of purged documents not even where they lay is kept
        self._losses: list[str] = []
        self._met = Met()
        self._pace = Pace()

    def readings(self, register: Register | None = None, where: str = "", *, alone: bool = True) -> Iterator[Reading]:
        """The readings of all inputs, in their order, those that the register at `where` has as they are there. Shows
        progress, unless other lines go to the same terminal (`alone` is false)."""
        kept = register.kept if register else None
        if self._reader:
            found_there = self._reader(self.paths, _stdin(), register)
        elif folder := self.workers.folder(where):
            from whomet.shards.there import read_there, workers_at

            found_there = read_there(self._parts(), workers_at(self.workers.on, self.workers.cores), folder, kept)
        else:
            from whomet.shards.here import read_here

            found_there = read_here(self._parts(), self.workers.cores, kept, where)
        yield from self.noting(found_there, register, alone=alone)

    def write(self) -> Path:
        """Has all inputs read into the folder of shards, and gives it; no register is asked or written."""
        from whomet.exchange.readings_parquet import outlined
        from whomet.shards.there import workers_at, write_there

        folder = self.workers.folder("")
        if not folder:
            raise WhometError("--format parquet needs --shards FOLDER, the folder to write to.")
        files = write_there(self._parts(), workers_at(self.workers.on, self.workers.cores), folder)
        with progress("reading") as tell, _interrupts() as stop_if_asked:
            for file in files:
                stop_if_asked()
                for meetings, skipped in outlined(file):
                    self._pace.count(None if skipped else meetings)
                    self.skipped += [skipped] if skipped else []
                tell(lambda: self._pace.told(self.paths))
        return folder

    def _parts(self) -> Iterator[Part | InputError]:
        from whomet.documents import find_parts

        return self._pace.passing(find_parts(self.paths, _stdin()))

    def noting(
        self, found_there: Iterable[Reading | Finding], register: Register | None = None, *, alone: bool = True
    ) -> Iterator[Reading]:
        """As `readings`, of what somebody else reads."""
        with progress("reading", alone=alone) as tell, _interrupts() as stop_if_asked:
            for found in found_there:
                stop_if_asked()
                self._pace.note(found)
                if isinstance(found, Finding):
                    self.skipped.append(found)
                    continue
                if gone := register and register.tombstones([found.document.key]):
                    self.refused.append(f"{found.document.source}: {gone[0].sentence}")
                    continue
                self._note(found)
                yield found
                tell(lambda: self._pace.told(self.paths))

    def _note(self, reading: Reading) -> None:
        document = reading.document
        if self._met.is_new("document", document.key):
            self.documents += 1
            self._losses += [f"{document.source}: {f.text}" for f in reading.findings if f.kind in _LOSSES]
            self._losses += self._namesake(document)
        if reading.accounts:
            self.telling.add(document.key)

    def _namesake(self, document: Document) -> list[str]:
        first = self._met.is_new("id", document.id)
        elsewhere = self._met.is_new("id and source", f"{document.id}\n{document.source}")
        if first or not elsewhere:
            return []
        name = told_apart(document.id, document.key)
        return [
            f"{document.source}: has the id {document.id}, as another document of this run has; both were read, this "
            f"one is called {name}."
        ]

    def complaints(self) -> list[str]:
        """A sentence for each input that was not read, and for each that was not read whole or under its own id."""
        return [*(finding.text for finding in self.skipped), *self.refused, *self._losses]

    def stopped(self, *, kept: bool) -> str:
        """What to say to who stopped the run."""
        writing = bool(self.workers.shards) and not kept
        done = f"Stopped after {_counted(self._pace.documents if writing else self.documents, 'document')}"
        if writing:
            return f"{done}; the same command goes on from there."
        return f"{done}, which the register keeps; the same command goes on from there." if kept else f"{done}."

    def wrote(self, folder: Path) -> str:
        """What a run that wrote a folder of shards came to."""
        read = _counted(self._pace.documents, "document")
        return f"{read} read into {folder}; `whomet absorb {folder}` takes them into a register."

    def summary(self, meetings: int, all_meetings: int) -> str:
        """What the run came to."""
        told = f"{_counted(self.documents, 'document')} read: {_counted(meetings, 'meeting')}"
        return f"{told}." if meetings == all_meetings else f"{told}, of {all_meetings} in the register."


def _stdin() -> BinaryIO | None:
    return sys.stdin.buffer if sys.stdin else None


def all_cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
