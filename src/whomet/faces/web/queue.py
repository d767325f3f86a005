"""The review queue as pages: one question each, the words of its accounts side by side, and what would settle it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from whomet.exchange.html_meeting import shown
from whomet.faces.asking import Records, gather
from whomet.faces.opening import people_in
from whomet.faces.registers import Registers
from whomet.faces.reviewing import About, Open, accounts_of, queue
from whomet.faces.roles import Role
from whomet.faces.web import addresses
from whomet.faces.web.acts import Answer
from whomet.faces.web.correcting import Field, field_of
from whomet.faces.web.decided import DecisionRow, about, called, last_of
from whomet.faces.web.documents import marks_of
from whomet.faces.web.meetings import Column, Compared, column_of, compared, shortened_records
from whomet.faces.web.safety import KEYS
from whomet.faces.web.visitors import Guarded, visitor_of
from whomet.faces.web.words import excerpt
from whomet.model import Account, Claim, Meeting, Property, Reading, Span
from whomet.register import Register

_WIDEST = 1200  # code points around a lead that are shown
_MOST_EXCERPTS = 4
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
    """An account beside another: its document's column head, the words around its lead, the meeting it is in with how
    many accounts, and, where a cell is asked about, what it says there and how that can be corrected."""

    ident: str
    column: Column
    words: tuple[Markup, ...]
    meeting: str
    together: int
    said: tuple[str, ...]
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
            reviewed = Reviewed(
                last_of(register, visitor_of(request).name),
                register.last_decision(),
                READ,
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
    asked = accounts_of(one, meetings)
    readings = {a.id: r for r in register.readings(asked) for a in r.accounts if a.id in asked}
    records = _records(register, meetings.values(), readings)
    accounts = tuple(records.accounts[a] for a in asked if a in records.accounts)
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
    home, text, marks = records.homes.get(account.id), reading.document.text, list(marks_of(account))
    told = [claim for claim in account.claims if claim.property is prop]
    return Beside(
        account.id,
        column_of(account, reading.document),
        tuple(Markup("".join(excerpt(text, marks, within))) for within in _around(account, told, text)),
        addresses.meeting(home.id) if home else "",
        len(home.accounts) if home else 0,
        tuple(dict.fromkeys(shown(claim.property, claim.value) for claim in told)),
        field_of(account, prop) if prop else None,
    )


def _around(account: Account, asked: Sequence[Claim], text: str) -> list[Span]:
    """The lines that a lead and the words asked about stand in, no more of them than a page takes."""
    leads = [span for claim in account.all(Property.LEAD) for span in claim.spans][:1]
    spans = [_widened(s, text) for s in (*leads, *(s for claim in asked for s in claim.spans))]
    found: list[Span] = []
    for span in sorted(spans or [_widened(Span(0, 0), text)])[:_MOST_EXCERPTS]:
        if found and span.start <= found[-1].end + 1:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _widened(words: Span, text: str) -> Span:
    """Some words with the line that they stand in, or what of it is near."""
    start, end = text.rfind("\n", 0, words.start) + 1, text.find("\n", words.end)
    spare = max(0, _WIDEST - (words.end - words.start)) // 2
    return Span(max(start, words.start - spare), min(end if end >= 0 else len(text), words.end + spare))
