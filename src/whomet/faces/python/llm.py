"""A language model as reader, for `whomet.read` and `whomet.read_files`: by the words of the command line's options."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from whomet import pipeline
from whomet.errors import InputError, ReaderStoppedError
from whomet.faces.at_hand import english
from whomet.faces.reader_options import USUAL_TIMEOUT, LlmChoice, ReaderName
from whomet.language import Language
from whomet.model import Finding, Reading

if TYPE_CHECKING:
    from whomet.faces.reader_options import LlmReading
    from whomet.register import Register


class LlmOptions(TypedDict, total=False):
    """Of reader "llm": what `--endpoint`, `--llm`, `--allow-remote`, `--answers`, `--budget` and `--timeout` are of
    `whomet read`."""

    endpoint: str
    llm: str
    allow_remote: bool
    answers: str | os.PathLike[str]
    budget: int
    timeout: float


def language_of(reader: str, options: LlmOptions) -> Language:
    """Who reads a text: the model of this process, or a language model. Raises InputError for a reader that is none,
    EndpointError and ReaderStoppedError for an endpoint that can't be asked."""
    return llm(options).language if _is_llm(reader, options) else english()


def found_in(
    paths: list[str], register: Register | None, reader: str, options: LlmOptions
) -> Iterator[Reading | Finding]:
    """What a reader finds in files. Raises what `language_of` does, ReaderStoppedError also where a language model
    answers no more: what it gave until then stays."""
    if not _is_llm(reader, options):
        yield from pipeline.read_inputs(paths, language=english(), kept=register.kept if register else None)
        return
    reading = llm(options)
    yield from reading.readings(paths, None, register)
    if reading.stopped:
        raise ReaderStoppedError(reading.stopped)


def _is_llm(reader: str, options: LlmOptions) -> bool:
    if reader not in list(ReaderName):
        raise InputError(repr(reader), f"is no reader; it is one of: {', '.join(ReaderName)}.")
    if reader != ReaderName.LLM and options:
        raise InputError(", ".join(options), 'is of reader="llm" alone; leave it out, or name that reader.')
    return reader == ReaderName.LLM


def llm(options: LlmOptions) -> LlmReading:
    """The language model that some options name, the same for the same options, so that it is looked for once."""
    return _llm(tuple(sorted(options.items())))


@cache
def _llm(options: tuple[tuple[str, Any], ...]) -> LlmReading:
    given = dict(options)
    answers = given.get("answers")
    choice = LlmChoice(
        given.get("endpoint") or os.environ.get("WHOMET_LLM_ENDPOINT", ""),
        given.get("llm") or os.environ.get("WHOMET_LLM_MODEL", ""),
        given.get("allow_remote", False),
        Path(answers) if answers else None,
        given.get("budget"),
        "",
        given.get("timeout", USUAL_TIMEOUT),
    )
    return choice.reading(None)
