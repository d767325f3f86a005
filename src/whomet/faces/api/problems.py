"""What went wrong, as problem details (RFC 9457): each error is one sentence with the status that fits it."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from msgspec import UNSET
from starlette.exceptions import HTTPException
from starlette.responses import Response

from whomet.errors import AccessError, NotFoundError, ReaderStoppedError, RegisterError, WhometError
from whomet.exchange.shapes import as_json
from whomet.faces.api.shapes import Decision, Problem
from whomet.faces.web_safety import HEADERS

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("whomet")
_TITLES = {  # RFC 9110; each Python has names of its own time
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    421: "Misdirected Request",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}
OUT_OF_ORDER = (RegisterError, AccessError)  # what they say names files of the server, which is nobody else's business


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(self, status: int, detail: str, decisions: list[Decision] | None = None) -> None:
        super().__init__(detail)
        self.problem = problem(status, detail, decisions)
        self.headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}


def problem(status: int, detail: str, decisions: list[Decision] | None = None) -> Problem:
    """A problem under the title that HTTP has for its status."""
    return Problem(_TITLES.get(status, "Error"), status, detail, decisions=decisions or UNSET)


def response(told: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as it is sent."""
    return Response(as_json(told), told.status, {**HEADERS, "Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def handle_all(app: FastAPI) -> None:
    """Makes a problem of whatever is raised while an application answers."""
    app.add_exception_handler(ProblemError, lambda _, error: _as_raised(error))
    app.add_exception_handler(HTTPException, lambda _, error: _of_http(error))
    app.add_exception_handler(RequestValidationError, lambda _, error: _of_parameters(error))
    app.add_exception_handler(WhometError, lambda _, error: _of_ours(error))
    app.add_exception_handler(Exception, _of_bug)


def _as_raised(error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return response(error.problem, error.headers)


def _of_http(error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentences = {
        404: "There is nothing at this address; openapi.json lists what there is.",
        405: f"This address takes only {(error.headers or {}).get('Allow', 'other methods')}.",
    }
    return response(problem(error.status_code, sentences.get(error.status_code, str(error.detail))), error.headers)


def _of_parameters(error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "request"
    return response(
        problem(422, f"The parameter {where} can't be taken: {first['msg'][:1].lower()}{first['msg'][1:]}.")
    )


def _of_ours(error: Exception) -> Response:
    if isinstance(error, OUT_OF_ORDER):
        _LOG.error("%s", error)
        return response(problem(503, "The register can't be used now; the log of the server says why."))
    if isinstance(error, ReaderStoppedError):  # it names the endpoint, which is nobody else's business either
        _LOG.error("%s", error)
        return response(
            problem(502, "The language model that reads here gives no answer now; the log of the server says why.")
        )
    return response(problem(404 if isinstance(error, NotFoundError) else 422, str(error)))


def _of_bug(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return response(
        problem(500, "This is a mistake of Whomet's own; please report it with what the server's log says.")
    )
