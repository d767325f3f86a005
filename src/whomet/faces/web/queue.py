"""The review queue as pages: one question each, the words of its accounts side by side, and what would settle it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from whomet.faces.asking import Records, gather
from whomet.faces.opening import people_in
from whomet.faces.reviewing import About, Open, accounts_of, queue
from whomet.faces.roles import Role
from whomet.faces.web import addresses
from whomet.faces.web.acts import Answer
from whomet.faces.web.correcting import Field, field_of
from whomet.faces.web.decided import DecisionRow, about, called, last_of
from whomet.faces.web.documents import marks_of
from whomet.faces.web.meetings import Column, Compared, column_of, compared, shortened_records
from whomet.faces.web.registers import Registers
from whomet.faces.web.safety import KEYS
from whomet.faces.web.visitors import Guarded, visitor_of
from whomet.faces.web.words import excerpt
from whomet.model import Account, Meeting, Property, Reading, Span
from whomet.register import Register

_WIDEST = 1200  # code points around a lead that are shown
_MOST_DECIDED = 20
READ = "read again in the review queue; the words say so"
"""The reason that stands there until somebody writes a better one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: the key that presses it, what it decides of which accounts, and what is written on it."""

    key: str
    what: str
    about: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Beside:
    """An account beside another: its document's column head, the words around its lead, the meeting it is in, and,
    where its cell is asked about, the field in which that can be corrected."""

    ident: str
    column: Column
    words: Markup
    meeting: str
    together: int
    field: Field | None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All that the page of an open question shows; `number` is its place in the queue of `total`."""

    number: int
    total: int
    sentence: str
    why: tuple[str, ...]
    beside: tuple[Beside, ...]
    rows: tuple[Compared, ...]
    choices: tuple[Choice, ...]
    decided: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What stands on each page of the queue: what the visitor decided last, and what the register had decided."""

    last: DecisionRow | None
    seen: int
    reason: str
    keys: bool
    back: str


class Review:
    """The addresses of the queue."""

    def __init__(self, registers: Registers, answer: Answer) -> None:
        self._registers, self._answer = registers, answer

    def routes(self) -> list[Guarded]:
        """The one address, which the place in the queue is a part of."""
        return [Guarded("/review", self.review, Role.CODER)]

    def review(self, request: Request) -> Response:
        """An open question, or that there is none."""
        keys, number = request.query_params.get("keys") != "off", addresses.page_number(request.query_params, "n")
        with self._registers.lent() as register:
            found = queue(register)
            number = min(number, len(found))
            page = question_page(register, found[number - 1], number, len(found)) if found else None
            mine = last_of(register, visitor_of(request).name)
            reviewed = Reviewed(
                mine,
                register.last_decision(),
                mine.reason if mine else READ,
                keys,
                addresses.question(max(number, 1), keys=keys),
            )
        answer = self._answer(request, "review.html", page=page, around=reviewed, question=addresses.question)
        if keys:
            answer.headers.update(KEYS)
        return answer


def question_page(register: Register, one: Open, number: int, total: int) -> QuestionPage:
    """The page of an open question."""
    meetings = {m.id: m for m in register.meetings_named(one.meetings)}
    shown = accounts_of(one, meetings)
    readings = {a.id: r for r in register.readings(shown) for a in r.accounts if a.id in shown}
    records = _records(register, meetings.values(), readings)
    accounts = tuple(records.accounts[a] for a in shown if a in records.accounts)
    conflicts = {one.prop} if one.prop else set[Property]()
    return QuestionPage(
        number,
        total,
        _sentence(one),
        tuple(_why(register, one)),
        tuple(_beside(account, readings[account.id], records, one.prop) for account in accounts),
        tuple(compared(conflicts, accounts, records)),
        tuple(_choices(one, meetings)),
        about(register, {account.document for account in accounts})[:_MOST_DECIDED],
    )


def _records(register: Register, meetings: Collection[Meeting], readings: Mapping[str, Reading]) -> Records:
    every = {reading.document.key: reading for reading in readings.values()}.values()
    return shortened_records(gather(every, meetings, people_in(register, every)))


def _sentence(one: Open) -> str:
    if one.about is About.PAIR:
        return "Do these two accounts tell of one meeting?"
    if one.about is About.CELL and one.prop:
        return f"The sources differ: {called(one.prop).lower()}. Is each account read rightly?"
    return "Does this account tell of a meeting, and is it read rightly?"


def _why(register: Register, one: Open) -> Iterator[str]:
    """Why the question is open, as the machine gives it."""
    if one.about is About.PAIR:
        pair = set(one.accounts)
        judged = (j for j in register.judgements(one.accounts) if {j.left, j.right} == pair)
        for judgement in judged:
            yield from (f"{_leaning(r.weight)} {r.text}" for r in sorted(judgement.reasons, key=lambda r: -r.weight))
    if one.about is About.ACCOUNT:
        yield f"It was read with a confidence of {one.confidence:.2f}."


def _leaning(weight: float) -> str:
    return "For:" if weight > 0 else "Against:" if weight < 0 else "Beside:"


def _choices(one: Open, meetings: Mapping[str, Meeting]) -> Iterator[Choice]:
    if one.about is About.PAIR:
        yield Choice("s", "same", one.accounts, "One meeting")
        yield Choice("d", "different", one.accounts, "Two meetings")
    elif one.about is About.CELL:
        cells = (cell for cell in meetings[one.meetings[0]].cells if cell.property is one.prop)
        telling = tuple(dict.fromkeys(a for cell in cells for r in cell.readings for a in r.accounts))
        yield Choice("a", "accept", telling, "Read rightly: the sources do differ")
    else:
        yield Choice("a", "accept", one.accounts, "Right")
        yield Choice("r", "reject", one.accounts, "No meeting")


def _beside(account: Account, reading: Reading, records: Records, prop: Property | None) -> Beside:
    home = records.homes.get(account.id)
    return Beside(
        account.id,
        column_of(account, reading.document),
        Markup("".join(excerpt(reading.document.text, marks_of(account), _around(account, reading)))),
        addresses.meeting(home.id) if home else "",
        len(home.accounts) if home else 0,
        field_of(account, prop) if prop else None,
    )


def _around(account: Account, reading: Reading) -> Span:
    """The lines that a lead stands in, no more of them than a page takes."""
    text = reading.document.text
    lead = next((s for c in account.all(Property.LEAD) for s in c.spans), Span(0, min(len(text), _WIDEST)))
    start, end = text.rfind("\n", 0, lead.start) + 1, text.find("\n", lead.end)
    spare = max(0, _WIDEST - (lead.end - lead.start)) // 2
    return Span(max(start, lead.start - spare), min(end if end >= 0 else len(text), lead.end + spare))
