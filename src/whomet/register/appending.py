"""Readings as a register takes them in: each whole or not at all, by itself or some in one transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from whomet.errors import RefusedError
from whomet.model import Document, Finding, Reading
from whomet.register import purge, query, write
from whomet.register.connections import Connections


class Appending(Connections):
    """What is appended to a register."""

    def has_reading(self, document: str, reader: str, extractor: str) -> bool:
        """Whether a document, by its key, has been read by this very reader through this very extractor."""
        with self._looking() as connection:
            return write.reading_number(connection, document, reader, extractor) is not None

    def add(self, reading: Reading) -> bool:
        """Append one reading, whole or not at all. False if its document was already read by the same reader and
        extractor: then nothing changes but that a new place of the same text is noted, as `also_found` does. Where the
        text is read otherwise in different places, the reading from the smallest one stands.

        Raises RegisterError for a text with half a surrogate pair, PurgedError for a document that had to be deleted,
        OtherTextError where another text is held under its key, ValueError for an account of another document.
        """
        with self._writing() as connection:
            return self._append(connection, reading)

    def add_together(self, readings: Iterable[Reading]) -> list[bool | RefusedError]:
        """Append some readings, all or none, as `add` does each; gives of each whether it was new, or why it alone was
        refused. Others wait for their turn to write meanwhile."""
        with self._writing() as connection:
            return [self._append_or_tell(connection, reading) for reading in readings]

    def also_found(self, document: Document) -> None:
        """Note that a text which was read before is found in one more place (id, source, original).

        The smallest of its places names a document, so that the order of reading does not. A text that was never read
        is left out.
        """
        with self._looking() as connection:
            if write.has_copy(connection, document) or not query.is_known(connection, document.key):
                return
        with self._writing() as connection:
            write.note_copy(connection, document)

    def note_skipped(self, findings: Iterable[Finding]) -> None:
        """Keep what a run could not read, each `about` the source it was in; nothing is noted twice."""
        with self._writing() as connection:
            write.note_skipped(connection, findings)

    def _append_or_tell(self, connection: Connection, reading: Reading) -> bool | RefusedError:
        try:
            return self._append(connection, reading)
        except RefusedError as error:  # before anything of it was written
            return error

    def _append(self, connection: Connection, reading: Reading) -> bool:
        if any(account.document != reading.document.key for account in reading.accounts):
            raise ValueError(f"an account in the reading of {reading.document.id} belongs to another document")
        purge.refuse(connection, reading.document.key, reading.document.source)
        return write.append_reading(connection, self._database, reading)
