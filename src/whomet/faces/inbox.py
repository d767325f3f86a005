"""Texts that somebody brought in and that wait to be read: kept in a folder until they are, so that neither a crash nor
a stop loses one.

The folder lies beside the register, on the same disk: that may be an encrypted one. What was read is deleted there; the
register holds the text. What came of it stays, so that it can be come back to.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import msgspec

from whomet.errors import NotFoundError, RegisterError
from whomet.knowledge.user_parties import user_file

_NOTE = "batch.json"
_KEPT = 100
"""Batches whose outcome is kept."""


class Batch(msgspec.Struct, frozen=True):
    """What was brought in at once: by whom, when (an ISO 8601 instant, UTC), how each text is called; and, once it was
    read, the documents by their keys and a sentence for all that was not read, or not whole."""

    number: int
    by: str
    on: str
    names: tuple[str, ...]
    done: bool = False
    documents: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


class Inbox:
    """The batches of one register. Any method may raise RegisterError, for a disk that is full or can't be written."""

    def __init__(self, where: str) -> None:
        self._folder = _folder_of(where)
        self._putting = Lock()

    def put(self, by: str, on: str, texts: Sequence[tuple[str, bytes]]) -> Batch:
        """Keeps texts, each with its name, whole or not at all."""
        with self._putting, _told(self._folder):
            self._folder.mkdir(mode=0o700, exist_ok=True, parents=True)
            number = max([0, *self._numbers(), *self._numbers(".")]) + 1
            batch = Batch(number, by, on, tuple(name for name, _ in texts))
            new = self._folder / f".{number}"
            new.mkdir(mode=0o700)
            for n, (_, content) in enumerate(texts):
                _write(new / str(n), content)
            _write(new / _NOTE, msgspec.json.encode(batch))
            new.rename(self._folder / str(number))
            return batch

    def tidy(self) -> None:
        """Deletes what was not whole when its server was stopped: whoever sent it was told of no success."""
        for number in self._numbers("."):
            shutil.rmtree(self._folder / f".{number}", ignore_errors=True)

    def batch(self, number: int) -> Batch:
        """One batch. Raises NotFoundError where there is none, or it was forgotten."""
        try:
            return msgspec.json.decode((self._folder / str(number) / _NOTE).read_bytes(), type=Batch)
        except (OSError, msgspec.MsgspecError):
            raise NotFoundError(f"There is no batch {number} of texts; only the last {_KEPT} are kept.") from None

    def batches(self) -> Iterator[Batch]:
        """All there are, the newest first."""
        for number in sorted(self._numbers(), reverse=True):
            try:
                yield self.batch(number)
            except NotFoundError:
                continue  # another server on this register forgot it just now

    def waiting(self) -> list[Batch]:
        """Those that were not read to their end, the oldest first."""
        return [batch for batch in self.batches() if not batch.done][::-1]

    def files(self, batch: Batch) -> list[tuple[str, Path]]:
        """Each text of a batch that waits: its name, and the file that holds it."""
        return [(name, self._folder / str(batch.number) / str(n)) for n, name in enumerate(batch.names)]

    def finish(self, batch: Batch, documents: Sequence[str], complaints: Sequence[str]) -> None:
        """Notes what came of a batch, deletes its texts, and forgets the oldest ones."""
        with _told(self._folder):
            done = Batch(batch.number, batch.by, batch.on, batch.names, True, tuple(documents), tuple(complaints))
            note = self._folder / str(batch.number) / _NOTE
            _write(note.with_suffix(".new"), msgspec.json.encode(done))
            note.with_suffix(".new").replace(note)
            for _, path in self.files(batch):
                path.unlink(missing_ok=True)
            for old in list(self.batches())[_KEPT:]:
                if old.done:
                    shutil.rmtree(self._folder / str(old.number))

    def _numbers(self, begun: str = "") -> list[int]:
        """The numbers of all batches; with "." of those that are not whole yet."""
        try:
            names = [path.name for path in self._folder.iterdir()]
            return [int(name[len(begun) :]) for name in names if re.fullmatch(re.escape(begun) + "[0-9]+", name)]
        except FileNotFoundError:
            return []


def _folder_of(where: str) -> Path:
    """Beside a file; of a database's address a folder of the user's own, named by its hash: it may hold a password."""
    if "://" in where:
        return user_file().with_name("inbox") / hashlib.sha256(where.encode()).hexdigest()[:16]
    path = Path(where)
    return path.with_name(f"{path.name}-inbox")


def _write(path: Path, content: bytes) -> None:
    """Writes a file that is on the disk when this ends."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Makes one sentence of what a disk says."""
    try:
        yield
    except OSError as error:
        raise RegisterError(f"{folder}: texts can't be kept here to be read ({error.strerror}).") from error
