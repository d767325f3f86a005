"""The error tree: every error a user can meet is a WhometError with one clear sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LONGEST = 900
"""Characters of a sentence: it may quote what strangers wrote, and that may be megabytes."""


def shortened(said: str) -> str:
    """A sentence as it is, or, of one that nobody would read to its end, the beginning and the end."""
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST // 2]} … {said[-_LONGEST // 4 :]}"


class WhometError(Exception):
    """Says in one sentence what was wrong, with which input, and what to do. Of a long one the middle is left out."""

    def __str__(self) -> str:
        return shortened(super().__str__())


class InputError(WhometError):
    """One input (file, line, record) that can't be read; the rest of a run goes on."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source, self.reason = source, reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        return InputError, (self.source, self.reason)  # as it goes from one process to another


class RegisterError(WhometError):
    """A register that can't be opened, read or written."""


class RefusedError(RegisterError):
    """A document that a register does not take; others it does."""


class PurgedError(RefusedError):
    """A document that had to be deleted, and so is not read again."""


class OtherTextError(RefusedError):
    """A text under the key of another: one of the two was altered on its way."""


class NotFoundError(WhometError):
    """Nothing in the register goes by that id or name."""


class KnowledgeError(WhometError):
    """An entry of the knowledge base that says something it can't."""


class MissingExtraError(WhometError):
    """A library that an option needs and that is installed only when asked for."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs more than the plain installation: pip install 'whomet[{extra}]'.")


class DecisionError(WhometError):
    """A decision that can't be taken: its words are not there, or somebody decided otherwise meanwhile."""


class CursorError(WhometError):
    """A cursor that no page of a list gave."""


class ServingError(WhometError):
    """An address or a port that pages can't be shown at."""


class DecidedMeanwhileError(DecisionError):
    """Somebody else decided about the same words since whoever decides now looked at them."""


class NotReadError(WhometError):
    """A document that a reader could not read; the rest of a run goes on."""


class ReaderStoppedError(WhometError):
    """A reader that can't go on: what it has read is kept, and the same command goes on from there."""


class EndpointError(WhometError):
    """An endpoint of a language model that can't be asked as it was named."""


class AccessError(WhometError):
    """A token or an account that can't be made, or the file of them that can't be read or written."""


class OutputError(WhometError):
    """A file or folder of somebody's that can't be written; nothing half of it is left there."""

    def __init__(self, path: Path, error: OSError) -> None:
        why = _NOT_WRITTEN.get(error.errno or 0, f"can't be written ({error.strerror or error}); name another place.")
        super().__init__(f"{path}: {why}")


_FULL = "the disk is full, so nothing of it was kept; make room, or name a place on another one."
_NOT_ALLOWED = "can't be written; ask for the right to write there, or name another place."
_NOT_WRITTEN = {
    errno.ENOENT: "its folder is not there; make it first.",
    errno.ENOTDIR: "what it is to be in is a file, not a folder; name another place.",
    errno.EISDIR: "is a folder; name a file in it.",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: "is larger than the disk takes, so nothing of it was kept; name a place on another one.",
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: _NOT_ALLOWED,
}


@contextmanager
def written_at(path: Path) -> Iterator[None]:
    """Names what somebody asked to have written, where the system speaks of a file that nobody knows or of none."""
    try:
        yield
    except BrokenPipeError:  # whoever read it has left
        raise
    except OSError as error:
        raise OutputError(path, error) from error
