"""The web face as an application: which page answers which address.

Pages only ask; `lists`, `meetings`, `documents` and `names` put together what each shows, the templates say how.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from whomet.errors import NotFoundError, WhometError
from whomet.exchange.html_page import attribute, in_words, own, sheet, text
from whomet.faces.api.app import api
from whomet.faces.api.problems import problem, response
from whomet.faces.exporting import exported_meetings
from whomet.faces.registers import Registers
from whomet.faces.web.addresses import Asked, asked_by, shortened
from whomet.faces.web.documents import document_page
from whomet.faces.web.lists import every_value, list_page
from whomet.faces.web.meetings import meeting_page
from whomet.faces.web.names import person_page, place_page, side_page
from whomet.faces.web.safety import Safe
from whomet.register.listings import Facet

AT_ONCE = max(4, 2 * (os.cpu_count() or 1))
"""Requests that are worked at together: with more, all take longer, and short ones as long as the longest."""

_STATIC = Path(__file__).with_name("static")
_EXPORTS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson", "html": "text/html; charset=utf-8"}
_REFUSED = {
    404: "There is no page at this address.",
    405: "These pages only show the register; nothing can be changed here.",
}
_BROKEN = (
    "Something went wrong in Whomet, not in what you asked; the terminal where it runs says what. Please report it."
)


def web_app(where: str) -> Safe:
    """The pages of the register at a place, and its API under `/api/v1`, safe to serve on loopback."""
    registers = Registers(where)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        registers.close()

    pages = _Pages(registers)
    routes = [
        *(Route(path, page, methods=["GET"]) for path, page in pages.routes().items()),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Mount("/api/v1", api(registers)),
    ]
    refusals = {WhometError: pages.refuse, HTTPException: pages.refuse, Exception: pages.broken}
    return Safe(Starlette(routes=routes, exception_handlers=refusals, lifespan=living))


class _Pages:
    """Each page as a function from a request to an answer."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._templates = _templates()

    def routes(self) -> dict[str, Callable[[Request], Response]]:
        """The page of each address."""
        return {
            "/": self.register,
            "/facets/{name}": self.facet,
            "/export.{form}": self.export,
            "/meetings/{name:path}": self.meeting,
            "/documents/{name:path}": self.document,
            "/people/{name:path}": self.person,
            "/sides/{name:path}": self.side,
            "/places/{name:path}": self.place,
            "/report.css": self.report_sheet,
            "/favicon.ico": self.no_icon,
        }

    def register(self, request: Request) -> Response:
        """The list of meetings."""
        asked = asked_by(request.query_params)
        with self._registers.lent() as register:
            page, behind = list_page(register, asked), register.behind
        return self._answer("register.html", page=page, behind=behind, exports=partial(_export_address, asked))

    def facet(self, request: Request) -> Response:
        """All values of one facet."""
        facet = request.path_params["name"]
        if facet not in list(Facet):
            raise NotFoundError("There is no such list.")
        asked = asked_by(request.query_params)
        with self._registers.lent() as register:
            found = every_value(register, asked, Facet(facet))
        return self._answer("facet.html", facet=found, back=asked.address())

    def export(self, request: Request) -> Response:
        """The meetings that are shown, all pages of them, as a file."""
        form = request.path_params["form"]
        if form not in _EXPORTS:
            raise NotFoundError("Meetings are exported as csv, jsonl or html; `whomet export` knows more formats.")
        asked = asked_by(request.query_params)
        named = {"content-disposition": f'attachment; filename="meetings.{form}"'}
        return StreamingResponse(self._exported(asked, form), media_type=_EXPORTS[form], headers=named)

    def _exported(self, asked: Asked, form: str) -> Iterator[bytes]:
        with self._registers.lent() as register:
            yield from exported_meetings(register, form, register.listed_ids(asked.view))

    def meeting(self, request: Request) -> Response:
        """One meeting."""
        with self._registers.lent() as register:
            page = meeting_page(register, request.path_params["name"])
        return self._answer("meeting.html", page=page)

    def document(self, request: Request) -> Response:
        """One document."""
        with self._registers.lent() as register:
            page = document_page(register, request.path_params["name"])
        return self._answer("document.html", page=page)

    def person(self, request: Request) -> Response:
        """One person."""
        with self._registers.lent() as register:
            page = person_page(register, request.path_params["name"])
        return self._answer("name.html", page=page)

    def side(self, request: Request) -> Response:
        """One side."""
        with self._registers.lent() as register:
            page = side_page(register, request.path_params["name"])
        return self._answer("name.html", page=page)

    def place(self, request: Request) -> Response:
        """One city or country."""
        with self._registers.lent() as register:
            page = place_page(register, request.path_params["name"])
        return self._answer("name.html", page=page)

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
            return self._answer("error.html", error.status_code, sentence=_REFUSED.get(error.status_code, error.detail))
        return self._answer("error.html", 404 if isinstance(error, NotFoundError) else 500, sentence=str(error))

    async def broken(self, request: Request, error: Exception) -> Response:
        """That the fault is ours; the server's log has it."""
        return self._answer("error.html", 500, sentence=_BROKEN)

    def _answer(self, template: str, status: int = 200, **what: object) -> Response:
        return HTMLResponse(self._templates.get_template(template).render(what), status)


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
    made.filters["address"] = lambda words: Markup(attribute(words))
    made.filters["in_words"] = in_words
    made.filters["grouped"] = lambda number: f"{number:,}"
    return made
