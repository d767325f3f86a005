"""The application itself: each address with what it takes; `api` gives all of them over one register.

It is made to be mounted, as `mount("/api/v1", api(...))`; everything it answers with is data, and JSON.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from anyio import CapacityLimiter
from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import Scope

from whomet import __version__
from whomet.faces.api import asked, done, problems, shapes
from whomet.faces.api.answers import only_known_parameters
from whomet.faces.at_hand import OWN, TextReader
from whomet.faces.registers import Registers
from whomet.faces.web_safety import LOOPBACK, KnownHosts

DESCRIPTION = """A register of who met whom, according to whom: each value with the words of a document that show it.

Lists come in pages: follow `Link: rel="next"`, or send `next` as `cursor`. Answers carry an `ETag`. Errors are problem
details (RFC 9457)."""


def api(registers: Registers, *, hosts: Collection[str] = LOOPBACK, reader: TextReader = OWN) -> FastAPI:
    """The API over a register, of which each request is lent one of its own.

    `hosts` are the names by which the server may be asked; `reader` reads what it is sent. Whoever mounts it need not
    check requests: who may do what follows from tokens (`doors.py`), and reading also from what the server around says
    of who asks.
    """
    app = FastAPI(
        title="Whomet",
        version=__version__,
        docs_url=None,  # its pages fetch scripts from elsewhere
        redoc_url=None,
        dependencies=[Depends(only_known_parameters)],
        middleware=[Middleware(KnownHosts, hosts=hosts, refusal=_misnamed)],
        redirect_slashes=False,
    )
    app.state.registers, app.state.reader = registers, reader
    app.state.reading = CapacityLimiter(1)  # who waits for a text to be read holds no thread that pages need
    app.include_router(asked.shown)
    app.include_router(asked.router)
    app.include_router(done.router)
    problems.handle_all(app)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _misnamed(sentence: str, _: Scope) -> Response:
    return problems.response(problems.problem(421, sentence))


def _described(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1 of all addresses, with our shapes."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes, servers=app.servers
        )
        made["components"] = {
            "schemas": shapes.components(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        }
        app.openapi_schema = made
    return app.openapi_schema
