"""What waits in the inbox is read: one batch after the other, in a thread of its own, as `whomet read` would.

Nothing depends on the thread's coming to an end: each document is kept as soon as it is read, a batch that was stopped
is begun anew, and what the register has of it already is not read again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Event, Thread

from whomet.documents import Loaded, Part, named_input, read_part
from whomet.errors import InputError, WhometError
from whomet.faces.at_hand import OWN, TextReader
from whomet.faces.inbox import Batch, Inbox
from whomet.faces.run import Run
from whomet.model import Reading
from whomet.pipeline import absorb
from whomet.register import Register

_LOG = logging.getLogger("whomet")
_AGAIN = 30.0  # seconds until what could not be read or written is tried again
_PATIENCE = 10.0  # seconds that a stop waits for the document in hand


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is that is being read: texts opened, documents read, accounts found in them, the last one's
    name."""

    batch: int
    texts: int = 0
    documents: int = 0
    accounts: int = 0
    last: str = ""


class Reader:
    """The thread; it is started with the first batch, or where one was left."""

    def __init__(self, where: str, inbox: Inbox, by: TextReader = OWN) -> None:
        self._where, self._inbox, self.by = where, inbox, by
        self._woken, self._stopping = Event(), Event()
        self._thread: Thread | None = None
        self._broken: set[int] = set()
        self.progress: Progress | None = None
        self.trouble = ""
        """Why nothing can be read now, in one sentence."""

    def start(self) -> None:
        """Goes on with what an earlier server left."""
        self._inbox.tidy()
        if self._inbox.waiting():
            self.wake()

    def wake(self) -> None:
        """There is something to read."""
        self._woken.set()
        if self._thread is None:
            self._thread = Thread(target=self._work, name="reading", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends after the document in hand, or leaves it: it will be read anew."""
        self._stopping.set()
        self._woken.set()
        if self._thread:
            self._thread.join(_PATIENCE)

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def _work(self) -> None:
        while not self.is_stopping:
            self._woken.clear()
            batch = next((one for one in self._inbox.waiting() if one.number not in self._broken), None)
            if batch is None:
                self._woken.wait()
            else:
                self._try(batch)

    def _try(self, batch: Batch) -> None:
        self.progress = Progress(batch.number)
        try:
            self._read(batch)
            self.trouble = ""
        except WhometError as error:  # a full disk, another program that writes, a silent endpoint
            self.trouble = str(error)
            self._stopping.wait(_AGAIN)
        except Exception:
            _LOG.exception("batch %s", batch.number)
            self._broken.add(batch.number)  # the others' turn; it is tried anew by the next server
            self.trouble = (
                f"Reading batch {batch.number} broke off by a mistake of Whomet’s own, which the terminal tells; its "
                "texts are kept, and tried again when the server is started anew."
            )
        finally:
            self.progress = None

    def _read(self, batch: Batch) -> None:
        run, documents = Run(batch.names), list[str]()
        with Register.open(self._where, create=False) as register:
            found = run.noting(self.by.read_all(self._texts(batch), register), register, alone=False)
            try:
                run.refused += [str(refused) for refused in absorb(register, self._telling(found, documents))]
            finally:
                if run.skipped:
                    register.note_skipped(run.skipped)
        if not self.is_stopping:
            self._inbox.finish(batch, list(dict.fromkeys(documents)), run.complaints())

    def _texts(self, batch: Batch) -> Iterator[Loaded | InputError]:
        for number, (name, path) in enumerate(self._inbox.files(batch), 1):
            if self.progress:
                self.progress = replace(self.progress, texts=number)
            yield from read_part(Part(named_input(name, path)))

    def _telling(self, found: Iterator[Reading], documents: list[str]) -> Iterator[Reading]:
        """Passes readings on until the server is stopped, and tells how far it is."""
        for reading in found:
            documents.append(reading.document.key)
            if self.progress:
                accounts = self.progress.accounts + len(reading.accounts)
                self.progress = replace(
                    self.progress, documents=len(documents), accounts=accounts, last=reading.document.id
                )
            yield reading
            if self.is_stopping:
                return
