"""What comes after blind double coding, as pages: how far the coders of a sample agree, field by field, and a third
person's choice where they do not. It is what `whomet coding agreement`, `disagreements` and `settle` do.

Nobody sees any of it before every coder has handed in every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whomet.errors import DecisionError, MissingExtraError, NotFoundError
from whomet.faces.audit import Done
from whomet.faces.coding import measures
from whomet.faces.coding.agreement import AgreementRow
from whomet.faces.coding.measures import MEETING, Told
from whomet.faces.coding.settling import sheet_lines
from whomet.faces.coding.taking import OPEN, Line
from whomet.faces.coding.working import Compared, Outcome, agreement_of, compare, settle_lines
from whomet.faces.deciding import now
from whomet.faces.registers import Registers
from whomet.faces.roles import Role
from whomet.faces.web import addresses, forms
from whomet.faces.web.acts import Answer
from whomet.faces.web.coding import LONG, REMARK, guide, paragraphs
from whomet.faces.web.visitors import Guarded, visitor_of
from whomet.register import Register
from whomet.values.coding import FIELDS, Field

_MOST_MEETINGS = 60  # of one text, of all its coders
_COLUMNS = (*FIELDS.values(), Field(REMARK))


@dataclass(frozen=True, slots=True)
class Open:
    """A text in which coders differ, and in what; `address`: where it is settled."""

    number: int
    name: str
    fields: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far the coders of a sample agree; `agreed`: texts that wait for nothing but somebody to keep them. `mine`:
    who asks is one of the coders, and settles nothing. `missing` is why there are no rows."""

    sample: str
    coders: str
    not_blind: str
    rows: tuple[AgreementRow, ...]
    missing: str
    open: tuple[Open, ...]
    agreed: int
    settled: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A meeting of a text: what its coders agree on, by column, and what each says where they do not."""

    cells: Mapping[str, str]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SettlingPage:
    """A text in which coders differ, with the form to settle it in."""

    sample: str
    number: int
    name: str
    published: str
    text: Markup
    columns: tuple[Field, ...]
    meetings: tuple[Choice, ...]
    wrong: tuple[str, ...]


class SettlingPages:
    """The addresses at which coders are compared."""

    def __init__(self, registers: Registers, answer: Answer) -> None:
        self._registers, self._answer = registers, answer

    def routes(self) -> list[Guarded]:
        """Each address, with who may use it."""
        return [
            Guarded("/coding/{sample}/agreement", self.agreement, Role.CODER),
            Guarded("/coding/{sample}/agreement", self.keep, Role.CODER, methods=["POST"], noted=Done.DECISION),
            Guarded("/coding/{sample}/settle/{number}", self.text, Role.CODER, noted=Done.TEXT),
            Guarded("/coding/{sample}/settle/{number}", self.take, Role.CODER, methods=["POST"], noted=Done.DECISION),
        ]

    def agreement(self, request: Request) -> Response:
        """How far they agree, and the texts in which they differ."""
        with self._registers.lent() as register:
            try:
                page = _agreement_page(register, request.path_params["sample"], visitor_of(request).name)
            except DecisionError as error:
                return self._refuse(request, error)
        return self._answer(request, "agreement.html", page=page)

    async def keep(self, request: Request) -> Response:
        """Settles every text in which coders do not differ as they coded it."""
        await forms.taken(request)
        return await run_in_threadpool(self._keep, request)

    def _keep(self, request: Request) -> Response:
        sample = request.path_params["sample"]
        with self._registers.changing() as register:
            try:
                found = compare(register, sample)
                alike = [one for one in _left(register, found) if not any(measures.differing(one))]
                _settle(register, found, list(_as_lines(found, alike)), request)
            except DecisionError as error:
                return self._refuse(request, error)
        return RedirectResponse(addresses.agreement(sample), 303)

    def text(self, request: Request) -> Response:
        """A text in which they differ."""
        with self._registers.lent() as register:
            try:
                found, told = _told(register, request)
            except DecisionError as error:
                return self._refuse(request, error)
            return self._form(request, found, told, tuple(_choices(found, told)), ())

    async def take(self, request: Request) -> Response:
        """Keeps what was chosen, and makes decisions of it."""
        return await run_in_threadpool(self._take, request, await forms.taken(request))

    def _take(self, request: Request, fields: FormData) -> Response:
        with self._registers.changing() as register:
            try:
                found, told = _told(register, request)
                outcome = _settle(register, found, _lines_in(told, fields), request)
            except DecisionError as error:
                return self._refuse(request, error)
            if outcome.wrong:
                wrong = tuple(re.sub("^line ", "meeting ", sentence) for sentence in outcome.wrong)
                asked = _choices(found, told)
                kept = tuple(
                    Choice({**one.cells, **_sent(fields, number)}, one.said) for number, one in enumerate(asked)
                )
                return self._form(request, found, told, kept, wrong)
        return RedirectResponse(addresses.agreement(found.texts.sample.name), 303)

    def _form(
        self, request: Request, found: Compared, told: Told, meetings: tuple[Choice, ...], wrong: tuple[str, ...]
    ) -> Response:
        document = found.texts.readings[told.document].document
        page = SettlingPage(
            found.texts.sample.name,
            told.number,
            document.id,
            document.published.value if document.published else "",
            paragraphs(document.text),
            _COLUMNS,
            meetings,
            wrong,
        )
        return self._answer(request, "settle.html", 422 if wrong else 200, page=page, long=LONG, guide=guide())

    def _refuse(self, request: Request, error: DecisionError) -> Response:
        return self._answer(request, "error.html", 422, sentence=str(error))


def _agreement_page(register: Register, sample: str, me: str) -> AgreementPage:
    """Raises DecisionError as long as a sheet is out."""
    found = compare(register, sample)
    rows: tuple[AgreementRow, ...] = ()
    missing = ""
    try:
        rows = tuple(agreement_of(found))
    except MissingExtraError as error:
        missing = str(error)
    left = _left(register, found)
    fields = {one.number: tuple(dict.fromkeys(d.field for d in measures.differing(one))) for one in left}
    names = {one.number: found.texts.readings[one.document].document.id for one in left}
    name = found.texts.sample.name
    return AgreementPage(
        name,
        found.names(),
        ", ".join(sheet.coder for sheet in found.sheets if not sheet.blind),
        rows,
        missing,
        tuple(Open(n, names[n], of_it, addresses.to_settle(name, n)) for n, of_it in fields.items() if of_it),
        sum(not of_it for of_it in fields.values()),
        len(register.settled_codings(name)),
        me in {sheet.coder for sheet in found.sheets},
    )


def _left(register: Register, found: Compared) -> list[Told]:
    """The texts that nobody has settled."""
    settled = register.settled_codings(found.texts.sample.name)
    return [one for one in found.told if one.document not in settled]


def _told(register: Register, request: Request) -> tuple[Compared, Told]:
    """The text that an address names. Raises NotFoundError where there is none, DecisionError as long as a sheet is
    out."""
    found, number = compare(register, request.path_params["sample"]), request.path_params["number"]
    told = next((one for one in found.told if str(one.number) == number), None)
    if told is None:
        raise NotFoundError(f"Sample “{found.texts.sample.name}” has no text {number[:20]}.")
    return found, told


def _settle(register: Register, found: Compared, lines: list[Line], request: Request) -> Outcome:
    return settle_lines(register, found, lines, (visitor_of(request).name, now()))


def _as_lines(found: Compared, told: list[Told]) -> Iterator[Line]:
    yield from (Line(n, dict(cells)) for n, cells in enumerate(sheet_lines(found.texts, told), 1))


def _choices(found: Compared, told: Told) -> Iterator[Choice]:
    for line in _as_lines(found, [told]):
        said = {name: cell.removeprefix(OPEN).strip() for name, cell in line.cells.items() if cell.startswith(OPEN)}
        yield Choice({name: "" if name in said else cell for name, cell in line.cells.items()}, said)


def _sent(fields: FormData, number: int) -> dict[str, str]:
    """What a form holds of one meeting."""
    names = (MEETING, *FIELDS, REMARK)
    return {name: " ".join(forms.text_in(fields, f"{number}.{name}").split()) for name in names}


def _lines_in(told: Told, fields: FormData) -> list[Line]:
    count = min(_MOST_MEETINGS, max(1, len(told.groups)))
    return [Line(n + 1, {"text": str(told.number), **_sent(fields, n)}) for n in range(count)]
