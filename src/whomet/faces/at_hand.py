"""A text at hand, read by the one reader of this process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from threading import Lock

from whomet import pipeline
from whomet.documents.record import read_record
from whomet.language import Language, english_by_model
from whomet.model import Reading

_ONE = Lock()  # one text at a time: each takes a processor for itself


def read_at_hand(record: Mapping[str, str]) -> Reading:
    """A text with what is known of it, under the keys of JSON Lines, read. Raises InputError for what holds no text."""
    loaded = read_record({key: value for key, value in record.items() if value})
    with _ONE:
        return pipeline.read(loaded, english())


@cache
def english() -> Language:
    """The reader, which takes a moment to load: once for all texts."""
    return english_by_model()
