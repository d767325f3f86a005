"""What was done on a server that asks people who they are: a line of JSON for each, only ever added to.

It stands beside the accounts. Names that strangers give are not kept: some type a password there.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from itertools import islice
from pathlib import Path

from whomet.errors import AccessError
from whomet.faces.accounts import accounts_file
from whomet.faces.deciding import now
from whomet.faces.terminal import clean

_LONGEST = 300
"""Characters of one value."""


class Done(StrEnum):
    """What is noted."""

    LOG_IN = "log-in"
    LOG_OUT = "log-out"
    FAILED = "failed log-in"
    TOO_MANY = "too many log-ins"
    REFUSED = "refused"
    DECISION = "decision"
    TEXT = "text read"
    EXPORT = "export"
    ADDED = "text added"
    ACCOUNT = "account changed"


@dataclass(frozen=True, slots=True)
class Noted:
    """Who did what and when (UTC); `about`: the address asked, or what of an account; `address`: from where."""

    on: str
    what: str
    who: str = ""
    role: str = ""
    about: str = ""
    address: str = ""
    register: str = ""


def audit_file() -> Path:
    """`audit.jsonl` beside the accounts."""
    return accounts_file().with_name("audit.jsonl")


def note(what: Done, who: str, **more: str) -> None:
    """Adds a line; `more`: the other parts of `Noted`. Raises AccessError where it can't be written."""
    told = asdict(Noted(now(), what, who, **more))
    line = json.dumps({key: clean(value)[:_LONGEST] for key, value in told.items() if value}, ensure_ascii=False)
    path = audit_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())  # at once, so that two who write stand after one another
        finally:
            os.close(handle)
    except OSError as error:
        raise AccessError(f"{path} can't be written: {error.strerror}.") from error


def noted(most: int) -> Sequence[Noted]:
    """The last lines, the newest first; what is no line of ours is left out. Raises AccessError."""
    path = audit_file()
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            last = deque(lines, maxlen=most)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise AccessError(f"{path} can't be read: {error.strerror}.") from error
    return list(islice(_understood(reversed(last)), most))


def _understood(lines: Iterator[str]) -> Iterator[Noted]:
    known = {field.name for field in fields(Noted)}
    for line in lines:
        try:
            told = json.loads(line)
            yield Noted(**{key: str(value) for key, value in told.items() if key in known})
        except (ValueError, TypeError, AttributeError):
            continue
