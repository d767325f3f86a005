"""What was fetched, read into a register: from the archive, so that what is cited is what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from whomet.documents import Loaded, read_archived
from whomet.errors import InputError
from whomet.faces.fetching.ledger import Kept
from whomet.faces.fetching.rounds import MOST_ENTRIES, Fetching
from whomet.faces.run import Run
from whomet.language import Language
from whomet.model import Reading
from whomet.pipeline import absorb, read_loaded
from whomet.register import Register

AT_ONCE = 50  # pages that are fetched before they are read


@dataclass(slots=True)
class Reader:
    """Reads what was kept into the register at `where`, which is opened only for that."""

    where: str
    fetching: Fetching
    language: Language
    run: Run = field(default_factory=lambda: Run(()))
    meetings: set[str] = field(default_factory=set)

    def read_some(self) -> None:
        """Reads where enough has come together."""
        if len(self.fetching.ledger.unread()) >= AT_ONCE:
            self.read_all()

    def read_all(self) -> None:
        """Reads all that was kept and not yet read."""
        while kept := self.fetching.ledger.unread()[:AT_ONCE]:
            with Register.open(self.where) as register:
                self._read(register, kept)
            self.fetching.ledger.read(one.number for one in kept)

    def _read(self, register: Register, kept: list[Kept]) -> None:
        accounts: set[str] = set()

        def noted(readings: Iterator[Reading]) -> Iterator[Reading]:
            for reading in readings:
                accounts.update(account.id for account in reading.accounts)
                yield reading

        readings = read_loaded(self._loaded(register, kept), self.language, register.kept)
        try:
            refused = absorb(register, noted(self.run.noting(readings, register)))
            self.run.refused += map(str, refused)
        finally:
            if self.run.skipped:
                register.note_skipped(self.run.skipped)
        self.meetings |= {meeting.id for meeting in register.meetings(accounts)}

    def _loaded(self, register: Register, kept: list[Kept]) -> Iterator[Loaded | InputError]:
        """The documents of some records; of a feed those that the register does not have, since most were there the
        last time as well."""
        for one in kept:
            place = one.place
            source = str(self.fetching.folder / place.file)
            stem = place.file.partition(".")[0]
            documents = read_archived(self.fetching.archive.read(place), source, stem, place.before)
            for found in islice(documents, MOST_ENTRIES if one.feed else None):
                known = (
                    one.feed
                    and isinstance(found, Loaded)
                    and any(register.newest([found.document.key], texts=False, claims=()))
                )
                if not known:
                    yield found
