"""The web face as an application: which page answers which address.

Pages only ask; `lists`, `meetings`, `documents` and `names` put together what each shows, the templates say how.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from whomet.errors import NotFoundError, WhometError
from whomet.exchange.html_page import attribute, in_words, own, sheet, text
from whomet.faces.accounts import kept_accounts, nobodys
from whomet.faces.api.app import api
from whomet.faces.api.problems import OUT_OF_ORDER, problem, response
from whomet.faces.at_hand import OWN, TextReader
from whomet.faces.audit import Done, noted
from whomet.faces.exporting import exported_meetings
from whomet.faces.inbox import Inbox
from whomet.faces.opening import BEHIND
from whomet.faces.registers import Registers
from whomet.faces.roles import Role
from whomet.faces.web.acts import Acts
from whomet.faces.web.addresses import Asked, asked_by, meeting, person, shortened
from whomet.faces.web.charts.pages import chart_pages
from whomet.faces.web.coding import CodingPages
from whomet.faces.web.correcting import meeting_acts, person_acts
from whomet.faces.web.documents import document_page
from whomet.faces.web.dropping import Dropping
from whomet.faces.web.entrance import ALONE, Entrance, Ways, costly, log_in_address
from whomet.faces.web.forms import Forms, token_for
from whomet.faces.web.lists import every_value, list_page
from whomet.faces.web.log_in import LogIn
from whomet.faces.web.meetings import meeting_page
from whomet.faces.web.names import person_page, place_page, side_page
from whomet.faces.web.own_account import OwnAccount
from whomet.faces.web.queue import Review
from whomet.faces.web.reading import Reader
from whomet.faces.web.safety import Safe
from whomet.faces.web.settling import SettlingPages
from whomet.faces.web.untold import NONE, untold
from whomet.faces.web.visitors import ENTRANCE, Guarded, allows, gate_of, visitor_of
from whomet.faces.web_safety import LOOPBACK
from whomet.register.listings import Facet

AT_ONCE = max(4, 2 * (os.cpu_count() or 1))
"""Requests that are worked at together: with more, all take longer, and short ones as long as the longest."""

_LOG = logging.getLogger("whomet")
_DAY = re.compile(r"\d{4}(?:-\d\d){1,2}", re.ASCII)  # one that no line is to end within
_MEETING = re.compile(r"\b[0-9a-f]{16}\b", re.ASCII)  # as a warning names one: if it is none, its page says so
_LINES = 200  # of the audit log
_STATIC = Path(__file__).with_name("static")
_EXPORTS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "html": "text/html; charset=utf-8"}
_REFUSED = {
    404: "There is no page at this address.",
    405: "This page only shows what is there; nothing can be changed at its address.",
}
_BROKEN = (
    "Something went wrong in Whomet, not in what you asked; the terminal where it runs says what. Please report it."
)


def web_app(where: str, ways: Ways = ALONE, by: TextReader = OWN) -> Safe:
    """The pages of the register at a place, and its API under `/api/v1`, for who comes in by some ways: by default
    the person who runs them, so that they are safe on loopback alone. Texts that are brought are read `by` one."""
    return Safe(Entrance(Forms(site(where, ways, by)), ways, where), (*LOOPBACK, *ways.names))


def site(where: str, ways: Ways, by: TextReader) -> Starlette:
    """What `web_app` keeps safe."""
    registers, inbox = Registers(where), Inbox(where)
    reader = Reader(where, inbox, by)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        if ways.accounts:
            nobodys()  # else the first name that nobody has would take longer than others
        reader.start()
        yield
        await run_in_threadpool(reader.stop)
        registers.close()

    pages = _Pages(registers, is_near=by.is_near)
    log_in = LogIn(pages.answer)
    routes = [
        *pages.routes(),
        *log_in.routes(),
        *OwnAccount(pages.answer, log_in.is_right).routes(),
        *Acts(registers, pages.answer).routes(),
        *chart_pages(registers, pages.answer),
        *Review(registers, pages.answer).routes(),
        *SettlingPages(registers, pages.answer).routes(),
        *CodingPages(registers, pages.answer).routes(),
        *Dropping(registers, pages.answer, inbox, reader).routes(),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Mount("/api/v1", api(registers, hosts=(*LOOPBACK, *ways.names), reader=by)),
    ]
    refusals = {WhometError: pages.refuse, HTTPException: pages.refuse, Exception: pages.broken}
    return Starlette(routes=routes, exception_handlers=refusals, lifespan=living)


class _Pages:
    """Each page as a function from a request to an answer."""

    def __init__(self, registers: Registers, *, is_near: bool) -> None:
        self._registers, self._is_near = registers, is_near
        self._templates = _templates()

    def routes(self) -> list[Guarded]:
        """The page of each address, and who may see it."""
        return [
            Guarded("/", self.register, Role.PUBLIC),
            Guarded("/facets/{name}", self.facet, Role.PUBLIC),
            Guarded("/export.{form}", self.export, Role.PUBLIC, noted=Done.EXPORT),
            Guarded("/meetings/{name:path}", self.meeting, Role.PUBLIC),
            Guarded("/documents/{name:path}", self.document, Role.PUBLIC),
            Guarded("/people/{name:path}", self.person, Role.PUBLIC),
            Guarded("/sides/{name:path}", self.side, Role.PUBLIC),
            Guarded("/places/{name:path}", self.place, Role.PUBLIC),
            Guarded("/accounts", self.accounts, Role.ADMIN),
            Guarded("/report.css", self.report_sheet, Role.STRANGER),
            Guarded("/favicon.ico", self.no_icon, Role.STRANGER),
        ]

    def register(self, request: Request) -> Response:
        """The list of meetings."""
        asked = asked_by(request.query_params)
        if asked.view.words:
            costly(request)
        with self._registers.lent() as register:
            page, behind = list_page(register, asked), BEHIND if register.behind else ""
            told = bool(page.total) or not allows(request, Role.READER)
            without = NONE if told else untold(register, asked.view)
        exports = partial(_export_address, asked)
        return self.answer(request, "register.html", page=page, behind=behind, untold=without, exports=exports)

    def facet(self, request: Request) -> Response:
        """All values of one facet."""
        facet = request.path_params["name"]
        if facet not in list(Facet):
            raise NotFoundError("There is no such list.")
        asked = asked_by(request.query_params)
        with self._registers.lent() as register:
            found = every_value(register, asked, Facet(facet))
        return self.answer(request, "facet.html", facet=found, back=asked.address())

    def export(self, request: Request) -> Response:
        """The meetings that are shown, all pages of them, as a file."""
        form = request.path_params["form"]
        if form not in _EXPORTS:
            raise NotFoundError("Meetings are exported as csv, jsonl or html; `whomet export` knows more formats.")
        costly(request)
        asked = asked_by(request.query_params)
        named = {"content-disposition": f'attachment; filename="meetings.{form}"'}
        return StreamingResponse(self._exported(asked, form), media_type=_EXPORTS[form], headers=named)

    def _exported(self, asked: Asked, form: str) -> Iterator[bytes]:
        with self._registers.lent() as register:
            yield from exported_meetings(register, form, register.listed_ids(asked.view))

    def meeting(self, request: Request) -> Response:
        """One meeting."""
        name = request.path_params["name"]
        with self._registers.lent() as register:
            page = meeting_page(register, name)
            acts = meeting_acts(register, name) if allows(request, Role.CODER) else None
        return self.answer(request, "meeting.html", page=page, acts=acts, here=meeting(name))

    def document(self, request: Request) -> Response:
        """One document: its text for readers, what was read in it for all."""
        whole = allows(request, Role.READER)
        with self._registers.lent() as register:
            page = document_page(register, request.path_params["name"])
        if whole:
            gate_of(request).note(request, Done.TEXT)
        return self.answer(request, "document.html", page=page, whole=whole)

    def person(self, request: Request) -> Response:
        """One person."""
        name = request.path_params["name"]
        with self._registers.lent() as register:
            page = person_page(register, name)
            acts = person_acts(register, name) if allows(request, Role.CODER) else None
        return self.answer(request, "name.html", page=page, acts=acts, here=person(name))

    def side(self, request: Request) -> Response:
        """One side."""
        with self._registers.lent() as register:
            page = side_page(register, request.path_params["name"])
        return self.answer(request, "name.html", page=page, acts=None)

    def place(self, request: Request) -> Response:
        """One city or country."""
        with self._registers.lent() as register:
            page = place_page(register, request.path_params["name"])
        return self.answer(request, "name.html", page=page, acts=None)

    def accounts(self, request: Request) -> Response:
        """Who has an account, and what was done."""
        return self.answer(request, "accounts.html", accounts=kept_accounts(), lines=noted(_LINES))

    def report_sheet(self, request: Request) -> Response:
        """The style sheet that a meeting has in reports too."""
        return PlainTextResponse(sheet("html_meeting.css"), media_type="text/css")

    def no_icon(self, request: Request) -> Response:
        """Browsers ask for this whatever a page says; the icon is in the page's head."""
        return Response(status_code=204)

    async def refuse(self, request: Request, error: Exception) -> Response:
        """Why there is no such page, in one sentence; a program is told so as it is used to."""
        if isinstance(error, HTTPException) and request.url.path.startswith("/api/"):
            return response(problem(error.status_code, "The API has no such address; /api/v1/openapi.json lists all."))
        if isinstance(error, HTTPException):
            sentence = _REFUSED.get(error.status_code, error.detail)
            answer = self.answer(request, "error.html", error.status_code, sentence=sentence)
            answer.headers.update(error.headers or {})
            return answer
        status = 404 if isinstance(error, NotFoundError) else 500
        return self.answer(request, "error.html", status, sentence=self._told(request, error))

    def _told(self, request: Request, error: Exception) -> str:
        """What is wrong; where files of the server are named, to nobody but who runs it."""
        if not isinstance(error, OUT_OF_ORDER) or visitor_of(request).own:
            return str(error)
        _LOG.error("%s", error)
        return "The register can't be used now; the log of the server says why."

    async def broken(self, request: Request, error: Exception) -> Response:
        """That the fault is ours; the server's log has it."""
        return self.answer(request, "error.html", 500, sentence=_BROKEN)

    def answer(self, request: Request, template: str, status: int = 200, /, **what: object) -> Response:
        """A page from a template: what it tells, who asks, and what its forms have to carry."""
        told = {
            **what,
            "status": status,
            "at": request.url.path,
            "visitor": visitor_of(request),
            "may_read": allows(request, Role.READER),
            "may_decide": allows(request, Role.CODER),
            "is_near": self._is_near,
            "ways": request.scope[ENTRANCE].ways,
            "log_in": log_in_address(request),
            "csrf": partial(token_for, request),
        }
        return HTMLResponse(self._templates.get_template(template).render(told), status)


def _export_address(asked: Asked, form: str) -> str:
    return asked.at(1).address(f"/export.{form}")


def _templates() -> Environment:
    """Templates in which everything is escaped; words of others go through one of the filters."""
    made = Environment(
        loader=PackageLoader("whomet.faces.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["own"] = lambda words: Markup(own(shortened(words)))
    made.filters["shown"] = lambda words: Markup(text(shortened(words)))
    made.filters["dated"] = lambda words: Markup(
        _DAY.sub(r'<span class="unbroken">\g<0></span>', text(shortened(words)))
    )
    made.filters["led"] = lambda words: Markup(
        _MEETING.sub(r'<a href="/meetings/\g<0>">\g<0></a>', own(shortened(words)))
    )
    made.filters["address"] = lambda words: Markup(attribute(words))
    made.filters["in_words"] = in_words
    made.filters["grouped"] = lambda number: f"{number:,}"
    return made
