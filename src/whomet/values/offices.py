"""Pure values about people in office: a person, a tenure, and whether it holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from whomet.values.edtf import bounds, one_of_dates, refines


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known before reading. `names` are all spellings, Latin and native, `name` among them.

    `born` and `died` are EDTF dates, "" for unknown (or alive). `id` is stable within one state of the knowledge.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    born: str = ""
    died: str = ""

    def joined(self, other: Person) -> Person:
        """What both say of one person: the other only where this one is silent."""
        names = tuple(dict.fromkeys((self.name, *self.names, *other.names)))
        return Person(self.id, self.name, names, self.born or other.born, self.died or other.died)


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person's time in one office.

    `party` is the canonical name as `knowledge.parties` prints it; `office` a kind ("foreign-minister", "" for none
    of the kinds), `title` what English texts call it and `also` other wordings. `first` and `last` are EDTF dates,
    the first and last day in office; `last` is "" when no end was known on `known_until`, `first` when no start is
    known. `manner` is "", "acting", "caretaker" or "disputed"; `source` says in words or as a file whence it is.
    """

    person: Person
    party: str
    office: str
    title: str
    first: str
    last: str = ""
    known_until: date | None = None
    manner: str = ""
    source: str = ""
    also: tuple[str, ...] = ()
    heads_government: bool = False


def joined_dates(dates: Iterable[str]) -> str:
    """What several EDTF dates of one day come to: the most precise where they agree, else the set; "" of none."""
    known = {date for date in dates if date}
    return one_of_dates(d for d in known if not any(refines(other, d) for other in known))


class InOffice(StrEnum):
    """Whether somebody was in office: no answer is more precise than the dates that are known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def in_office(tenure: Tenure, when: date | str) -> InOffice:
    """YES when the tenure covers every possible day of `when` (a day, or an EDTF date), NO when none, else UNKNOWN.

    The first and the last day are in office both. After `known_until` an open tenure is unknown, never ended.
    """
    asked = (when, when) if isinstance(when, date) else bounds(when)
    if asked is None:
        return InOffice.UNKNOWN
    from_earliest, sure_from, sure_until, until_latest = _limits(tenure)
    if asked[1] < from_earliest or asked[0] > until_latest:
        return InOffice.NO
    return InOffice.YES if sure_from <= asked[0] and asked[1] <= sure_until else InOffice.UNKNOWN


def _limits(tenure: Tenure) -> tuple[date, date, date, date]:
    """The first day that may, and must, be in office; the last day that must, and may. Nothing is sure where the
    third is before the second."""
    first, last = bounds(tenure.first), bounds(tenure.last)
    until_latest = last[1] if last else date.max
    sure_until = last[0] if last else tenure.known_until or (first[1] if first else date.min)
    from_earliest = first[0] if first else date.min
    sure_from = first[1] if first else sure_until if last and last[0] == last[1] else date.max
    return from_earliest, sure_from, sure_until, until_latest
