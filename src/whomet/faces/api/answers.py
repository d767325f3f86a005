"""How a request is taken and an answer sent: tags by which a client knows what it has, and bodies of a size that is
bounded while they arrive."""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec
from fastapi import Request
from msgspec import Struct
from starlette.responses import Response

from whomet.exchange.shapes import as_json
from whomet.faces.api.problems import ProblemError
from whomet.faces.web_safety import HEADERS

MOST_BYTES = 1_000_000
"""Of a body. A longer text is for `whomet read`, which need not hold a connection meanwhile."""

_FRESH = {**HEADERS, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
Shape = TypeVar("Shape", bound=Struct)


def answer(request: Request, told: Struct, following: str = "") -> Response:
    """What is told, or 304 where the client has just that. `following`: the cursor of the next page.

    The tag follows from what is told, which follows from the register: it is another one as soon as that is.
    """
    body = as_json(told)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {**_FRESH, "ETag": tag}
    if following:
        headers["Link"] = f'<{request.url.include_query_params(cursor=following)}>; rel="next"'
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, "application/json")


def made(told: Struct) -> Response:
    """What came of a request that changed something, or that nobody asks twice."""
    return Response(as_json(told), 200, {**HEADERS, "Cache-Control": "no-store"}, "application/json")


def _has(request: Request, tag: str) -> bool:
    """Whether the client has what goes by a tag (RFC 9110, 13.1.2: compared weakly)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in given.split(","))


async def body_of(request: Request) -> bytes:
    """The bytes of a body that is JSON. Raises ProblemError for another kind, and as soon as it is too long."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise ProblemError(415, "The body has to be JSON, sent as Content-Type: application/json.")
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > MOST_BYTES:
            raise ProblemError(413, f"The body is longer than {MOST_BYTES} bytes; `whomet read` takes longer texts.")
    return bytes(found)


def taken(body: bytes, kind: type[Shape]) -> Shape:
    """A body as a shape. Raises ProblemError for what is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise ProblemError(422, f"The body is not what this takes: {_plainly(error)}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProblemError(400, f"The body is no JSON: {_plainly(error)}.") from error


def _plainly(error: Exception) -> str:
    said = " ".join(str(error).split()).rstrip(".")
    return f"{said[:1].lower()}{said[1:300]}"


def only_known_parameters(request: Request) -> None:
    """Raises ProblemError for a parameter that is none: a slip in its name would else ask for everything."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    for name in request.query_params:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise ProblemError(422, f"There is no parameter {name[:100]!r} here; there are: {listed}.")
