"""Answers of language models, kept on disk: nothing is asked twice, and a run that was stopped goes on where it was.

They stand in a folder for each document, under its key, so that what is purged from a register goes here too. They are
for nobody else to read: what a model quotes is the document's own words.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from whomet.errors import EndpointError, ReaderStoppedError
from whomet.language.llm.answer import answer_in
from whomet.language.llm.prompt import Message


def answers_beside(register: str) -> Path | None:
    """Where the answers of a register in a file are kept; None for one on a server."""
    return None if "://" in register else Path(f"{register}.answers")


class _Kept(msgspec.Struct, frozen=True):
    content: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one model at one endpoint. Without a `folder` none is kept."""

    folder: Path | None
    endpoint: str
    model: str

    def find(self, document: str, messages: Sequence[Message]) -> str | None:
        """What was answered to this very question; None where it was not asked, or what was kept is damaged."""
        path = self._path(document, messages)
        try:
            kept = msgspec.json.decode(path.read_bytes(), type=_Kept) if path else None
        except (OSError, msgspec.MsgspecError):
            return None
        return kept.content if kept and answer_in(kept.content) is not None else None

    def keep(self, document: str, messages: Sequence[Message], content: str) -> None:
        """Keeps an answer, whole or not at all. Raises ReaderStoppedError where it can't be written."""
        path = self._path(document, messages)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, made = tempfile.mkstemp(dir=path.parent)  # which only its owner can read
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(_Kept(content)))
            Path(made).replace(path)
        except OSError as error:
            raise ReaderStoppedError(f"{path.parent}: answers can't be kept there ({error.strerror}).") from None

    def _path(self, document: str, messages: Sequence[Message]) -> Path | None:
        if self.folder is None:
            return None
        asked = msgspec.json.encode([self.endpoint, self.model, messages])
        return self.folder / document / f"{hashlib.sha256(asked).hexdigest()}.json"


def forget(folder: Path | None, document: str) -> bool:
    """Deletes all that was answered about a document; whether there was something."""
    if folder is None or not (folder / document).is_dir():
        return False
    try:
        shutil.rmtree(folder / document)
    except OSError as error:
        raise EndpointError(f"{folder / document} can't be deleted ({error.strerror}); delete it yourself.") from None
    return True
