"""Meetings and documents by address, for programs whose users choose what an assistant is given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from whomet.errors import NotFoundError
from whomet.faces import dates
from whomet.faces.api.questions import next_meetings
from whomet.faces.asking import Question
from whomet.faces.assistants import meetings, takes, texts
from whomet.faces.assistants.harmless import cut, harmless, shown
from whomet.faces.assistants.tools import Desk
from whomet.faces.assistants.wording import in_words
from whomet.faces.cursors import cursor, place_in
from whomet.register.paging import Day

MEETING, DOCUMENT = "whomet://meetings/{id}", "whomet://documents/{key}"
_LISTED = 50
_NAME = 120  # code points of what a meeting is called in a list
_LONGEST = 12_000  # code points of a document


@dataclass(frozen=True, slots=True)
class Address:
    """A meeting that can be chosen, and what it is called."""

    address: str
    name: str
    about: str


def latest(desk: Desk, given: str) -> tuple[list[Address], str]:
    """The next meetings, the latest first, and the cursor of those after them."""
    place = place_in(given, "resources", tuple[str, str], None)
    with desk.register() as register:

        def after(day: Day | None, most: int, among: Collection[str] | None) -> list[tuple[Day | None, str]]:
            return [*register.meetings_by_day(day, most, among)]

        rows = next_meetings(register, Question(), "", place, _LISTED + 1, after)
    listed = []
    for _, row in rows[:_LISTED]:
        when = " or ".join(map(dates.short, row.date)) or "no date"
        told = ", ".join(filter(None, [" – ".join(row.parties) or "sides not told", when, " or ".join(row.city)]))
        about = f"What {len(row.documents)} documents of {row.voices} independent origins say of it."
        listed.append(Address(f"whomet://meetings/{row.id}", shown(cut(" ".join(told.split()), _NAME)), about))
    return listed, cursor("resources", rows[_LISTED - 1][0]) if len(rows) > _LISTED else ""


def text_at(desk: Desk, address: str) -> str:
    """What stands at an address, in plain lines. Raises NotFoundError for an address that is none."""
    parts = urlsplit(address)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme != "whomet" or parts.netloc not in ("meetings", "documents") or not name:
        raise NotFoundError(f"There is nothing at {address[:200]!r}; addresses are {MEETING} and {DOCUMENT}.")
    with desk.register() as register:
        if parts.netloc == "meetings":
            told = meetings.show(register, takes.OneMeeting(name))
            rest = "The rest: `show_meeting`, with that cursor." if told.next else ""
            return "\n".join(filter(None, [in_words(harmless(told)), rest]))
        return in_words(harmless(texts.show(register, takes.OneDocument(name, length=_LONGEST))))
