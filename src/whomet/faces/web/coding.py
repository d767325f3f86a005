"""Blind double coding as pages: a coder codes the texts of a sample one after the other, and sees nothing of what the
other coded, nor of what the machine read.

It is what `whomet coding sheet` and `take` do with spreadsheets: the same sample, the same sheet, the same checks. How
far coders agree, and settling where they do not, is in `settling.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whomet.errors import DecisionError, NotFoundError
from whomet.faces.audit import Done
from whomet.faces.coding.sheets import GUIDE, Texts, cells_of
from whomet.faces.coding.taking import Line, taken
from whomet.faces.coding.working import checked_name
from whomet.faces.deciding import now
from whomet.faces.registers import Registers
from whomet.faces.roles import Role
from whomet.faces.web import addresses, forms
from whomet.faces.web.acts import Answer
from whomet.faces.web.visitors import Guarded, visitor_of
from whomet.faces.web.words import marked
from whomet.register import Register
from whomet.values.coding import FIELDS, NO, YES, Drawn, Field, Sample, Sheet

_MOST_MEETINGS = 30  # of one text
REMARK = "remark"
LONG = ("words", "people", "topics", REMARK)
"""Columns that need room."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A sample before a coder: how much of it they coded, and how many others are at it. `mine`: None where they did
    not begin."""

    sample: Sample
    mine: Sheet | None
    others: int
    following: str
    agreement: str
    """Where it stands how far they agree, "" before all sheets are whole."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text to be coded, with what stands in the form: the cells of each meeting by column."""

    sample: str
    number: int
    total: int
    coded: int
    name: str
    published: str
    text: Markup
    columns: tuple[Field, ...]
    meetings: tuple[Mapping[str, str], ...]
    wrong: tuple[str, ...]
    again: bool


class CodingPages:
    """The addresses at which a sample is coded."""

    def __init__(self, registers: Registers, answer: Answer) -> None:
        self._registers, self._answer = registers, answer

    def routes(self) -> list[Guarded]:
        """Each address, with who may use it."""
        return [
            Guarded("/coding", self.samples, Role.CODER),
            Guarded("/coding", self.begin, Role.CODER, methods=["POST"]),
            Guarded("/coding/{sample}/{number}", self.text, Role.CODER, noted=Done.TEXT),
            Guarded("/coding/{sample}/{number}", self.take, Role.CODER, methods=["POST"]),
        ]

    def samples(self, request: Request) -> Response:
        """Every sample, and how far its coders are."""
        me = visitor_of(request).name
        with self._registers.lent() as register:
            found = [_sheets_of(register, sample, me) for sample in register.samples()]
        return self._answer(request, "coding.html", found=found)

    async def begin(self, request: Request) -> Response:
        """Gives who asks a sheet of a sample, blind."""
        name = forms.text_in(await forms.taken(request), "sample")
        return await run_in_threadpool(self._begin, request, name)

    def _begin(self, request: Request, name: str) -> Response:
        me = checked_name(visitor_of(request).name)
        with self._registers.changing() as register:
            try:
                register.give(name, Sheet(me, True, now()))
            except DecisionError as error:
                return self._refuse(request, error)
            return RedirectResponse(_sheets_of(register, register.sample(name), me).following, 303)

    def text(self, request: Request) -> Response:
        """One text, with an empty form, or what was coded of it before."""
        me = visitor_of(request).name
        with self._registers.lent() as register:
            drawn, texts = _text_of(register, request)
            own = register.own_coding(texts.sample.name, me)
            before = own.get(drawn.document, ())
            meetings = tuple({**cells_of(m), REMARK: m.remark} for m in before) or ({},)
            page = _page(texts, drawn, meetings, (), own.keys())
        return self._answer(request, "code.html", page=page, long=LONG, guide=guide())

    async def take(self, request: Request) -> Response:
        """Keeps what was coded of a text, once every cell can be placed, and goes on to the next."""
        return await run_in_threadpool(self._take, request, await forms.taken(request))

    def _take(self, request: Request, fields: FormData) -> Response:
        me, act = visitor_of(request).name, forms.text_in(fields, "act")
        with self._registers.changing() as register:
            drawn, texts = _text_of(register, request)
            own = register.own_coding(texts.sample.name, me)
            meetings = () if act == "none" else _meetings_in(fields)
            wrong: tuple[str, ...] = ()
            if act == "more":
                meetings = (*meetings, {})[:_MOST_MEETINGS]
            else:
                found = taken(texts, _lines(drawn, meetings))
                wrong = tuple(re.sub("^line ", "meeting ", sentence) for sentence in found.wrong)
            if act == "more" or wrong:
                page = _page(texts, drawn, meetings, wrong, own.keys())
                return self._answer(request, "code.html", 422 if wrong else 200, page=page, long=LONG, guide=guide())
            try:
                register.take(texts.sample.name, me, found.codings, now())
            except DecisionError as error:
                return self._refuse(request, error)
            return RedirectResponse(_sheets_of(register, texts.sample, me).following, 303)

    def _refuse(self, request: Request, error: DecisionError) -> Response:
        return self._answer(request, "error.html", 422, sentence=str(error))


