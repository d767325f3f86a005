"""`whomet.read` and `whomet.read_files`: from texts and files to readings, in one call."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Unpack

from whomet import pipeline
from whomet.documents.record import read_record
from whomet.errors import InputError
from whomet.faces.python.llm import LlmOptions, found_in, language_of
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
    reader: str = "model",
    **options: Unpack[LlmOptions],
) -> Reading:
    """One text, read: a Reading with the document, an Account for each meeting it tells of, and findings.

    `published` is the day it was published, a date or as in "2024-05-15": without it "on Tuesday" stays undated. What
    is not given is looked for in the text's own lines. `language` (BCP 47) is told from the text where it is not given;
    other languages than English give no accounts and a finding. `id` is what you call the document. The same text with
    the same metadata gives the same Reading, also from a file of JSON Lines.

    `reader` "llm" is a language model at an `endpoint`, as with `whomet read --reader llm`, in any language; `options`
    are that command's: endpoint, llm, allow_remote, answers, budget, timeout.

    Raises InputError for what is no text, or only white space; of a language model EndpointError, NotReadError for an
    answer that can't be used, and ReaderStoppedError where it answers no more.
    """
    if not isinstance(text, str):
        raise InputError("the given text", f"is no string but {type(text).__name__}; decode it first.")
    day = published.isoformat()[:10] if isinstance(published, date) else published
    given = {"id": id, "title": title, "publisher": publisher, "published": day, "url": url, "language": language}
    record = {"text": text} | {key: value for key, value in given.items() if value}
    return reading_of(pipeline.read(read_record(record), language_of(reader, options)))


def read_files(
    paths: Path | Iterable[Path],
    register: Register | None = None,
    *,
    reader: str = "model",
    **options: Unpack[LlmOptions],
) -> Iterator[Reading | Finding]:
    """Every document under some files and folders, read one after the other; in the place of what can't be read a
    Finding that names it and says why. `Register.add` takes both.

    All formats that `whomet read` takes; folders in the order of names. What `register` holds already is given as it
    is there, not read again: a run that was stopped goes on where it was. `reader` and `options` are those of `read`.

    Raises nothing for bad input; ReaderStoppedError where a language model answers no more.
    """
    named = [paths] if isinstance(paths, str | os.PathLike) else paths
    sought = [_NO_NAME.sub("\N{REPLACEMENT CHARACTER}", os.fsdecode(path)) for path in named]
    store = register.store if register else None
    for found in found_in(sought, store, reader, options):
        yield found if isinstance(found, Finding) else reading_of(found)
