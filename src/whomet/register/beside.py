"""Documents that several readers read: every reading of one is kept, whichever counts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from whomet.model import Reading
from whomet.register import naming, query, tables
from whomet.register.connections import Connections


class Beside(Connections):
    """Readings beside one another. Every method may raise RegisterError, as those of `Register`."""

    def read_by_several(self) -> list[str]:
        """The keys of the documents of which there is more than one reading, sorted by id, then key."""
        reading, document = tables.readings.c, tables.documents.c
        several = select(reading.document).group_by(reading.document).having(func.count() > 1)
        found = select(document.key).where(document.key.in_(several)).order_by(document.id, document.key)
        with self._looking() as connection:
            return list(connection.scalars(found))

    def key_of(self, name: str) -> str:
        """The key of the document that goes by a name, as in `Register.reading`, which says what it raises."""
        with self._looking() as connection:
            return naming.document_key(connection, name)

    def every_reading(self, key: str) -> Iterator[Reading]:
        """Every reading of a document as its reader made it, without what people decided, the one that counts first;
        each with the text."""
        reading = tables.readings.c
        of_it = select(reading.number).where(reading.document == key).order_by(reading.precedence.desc())
        with self._looking() as connection:
            numbers = list(connection.scalars(of_it))
            text = query.texts(connection, [key]).get(key)
        for number in numbers if text is not None else ():
            with self._looking() as connection:
                heads, parts = query.heads(connection, [number]), query.parts(connection, [number])
            with self._legibly():
                yield from (parts.reading_of(head, text or "") for head in heads)
