"""What every format is read into: people, posts, bodies and holdings, in whatever order a file has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from whomet.values.edtf import bounds
from whomet.values.offices import joined_dates

_LONGEST_NAME = 200  # code points; what is longer is no name
_MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person. `born` and `died` are EDTF dates or ""."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    born: str = ""
    died: str = ""


@dataclass(frozen=True, slots=True)
class FoundBody:
    """An organisation, or a state (`kind` "state"). `code` as in `Party`. A body without a kind is no party of its
    own, only a name that others point at. `by_hand`: its names count before the shipped ones."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    kind: str = ""
    code: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class FoundPost:
    """An office that holdings point at: its title, the ids of the bodies it belongs to, the codes of its states."""

    id: str
    title: str
    bodies: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundHolding:
    """Somebody's time in an office. What it lacks (`title`, `party`) follows from the post and the bodies named by id.

    `party` is written as the file has it, a name or a code. `until` is the day up to which the source knows, "file"
    where that is the day of the whole file, "" where it is unknown.
    """

    person: str
    post: str = ""
    bodies: tuple[str, ...] = ()
    party: str = ""
    office: str = ""
    title: str = ""
    first: str = ""
    last: str = ""
    until: str = ""
    manner: str = ""
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was not taken, and where: "line 3: the name is missing"."""

    text: str


@dataclass(frozen=True, slots=True)
class KnownUntil:
    """The day up to which the whole file knows; the latest counts."""

    day: str


Found = FoundPerson | FoundBody | FoundPost | FoundHolding | Trouble | KnownUntil


def one_date(written: Iterable[str]) -> str:
    """What several writings of one date come to; those that are none left out."""
    return joined_dates(map(clean_date, written))


def clean_date(written: str) -> str:
    """A year, month or day, a time of day cut off; "" where it is none."""
    found = written.strip().partition("T")[0].removesuffix("-00").removesuffix("-00")
    return found if bounds(found) and len(found) in (4, 7, 10) else ""


def is_day(written: str) -> bool:
    """Whether it is one day, as ISO 8601 writes it."""
    try:
        return bool(date.fromisoformat(written))
    except ValueError:
        return False


def clean_names(written: Iterable[str]) -> tuple[str, ...]:
    """Names without doubles and empty ones, in their order."""
    found = (" ".join(name.split()) for name in written)
    return tuple(dict.fromkeys(name for name in found if 0 < len(name) <= _LONGEST_NAME))[:_MOST_NAMES]
