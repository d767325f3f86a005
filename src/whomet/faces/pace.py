"""How far a run is, for who waits for it: how many documents, how fast, how many without meetings, how long still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic

from whomet.documents import Part, find_inputs
from whomet.errors import InputError
from whomet.model import Finding, Reading

_UNTOLD = 10.0  # seconds after which a rate says something


class Pace:
    """Counts what a run reads. Nothing of it is kept anywhere: it is the one place where reading looks at a clock."""

    def __init__(self) -> None:
        self._start = monotonic()
        self.documents = self._silent = self._errors = 0
        self._total: int | None = None  # bytes of all files, once somebody asked; 0 where it can't be known
        self._whole = self._there = 0  # bytes of files read to their end, and of the one that is being read
        self._file = ""

    def passing(self, parts: Iterable[Part | InputError]) -> Iterator[Part | InputError]:
        """Passes on the parts that are taken to be read."""
        for part in parts:
            if isinstance(part, Part):
                self._take(part)
            yield part

    def note(self, found: Reading | Finding) -> None:
        """Counts what came of a document."""
        self.count(None if isinstance(found, Finding) else len(found.accounts))

    def count(self, meetings: int | None) -> None:
        """Counts a document with so many meetings, or, without any number, an input that could not be read."""
        if meetings is None:
            self._errors += 1
        else:
            self.documents += 1
            self._silent += not meetings

    def told(self, paths: Iterable[str]) -> str:
        """How far it is, in a line. `paths` are those that are read."""
        if self._total is None:
            self._total = _bytes_under(paths)
        passed = monotonic() - self._start
        told = [f"{self.documents:,} document{'' if self.documents == 1 else 's'} read"]
        if passed > _UNTOLD and self.documents:
            told.append(f"{self.documents / passed:,.1f} a second")
        if self.documents:
            told.append(f"{100 * self._silent // self.documents} % without meetings")
        told.append(f"{self._errors:,} error{'' if self._errors == 1 else 's'}")
        done = self._whole + self._there
        if passed > _UNTOLD and 0 < done <= self._total:
            told.append(f"{_span(passed * (self._total - done) / done)} left")
        return ", ".join(told)

    def _take(self, part: Part) -> None:
        if part.input.source != self._file:
            self._file, self._whole, self._there = part.input.source, self._whole + self._there, 0
        if part.piece is None and part.input.path:
            self._there = _size(part)
        else:
            self._there = max(self._there, part.end)


def _size(part: Part) -> int:
    try:
        return part.input.path.stat().st_size if part.input.path else 0
    except OSError:
        return 0


def _bytes_under(paths: Iterable[str]) -> int:
    """Those of all files; 0 where one is standard input, which nobody can measure."""
    found = list(paths)
    if "-" in found:
        return 0
    return sum(_size(Part(each)) for each in find_inputs(found) if not isinstance(each, InputError))


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