def _sheets_of(register: Register, sample: Sample, me: str) -> Sheets:
    given = register.sheets(sample.name)
    mine = next((sheet for sheet in given if sheet.coder == me), None)
    left = [d.number for d in sample.drawn if not mine or d.document not in mine.taken]
    following = addresses.coding(sample.name, left[0]) if left else addresses.coding()
    whole = len(given) > 1 and all(drawn.document in s.taken for s in given for drawn in sample.drawn)
    agreed = addresses.agreement(sample.name) if whole else ""
    return Sheets(sample, mine, sum(sheet.coder != me for sheet in given), following, agreed)


def _text_of(register: Register, request: Request) -> tuple[Drawn, Texts]:
    """The text that an address names. Raises NotFoundError where there is none."""
    sample, number = register.sample(request.path_params["sample"]), request.path_params["number"]
    drawn = next((one for one in sample.drawn if str(one.number) == number), None)
    readings = {r.document.key: r for r in register.newest([drawn.document])} if drawn else {}
    if drawn is None or not readings:
        raise NotFoundError(f"Sample “{sample.name}” has no text {number[:20]}.")
    return drawn, Texts(sample, readings)


def _page(
    texts: Texts,
    drawn: Drawn,
    meetings: tuple[Mapping[str, str], ...],
    wrong: tuple[str, ...],
    coded: Collection[str],
) -> TextPage:
    document = texts.readings[drawn.document].document
    return TextPage(
        texts.sample.name,
        drawn.number,
        len(texts.sample.drawn),
        len(coded),
        document.id,
        document.published.value if document.published else "",
        paragraphs(document.text),
        (*FIELDS.values(), Field(REMARK)),
        meetings,
        wrong,
        drawn.document in coded,
    )


def paragraphs(words: str) -> Markup:
    """A text as it is put before a coder: nothing marked in it."""
    return Markup("".join(marked(words, ())))


def _meetings_in(fields: FormData) -> tuple[Mapping[str, str], ...]:
    """The meetings that a form tells of; one in which nothing stands is none."""
    told = []
    for number in range(_MOST_MEETINGS):
        names = {name: f"{number}.{name}" for name in (*FIELDS, REMARK)}
        cells = {name: " ".join(forms.text_in(fields, field).split()) for name, field in names.items()}
        if any(cells.values()):
            told.append(cells)
    return tuple(told)


def _lines(drawn: Drawn, meetings: tuple[Mapping[str, str], ...]) -> list[Line]:
    """What a form holds as the lines of a sheet."""
    head = {"text": str(drawn.number)}
    if not meetings:
        return [Line(1, head | {"meeting": NO})]
    return [Line(n, {**head, "meeting": YES, **cells}) for n, cells in enumerate(meetings, 1)]


def guide() -> str:
    """What coders are told of meetings and columns; how a spreadsheet is filled in is not for a page."""
    words = GUIDE.read_text(encoding="utf-8")
    return words[words.index("A meeting is an occasion") :]
