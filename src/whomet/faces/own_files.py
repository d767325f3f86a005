"""Files of the person who runs a server, for nobody else to read: they stand beside the user's own knowledge, not in a
register, which is copied and mailed."""

from __future__ import annotations

import getpass
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from whomet.errors import AccessError
from whomet.knowledge.user_parties import user_file

LONGEST_NAME = 100
"""Characters of a name, which decisions bear."""

Row = TypeVar("Row")


def own_file(variable: str, name: str) -> Path:
    """Where an environment variable says, else a file of that name beside the user's own knowledge."""
    return Path(os.environ[variable]) if os.environ.get(variable) else user_file().with_name(name)


def rows_in(path: Path, kind: type[Row], what: str) -> tuple[Row, ...]:
    """All that a file holds; () where there is none. Raises AccessError for one that can't be read: `what` should be
    in it."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[kind, ...])  # type: ignore[valid-type]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise AccessError(f"{path} can't be read: {error.strerror}.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise AccessError(f"{path} holds no {what}; move it away and make new ones.") from error


def keep_rows(path: Path, rows: Sequence[object]) -> None:
    """Writes a file whole, for nobody else to read: whoever reads it meanwhile has the old one or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # which only its owner can read
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(rows))
        Path(made).replace(path)
    except OSError as error:
        raise AccessError(f"{path} can't be written: {error.strerror}.") from error


def own_name() -> str:
    """The name of the person who runs this, as decisions bear it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # in a container we may run as a number that has no name
        return "owner"


def is_name(name: str) -> bool:
    """Whether decisions can bear it."""
    return bool(name.strip()) and name.isprintable() and len(name) <= LONGEST_NAME


def check_name(name: str) -> None:
    """Raises AccessError for what is no name."""
    if not is_name(name):
        raise AccessError(
            f"{name[:LONGEST_NAME]!r} is no name; give one of letters, at most {LONGEST_NAME}, as 'Ada Lind'."
        )
