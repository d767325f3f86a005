"""A text at hand, with what is known of it -> Document: no file and no bytes, what a caller in Python gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from whomet.documents.describe import Loaded, describe
from whomet.documents.json_lines import from_record
from whomet.errors import InputError
from whomet.values.ids import told_apart


def read_record(record: Mapping[str, str]) -> Loaded:
    """The Document of a text under the keys of JSON Lines, the same that such a line would give. Without an id it is
    called after its key. Raises InputError for what holds no text."""
    source = record.get("id") or "the given text"
    extracted = from_record(dict(record), json.dumps(dict(record), sort_keys=True).encode(), source, "")
    if isinstance(extracted, InputError):
        raise extracted
    if not extracted.text.strip():
        raise InputError(extracted.source, "holds no text, only white space.")
    loaded = describe(extracted)
    document = loaded.document
    return loaded if document.id else replace(loaded, document=replace(document, id=told_apart("text", document.key)))
