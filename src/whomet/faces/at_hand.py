"""Who reads the texts that a server is given: the one reader of this process, or whom its operator named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from whomet import pipeline
from whomet.documents import Loaded
from whomet.documents.record import read_record
from whomet.errors import InputError
from whomet.language import Language, english_by_model
from whomet.model import Finding, Reading

if TYPE_CHECKING:  # who only reads a text needs no database
    from whomet.register import Register

_ONE = Lock()  # one text at a time: each takes a processor for itself


class TextReader(Protocol):
    """Reads texts as they are brought. `told` says in a sentence who reads them, and where they go for it; `is_near`,
    that they stay on this machine."""

    @property
    def told(self) -> str: ...

    @property
    def is_near(self) -> bool: ...

    def read(self, loaded: Loaded) -> Reading:
        """One text, of which nothing is kept. Raises NotReadError where this one can't be read, ReaderStoppedError
        where none can now."""
        ...

    def read_all(self, found: Iterable[Loaded | InputError], register: Register) -> Iterator[Reading | Finding]:
        """Texts for a register, each read unless the register has its reading. Raises ReaderStoppedError where the
        reader can't go on."""
        ...


class OwnReader:
    """Whomet's own."""

    told = "They are read on this machine."
    is_near = True

    def read(self, loaded: Loaded) -> Reading:
        """One text."""
        with _ONE:
            return pipeline.read(loaded, english())

    def read_all(self, found: Iterable[Loaded | InputError], register: Register) -> Iterator[Reading | Finding]:
        """Texts for a register."""
        return pipeline.read_loaded(found, english(), register.kept)


OWN = OwnReader()


def read_at_hand(record: Mapping[str, str], reader: TextReader = OWN) -> Reading:
    """A text with what is known of it, under the keys of JSON Lines, read. Raises InputError for what holds no text,
    and as `TextReader.read` does."""
    return reader.read(read_record({key: value for key, value in record.items() if value}))


@cache
def english() -> Language:
    """The reader, which takes a moment to load: once for all texts."""
    return english_by_model()
