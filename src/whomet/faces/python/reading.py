"""`whomet.read` and `whomet.read_files`: from texts and files to readings, in one call."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from whomet import pipeline
from whomet.documents.record import read_record
from whomet.errors import InputError
from whomet.faces.at_hand import english
from whomet.faces.python.nouns import Reading, reading_of
from whomet.model import Finding

if TYPE_CHECKING:
    from whomet.faces.python.register import Register

Path = str | os.PathLike[str]
_NO_NAME = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of surrogate pairs that stand for no byte of a name: there is no such file."""


def read(  # noqa: PLR0913 - one for each thing that may be known of a text, as in JSON Lines
    text: str,
    published: str | date = "",
    title: str = "",
    publisher: str = "",
    url: str = "",
    *,
    language: str = "",
    id: str = "",
) -> Reading:
    """One text, read: a Reading with the document, an Account for each meeting it tells of, and findings.

    `published` is the day it was published, a date or as in "2024-05-15": without it "on Tuesday" stays undated. What
    is not given is looked for in the text's own lines. `language` (BCP 47) is told from the text where it is not given;
    other languages than English give no accounts and a finding. `id` is what you call the document. The same text with
    the same metadata gives the same Reading, also from a file of JSON Lines.

    Raises InputError for what is no text, or only white space.
    """
    if not isinstance(text, str):
        raise InputError("the given text", f"is no string but {type(text).__name__}; decode it first.")
    day = published.isoformat()[:10] if isinstance(published, date) else published
    given = {"id": id, "title": title, "publisher": publisher, "published": day, "url": url, "language": language}
    record = {"text": text} | {key: value for key, value in given.items() if value}
    return reading_of(pipeline.read(read_record(record), english()))


def read_files(paths: Path | Iterable[Path], register: Register | None = None) -> Iterator[Reading | Finding]:
    """Every document under some files and folders, read one after the other; in the place of what can't be read a
    Finding that names it and says why. `Register.add` takes both.

    All formats that `whomet read` takes; folders in the order of names. What `register` holds already is given as it
    is there, not read again: a run that was stopped goes on where it was. Raises nothing for bad input.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    kept = register.store.kept if register else None
    sought = [_NO_NAME.sub("\N{REPLACEMENT CHARACTER}", os.fsdecode(path)) for path in named]
    for found in pipeline.read_inputs(sought, language=english(), kept=kept):
        yield found if isinstance(found, Finding) else reading_of(found)
