"""Cursors: where a page ended, in a form that says nothing, so that nobody builds on what is in it."""

from __future__ import annotations

import base64
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from whomet.errors import CursorError

Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""What a database takes for a number."""

LONGEST = 20_000
"""Characters of a cursor: the name of a venue can be long."""

Last = TypeVar("Last")


def cursor(listed: str, last: object) -> str:
    """The end of a page of one list."""
    return base64.urlsafe_b64encode(msgspec.json.encode((listed, last))).rstrip(b"=").decode()


def place_in(given: str, listed: str, kind: Any, first: Last) -> Last:  # noqa: ANN401 - a type, also `Annotated`
    """Where the page of a list begins, a value of `kind`; `first` without a cursor. Raises CursorError for what no
    page of the list gave."""
    if not given:
        return first
    try:
        padded = given.encode("ascii") + b"=" * (-len(given) % 4)
        name, last = msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=tuple[str, kind])
        if name != listed:
            raise ValueError(given)
    except (ValueError, msgspec.MsgspecError) as error:
        sentence = f"This cursor is none that a list of {listed} gave; leave it out to begin with the first page."
        raise CursorError(sentence) from error
    found: Last = last
    return found
